"""The numbers of the ReLU lesson, against values worked out by hand and those of the storyboard."""

import time
from fractions import Fraction

import pytest

from engine import exact
from scenes.lessons.numbers import relu, relu_lines
from scenes.stage.parameters import read_settings


def trace_of(*settings: str):
    return relu.trace(values_of(*settings))


def values_of(*settings: str):
    return read_settings({"relu": relu.PARAMETERS}, [f"relu.{setting}" for setting in settings], "relu")


def numbers(trace, wanted: dict[str, str]) -> dict[str, Fraction]:
    return {path: trace.number(path) for path in wanted}


def test_a_learning_rate_of_a_half_kills_the_neuron_of_lesson_5_in_two_updates():
    # z = 2.1, L = 1.9^2; slope 2 * -1.9 = -3.8, w: -3.8 * 2.1 = -7.98; 1 + 3.99 and 0 + 1.9
    # z = 4.99 * 2.1 + 1.9 = 12.379, L = 8.379^2; slope 16.758, w: 35.1918; 4.99 - 17.5959 and 1.9 - 8.379
    # z = -12.6059 * 2.1 - 6.479 = -32.95139: off, L = 4^2, and 2 * (0 - 4) = -8 comes to a shut gate
    wanted = {
        "step.0.pre_activation": "2.1",
        "step.0.loss": "3.61",
        "step.0.gradient.pre_activation": "-3.8",
        "step.0.gradient.weight": "-7.98",
        "step.1.weight": "4.99",
        "step.1.bias": "1.9",
        "step.1.pre_activation": "12.379",
        "step.1.loss": "70.207641",
        "step.1.gradient.pre_activation": "16.758",
        "step.1.gradient.weight": "35.1918",
        "step.2.weight": "-12.6059",
        "step.2.bias": "-6.479",
        "step.2.pre_activation": "-32.95139",
        "step.2.prediction": "0",
        "step.2.loss": "16",
        "step.2.gradient.prediction": "-8",
        "step.2.gradient.pre_activation": "0",
        "step.2.gradient.weight": "0",
        "step.2.gradient.bias": "0",
        "step.3.weight": "-12.6059",
        "step.3.bias": "-6.479",
        "step.lasting": "2",
    }
    trace = trace_of()
    assert numbers(trace, wanted) == {path: exact(text) for path, text in wanted.items()}


def test_from_a_weight_of_minus_one_nothing_ever_moves():
    trace = trace_of("off_steps=30")
    for k in range(31):
        for path, text in {
            "weight": "-1",
            "bias": "0",
            "pre_activation": "-2.1",
            "loss": "16",
            "gradient.weight": "0",
            "gradient.bias": "0",
            "local.prediction.pre_activation": "0",
        }.items():
            assert trace.number(f"dead.{k}.{path}") == exact(text)


def test_a_leak_lets_a_tenth_of_the_gradient_through():
    # z = -2.1, a = -0.21, a - y = -4.21, L = 17.7241; -8.42 * 0.1 = -0.842, w: * 2.1 = -1.7682
    # w = -1 + 0.17682 = -0.82318, b = 0.0842; z = -0.82318 * 2.1 + 0.0842 = -1.644478
    trace = trace_of()
    wanted = {
        "leaky.0.prediction": "-0.21",
        "leaky.0.loss": "17.7241",
        "leaky.0.gradient.pre_activation": "-0.842",
        "leaky.0.gradient.weight": "-1.7682",
        "leaky.1.weight": "-0.82318",
        "leaky.1.bias": "0.0842",
        "leaky.1.pre_activation": "-1.644478",
        "leaky.back": "5",
    }
    assert numbers(trace, wanted) == {path: exact(text) for path, text in wanted.items()}
    # while it is off, z gains 0.1 * 5.41 * 0.2 * (4 - 0.1 z) at every step
    z, rise = Fraction(-21, 10), Fraction(541, 5000)
    for k in range(1, 6):
        z += rise * (4 - z / 10)
        assert trace.number(f"leaky.{k}.pre_activation") == z
    assert z > 0 > trace.number("leaky.4.pre_activation")


