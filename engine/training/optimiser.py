"""What all optimisers share: hyperparameters that are checked, a state that is handed on, one kind of numbers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from fractions import Fraction
from functools import cached_property
from typing import Any, ClassVar, Self

import numpy as np

from engine.mapping import FrozenMapping
from engine.numbers import Array, as_kind, full_like, is_exact
from engine.operations import ExactnessError
from engine.training.schedules import Number, check_number, of_one_kind

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
        penalty = times(parameter, self.weight_decay)
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
    return FrozenMapping({"step": step, **{name: FrozenMapping(arrays) for name, arrays in remembered.items()}})


def times(array: Array, factor: Any, out: Array | None = None) -> Array:
    """array * factor, written into `out` or a new array."""
    # Without `out` NumPy hands back bare numbers for arrays of shape (), and those cannot be changed in place.
    product = np.empty(array.shape, array.dtype) if out is None else out
    np.multiply(array, factor, out=product)
    return product
