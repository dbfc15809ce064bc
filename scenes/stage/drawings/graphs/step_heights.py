"""The heights of vertices where neighbours in different columns may stand above one another too."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog

from scenes.stage.drawings.graphs.layout import Layers

Floats = NDArray[np.float64]
_MOST = 0.5  # units of the scene between neighbours, where there is room
_KEPT = 0.85  # of the most space that all neighbours could have: the rest is for straight edges
_HOME = 0.4  # how much it counts to stand where it was wanted, against an edge that is straight


def stepped_heights(
    of: Layers, sizes: Sequence[float], room: float, wanted: Floats, across: Sequence[tuple[int, int, float]] = ()
) -> tuple[Floats, float]:
    """The height of each vertex, 0 being the middle, in a room so high, where vertex i needs `sizes[i]` and would
    stand at `wanted[i]`; and the space that is left between neighbours, negative where there is too little room, and
    then the heights mean nothing. `across` are the neighbours that stand in different columns: the upper, the lower,
    and how much space they need besides. Edges are as parallel to what was wanted as can be (Gansner et al. 1993,
    section 4.2, as a linear programme)."""
    count = of.vertices
    sizes_ = np.asarray(sizes, dtype=float)
    pairs = [(high, low, 0.0) for column in of.columns for high, low in pairwise(column)] + list(across)
    steps = sorted({step for chain in of.chains for step in pairwise(chain)})
    weights = [(1.0, 2.0, 6.0)[(a >= of.nodes) + (b >= of.nodes)] for a, b in steps]
    # the unknowns: heights, how far each step and each vertex is from what was wanted, the space
    width = 2 * count + len(steps) + 1
    bent = _differences(steps, count)
    aims, goals = np.vstack([bent, np.eye(count)]), np.concatenate([bent @ wanted, wanted])
    loose = np.hstack([np.eye(len(goals)), np.zeros((len(goals), 1))])
    near = np.vstack([np.hstack([aims, -loose]), np.hstack([-aims, -loose])])
    apart = np.hstack([-_differences([pair[:2] for pair in pairs], count), np.zeros((len(pairs), len(goals) + 1))])
    apart[:, -1] = 1.0
    least = np.array([(sizes_[high] + sizes_[low]) / 2 + more for high, low, more in pairs])
    slopes, limits = np.vstack([near, apart]), np.concatenate([goals, -goals, -least])
    reach = np.maximum((room - sizes_) / 2, 0.0)
    bounds = [*zip(-reach, reach, strict=True), *[(0.0, None)] * len(goals)]
    most = linprog(-np.eye(width)[-1], slopes, limits, bounds=[*bounds, (None, _MOST)]).x[-1]
    if most < 0:
        return np.zeros(count), float(most)
    cost = np.concatenate([np.zeros(count), weights, np.full(count, _HOME), [0.0]])
    solved = linprog(cost, slopes, limits, bounds=[*bounds, (_KEPT * most, _MOST)])
    return solved.x[:count], float(_KEPT * most)


def _differences(pairs: Sequence[tuple[int, int]], count: int) -> Floats:
    """A row for each pair of vertices: the first less the second."""
    found = np.zeros((len(pairs), count))
    for row, (one, other) in enumerate(pairs):
        found[row, one], found[row, other] = 1.0, -1.0
    return found
