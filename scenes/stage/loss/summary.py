"""What the lesson comes to: the line at the start and the best one, each with its numbers and its loss as a bar."""

from __future__ import annotations

import numpy as np
from manim import VGroup, VMobject

from scenes.stage.computed import drawable
from scenes.stage.declared import stands_for
from scenes.stage.drawings import outlines
from scenes.stage.frame.region import Region
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.rows import Row

_WORD = 30.0
_THICK = 0.42  # units of the scene
_HEAD = 0.28
_BETWEEN = 0.35
_NARROW = 5.0


class LossSummary(VGroup):
    """`words`, `numbers` (three equations each) and `bars` of the two lines, in that order."""

    SIZE = 39.0

    def __init__(self, region: Region, pen: Pen) -> None:
        super().__init__()
        self.words, self.numbers, self.bars = VGroup(), VGroup(), VGroup()
        losses = [drawable(pen.number_of(f"{line}.loss")) for line in ("start", "best")]
        unit = region.width / (max(losses) or 1.0)
        for block, line, loss in zip(region.rows(1, 1, gap=_BETWEEN), ("start", "best"), losses, strict=True):
            word = Row([pen.label(line, _WORD)], _WORD, pen.theme.muted).fit(block.width)
            word.at(block.left, block.top - _HEAD)
            free = Region(block.left, block.bottom + _THICK, block.right, block.top - _HEAD)
            rows = VGroup()
            for cell, name in zip(_cells(free), ("weight", "bias", "loss"), strict=True):
                row = pen.equation(name, f"{line}.{name}", self.SIZE).fit(cell.width)
                rows.add(row.at(cell.left, cell.y - 0.14))
            bar = VMobject(stroke_color=pen.theme.loss, stroke_width=3, fill_color=pen.theme.loss, fill_opacity=0.4)
            left, right, low = block.left, block.left + loss * unit, block.bottom
            corners = [(left, low), (right, low), (right, low + _THICK), (left, low + _THICK), (left, low)]
            outlines.draw(bar, [np.array(corners)] if right - left > 1e-6 else [])
            self.words.add(word)
            self.numbers.add(rows)
            self.bars.add(stands_for(bar, "loss"))
        self.add(self.words, self.numbers, self.bars)


def _cells(region: Region) -> list[Region]:
    """Where weight, bias and loss stand: side by side, or, where that is too narrow, the loss on a line of its own."""
    if region.width >= _NARROW:
        return region.columns(1, 1, 1.15, gap=0.35)
    first, second = region.rows(1, 1)
    return [*first.columns(1, 1, gap=0.35), second]
