"""Optimisers: how parameters follow their gradients, with PyTorch's conventions step by step.

    state = optimiser.start(parameters)
    parameters, state = optimiser.step(parameters, gradients, state, learning_rate)

An optimiser keeps nothing itself: what it remembers is in the state. The formulas below write k = 1, 2, ... for the
step, g for the gradient, and every operation entry by entry.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType
from typing import Any, ClassVar, Self

import numpy as np

from engine.numbers import Array, as_kind, full_like, is_exact
from engine.operations import ExactnessError
from engine.schedules import Number, check_number, of_one_kind

Arrays = Mapping[str, Array]  # parameter name -> array of any shape, float64 or of Fractions (dtype object)
State = Mapping[str, Any]  # "step": how many steps were made; every other name: Arrays in the parameters' shapes

_FLOAT = np.dtype(np.float64)
_BELOW_ONE = frozenset({"momentum", "dampening", "decay", "beta1", "beta2"})


@dataclass(frozen=True)
class Optimiser(ABC):
    """What all optimisers share.

    Every one takes `weight_decay` (0 unless given; at least 0): the L2 penalty, which adds weight_decay * parameter to
    the gradient, before anything else is done with it. Hyperparameters are checked when an optimiser is made:
    ValueError for one out of range or not finite, TypeError for what is no number. A Fraction among them is turned
    into a float for float parameters.
    """

    name: ClassVar[str]
    rational: ClassVar[bool]  # without a root, so that exact parameters stay exact
    weight_decay: Number = field(default=Fraction(0), kw_only=True)

    def __post_init__(self) -> None:
        for hyperparameter in fields(self):
            path, value = f"{self.name}.{hyperparameter.name}", getattr(self, hyperparameter.name)
            if isinstance(hyperparameter.default, bool):
                if not isinstance(value, bool):
                    raise TypeError(f"{path}: must be True or False, got {value!r}")
                continue
            check_number(path, value)
            if hyperparameter.name in _BELOW_ONE and value >= 1:
                raise ValueError(f"{path}: must be at least 0 and below 1, got {value}")

    def start(self, parameters: Arrays) -> State:
        """The state before the first step: step 0, and zeros in the shape and kind of every parameter.

        Raises ExactnessError where the parameters are exact and the optimiser takes a root, TypeError for what is no
        number, for exact and float parameters together, and for exact parameters with a float hyperparameter.
        """
        exact = _exact(parameters)
        rule = self._of_kind(exact)
        zeros = {name: _read_only(full_like(_taken(name, p, exact), 0)) for name, p in parameters.items()}
        return _state(0, dict.fromkeys(rule._remembered, zeros))

    def step(
        self, parameters: Arrays, gradients: Arrays, state: State, learning_rate: Number
    ) -> tuple[dict[str, Array], State]:
        """The parameters after one step, and the state after it: read-only arrays, made new; what was given is left as
        it is.

        `gradients` holds d loss / d parameter for every parameter, in its shape; others in it are not looked at.
        Infinities and NaN go through without a warning: whether training diverged is the training loop's question.
        Raises what `start` raises, and ValueError for a gradient that is missing or of another shape and for another
        optimiser's state, TypeError for a float gradient or learning rate of exact parameters.
        """
        exact = _exact(parameters)
        rule = self._of_kind(exact)
        rate = of_one_kind("learning_rate", learning_rate, exact)
        try:
            number = state["step"] + 1
            before = [state[remembered] for remembered in rule._remembered]
        except KeyError as missing:
            raise ValueError(f"{self.name}: the state has no {missing}; begin with its own start") from None
        updated: dict[str, Array] = {}
        after: list[dict[str, Array]] = [{} for _ in before]
        with np.errstate(all="ignore"):
            for name, parameter in parameters.items():
                try:
                    gradient = gradients[name]
                    memory = [arrays[name] for arrays in before]
                except KeyError:
                    lacking = "gradient" if name not in gradients else "state"
                    raise ValueError(f"{self.name}: there is no {lacking} for the parameter {name!r}") from None
                if exact or not _plain(parameter, gradient):
                    parameter = _taken(name, parameter, exact)
                    gradient = _taken(f"gradient of {name}", gradient, exact)
                if gradient.shape != parameter.shape:
                    raise ValueError(
                        f"gradient of {name}: must have the parameter's shape {parameter.shape}, got {gradient.shape}"
                    )
                if rule.weight_decay:
                    parameter, gradient = rule._decayed(parameter, gradient, rate)
                result, *remembered = rule._updated(parameter, gradient, memory, rate, number)
                updated[name] = _read_only(result)
                for arrays, array in zip(after, remembered, strict=True):
                    arrays[name] = _read_only(array)
        return updated, _state(number, dict(zip(rule._remembered, after, strict=True)))

    @property
    def _remembered(self) -> tuple[str, ...]:
        """What the state holds of every parameter, by name."""
        return ()

    @abstractmethod
    def _updated(
        self, parameter: Array, gradient: Array, memory: list[Array], rate: Number, step: int
    ) -> tuple[Array, ...]:
        """The new parameter, then what is to be remembered, in the order of `_remembered`: arrays made new."""

    def _decayed(self, parameter: Array, gradient: Array, rate: Number) -> tuple[Array, Array]:
        penalty = _times(parameter, self.weight_decay)
        penalty += gradient
        return parameter, penalty

    def _of_kind(self, exact: bool) -> Self:
        """The same optimiser with hyperparameters of the parameters' kind."""
        if exact and not self.rational:
            raise ExactnessError(f"{self.name}'s sqrt")
        return self._with_fractions if exact else self._with_floats

    @cached_property
    def _with_floats(self) -> Self:
        return self._with(exact=False)

    @cached_property
    def _with_fractions(self) -> Self:
        return self._with(exact=True)

    def _with(self, exact: bool) -> Self:
        given = {f.name: getattr(self, f.name) for f in fields(self) if not isinstance(f.default, bool)}
        return replace(
            self, **{name: of_one_kind(f"{self.name}.{name}", value, exact) for name, value in given.items()}
        )


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
        return (_descended(parameter, _times(gradient, rate)),)


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
        return _descended(parameter, _times(velocity, rate)), velocity


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
        ahead = _times(velocity, self.momentum)
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
        squares = _times(gradient, gradient)
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
        scratch = _times(gradient, gradient)
        remembered = [_average(memory[0], scratch, self.decay, scratch)]
        spread = remembered[0]
        if self.centred:
            remembered.append(_average(memory[1], gradient, self.decay, scratch))
            spread = _times(remembered[1], remembered[1])
            np.subtract(remembered[0], spread, out=spread)
        change = _over_root(gradient, spread, 1.0, self.epsilon, scratch)
        if self.momentum:
            velocity = _times(memory[-1], self.momentum)
            velocity += change
            remembered.append(velocity)
            _times(velocity, rate, change)
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
        scratch = _times(gradient, gradient)
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
        return _times(parameter, 1 - rate * self.weight_decay), gradient


