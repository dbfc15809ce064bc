"""Lesson 3, first act: one weight. A slope out of shrinking nudges, and what it tells."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from manim import (
    LEFT,
    UP,
    Create,
    FadeIn,
    FadeOut,
    ReplacementTransform,
    VGroup,
    VMobject,
)

from scenes.lessons.numbers import gradient as numbers
from scenes.lessons.numbers.gradient_functions import curve_values
from scenes.lessons.numbers.gradient_windows import curve_window
from scenes.stage.declared import stands_for
from scenes.stage.drawings.landscapes.live_arrow import LiveArrow
from scenes.stage.drawings.plots.live_curve import LiveCurve
from scenes.stage.drawings.shapes import question_box
from scenes.stage.frame.region import Region
from scenes.stage.gradient.curve_plot import CurvePlot
from scenes.stage.lesson import Lesson
from scenes.stage.motion.live import Live
from scenes.stage.motion.moves import Fly
from scenes.stage.writing.rows import Row
from scenes.stage.writing.values import Number

_LIGHT = 1.1  # radius of what is seen at first, units of the scene
_WAY = 1.1
_SLOPE = 43.0  # font size of a slope on a line one unit high
_LIFT = 0.34  # of an arrow above another one on whose place it would lie


class GradientCurve(Lesson):
    """The shots on the curve. What a shot leaves on the stage for the next one is set on `self`."""

    plot: CurvePlot
    board: Region

    # -- where things stand ----------------------------------------------------------

    def plot_and_board(self) -> list[Region]:
        """The plot, and beside or below it what is worked out about it."""
        stage = self.layout.stage
        return stage.columns(1.5, 1.0, gap=0.6) if self.layout.is_wide else stage.rows(1.45, 1.0, gap=0.3)

    @property
    def is_column(self) -> bool:
        """Whether the board is a column: then its lines stand under one another, flush left."""
        return self.board.height > 0.85 * self.board.width

    def cells(
        self, *groups: tuple[float, ...], columns: tuple[float, ...] = (1.0, 1.0), stack: bool = False
    ) -> list[Region]:
        """Lines of the board, each as high as its share says, in units of the scene; those of a group stand side by
        side on a board that is no column, unless they are to be stacked and it is high enough."""
        board = self.board.inset(0, 0.05)
        shares = [share for group in groups for share in group]
        if self.is_column or (stack and board.height > sum(shares)):
            return board.rows(*shares)
        rows = zip(groups, board.rows(*map(max, groups)), strict=True)
        return [cell for group, row in rows for cell in row.columns(*columns[: len(group)], gap=0.4)]

    def write(self, row: Row, line: Region, flush: bool = False, fold: int | None = None) -> Row:
        """Put a row on a line of the board: flush left in a column, or where it must, otherwise in its middle. One that
        may `fold` stands on two lines where it would be small."""
        row.fit(line.width, fold)
        if row.folded_at is not None:
            row.scale(min(1.0, line.height / float(row.height)))
            row.move_to([line.x, line.y, 0])
            return row.align_to([line.left, 0, 0], LEFT) if self.is_column or flush else row
        if self.is_column or flush:
            return row.at(line.left, line.y - 0.14)
        return row.centered(line.x, line.y - 0.14)

    def place(self, name: str) -> tuple[Number, Number]:
        """A weight of the trace and its loss."""
        return self.number(f"{name}.weight"), self.number(f"{name}.loss")

    def curve_plot(self, region: Region, *landings: str) -> CurvePlot:
        """The plot around the start and the second place; and around landings, as far as they are not near it."""
        curve, start = numbers.curve_of(self.values), Fraction(self.number("start.weight"))
        window = curve_window(curve, start, *(self.number(f"{name}.weight") for name in landings))
        shown = [
            "start",
            "other",
            "nudge.0",
            *(n for n in ("step", "large") if window[0] <= self.number(f"{n}.weight") <= window[1]),
        ]
        losses = [self.number(f"{name}.loss") for name in shown]
        return CurvePlot(region, self.pen, window, lambda weights: curve_values(curve, weights), losses)

    def near(self) -> list[str]:
        """The landings that lie so near that they belong to the picture from the beginning."""
        curve, start = numbers.curve_of(self.values), Fraction(self.number("start.weight"))
        low, high = curve_window(curve, start)
        reach = high - low
        return [name for name in ("step", "large") if low - reach <= self.number(f"{name}.weight") <= high + reach]

    # -- the shots -------------------------------------------------------------------

    def fog(self) -> None:
        """Axes, a place, and a little light: the piece of the curve that can be seen from there."""
        region, self.board = self.plot_and_board()
        self.plot = p = self.curve_plot(region, *self.near())
        start = self.place("start")
        self.light_radius = _LIGHT
        self.piece = LiveCurve(p.axes, "loss", 6)
        p.lit(self.piece, *start, self.light_radius)
        self.light = p.light(*start, self.light_radius)
        self.dot = p.dot(*start)
        self.drop = p.drop(*start)
        top, bottom = self.cells((1.0, 1.0), (0.8,))[:2]
        self.weight_row = self.write(self.pen.equation("weight", "start.weight", 54), top)
        self.loss_row = self.write(self.pen.equation("loss", "start.loss", 54), bottom)
        self.play(FadeIn(p.axes.grid), Create(p.axes.lines), FadeIn(p.axes.labels, p.axes.ends), run_time=1.2)
        self.play(FadeIn(self.light, scale=0.4), FadeIn(self.dot, scale=0.3), run_time=0.8)
        self.play(Create(self.piece), run_time=0.8)
        self.play(Create(self.drop), Fly(self.dot, self.weight_row), run_time=0.8)
        self.play(Fly(self.dot, self.loss_row), run_time=0.6)
        ways = self.ways()
        asks = [question_box(0.5, 0.5, self.theme, 30).next_to(way, UP, buff=0.12) for way in ways]
        self.play(*(FadeIn(part, scale=0.8) for part in (*ways, *asks)), run_time=0.7)
        self.answer()
        slope = self.number("start.gradient")
        if slope:
            down, other = ways if slope > 0 else ways[::-1]
            self.play(FadeOut(other, *asks), down.animate.set_fill(self.theme.ink, opacity=1), run_time=0.8)
            self.way = VGroup(down)
        else:
            self.play(FadeOut(*asks), run_time=0.6)
            self.way = VGroup(*ways)

    def ways(self) -> list[LiveArrow]:
        """Two arrows to choose from, at the foot of the start: to the left and to the right."""
        foot, plot = self.plot.foot(self.number("start.weight")), self.plot.axes.plot
        found = []
        for side, border in ((-1, plot.left), (1, plot.right)):
            length = min(_WAY, abs(border - float(foot[0])))
            start, end = foot + [side * 0.12, 0, 0], foot + [side * length, 0, 0]
            found.append(LiveArrow(self.theme, "ink").span(start, end).set_fill(self.theme.muted))
        return found

    def nudge(self) -> None:
        """A nudge, what it changes, their ratio; the nudge shrinks, and the line through both places turns into the
        tangent."""
        p, start = self.plot, self.place("start")
        nudged = self.number("nudge.0.weight"), self.number("nudge.0.loss")
        lines = self.cells((0.8, 0.8), (1.15, 1.15))
        size, change, ratio = (
            self.write(self.pen.row(f"nudge_{name}", 48, k=0), line, flush=True)
            for name, line in zip(("weight", "loss", "ratio"), lines, strict=False)
        )
        legs = p.legs(start, nudged)
        secant = p.tangent(*start, self.number("nudge.0.ratio")).set_stroke(self.theme.ink, width=4)
        stands_for(secant, None)
        ghost = p.dot(*nudged, hollow=True)
        self.play(FadeOut(self.way, self.weight_row, self.loss_row), run_time=0.5)
        self.spread_light(max(_LIGHT, 1.15 * p.reach(start, nudged)))
        names = p.name_legs(
            legs, [self.pen.formula(f"Delta {{{name}}}", 36) for name in ("weight", "loss")], self.light_radius
        )
        self.play(Create(legs[0]), FadeIn(names[0]), Fly(legs[0], size), run_time=0.9)
        self.play(Create(legs[1]), FadeIn(ghost, names[1]), Fly(legs[1], change), run_time=0.9)
        self.play(Create(secant), FadeIn(ratio, shift=UP * 0.1), run_time=1.0)
        self.play(FadeOut(names), run_time=0.4)
        moving = self.shrinking()
        moving.number(size.parts[1], "size")
        moving.number(change.parts[1], "change")
        moving.number(ratio.parts[1], "ratio")

        def end() -> tuple[Number, Number]:
            return moving.now("weight"), moving.now("loss")

        for place, leg in enumerate(legs):
            moving.shape(leg, lambda leg, place=place: leg.set_points(p.legs(start, end())[place].points))
        moving.shape(ghost, lambda ghost: ghost.move_to(p.at(*end())))
        moving.shape(secant, lambda line: line.touch(*start, moving.now("ratio")))
        self.play(moving.share.animate.set_value(1.0), run_time=2.6)
        last = numbers.NUDGES - 1
        for row, name in ((size, "size"), (change, "change"), (ratio, "ratio")):
            row.parts[1].bind(f"nudge.{last}.{name}", self.number(f"nudge.{last}.{name}"))
        moving.stop()
        self.tangent = p.tangent(*start, self.number("start.gradient"))
        self.slope_row = self.write(self.pen.row("slope", 48, place="start"), lines[3], flush=True)
        self.answer()
        self.play(ReplacementTransform(secant, self.tangent), FadeOut(ghost, legs), run_time=0.8)
        self.play(Fly(self.tangent, self.slope_row), run_time=0.9)
        self.rows = VGroup(size, change, ratio)

    def spread_light(self, radius: float) -> None:
        """Let the light reach farther, and show more of the curve."""
        p, start, first = self.plot, self.place("start"), self.light_radius
        if radius == first:
            return
        moving = Live(lambda share: {})

        def now() -> float:
            return first + (radius - first) * float(moving.share.get_value())

        moving.shape(self.piece, lambda piece: p.lit(piece, *start, now()))
        moving.shape(self.light, lambda light: light.set_points(p.light(*start, now()).points))
        self.play(moving.share.animate.set_value(1.0), run_time=1.5 if radius > 2 * first else 0.8)
        moving.stop()
        self.light_radius = radius

    def shrinking(self) -> Live:
        """The nudge on its way from its first size to its last, by an even factor."""
        first, last = (Fraction(self.number(f"nudge.{k}.size")) for k in (0, numbers.NUDGES - 1))

        def state(share: Fraction) -> dict[str, Number]:
            size = (
                first if share == 0 else last if share == 1 else first * Fraction(float(last / first) ** float(share))
            )
            return {"size": size, **numbers.nudged(self.values, size)}

        return Live(state)

    def slope(self) -> None:
        """The fog lifts: the curve is seen whole. The tangent rides to a second place; its slope and an arrow along the
        axis follow it."""
        p, start, other = self.plot, self.place("start"), self.place("other")
        slopes = self.number("start.gradient"), self.number("other.gradient")
        top, here_line, first, there_line, second = self.cells((0.7,), (0.6, 1.0), (0.6, 1.0), columns=(1.0, 1.3))
        formula = self.write(self.pen.row(f"curve_{self.values['function']}", 40), top)
        self.play(FadeOut(self.rows, self.slope_row, self.tangent), run_time=0.6)
        self.play(FadeIn(formula), run_time=0.5)
        self.spread_light(1.1 * float(np.hypot(p.axes.plot.width, p.axes.plot.height)))
        self.remove(self.piece)
        self.add(p.curve)
        self.play(FadeOut(self.light), run_time=0.5)
        there = p.dot(*other)
        drop = p.drop(*other)
        asks = [question_box(0.55, 0.55, self.theme, 34) for _ in range(2)]
        for ask, place in zip(asks, (start, other), strict=True):
            self.beside(ask, place)
        self.play(FadeIn(there, scale=0.4), Create(drop), run_time=0.7)
        self.play(*(FadeIn(ask, scale=0.8) for ask in asks), run_time=0.6)
        size = min(44.0, _SLOPE * first.height)
        here_row = self.write(self.pen.row("slope", size, place="start"), first, flush=True)
        there_row = self.write(self.pen.row("slope", size, place="other"), second, flush=True)
        here_at, there_at = (
            self.write(self.pen.equation("weight", f"{name}.weight", size - 4), line, flush=True)
            for name, line in (("start", here_line), ("other", there_line))
        )
        steepest = max(map(abs, slopes))
        self.pointer = LiveArrow(self.theme)
        p.slope_arrow(self.pointer, start[0], slopes[0], steepest)
        tangent = p.tangent(*start, slopes[0])
        self.play(
            FadeOut(asks[0]),
            Create(tangent),
            Create(self.pointer),
            FadeIn(here_at),
            Fly(tangent, here_row),
            run_time=1.0,
        )
        stay = VGroup(tangent.copy(), self.pointer.copy())
        self.add(stay)
        riding = self.riding("start", "other")
        lift = _LIFT if p.overlap((start[0], slopes[0]), (other[0], slopes[1]), steepest) else 0.0
        there_row.parts[1].bind("start.gradient", slopes[0])
        there_at.parts[1].bind("start.weight", start[0])
        self.play(FadeIn(there_at, there_row), FadeOut(asks[1]), run_time=0.4)
        self.answer()
        riding.number(there_at.parts[1], "weight")
        riding.number(there_row.parts[1], "gradient")
        rider = p.dot(*start)
        riding.shape(rider, lambda dot: dot.move_to(p.at(riding.now("weight"), riding.now("loss"))))
        riding.shape(tangent, lambda line: line.touch(riding.now("weight"), riding.now("loss"), riding.now("gradient")))
        riding.shape(
            self.pointer,
            lambda arrow: p.slope_arrow(arrow, riding.now("weight"), riding.now("gradient"), steepest, lift),
        )
        self.add(rider)
        self.play(riding.share.animate.set_value(1.0), run_time=2.6)
        there_row.parts[1].bind("other.gradient", slopes[1])
        there_at.parts[1].bind("other.weight", other[0])
        riding.stop()
        self.remove(rider)
        self.formula = formula
        self.rows = VGroup(here_at, here_row, there_at, there_row)
        self.others = VGroup(there, drop, tangent, self.pointer)
        self.tangent, self.pointer = stay

    def riding(self, first: str, last: str) -> Live:
        """A place on its way along the curve."""
        start, end = (Fraction(self.number(f"{name}.weight")) for name in (first, last))
        return Live(lambda share: numbers.on_the_way(self.values, start + share * (end - start)))

    def beside(self, ask: VMobject, place: tuple[Number, Number]) -> None:
        """Put a box above a place of the curve, below it where there is no room."""
        at = self.plot.at(*place)
        up = 1 if at[1] + 0.9 < self.plot.axes.plot.top else -1
        ask.move_to(at + UP * 0.55 * up)
