"""Second derivatives: the walk applied to itself.

The rules of the table are plain NumPy. Given numbers they give numbers; given nodes they give nodes, so that the
gradient is a graph like any other, and the walk can go back through it once more (Griewank and Walther 2008,
section 5.4)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from engine.backward import backward, reached, seeded, summed
from engine.graph import Node, leaf
from engine.numbers import Array, Numbers, as_array, as_kind, frozen, full_like, is_exact


def gradient_nodes(output: Node, variables: Sequence[Node], seed: Any = None) -> tuple[Node, ...]:
    """d output / d variable for each variable, in its shape, as nodes of a graph that can be walked back again.

    `seed` is as for `backward`. Raises ValueError for a constant.

    >>> from engine import backward, variable
    >>> x = variable(2.0)
    >>> (slope,) = gradient_nodes(x**3, [x])
    >>> slope.number, backward(slope).gradient(x).item()
    (12.0, 12.0)
    """
    found: dict[Node, Node] = {output: leaf(seeded(output, seed))}
    for node in reached(output):
        flows = iter(node.operation.flows if node.operation else ())
        for argument in node.arguments:
            flow = next(flows)
            if argument.requires_gradient:
                upstream = found[node]
                pulled = upstream if flow is None else flow(upstream, node, *node.arguments, **node.keywords)
                pulled = summed(pulled, argument)
                pulled = pulled if isinstance(pulled, Node) else leaf(as_array(pulled))
                found[argument] = found[argument] + pulled if argument in found else pulled
    return tuple(_found(found, wanted) for wanted in variables)


def hessian(output: Node, variables: Sequence[Node]) -> Array:
    """The matrix of second derivatives of a single number, shape (n, n), where n counts the entries of all variables in
    their order, each read row by row. Of exact numbers it is exact.

    One walk for each row. Raises ValueError for an output that is not a single number, and for a constant.

    >>> from engine import variable
    >>> a, b = variable(2.0), variable(3.0)
    >>> hessian(a * a * b, [a, b])
    array([[6., 4.],
           [4., 0.]])
    """
    if output.shape != ():
        raise ValueError(f"hessian: needs an output that is a single number, got shape {output.shape}")
    slopes = gradient_nodes(output, variables)
    rows = []
    for slope in slopes:
        for entry in range(slope.size):
            seed = np.array(full_like(slope.value, 0), dtype=slope.value.dtype)
            seed[np.unravel_index(entry, slope.shape)] = full_like(slope.value, 1).flat[entry]
            rows.append(_flat(slope, variables, seed))
    matrix = np.array(rows).reshape(len(rows), len(rows))
    matrix.flags.writeable = False
    return matrix


def hessian_times(output: Node, variables: Sequence[Node], directions: Sequence[Any]) -> tuple[Array, ...]:
    """The Hessian times a direction, without the Hessian (Pearlmutter 1994): one array for each variable, in its shape.
    `directions` has an array for each variable. Raises ValueError for an output that is not a single number, and for
    directions of another number or shape, TypeError where exact and float numbers meet.

    >>> from engine import variable
    >>> a, b = variable(2.0), variable(3.0)
    >>> [product.item() for product in hessian_times(a * a * b, [a, b], [1.0, 0.0])]
    [6.0, 4.0]
    """
    if output.shape != ():
        raise ValueError(f"hessian_times: needs an output that is a single number, got shape {output.shape}")
    if len(directions) != len(variables):
        raise ValueError(f"directions: {len(variables)} variables need as many, got {len(directions)}")
    slopes = gradient_nodes(output, variables)
    sums: list[Numbers] = [zeros(wanted) for wanted in variables]
    for slope, given in zip(slopes, directions, strict=True):
        direction = as_kind(given, slope.exact)
        if direction.shape != slope.shape:
            raise ValueError(f"directions: must have the variable's shape {slope.shape}, got {direction.shape}")
        if is_exact(direction) != slope.exact:
            raise TypeError("directions: exact and float numbers do not mix; give them the variable's kind")
        if slope.requires_gradient:
            walk = backward(slope, direction)
            sums = [total + walk.gradient(wanted) for total, wanted in zip(sums, variables, strict=True)]
    return tuple(frozen(total) for total in sums)


def zeros(node: Node) -> Array:
    """Zeros in the shape and kind of a node."""
    return np.array(full_like(node.value, 0), dtype=node.value.dtype)


def _found(found: dict[Node, Node], wanted: Node) -> Node:
    if not wanted.requires_gradient:
        raise ValueError(f"{wanted!r} depends on no variable, so the walk does not reach it; make it a variable")
    return found[wanted] if wanted in found else leaf(zeros(wanted))


def _flat(slope: Node, variables: Sequence[Node], seed: Array) -> Array:
    if not slope.requires_gradient:  # the same everywhere
        return np.concatenate([zeros(wanted).ravel() for wanted in variables])
    walk = backward(slope, seed)
    return np.concatenate([walk.gradient(wanted).ravel() for wanted in variables])
