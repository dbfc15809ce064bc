"""Where the nodes and edges of a computational graph stand: in columns, arguments to the left of what is made of them.

After Sugiyama, Tagawa and Toda (1981): columns, then an order in each column with few crossings (fast-sugiyama), then
heights. The heights are the quadratic form of what Gansner, Koutsofios, North and Vo (1993), section 4, solve: edges as
level as can be, long ones straightest, under the constraint that nothing in a column comes too close.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from fast_sugiyama import from_edges
from numpy.typing import NDArray
from scipy.optimize import linprog, nnls

Floats = NDArray[np.float64]
_PULL = 0.02  # towards the middle, so that what could stand anywhere stands there


@dataclass(frozen=True)
class Layers:
    """Vertices in columns from left to right, each from top to bottom. Vertices from `nodes` on are the points at which
    long edges pass through a column; `chains[k]` are the vertices along edge k."""

    nodes: int
    columns: tuple[tuple[int, ...], ...]
    chains: tuple[tuple[int, ...], ...]

    @property
    def vertices(self) -> int:
        """How many there are in all."""
        return sum(map(len, self.columns))

    @property
    def column_of(self) -> dict[int, int]:
        """The column of each vertex."""
        return {vertex: place for place, column in enumerate(self.columns) for vertex in column}


def layers(arguments: Sequence[Sequence[int]], near: Collection[int] = ()) -> Layers:
    """Columns of a graph in which `arguments[i]` are the nodes that went into node i, each before it. Leaves stand in
    the first column, those in `near` just before what uses them first. Edges are counted node by node, argument by
    argument. The last node is the output; raises ValueError if it does not depend on all others.

    >>> layers([(), (), (0, 1), (2, 0)]).chains
    ((0, 2), (1, 2), (2, 3), (0, 4, 3))
    """
    edges = [(argument, node) for node, taken in enumerate(arguments) for argument in taken]
    column: list[int] = []
    for taken in arguments:
        column.append(1 + max((column[argument] for argument in taken), default=-1))
    for leaf in near:
        column[leaf] = min(column[node] for argument, node in edges if argument == leaf) - 1
    chains, spare = [], len(arguments)
    for argument, node in edges:
        between = range(spare, spare + column[node] - column[argument] - 1)
        column.extend(range(column[argument] + 1, column[node]))
        spare += len(between)
        chains.append((argument, *between, node))
    if len({argument for argument, _ in edges}) != len(arguments) - 1:
        raise ValueError("the last node must be the only one that no other is made of")
    across = _across(column, chains)
    ordered = tuple(
        tuple(sorted((v for v, stands in enumerate(column) if stands == place), key=across.__getitem__))
        for place in range(max(column) + 1)
    )
    leaves = [vertex for vertex in ordered[0] if vertex < len(arguments)]
    falls = sum(a > b for place, a in enumerate(leaves) for b in leaves[place + 1 :])
    if 2 * falls > len(leaves) * (len(leaves) - 1) / 2:  # the leaf that was made first stands rather at the top
        ordered = tuple(column[::-1] for column in ordered)
    return Layers(len(arguments), ordered, tuple(chains))


def _across(column: Sequence[int], chains: Sequence[Sequence[int]]) -> list[float]:
    """The place of each vertex in the order of its column."""
    steps = sorted({step for chain in chains for step in pairwise(chain)})
    if not steps:
        return [0.0] * len(column)
    for told in ("rust-sugiyama", "connected_components"):  # each of its forty steps
        logging.getLogger(told).setLevel(logging.WARNING)
    ((places, *_),) = from_edges(steps, vertex_spacing=1, minimum_length=1, dummy_vertices=False)
    found = dict(places)
    return [found[vertex][0] for vertex in range(len(column))]


def heights(
    of: Layers, sizes: Sequence[float], room: float, most: float = 1.0, drop: float = 0.0
) -> tuple[Floats, float]:
    """The height of each vertex, 0 being the middle, in a room so high, where vertex i needs `sizes[i]`; and the least
    space that is left between neighbours, at most `most`, negative where there is too little room. Edges would rather
    fall by `drop` from column to column than be level."""
    column_of = of.column_of
    falls = drop * (np.array([column_of[v] for v in range(of.vertices)]) - (len(of.columns) - 1) / 2)
    above = [pair for column in of.columns for pair in pairwise(column)]
    sizes_ = np.asarray(sizes, dtype=float)
    apart = np.zeros((len(above), of.vertices))
    for row, (high, low) in enumerate(above):
        apart[row, high], apart[row, low] = 1.0, -1.0
    least = np.array([(sizes_[high] + sizes_[low]) / 2 for high, low in above])
    reach = np.maximum((room - sizes_) / 2, 0.0)
    space = _most_space(apart, least, reach, most)
    steps = sorted({step for chain in of.chains for step in pairwise(chain)})
    level = _PULL * np.eye(of.vertices)
    for a, b in steps:
        weight = (1.0, 3.0, 8.0)[(a >= of.nodes) + (b >= of.nodes)]
        level[[a, b], [a, b]] += weight
        level[[a, b], [b, a]] -= weight
    whole = np.eye(of.vertices)
    # a hair less than the most space, so that rounding leaves a way to satisfy everything
    limits = np.concatenate([least + space - 1e-6, falls - reach, -falls - reach])
    return _least_norm(level, np.vstack([apart, whole, -whole]), limits) - falls, space


def _least_norm(square: Floats, slopes: Floats, limits: Floats) -> Floats:
    """The y with the least y @ square @ y under slopes @ y >= limits, by least-distance programming (Lawson and Hanson,
    Solving Least Squares Problems, 1974, chapter 23, algorithm LDP)."""
    root = np.linalg.cholesky(square)
    turned = np.linalg.solve(root, slopes.T)
    system = np.vstack([turned, limits])
    wanted = np.append(np.zeros(len(square)), 1.0)
    found, _ = nnls(system, wanted)
    rest = system @ found - wanted
    return np.linalg.solve(root.T, -rest[:-1] / rest[-1])


def _most_space(apart: Floats, least: Floats, reach: Floats, most: float) -> float:
    """The largest space between all neighbours that there is room for."""
    vertices = apart.shape[1]
    solved = linprog(
        np.append(np.zeros(vertices), -1.0),
        A_ub=np.column_stack([-apart, np.ones(len(apart))]) if len(apart) else None,
        b_ub=-least if len(apart) else None,
        bounds=[*zip(-reach, reach, strict=True), (None, most)],
    )
    return float(solved.x[-1])
