"""Backpropagation: the walk from an output back to everything it depends on (Rumelhart, Hinton and Williams 1986;
reverse mode of Linnainmaa 1970)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from engine.graph import Node
from engine.operations import Array, is_exact


@dataclass(frozen=True)
class Edge:
    """One step of the walk, from a node back to one of its arguments: contribution = upstream gradient times local
    derivative."""

    node: Node
    position: int
    argument: Node
    upstream: Array
    local: Array | None  # None for structural operations, whose local derivative is a whole matrix
    contribution: Array


@dataclass(frozen=True)
class Walk:
    """The whole walk: its edges in order, and the gradient of the output with respect to every node that it reached."""

    output: Node
    edges: tuple[Edge, ...]
    gradients: Mapping[int, Array]

    def gradient(self, node: Node) -> Array:
        """d output / d node, in the node's shape: the sum of all contributions; zero where the output does not
        depend on it."""
        found = self.gradients.get(node.serial)
        return found if found is not None else node.value * 0


def backward(output: Node, seed: Array | None = None) -> Walk:
    """Walk back from an output. Every node is visited once, after all that use it; contributions add up.

    `seed` is the upstream gradient of the output, in its shape; ones if it is not given.
    """
    reached = _reached(output)
    gradients: dict[int, Array] = {output.serial: _ones(output.value) if seed is None else seed}
    edges: list[Edge] = []
    for node in reached:
        upstream = gradients[node.serial]
        for position, argument in enumerate(node.arguments):
            if argument.requires_gradient:
                edge = _edge(node, position, argument, upstream)
                edges.append(edge)
                before = gradients.get(argument.serial)
                gradients[argument.serial] = edge.contribution if before is None else before + edge.contribution
    return Walk(output, tuple(edges), {serial: np.asarray(gradient) for serial, gradient in gradients.items()})


def derivative(output: Node, with_respect_to: Node) -> Array:
    """d output / d node."""
    return backward(output).gradient(with_respect_to)


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
        contribution = operation.pull[position](upstream, node.value, *values, **node.keywords)
        return Edge(node, position, argument, upstream, None, _shaped(contribution, argument.value))
    local = np.asarray(operation.local[position](node.value, *values, **node.keywords), dtype=argument.value.dtype)
    return Edge(node, position, argument, upstream, local, _shaped(upstream * local, argument.value))


def _shaped(contribution: Array, like: Array) -> Array:
    """Undo broadcasting: sum over the axes along which the argument was repeated."""
    contribution = np.asarray(contribution, dtype=like.dtype)
    extra = contribution.ndim - like.ndim
    axes = tuple(range(extra)) + tuple(
        extra + axis for axis, size in enumerate(like.shape) if size == 1 and contribution.shape[extra + axis] != 1
    )
    summed = np.asarray(contribution.sum(axis=axes), dtype=like.dtype) if axes else contribution
    return summed.reshape(like.shape)


def _ones(value: Array) -> Array:
    return np.full(value.shape, Fraction(1) if is_exact(value) else 1.0, dtype=value.dtype)
