"""The shapes of a surface's levels, in units of the scene: bands, level lines, holes. A map lays them flat, a surface
lifts them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from contourpy import FillType, LineType, contour_generator
from numpy.typing import NDArray
from scipy.ndimage import map_coordinates  # type: ignore[import-untyped]

from engine import Levels, Surface
from scenes.stage.drawings.landscapes.ground import Plane, Points
from scenes.stage.drawings.outlines import runs

HOLE = -1  # the band of the parts where the surface is not finite
_HUGE = 1e150  # higher ones are drawn as if they were as high, so that no difference overflows


@dataclass(frozen=True)
class Patch:
    """A piece of a band: closed rings of shape (n, 2), outer ones counterclockwise and inner ones clockwise. `cell` is
    its place in the row of cells, `band` 0 for what lies below the lowest level."""

    rings: tuple[Points, ...]
    band: int
    cell: int = 0

    @property
    def area(self) -> float:
        """Without its holes."""
        return sum(float(np.sum(ring[:-1, 0] * ring[1:, 1] - ring[1:, 0] * ring[:-1, 1])) / 2 for ring in self.rings)


@dataclass(frozen=True, eq=False)
class _Grid:
    """Which points of a surface's grid are kept, and how many of their steps make a cell."""

    rows: NDArray[np.intp]
    columns: NDArray[np.intp]
    wide: int
    deep: int


