"""A computational graph scaled into a region: where its nodes stand and where its edges run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import PchipInterpolator

from scenes.stage.drawings.graphs.layout import Layers, heights
from scenes.stage.drawings.graphs.parts import GAP, GraphNode
from scenes.stage.frame.region import Region

Array = NDArray[np.float64]
BOW = 0.6  # units of the scene that two edges between the same nodes bow out, at full size
_PASSING = (0.3, 0.14)  # units of the scene that an edge takes where it passes through a column; and at the least
_FINE = 0.04  # units of the scene between the points of a curve
_MOST_BETWEEN, _MOST_ABOVE = 2.6, 0.9  # units of the scene between columns, and between neighbours, at full size


@dataclass(frozen=True)
class Places:
    """The middles of the vertices, how far their columns reach to the left and right, and the space between columns and
    between neighbours in one; negative where the region is too small."""

    middles: Array
    reach: Array
    between: float
    above: float


def places(
    region: Region, layered: Layers, nodes: Sequence[GraphNode], drop: float = 0.0, close: bool = False
) -> Places:
    """Columns from left to right over the whole region, as far apart as there is room. Edges would rather fall by
    `drop` from column to column than be level; they may stand `close` to what they pass."""
    by = nodes[0].style.by
    reaches = [node.reach(staggered=drop > 0) for node in nodes]
    whole = [node.reach(staggered=False) for node in nodes]
    sizes = [height for *_, height in reaches] + [_PASSING[close]] * (layered.vertices - len(nodes))
    for chain in layered.chains:
        if layered.chains.count(chain) > 1:  # two edges that bow out need room above and below their nodes
            for vertex in chain:
                sizes[vertex] = max(sizes[vertex], 2 * (BOW * by + GAP) + nodes[0].style.arrow)
    y, above = heights(layered, sizes, region.height, _MOST_ABOVE * by, drop)

    def widest(column: Sequence[int], side: int, of: Sequence[tuple[float, float, float]]) -> float:
        return max(of[vertex][side] for vertex in column if vertex < len(nodes))

    reach = np.array([[widest(column, 0, reaches), widest(column, 1, reaches)] for column in layered.columns])
    reach[0, 0], reach[-1, 1] = widest(layered.columns[0], 0, whole), widest(layered.columns[-1], 1, whole)
    columns = len(layered.columns)
    free = region.width - float(reach.sum())
    between = min(_MOST_BETWEEN * by, free / max(1, columns - 1))
    start = region.x - (float(reach.sum()) + between * (columns - 1)) / 2
    ends = np.cumsum(reach.sum(axis=1) + between)
    x = start + ends - between - reach[:, 1]
    column_of = layered.column_of
    middles = np.array([[x[column_of[vertex]], region.y + y[vertex]] for vertex in range(layered.vertices)])
    return Places(middles, reach, between, above)


def routes(of: Places, layered: Layers, edge: int, nodes: Sequence[GraphNode], port: float, bow: float) -> list[Array]:
    """Two ways for an edge, as points: one that is smooth, and one that is level inside all columns, so that it keeps
    clear of whatever stands there. It enters its node `port` above the middle, and bows out by `bow` on its way."""
    chain = layered.chains[edge]
    column_of = layered.column_of
    (x0, y0), (x1, y1) = of.middles[chain[0]], of.middles[chain[-1]]
    y1 += port
    leaves = [(x0 + nodes[chain[0]].half_width + GAP, y0), (x0 + of.reach[column_of[chain[0]], 1] + GAP, y0)]
    enters = [(x1 - of.reach[column_of[chain[-1]], 0] - GAP, y1), (x1 - nodes[chain[-1]].half_width - GAP, y1)]
    passes = [tuple(of.middles[vertex]) for vertex in chain[1:-1]]
    if bow:
        passes.append(((leaves[1][0] + enters[0][0]) / 2, (y0 + y1) / 2 + bow))
    smooth = curve([*leaves, *passes, *enters])
    columns = [of.reach[column_of[vertex]] for vertex in chain[1:-1]]
    level = [(x + side, y) for (x, y), (left, right) in zip(passes, columns, strict=False) for side in (-left, right)]
    return [smooth, curve([*leaves, *level, *enters])] if columns else [smooth]


def curve(through: Sequence[tuple[float, float]]) -> Array:
    """A smooth curve from left to right through points, no higher or lower between two than they are (Fritsch and
    Butland 1984); points that lie not to the right of the one before are left out."""
    kept = [through[0]]
    for point in through[1:-1]:
        if kept[-1][0] + _FINE < point[0] < through[-1][0] - _FINE:
            kept.append(point)
    x, y = np.array([*kept, through[-1]]).T
    fine = np.unique(np.concatenate([x, np.linspace(x[0], x[-1], max(2, round((x[-1] - x[0]) / _FINE)))]))
    return np.column_stack([fine, PchipInterpolator(x, y)(fine)])
