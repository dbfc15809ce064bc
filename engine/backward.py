"""Backpropagation: the walk from an output back to everything it depends on (Rumelhart, Hinton and Williams 1986;
reverse mode of Linnainmaa 1970)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np

from engine.graph import Node, as_array
from engine.operations import Array, is_exact, ones_like, zeros_like


@dataclass(frozen=True, eq=False)
class Edge:
    """One step of the walk, from a node back to one of its arguments: contribution = upstream gradient times local
    derivative, in the argument's shape. All arrays are read-only."""

    node: Node
    position: int
    argument: Node
    upstream: Array
    local: Array | None  # None for structural operations, whose local derivative is a whole matrix
    contribution: Array


@dataclass(frozen=True, eq=False)
class Walk:
    """The whole walk: its edges in order, and the gradient of the output with respect to every node that it reached,
    by the node's serial."""

    output: Node
    edges: tuple[Edge, ...]
    gradients: Mapping[int, Array]

    def gradient(self, node: Node) -> Array:
        """d output / d node, in the node's shape: the sum of all contributions; zero where the output does not
        depend on it. Raises ValueError for a constant, whose gradient the walk does not work out."""
        found = self.gradients.get(node.serial)
        if found is not None:
            return found
        if not node.requires_gradient:
            raise ValueError(f"{node!r} depends on no variable, so the walk does not reach it; make it a variable")
        return zeros_like(node.value)


def backward(output: Node, seed: Any = None) -> Walk:
    """Walk back from an output. Every node is visited once, after all that use it; contributions add up.

    `seed` is the upstream gradient of the output, in its shape; ones if it is not given. Raises ValueError if its
    shape is another, TypeError if one is exact and the other is not.

    >>> from engine import variable
    >>> x = variable(3.0)
    >>> backward(x * x).gradient(x)
    array(6.)
    """
    gradients: dict[int, Array] = {output.serial: _upstream(output, seed)}
    edges: list[Edge] = []
    for node in _reached(output):
        upstream = gradients[node.serial]
        for position, argument in enumerate(node.arguments):
            if argument.requires_gradient:
                edge = _edge(node, position, argument, upstream)
                edges.append(edge)
                before = gradients.get(argument.serial)
                gradients[argument.serial] = (
                    edge.contribution if before is None else _read_only(before + edge.contribution, argument.value)
                )
    return Walk(output, tuple(edges), MappingProxyType(gradients))


def derivative(output: Node, with_respect_to: Node) -> Array:
    """d output / d node. Raises ValueError if the node is a constant."""
    return backward(output).gradient(with_respect_to)


def _upstream(output: Node, seed: Any) -> Array:
    if seed is None:
        return _read_only(ones_like(output.value), output.value)
    given = as_array(seed)
    if given.shape != output.value.shape:
        raise ValueError(f"seed: must have the output's shape {output.value.shape}, got {given.shape}")
    if is_exact(given) != is_exact(output.value):
        raise TypeError("seed: exact and float numbers do not mix; give it the output's kind")
    return _read_only(given, output.value)


def _reached(output: Node) -> list[Node]:
    """All nodes that the output depends on and that gradients are wanted for, the latest first; no recursion."""
    found = {output.serial: output}
    waiting = [output]
    while waiting:
        for argument in waiting.pop().arguments:
            if argument.requires_gradient and argument.serial not in found:
                found[argument.serial] = argument
                waiting.append(argument)
    return [found[serial] for serial in sorted(found, reverse=True)]


def _edge(node: Node, position: int, argument: Node, upstream: Array) -> Edge:
    operation = node.operation
    assert operation is not None
    values = [a.value for a in node.arguments]
    if operation.pull:
        pulled = operation.pull[position](upstream, node.value, *values, **node.keywords)
        return Edge(node, position, argument, upstream, None, _contribution(pulled, argument.value))
    local = operation.local[position](node.value, *values, **node.keywords)
    if np.shape(local) != node.value.shape:
        local = np.broadcast_to(np.asarray(local), node.value.shape)
    local = _read_only(local, argument.value)
    return Edge(node, position, argument, upstream, local, _contribution(upstream * local, argument.value))


def _contribution(pulled: Any, like: Array) -> Array:
    """Undo broadcasting: sum over the axes along which the argument was repeated."""
    pulled = np.asarray(pulled, dtype=like.dtype)
    extra = pulled.ndim - like.ndim
    axes = tuple(range(extra)) + tuple(
        extra + axis for axis, size in enumerate(like.shape) if size == 1 and pulled.shape[extra + axis] != 1
    )
    summed = np.asarray(pulled.sum(axis=axes), dtype=like.dtype) if axes else pulled
    return _read_only(summed.reshape(like.shape), like)


def _read_only(array: Any, like: Array) -> Array:
    """As an array of the same kind: NumPy hands back bare numbers for arrays of shape ()."""
    result = np.asarray(array, dtype=like.dtype)
    # An operation may hand back an argument itself or a view of one; those are read-only already.
    result.flags.writeable = False
    return result