@dataclass(frozen=True, eq=False)
class Relief:
    """A surface on its plane, with the levels that it is cut at. `top` is the height that higher parts are cut to."""

    surface: Surface
    levels: Levels
    plane: Plane
    top: float

    def __deepcopy__(self, memo: Any) -> Relief:
        return self  # copies of a picture share it: it never changes

    @cached_property
    def x(self) -> Points:
        """Where the first coordinates lie."""
        return self.plane.places(np.column_stack([self.surface.first, np.zeros(len(self.surface.first))]))[:, 0]

    @cached_property
    def y(self) -> Points:
        """Where the second coordinates lie."""
        return self.plane.places(np.column_stack([np.zeros(len(self.surface.second)), self.surface.second]))[:, 1]

    @cached_property
    def bottom(self) -> float:
        """The lowest finite height."""
        return self.surface.lowest[2]

    @cached_property
    def clipped(self) -> Points:
        """The heights from `bottom` to `top`; what is not finite stands at the top, as a cliff does."""
        filled = np.where(np.isfinite(self.surface.values), self.surface.values, np.inf)
        return np.clip(filled, self.bottom, self.top)

    def heights(self, places: Points) -> Points:
        """The clipped heights over points of the plane, shape (..., 2) to (...,), straight between the grid's points;
        beyond the border those of the border."""
        across = np.interp(places[..., 0].ravel(), self.x, np.arange(len(self.x)))
        up = np.interp(places[..., 1].ravel(), self.y, np.arange(len(self.y)))
        found = map_coordinates(self.clipped, [across, up], order=1, mode="nearest")
        return np.asarray(found.reshape(places.shape[:-1]))

    def bands(self) -> list[Patch]:
        """For each level all that lies above it, from the lowest; the first is all there is. Painted one over the other
        they are bands without a seam."""
        return [
            Patch(tuple(ring for _, ring in self._above(level, None)), band) for band, level in enumerate(self._floors)
        ]

    def cells(self, count: int) -> tuple[list[Patch], Points]:
        """The bands cut into about `count` cells along each side, one over the other within a cell as in `bands`; and
        the middles of all cells, shape (n, 2)."""
        grid = self._grid(count)
        found: dict[int, list[Patch]] = {}
        for band, level in enumerate(self._floors):
            rings: dict[int, list[Points]] = {}
            for cell, ring in self._above(level, grid):
                rings.setdefault(cell, []).append(ring)
            for cell, around in rings.items():
                patch, below = Patch(tuple(around), band, cell), found.setdefault(cell, [])
                if below and abs(below[-1].area - patch.area) <= 1e-9 * abs(patch.area):
                    below.pop()  # nothing of it would be seen
                below.append(patch)
        patches = [patch for cell in found.values() for patch in cell]
        return [*self._hole_patches(grid), *patches], self._middles(grid)

    def lines(self) -> list[list[Points]]:
        """For each level its lines, each of shape (n, 2)."""
        generator = contour_generator(self.x, self.y, self._masked.T, line_type=LineType.Separate)
        return [[np.asarray(line) for line in generator.lines(level)] for level in self.levels.values.tolist()]

    def hatching(self, apart: float = 0.16) -> list[Points]:
        """Slanted lines over the holes: the parts where the surface is not finite."""
        if self.surface.finite:
            return []
        holes = self._holes
        plot = self.plane.plot
        step = apart / 8
        across = np.arange(0, plot.height + step, step)
        found = []
        for foot in np.arange(plot.left - plot.height, plot.right, apart * np.sqrt(2)):
            line = np.column_stack([foot + across, plot.bottom + across])
            line = line[(line[:, 0] >= plot.left) & (line[:, 0] <= plot.right) & (line[:, 1] <= plot.top)]
            cells = tuple(
                np.clip(np.searchsorted(sides, line[:, axis], side="right") - 1, 0, len(sides) - 2)
                for axis, sides in enumerate((self.x, self.y))
            )
            found += [run[[0, -1]] for run in runs(line, holes[cells]) if len(run) > 1]
        return found

    # -- the grid ---------------------------------------------------------------------

    @property
    def _floors(self) -> list[float]:
        return [-np.inf, *self.levels.values.tolist()]

    @cached_property
    def _masked(self) -> np.ma.MaskedArray:
        finite = np.isfinite(self.surface.values)
        return np.ma.array(np.clip(np.where(finite, self.surface.values, 0.0), -_HUGE, _HUGE), mask=~finite)

    @cached_property
    def _holes(self) -> NDArray[np.bool_]:
        """The cells of the grid with a corner that is not finite."""
        bad = ~np.isfinite(self.surface.values)
        return np.asarray(bad[:-1, :-1] | bad[1:, :-1] | bad[:-1, 1:] | bad[1:, 1:])

    def _grid(self, count: int) -> _Grid:
        """With about two steps to a cell; with all there are where the surface has holes, so that they keep their
        shape."""
        if self.surface.finite:
            rows, columns = (_spread(size, 2 * count) for size in self.surface.shape)
            return _Grid(rows, columns, 2 if len(rows) > count else 1, 2 if len(columns) > count else 1)
        wide, deep = (max(1, -(-(size - 1) // count)) for size in self.surface.shape)
        return _Grid(np.arange(len(self.x)), np.arange(len(self.y)), wide, deep)

    def _hole_patches(self, grid: _Grid) -> list[Patch]:
        found: dict[int, list[Points]] = {}
        across = -(-(len(grid.rows) - 1) // grid.wide)
        for i, j in np.argwhere(self._holes) if not self.surface.finite else ():
            rows, columns = i + np.array([0, 1, 1, 0, 0]), j + np.array([0, 0, 1, 1, 0])
            ring = np.column_stack([self.x[rows], self.y[columns]])
            found.setdefault(int(j // grid.deep * across + i // grid.wide), []).append(ring)
        return [Patch(tuple(rings), HOLE, cell) for cell, rings in found.items()]

    def _above(self, level: float, grid: _Grid | None) -> list[tuple[int, Points]]:
        """The rings around all that lies above a level, each with its cell."""
        rows, columns = (grid.rows, grid.columns) if grid else (np.arange(len(self.x)), np.arange(len(self.y)))
        generator = contour_generator(
            self.x[rows],
            self.y[columns],
            self._masked[np.ix_(rows, columns)].T,
            chunk_size=(grid.deep, grid.wide) if grid else 0,
            fill_type=FillType.ChunkCombinedOffset,
        )
        points, offsets = generator.filled(level, np.inf)  # type: ignore[misc]
        return [
            (cell, np.asarray(ring))
            for cell, (chunk, cuts) in enumerate(zip(points, offsets, strict=True))
            if chunk is not None
            for ring in np.split(chunk, np.asarray(cuts[1:-1], dtype=np.intp))
        ]

    def _middles(self, grid: _Grid) -> Points:
        """In the order of contourpy's chunks: the first coordinate runs fastest."""
        lines = (self.x[grid.rows], grid.wide), (self.y[grid.columns], grid.deep)
        sides = [np.append(line[:-1:size], line[-1]) for line, size in lines]
        across, up = (side[:-1] + np.diff(side) / 2 for side in sides)
        return np.column_stack([np.tile(across, len(up)), np.repeat(up, len(across))])


def relief_of(surface: Surface, levels: Levels, plane: Plane, top: float | None = None) -> Relief:
    """A surface cut at a height, with the levels below it. Unless said otherwise it is cut one step above its highest
    level, or at its highest point where that is lower. Raises ValueError for a surface that is nowhere finite, and for
    a top that is not above its lowest point."""
    finite = surface.values[np.isfinite(surface.values)]
    if not finite.size:
        raise ValueError("the surface has no finite height")
    low, high = float(finite.min()), float(finite.max())
    if top is None:
        steps = np.append(low, levels.values)[-2:]
        top = min(high, float(2 * steps[1] - steps[0]))
    if not low < top < np.inf:
        raise ValueError(f"top: must be above the lowest height {low:.6g}, got {top:.6g}")
    return Relief(surface, Levels(levels.values[levels.values < top], levels.scale), plane, float(top))


def _spread(size: int, count: int) -> NDArray[np.intp]:
    """About `count` steps over `size` points of a side, first and last among them; all where there are fewer."""
    steps = min(size - 1, count)
    return np.unique(np.round(np.linspace(0, size - 1, steps + 1)).astype(np.intp))
