"""Parameters that nobody would give: each is read, or one short line says what is wrong; what is read has a trace."""

import math
import os
import time
import warnings
from fractions import Fraction
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenes.lessons import index
from scenes.stage.parameters import ChoiceParameter, NumberParameter, SettingError, TableParameter

SECONDS, LONGEST = 3.0, 900
MORE = int(os.environ.get("BACKREEL_FUZZ", "1"))  # times as many examples
quick = partial(settings, deadline=None, derandomize=MORE == 1, suppress_health_check=list(HealthCheck))
PARAMETERS = {f"{lesson}.{p.name}": p for lesson in index.LESSONS for p in index.parameters(lesson)}
# Trainings take long where they are long; here they are short.
SHORT = ["training.epochs=2", "training.regions_epochs=2", "training.few_epochs=2", "training.batch_epochs=1"]
SHORT += ["landscape.epochs=60"]

HOSTILE = [
    "",
    " ",
    "\n",
    "\0",
    "5\0",
    "1" * 400,
    "9" * 5000,
    "-" + "9" * 5000,
    "0." + "3" * 5000,
    "NaN",
    "-nan",
    "inf",
    "-Infinity",
    "-0",
    "1e40",
    "1e-40",
    "1e9999",
    "1e99999999999",
    "1/3",
    "1/0",
    "-1/-3",
    "1/" + "9" * 5000,
    "0x10",
    "1_000",
    "٣",
    "１２",
    "²",
    "½",
    "1,5",
    "1," + "5" * 5000,
    "1 000",
    "--5",
    "5\n6",
    "\r5\x1b[31m",
    "\u202e12\u200f",
    "\ud800\udcff",
    "é" * 70,
    "\U000e0001" * 70,
    "(" * 100 + "a" + ")" * 100,
    "(" * 10_000 + "a" + ")" * 10_000,
    "-" * 119 + "a",
    "a/0",
    "a/(b-b)^9",
    "exp(exp(exp(exp(a))))",
    "a^-9",
    "a" * 1_000_000,
    "1," * 500_000,
    "1;" * 500_000,
    "1-" * 500_000,
    "a=1," * 250_000,
    "a" * 1_000_000 + "=1",
    ",".join(f"a{k}=1" for k in range(100_000)),
    " " * 1_000_000 + "5" + "\n" * 1_000,
    "/dev/zero.csv",
    "../" * 2000 + ".csv",
    "a\0b.csv",
    "\udcff\n\u202e.csv",
    "x" * 1_000_000 + ".csv",
    "__import__('os').system('true')",
    "{0.__class__}",
    "$(true)",
    "%s%n",
]


def told(setting: str) -> str | None:
    """What is said to a setting; None where it is taken."""
    lesson = setting.partition(".")[0]
    begun = time.process_time()
    try:
        index.values(lesson if lesson in index.LESSONS else "neuron", [setting])
    except SettingError as wrong:
        said = str(wrong)
    else:
        said = None
    assert time.process_time() - begun < SECONDS
    return said


def check_message(said: str | None) -> None:
    if said is not None:
        assert said.isprintable(), ascii(said)
        assert len(said) < LONGEST


@pytest.mark.parametrize("key", PARAMETERS)
def test_what_nobody_would_write_is_answered_in_one_short_line(key: str):
    answers = [told(f"{key}={text}") for text in HOSTILE]
    for said in answers:
        check_message(said)
    assert sum(said is not None for said in answers) > len(HOSTILE) // 2
    assert all(said is None or said.startswith(key.partition(".")[0]) for said in answers)


@quick(max_examples=300 * MORE)
@given(st.sampled_from(sorted(PARAMETERS)), st.text(st.characters(), max_size=200) | st.sampled_from(HOSTILE))
def test_any_text_is_read_or_answered(key: str, text: str):
    check_message(told(f"{key}={text}"))


@quick(max_examples=300 * MORE)
@given(st.text(st.characters(), max_size=100) | st.builds(str.__add__, st.sampled_from(sorted(PARAMETERS)), st.text()))
def test_any_setting_is_read_or_answered(setting: str):
    check_message(told(setting))


# -- what is allowed -------------------------------------------------------------------


