"""A line through many points, cut to a plot: a point that is not finite ends a piece, what leaves the plot is left
out."""

from __future__ import annotations

import numpy as np

from scenes.stage.drawings.outlines import Points
from scenes.stage.frame.region import Region


def pieces(points: Points, plot: Region) -> list[Points]:
    """The parts of a line through these points (shape n, 3) that lie inside the plot, each of two points at least."""
    known = np.isfinite(points).all(axis=1)
    with np.errstate(invalid="ignore"):
        left, right = points[:, 0] < plot.left, points[:, 0] > plot.right
        below, above = points[:, 1] < plot.bottom, points[:, 1] > plot.top
    inside = known & ~(left | right | below | above)
    segments = np.stack([points[:-1], points[1:]], axis=1)
    drawn = inside[:-1] & inside[1:]
    beyond = np.any([side[:-1] & side[1:] for side in (left, right, below, above)], axis=0)
    for index in np.flatnonzero(known[:-1] & known[1:] & ~drawn & ~beyond):
        cut = plot.clip(*segments[index])
        if cut is not None and not np.array_equal(*cut):
            segments[index], drawn[index] = cut, True
    return _joined(segments[drawn])


def _joined(segments: Points) -> list[Points]:
    """Segments (shape n, 2, 3) as pieces: one ends where the next segment starts elsewhere."""
    if not len(segments):
        return []
    breaks = np.flatnonzero(np.any(segments[:-1, 1] != segments[1:, 0], axis=1)) + 1
    return [np.concatenate([part[:1, 0], part[:, 1]]) for part in np.split(segments, breaks)]
