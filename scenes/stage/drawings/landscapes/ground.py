"""The ground that a landscape stands on: where two coordinates lie in a region."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from engine import Surface
from scenes.stage.frame.region import Point, Region

Points = NDArray[np.float64]

# Room for ticks and symbols beside the ground, in units of the scene.
LEFT, BOTTOM, RIGHT, TOP = 0.85, 0.5, 0.5, 0.5


@dataclass(frozen=True)
class Plane:
    """Two coordinates laid out in a rectangle, the first to the right and the second upwards."""

    first: tuple[float, float]
    second: tuple[float, float]
    plot: Region

    @property
    def unit(self) -> Points:
        """Units of the scene to one of each coordinate, shape (2,)."""
        spans = np.array([self.first[1] - self.first[0], self.second[1] - self.second[0]])
        return np.asarray(np.array([self.plot.width, self.plot.height]) / spans)

    @property
    def equal_scale(self) -> bool:
        """Whether both coordinates have one scale: without it a gradient is not at a right angle to its level line."""
        across, up = self.unit
        return bool(abs(across - up) <= 1e-9 * up)

    def places(self, coordinates: object) -> Points:
        """Where pairs of coordinates lie, shape (n, 2), of the same shape; they may lie outside."""
        pairs = np.asarray(coordinates, dtype=np.float64)
        corner = np.array([self.plot.left, self.plot.bottom])
        return np.asarray(corner + (pairs - [self.first[0], self.second[0]]) * self.unit)

    def at(self, first: float, second: float) -> Point:
        """Where a pair of coordinates lies. Raises ValueError for one that is not finite."""
        if not (np.isfinite(first) and np.isfinite(second)):
            raise ValueError(f"a place needs finite coordinates, got ({first}, {second})")
        return np.array([*self.places([float(first), float(second)]), 0.0])

    def read(self, point: Point) -> tuple[float, float]:
        """The coordinates at a point of the picture; the opposite of `at`."""
        corner = np.array([self.plot.left, self.plot.bottom])
        first, second = (np.asarray(point)[:2] - corner) / self.unit + [self.first[0], self.second[0]]
        return float(first), float(second)


class Ground(Protocol):
    """What a path can run over: a map or a surface."""

    plane: Plane
    region: Region

    def lifted(self, places: Points, heights: Points | None = None) -> Points:
        """Points of the plane, shape (n, 2), as points of the picture, shape (n, 3): at these heights, or where the
        surface is."""
        ...

    def seen(self, places: Points, heights: Points | None = None) -> NDArray[np.bool_]:
        """Which of these points no hill hides."""
        ...


def room(region: Region) -> Region:
    """What is left of a region for the ground beside ticks and symbols. A lesson that wants to fill it takes ranges of
    this shape."""
    return Region(region.left + LEFT, region.bottom + BOTTOM, region.right - RIGHT, region.top - TOP)


def plane_of(surface: Surface, region: Region, stretched: bool = False) -> Plane:
    """The ground of a surface in the middle of the room that a region has: with one scale for both coordinates, or
    stretched to fill it. Raises ValueError for a surface with fewer than two points along a side, and for a region
    without room."""
    if min(surface.shape) < 2:
        raise ValueError(f"a surface to be drawn has two points or more along each side, got {surface.shape}")
    inner = room(region)
    if min(inner.width, inner.height) <= 0:
        raise ValueError(f"no room for a landscape in {region.width:.2f} by {region.height:.2f} units")
    first = float(surface.first[0]), float(surface.first[-1])
    second = float(surface.second[0]), float(surface.second[-1])
    if stretched:
        return Plane(first, second, inner)
    spans = first[1] - first[0], second[1] - second[0]
    unit = min(inner.width / spans[0], inner.height / spans[1])
    half = spans[0] * unit / 2, spans[1] * unit / 2
    return Plane(first, second, Region(inner.x - half[0], inner.y - half[1], inner.x + half[0], inner.y + half[1]))
