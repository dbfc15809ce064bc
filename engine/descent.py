"""Gradient descent with its whole history: parameters, gradients and loss before every step (Cauchy 1847)."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from numbers import Rational
from types import MappingProxyType
from typing import Any

import numpy as np

from engine.backward import Walk, backward
from engine.graph import Node, variable
from engine.numbers import Array, as_array, is_exact

Model = Callable[[Mapping[str, Node]], Node | Mapping[str, Node]]


@dataclass(frozen=True, eq=False)
class Step:
    """The state after k updates: one forward and one backward pass at these parameters. `nodes` are those that the
    model named, `loss` among them."""

    nodes: Mapping[str, Node]
    parameters: Mapping[str, Node]
    walk: Walk

    @property
    def loss(self) -> Fraction | float:
        """The loss of exactly these parameters. Raises ValueError if it is not a single number."""
        return self.nodes["loss"].number

    def gradient(self, name: str) -> Array:
        """d loss / d parameter or named node. Raises KeyError for a name that is neither."""
        return self.walk.gradient(self.parameters[name] if name in self.parameters else self.nodes[name])


@dataclass(frozen=True, eq=False)
class History:
    """steps[k] is the state after k updates; there is one more than there were updates."""

    learning_rate: Fraction | float
    steps: tuple[Step, ...]


def descend(model: Model, parameters: Mapping[str, Any], learning_rate: Fraction | float, steps: int) -> History:
    """Follow the negative gradient: parameter := parameter - learning_rate * d loss / d parameter.

    `model` makes a forward pass from the parameters as nodes: it gives the loss, or named nodes with `loss` among
    them. All parameters of a step are updated together, from the same gradients. The same code runs on floats and on
    Fractions. Raises ValueError for a model without `loss`, a negative number of steps or a learning rate that is not
    finite, TypeError where the parameters are exact and the learning rate is a float, or the other way round.

    >>> from fractions import Fraction
    >>> history = descend(lambda p: p["w"] ** 2, {"w": Fraction(1)}, Fraction(1, 4), 2)
    >>> [step.loss for step in history.steps]
    [Fraction(1, 1), Fraction(1, 4), Fraction(1, 16)]
    """
    if steps < 0:
        raise ValueError(f"steps: must be at least 0, got {steps}")
    _check_learning_rate(learning_rate, parameters)
    history: list[Step] = []
    values = dict(parameters)
    for done in range(steps + 1):
        state = forward_and_backward(model, values)
        history.append(state)
        if done < steps:
            values = {
                name: np.asarray(node.value - learning_rate * state.gradient(name), dtype=node.value.dtype)
                for name, node in state.parameters.items()
            }
    return History(learning_rate, tuple(history))


def forward_and_backward(model: Model, parameters: Mapping[str, Any]) -> Step:
    """One forward and one backward pass at these parameters. Raises ValueError for a model without `loss`."""
    nodes = {name: variable(value, name) for name, value in parameters.items()}
    made = model(MappingProxyType(nodes))
    named = {"loss": made} if isinstance(made, Node) else dict(made)
    if "loss" not in named:
        raise ValueError(f"the model gives no `loss`, only: {', '.join(sorted(named)) or 'nothing'}")
    return Step(MappingProxyType(named), MappingProxyType(nodes), backward(named["loss"]))


def _check_learning_rate(learning_rate: Fraction | float, parameters: Mapping[str, Any]) -> None:
    if isinstance(learning_rate, float) and not math.isfinite(learning_rate):
        raise ValueError(f"learning_rate: must be finite, got {learning_rate}")
    for name, value in parameters.items():
        exact_parameter = is_exact(as_array(value))
        fits = isinstance(learning_rate, Rational) if exact_parameter else not isinstance(learning_rate, Fraction)
        if not fits:
            kinds = ("exact", "a float") if exact_parameter else ("a float", "exact")
            raise TypeError(f"learning_rate: {name} is {kinds[0]} and the learning rate is {kinds[1]}; use one kind")
