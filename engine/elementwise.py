"""Elementwise rows of the table of operations: an output entry depends on one entry of each argument.

Derivative rules: Griewank and Walther, Evaluating Derivatives (2008), table 4. Where a function has a kink the usual
subgradient is taken: ReLU'(0) = 0, |0|' = 0, and a tie of maximum shares the gradient evenly. NaN stops no gradient:
ReLU and maximum pass it on there, as in PyTorch.
"""

from __future__ import annotations

import math
import operator
from fractions import Fraction
from typing import Any

import numpy as np

from engine.numbers import choose, full_like, is_exact, like
from engine.operation import Cost, ExactnessError, Operation, numbers_of, per_entry

_ERF = np.vectorize(math.erf, otypes=[np.float64])
_NOTHING = np.float64(0)
_ROOT_2 = math.sqrt(2)
_ROOT_2_PI = math.sqrt(2 * math.pi)
_GELU_CUBIC = 0.044715  # Hendrycks and Gimpel (2016), section 2
_ROOT_2_OVER_PI = math.sqrt(2 / math.pi)


def _ones(a: Any) -> Any:
    return full_like(numbers_of(a), 1)


def _zero(a: Any) -> Any:
    return like(numbers_of(a), 0)


def _each(name: str, a: Any, **keywords: Any) -> Any:
    """A row used inside a rule: on a node a new node, on numbers its value."""
    again = getattr(a, "apply", None)
    return again(name, **keywords) if again else _VALUES[name](a, **keywords)


def _relu(a: Any) -> Any:
    if a.__class__ is np.float64:  # as below, many times faster
        return _NOTHING if a <= 0 else a
    return np.maximum(a, _zero(a))


def _relu_pull(upstream: Any, out: Any, a: Any) -> Any:
    if a.__class__ is np.float64:
        return _NOTHING if a <= 0 else upstream
    return choose(a <= 0, _zero(a), upstream)


def _slope_like(a: Any, slope: Any) -> Any:
    if not is_exact(numbers_of(a)):
        return float(slope)
    if isinstance(slope, float):
        raise TypeError(f"leaky_relu: exact and float numbers do not mix; give the slope exactly, not {slope!r}")
    return Fraction(slope)


def _leaky_relu(a: Any, slope: Any = Fraction(1, 100)) -> Any:
    return choose(a > 0, a, _slope_like(a, slope) * a)


def _leaky_relu_local(out: Any, a: Any, slope: Any = Fraction(1, 100)) -> Any:
    return choose(a > 0, like(numbers_of(a), 1), _slope_like(a, slope))


def _sign(a: Any) -> Any:
    return choose(a > 0, like(numbers_of(a), 1), choose(a < 0, like(numbers_of(a), -1), _zero(a)))


def _sigmoid(a: Any) -> Any:
    small = np.exp(-np.abs(a))  # never overflows
    return choose(a < 0, small, 1.0) / (1.0 + small)


def _sech_squared(a: Any) -> Any:
    """1 / cosh(a)^2 with all its figures, where 1 - tanh(a)^2 would lose them: far from 0 both terms are nearly 1."""
    small = np.exp(-2.0 * np.abs(a))
    half = 2.0 / (1.0 + small)
    return small * half * half


def _softplus(a: Any) -> Any:
    return np.maximum(a, 0.0) + np.log1p(np.exp(-np.abs(a)))


def _gelu(a: Any, approximate: str = "none") -> Any:
    if approximate == "none":
        return a * _normal_distribution(a)
    if approximate == "tanh":
        return 0.5 * a * (1 + np.tanh(_ROOT_2_OVER_PI * (a + _GELU_CUBIC * a * a * a)))
    raise ValueError(f"gelu: approximate must be 'none' or 'tanh', got {approximate!r}")


def _gelu_local(out: Any, a: Any, approximate: str = "none") -> Any:
    if approximate == "none":
        return _normal_distribution(a) + a * np.exp(-0.5 * a * a) / _ROOT_2_PI
    bent = np.tanh(_ROOT_2_OVER_PI * (a + _GELU_CUBIC * a * a * a))
    inner = _ROOT_2_OVER_PI * (1 + 3 * _GELU_CUBIC * a * a)
    return 0.5 * (1 + bent) + 0.5 * a * (1 - bent * bent) * inner


def _normal_distribution(a: Any) -> Any:
    """The standard normal distribution function. Far to the left it keeps no relative accuracy, as in PyTorch."""
    return 0.5 * (1 + _each("erf", a * (1 / _ROOT_2)))


