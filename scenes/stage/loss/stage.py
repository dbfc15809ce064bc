"""A lesson's stage with a line among its examples: the plot, the numbers of the line, and how all of it moves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from manim import VGroup, VMobject

from scenes.stage.frame.region import Region
from scenes.stage.lesson import Lesson
from scenes.stage.loss.columns import Columns
from scenes.stage.loss.line_plot import LinePlot, fitted_plot
from scenes.stage.motion.live import Live
from scenes.stage.writing.rows import Row
from scenes.stage.writing.typeset import Formula
from scenes.stage.writing.values import Number

SIZE = 42.0  # of the numbers of the line
_LOSS = 60.0
_NARROW = 5.0  # units of the scene: in a panel no wider than this long rows take two lines
_HEAD, _FORMULA, _TWO_LINES = 0.75, 1.3, 1.6  # units of the scene
_RISE = 0.7  # units of the scene, from the baseline of a fraction to the top of its region
_LONG = 1.15  # of the width: a formula longer than this is folded
_TURN = Fraction(1, 4)  # share of a sway at which it turns back
Follower = Callable[[Live], object]
_FOR_SYMBOL = 0.5  # on the right of the columns, for the loss at its level


class LossStage(Lesson):
    """The left side of the stage is the plot, the right one the numbers of the line with columns under them; in an
    upright frame one stands above the other. What a shot leaves on the stage for the next one is kept here."""

    plot: LinePlot
    columns: Columns
    level: VMobject
    level_symbol: Formula
    weight_row: Row
    bias_row: Row
    loss_row: Row
    at: str  # the line that the stage rests on

    def state(self, weight: Number, bias: Number) -> Mapping[str, Number]:
        """The engine's numbers of any line."""
        raise NotImplementedError

    # -- numbers -------------------------------------------------------------------

    @property
    def count(self) -> int:
        """How many examples there are."""
        return int(self.number("points"))

    @property
    def examples(self) -> list[tuple[Fraction, Fraction]]:
        """The examples from left to right."""
        numbers = [(self.number(f"example.{k}.input"), self.number(f"example.{k}.target")) for k in range(self.count)]
        return [(Fraction(x), Fraction(y)) for x, y in numbers]

    def of_line(self, line: str, name: str = "error") -> list[Fraction]:
        """A number of every example: its error, `squared.error`, `absolute.error` or `prediction`."""
        return [Fraction(self.number(f"{line}.{k}.{name}")) for k in range(self.count)]

    @property
    def rocking(self) -> tuple[Fraction, Fraction]:
        """How far the best line rocks to either side, by its weight, and the input about which it does."""
        turned, wrong = (Fraction(self.number(f"{line}.weight")) for line in ("turned", "wrong"))
        return abs(turned - wrong) / 2, sum((x for x, _ in self.examples), Fraction(0)) / self.count

    def state_of(self, line: str) -> Mapping[str, Number]:
        """The numbers of one of the lines of the trace."""
        return self.state(self.number(f"{line}.weight"), self.number(f"{line}.bias"))

    # -- where things stand --------------------------------------------------------

    def lay_out(self) -> None:
        """Cut the stage."""
        stage = self.layout.stage
        if self.layout.is_tall:
            cut = stage.rows(1.15, 1.0, gap=0.35)
        elif self.layout.is_wide:
            cut = stage.columns(1.12, 1.0, gap=0.5)
        else:
            cut = stage.columns(1.18, 1.0, gap=0.3)
        self.plot_region, self.panel = cut
        self.is_narrow = self.panel.width < _NARROW
        left, right, top = self.panel.left, self.panel.right, self.panel.top
        self.head = Region(
            left, top - (1.6 * _HEAD if self.is_narrow and not self.layout.is_wide else _HEAD), right, top
        )
        below = self.head.bottom - (_TWO_LINES if self.is_narrow else _FORMULA)
        self.formula_region = Region(left, below, right, self.head.bottom)
        self.bench = Region(left, self.panel.bottom + 0.05, right, below - 0.1)

    def make_plot(self) -> LinePlot:
        """The plot, with room for the squares of all lines that the lesson rests on, for those of the best line while
        it rocks, and for the line that cancels."""
        squared = [self.of_line(line) for line in ("start", "wrong", "turned")]
        best = self.of_line("best")
        tilt, middle = self.rocking
        for side in (tilt, -tilt):
            rocks = zip(best, self.examples, strict=True)
            squared.append([error + side * (x - middle) for error, (x, _) in rocks])
        shown = self.of_line("cancel", "prediction")
        return fitted_plot(self.plot_region, self.pen, self.examples, [*squared, best], shown, self.state_of("start"))

    def make_head(self) -> None:
        """The numbers of the line: weight, bias and, from the mean on, the loss."""
        rows = [self.pen.equation(name, f"start.{name}", SIZE) for name in ("weight", "bias")]
        cells = self.head.columns(1, 1, gap=0.25) if self.head.height < 1 else self.head.rows(1, 1)
        for row, cell in zip(rows, cells, strict=True):
            row.fit(cell.width).at(cell.left, cell.y - 0.12)
        self.weight_row, self.bias_row = rows
        self.loss_row = self.pen.equation("loss", "start.loss", _LOSS)
        self.loss_row.fit(self.panel.width).at(self.panel.left, self.formula_region.y - 0.2)

    def over_columns(self, row: Row, fold: int | None = None) -> Row:
        """Put a formula over the columns."""
        if fold is not None and row.width > _LONG * self.panel.width:
            row.folded_at = fold
            row.shorten(0)
        row.fit(self.panel.width)
        folded = row.folded_at is not None
        return row.at(self.panel.left, self.formula_region.top - _RISE if folded else self.formula_region.y - 0.12)

    def square_columns(self, *lines: str) -> Columns:
        """Columns with room for the squares of all these lines."""
        highest = max(max(self.of_line(line, "squared.error")) for line in lines)
        room = Region(self.bench.left, self.bench.bottom, self.bench.right - _FOR_SYMBOL, self.bench.top)
        return Columns(room, self.pen, self.count, Fraction(0), highest)

    def put_symbol(self) -> None:
        """Put the loss's symbol at its level, clear of the base."""
        at = max(float(self.level.get_y()), self.columns.y + 0.12)
        self.level_symbol.move_to([self.columns.region.right + 0.34, at, 0])

    # -- movement --------------------------------------------------------------------

    def travel(self, target: str, run_time: float, squares: bool = True, also: Sequence[Follower] = ()) -> None:
        """The line moves to another one of the trace, and everything that depends on it moves along."""
        begin = (Fraction(self._now[0]), Fraction(self._now[1]))
        end = (Fraction(self.number(f"{target}.weight")), Fraction(self.number(f"{target}.bias")))

        def state_at(share: Fraction) -> Mapping[str, Number]:
            return self.state(*(a + share * (b - a) for a, b in zip(begin, end, strict=True)))

        self._move(Live(state_at), target, run_time, squares, also)
        self._now = end
        self.at = target

    def sway(self, weight: Fraction, bias: Fraction, run_time: float, squares: bool = False) -> None:
        """The line goes so far to one side, to the other, and comes back to where it was."""
        end = (Fraction(self._now[0]), Fraction(self._now[1]))

        def state_at(share: Fraction) -> Mapping[str, Number]:
            aside = 4 * share if share <= _TURN else 2 - 4 * share if share <= 3 * _TURN else 4 * share - 4
            return self.state(end[0] + aside * weight, end[1] + aside * bias)

        self._move(Live(state_at), self.at, run_time, squares)

    def has_room(self, weight: Fraction, bias: Fraction) -> bool:
        """Whether all squares of a line stand in the plot uncut, and their columns under the formula."""
        state = self.state(weight, bias)
        highest = max(state[f"{k}.squared.error"] for k in range(self.count))
        predictions = [state[f"{k}.prediction"] for k in range(self.count)]
        return self.plot.holds(predictions) and self.columns.height_of(highest) <= self.columns.region.top

    def gather(self, *groups: VGroup) -> None:
        """What came to the stage part by part is one thing from now on, and can follow a state."""
        for group in groups:
            self.remove(*group)
            self.add(group)

    def begin_at(self, line: str) -> None:
        """Say which line the stage shows."""
        self._now = (self.number(f"{line}.weight"), self.number(f"{line}.bias"))
        self.at = line

    def _move(self, moving: Live, target: str, run_time: float, squares: bool, also: Sequence[Follower] = ()) -> None:
        """Let all that is on the stage follow a state, which comes to rest as the line `target` of the trace."""
        now, plot = moving.now, self.plot
        heads = [(self.weight_row, "weight"), (self.bias_row, "bias"), (self.loss_row, "loss")]
        for row, name in heads:
            moving.number(row.parts[1], name)  # type: ignore[arg-type]
        moving.shape(plot.line, lambda line: plot.draw_line(line, now("weight"), now("bias")))
        moving.shape(plot.sticks, lambda sticks: sticks.follow(self.each(now, "prediction")))
        for add in also:
            add(moving)
        if squares:
            moving.shape(plot.squares, lambda shapes: shapes.follow(self.each(now, "prediction")))
            moving.shape(self.columns.bars, lambda _: self.columns.follow(self.each(now, "squared.error")))
            moving.shape(self.level, lambda level: self.columns.place_level(level, now("loss")))
            moving.shape(self.level_symbol, lambda _: self.put_symbol())
        self.play(moving.share.animate.set_value(1.0), run_time=run_time)
        for row, name in heads:
            path = f"{target}.{name}"
            row.parts[1].bind(path, self.number(path))  # type: ignore[attr-defined]
        moving.stop()

    def each(self, now: Any, name: str) -> list[Number]:
        return [now(f"{k}.{name}") for k in range(self.count)]

    _now: tuple[Number, Number]
