"""What derivatives cost, counted from a graph: one forward pass, backpropagation, forward mode, and nudging every
parameter by itself. Backpropagation takes a small multiple of the forward pass however many parameters there are
(Baur and Strassen 1983: at most 5 times; Griewank and Walther 2008, chapter 4).

Counted is what the rules of the table do. A division is a multiplication, a subtraction an addition; functions are
exp, tanh and their like, and powers other than squares. Free are copies, comparisons, changes of sign, selection (as in
ReLU), adding to nothing (n numbers take n - 1 additions), and what is worked out from constants or comparisons alone.
The rules of abs, leaky ReLU, maximum and max multiply by what a comparison gave: that multiplication is counted.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.backward import reached
from engine.graph import Node, nodes_under
from engine.operations import Cost


@dataclass(frozen=True)
class Costs:
    """Arithmetic for all derivatives of one output with respect to all variables, by four ways.

    - `parameters`: how many numbers the variables hold;
    - `forward`: one forward pass;
    - `backward`: the walk back, which gives all derivatives at once and follows one forward pass;
    - `tangents`: one direction carried along a forward pass; `forward_mode`: one for each parameter;
    - `nudging`: one forward pass more for each parameter, a subtraction and a division (one-sided differences).
    """

    parameters: int
    forward: Cost
    backward: Cost
    tangents: Cost

    @property
    def backpropagation(self) -> Cost:
        """One forward pass and the walk back."""
        return self.forward + self.backward

    @property
    def forward_mode(self) -> Cost:
        """One forward pass, and a direction for each parameter carried along it."""
        return self.forward + self.parameters * self.tangents

    @property
    def nudging(self) -> Cost:
        """The forward pass, and again for each parameter, with the difference divided by the nudge; the nudge itself
        is an addition."""
        return self.forward + self.parameters * (self.forward + Cost(multiplications=1, additions=2))


def costs(output: Node) -> Costs:
    """Count for a graph whose output is a single number.

    Additions where contributions meet, and where a repeated argument collects them, are among those of the walk back.
    The walk goes to variables only: what flows to constants, such as the data, is not worked out. The numbers do not
    matter, the shapes do. Raises ValueError for another output.

    >>> from engine import variable
    >>> w, x, b = variable(1.0), 2.1, variable(0.0)
    >>> counted = costs((w * x + b - 4.0) ** 2)
    >>> counted.forward, counted.backward
    (Cost(multiplications=2, additions=2, functions=0), Cost(multiplications=3, additions=0, functions=0))
    """
    if output.shape != ():
        raise ValueError(f"costs: needs an output that is a single number, got shape {output.shape}")
    forward, back, tangents = Cost(), Cost(), Cost()
    parameters = 0
    met: set[Node] = set()
    for node in nodes_under(output):
        if node.operation is None:
            parameters += node.size if node.requires_gradient else 0
            continue
        forward += node.operation.cost(node._numbers, *node._inputs, **node._keywords)
    for node in reached(output):
        pushed = 0
        for position, argument in enumerate(node.arguments):
            if not argument.requires_gradient:
                continue
            back += _pulled(node, position) + Cost(additions=_repeated(node, position))
            back += Cost(additions=argument.size if argument in met else 0)
            met.add(argument)
            tangents += _pushed(node, position) + Cost(additions=node.size if pushed else 0)
            pushed += 1
    return Costs(parameters, forward, back, tangents)


def _pulled(node: Node, position: int) -> Cost:
    operation = node.operation
    assert operation is not None
    rule = operation.back[0 if operation.variadic else position]
    cost: Cost = rule(node._numbers, *node._inputs, **node._keywords)
    return cost


def _pushed(node: Node, position: int) -> Cost:
    """What carrying one argument's tangent takes: a linear row is applied to it, another multiplies it by the same
    local derivative that the walk back does, and adds up where the walk back copies."""
    operation = node.operation
    assert operation is not None
    if operation.linear:
        cost: Cost = operation.cost(node._numbers, *node._inputs, **node._keywords)
        return cost
    copied = 0 if operation.elementwise else node.arguments[position].size - node.size
    return _pulled(node, position) + Cost(additions=max(0, copied))


def _repeated(node: Node, position: int) -> int:
    """The additions that undo broadcasting of one argument."""
    assert node.operation is not None
    argument = node.arguments[position]
    if node.operation.elementwise or node.operation.name == "broadcast_to":
        return max(0, node.size - argument.size)
    if node.operation.name == "matmul":
        stacked = int(np.prod(node._inputs[position].shape[-2:]))
        whole = _stack(node) * stacked
        return max(0, whole - argument.size)
    return 0


def _stack(node: Node) -> int:
    """How many matrix products there are."""
    shapes = [given.shape[:-2] for given in node._inputs]
    return int(np.prod(np.broadcast_shapes(*shapes)))
