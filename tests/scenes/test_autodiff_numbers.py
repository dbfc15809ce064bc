"""The numbers of the autodiff lesson, and its programs: what is shown runs, and finds what the film says."""

import ast
import contextlib
import importlib.util
import io
from collections.abc import Iterator
from fractions import Fraction as F

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import OPERATIONS, apply, backward, variable
from scenes.lessons.numbers import autodiff
from scenes.lessons.numbers.programs import FRAMEWORKS, program, written
from scenes.stage.parameters import SettingError, read_settings

torch = pytest.importorskip("torch")
NAMES = ("input", "target", "weight", "bias", "learning_rate")


@pytest.fixture(autouse=True, scope="module")
def _own_type() -> Iterator[None]:
    """The programs choose 64 bits for all that comes after them."""
    before = torch.get_default_dtype()
    yield
    torch.set_default_dtype(before)


def values_of(**given: str):
    return read_settings({"autodiff": autodiff.PARAMETERS}, [f"autodiff.{k}={v}" for k, v in given.items()], "autodiff")


def run(source: str) -> tuple[dict[str, object], str]:
    printed = io.StringIO()
    names: dict[str, object] = {}
    with contextlib.redirect_stdout(printed):
        exec(source, names)
    return names, printed.getvalue()


def test_the_defaults_are_the_neuron_of_lesson_5():
    trace = autodiff.trace(autodiff.defaults())
    wanted = {  # the storyboard, lesson 5
        "step.0.prediction": "2.1",
        "step.0.loss": "3.61",
        "step.0.gradient.weight": "-7.98",
        "step.0.gradient.bias": "-3.8",
        "step.1.weight": "1.798",
        "step.1.bias": "0.38",
        "step.1.prediction": "4.1558",
        "step.1.loss": "0.02427364",
        # by hand: 2 * 0.1558 * 2.1, and what was there before; w = 1.798 + 0.1 * 7.32564, b = 0.38 + 0.1 * 3.4884
        "step.1.gradient.weight": "0.65436",
        "kept.sum.1.gradient.weight": "-7.32564",
        "kept.sum.1.gradient.bias": "-3.4884",
        "kept.step.2.weight": "2.530564",
        "kept.step.2.bias": "0.72884",
        "record.0.node.product.value": "2.1",
        "record.0.node.error.value": "-1.9",
        "record.0.node.weight.gradient": "-7.98",
        "record.0.edge.0.loss.error.local": "-3.8",
        "record.0.edge.1.error.prediction.local": "1",
        "record.0.edge.4.product.weight.local": "2.1",
    }
    assert {path: trace.number(path) for path in wanted} == {path: F(text) for path, text in wanted.items()}


def test_the_two_modes_of_the_default_graph():
    # 3 hidden neurons over 6 inputs: 18 products and 3 squares forward; back 2 * 3 for the squares and 18; a tangent
    # takes as many as the walk back. Forward mode: 21 + 6 * 24, reverse mode: 21 + 24.
    trace = autodiff.trace(autodiff.defaults())
    assert [trace.number(f"modes.forward.{what}") for what in ("passes", "multiplications")] == [6, 165]
    assert [trace.number(f"modes.reverse.{what}") for what in ("passes", "multiplications")] == [1, 45]


def test_the_pytorch_program_prints_the_numbers_of_the_film():
    shown = program("pytorch", autodiff.defaults())
    names, printed = run(shown.source)
    # In 64 bits -7.98 prints as the float next to it.
    assert printed.split() == ["3.61", "-7.9799999999999995", "-3.8", "1.798", "0.38"]
    forward = "\n".join(shown.text(k) for k in shown.forward)
    exec(forward, names)
    assert names["loss"].item() == pytest.approx(0.02427364, rel=1e-12)
    assert names["w"].grad is None  # the last line has cleared it


