"""Forward mode: rates of change carried along with the values, from the inputs on (Wengert 1964).

One pass gives how everything changes along one direction of the inputs; n inputs take n passes, where the walk back
takes one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.backward import backward, reached, summed
from engine.graph import Node, variable
from engine.hessian import zeros
from engine.numbers import Array, Numbers, as_array, as_kind, frozen, is_exact, plain


@dataclass(frozen=True, eq=False)
class Pass:
    """What one pass of forward mode found: the tangent of every node, its rate of change along the direction."""

    output: Node
    _found: Mapping[Node, Numbers]

    def tangent(self, node: Node) -> Array:
        """The rate of change of a node, in its shape; zero where it does not depend on the direction."""
        return frozen(self._found[node]) if node in self._found else frozen(zeros(node))


def forward_mode(output: Node, direction: Mapping[Node, Any]) -> Pass:
    """Carry a direction forward: `direction` says how fast each of some variables changes, in its shape; the others
    stand still.

    Raises ValueError for a direction of another shape, TypeError if it is not of the variable's kind.

    >>> x, y = variable(3.0), variable(4.0)
    >>> product = x * y
    >>> forward_mode(product, {x: 1.0}).tangent(product)
    array(4.)
    """
    found: dict[Node, Numbers] = {node: _given(node, rate) for node, rate in direction.items()}
    for node in reversed(reached(output)):
        if node in found:
            continue
        for position, argument in enumerate(node.arguments):
            if argument in found:
                pushed = plain(_pushed(node, position, argument, found[argument]), node.exact)
                found[node] = plain(found[node] + pushed, node.exact) if node in found else pushed
    return Pass(output, found)


def _given(node: Node, rate: Any) -> Numbers:
    array = as_kind(rate, node.exact)
    if array.shape != node.shape:
        raise ValueError(f"direction: must have the variable's shape {node.shape}, got {array.shape}")
    if is_exact(array) != node.exact:
        raise TypeError("direction: exact and float numbers do not mix; give it the variable's kind")
    return plain(array, node.exact)


def _pushed(node: Node, position: int, argument: Node, tangent: Numbers) -> Any:
    """What one argument's tangent adds to the node's."""
    operation = node.operation
    assert operation is not None
    if operation.elementwise:
        local = operation.local[position](node._numbers, *node._inputs, **node._keywords)
        product = local * tangent
        return np.broadcast_to(product, node.shape) if node.shape else product
    # The contribution is linear in the upstream gradient; the same matrix, transposed, carries tangents forward.
    upstream = variable(zeros(node))
    flow = operation.flows[position]
    pulled = upstream if flow is None else flow(upstream, node._numbers, *node._inputs, **node._keywords)
    return backward(summed(pulled, argument), as_array(tangent)).gradient(upstream)
