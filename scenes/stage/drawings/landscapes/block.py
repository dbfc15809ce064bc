"""A landscape as a solid block in space: cells of its surface, walls, level lines, a rim.

All points are around the middle of the ground, in units of the unturned map; heights are shares, 0 at the lowest point
and 1 at the top, so that the block can rise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from scenes.stage.drawings.landscapes.ground import Points
from scenes.stage.drawings.landscapes.relief import Relief
from scenes.stage.drawings.landscapes.walls import edge, strata

BASE = 0.07  # what it stands on below its lowest point
_FINE = 0.05  # units of the scene between points of a line that is laid on the surface
_UPRIGHT = 30  # points along an upright edge


@dataclass(frozen=True)
class Strands:
    """Lines that are drawn as one: all their points, shape (n, 3), and where each line begins."""

    points: Points
    begins: NDArray[np.intp]


@dataclass(frozen=True)
class Cells:
    """The patches that the surface is painted in. `points`, shape (n, 3), are the corners of all; between corner k of
    `starts` and the next runs a side; the sides of patch i are `sides[i]` to `sides[i + 1]`. Each patch has a cell and
    a band; each cell has a middle, shape (cells, 2), and slopes of the fully risen surface, shape (cells, 2), in
    shares for a unit of the ground."""

    points: Points
    starts: NDArray[np.intp]
    sides: NDArray[np.intp]
    cell: NDArray[np.intp]
    band: NDArray[np.intp]
    middles: Points
    slopes: Points


@dataclass(frozen=True)
class Wall:
    """A piece of a wall: a closed ring, shape (n, 3); its band, and its side as `walls.OUTWARD` counts."""

    ring: Points
    band: int
    side: int


class Block:
    """The block of a relief, painted in about `cells` cells along each side."""

    def __init__(self, relief: Relief, cells: int) -> None:
        self.relief = relief
        plot = relief.plane.plot
        self.middle = np.array([plot.x, plot.y])
        self.half = np.array([plot.width, plot.height]) / 2
        self.cells = self._cells(cells)
        self.walls = self._walls()
        self.lines = [
            self._strands([self.spots(piece, np.full(len(piece), level)) for piece in pieces])
            for level, pieces in zip(relief.levels.values.tolist(), relief.lines(), strict=True)
        ]
        self.rim = self._rim()
        self.hatching = self._strands([self.spots(_fine(line)) for line in relief.hatching()])
        self.extent = self._extent()

    def __deepcopy__(self, memo: Any) -> Block:
        return self  # copies of a picture share it: it never changes

    def share(self, heights: Points) -> Points:
        """Heights of the surface as shares, cut at the lowest point and at the top."""
        low, high = self.relief.bottom, self.relief.top
        return np.asarray((np.clip(heights, low, high) / 2 - low / 2) / (high / 2 - low / 2))  # halves never overflow

    def spots(self, places: Points, heights: Points | None = None) -> Points:
        """Points over the plane, shape (n, 2), as points of the block, shape (n, 3): at these heights or on the
        surface."""
        found = self.relief.heights(places) if heights is None else heights
        return np.column_stack([places - self.middle, self.share(found)])

    def over(self, places: Points) -> Points:
        """The shares of the surface over places around the middle, shape (..., 2) to (...,)."""
        return self.share(self.relief.heights(places + self.middle))

    # -- its parts --------------------------------------------------------------------

    def _cells(self, count: int) -> Cells:
        patches, middles = self.relief.cells(count)
        rings = [ring for patch in patches for ring in patch.rings]
        ends = np.cumsum([len(ring) for ring in rings])
        sides = [sum(len(ring) - 1 for ring in patch.rings) for patch in patches]
        return Cells(
            points=self.spots(np.concatenate(rings)),
            starts=np.delete(np.arange(ends[-1]), ends - 1),  # each ring ends where it starts
            sides=np.concatenate([[0], np.cumsum(sides)]),
            cell=np.array([patch.cell for patch in patches]),
            band=np.array([patch.band for patch in patches]),
            middles=middles - self.middle,
            slopes=self._slopes(middles - self.middle, self.half / count),
        )

    def _slopes(self, middles: Points, reach: Points) -> Points:
        slopes = []
        for step in np.diag(reach):
            ahead, behind = self.over(middles + step), self.over(middles - step)
            slopes.append((ahead - behind) / (2 * step.sum()))
        return np.column_stack(slopes)

    def _walls(self) -> list[Wall]:
        made = []
        for piece in strata(self.relief):
            ring = self.spots(piece.ring[:, :2], piece.ring[:, 2])
            ring[:, 2] -= BASE * piece.foot
            made.append(Wall(ring, piece.band, piece.side))
        return made

    def _rim(self) -> Strands:
        """The border of the surface, and the upright edges."""
        lines = [self.spots(np.concatenate([edge(self.relief, side)[:: 1 if side < 2 else -1] for side in range(4)]))]
        for x in (-self.half[0], self.half[0]):
            for y in (-self.half[1], self.half[1]):
                share = float(self.over(np.array([x, y])))
                heights = np.linspace(-BASE, share, _UPRIGHT)
                lines.append(np.column_stack([np.tile([x, y], (_UPRIGHT, 1)), heights]))
        return self._strands(lines)

    def _extent(self) -> Points:
        """What a picture must have room for: the surface, the corners of the base, the end of the upright axis."""
        grid = np.stack(np.meshgrid(self.relief.x, self.relief.y, indexing="ij"), axis=-1).reshape(-1, 2)
        corners = [[x * self.half[0], y * self.half[1], -BASE] for x in (-1, 1) for y in (-1, 1)]
        return np.concatenate([self.spots(grid), corners, [[-self.half[0], self.half[1], 1.0]]])

    @staticmethod
    def _strands(lines: Sequence[Points]) -> Strands:
        begins = np.cumsum([0, *(len(line) for line in lines)])[:-1]
        return Strands(np.concatenate([np.zeros((0, 3)), *lines]), begins.astype(np.intp))


def _fine(line: Points) -> Points:
    """A straight line with points in between, so that it lies on the surface."""
    return np.linspace(line[0], line[-1], 2 + int(np.linalg.norm(line[-1] - line[0]) / _FINE))