def _power(a: Any, exponent: Any) -> Any:
    if exponent is None or isinstance(exponent, str):  # NumPy would make NaN of the one and read the other
        raise TypeError(f"power: the exponent must be a number, got {exponent!r}")
    if not is_exact(a):
        return a ** (np.float64(exponent) if np.ndim(exponent) == 0 else exponent)
    if any(e % 1 != 0 for e in np.asarray(exponent, dtype=object).flat):
        raise ExactnessError(f"power with exponent {exponent}")
    whole = np.vectorize(int, otypes=[object])(exponent) if np.ndim(exponent) else int(exponent)
    return np.power(a, whole)  # Fraction ** array would make floats


def _power_local(out: Any, a: Any, exponent: Any) -> Any:
    given = numbers_of(exponent)
    nothing = given == 0  # 0 * 0**-1 would be NaN
    if hasattr(exponent, "apply"):
        nothing = nothing & (numbers_of(a) == 0)  # elsewhere the exponent's own derivative is still to come
    elif np.ndim(given) == 0:
        if nothing:
            return full_like(numbers_of(a), 0)
        exponent = Fraction(given) if is_exact(numbers_of(a)) else float(given)
        return exponent * a ** (exponent - 1)
    elif is_exact(numbers_of(a)):
        exponent = np.vectorize(Fraction, otypes=[object])(given)
    return choose(nothing, _zero(a), exponent * np.power(a, choose(nothing, like(given, 1), exponent - 1)))


def _exponent_local(out: Any, a: Any, exponent: Any) -> Any:
    if is_exact(numbers_of(a)):
        raise ExactnessError("the derivative of a power with respect to its exponent")
    flat = (numbers_of(a) == 0) & (numbers_of(exponent) >= 0)  # 0**e stays 0 around e; 0 at e = 0, as in PyTorch
    return choose(flat, 0.0, out * np.log(choose(flat, 1.0, a)))


def _larger(a: Any, b: Any) -> Any:
    """0 where a is the smaller, 1/2 at a tie, else 1."""
    a, b = numbers_of(a), numbers_of(b)
    one = like(a, 1)
    return choose(a < b, one - one, choose(a == b, one / 2, one))


def _where(a: Any, b: Any, condition: Any) -> Any:
    return np.where(condition, a, b)


def _mask(condition: Any, a: Any) -> Any:
    return choose(np.asarray(condition, dtype=bool), like(numbers_of(a), 1), _zero(a))


def _power_back(out: Any, a: Any, exponent: Any) -> Cost:
    return Cost(2, 0, 1) * int(np.size(out)) + Cost(additions=int(np.size(exponent)) if np.ndim(exponent) else 0)


def _gelu_cost(out: Any, a: Any, approximate: str = "none") -> Cost:
    return (Cost(3, 1, 1) if approximate == "none" else Cost(6, 2, 1)) * int(np.size(out))


def _gelu_back(out: Any, a: Any, approximate: str = "none") -> Cost:
    return (Cost(7, 2, 2) if approximate == "none" else Cost(13, 5, 1)) * int(np.size(out))