def number(parameter: NumberParameter) -> st.SearchStrategy[str]:
    """Numbers that are allowed, most of them extreme."""
    low, high = Fraction(parameter.minimum), Fraction(parameter.maximum)
    if parameter.kind == "integer":
        return st.sampled_from([int(low), int(high)]).map(str) | st.integers(int(low), int(high)).map(str)
    least = low + Fraction(1, 10**12) if parameter.exclusive_minimum else low
    edges = [least, high, *(x for x in map(Fraction, (0, 1, -1, "1/3", "-1e-12", "1e-12")) if least <= x <= high)]
    decimals = st.integers(math.ceil(least * 10**4), math.floor(high * 10**4)).map(lambda n: Fraction(n, 10**4))
    inside = st.fractions(low, high, max_denominator=10**6) | decimals
    return (st.sampled_from(edges) | inside.filter(lambda x: x > low or not parameter.exclusive_minimum)).map(str)


def table(parameter: TableParameter) -> st.SearchStrategy[str]:
    row = st.tuples(*map(number, parameter.columns)).map(", ".join)
    return st.lists(row, min_size=parameter.least_rows, max_size=parameter.most_rows).map("; ".join)


atoms = st.sampled_from(["a", "b", "c", "0", "1", "2", "0.5", "30", "1000"])
expressions = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map("({0[0]} {0[1]} {0[2]})".format),
        st.tuples(inner, st.integers(-9, 9)).map("({0[0]})^{0[1]}".format),
        inner.map("-{}".format),
        st.tuples(
            st.sampled_from(["relu", "tanh", "exp", "sin", "cos", "log", "sqrt", "sigmoid", "square", "abs"]), inner
        ).map("{0[0]}({0[1]})".format),
    ),
    max_leaves=5,
)
_few = NumberParameter("x", "0", "number", -1000, 1000)
_rate = NumberParameter("x", "1", "number", 0, 100, exclusive_minimum=True)
_small = NumberParameter("x", "0", "number", -100, 100)


def rows(least: int, most: int) -> st.SearchStrategy[str]:
    row = st.tuples(number(_small), number(_small)).map(", ".join)
    return st.lists(row, min_size=least, max_size=most).map("; ".join)


def widths(least: int, most: int, widest: int, between: str = ", ") -> st.SearchStrategy[str]:
    return st.lists(st.integers(1, widest).map(str), min_size=least, max_size=most).map(between.join)


OTHERS = {
    "loss.data": st.just("seed") | rows(2, 12),
    "training.data": st.sampled_from(["sine", "line", "moons", "circles", "xor", "spirals"]) | rows(8, 20),
    "tuning.layers": widths(2, 5, 1024),
    "network.layers": widths(2, 5, 20, "-"),
    "network.inputs": st.just("seed"),
    "network.targets": st.just("seed"),
    "training.hidden": widths(1, 3, 32),
    "training.few_hidden": widths(1, 3, 32),
    "chain.expression": expressions,
    "chain.values": st.lists(st.tuples(st.sampled_from("abc"), number(_few)), unique_by=lambda pair: pair[0]).map(
        lambda pairs: ", ".join(map("=".join, pairs))
    ),
    "landscape.racers": st.lists(
        st.tuples(st.sampled_from(["descent", "momentum", "adam"]), number(_rate)).map(" ".join),
        min_size=2,
        max_size=4,
    ).map("; ".join),
}


def allowed(key: str) -> st.SearchStrategy[str]:
    parameter = PARAMETERS[key]
    match parameter:
        case NumberParameter():
            return number(parameter)
        case ChoiceParameter():
            return st.sampled_from(parameter.choices)
        case TableParameter():
            return table(parameter)
    return OTHERS[key]


def test_every_parameter_has_values_to_try():
    kinds = NumberParameter, ChoiceParameter, TableParameter
    assert OTHERS.keys() == {key for key, parameter in PARAMETERS.items() if not isinstance(parameter, kinds)}


@pytest.mark.parametrize(
    ("lesson", "examples"), [(name, {"training": 8, "landscape": 6}.get(name, 40)) for name in index.LESSONS]
)
def test_what_is_allowed_has_a_trace_or_is_answered(lesson: str, examples: int):
    keys = [key for key in PARAMETERS if key.startswith(f"{lesson}.")]
    short = [setting for setting in SHORT if setting.startswith(lesson)]

    taken = []

    @quick(max_examples=examples * MORE)
    @given(st.fixed_dictionaries({}, optional={key: allowed(key) for key in keys}))
    def traced(chosen: dict[str, str]) -> None:
        begun = time.process_time()
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            try:
                index.trace(lesson, index.values(lesson, [*map("=".join, chosen.items()), *short]))
                taken.append(chosen)
            except SettingError as wrong:
                check_message(str(wrong))
        assert time.process_time() - begun < SECONDS

    traced()
    assert len(taken) > examples * MORE // 4
