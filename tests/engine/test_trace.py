"""The trace: what it holds, and that it survives being written and read."""

import json
from fractions import Fraction

import pytest

from engine import Trace, backward, constant, exact, variable, walk_numbers


def test_a_quantity_has_a_path_a_value_and_an_exact_value():
    trace = Trace({"step.0.loss": exact("3.61"), "share": 0.25})
    assert trace.to_dict() == {
        "step.0.loss": {"value": 3.61, "exact": "361/100"},
        "share": {"value": 0.25, "exact": None},
    }
    assert trace.number("step.0.loss") == Fraction(361, 100)


def test_json_round_trip_loses_nothing():
    trace = Trace({"a": Fraction(1, 3), "b": 0.1, "c": Fraction(10) ** 400, "d": Fraction(-7)})
    again = Trace.from_json(trace.to_json())
    assert again.to_dict() == trace.to_dict()
    assert again.number("a") == Fraction(1, 3)


def test_beyond_floats_the_exact_value_is_still_there_and_the_json_strict():
    text = Trace({"huge": Fraction(10) ** 400}).to_json()
    read = json.loads(text, parse_constant=lambda token: pytest.fail(f"{token} is not JSON"))
    assert read["huge"] == {"value": None, "exact": "1" + "0" * 400}


def test_a_trace_cannot_be_changed():
    trace = Trace({"a": 1})
    with pytest.raises(TypeError):
        trace["a"] = 2
    with pytest.raises(AttributeError):
        trace["a"].value = 2


def test_a_walk_becomes_quantities():
    # L = (w x - y)^2 at w = 1, x = 2.1, y = 4: see test_neuron_by_hand; dL/dw = -7.98
    w = variable(Fraction(1), "w")
    error = w * constant(exact("2.1"), "x") - constant(Fraction(4), "y")
    loss = error**2
    numbers = walk_numbers(backward(loss), {"error": error, "loss": loss})
    assert numbers["node.error.value"] == exact("-1.9")
    assert numbers["node.w.gradient"] == exact("-7.98")
    assert [numbers[f"edge.{place}.{part}"] for place in (0,) for part in ("local", "upstream", "contribution")] == [
        exact("-3.8"),
        1,
        exact("-3.8"),
    ]
    assert numbers["edge.2.local"] == exact("2.1")
