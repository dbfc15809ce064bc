"""Gradient descent with its whole history: parameters, gradients and loss before every step (Cauchy 1847)."""

from __future__ import annotations

import math
import sys
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
from engine.training.dataset import check_whole
from engine.training.divergence import array_not_finite, number_not_finite
from engine.training.optimiser import Optimiser
from engine.training.optimisers import GradientDescent
from engine.training.schedules import Number, Rate, as_schedule, of_one_kind

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
    """steps[k] is the state after k updates; there is one more than there were updates.

    `reason` says in words why it diverged, and is None if it did not. A history that diverged ends with the step that
    showed it.
    """

    learning_rate: Number | Rate
    steps: tuple[Step, ...]
    reason: str | None = None

    @property
    def diverged(self) -> bool:
        """Whether it was stopped because a parameter, loss, gradient or learning rate is not finite."""
        return self.reason is not None

    @property
    def path(self) -> Array:
        """The way through parameter space: shape (steps, number of parameters), parameters in their order."""
        way = np.array([np.concatenate([p.value.ravel() for p in s.parameters.values()]) for s in self.steps])
        way.flags.writeable = False
        return way


def descend(
    model: Model,
    parameters: Mapping[str, Any],
    learning_rate: Number | Rate,
    steps: int,
    optimiser: Optimiser | None = None,
    until: Callable[[Step], bool] | None = None,
) -> History:
    """Follow the negative gradient: parameter := parameter - learning_rate * d loss / d parameter, or as another
    optimiser does it.

    `model` makes a forward pass from the parameters as nodes: it gives the loss, or named nodes with `loss` among
    them. All parameters of a step are updated together, from the same gradients. The same code runs on floats and on
    Fractions. It ends early with a step for which `until` is true. It ends, as diverged, where a parameter, loss,
    gradient or learning rate is not finite; however large they grow is no reason. Raises ValueError for a model without
    `loss`, a negative number of steps or a learning rate that is below 0 or not finite from the start, TypeError where
    the parameters are exact and the learning rate is a float, or the other way round.

    >>> from fractions import Fraction
    >>> history = descend(lambda p: p["w"] ** 2, {"w": Fraction(1)}, Fraction(1, 4), 2)
    >>> [step.loss for step in history.steps]
    [Fraction(1, 1), Fraction(1, 4), Fraction(1, 16)]
    """
    check_whole("steps", steps, 0, most=sys.maxsize)
    rule = optimiser or GradientDescent()
    values: Mapping[str, Array] = {name: as_array(value) for name, value in parameters.items()}
    if not callable(learning_rate):
        _check_learning_rate(learning_rate, values)
    schedule = as_schedule(learning_rate)
    state = rule.start(values)
    history: list[Step] = []
    for done in range(int(steps) + 1):
        with np.errstate(all="ignore"):  # what overflows is noticed here, and is said
            step = forward_and_backward(model, values)
            history.append(step)
            gradients = {name: step.gradient(name) for name in values}
            reason = (
                array_not_finite("parameter ", values)
                or array_not_finite("", {"loss": step.nodes["loss"].value})
                or array_not_finite("gradient of ", gradients)
            )
        if reason is None and done < steps:
            rate = of_one_kind("learning_rate", schedule(done), any(is_exact(value) for value in values.values()))
            reason = number_not_finite("learning rate", rate)
        if reason is not None:
            return History(learning_rate, tuple(history), f"{reason} at step {done}")
        if until is not None and until(step):
            break
        if done < steps:
            values, state = rule.step(values, gradients, state, rate)
    return History(learning_rate, tuple(history))


def forward_and_backward(model: Model, parameters: Mapping[str, Any]) -> Step:
    """One forward and one backward pass at these parameters. Raises ValueError for a model without `loss`, TypeError
    for one that gives no nodes."""
    nodes = {name: variable(value, name) for name, value in parameters.items()}
    made = model(MappingProxyType(nodes))
    named: dict[str, Any] = dict(made) if isinstance(made, Mapping) else {"loss": made}
    for name, node in named.items():
        if not isinstance(node, Node):
            raise TypeError(f"model: {name} must be a node, got {node!r:.60}")
    if "loss" not in named:
        raise ValueError(f"the model gives no `loss`, only: {', '.join(sorted(named)) or 'nothing'}")
    return Step(MappingProxyType(named), MappingProxyType(nodes), backward(named["loss"]))


def _check_learning_rate(learning_rate: Number, parameters: Mapping[str, Array]) -> None:
    if isinstance(learning_rate, float) and not math.isfinite(learning_rate):
        raise ValueError(f"learning_rate: must be finite, got {learning_rate}")
    for name, value in parameters.items():
        exact_parameter = is_exact(value)
        fits = isinstance(learning_rate, Rational) if exact_parameter else not isinstance(learning_rate, Fraction)
        if not fits:
            kinds = ("exact", "a float") if exact_parameter else ("a float", "exact")
            raise TypeError(f"learning_rate: {name} is {kinds[0]} and the learning rate is {kinds[1]}; use one kind")
