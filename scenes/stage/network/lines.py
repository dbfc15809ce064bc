"""Formulas and words below one another, the formulas all to one scale."""

from __future__ import annotations

from collections.abc import Sequence

from manim import VGroup

from scenes.stage.frame.region import Region
from scenes.stage.writing.fitting import FEWER, LEAST_SIZE
from scenes.stage.writing.rows import Row
from scenes.stage.writing.typeset import Label

# Units of the scene between the inks of two lines: at most, and at least before they are made smaller.
_APART, _CLOSE = 0.5, 0.1
_MORE = 0.8  # of a gap, that is added before a new group


class Lines(VGroup):
    """`rows`, from top to bottom in the middle of a region, left edges above one another: formulas as large as all of
    them can be, with as many figures as have room, and words. `gap_before` are the lines that begin a new group;
    `apart` is the largest gap between two lines."""

    def __init__(
        self,
        region: Region,
        rows: Sequence[Row | Label],
        *,
        gap_before: Sequence[int] = (),
        apart: float = _APART,
    ) -> None:
        super().__init__()
        self.rows = list(rows)
        self._formulas = [row for row in rows if isinstance(row, Row)]
        self._fit(region)
        count = len(self.rows) - 1 + _MORE * len(gap_before)
        ink = sum(float(row.height) for row in self.rows)
        if ink + _CLOSE * count > region.height:
            smaller = (region.height - _CLOSE * count) / ink
            for row in self.rows:
                row.scale(smaller)
            ink *= smaller
        gap = min(apart, (region.height - ink) / count) if count else 0.0
        y = region.y + (ink + gap * count) / 2
        left = region.x - max(float(row.width) for row in self.rows) / 2
        for place, row in enumerate(self.rows):
            y -= _MORE * gap * (place in gap_before)
            row.shift([left - float(row.get_left()[0]), y - float(row.get_top()[1]), 0])
            y -= float(row.height) + gap
        self.add(*self.rows)

    def _fit(self, region: Region) -> None:
        """Make all lines no wider than the region."""
        shorten_to(region.width, self._formulas)
        scale = min(1.0, region.width / self._widest)
        for row in self._formulas:
            row.scale(scale)
        for row in self.rows:
            if row.width > region.width:
                row.scale(region.width / float(row.width))

    @property
    def _widest(self) -> float:
        return _width(self._formulas)


def shorten_to(width: float, rows: Sequence[Row]) -> bool:
    """Write all rows with as many figures as have room at a legible size, scaled alike; whether any number has."""
    size = min(row.size for row in rows)
    for times in range(len(FEWER)):
        if times:
            for row in rows:
                row.shorten(times)
        if _width(rows) * LEAST_SIZE <= width * size:
            return True
    return False


def _width(rows: Sequence[Row]) -> float:
    return max(float(row.width) for row in rows)
