"""Regions: rectangles that a frame is cut into, in units of the scene."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Point = NDArray[np.float64]
_FAR = 1e6  # units of the scene


@dataclass(frozen=True)
class Region:
    """A rectangle with its sides parallel to the frame's."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From bottom to top."""
        return self.top - self.bottom

    @property
    def x(self) -> float:
        """The middle, from left to right."""
        return (self.left + self.right) / 2

    @property
    def y(self) -> float:
        """The middle, from bottom to top."""
        return (self.bottom + self.top) / 2

    def columns(self, *shares: float, gap: float = 0.0) -> list[Region]:
        """Cut into columns, from left to right, as wide as their shares say."""
        unit = (self.width - gap * (len(shares) - 1)) / sum(shares)
        left, cut = self.left, []
        for share in shares:
            cut.append(Region(left, self.bottom, left + share * unit, self.top))
            left += share * unit + gap
        return cut

    def rows(self, *shares: float, gap: float = 0.0) -> list[Region]:
        """Cut into rows, from top to bottom, as high as their shares say."""
        unit = (self.height - gap * (len(shares) - 1)) / sum(shares)
        top, cut = self.top, []
        for share in shares:
            cut.append(Region(self.left, top - share * unit, self.right, top))
            top -= share * unit + gap
        return cut

    def split(self, *shares: float, gap: float = 0.0) -> list[Region]:
        """Cut into columns where the region is wide, into rows where it is not."""
        cut = self.columns if self.width > 1.6 * self.height else self.rows
        return cut(*shares, gap=gap)

    def inset(self, x: float, y: float | None = None) -> Region:
        """The region without a border on every side."""
        dy = x if y is None else y
        return Region(self.left + x, self.bottom + dy, self.right - x, self.top - dy)

    def clip(self, start: Point, end: Point) -> tuple[Point, Point] | None:
        """The part of a straight line that lies inside (Liang and Barsky 1984), or None if none does."""
        if min(np.max(np.abs(start)), np.max(np.abs(end))) >= _FAR:
            return None  # both ends are so far away that floats no longer know where the line between them runs
        start, end = _near(start, end), _near(end, start)
        first, last = 0.0, 1.0
        for axis, low, high in ((0, self.left, self.right), (1, self.bottom, self.top)):
            run = float(end[axis] - start[axis])
            to_low, to_high = low - float(start[axis]), high - float(start[axis])
            if run == 0:
                if to_low > 0 or to_high < 0:
                    return None
                continue
            enter, leave = sorted((to_low / run, to_high / run))
            first, last = max(first, enter), min(last, leave)
        if first > last:
            return None
        low, high = np.array([self.left, self.bottom, 0.0]), np.array([self.right, self.top, 0.0])
        begins, ends = (np.clip(start + share * (end - start), low, high) for share in (first, last))
        return begins, ends

    def keep(self, mobject: Any) -> None:
        """Push a mobject sideways as far as it must be to lie inside, if it sticks out."""
        left, right = float(mobject.get_left()[0]), float(mobject.get_right()[0])
        mobject.shift([max(0.0, self.left - left) - max(0.0, right - self.right), 0, 0])

    def holds(self, point: Point) -> bool:
        """Whether a point lies inside."""
        return bool(self.left <= point[0] <= self.right and self.bottom <= point[1] <= self.top)


def _near(point: Point, other: Point) -> Point:
    """A point very far away, drawn in along its line, so that nothing is lost to rounding when the line is cut."""
    if np.max(np.abs(point)) < _FAR or np.max(np.abs(other)) >= _FAR:
        return point
    offset = point - other
    return other + offset * (_FAR / float(np.max(np.abs(offset))))
