"""Settings: what is taken, and the one line for what is not."""

from fractions import Fraction

import pytest

from scenes.lessons import index
from scenes.stage.parameters import (
    ChoiceParameter,
    NumberParameter,
    SettingError,
    TableParameter,
    TextParameter,
    defaults,
    read_settings,
)

LESSONS = {"neuron": index.parameters("neuron")}


def read(*settings: str):
    return read_settings(LESSONS, settings, "neuron")


def test_decimal_strings_are_exact_and_the_last_one_counts():
    values = read("neuron.input=3", "neuron.input=-0.3", "neuron.steps=7")
    assert values["input"] == Fraction(-3, 10)
    assert values["steps"] == 7
    assert values["target"] == 4


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ("neuron.learing_rate=0.1", "neuron.learing_rate: no such key; the nearest is neuron.learning_rate"),
        ("input=3", "the nearest is neuron.input"),
        ("neuron.input", "KEY=VALUE"),
        ("=3", "KEY=VALUE"),
        ("neuron.input=", "allowed is a number"),
        ("neuron.input=abc", "neuron.input: must be a number such as 2.1"),
        ("neuron.input=NaN", "at least -1000000 and at most 1000000"),
        ("neuron.input=inf", "must be a number"),
        ("neuron.input=2,1", "write a point: 2.1"),
        ("neuron.input=1000001", "at most 1000000, got 1000001"),
        ("neuron.learning_rate=0", "above 0 and at most 1000, got 0"),
        ("neuron.learning_rate=-0.1", "above 0"),
        ("neuron.steps=2.5", "must be an integer, at least 1 and at most 60"),
        ("neuron.steps=61", "at most 60"),
        ("neuron.input=" + "1" * 400, "at most 60 characters"),
        ("neuron.input=0." + "123456789" * 3, "at most 20 digits"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(setting: str, says: str):
    with pytest.raises(SettingError) as wrong:
        read(setting)
    assert says in str(wrong.value)
    assert "\n" not in str(wrong.value)


COLUMNS = tuple(NumberParameter(name, "0", "number", -10, 10) for name in ("weight", "bias"))
KINDS = {
    "tiny": (
        ChoiceParameter("function", "parabola", ("parabola", "wave")),
        TableParameter("tries", "1, 0; 2, -1", COLUMNS, 1, 3),
        TextParameter("expression", "a", str.encode, "letters"),
    )
}


def test_each_kind_reads_its_own_default_and_what_is_given():
    assert defaults(KINDS["tiny"]) == {"function": "parabola", "tries": ((1, 0), (2, -1)), "expression": "a"}
    values = read_settings(KINDS, ["tiny.function=wave", "tiny.tries= 0.1,-3 ;", "tiny.expression=b"], "tiny")
    assert values == {"function": "wave", "tries": ((Fraction(1, 10), -3),), "expression": "b"}


@pytest.mark.parametrize(
    ("setting", "says"),
    [
        ("tiny.function=wafe", "must be one of parabola, wave, got 'wafe'; the nearest is wave"),
        ("tiny.tries=", "1 to 3 rows of WEIGHT, BIAS, written 1, 0; 2, -1; got 0 rows"),
        ("tiny.tries=1,1;1,1;1,1;1,1", "got 4 rows"),
        ("tiny.tries=1,2;3", "row 2 has 1 numbers"),
        ("tiny.tries=1,2;3,11", "row 2, bias: must be a number, at least -10 and at most 10, got 11"),
        ("tiny.tries=1,nan", "row 1, bias: must be"),
        ("tiny.expression=\ud800", "surrogates not allowed"),
    ],
)
def test_what_is_wrong_in_other_kinds_is_said_in_one_line(setting: str, says: str):
    with pytest.raises(SettingError) as wrong:
        read_settings(KINDS, [setting], "tiny")
    assert says in str(wrong.value)
    assert "\n" not in str(wrong.value)
    assert "write a point" not in str(wrong.value)  # in a table the comma is right


def test_a_key_without_its_lesson_is_nearest_to_that_of_the_lesson_that_is_asked_for():
    lessons = {lesson: index.parameters(lesson) for lesson in index.LESSONS}
    for lesson in ("neuron", "relu", "loss"):
        with pytest.raises(SettingError, match=rf"^weight: no such key; the nearest is {lesson}\.weight;"):
            read_settings(lessons, ["weight=3"], lesson)
