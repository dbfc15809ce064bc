"""Gradient descent with its whole history: parameters, gradients and loss before every step (Cauchy 1847)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from engine.backward import Walk, backward
from engine.graph import Node, variable
from engine.operations import Array

Model = Callable[[Mapping[str, Node]], Mapping[str, Node]]


@dataclass(frozen=True)
class Step:
    """The state after k updates: one forward and one backward pass at these parameters."""

    nodes: Mapping[str, Node]
    parameters: Mapping[str, Node]
    walk: Walk

    def gradient(self, name: str) -> Array:
        """d loss / d parameter or named node."""
        return self.walk.gradient(self.parameters[name] if name in self.parameters else self.nodes[name])


@dataclass(frozen=True)
class History:
    """steps[k] is the state after k updates; there is one more than there were updates."""

    learning_rate: Fraction | float
    steps: tuple[Step, ...]


def descend(model: Model, parameters: Mapping[str, Any], learning_rate: Fraction | float, steps: int) -> History:
    """Follow the negative gradient: parameter := parameter - learning_rate * d loss / d parameter.

    `model` makes, from the parameters as nodes, the named nodes of a forward pass, `loss` among them. All parameters
    of a step are updated together, from the same gradients. The same code runs on floats and on Fractions. Raises
    KeyError if the model gives no `loss`.
    """
    history: list[Step] = []
    values = dict(parameters)
    for _ in range(steps + 1):
        state = forward_and_backward(model, values)
        history.append(state)
        values = {name: node.value - learning_rate * state.gradient(name) for name, node in state.parameters.items()}
    return History(learning_rate, tuple(history))


def forward_and_backward(model: Model, parameters: Mapping[str, Any]) -> Step:
    """One forward and one backward pass at these parameters."""
    nodes = {name: variable(value, name) for name, value in parameters.items()}
    named = dict(model(nodes))
    return Step(named, nodes, backward(named["loss"]))
