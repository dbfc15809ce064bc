"""Lines through many points, cut to a plot: a point that is not finite ends a piece, what leaves the plot is left
out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from scenes.stage.frame.region import Region

Points = NDArray[np.float64]
NOTHING: Points = np.zeros((0, 3))


def pieces(points: Points, plot: Region) -> list[Points]:
    """The parts of a line through these points (shape n, 3) that lie inside the plot, each of two points at least."""
    known = np.isfinite(points).all(axis=1)
    x, y = np.where(known, points[:, 0], np.inf), np.where(known, points[:, 1], np.inf)
    inside = (plot.left <= x) & (x <= plot.right) & (plot.bottom <= y) & (y <= plot.top)
    found: list[list[Points]] = []
    goes_on = False  # whether the last piece ends at the point where the next segment starts
    for index in range(len(points) - 1):
        start, end = points[index], points[index + 1]
        if inside[index] and inside[index + 1]:
            cut: tuple[Points, Points] | None = (start, end)
        else:
            cut = plot.clip(start, end) if known[index] and known[index + 1] else None
        if cut is None:
            goes_on = False
            continue
        if not goes_on:
            found.append([cut[0]])
        found[-1].append(cut[1])
        goes_on = bool(inside[index + 1])
    return [np.array(piece) for piece in found if np.ptp(np.array(piece), axis=0).any()]


def dashes(line: Sequence[Points], on: float, off: float) -> list[Points]:
    """Pieces of a line cut into dashes, in units of the scene, counted from its start, so that they stand still when
    the line grows."""
    found = []
    for piece in line:
        along = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(piece, axis=0), axis=1))])
        for start in np.arange(0.0, along[-1], on + off):
            end = min(start + on, float(along[-1]))
            between = piece[(along > start) & (along < end)]
            ends = [np.array([np.interp(at, along, piece[:, axis]) for axis in range(3)]) for at in (start, end)]
            found.append(np.array([ends[0], *between, ends[1]]))
    return found


def curves(line: Sequence[Points]) -> Points:
    """The points of a Manim mobject that draws these pieces with straight segments, each a cubic curve of four
    points."""
    segments = [
        np.stack([piece[:-1] + (piece[1:] - piece[:-1]) * share for share in (0, 1 / 3, 2 / 3, 1)], axis=1)
        for piece in line
    ]
    return np.concatenate(segments).reshape(-1, 3) if segments else NOTHING
