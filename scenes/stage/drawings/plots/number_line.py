"""Number lines: one, or several above one another on which a unit is equally long, so that changes can be compared."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import Line, VGroup, VMobject

from scenes.stage.drawings.plots.scales import Linear
from scenes.stage.drawings.plots.tick_labels import depth, digit_height, inside, labels_in_a_row, rise
from scenes.stage.frame.region import Point, Region
from scenes.stage.writing.binding import Number
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.typeset import Formula, Label

_TICK = 0.09  # units of the scene, as all that follows
_GAP = 0.12  # from a tick to its label
_BESIDE = 0.35  # from a symbol to the line
_MARGIN = 0.22  # beyond the ends of the line, for half of a label
_ABOVE = 0.64  # from the line to what stands over it: room for a mark and for an arrow
_SHARE_BELOW = 0.36  # of the region


class NumberLine(VGroup):
    """A horizontal line with ticks, across a region. A symbol stands at its left; `indent` is where the line begins,
    from the left of the region (else behind the symbol). Nothing of it stands below the height `foot`."""

    def __init__(
        self,
        region: Region,
        pen: Pen,
        scale: Linear,
        symbol: Formula | Label | None = None,
        indent: float | None = None,
    ) -> None:
        super().__init__()
        self.pen = pen
        self.region = region
        self.range = scale
        self.symbol = symbol
        self.left = region.left + (_indent(symbol) if indent is None else indent)
        self.right = region.right - _MARGIN
        self.y = region.bottom + max(_SHARE_BELOW * region.height, _TICK + _GAP + digit_height())
        labels = labels_in_a_row(scale, self.right - self.left, pen)
        muted = {"stroke_color": pen.theme.muted}
        self.line = Line([self.left, self.y, 0], [self.right, self.y, 0], stroke_width=3, **muted)
        places = [self.at(label.tick.number) for label in labels]
        down = np.array([0.0, -_TICK, 0.0])
        self.ticks = VGroup(*(Line(place - down, place + down, stroke_width=2.5, **muted) for place in places))
        baseline = self.y - _TICK - _GAP - rise(labels)
        self.foot = baseline - depth(labels) - _GAP
        for label, place in zip(labels, places, strict=True):
            label.centered(float(place[0]), baseline)
        self.labels = VGroup(*inside(labels, region))
        self.add(self.line, self.ticks, self.labels)
        if symbol is not None:
            self.add(symbol.move_to([region.left + symbol.width / 2, self.y, 0]))

    @property
    def unit(self) -> float:
        """The length of 1, in units of the scene."""
        return (self.right - self.left) / float(self.range.span)

    def at(self, number: Number) -> Point:
        """The place of a number; it can lie beyond the ends."""
        return np.array([self.left + self.range.share(number) * (self.right - self.left), self.y, 0.0])

    def holds(self, number: Number) -> bool:
        """Whether a number lies on the line."""
        return -1e-9 <= self.range.share(number) <= 1 + 1e-9

    def over(self, mobject: VMobject, number: Number) -> VMobject:
        """Put a mobject over a number, above marks and arrows; it never leaves the region sideways."""
        place = self.at(number)
        mobject.move_to(place + [0.0, _ABOVE + float(mobject.height) / 2, 0.0])
        self.region.keep(mobject)
        return mobject


def stacked(
    region: Region, pen: Pen, ranges: Sequence[tuple[Number, Number]], symbols: Sequence[Formula | Label]
) -> list[NumberLine]:
    """Number lines above one another, the first on top, on all of which a unit is equally long: an arrow that is twice
    as long is a change twice as large. A line with a shorter range than the longest shows more on both sides."""
    indent = max(_indent(symbol) for symbol in symbols)
    longest = max(Linear(low, high).span for low, high in ranges)
    lines = []
    for row, (low, high), symbol in zip(region.rows(*(1.0 for _ in ranges)), ranges, symbols, strict=True):
        more = (longest - Linear(low, high).span) / 2
        lines.append(NumberLine(row, pen, Linear(low - more, high + more), symbol, indent))
    return lines


def _indent(symbol: VMobject | None) -> float:
    return _MARGIN if symbol is None else float(symbol.width) + _BESIDE
