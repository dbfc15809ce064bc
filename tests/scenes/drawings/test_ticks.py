"""Which numbers an axis names, and how: against lists written by hand, and read back as numbers."""

from fractions import Fraction as F
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenes.stage.drawings.plots.ticks import logarithmic_numbers, round_numbers, written

SUPERSCRIPTS = dict(zip("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789", strict=True))


def texts(*numbers: F) -> list[str]:
    return [tick.text() for tick in written(numbers)]


def read(text: str) -> F:
    """The number that a reader sees in a tick's string."""
    text = text.replace("−", "-")
    start = next((i for i, char in enumerate(text) if char in SUPERSCRIPTS), len(text))
    if start == len(text):
        return F(text)
    exponent = int("".join(SUPERSCRIPTS[char] for char in text[start:]))
    factor = text[:start].removesuffix("10").removesuffix("·")
    return (F(f"{factor}1") if factor in ("", "-") else F(factor)) * F(10) ** exponent


@pytest.mark.parametrize(
    ("low", "high", "most", "expected"),
    [
        (0, 5, 6, "0 1 2 3 4 5"),
        (0, 1, 6, "0 0.2 0.4 0.6 0.8 1"),
        (0, 1, 5, "0 0.5 1"),
        (-3.2, 3.2, 6, "-2 0 2"),
        (-1.5, 1.5, 6, "-1 0 1"),
        (0, 0.1 + 0.2, 6, "0 0.1 0.2 0.3"),
        (0, 0.3, 6, "0 0.1 0.2 0.3"),  # the float 0.3 lies a little below 0.3
        (1.7, 22.2, 6, "5 10 15 20"),
        (-0.00012, 0.00031, 6, "-0.0001 0 0.0001 0.0002 0.0003"),
        (3.1, 3.3, 1, "3.2"),
    ],
)
def test_ticks_are_multiples_of_1_2_or_5_times_a_power_of_ten(low: float, high: float, most: int, expected: str):
    assert list(round_numbers(F(low), F(high), most)) == [F(number) for number in expected.split()]


def test_things_that_are_counted_have_whole_ticks():
    assert round_numbers(F(0), F(3), 6, least_step=F(1)) == (0, 1, 2, 3)
    assert round_numbers(F("-0.03"), F("1.03"), 6, least_step=F(1)) == (0, 1)


@given(st.fractions(-(10**6), 10**6), st.fractions(F(1, 10**6), 10**6), st.integers(1, 8))
def test_ticks_stand_in_the_range_at_one_pace_and_are_few(low: F, span: F, most: int):
    numbers = round_numbers(low, low + span, most)
    assert len(numbers) <= most
    assert all(low - span * F(1, 10**8) <= number <= low + span * (1 + F(1, 10**8)) for number in numbers)
    assert len({b - a for a, b in pairwise(numbers)}) <= 1
    if most >= 3:  # the next finer step is at most 2.5 times as dense: an axis is never left without ticks
        assert numbers


@pytest.mark.parametrize(
    ("low", "high", "most", "expected"),
    [
        ("1", "100", 6, "1 10 100"),
        ("1", "20", 6, "1 2 5 10 20"),
        ("2.2", "4.9", 6, "2.5 3 3.5 4 4.5"),
        ("1e-8", "10", 6, "1e-8 1e-6 1e-4 1e-2 1"),
        ("1e-8", "10", 4, "1e-6 1e-3 1"),
        ("0.0005", "0.02", 6, "0.0005 0.001 0.002 0.005 0.01 0.02"),
        ("0.0005", "0.02", 2, "0.001 0.01"),
        ("1e-400", "1e400", 5, "1e-400 1e-200 1 1e200 1e400"),
    ],
)
def test_logarithmic_ticks(low: str, high: str, most: int, expected: str):
    assert list(logarithmic_numbers(F(low), F(high), most)) == [F(number) for number in expected.split()]


def test_a_logarithmic_axis_has_no_place_for_zero():
    with pytest.raises(ValueError, match="positive"):
        logarithmic_numbers(F(0), F(1))


def test_how_ticks_are_written():
    assert texts(F(0), F(1, 2), F(1), F(3, 2)) == ["0", "0.5", "1", "1.5"]
    assert texts(F(-2), F(0), F(2)) == ["−2", "0", "2"]
    assert texts(F(20000), F(40000)) == ["20000", "40000"]
    assert texts(F(0), F(200000), F(400000)) == ["0", "2·10⁵", "4·10⁵"]
    assert texts(F(-(10**6)), F(0), F(10**6)) == ["−10⁶", "0", "10⁶"]
    assert texts(F(0), F(1, 4000), F(1, 2000)) == ["0", "2.5·10⁻⁴", "5·10⁻⁴"]
    assert texts(F(1234567), F(1234568)) == ["1234567", "1234568"]  # with a power they would be longer
    assert texts(F(1, 100), F(1, 10), F(1), F(10)) == ["0.01", "0.1", "1", "10"]
    assert texts(F(1, 1000), F(1, 10), F(1), F(10), F(1000)) == ["10⁻³", "10⁻¹", "1", "10", "10³"]
    assert written([F(5, 2)])[0].text(separator=",") == "2,5"


@given(st.integers(-50, 50), st.sampled_from([1, 2, 5]), st.integers(-420, 420), st.integers(1, 6))
def test_a_tick_says_exactly_its_number(first: int, factor: int, power: int, count: int):
    numbers = [(first + k) * factor * F(10) ** power for k in range(count)]
    assert [read(text) for text in texts(*numbers)] == numbers
