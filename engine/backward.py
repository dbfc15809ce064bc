"""Backpropagation: the walk from an output back to everything it depends on (Rumelhart, Hinton and Williams 1986;
reverse mode of Linnainmaa 1970)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from operator import attrgetter
from types import MappingProxyType
from typing import Any

import numpy as np

from engine.graph import Node
from engine.numbers import Array, Numbers, as_array, frozen, full_like, is_exact, plain

_SERIAL = attrgetter("_serial")


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
    """The whole walk: the nodes that it visited, in order, and the gradient of the output with respect to each."""

    output: Node
    visited: tuple[Node, ...]
    _found: Mapping[Node, Numbers]

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """All edges in the order of the walk, each with its local derivative, upstream gradient and contribution."""
        return tuple(
            _edge(node, position, argument, self._found[node])
            for node in self.visited
            for position, argument in enumerate(node.arguments)
            if argument.requires_gradient
        )

    @cached_property
    def gradients(self) -> Mapping[int, Array]:
        """The gradient of the output with respect to every node that the walk reached, by the node's serial."""
        return MappingProxyType({node.serial: frozen(numbers) for node, numbers in self._found.items()})

    def gradient(self, node: Node) -> Array:
        """d output / d node, in the node's shape: the sum of all contributions; zero where the output does not
        depend on it. Raises ValueError for a constant, whose gradient the walk does not work out."""
        found = self._found.get(node)
        if found is not None:
            return frozen(found)
        if not node.requires_gradient:
            raise ValueError(f"{node!r} depends on no variable, so the walk does not reach it; make it a variable")
        return frozen(plain(full_like(node._numbers, 0), node.exact))


def backward(output: Node, seed: Any = None) -> Walk:
    """Walk back from an output. Every node is visited once, after all that use it; contributions add up.

    `seed` is the upstream gradient of the output, in its shape; ones if it is not given. Raises ValueError if its
    shape is another, TypeError if one is exact and the other is not.

    >>> from engine import variable
    >>> x = variable(3.0)
    >>> backward(x * x).gradient(x)
    array(6.)
    """
    found: dict[Node, Numbers] = {output: seeded(output, seed)}
    visited = reached(output)
    single = np.float64
    for node in visited:
        arguments = node._arguments
        if not arguments:
            continue
        upstream, out, inputs, keywords = found[node], node._numbers, node._inputs, node._keywords
        flows = iter(node._operation.flows)  # type: ignore[union-attr]
        for argument in arguments:
            flow = next(flows)
            if argument._wanted:
                if flow is None:
                    pulled = upstream
                else:
                    pulled = flow(upstream, out, *inputs, **keywords) if keywords else flow(upstream, out, *inputs)
                if pulled.__class__ is not single or argument._numbers.__class__ is not single:
                    pulled = plain(summed(pulled, argument), argument._exact)
                found[argument] = found[argument] + pulled if argument in found else pulled
    return Walk(output, visited, found)


def derivative(output: Node, with_respect_to: Node) -> Array:
    """d output / d node. Raises ValueError if the node is a constant."""
    return backward(output).gradient(with_respect_to)


def reached(output: Node) -> tuple[Node, ...]:
    """All nodes that the output depends on and that gradients are wanted for, the latest first; no recursion."""
    found = [output]
    seen = {output}
    for node in found:
        for argument in node._arguments:
            if argument._wanted and argument not in seen:
                seen.add(argument)
                found.append(argument)
    found.sort(key=_SERIAL, reverse=True)
    return tuple(found)


def summed(contribution: Any, like: Node) -> Any:
    """Undo broadcasting: sum over the axes along which an argument was repeated. For numbers and for nodes."""
    shape, wanted = getattr(contribution, "shape", ()), like.shape
    if shape == wanted:
        return contribution
    if len(shape) < len(wanted):  # a local derivative that is the same everywhere
        return contribution + full_like(like._numbers, 0)
    extra = len(shape) - len(wanted)
    axes = tuple(range(extra)) + tuple(
        extra + axis for axis, size in enumerate(wanted) if size == 1 and shape[extra + axis] != 1
    )
    return np.reshape(np.sum(contribution, axis=axes), wanted)


def seeded(output: Node, seed: Any) -> Numbers:
    """The upstream gradient of the output itself: ones if none is given."""
    if seed is None:
        return plain(full_like(output._numbers, 1), output.exact)
    given = as_array(seed)
    if given.shape != output.shape:
        raise ValueError(f"seed: must have the output's shape {output.shape}, got {given.shape}")
    if is_exact(given) != output.exact:
        raise TypeError("seed: exact and float numbers do not mix; give it the output's kind")
    return plain(given, output.exact)


def _edge(node: Node, position: int, argument: Node, upstream: Numbers) -> Edge:
    operation = node.operation
    assert operation is not None
    flow, local = operation.flows[position], None
    pulled = upstream if flow is None else flow(upstream, node._numbers, *node._inputs, **node._keywords)
    if operation.elementwise:
        found = operation.local[position](node._numbers, *node._inputs, **node._keywords)
        local = frozen(plain(np.broadcast_to(found, node.shape) if node.shape else found, node.exact))
    contribution = frozen(plain(summed(pulled, argument), argument.exact))
    return Edge(node, position, argument, frozen(upstream), local, contribution)
