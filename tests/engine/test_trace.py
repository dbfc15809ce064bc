"""The trace: what it holds, and that it survives being written and read."""

import json
from fractions import Fraction

import pytest

from engine import Trace, backward, constant, exact, variable


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
    trace = Trace.from_walk(backward(loss), {"error": error, "loss": loss}, prefix="step.0.")
    assert {path: trace.number(path) for path in trace} == {
        "step.0.node.w.value": 1,
        "step.0.node.w.gradient": exact("-7.98"),
        "step.0.node.x.value": exact("2.1"),
        "step.0.node.multiply-2.value": exact("2.1"),
        "step.0.node.multiply-2.gradient": exact("-3.8"),
        "step.0.node.y.value": 4,
        "step.0.node.error.value": exact("-1.9"),
        "step.0.node.error.gradient": exact("-3.8"),
        "step.0.node.loss.value": exact("3.61"),
        "step.0.node.loss.gradient": 1,
        "step.0.edge.0.loss.error.local": exact("-3.8"),
        "step.0.edge.0.loss.error.upstream": 1,
        "step.0.edge.0.loss.error.contribution": exact("-3.8"),
        "step.0.edge.1.error.multiply-2.local": 1,
        "step.0.edge.1.error.multiply-2.upstream": exact("-3.8"),
        "step.0.edge.1.error.multiply-2.contribution": exact("-3.8"),
        "step.0.edge.2.multiply-2.w.local": exact("2.1"),
        "step.0.edge.2.multiply-2.w.upstream": exact("-3.8"),
        "step.0.edge.2.multiply-2.w.contribution": exact("-7.98"),
    }


def test_a_sum_over_paths_is_an_upstream_gradient_like_any_other():
    # s = x * x, L = s + s: dL/ds = 2 is a sum, and flows on: dL/dx = 2 * (3 + 3) = 12
    x = variable(Fraction(3), "x")
    square = x * x
    trace = Trace.from_walk(backward(square + square), {"square": square})
    assert trace.number("node.square.gradient") == 2
    assert [trace.number(path) for path in trace if ".square.x.upstream" in path] == [2, 2]
    assert trace.number("node.x.gradient") == 12


def test_arrays_are_nested_and_survive_the_round_trip():
    # rows (1/2, 1) and (0, 2) times (4, 6): (8, 12); their sum 20; d/dv = column sums (1/2, 3)
    matrix = constant([[Fraction(1, 2), Fraction(1)], [Fraction(0), Fraction(2)]], "matrix")
    vector = variable([Fraction(4), Fraction(6)], "vector")
    trace = Trace.from_walk(backward((matrix @ vector).sum()))
    assert trace["node.matrix.value"].to_dict() == {
        "value": [[0.5, 1.0], [0.0, 2.0]],
        "exact": [["1/2", "1"], ["0", "2"]],
    }
    assert trace["node.vector.gradient"].exact == (Fraction(1, 2), Fraction(3))
    assert "edge.1.matmul-2.vector.local" not in trace  # a whole matrix: structural rows give the contribution alone
    assert trace["edge.1.matmul-2.vector.contribution"].value == (0.5, 3.0)
    assert Trace.from_json(trace.to_json()) == trace
    with pytest.raises(ValueError, match=r"node\.vector\.value: an array"):
        trace.number("node.vector.value")


def test_two_nodes_of_one_name_are_refused():
    with pytest.raises(ValueError, match="two nodes are called 'w'"):
        Trace.from_walk(backward(variable(1.0, "w") * variable(2.0, "w")))


def test_floats_that_are_not_finite_are_said_and_not_lost():
    trace = Trace({"diverged": float("-inf"), "row": [1.0, float("nan")]})
    text = trace.to_json()
    assert json.loads(text) == {
        "diverged": {"value": None, "exact": None, "not_finite": "-inf"},
        "row": {"value": [1.0, None], "exact": None, "not_finite": [None, "nan"]},
    }
    assert Trace.from_json(text) == trace
    assert trace.number("diverged") == float("-inf")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[]", "a JSON object of quantities"),
        ('{"a": 3}', "a: must be an object with value and exact"),
        ('{"a": {"value": 1.0}}', "a: must be an object with value and exact"),
        ('{"a": {"value": "one", "exact": null}}', "a: a value is a number or null"),
        ('{"a": {"value": 1.0, "exact": "1e999999999"}}', "a: must be a ratio"),
        ('{"a": {"value": 1.0, "exact": "1/0"}}', "a: must be a ratio"),
        ('{"a": {"value": null, "exact": null}}', "a: neither a value nor an exact one"),
        ('{"a": {"value": null, "exact": null, "not_finite": "big"}}', "a: not_finite is nan, inf"),
        ("{", "Expecting property name"),
    ],
)
def test_what_is_no_trace_is_refused(text: str, says: str):
    with pytest.raises(ValueError, match=says):
        Trace.from_json(text)


def test_what_is_no_number_is_refused_with_its_path():
    with pytest.raises(TypeError, match=r"step\.0\.loss"):
        Trace({"step.0.loss": "3.61"})
