"""The operations as functions: `tanh(x)`. On nodes they make nodes, on plain arrays they only work out the value, so
that one formula serves a graph and a quick look."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from engine.graph import Node, apply
from engine.numbers import as_array, as_kind, is_exact
from engine.operations import OPERATIONS, ExactnessError


def run(name: str, *operands: Any, **keywords: Any) -> Any:
    """A row of the table on nodes or on plain numbers. Raises ExactnessError where exact numbers would not stay so,
    TypeError where exact and float numbers meet.

    >>> run("relu", np.array([-1.0, 2.0]))
    array([0., 2.])
    """
    if any(isinstance(operand, Node) for operand in operands):
        return apply(name, *operands, **keywords)
    operation = OPERATIONS[name]
    arrays = [operand if _ours(operand) else as_array(operand)[()] for operand in operands]
    if any(is_exact(array) for array in arrays):
        if not operation.rational:
            raise ExactnessError(name)
        arrays = [array if is_exact(array) else as_kind(array, True)[()] for array in operands]
        if not all(is_exact(array) for array in arrays):
            raise TypeError(f"{name}: exact and float numbers do not mix; convert one of them first")
    return operation.value(*arrays, **keywords)


def _ours(operand: Any) -> bool:
    """Whether it is an array of one of the engine's two kinds; one of small integers would overflow in silence."""
    return isinstance(operand, np.ndarray) and operand.dtype in (np.float64, np.object_)


def exp(x: Any) -> Any:
    """e to the x; float only."""
    return run("exp", x)


def log(x: Any) -> Any:
    """The natural logarithm; float only."""
    return run("log", x)


def sqrt(x: Any) -> Any:
    """The square root; float only."""
    return run("sqrt", x)


def sin(x: Any) -> Any:
    """The sine of an angle in radians; float only."""
    return run("sin", x)


def cos(x: Any) -> Any:
    """The cosine of an angle in radians; float only."""
    return run("cos", x)


def tanh(x: Any) -> Any:
    """The hyperbolic tangent; float only."""
    return run("tanh", x)


def sigmoid(x: Any) -> Any:
    """1 / (1 + exp(-x)); float only. It never overflows."""
    return run("sigmoid", x)


def softplus(x: Any) -> Any:
    """log(1 + exp(x)); float only. It never overflows."""
    return run("softplus", x)


def relu(x: Any) -> Any:
    """max(0, x), with slope 0 at 0.

    >>> relu(np.array([-1.5, 2.0]))
    array([0., 2.])
    """
    return run("relu", x)


def leaky_relu(x: Any, slope: float | Fraction = Fraction(1, 100)) -> Any:
    """x where x > 0, elsewhere slope * x (Maas, Hannun and Ng 2013); the slope at 0 is `slope`."""
    return run("leaky_relu", x, slope=slope)


def gelu(x: Any, approximate: str = "none") -> Any:
    """x times the normal distribution function of x (Hendrycks and Gimpel 2016); float only.

    `approximate="tanh"` is their formula with tanh.
    """
    return run("gelu", x, approximate=approximate)


def softmax(x: Any, axis: int = -1) -> Any:
    """exp(x) over its sum along an axis; float only. It never overflows.

    >>> softmax(np.array([1000.0, 1000.0]))
    array([0.5, 0.5])
    """
    return run("softmax", x, axis=axis)


def log_softmax(x: Any, axis: int = -1) -> Any:
    """The logarithm of softmax, without its loss of figures; float only."""
    return run("log_softmax", x, axis=axis)


def absolute(x: Any) -> Any:
    """|x|, with slope 0 at 0."""
    return run("abs", x)


def maximum(a: Any, b: Any) -> Any:
    """The larger of two, entry by entry; a tie shares the gradient evenly."""
    return run("maximum", a, b)


def minimum(a: Any, b: Any) -> Any:
    """The smaller of two, entry by entry; a tie shares the gradient evenly."""
    return run("minimum", a, b)


def where(condition: Any, a: Any, b: Any) -> Any:
    """`a` where the condition holds, elsewhere `b`. The condition has no derivative.

    >>> from engine import variable
    >>> x = variable([-1.0, 2.0])
    >>> where(x > 0, x, 0.0)
    Node(where, [0.0, 2.0])
    """
    kept = condition.value if isinstance(condition, Node) else condition
    return run("where", a, b, condition=np.array(kept, dtype=bool))


def concatenate(pieces: Any, axis: int = 0) -> Any:
    """Arrays or nodes one after another along an axis."""
    return run("concatenate", *pieces, axis=axis)
