"""The trace: what it holds, and that it survives being written and read."""

import json
import pickle
import time
from fractions import Fraction

import numpy as np
import pytest

from engine import Quantity, Trace, backward, constant, exact, variable


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
    assert read["quantities"]["huge"] == {"value": None, "exact": "1" + "0" * 400}


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
    assert json.loads(text)["quantities"] == {
        "diverged": {"value": None, "exact": None, "not_finite": "-inf"},
        "row": {"value": [1.0, None], "exact": None, "not_finite": [None, "nan"]},
    }
    assert Trace.from_json(text) == trace
    assert trace.number("diverged") == float("-inf")


def test_what_is_no_number_is_refused_with_its_path():
    with pytest.raises(TypeError, match=r"step\.0\.loss"):
        Trace({"step.0.loss": "3.61"})


@pytest.mark.parametrize(
    ("number", "error", "says"),
    [
        ([0.5, Fraction(1, 2)], TypeError, "a: exact and float numbers do not mix"),
        ([1, 2.5], TypeError, "a: exact and float numbers do not mix"),
        ([[1.0, 2.0], [3.0]], ValueError, "a: the rows of an array must have the same length"),
        ([np.zeros((2, 3)), np.zeros((2, 4))], ValueError, "a: the rows of an array must have the same length"),
        ([1.0, None], TypeError, "a: must be a number or an array of numbers, got None"),
        (["1.0"], TypeError, "a: must be a number or an array of numbers, got '1.0'"),
        (np.array(["1.0"]), TypeError, "a: must be a number or an array of numbers, got an array of <U3"),
        (1j, TypeError, "a: must be a number or an array of numbers, got 1j"),
        (np.zeros(2, dtype=complex), TypeError, "a: must be a number or an array of numbers, got an array of complex"),
        (np.zeros(2, dtype="M8[s]"), TypeError, "a: must be a number or an array of numbers, got an array of datetime"),
    ],
)
def test_what_is_no_array_of_numbers_is_refused(number: object, error: type[Exception], says: str):
    with pytest.raises(error, match=says):
        Trace({"a": number})


@pytest.mark.skipif(np.finfo(np.longdouble).nmant <= 52, reason="long doubles are doubles here")
def test_floats_that_would_lose_digits_are_refused():
    with pytest.raises(TypeError, match=r"a: \w+ is wider than float64"):
        Trace({"a": np.array([1], dtype=np.longdouble)})


@pytest.mark.parametrize("path", ["", "a\nb", "a\tb", "a\0", "\ud800", "a" * 1001])
def test_a_path_is_one_line_that_every_format_can_hold(path: str):
    with pytest.raises(ValueError, match="a path must be 1 to 1000 printable characters"):
        Trace({path: 1.0})


def test_integers_and_truth_values_are_exact_in_whatever_form():
    trace = Trace({"a": np.array([[1, -2]]), "b": np.int8(-3), "c": True, "d": [10**30], "e": np.array(7, dtype="u8")})
    assert trace["a"].exact == ((Fraction(1), Fraction(-2)),)
    assert [trace.number(path) for path in "bce"] == [-3, 1, 7]
    assert trace["d"].exact == (Fraction(10) ** 30,)
    assert all(type(trace.number(path)) is Fraction for path in "bce")


def test_narrow_floats_are_the_doubles_that_they_are():
    # 0.1 in binary32 is 13421773 / 2^27, in binary16 1638 / 2^14 (IEEE 754)
    trace = Trace({"single": np.float32(0.1), "half": [np.float16(0.1)]})
    assert trace.number("single") == 13421773 / 2**27
    assert trace["half"].value == (1638 / 2**14,)


def test_the_array_is_float64_and_keeps_what_is_not_finite():
    trace = Trace({"row": [1.5, float("nan"), float("-inf")], "exact": [Fraction(1, 3), -(Fraction(10) ** 400)]})
    row, exact_row = trace["row"].array, trace["exact"].array
    assert row.dtype == exact_row.dtype == np.float64
    np.testing.assert_array_equal(row, [1.5, np.nan, -np.inf])
    np.testing.assert_array_equal(exact_row, [1 / 3, -np.inf])  # beyond floats: the infinity of its sign
    assert trace["exact"].value == (1 / 3, None)
    assert trace["exact"].not_finite is None
    assert trace["row"].not_finite == (None, "nan", "-inf")


