"""The numbers of the gradient lesson against values written out by hand."""

import math
from fractions import Fraction

import numpy as np
import pytest

from engine.exact import exact
from scenes.lessons.numbers import gradient
from scenes.lessons.numbers.gradient_functions import (
    CURVES,
    GROUNDS,
    curve_values,
    ground_values,
    on_curve,
    on_ground,
)
from scenes.stage import parameters


def trace_of(**settings: str):
    values = {p.name: p.read(settings.get(p.name, p.default)) for p in gradient.PARAMETERS}
    return gradient.trace(values)


def test_one_weight():
    # the neuron of lesson 5 with bias 0: (2.1 w - 4)^2 from w = 1, by hand
    trace = trace_of()
    wanted = {
        "start.loss": "3.61",
        "start.gradient": "-7.98",
        "nudge.0.size": "0.5",
        "nudge.0.change": "-2.8875",  # (3.15 - 4)^2 - 3.61
        "nudge.0.ratio": "-5.775",
        "nudge.2.size": "0.005",
        "nudge.2.ratio": "-7.95795",
        "step.move": "0.798",
        "step.weight": "1.798",
        "step.loss": "0.05026564",  # (3.7758 - 4)^2
        "step.promise": "-2.75804",  # 3.61 - 7.98 * 0.798
        "large.weight": "2.995",
        "large.loss": "5.24181025",  # (6.2895 - 4)^2
        "large.promise": "-12.3101",
    }
    for path, number in wanted.items():
        assert trace.number(path) == exact(number), path


def test_two_parameters():
    # w^2 - 1.5 w b + b^2 from (2, 0): the slopes are 2 w - 1.5 b and 2 b - 1.5 w, and (4, -3) is 5 long
    trace = trace_of()
    wanted = {
        "step.0.loss": "4",
        "step.0.gradient.weight": "4",
        "step.0.gradient.bias": "-3",
        "step.0.gradient.length": "5",
        "step.1.weight": "1.2",
        "step.1.bias": "0.6",
        "step.1.loss": "0.72",  # 1.44 - 1.08 + 0.36
        "step.1.gradient.weight": "1.5",
        "step.1.gradient.bias": "-0.6",
        "step.2.weight": "0.9",
        "step.2.bias": "0.72",
        "step.2.loss": "0.3564",
        "ring.size": "0.2",
        "ring.0.weight": "2.16",
        "ring.0.bias": "-0.12",
        "ring.0.change": "1.0688",  # 4.6656 + 0.3888 + 0.0144 - 4
        "ring.2.weight": "2.12",
        "ring.2.bias": "0.16",
        "ring.2.change": "0.0112",  # 4.4944 - 0.5088 + 0.0256 - 4
        "ring.4.change": "-0.9312",
        "ring.6.change": "0.0112",
    }
    for path, number in wanted.items():
        assert trace.number(path) == exact(number), path


# value, and derivative worked out by hand
CURVE_FORMULAS = {
    "neuron": (lambda w: (2.1 * w - 4) ** 2, lambda w: 4.2 * (2.1 * w - 4)),
    "parabola": (lambda w: w**2, lambda w: 2 * w),
    "valleys": (lambda w: (w**2 - 1) ** 2 + 0.3 * w + 0.5, lambda w: 4 * w**3 - 4 * w + 0.3),
    "cubic": (lambda w: w**3, lambda w: 3 * w**2),
    "wave": (lambda w: math.sin(w) + 1, math.cos),
    "plateau": (lambda w: 1 - math.exp(-(w**2)), lambda w: 2 * w * math.exp(-(w**2))),
}
GROUND_FORMULAS = {
    "bowl": (lambda w, b: w**2 - 1.5 * w * b + b**2, lambda w, b: (2 * w - 1.5 * b, 2 * b - 1.5 * w)),
    "neuron": (
        lambda w, b: (2.1 * w + b - 4) ** 2,
        lambda w, b: (4.2 * (2.1 * w + b - 4), 2 * (2.1 * w + b - 4)),
    ),
    "saddle": (lambda w, b: w**2 - b**2, lambda w, b: (2 * w, -2 * b)),
    "valleys": (
        lambda w, b: (w**2 - 1) ** 2 + b**2 + 0.3 * w + 0.5,
        lambda w, b: (4 * w**3 - 4 * w + 0.3, 2 * b),
    ),
    "waves": (lambda w, b: math.sin(w) + math.cos(b) + 2, lambda w, b: (math.cos(w), -math.sin(b))),
}


def test_every_function_has_a_formula_here():
    assert set(CURVE_FORMULAS) == set(CURVES)
    assert set(GROUND_FORMULAS) == set(GROUNDS)


@pytest.mark.parametrize("name", CURVES)
@pytest.mark.parametrize("weight", [-2, -0.5, 0, 0.75, 3])
def test_curves(name: str, weight: float):
    value, slope = CURVE_FORMULAS[name]
    assert on_curve(CURVES[name], Fraction(weight)) == pytest.approx((value(weight), slope(weight)), abs=1e-12)
    assert curve_values(CURVES[name], np.array([weight, 1.0]))[0] == pytest.approx(value(weight), abs=1e-12)


@pytest.mark.parametrize("name", GROUNDS)
@pytest.mark.parametrize("place", [(-2, 0.5), (0, 0), (0.75, -3)])
def test_grounds(name: str, place: tuple[float, float]):
    value, slopes = GROUND_FORMULAS[name]
    found = on_ground(GROUNDS[name], *map(Fraction, place))
    assert found == pytest.approx((value(*place), *slopes(*place)), abs=1e-12)
    assert ground_values(GROUNDS[name], *map(np.array, place)) == pytest.approx(value(*place), abs=1e-12)


def test_a_descent_that_leaves_every_picture_ends():
    trace = trace_of(surface="valleys", weight="3", bias="-2", surface_rate="1", steps="40")
    last = trace.number("steps")
    assert 1 <= last < 40
    assert math.isfinite(float(trace.number(f"step.{last}.loss")))


def test_one_rate_too_many_for_a_bowl_grows_without_end():
    # along (1, -1) the bowl has curvature 3.5: at a rate of 1 each step multiplies by 1 - 3.5
    trace = trace_of(weight="1", bias="-1", surface_rate="1", steps="3")
    assert [trace.number(f"step.{k}.weight") for k in range(4)] == [1, exact("-2.5"), exact("6.25"), exact("-15.625")]


def test_bad_values_are_refused_in_one_line():
    named = {parameter.name: parameter for parameter in gradient.PARAMETERS}
    for name, text in (("function", "bowls"), ("learning_rate", "0"), ("steps", "2.5"), ("start", "1e9")):
        with pytest.raises(ValueError, match="must be") as wrong:
            named[name].read(text)
        assert "\n" not in str(wrong.value)
    assert parameters.defaults(gradient.PARAMETERS) == gradient.defaults()
