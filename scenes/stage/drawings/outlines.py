"""Polylines as Manim's cubic curves, many at once; and what is cut out of them: the seen parts, dashes, a beginning."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import cycle

import numpy as np
from manim import VMobject
from numpy.typing import NDArray

Points = NDArray[np.float64]


def curves(starts: Points, ends: Points) -> Points:
    """Straight cubic curves, shape (4 n, 3), from n starts to n ends of shape (n, 2) or (n, 3)."""
    made = np.zeros((len(starts), 4, 3))
    width = starts.shape[1]
    made[:, 0, :width], made[:, 3, :width] = starts, ends
    made[:, 1, :width], made[:, 2, :width] = (2 * starts + ends) / 3, (starts + 2 * ends) / 3
    return made.reshape(-1, 3)


def draw(mobject: VMobject, polylines: Iterable[Points]) -> None:
    """Let a mobject consist of these polylines, each of shape (n, 2) or (n, 3); those of one point are left out."""
    made = [curves(line[:-1], line[1:]) for line in polylines if len(line) > 1]
    mobject.points = np.concatenate(made) if made else np.zeros((0, 3))


def runs(polyline: Points, kept: NDArray[np.bool_]) -> list[Points]:
    """The parts of a polyline between points that are kept, in order."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], kept, [False]]).astype(np.int8)))
    return [polyline[begin:end] for begin, end in zip(edges[::2], edges[1::2], strict=True)]


def lengths(polyline: Points) -> Points:
    """How far each point is from the first one, along the polyline, shape (n,)."""
    return np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(polyline, axis=0), axis=1))])


def between(polyline: Points, begin: float, end: float) -> Points:
    """The part between two lengths along a polyline."""
    far = lengths(polyline)
    inner = polyline[(far > begin) & (far < end)]
    ends = [[np.interp(length, far, column) for column in polyline.T] for length in (begin, end)]
    return np.concatenate([[ends[0]], inner, [ends[1]]])


def dashed(polyline: Points, pattern: Sequence[float]) -> list[Points]:
    """A polyline in dashes: `pattern` is the length of a dash, of a gap, of a dash and so on, over and over; an empty
    one leaves it whole."""
    if sum(pattern) <= 0 or len(polyline) < 2:
        return [polyline]
    whole, begin, parts = float(lengths(polyline)[-1]), 0.0, []
    for place, length in enumerate(cycle(pattern)):
        if begin >= whole:
            break
        if place % 2 == 0:
            parts.append(between(polyline, begin, min(whole, begin + length)))
        begin += length
    return parts


def head(tip: Points, direction: Points, length: float, width: float = 0.75) -> Points:
    """The head of an arrow as a closed ring, shape (4, 2): its tip, pointing along a direction; `width` is beside its
    length."""
    along = np.asarray(direction) / float(np.linalg.norm(direction)) * length
    across = np.array([-along[1], along[0]]) * width / 2
    return np.array([tip, tip - along + across, tip - along - across, tip])