def test_a_single_number_has_an_array_and_the_shape_of_one():
    loss = Trace({"loss": 3})["loss"]
    assert loss.shape == loss.array.shape == ()
    assert loss.array.dtype == np.float64
    assert loss.array == 3
    assert (loss.value, loss.exact, loss.number) == (3.0, Fraction(3), Fraction(3))


def test_shapes_are_kept_also_without_entries():
    trace = Trace({"a": np.zeros((0, 3)), "b": np.zeros((2, 0), dtype=int), "c": []})
    assert [trace[path].shape for path in "abc"] == [(0, 3), (2, 0), (0,)]
    assert [trace[path].exact for path in "abc"] == [None, ((), ()), None]
    assert trace["a"].to_dict() == {"value": [], "exact": None, "shape": [0, 3]}
    assert trace["b"].to_dict() == {"value": [[], []], "exact": [[], []], "shape": [2, 0]}


def test_a_quantity_is_cut_off_from_the_array_that_it_was_made_from():
    given = {"floats": np.array([1.0, 2.0]), "exact": np.array([Fraction(1), Fraction(2)], dtype=object)}
    trace = Trace(given)
    for array in given.values():
        array[0] = array[1]
    assert trace["floats"].value == trace["exact"].value == (1.0, 2.0)


@pytest.mark.parametrize("number", [[1.0, 2.0], [1, 2]])
def test_arrays_handed_out_are_read_only_also_after_a_pickle(number: list[float]):
    trace = Trace({"a": number})
    for quantity in (trace["a"], pickle.loads(pickle.dumps(trace))["a"]):
        for array in (quantity.array, quantity.numbers):
            with pytest.raises(ValueError, match="read-only"):
                array[0] = 5
        assert quantity == trace["a"]


def test_equal_is_what_holds_the_same():
    nan = float("nan")
    assert Trace({"a": [nan, 1.0], "b": 2}) == Trace({"b": 2, "a": [nan, 1.0]})
    assert Trace({"a": nan}) == Trace({"a": nan})
    base = Trace({"a": [1.0, 2.0]})
    for other in ([1.0, 3.0], [1, 2], [[1.0, 2.0]], [1.0, nan], 1.0, [1.0], []):
        assert base != Trace({"a": other}), other
    assert base != Trace({"b": [1.0, 2.0]})
    assert Trace({"a": np.zeros((0, 3))}) != Trace({"a": np.zeros((3, 0))})
    assert Quantity("a", [1.0]) != [1.0]
    assert len({Quantity("a", [0.0, nan]), Quantity("a", [-0.0, nan]), Quantity("a", [0, 1])}) == 2


def test_a_quantity_shows_its_number_and_of_an_array_the_shape():
    assert repr(Quantity("a", 0.5)) == "Quantity('a', 0.5)"
    assert repr(Quantity("a", [[1, 2]])) == "Quantity('a', exact array of shape (1, 2))"


def test_a_quantity_under_another_path_takes_its_name():
    trace = Trace({"step.1.loss": Quantity("loss", Fraction(1, 3))})
    assert trace["step.1.loss"] == Quantity("step.1.loss", Fraction(1, 3))


def test_many_numbers_are_made_read_and_written_quickly():
    # 100000 normal numbers, as one array and as 1000 arrays; a second is ten times what this takes on a slow machine
    numbers = np.random.default_rng(0).normal(size=100_000)
    for trace in ({"w": numbers}, {f"step.{k}.w": row for k, row in enumerate(numbers.reshape(1000, 100))}):
        begin = time.perf_counter()
        text = Trace(trace).to_json()
        assert time.perf_counter() - begin < 1
        again = Trace.from_json(text)
        assert np.concatenate([quantity.array for quantity in again.values()]).tolist() == numbers.tolist()
        assert time.perf_counter() - begin < 2
