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

Array = NDArray[Any]  # float64, or object holding Fraction
Rule = Callable[..., Array]


class ExactnessError(TypeError):
    """An operation that leaves the rational numbers was asked for on exact numbers."""


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


def _inexact(name: str, function: Callable[[Array], Array]) -> Rule:
    def value(a: Array) -> Array:
        if is_exact(a):
            raise ExactnessError(f"{name} of an exact number is not rational: convert to float first (`as_float`)")
        return function(a)

    return value


def _positive(a: Array) -> Array:
    """1 where a > 0, else 0, in the number type of a: the derivative of ReLU, with ReLU'(0) = 0."""
    return np.where(a > 0, _one(a), 0 * _one(a)) if not is_exact(a) else _fractions(a > 0)


def _fractions(mask: Any) -> Array:
    return np.asarray(np.vectorize(lambda yes: Fraction(int(yes)), otypes=[object])(mask))


def _one(a: Array) -> Any:
    return Fraction(1) if is_exact(a) else 1.0


def _ones(a: Array) -> Array:
    return np.full(np.shape(a), _one(a), dtype=a.dtype)


def _spread(upstream: Array, a: Array, axis: int | None) -> Array:
    """A reduced gradient, copied back along the axis that was summed."""
    if axis is None:
        return np.broadcast_to(upstream, a.shape)
    return np.broadcast_to(np.expand_dims(upstream, axis), a.shape)


def _count(a: Array, axis: int | None) -> int:
    return int(a.size if axis is None else a.shape[axis])


def _sum(a: Array, axis: int | None = None) -> Array:
    return np.asarray(a.sum(axis=axis), dtype=a.dtype)


def _matrix(a: Array) -> Array:
    return a if a.ndim == 2 else a.reshape(1, -1)


def _matmul_left(upstream: Array, out: Array, a: Array, b: Array) -> Array:
    if b.ndim == 1:
        return np.multiply.outer(upstream, b)
    return np.asarray(upstream @ b.T, dtype=a.dtype)


def _matmul_right(upstream: Array, out: Array, a: Array, b: Array) -> Array:
    if a.ndim == 1:
        return np.multiply.outer(a, upstream)
    return np.asarray(a.T @ upstream, dtype=b.dtype)


_sigmoid = _inexact("sigmoid", lambda a: 0.5 * (1.0 + np.tanh(0.5 * a)))

_ROWS = (
    Operation("add", lambda a, b: a + b, local=(lambda out, a, b: _ones(a), lambda out, a, b: _ones(b))),
    Operation("subtract", lambda a, b: a - b, local=(lambda out, a, b: _ones(a), lambda out, a, b: -_ones(b))),
    Operation("multiply", lambda a, b: a * b, local=(lambda out, a, b: b, lambda out, a, b: a)),
    Operation("divide", lambda a, b: a / b, local=(lambda out, a, b: _one(b) / b, lambda out, a, b: -out / b)),
    Operation("negate", lambda a: -a, local=(lambda out, a: -_ones(a),)),
    Operation(
        "power", lambda a, exponent: a**exponent, local=(lambda out, a, exponent: exponent * a ** (exponent - 1),)
    ),
    Operation("square", lambda a: a * a, local=(lambda out, a: 2 * a,)),
    Operation("relu", lambda a: a * _positive(a), local=(lambda out, a: _positive(a),)),
    Operation("exp", _inexact("exp", np.exp), local=(lambda out, a: out,)),
    Operation("log", _inexact("log", np.log), local=(lambda out, a: 1.0 / a,)),
    Operation("tanh", _inexact("tanh", np.tanh), local=(lambda out, a: 1.0 - out * out,)),
    Operation("sigmoid", _sigmoid, local=(lambda out, a: out * (1.0 - out),)),
    Operation("sum", _sum, pull=(lambda upstream, out, a, axis=None: _spread(upstream, a, axis),)),
    Operation(
        "mean",
        lambda a, axis=None: _sum(a, axis) / _count(a, axis),
        pull=(lambda upstream, out, a, axis=None: _spread(upstream, a, axis) / _count(a, axis),),
    ),
    Operation("matmul", lambda a, b: np.asarray(a @ b, dtype=a.dtype), pull=(_matmul_left, _matmul_right)),
)

OPERATIONS: dict[str, Operation] = {row.name: row for row in _ROWS}
