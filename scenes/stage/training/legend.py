"""What the lines of a chart are: a sample of each, and its word."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import VGroup, VMobject

from scenes.stage.drawings import outlines
from scenes.stage.frame.region import Region
from scenes.stage.training.loss_chart import Series
from scenes.stage.writing.pen import Pen

_SAMPLE, _GAP, _APART = 0.5, 0.12, 0.35


class Legend(VGroup):
    """In the right upper corner over the plot of a chart, one sample and word after the other."""

    def __init__(self, region: Region, pen: Pen, lines: Sequence[tuple[Series, str]], size: float = 30) -> None:
        super().__init__()
        at = region.left
        self.items = []
        for series, word in lines:
            label = pen.label(word, size)
            line = series.line
            sample = VMobject(stroke_color=line.stroke_color, stroke_width=line.stroke_width)
            ends = np.array([[at, 0.0, 0.0], [at + _SAMPLE, 0.0, 0.0]])
            outlines.draw(sample, outlines.dashed(ends, line.dash))
            label.shift([at + _SAMPLE + _GAP - float(label.get_left()[0]), -float(label.baseline) - 0.09, 0])
            item = VGroup(sample, label)
            self.items.append(item)
            self.add(item)
            at = float(label.get_right()[0]) + _APART
        if self.width > region.width:
            self.scale(region.width / self.width)
        self.move_to([region.right - self.width / 2, region.y, 0])
