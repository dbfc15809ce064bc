"""Four pictures in a ring, each leading to the next: the loop of training."""

from __future__ import annotations

import numpy as np
from manim import VGroup

from scenes.stage.drawings.shapes import edge
from scenes.stage.frame.region import Point, Region
from scenes.stage.writing.pen import Pen

WORDS = ("forward", "loss", "backward", "update")
_HEAD, _GAP, _TALL_GAP = 0.5, 0.9, 0.75  # units of the scene
_ARROW = 0.25


class Cycle:
    """`regions` of the four pictures, clockwise from the left upper one; `words` over them, `arrows` between them."""

    def __init__(self, stage: Region, pen: Pen) -> None:
        upper, lower = stage.rows(1, 1, gap=0.75)
        (one, two), (four, three) = upper.columns(1, 1, gap=_GAP), lower.columns(1, 1, gap=_GAP)
        cells = [one, two, three, four]
        self.regions = [Region(cell.left, cell.bottom, cell.right, cell.top - _HEAD) for cell in cells]
        self.words = [
            pen.label(f"loop_{word}", 34, pen.theme.ink).move_to([cell.x, cell.top - 0.18, 0])
            for word, cell in zip(WORDS, cells, strict=True)
        ]
        middle, theme = stage.x, pen.theme
        half = _GAP / 2 - 0.08
        across = [(one, 1), (three, -1)]
        first, third = (
            edge(
                _at(middle - way * half, cell.top - 0.18),
                _at(middle + way * half, cell.top - 0.18),
                theme.ink,
                4,
            )
            for cell, way in across
        )
        second = edge(_at(two.right - 0.2, two.bottom - 0.1), _at(three.right - 0.2, three.top - 0.0), theme.ink, 4)
        fourth = edge(_at(four.left + 0.2, four.top), _at(one.left + 0.2, one.bottom - 0.1), theme.ink, 4)
        self.arrows: list[VGroup] = [first, second, third, fourth]


def square(region: Region) -> Region:
    """The middle of a region, not much wider than it is high: for a map."""
    half = min(region.width, 1.35 * region.height) / 2
    return Region(region.x - half, region.bottom, region.x + half, region.top)


def _at(x: float, y: float) -> Point:
    return np.array([x, y, 0.0])
