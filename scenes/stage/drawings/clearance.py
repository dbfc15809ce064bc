"""Room for labels: where a label keeps most clear of the lines and boxes that stand in a region already."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenes.stage.frame.region import Region

Points = NDArray[np.float64]
_FINE = 0.06  # units of the scene between the points that stand for a line
_SHARES = np.linspace(0.1, 0.9, 17)
_STEPS = (0.0, 0.08, 0.2)  # units of the scene that a label may stand further away from its line
_PLENTY = 0.32  # more clearance than this makes a place no better


@dataclass(frozen=True)
class Place:
    """The middle of a label, and how far it stands from whatever is nearest."""

    x: float
    y: float
    clearance: float


class Occupied:
    """What stands in a region. Lines are kept as points close to each other, each with half the width of its line."""

    def __init__(self, region: Region) -> None:
        self.region = region
        self._boxes = np.zeros((0, 4))
        self._points = np.zeros((0, 3))

    def copy(self) -> Occupied:
        """Another one that stands apart: what is added to it is not added here."""
        made = Occupied(self.region)
        made._boxes, made._points = self._boxes, self._points
        return made

    def add_box(self, x: float, y: float, width: float, height: float) -> None:
        """A box around a middle."""
        self._boxes = np.vstack([self._boxes, [x, y, width / 2, height / 2]])

    def add_line(self, points: Points, width: float = 0.0) -> None:
        """A line through points, shape (points, 2 or 3), so many units wide."""
        fine = spread(points, _FINE)
        self._points = np.vstack([self._points, np.column_stack([fine, np.full(len(fine), width / 2)])])

    def clearance(self, middles: Points, width: float, height: float) -> NDArray[np.float64]:
        """How far a box of this size keeps from everything, for each middle, shape (middles, 2); negative where it
        overlaps a box, sticks out of the region, or touches a line, and at most `_PLENTY`."""
        middles = np.asarray(middles, dtype=float)[:, :2]
        half = np.array([width / 2, height / 2])
        region = self.region
        low, high = np.array([region.left, region.bottom]), np.array([region.right, region.top])
        inside = np.minimum(middles - half - low, high - middles - half).min(axis=1)
        found = np.where(inside < -1e-9, inside, _PLENTY)
        first, last = middles.min(axis=0) - half - _PLENTY, middles.max(axis=0) + half + _PLENTY
        for parts in (self._boxes, self._points):
            close = parts[((parts[:, :2] + parts[:, 2:] > first) & (parts[:, :2] - parts[:, 2:] < last)).all(axis=1)]
            if not len(close):
                continue
            solid = close[:, 2:] if parts is self._boxes else 0.0
            apart = np.abs(middles[:, None] - close[None, :, :2]) - half - solid
            gap = np.hypot(*np.moveaxis(np.maximum(apart, 0), 2, 0))
            gap = np.where(apart.max(axis=2) < 0, apart.max(axis=2), gap)
            if parts is self._points:
                gap = gap - close[None, :, 2]
            found = np.minimum(found, gap.min(axis=1))
        return found

    def beside(self, points: Points, size: tuple[float, float], width: float = 0.0, gap: float = 0.07) -> Place:
        """The best place for a label of a size (width, height) on either side of a line that is so wide; near the
        middle of the line where there is a choice."""
        fine = spread(points, _FINE)
        shares = np.linspace(0, 1, len(fine))
        at = np.column_stack([np.interp(_SHARES, shares, fine[:, axis]) for axis in (0, 1)])
        ahead = np.column_stack([np.interp(_SHARES, shares, np.gradient(fine[:, axis])) for axis in (0, 1)])
        ahead /= np.linalg.norm(ahead, axis=1, keepdims=True)
        normal = np.column_stack([-ahead[:, 1], ahead[:, 0]])
        reach = np.abs(normal) @ np.array(size) / 2 + gap + width / 2
        places, scores = [], []
        for side in (1.0, -1.0):
            for step in _STEPS:
                middles = at + side * normal * (reach + step)[:, None]
                clear = self.clearance(middles, *size)
                places.append(np.column_stack([middles, clear]))
                above = 0.02 * side  # where both sides are as good, labels stand above their lines
                scores.append(clear - 0.12 * np.abs(_SHARES - 0.5) - 1.3 * step + above)
        best = int(np.argmax(np.concatenate(scores)))
        x, y, clear = np.vstack(places)[best]
        return Place(float(x), float(y), float(clear))


def spread(points: Points, distance: float) -> Points:
    """Points along a line through points at most so far from one another, evenly spread, shape (points, 2)."""
    points = np.asarray(points, dtype=float)[:, :2]
    run = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
    at = np.linspace(0, run[-1], max(2, int(np.ceil(run[-1] / distance)) + 1))
    return np.column_stack([np.interp(at, run, points[:, axis]) for axis in (0, 1)])