def test_gradients_pile_up_in_pytorch_where_the_last_line_is_missing():
    shown = program("pytorch", autodiff.defaults())
    lines = [shown.text(k) for k in range(len(shown.lines))]
    step = "\n".join(lines[shown.place("p =") : shown.place("w.grad =")])
    names, _ = run("\n".join(lines[: shown.place("p =")]) + "\n" + step + "\n" + step)
    assert names["w"].grad.item() == pytest.approx(-7.32564, rel=1e-12)
    assert names["b"].grad.item() == pytest.approx(-3.4884, rel=1e-12)
    assert names["w"].item() == pytest.approx(2.530564, rel=1e-12)


small = st.integers(-(10**4), 10**4).map(lambda k: F(k, 1000))


@given(st.tuples(small, small, small, small, st.integers(1, 999).map(lambda k: F(k, 1000))))
@settings(deadline=None, max_examples=25)
def test_with_other_numbers_the_pytorch_program_finds_those_of_the_trace(numbers):
    values = {**autodiff.defaults(), **dict(zip(NAMES, numbers, strict=True))}
    trace = autodiff.trace(values)
    found, _ = run(program("pytorch", values).source)
    for name, letter in (("weight", "w"), ("bias", "b")):
        assert found[letter].item() == pytest.approx(float(trace.number(f"step.1.{name}")), rel=1e-9, abs=1e-9)
    assert found["loss"].item() == pytest.approx(float(trace.number("step.0.loss")), rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_a_program_is_whole_and_holds_the_numbers_of_the_parameters(framework: str):
    values = values_of(input="-3", target="0.00012", weight="-2.5", bias="7", learning_rate="1e-3")
    shown = program(framework, values)
    numbers = [node.value for node in ast.walk(ast.parse(shown.source)) if isinstance(node, ast.Constant)]
    assert {3, 0.00012, 0.001, 2.5, 7.0, 2} <= set(numbers)
    text = "\n".join(shown.text(k) for k in range(len(shown.lines)))
    ast.parse(text)
    assert text.splitlines() == [line for line in shown.source.rstrip().splitlines() if not line.startswith("print")]
    paths = [token.path for line in shown.lines for token in line if token.path]
    assert sorted(paths) == ["input", "learning_rate", "step.0.bias", "step.0.weight", "target"]


@pytest.mark.skipif(importlib.util.find_spec("tensorflow") is None, reason="TensorFlow is not installed")
def test_the_tensorflow_program_prints_the_same():
    _, printed = run(program("tensorflow", autodiff.defaults()).source)
    assert printed.split() == ["3.61", "-7.9799999999999995", "-3.8", "1.798", "0.38"]


def test_a_number_as_a_program_writes_it():
    assert written(F(-21, 10), True) == ("-2.1", None)
    assert written(F(4), True) == ("4.0", 1)
    assert written(F(4), False) == ("4", None)


@pytest.mark.parametrize("text", ["1.23456789", "1e-9", "123456.789123"])
def test_a_number_too_long_for_a_program_is_refused_in_one_line(text: str):
    with pytest.raises(SettingError, match=r"autodiff\.weight: must have at most 8 digits") as found:
        values_of(weight=text)
    assert "\n" not in str(found.value)


# The rules as the table on the screen writes them, worked out by hand at u = 3, v = 5.
@pytest.mark.parametrize(
    ("name", "arguments", "wanted"),
    [("square", (3,), (6,)), ("subtract", (3, 5), (1, -1)), ("add", (3, 5), (1, 1)), ("multiply", (3, 5), (5, 3))],
)
def test_the_rules_of_the_table_are_those_of_the_engine(name: str, arguments: tuple, wanted: tuple):
    leaves = [variable(F(argument)) for argument in arguments]
    walk = backward(apply(name, *leaves))
    assert tuple(np.asarray(walk.gradient(leaf)).item() for leaf in leaves) == wanted


def test_the_count_of_rules_is_that_of_the_table():
    assert autodiff.trace(autodiff.defaults()).number("operations") == len(OPERATIONS)