ROWS = (
    Operation(
        "add",
        operator.add,
        local=(lambda out, a, b: _ones(a), lambda out, a, b: _ones(b)),
        pull=(None, None),
        cost=per_entry(0, 1),
        back=(per_entry(), per_entry()),
    ),
    Operation(
        "subtract",
        operator.sub,
        local=(lambda out, a, b: _ones(a), lambda out, a, b: -_ones(b)),
        pull=(None, lambda upstream, out, a, b: -upstream),
        cost=per_entry(0, 1),
        back=(per_entry(), per_entry()),
    ),
    Operation(
        "multiply",
        operator.mul,
        local=(lambda out, a, b: b, lambda out, a, b: a),
        pull=(lambda upstream, out, a, b: upstream * b, lambda upstream, out, a, b: upstream * a),
        cost=per_entry(1),
        back=(per_entry(1), per_entry(1)),
    ),
    Operation(
        "divide",
        operator.truediv,
        local=(lambda out, a, b: 1 / b, lambda out, a, b: -out / b),
        pull=(lambda upstream, out, a, b: upstream / b, lambda upstream, out, a, b: -(upstream * out) / b),
        cost=per_entry(1),
        back=(per_entry(1), per_entry(2)),
    ),
    Operation(
        "negate",
        operator.neg,
        local=(lambda out, a: -_ones(a),),
        pull=(lambda upstream, out, a: -upstream,),
        back=(per_entry(),),
    ),
    Operation(
        "power",
        _power,
        local=(_power_local, _exponent_local),
        cost=per_entry(functions=1),
        back=(_power_back, per_entry(2, 0, 1)),
    ),
    Operation("square", lambda a: a * a, local=(lambda out, a: 2 * a,), cost=per_entry(1), back=(per_entry(2),)),
    Operation("abs", abs, local=(lambda out, a: _sign(a),), back=(per_entry(1),)),
    Operation(
        "relu",
        _relu,
        local=(lambda out, a: choose(a <= 0, _zero(a), like(numbers_of(a), 1)),),
        pull=(_relu_pull,),
        back=(per_entry(),),
    ),
    Operation("leaky_relu", _leaky_relu, local=(_leaky_relu_local,), cost=per_entry(1), back=(per_entry(1),)),
    Operation(
        "maximum",
        np.maximum,
        local=(lambda out, a, b: _larger(a, b), lambda out, a, b: _larger(b, a)),
        back=(per_entry(1), per_entry(1)),
    ),
    Operation(
        "minimum",
        np.minimum,
        local=(lambda out, a, b: _larger(b, a), lambda out, a, b: _larger(a, b)),
        back=(per_entry(1), per_entry(1)),
    ),
    Operation(
        "where",
        _where,
        local=(
            lambda out, a, b, condition: _mask(condition, a),
            lambda out, a, b, condition: _mask(~np.asarray(condition, dtype=bool), b),
        ),
        pull=(
            lambda upstream, out, a, b, condition: np.where(condition, upstream, _zero(a)),
            lambda upstream, out, a, b, condition: np.where(condition, _zero(b), upstream),
        ),
        back=(per_entry(), per_entry()),
    ),
    Operation(
        "exp", np.exp, local=(lambda out, a: out,), rational=False, cost=per_entry(0, 0, 1), back=(per_entry(1),)
    ),
    Operation(
        "log",
        np.log,
        local=(lambda out, a: 1 / a,),
        pull=(lambda upstream, out, a: upstream / a,),
        rational=False,
        cost=per_entry(0, 0, 1),
        back=(per_entry(1),),
    ),
    Operation(
        "sqrt",
        np.sqrt,
        local=(lambda out, a: 0.5 / out,),
        rational=False,
        cost=per_entry(0, 0, 1),
        back=(per_entry(2),),
    ),
    Operation(
        "sin",
        np.sin,
        local=(lambda out, a: np.cos(a),),
        rational=False,
        cost=per_entry(0, 0, 1),
        back=(per_entry(1, 0, 1),),
    ),
    Operation(
        "cos",
        np.cos,
        local=(lambda out, a: -np.sin(a),),
        rational=False,
        cost=per_entry(0, 0, 1),
        back=(per_entry(1, 0, 1),),
    ),
    Operation(
        "tanh",
        np.tanh,
        local=(lambda out, a: _each("sech_squared", a),),
        rational=False,
        cost=per_entry(0, 0, 1),
        back=(per_entry(5, 1, 1),),
    ),
    Operation(
        "sech_squared",
        _sech_squared,
        local=(lambda out, a: -2.0 * out * np.tanh(a),),
        rational=False,
        cost=per_entry(4, 1, 1),
        back=(per_entry(3, 0, 1),),
    ),
    Operation(
        "sigmoid",
        _sigmoid,
        local=(lambda out, a: 0.25 * _each("sech_squared", 0.5 * a),),
        rational=False,
        cost=per_entry(1, 1, 1),
        back=(per_entry(7, 1, 1),),
    ),
    Operation(
        "softplus",
        _softplus,
        local=(lambda out, a: _each("sigmoid", a),),
        rational=False,
        cost=per_entry(0, 1, 2),
        back=(per_entry(2, 1, 1),),
    ),
    Operation(
        "erf",
        _ERF,
        local=(lambda out, a: 2 / math.sqrt(math.pi) * np.exp(-a * a),),
        rational=False,
        cost=per_entry(0, 0, 1),
        back=(per_entry(3, 0, 1),),
    ),
    Operation("gelu", _gelu, local=(_gelu_local,), rational=False, cost=_gelu_cost, back=(_gelu_back,)),
)

_VALUES = {row.name: row.value for row in ROWS}
