"""What the lines of a chart are: a sample of each, and its word."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import VGroup, VMobject

from scenes.stage.drawings import outlines
from scenes.stage.frame.region import Region
from scenes.stage.training.loss_chart import Series
from scenes.stage.writing.pen import Pen

_SAMPLE, _GAP, _APART, _ROW = 0.4, 0.1, 0.3, 0.4  # units of the scene


class Legend(VGroup):
    """In the right upper corner over the plot of a chart, one sample and word after the other; one above
    the other where they have no room side by side."""

    def __init__(self, region: Region, pen: Pen, lines: Sequence[tuple[Series, str]], size: float = 29) -> None:
        super().__init__()
        self.items = [self._item(pen, *line, size) for line in lines]
        self.add(*self.items)
        beside = sum(float(item.width) for item in self.items) + _APART * (len(self.items) - 1)
        if beside <= region.width:
            right = region.right
            for item in reversed(self.items):
                item.shift([right - float(item.get_right()[0]), region.bottom + _ROW / 2, 0])
                right = float(item.get_left()[0]) - _APART
            return
        widest = max(float(item.width) for item in self.items)
        if widest > region.width:
            for item in self.items:
                item.scale(region.width / widest)
        left = region.right - min(widest, region.width)
        for row, item in enumerate(reversed(self.items)):
            item.shift([left - float(item.get_left()[0]), region.bottom + (row + 0.5) * _ROW, 0])

    def _item(self, pen: Pen, series: Series, word: str, size: float) -> VGroup:
        label, line = pen.label(word, size), series.line
        sample = VMobject(stroke_color=line.stroke_color, stroke_width=line.stroke_width)
        ends = np.array([[0.0, 0.0, 0.0], [_SAMPLE, 0.0, 0.0]])
        outlines.draw(sample, outlines.dashed(ends, line.dash))
        label.shift([_SAMPLE + _GAP - float(label.get_left()[0]), -float(label.baseline) - 0.09, 0])
        return VGroup(sample, label)


def rows(width: float, pen: Pen, words: Sequence[str], size: float = 29) -> int:
    """How many lines a legend of these words takes over a plot so wide."""
    needed = sum(float(pen.label(word, size).width) + _SAMPLE + _GAP for word in words) + _APART * (len(words) - 1)
    return 1 if needed <= width else len(words)


def room(rows: int) -> float:
    """How much higher a chart's margin must be for so many lines: one has room beside the symbol of the axis."""
    return _ROW * max(0, rows - 1)
