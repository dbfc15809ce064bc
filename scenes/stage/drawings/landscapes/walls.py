"""The four sides of a landscape that stands as a block: each level cut open, as layers of rock."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scenes.stage.drawings.landscapes.ground import Points
from scenes.stage.drawings.landscapes.relief import Relief

OUTWARD = np.array([[0.0, -1.0], [1.0, 0.0], [0.0, 1.0], [-1.0, 0.0]])  # lower, right, upper, left side


@dataclass(frozen=True)
class Stratum:
    """A piece of a wall between two levels: a closed ring of shape (n, 3), places on the plane and heights of the
    surface. `foot` marks the points that stand on the base below the lowest height."""

    ring: Points
    foot: Points
    band: int
    side: int


def strata(relief: Relief) -> list[Stratum]:
    """All pieces of the four walls; `side` counts as `OUTWARD` does."""
    levels = [level for level in relief.levels.values.tolist() if relief.bottom < level < relief.top]
    found = []
    for side in range(4):
        places = edge(relief, side)
        border, heights = _with_crossings(places, relief.heights(places), levels)
        for band, (low, high) in enumerate(zip([-np.inf, *levels], [*levels, np.inf], strict=True)):
            for begin, end in _runs_above(heights, low):
                places, upper = border[begin:end], np.minimum(heights[begin:end], high)
                lower = np.full(len(places), relief.bottom if band == 0 else low)
                ring = np.concatenate(
                    [np.column_stack([places, upper]), np.column_stack([places, lower])[::-1]],
                )
                foot = np.concatenate([np.zeros(len(places)), np.full(len(places), float(band == 0))])
                found.append(Stratum(_closed(ring), _closed(foot), band, side))
    return found


def edge(relief: Relief, side: int) -> Points:
    """The points of the grid along a side."""
    plot = relief.plane.plot
    if side in (0, 2):
        return np.column_stack([relief.x, np.full(len(relief.x), plot.bottom if side == 0 else plot.top)])
    return np.column_stack([np.full(len(relief.y), plot.left if side == 3 else plot.right), relief.y])


def _with_crossings(edge: Points, heights: Points, levels: list[float]) -> tuple[Points, Points]:
    """With a point more wherever the heights cross a level."""
    shares = np.arange(len(heights), dtype=np.float64)
    crossings, reached = [], []
    for level in levels:
        before = np.flatnonzero((heights[:-1] < level) != (heights[1:] < level))
        low, high = heights[before] / 2, heights[before + 1] / 2  # halves: their difference is no overflow
        crossings.append(before + (level / 2 - low) / (high - low))
        reached.append(np.full(len(before), level))
    every = np.concatenate([shares, *crossings])
    order = np.argsort(every, kind="stable")
    places = np.column_stack([np.interp(every[order], shares, column) for column in edge.T])
    return places, np.concatenate([heights, *reached])[order]


def _runs_above(heights: Points, low: float) -> list[tuple[int, int]]:
    """From where to where, the end not included, the heights are above a level or on it, in pieces of two points or
    more that do not all lie on it."""
    on = np.concatenate([[False], heights >= low, [False]]).astype(np.int8)
    edges = np.flatnonzero(np.diff(on))
    pieces = zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
    return [(begin, end) for begin, end in pieces if end - begin > 1 and (heights[begin:end] > low).any()]


def _closed(ring: Points) -> Points:
    return np.concatenate([ring, ring[:1]])
