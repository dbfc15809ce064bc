"""The table of operations: one row each, a value and one derivative per argument.

An elementwise row gives the *local derivative* with respect to each argument; the contribution that flows back is
the upstream gradient times that, summed over broadcast axes. A structural row (matrix product, sums) gives the
contribution itself, because its local derivative is a whole matrix. Derivative rules: Griewank and Walther,
Evaluating Derivatives (2008), table 4.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.matrices import matmul_left, matmul_right

Array = NDArray[Any]  # float64, or object holding Fraction
Rule = Callable[..., Any]


class ExactnessError(TypeError):
    """An operation that leaves the rational numbers was asked for on exact numbers."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} of an exact number is not rational; build the graph from floats, as variable(0.5)")


@dataclass(frozen=True)
class Operation:
    """A row of the table. `local` has a function (output, *arguments) for each argument; `pull` one (upstream,
    output, *arguments)."""

    name: str
    value: Rule
    local: tuple[Rule, ...] = ()
    pull: tuple[Rule, ...] = ()


def is_exact(array: Array) -> bool:
    """Whether an array holds exact numbers."""
    return array.dtype == object


def ones_like(array: Array) -> Array:
    """Ones of the same shape and kind."""
    return np.full(array.shape, _number(array, 1), dtype=array.dtype)


def zeros_like(array: Array) -> Array:
    """Zeros of the same shape and kind."""
    return np.full(array.shape, _number(array, 0), dtype=array.dtype)


def _number(array: Array, number: int) -> Any:
    """A number of the array's kind."""
    return Fraction(number) if is_exact(array) else float(number)


def _inexact(name: str, function: Callable[[Array], Array]) -> Rule:
    def value(a: Array) -> Array:
        if is_exact(a):
            raise ExactnessError(name)
        return function(a)

    return value


def _positive(a: Array) -> Array:
    """1 where a > 0, else 0, in the number type of a: the derivative of ReLU, with ReLU'(0) = 0."""
    return np.where(a > 0, ones_like(a), zeros_like(a))


def _sigmoid(a: Array) -> Array:
    small = np.exp(-np.abs(a))  # never overflows
    return np.where(a < 0, small, 1.0) / (1.0 + small)


def _power(a: Array, exponent: float | Fraction) -> Any:
    whole = int(exponent) if exponent % 1 == 0 else None
    if not is_exact(a):
        return a ** float(exponent)
    if whole is None:
        raise ExactnessError(f"power with exponent {exponent}")
    return a**whole


def _power_slope(a: Array, exponent: float | Fraction) -> Any:
    if exponent == 0:
        return zeros_like(a)
    factor = Fraction(exponent) if is_exact(a) else float(exponent)
    return factor * _power(a, exponent - 1)


def _sum(a: Array, axis: int | None = None) -> Any:
    return np.add.reduce(a, axis=axis, initial=_number(a, 0))


def _mean(a: Array, axis: int | None = None) -> Any:
    if not a.size:
        raise ValueError("mean: of no numbers there is none")
    return _sum(a, axis) / _count(a, axis)


def _count(a: Array, axis: int | None) -> int:
    return int(a.size if axis is None else a.shape[axis])


def _spread(upstream: Array, a: Array, axis: int | None) -> Array:
    """A reduced gradient, copied back along the axis that was summed."""
    return np.broadcast_to(upstream if axis is None else np.expand_dims(upstream, axis), a.shape)


_ROWS = (
    Operation("add", lambda a, b: a + b, local=(lambda out, a, b: ones_like(a), lambda out, a, b: ones_like(b))),
    Operation("subtract", lambda a, b: a - b, local=(lambda out, a, b: ones_like(a), lambda out, a, b: -ones_like(b))),
    Operation("multiply", lambda a, b: a * b, local=(lambda out, a, b: b, lambda out, a, b: a)),
    Operation("divide", lambda a, b: a / b, local=(lambda out, a, b: _number(b, 1) / b, lambda out, a, b: -out / b)),
    Operation("negate", lambda a: -a, local=(lambda out, a: -ones_like(a),)),
    Operation("power", _power, local=(lambda out, a, exponent: _power_slope(a, exponent),)),
    Operation("square", lambda a: a * a, local=(lambda out, a: 2 * a,)),
    Operation("relu", lambda a: np.maximum(a, _number(a, 0)), local=(lambda out, a: _positive(a),)),
    Operation("exp", _inexact("exp", np.exp), local=(lambda out, a: out,)),
    Operation("log", _inexact("log", np.log), local=(lambda out, a: 1.0 / a,)),
    Operation("tanh", _inexact("tanh", np.tanh), local=(lambda out, a: 1.0 - out * out,)),
    Operation("sigmoid", _inexact("sigmoid", _sigmoid), local=(lambda out, a: out * (1.0 - out),)),
    Operation("sum", _sum, pull=(lambda upstream, out, a, axis=None: _spread(upstream, a, axis),)),
    Operation(
        "mean",
        _mean,
        pull=(lambda upstream, out, a, axis=None: _spread(upstream, a, axis) / _count(a, axis),),
    ),
    Operation("matmul", lambda a, b: a @ b, pull=(matmul_left, matmul_right)),
)

OPERATIONS: dict[str, Operation] = {row.name: row for row in _ROWS}
