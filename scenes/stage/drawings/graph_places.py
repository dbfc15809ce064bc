"""A computational graph scaled into a region: where its nodes stand and where its edges run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from scenes.stage.drawings.graph_layout import Layers, heights
from scenes.stage.drawings.graph_parts import GAP, GraphNode
from scenes.stage.frame.region import Region

Array = NDArray[np.float64]
_PASSING = 0.3  # units of the scene that an edge takes where it passes through a column
_CURVE = np.linspace(0, 1, 24)
_MOST_BETWEEN, _MOST_ABOVE = 2.4, 0.9  # units of the scene between columns, and between neighbours in one


@dataclass(frozen=True)
class Places:
    """The middles of the vertices, how wide their columns are to the left and right, and the space between columns and
    between neighbours in one; negative where the region is too small."""

    middles: Array
    reach: Array
    between: float
    above: float


def places(region: Region, layered: Layers, nodes: Sequence[GraphNode]) -> Places:
    """Columns from left to right over the whole region, as far apart as there is room."""
    reaches = [node.reach for node in nodes]
    sizes = [height for *_, height in reaches] + [_PASSING] * (layered.vertices - len(nodes))
    y, above = heights(layered, sizes, region.height, _MOST_ABOVE)
    columns = [[reaches[vertex] for vertex in column if vertex < len(nodes)] for column in layered.columns]
    reach = np.array([[max(left for left, *_ in column), max(right for _, right, _ in column)] for column in columns])
    free = region.width - float(reach.sum())
    between = min(_MOST_BETWEEN, free / max(1, len(columns) - 1))
    start = region.x - (float(reach.sum()) + between * (len(columns) - 1)) / 2
    ends = np.cumsum(reach.sum(axis=1) + between)
    x = start + ends - between - reach[:, 1]
    column_of = layered.column_of
    middles = np.array([[x[column_of[vertex]], region.y + y[vertex]] for vertex in range(layered.vertices)])
    return Places(middles, reach, between, above)


def route(of: Places, layered: Layers, edge: int, nodes: Sequence[GraphNode], port: float, bow: float) -> Array:
    """The points along an edge, level inside the columns that it leaves, passes and enters, so that it keeps clear of
    what stands there. It enters its node `port` above the middle, and bows out by `bow` on its way."""
    chain = layered.chains[edge]
    column_of = layered.column_of
    level: list[tuple[float, float]] = []
    for place, vertex in enumerate(chain):
        x, y = of.middles[vertex]
        left, right = of.reach[column_of[vertex]]
        begins, ends = x - left, x + right
        if place == 0:
            begins = x + nodes[vertex].half_width + GAP
        if place == len(chain) - 1:
            y += port
            ends = x - nodes[vertex].half_width - GAP
        level += [(min(begins, ends), y), (ends, y)]
    if bow:
        (x0, y0), (x1, y1) = level[1], level[2]
        level.insert(2, ((x0 + x1) / 2, (y0 + y1) / 2 + bow))
    return np.vstack([_smooth(a, b) for a, b in pairwise(level)])


def _smooth(start: tuple[float, float], end: tuple[float, float]) -> Array:
    """A curve between two points that is level at both."""
    if abs(start[1] - end[1]) < 1e-9:
        return np.array([start, end])
    share = _CURVE
    rise = share * share * (3 - 2 * share)
    x = start[0] + (end[0] - start[0]) * share
    return np.column_stack([x, start[1] + (end[1] - start[1]) * rise])
