"""Two lines among the same examples, one of least squares and one of least absolute errors, while a target is pulled
away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np
from manim import Dot, VGroup, VMobject

from scenes.stage.declared import stands_for
from scenes.stage.drawings import outlines
from scenes.stage.drawings.plots.axes import Axes
from scenes.stage.drawings.plots.data_points import TrainingPoints
from scenes.stage.drawings.plots.live_curve import LiveCurve
from scenes.stage.drawings.plots.scales import Linear
from scenes.stage.frame.region import Point, Region
from scenes.stage.loss.line_plot import point_radius
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.rows import Row
from scenes.stage.writing.values import Number

KINDS = ("squared", "absolute")
_DASH = (0.22, 0.14)
_ASIDE, _FARTHER = 0.2, 1.7  # units of the scene from the dots to the first arrow, and how much farther the second is
_TIP, _SHORTEST = 0.16, 0.05
_KEY, _BESIDE = 0.9, 4.6  # units of the scene: a piece of a line; the width from which its word stands beside it
_WORDS = ("squares", "absolutes")


class Tug:
    """`axes`, `points` and the two `lines` (whole: least squares; dashed: least absolute errors)."""

    def __init__(
        self,
        region: Region,
        pen: Pen,
        examples: Sequence[tuple[Fraction, Fraction]],
        states: Sequence[Mapping[str, Number]],
    ) -> None:
        xs = [x for x, _ in examples]
        ys = [y for _, y in examples]
        seen = [*ys, *(state["target"] for state in states)]
        seen += [Fraction(state[f"{kind}.prediction"]) for state in states for kind in KINDS]
        ends = {"x_end": pen.symbol("input", 40), "y_end": pen.symbol("target", 40)}
        self.last = xs[-1]
        self.axes = Axes(region, pen, Linear.around(xs, margin=0.1), Linear.around(seen, margin=0.08), **ends)
        self.points = TrainingPoints(self.axes, xs, ys, point_radius(len(xs))).set_z_index(3)
        self.lines = [LiveCurve(self.axes), LiveCurve(self.axes, dash=_DASH)]
        for line in self.lines:
            line.set_z_index(2)
        self.ghost = self.points[-1].copy().set_fill(opacity=0).set_stroke(pen.theme.target, 3).set_z_index(1)
        dot = {"color": pen.theme.prediction, "stroke_color": pen.theme.background, "stroke_width": 2}
        self.dots = VGroup(*(stands_for(Dot(radius=0.1, **dot), "prediction") for _ in KINDS)).set_z_index(4)
        self.arrows = VGroup(*(VMobject(stroke_color=pen.theme.prediction, stroke_width=4) for _ in KINDS))
        stands_for(self.arrows, "prediction")
        sticks = {"stroke_color": pen.theme.loss, "stroke_width": 5}
        self.misses = VGroup(*(stands_for(VMobject(**sticks), "loss") for _ in KINDS)).set_z_index(1)
        self._first = [states[0][f"{kind}.prediction"] for kind in KINDS]
        self.follow(states[0])

    def follow(self, state: Mapping[str, Number]) -> None:
        """Both lines as they are in a state."""
        for line, kind in zip(self.lines, KINDS, strict=True):
            self.follow_line(line, state[f"{kind}.weight"], state[f"{kind}.bias"])
        self.place_dots([state[f"{kind}.prediction"] for kind in KINDS])
        self.place_misses(state)

    def place_misses(self, state: Mapping[str, Number]) -> None:
        """The errors of both lines on the last example, as sticks drawn like their lines; a dot ends each."""
        for stick, kind, dash in zip(self.misses, KINDS, ((), _DASH), strict=True):
            ends = [self.axes.at(self.last, number) for number in (state["target"], state[f"{kind}.prediction"])]
            outlines.draw(stick, outlines.dashed(np.array(ends), dash))

    def place_dots(self, predictions: Sequence[Number]) -> None:
        """Where each line predicts the last target, and beside it an arrow from where it did so at first."""
        aside = np.array([_ASIDE, 0.0, 0.0])
        for dot, arrow, first, prediction in zip(self.dots, self.arrows, self._first, predictions, strict=True):
            end = self.axes.at(self.last, prediction)
            dot.move_to(end)
            outlines.draw(arrow, _arrow(self.axes.at(self.last, first) + aside, end + aside))
            aside = aside * _FARTHER

    def follow_line(self, line: LiveCurve, weight: Number, bias: Number) -> None:
        """Let a line run across the plot."""
        assert isinstance(self.axes.x, Linear)
        ends = (Fraction(self.axes.x.low), Fraction(self.axes.x.high))
        line.through(ends, [Fraction(weight) * end + Fraction(bias) for end in ends])

    def pull(self, target: Number) -> None:
        """Put the last example's point at another target."""
        self.points[-1].move_to(self.axes.at(self.last, target))


def _arrow(start: Point, end: Point) -> list[Point]:
    """An upright arrow as lines; nothing where it would be too short to be seen."""
    length = float(end[1] - start[1])
    if abs(length) < _SHORTEST:
        return []
    back = np.sign(length) * min(_TIP, abs(length) / 2)
    barbs = [end + [side * 0.6 * abs(back), -back, 0.0] for side in (-1, 1)]
    return [np.array([start, end]), np.array([barbs[0], end, barbs[1]])]


class Legend(VGroup):
    """A piece of each line, what it is called, and how far it moved: `keys`, `words`, `moves`."""

    SIZE = 46.0
    WORD = 34.0

    def __init__(self, region: Region, pen: Pen) -> None:
        super().__init__()
        self.keys, self.words, self.moves = VGroup(), VGroup(), VGroup()
        blocks = region.rows(1, 1)
        for block, kind, word, dash in zip(blocks, KINDS, _WORDS, ((), _DASH), strict=True):
            beside = block.width >= _BESIDE
            indent = _KEY + 0.25 if beside else 0.0
            upper, lower = (block.y + 0.35, block.y - 0.5) if beside else (block.y, block.y - 0.8)
            height = upper + (0.1 if beside else 0.6)
            key = VMobject(stroke_color=pen.theme.prediction, stroke_width=6)
            outlines.draw(key, outlines.dashed(np.array([[block.left, height], [block.left + _KEY, height]]), dash))
            stands_for(key, "prediction")
            label = Row([pen.label(word, self.WORD, pen.theme.ink)], self.WORD, pen.theme.ink)
            label.fit(block.width - indent).at(block.left + indent, upper)
            move = pen.row("change", self.SIZE, kind=kind).fit(block.width - indent).at(block.left + indent, lower)
            self.keys.add(key)
            self.words.add(label)
            self.moves.add(move)
        self.add(self.keys, self.words, self.moves)
