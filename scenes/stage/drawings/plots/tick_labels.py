"""The labels of an axis: ticks set in the digits of all numbers, as many as stand clear of one another."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from manim import VMobject

from scenes.stage.declared import constant
from scenes.stage.drawings.plots.scales import Scale
from scenes.stage.drawings.plots.ticks import MOST_TICKS, Tick
from scenes.stage.frame.region import Region
from scenes.stage.writing.glyphs import MINUS, glyph
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.typeset import em

SIZE = 28.0
_RAISED, _SMALL = 0.36, 0.7  # as in numbers: TeX's sup1, cmsy10
_AROUND_DOT = 0.08  # em
_APART = 0.65  # em between labels side by side
_LEADING = 0.75  # em between labels above one another


class TickLabel(VMobject):
    """One tick as it is written; its digits are declared, for they are no data."""

    def __init__(self, tick: Tick, pen: Pen, size: float = SIZE) -> None:
        super().__init__(stroke_width=0)
        self.tick = tick
        self.size = size
        self._color = pen.theme.muted
        digits = tick.digits.replace(".", pen.catalogue.decimal_separator)
        at = 0.0
        for char in digits:
            at = self._put(char, at)
        if tick.exponent is not None:
            if tick.has_factor:
                at = self._put("·", at + _AROUND_DOT) + _AROUND_DOT
            for char in "10":
                at = self._put(char, at)
            for char in tick.power:
                at = self._put(char, at, _SMALL, _RAISED)
            constant(self, "10", why="the base of a power on an axis")
            constant(self, tick.power, why="the exponent of a tick")
        if tick.exponent is None or tick.has_factor:
            constant(self, digits, why="a tick of the axis")
        if tick.has_factor:
            constant(self, tick.text(pen.catalogue.decimal_separator), why="a tick, read as one number")

    def _put(self, char: str, at: float, small: float = 1.0, raised: float = 0.0) -> float:
        shape = glyph(char)
        leaf = VMobject(stroke_width=0, fill_color=self._color, fill_opacity=1)
        leaf.points = (shape.points * small + np.array([at, raised, 0])) * em(self.size)
        self.add(leaf)
        return at + shape.advance * small

    @property
    def baseline(self) -> float:
        """The height of the baseline, in units of the scene."""
        first = 1 if self.tick.digits.startswith(MINUS) else 0
        char = (self.tick.digits or "1")[first:] or "1"
        return float(self.submobjects[first].get_bottom()[1]) - glyph(char[0]).bottom * em(self.size)

    def centered(self, x: float, baseline: float) -> TickLabel:
        """Stand with the middle at x and on this baseline."""
        return self._stand(x - float(self.get_center()[0]), baseline)

    def beside(self, right: float, y: float) -> TickLabel:
        """Stand with the right edge here and the middle of the digits at y."""
        return self._stand(right - float(self.get_right()[0]), y - digit_height(self.size) / 2)

    def _stand(self, aside: float, baseline: float) -> TickLabel:
        self.shift([aside, baseline - self.baseline, 0])
        return self


def digit_height(size: float = SIZE) -> float:
    """How high the digits of labels stand, in units of the scene."""
    return glyph("1").height * em(size)


def rise(labels: Sequence[TickLabel]) -> float:
    """How far these labels rise above their baselines; as far as a digit if there are none."""
    return max((float(label.get_top()[1]) - label.baseline for label in labels), default=digit_height())


def depth(labels: Sequence[TickLabel]) -> float:
    """How far these labels reach below their baselines: round digits a little, commas more."""
    return max((label.baseline - float(label.get_bottom()[1]) for label in labels), default=0.0)


def inside(labels: Sequence[TickLabel], region: Region) -> list[TickLabel]:
    """Those labels that do not stick out of a region sideways."""
    edges = (region.left - 1e-6, region.right + 1e-6)
    return [label for label in labels if edges[0] <= label.get_left()[0] and label.get_right()[0] <= edges[1]]


def labels_in_a_row(scale: Scale, length: float, pen: Pen, size: float = SIZE) -> list[TickLabel]:
    """Labels for a horizontal axis of this length: as many ticks as stand clear of one another."""
    for most in range(MOST_TICKS, 0, -1):
        labels = [TickLabel(tick, pen, size) for tick in scale.ticks(most)]
        places = [scale.share(label.tick.number) * length for label in labels]
        halves = [float(label.width) / 2 + _APART * em(size) / 2 for label in labels]
        stands = zip(places, halves, strict=True)
        if all(right - left >= a + b for (left, a), (right, b) in pairwise(stands)):
            return labels
    return []


def labels_in_a_column(scale: Scale, length: float, pen: Pen, size: float = SIZE) -> list[TickLabel]:
    """Labels for a vertical axis of this length."""
    for most in range(MOST_TICKS, 0, -1):
        labels = [TickLabel(tick, pen, size) for tick in scale.ticks(most)]
        places = [scale.share(label.tick.number) * length for label in labels]
        if all(high - low >= digit_height(size) + _LEADING * em(size) for low, high in pairwise(places)):
            return labels
    return []
