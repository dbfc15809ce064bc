"""Formulas below one another, all in one size."""

from __future__ import annotations

from collections.abc import Sequence

from manim import VGroup

from scenes.stage.frame.region import Region
from scenes.stage.writing.fitting import FEWER, LEAST_SIZE
from scenes.stage.writing.rows import Row

_PITCH = 1.0  # units of the scene from one line to the next, at most
_DROP = 0.14  # of a baseline below the middle of its line


class Lines(VGroup):
    """`rows`, from top to bottom in a region, as large as all of them can be, with as many figures as have room; they
    stand in its middle unless they are to begin at its left edge. `gap_before` are the rows above which there is half
    a line more."""

    def __init__(
        self, region: Region, rows: Sequence[Row], *, gap_before: Sequence[int] = (), pitch: float = _PITCH
    ) -> None:
        super().__init__()
        self.rows = list(rows)
        size = max(row.size for row in self.rows)
        for times in range(len(FEWER)):
            if times:
                for row in self.rows:
                    row.shorten(times)
            if self._widest * LEAST_SIZE <= region.width * size:
                break
        scale = min(1.0, region.width / self._widest)
        for row in self.rows:
            row.scale(scale)
        lines = len(self.rows) + 0.5 * len(gap_before)
        step = min(pitch, region.height / lines)
        left = region.x - self._widest / 2
        y = region.y + step * lines / 2 - step / 2
        for place, row in enumerate(self.rows):
            y -= 0.5 * step * (place in gap_before)
            row.at(left, y - _DROP)
            y -= step
        self.add(*self.rows)

    @property
    def _widest(self) -> float:
        return max(float(row.width) for row in self.rows)
