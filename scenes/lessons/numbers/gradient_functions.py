"""The functions that the gradient lesson can be told to walk on: losses over one weight, or over a weight and a bias.

Each is built as an engine graph, so its slopes come from the walk back; where it is rational they are exact.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine import Node, cos, derivative, exact, exp, sin, variable

Number = Fraction | float
Coefficients = Sequence[Any]
FAR = 1_000_000  # no start is farther away
_PLATEAU_END = 10  # farther out no nudge that can be seen comes near its slope


@dataclass(frozen=True)
class Curve:
    """A loss over one weight. `around` names places that a picture should show, for a start; a start is at most `limit`
    away from zero. Where the function is not rational, `difference` is its change from a weight on by so much, written
    so that two nearly equal numbers are never subtracted."""

    coefficients: tuple[Fraction, ...]
    make: Callable[[Node, Coefficients], Node]
    around: Callable[[Fraction], tuple[Fraction, ...]]
    difference: Callable[[float, float], float] | None = None
    limit: int = FAR

    @property
    def rational(self) -> bool:
        """Whether its numbers are exact."""
        return self.difference is None


@dataclass(frozen=True)
class Ground:
    """A loss over a weight and a bias. `around` names places that a picture should show, for a start; it is as large
    as `reach` where that is the start alone. The states of a descent stay short where it is `quadratic`."""

    coefficients: tuple[Fraction, ...]
    make: Callable[[Node, Node, Coefficients], Node]
    around: Callable[[Fraction, Fraction], tuple[tuple[Fraction, Fraction], ...]]
    reach: Fraction = Fraction(2)
    rational: bool = True
    quadratic: bool = True


class State(NamedTuple):
    """A place on the surface, its loss and its two slopes."""

    weight: Number
    bias: Number
    loss: Number
    slopes: tuple[Number, Number]


def _numbers(*texts: str) -> tuple[Fraction, ...]:
    return tuple(exact(text) for text in texts)


def _about(middle: Fraction) -> Callable[[Fraction], tuple[Fraction, ...]]:
    """The bottom of a parabola and as much of its other side."""

    def around(start: Fraction) -> tuple[Fraction, ...]:
        away = middle - start or Fraction(1)
        return middle, middle + away * Fraction(3, 4), start - away * Fraction(1, 2)

    return around


def _fixed(*places: Fraction) -> Callable[[Fraction], tuple[Fraction, ...]]:
    return lambda start: places


def _wave_difference(weight: float, by: float) -> float:
    return 2 * math.cos(weight + by / 2) * math.sin(by / 2)


def _plateau_difference(weight: float, by: float) -> float:
    """exp(-w^2) - exp(-(w + by)^2), the higher of both in front."""
    farther = by * (2 * weight + by)  # (w + by)^2 - w^2
    if farther >= 0:
        return -math.exp(-(weight**2)) * math.expm1(-farther)
    return math.exp(-((weight + by) ** 2)) * math.expm1(farther)


CURVES: Mapping[str, Curve] = {
    "neuron": Curve(_numbers("2.1", "4"), lambda w, c: (c[0] * w - c[1]) ** 2, _about(Fraction(40, 21))),
    "parabola": Curve((), lambda w, c: w**2, _about(Fraction(0))),
    "valleys": Curve(
        _numbers("0.3", "0.5"),
        lambda w, c: (w**2 - 1) ** 2 + c[0] * w + c[1],
        _fixed(Fraction(-3, 2), Fraction(3, 2)),
    ),
    "cubic": Curve((), lambda w, c: w**3, _fixed(Fraction(-1), Fraction(1))),
    "wave": Curve((), lambda w, c: sin(w) + 1, lambda start: (start - 4, start + 4), _wave_difference),
    "plateau": Curve(
        (),
        lambda w, c: 1 - exp(-(w**2)),
        _fixed(Fraction(-5, 2), Fraction(5, 2)),
        _plateau_difference,
        _PLATEAU_END,
    ),
}

Places = tuple[tuple[Fraction, Fraction], ...]


def _about_zero(weight: Fraction, bias: Fraction) -> Places:
    """The middle, and as much of its other side."""
    return (Fraction(0), Fraction(0)), (-weight, -bias)


def _across_valley(weight: Fraction, bias: Fraction) -> Places:
    """The point of the line 2.1 w + b = 4 that is nearest to the start, and some of its other side."""
    given, target = _numbers("2.1", "4")
    miss = (given * weight + bias - target) / (given**2 + 1)
    return (weight - miss * given, bias - miss), (weight - miss * given * Fraction(3, 2), bias - miss * Fraction(3, 2))


GROUNDS: Mapping[str, Ground] = {
    "bowl": Ground(_numbers("1.5"), lambda w, b, c: w**2 - c[0] * w * b + b**2, _about_zero),
    "neuron": Ground(_numbers("2.1", "4"), lambda w, b, c: (c[0] * w + b - c[1]) ** 2, _across_valley),
    "saddle": Ground((), lambda w, b, c: w**2 - b**2, _about_zero),
    "valleys": Ground(
        _numbers("0.3", "0.5"),
        lambda w, b, c: (w**2 - 1) ** 2 + b**2 + c[0] * w + c[1],
        lambda w, b: ((Fraction(-3, 2), Fraction(0)), (Fraction(3, 2), Fraction(0))),
        quadratic=False,
    ),
    "waves": Ground(
        (),
        lambda w, b, c: sin(w) + cos(b) + 2,
        lambda w, b: ((w - 3, b - 2), (w + 3, b + 2)),
        rational=False,
        quadratic=False,
    ),
}


def on_curve(curve: Curve, weight: Number) -> tuple[Number, Number]:
    """The loss and its slope there, exact where the function is rational."""
    kind = Fraction if curve.rational else float
    w = variable(kind(weight), "weight")
    with np.errstate(all="ignore"):  # what overflows is infinite, and whoever asks looks
        loss = curve.make(w, [kind(c) for c in curve.coefficients])
        return loss.number, derivative(loss, w).item()


def change_on_curve(curve: Curve, weight: Number, by: Number) -> Number:
    """How the loss changes when the weight moves by so much, without cancellation."""
    if curve.difference is not None:
        return curve.difference(float(weight), float(by))
    return on_curve(curve, weight + by)[0] - on_curve(curve, weight)[0]


def on_ground(ground: Ground, weight: Number, bias: Number, *, exactly: bool = True) -> tuple[Number, Number, Number]:
    """The loss and its slopes along the weight and along the bias, exact where the function is rational."""
    kind = Fraction if ground.rational and exactly else float
    w, b = variable(kind(weight), "weight"), variable(kind(bias), "bias")
    with np.errstate(all="ignore"):
        loss = ground.make(w, b, [kind(c) for c in ground.coefficients])
        return loss.number, derivative(loss, w).item(), derivative(loss, b).item()


def curve_values(curve: Curve, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """The losses at many weights, for drawing."""
    with np.errstate(all="ignore"):
        return np.asarray(curve.make(variable(weights), [float(c) for c in curve.coefficients]).value)


def ground_values(ground: Ground, weights: Any, biases: Any) -> NDArray[np.float64]:
    """The losses at many weights and biases, arrays that broadcast, for drawing."""
    with np.errstate(all="ignore"):
        made = ground.make(variable(weights), variable(biases), [float(c) for c in ground.coefficients])
    return np.asarray(made.value)
