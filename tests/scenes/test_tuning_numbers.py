"""The numbers of the tuning lesson, against values written out by hand."""

from fractions import Fraction

import pytest

from engine import exact
from scenes.lessons.numbers import tuning
from scenes.stage.parameters import SettingError, read_settings


def trace_of(**settings: str):
    given = [f"tuning.{name}={text}" for name, text in settings.items()]
    return tuning.trace(read_settings({"tuning": tuning.PARAMETERS}, given, "tuning"))


def test_the_tries_of_the_default_lesson():
    trace = trace_of()
    # x = 2.1, target 4; prediction = 2.1 w + b, error = prediction - 4, loss = error^2
    wanted = [
        ("1", "0", "2.1", "-1.9", "3.61"),
        ("1.5", "0", "3.15", "-0.85", "0.7225"),
        ("1.5", "-0.5", "2.65", "-1.35", "1.8225"),
        ("1.5", "0.5", "3.65", "-0.35", "0.1225"),
        ("2", "0.5", "4.7", "0.7", "0.49"),
        ("1.7", "0.5", "4.07", "0.07", "0.0049"),
    ]
    names = ("weight", "bias", "prediction", "error", "loss")
    for k, row in enumerate(wanted):
        assert [trace.number(f"try.{k}.{name}") for name in names] == [exact(text) for text in row], k
    assert [trace.number(path) for path in ("tries", "best", "knobs")] == [5, 5, 2]
    assert trace.number("best.loss") == exact("0.0049")
    # the weight goes up in try 4 as it did in try 1, and then it helped
    assert (trace.number("asked"), trace.number("asked.earlier")) == (4, 1)


def test_the_parameters_of_the_default_network():
    trace = trace_of()
    # 784 * 16 + 16 = 12560, 16 * 16 + 16 = 272, 16 * 10 + 10 = 170; together 13,002, as 3Blue1Brown counts them in
    # "But what is a neural network?" (2017)
    assert [trace.number(f"network.layer.{k}.parameters") for k in (1, 2, 3)] == [12560, 272, 170]
    assert trace.number("network.weights") == 12544 + 256 + 160
    assert trace.number("network.biases") == 42
    assert trace.number("network.parameters") == 13002
    assert trace.number("network.passes") == 26004


@pytest.mark.parametrize(("layers", "wanted"), [("1, 1", 2), ("2,3,1", 13), ("1024,1024,1024,1024,1024", 4_198_400)])
def test_other_networks(layers: str, wanted: int):
    # by hand: 1*1+1; 2*3+3 + 3*1+1; 4 * (1024^2 + 1024)
    assert trace_of(layers=layers).number("network.parameters") == wanted


def test_a_state_in_between_is_a_forward_pass():
    # 1.25 and 0.5 are binary fractions: 1.25 * 2.1 + 0.5 = 3.125; - 4 = -0.875; squared 0.765625
    state = tuning.state(tuning.defaults(), 1.25, 0.5)
    assert state == {"prediction": exact("3.125"), "error": exact("-0.875"), "loss": exact("0.765625")}


def test_the_first_of_several_best_tries_is_the_best():
    trace = trace_of(input="2", tries="2, 0; 3, 0; 2, 0")
    assert (trace.number("best"), trace.number("best.loss")) == (1, 0)
    assert trace_of(tries="1, 0; 1, 0").number("best") == 0


def test_nothing_is_asked_where_nothing_helped_before_or_passed_the_target():
    assert "asked" not in trace_of(tries="1.1, 0; 1.1, 0.1")
    trace = trace_of(tries="1.1, 0; 1.1, 9")  # 2.31 + 9 is past 4, and no try turned the bias before
    assert trace.number("asked") == 2
    assert "asked.earlier" not in trace


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("tries=", "1 to 8 rows"),
        ("tries=" + "1, 0; " * 9, "got 9 rows"),
        ("tries=1", "row 1 has 1 numbers"),
        ("tries=1, x", "row 1, bias"),
        ("tries=1, 10001", "at most 10000"),
        ("layers=784", "2 to 5 whole numbers"),
        ("layers=784, 0, 10", "got '0'"),
        ("layers=784, 16.5", "got '16.5'"),
        ("layers=1025, 2", "from 1 to 1024"),
        ("layers=2, ²", "got '²'"),
        ("weight=1e9", "at most 10000"),
    ],
)
def test_a_wrong_setting_is_said_in_one_line(setting: str, message: str):
    with pytest.raises(SettingError, match=message) as wrong:
        read_settings({"tuning": tuning.PARAMETERS}, [f"tuning.{setting}"], "tuning")
    assert "\n" not in str(wrong.value)


def test_large_numbers_stay_exact():
    trace = trace_of(input="1000000", weight="9999.9999", bias="-0.0001", target="-1000000", tries="-10000, 10000")
    assert trace.number("try.0.prediction") == Fraction("9999999899.9999")
    assert trace.number("try.1.loss") == (-10_000_000_000 + 10_000 + 1_000_000) ** 2