OPTIMISERS: dict[str, type[Optimiser]] = {
    row.name: row for row in (GradientDescent, Momentum, Nesterov, AdaGrad, RMSProp, Adam, AdamW)
}


def _velocity(before: Array, gradient: Array, momentum: Number, dampening: Number, step: int) -> Array:
    if step == 1 or not momentum:
        return gradient.copy()
    velocity = _times(before, momentum)
    velocity += _times(gradient, 1 - dampening) if dampening else gradient
    return velocity


def _average(before: Array, value: Array, decay: Number, scratch: Array) -> Array:
    """decay * before + (1 - decay) * value. `scratch` is overwritten; it may be `value` itself."""
    average = _times(before, decay)
    average += _times(value, 1 - decay, scratch)
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


def _times(array: Array, factor: Any, out: Array | None = None) -> Array:
    # Without `out` NumPy hands back bare numbers for arrays of shape (), and those cannot be changed in place.
    product = np.empty(array.shape, array.dtype) if out is None else out
    np.multiply(array, factor, out=product)
    return product


def _exact(parameters: Arrays) -> bool:
    """Whether the parameters are exact: all are what the first one is, or `_taken` refuses them."""
    return any(is_exact(parameter) for parameter in parameters.values())


def _plain(parameter: Any, gradient: Any) -> bool:
    """Whether these are float64 arrays already, as nearly always in training."""
    return type(parameter) is type(gradient) is np.ndarray and parameter.dtype is gradient.dtype is _FLOAT


def _taken(name: str, value: Any, exact: bool) -> Array:
    """As an array of the wanted kind. Raises TypeError if it is of the other."""
    try:
        array = as_kind(value, exact)
    except TypeError as wrong:
        raise TypeError(f"{name}: {wrong}") from None
    if is_exact(array) != exact:
        kind, others = ("exact", "floats") if is_exact(array) else ("a float", "exact")
        raise TypeError(f"{name}: exact and float do not mix; it is {kind} and others are {others}")
    return array


def _read_only(array: Array) -> Array:
    array.setflags(write=False)
    return array


def _state(step: int, remembered: dict[str, dict[str, Array]]) -> State:
    return MappingProxyType({"step": step, **{name: MappingProxyType(arrays) for name, arrays in remembered.items()}})
