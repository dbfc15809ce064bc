"""The numbers of the neuron lesson that tests/engine does not work out: comparison of rates, valley, nudge."""

import time
from fractions import Fraction
from itertools import pairwise

import pytest

from engine import exact
from scenes.lessons.numbers import neuron


def trace_of(**settings: str):
    values = neuron.defaults() | {
        name: int(text) if name == "steps" else exact(text) for name, text in settings.items()
    }
    return neuron.trace(values)


def test_the_defaults_are_the_canonical_example():
    trace = trace_of()
    wanted = {
        "step.0.prediction": "21/10",
        "step.0.error": "-19/10",
        "step.0.loss": "361/100",
        "step.0.gradient.prediction": "-19/5",
        "step.0.gradient.weight": "-399/50",
        "step.0.gradient.bias": "-19/5",
        "step.0.gradient.input": "-19/5",
        "step.0.local.loss.prediction": "-19/5",
        "step.0.local.prediction.weight": "21/10",
        "step.0.local.prediction.bias": "1",
        "step.0.local.prediction.input": "1",
        "step.1.weight": "899/500",
        "step.1.bias": "19/50",
        "step.1.prediction": "20779/5000",
        "step.1.loss": "606841/25000000",
        "rate.perfect": "50/541",
        "curvature": "541/50",
        "valley.weight": "940/541",
        "valley.bias": "190/541",
    }
    assert {path: str(trace[path].exact) for path in wanted} == wanted


def test_the_nudge_is_a_real_forward_pass():
    # w = 1.1: p = 2.31, error -1.69, L = 2.8561; changes 0.21 and -0.7539; 0.21/0.1 = 2.1; -0.7539/0.21 = -3.59
    trace = trace_of()
    assert trace.number("nudge.size") == exact("0.1")
    assert trace.number("nudge.prediction") == exact("2.31")
    assert trace.number("nudge.loss") == exact("2.8561")
    assert trace.number("nudge.rate.prediction") == exact("2.1")
    assert trace.number("nudge.rate.loss") == exact("-3.59")


def test_the_compared_rates_of_the_default_lesson():
    trace = trace_of()
    assert [trace.number(f"rate.{j}.learning_rate") for j in range(4)] == [*map(exact, ("0.01", "0.1", "0.15", "0.2"))]
    # 1 - 10.82 rate
    assert [trace.number(f"rate.{j}.factor") for j in range(4)] == [
        *map(exact, ("0.8918", "-0.082", "-0.623", "-1.164"))
    ]
    assert trace.number("rate.2.step.16.loss") < Fraction(1, 10**6) < trace.number("rate.2.step.15.loss")


@pytest.mark.parametrize("given", ["3", "-7.5", "0", "12345.678", "0.001"])
def test_the_four_rates_creep_settle_swing_and_diverge_for_any_input(given: str):
    factors = [trace_of(input=given).number(f"rate.{j}.factor") for j in range(4)]
    assert Fraction(1, 2) < factors[0] < 1
    assert abs(factors[1]) < Fraction(1, 5)
    assert -1 < factors[2] < -Fraction(1, 2)
    assert factors[3] < -1


def test_the_error_is_multiplied_by_the_factor_at_every_step():
    trace = trace_of(input="3", target="-1", learning_rate="0.02")
    errors = [trace.number(f"step.{k}.error") for k in range(5)]
    assert all(later == earlier * trace.number("factor") for earlier, later in pairwise(errors))


def test_descent_ends_at_the_nearest_point_of_the_valley():
    trace = trace_of(steps="30", weight="-2", bias="5", target="1")
    weight, bias = trace.number("valley.weight"), trace.number("valley.bias")
    assert exact("2.1") * weight + bias == 1
    # nearest: the way there is along (input, 1), at a right angle to the valley (1, -input)
    assert (weight + 2) * 1 - (bias - 5) * exact("2.1") == 0
    assert float(trace.number("step.30.weight")) == pytest.approx(float(weight), abs=1e-12)


def test_a_state_in_between_costs_little_and_is_a_forward_pass():
    values = neuron.defaults()
    state = neuron.state(values, Fraction(1399, 1000), Fraction(19, 100))
    # 1.399 * 2.1 + 0.19 = 3.1279; - 4 = -0.8721; squared 0.76055841
    assert (state["prediction"], state["loss"]) == (exact("3.1279"), exact("0.76055841"))
    # 1.5 and 0.25 are binary fractions: 1.5 * 2.1 + 0.25 = 3.4; 2 * (3.4 - 4) = -1.2; * 2.1 = -2.52
    between = neuron.state(values, 1.5, 0.25)
    assert (between["prediction"], between["gradient.weight"]) == (exact("3.4"), exact("-2.52"))
    begin = time.perf_counter()
    for _ in range(100):
        neuron.state(values, Fraction(1399, 1000), Fraction(19, 100))
    assert (
        time.perf_counter() - begin < 0.5
    )  # a frame of 60 a second has 16 ms; this is 5, with room for a slow machine


def test_sixty_diverging_steps_with_many_digits_stay_exact_and_quick():
    begin = time.perf_counter()
    trace = trace_of(steps="60", input="12345.678901234567", learning_rate="0.123456789")
    text = trace.to_json()
    assert trace["step.60.loss"].value is None  # beyond the range of floats
    assert trace["step.60.loss"].exact is not None
    assert len(text) < 5_000_000
    assert time.perf_counter() - begin < 5
