"""Optimisers: how parameters follow their gradients, with PyTorch's conventions step by step.

    state = optimiser.start(parameters)
    parameters, state = optimiser.step(parameters, gradients, state, learning_rate)

An optimiser keeps nothing itself: what it remembers is in the state. The formulas below write k = 1, 2, ... for the
step, g for the gradient, and every operation entry by entry.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import ClassVar

import numpy as np

from engine.numbers import Array
from engine.training.optimiser import Optimiser, times
from engine.training.schedules import Number


@dataclass(frozen=True)
class GradientDescent(Optimiser):
    """parameter - learning_rate * g (Cauchy 1847). PyTorch's SGD. Runs on Fractions.

    >>> rule, weight = GradientDescent(), {"weight": np.array([1.0, 2.0])}
    >>> updated, state = rule.step(weight, {"weight": np.array([0.5, -1.0])}, rule.start(weight), 0.5)
    >>> updated["weight"]
    array([0.75, 2.5 ])
    """

    name: ClassVar[str] = "gradient_descent"
    rational: ClassVar[bool] = True

    def _updated(
        self, parameter: Array, gradient: Array, memory: list[Array], rate: Number, step: int
    ) -> tuple[Array, ...]:
        return (_descended(parameter, times(gradient, rate)),)


@dataclass(frozen=True)
class Momentum(Optimiser):
    """velocity = momentum * velocity + (1 - dampening) * g, in the first step velocity = g;
    parameter - learning_rate * velocity (Polyak 1964, the heavy ball). PyTorch's SGD with momentum. Runs on Fractions.

    Polyak, and Sutskever et al. 2013 (equations 1 and 2), have the learning rate inside the velocity, PyTorch outside:
    the same as long as the learning rate stays the same. With momentum 0 dampening does nothing, as in PyTorch.
    0 <= momentum < 1, 0 <= dampening < 1. The state remembers `velocity`.

    >>> rule, weight = Momentum(Fraction(1, 2)), {"weight": np.array(Fraction(1))}
    >>> state, slope = rule.start(weight), {"weight": np.array(Fraction(1))}
    >>> for _ in range(2):
    ...     weight, state = rule.step(weight, slope, state, Fraction(1, 4))
    >>> weight["weight"].item(), state["velocity"]["weight"].item()
    (Fraction(3, 8), Fraction(3, 2))
    """

    name: ClassVar[str] = "momentum"
    rational: ClassVar[bool] = True
    momentum: Number = Fraction(9, 10)
    dampening: Number = Fraction(0)

    @property
    def _remembered(self) -> tuple[str, ...]:
        return ("velocity",)

    def _updated(
        self, parameter: Array, gradient: Array, memory: list[Array], rate: Number, step: int
    ) -> tuple[Array, ...]:
        velocity = _velocity(memory[0], gradient, self.momentum, self.dampening, step)
        return _descended(parameter, times(velocity, rate)), velocity


@dataclass(frozen=True)
class Nesterov(Optimiser):
    """velocity = momentum * velocity + g; parameter - learning_rate * (g + momentum * velocity) (Nesterov 1983, as in
    Sutskever et al. 2013). PyTorch's SGD with nesterov=True. Runs on Fractions.

    Sutskever et al. (equations 3 and 4) take the gradient at the point that the velocity leads to; PyTorch's
    parameters are that point, so the gradient is taken where they are (Bengio et al. 2013, equation 7).
    0 <= momentum < 1; PyTorch refuses 0, which is gradient descent. The state remembers `velocity`.

    >>> rule, weight = Nesterov(Fraction(1, 2)), {"weight": np.array(Fraction(1))}
    >>> updated, _ = rule.step(weight, {"weight": np.array(Fraction(1))}, rule.start(weight), Fraction(1, 4))
    >>> updated["weight"].item()
    Fraction(5, 8)
    """

    name: ClassVar[str] = "nesterov"
    rational: ClassVar[bool] = True
    momentum: Number = Fraction(9, 10)

    @property
    def _remembered(self) -> tuple[str, ...]:
        return ("velocity",)

    def _updated(
        self, parameter: Array, gradient: Array, memory: list[Array], rate: Number, step: int
    ) -> tuple[Array, ...]:
        velocity = _velocity(memory[0], gradient, self.momentum, 0, step)
        ahead = times(velocity, self.momentum)
        ahead += gradient
        ahead *= rate
        return _descended(parameter, ahead), velocity


@dataclass(frozen=True)
class AdaGrad(Optimiser):
    """sum_of_squares = sum_of_squares + g^2; parameter - learning_rate * g / (sqrt(sum_of_squares) + epsilon)
    (Duchi, Hazan and Singer 2011, figure 1, with the diagonal matrix; their delta is epsilon). PyTorch's Adagrad with
    its sum from 0 and without its lr_decay, for which there are schedules. Floats only.

    The state remembers `sum_of_squares`. With epsilon 0 an entry whose gradient was always 0 becomes NaN (0/0), here,
    in RMSProp and in Adam, as in PyTorch.

    >>> rule, weight = AdaGrad(), {"weight": np.array([1.0, 1.0])}
    >>> updated, state = rule.step(weight, {"weight": np.array([4.0, -0.5])}, rule.start(weight), 0.5)
    >>> updated["weight"].round(6), state["sum_of_squares"]["weight"]
    (array([0.5, 1.5]), array([16.  ,  0.25]))
    """

    name: ClassVar[str] = "adagrad"
    rational: ClassVar[bool] = False
    epsilon: Number = 1e-10

    @property
    def _remembered(self) -> tuple[str, ...]:
        return ("sum_of_squares",)

    def _updated(
        self, parameter: Array, gradient: Array, memory: list[Array], rate: Number, step: int
    ) -> tuple[Array, ...]:
        squares = times(gradient, gradient)
        squares += memory[0]
        change = _over_root(gradient, squares, 1.0, self.epsilon, np.empty_like(squares))
        change *= rate
        return _descended(parameter, change), squares


@dataclass(frozen=True)
class RMSProp(Optimiser):
    """mean_square = decay * mean_square + (1 - decay) * g^2;
    parameter - learning_rate * g / (sqrt(mean_square) + epsilon) (Tieleman and Hinton 2012, lecture 6.5, slide 29).
    PyTorch's RMSprop: its decay is 0.99 and theirs 0.9; they have no epsilon, and other programs put it under the root.
    Floats only.

    `momentum`: velocity = momentum * velocity + g / (sqrt(mean_square) + epsilon), and learning_rate * velocity is
    subtracted. `centred`: the root of the variance, mean_square - mean_gradient^2, with
    mean_gradient = decay * mean_gradient + (1 - decay) * g (Graves 2013, equations 38 to 41; epsilon there is under
    the root, PyTorch's is not). Where rounding makes that variance negative the parameter becomes NaN, as in PyTorch.
    0 <= decay < 1, 0 <= momentum < 1. The state remembers `mean_square`, with these options `velocity` and
    `mean_gradient` too.

    >>> rule, weight = RMSProp(decay=0.75), {"weight": np.array([1.0, 1.0])}
    >>> updated, state = rule.step(weight, {"weight": np.array([4.0, -0.5])}, rule.start(weight), 0.25)
    >>> updated["weight"].round(6), state["mean_square"]["weight"]
    (array([0.5, 1.5]), array([4.    , 0.0625]))
    """

    name: ClassVar[str] = "rmsprop"
    rational: ClassVar[bool] = False
    decay: Number = 0.99
    epsilon: Number = 1e-8
    momentum: Number = 0
    centred: bool = False

    @property
    def _remembered(self) -> tuple[str, ...]:
        return ("mean_square",) + ("mean_gradient",) * self.centred + ("velocity",) * (self.momentum > 0)

    def _updated(
        self, parameter: Array, gradient: Array, memory: list[Array], rate: Number, step: int
    ) -> tuple[Array, ...]:
        scratch = times(gradient, gradient)
        remembered = [_average(memory[0], scratch, self.decay, scratch)]
        spread = remembered[0]
        if self.centred:
            remembered.append(_average(memory[1], gradient, self.decay, scratch))
            spread = times(remembered[1], remembered[1])
            np.subtract(remembered[0], spread, out=spread)
        change = _over_root(gradient, spread, 1.0, self.epsilon, scratch)
        if self.momentum:
            velocity = times(memory[-1], self.momentum)
            velocity += change
            remembered.append(velocity)
            times(velocity, rate, change)
        else:
            change *= rate
        return _descended(parameter, change), *remembered


@dataclass(frozen=True)
class Adam(Optimiser):
    """first_moment = beta1 * first_moment + (1 - beta1) * g; second_moment = beta2 * second_moment + (1 - beta2) * g^2;
    parameter - learning_rate * m / (sqrt(v) + epsilon), with m = first_moment / (1 - beta1^k) and
    v = second_moment / (1 - beta2^k) (Kingma and Ba 2015, algorithm 1). PyTorch's Adam. Floats only.

    epsilon is added to the root of the corrected moment, as in algorithm 1; the quicker form at the end of the paper's
    section 2, which TensorFlow follows, adds it before the correction. The first step is learning_rate * sign(g), but
    for epsilon. 0 <= beta1 < 1, 0 <= beta2 < 1. The state remembers `first_moment` and `second_moment`, uncorrected.

    >>> rule, weight = Adam(), {"weight": np.array([1.0, 1.0])}
    >>> updated, _ = rule.step(weight, {"weight": np.array([4.0, -0.5])}, rule.start(weight), 0.5)
    >>> updated["weight"].round(6)
    array([0.5, 1.5])
    """

    name: ClassVar[str] = "adam"
    rational: ClassVar[bool] = False
    beta1: Number = 0.9
    beta2: Number = 0.999
    epsilon: Number = 1e-8

    @property
    def _remembered(self) -> tuple[str, ...]:
        return ("first_moment", "second_moment")

    def _updated(
        self, parameter: Array, gradient: Array, memory: list[Array], rate: Number, step: int
    ) -> tuple[Array, ...]:
        scratch = times(gradient, gradient)
        second = _average(memory[1], scratch, self.beta2, scratch)
        first = _average(memory[0], gradient, self.beta1, scratch)
        change = _over_root(first, second, (1.0 - self.beta2**step) ** 0.5, self.epsilon, scratch)
        change *= rate / (1.0 - self.beta1**step)
        return _descended(parameter, change), first, second


@dataclass(frozen=True)
class AdamW(Adam):
    """Adam with decoupled weight decay: the parameter shrinks by the factor 1 - learning_rate * weight_decay, and the
    gradient stays as it is (Loshchilov and Hutter 2019, algorithm 2). PyTorch's AdamW. Floats only.

    In the paper the decay is multiplied by the schedule alone, in PyTorch by the learning rate too: PyTorch's
    weight_decay is the paper's lambda / alpha.

    >>> rule, weight = AdamW(weight_decay=0.5), {"weight": np.array([1.0, 1.0])}
    >>> updated, _ = rule.step(weight, {"weight": np.array([4.0, 0.0])}, rule.start(weight), 0.5)
    >>> updated["weight"].round(6)
    array([0.25, 0.75])
    """

    name: ClassVar[str] = "adamw"
    weight_decay: Number = field(default=0.01, kw_only=True)

    def _decayed(self, parameter: Array, gradient: Array, rate: Number) -> tuple[Array, Array]:
        return times(parameter, 1 - rate * self.weight_decay), gradient


OPTIMISERS: dict[str, type[Optimiser]] = {
    row.name: row for row in (GradientDescent, Momentum, Nesterov, AdaGrad, RMSProp, Adam, AdamW)
}


def _velocity(before: Array, gradient: Array, momentum: Number, dampening: Number, step: int) -> Array:
    if step == 1 or not momentum:
        return gradient.copy()
    velocity = times(before, momentum)
    velocity += times(gradient, 1 - dampening) if dampening else gradient
    return velocity


def _average(before: Array, value: Array, decay: Number, scratch: Array) -> Array:
    """decay * before + (1 - decay) * value. `scratch` is overwritten; it may be `value` itself."""
    average = times(before, decay)
    average += times(value, 1 - decay, scratch)
    return average


def _over_root(numerator: Array, squares: Array, correction: Number, epsilon: Number, out: Array) -> Array:
    """numerator / (sqrt(squares) / correction + epsilon), written into `out`."""
    np.sqrt(squares, out=out)
    if correction != 1:
        out /= correction
    out += epsilon
    np.divide(numerator, out, out=out)
    return out


def _descended(parameter: Array, change: Array) -> Array:
    """parameter - change, written into `change`."""
    np.subtract(parameter, change, out=change)
    return change
