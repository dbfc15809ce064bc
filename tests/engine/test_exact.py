"""Numbers as they are written, and what is no number."""

import time
from fractions import Fraction

import pytest

from engine import exact, to_float
from engine.exact import from_ratio, ratio


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2.1", Fraction(21, 10)),
        ("-0.5", Fraction(-1, 2)),
        ("+3", Fraction(3)),
        (".25", Fraction(1, 4)),
        ("1e-3", Fraction(1, 1000)),
        ("50/541", Fraction(50, 541)),
        (" 7 ", Fraction(7)),
    ],
)
def test_decimal_strings_are_taken_exactly(text: str, number: Fraction):
    assert exact(text) == number


@pytest.mark.parametrize(
    "text", ["", "x", "nan", "inf", "-Infinity", "2,1", "1/0", "0x10", "1_000", "२", "1e999", "--1"]
)
def test_what_is_no_number_is_refused_in_one_line(text: str):
    with pytest.raises(ValueError, match="must") as refused:
        exact(text)
    assert "\n" not in str(refused.value)


def test_nothing_large_is_built_before_the_limits_are_checked():
    begin = time.perf_counter()
    for text in ("9" * 10**6, "1e999999999", "1e9999"):
        with pytest.raises(ValueError, match="must"):
            exact(text)
    assert time.perf_counter() - begin < 1


def test_beyond_floats_is_none_and_not_an_error():
    assert to_float(Fraction(10) ** 400) is None
    assert to_float(float("inf")) is None
    assert to_float(Fraction(1, 3)) == 1 / 3


def test_a_float_is_not_what_was_written():
    with pytest.raises(ValueError, match="must be a string"):
        exact(2.1)


@pytest.mark.parametrize("text", ["1e999999999", "1/0", "2.1", "", "nan", "1/-3"])
def test_only_what_ratio_writes_is_read(text: str):
    with pytest.raises(ValueError, match="must be a ratio"):
        from_ratio(text)


def test_a_ratio_is_written_and_read_however_long():
    number = Fraction(7**9000, 3**9000)  # about 7600 digits: over what str() of an int allows
    assert from_ratio(ratio(number)) == number
    assert ratio(Fraction(-21, 10)) == "-21/10"
    assert ratio(Fraction(4)) == "4"