def test_no_leak_tames_steps_that_are_too_big():
    # a loop of plain floats: z gains rate * (x^2 + 1) * slope * 2 * (4 - a)
    trace, z = trace_of(), 2.1
    for k in range(relu.THROWN_STEPS + 1):
        assert float(trace.number(f"thrown.{k}.pre_activation")) == pytest.approx(z)
        a, slope = (z, 1.0) if z > 0 else (0.1 * z, 0.1)
        z += 0.5 * 5.41 * slope * 2 * (4 - a)
    assert [trace.number(f"thrown.{when}") for when in ("lasting", "back", "again")] == [2, 13, 15]


def test_at_zero_the_slope_is_zero_by_convention():
    trace = trace_of("off_weight=0", "off_bias=0")
    assert trace.number("dead.0.pre_activation") == 0
    assert trace.number("dead.0.local.prediction.pre_activation") == 0
    assert trace.number("dead.0.gradient.weight") == 0


def test_a_stack_is_one_line():
    # 1.5 (-0.5 (2 x - 1) + 1) + 0.5 = -1.5 x + 2.75; turned: weights -2, -0.75, 0.75 make 1.125 x + 1.8125
    trace = trace_of()
    wanted = {
        "stack.weight": "-1.5",
        "stack.bias": "2.75",
        "turned.layer.1.weight": "-2",
        "turned.layer.2.weight": "-0.75",
        "turned.layer.3.weight": "0.75",
        "turned.stack.weight": "1.125",
        "turned.stack.bias": "1.8125",
    }
    assert numbers(trace, wanted) == {path: exact(text) for path, text in wanted.items()}
    for k, given in enumerate(relu_lines.STACK_INPUTS):
        assert trace.number(f"point.{k}.prediction") == Fraction(-3, 2) * given + Fraction(11, 4)


def test_hinges_and_their_sum():
    # ReLU(-x - 1) + 1.5 ReLU(x) - 1.25 ReLU(2 x - 2): slopes -1, 0, 1.5 and 1.5 - 2.5
    trace = trace_of()
    assert [trace.number(f"hinge.{k}.corner") for k in (1, 2, 3)] == [-1, 0, 1]
    assert [trace.number(f"segment.{k}.slope") for k in range(4)] == [-1, 0, Fraction(3, 2), -1]
    assert trace.number("corners") == 3
    table = relu_lines.hinges(values_of())
    assert [sum(relu_lines.hinge(row, Fraction(x)) for row in table) for x in (-2, -1, 0, 1, 2)] == [
        1,
        0,
        0,
        Fraction(3, 2),
        Fraction(1, 2),
    ]


@pytest.mark.parametrize(
    ("hinges", "corners"),
    [("0,1,1", 0), ("1,0,1; 1,0,-1", 0), ("1,0,1; -1,0,1", 1), ("1,0,1; 2,-1,0", 1), ("1,0,1; 0,3,1; 1,2,3", 2)],
)
def test_only_corners_that_can_be_seen_are_counted(hinges: str, corners: int):
    assert trace_of(f"hinges={hinges}").number("corners") == corners


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ("layers=1,2", "2 to 4 rows of WEIGHT, BIAS"),
        ("hinges=1,2", "row 1 has 2 numbers"),
        ("hinges=1,2,x", "row 1, output"),
        ("leak=0", "above 0 and at most 9/10"),
        ("steps=13", "at most 12"),
    ],
)
def test_what_is_not_allowed_is_said_in_one_line(setting: str, says: str):
    with pytest.raises(ValueError, match=says) as caught:
        values_of(setting)
    assert "\n" not in str(caught.value)


def test_the_largest_numbers_stay_exact_and_quick():
    begin = time.perf_counter()
    trace = trace_of(
        "input=-123456.789", "learning_rate=999.9", "off_weight=123456", "off_learning_rate=999.9", "off_steps=30"
    )
    assert isinstance(trace.number("leaky.30.loss"), Fraction)
    assert time.perf_counter() - begin < 5
