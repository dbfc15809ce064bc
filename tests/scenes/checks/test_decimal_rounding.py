"""The second way of rounding: hand calculation, and agreement with the first."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.rounding import rounded
from scenes.stage.checks.decimal_rounding import is_exact, written


@pytest.mark.parametrize(
    ("number", "places", "shown"),
    [
        (Fraction(1, 8), 2, "0.12"),  # a tie, to the even digit
        (Fraction(3, 8), 2, "0.38"),
        (Fraction(-1, 8), 2, "−0.12"),
        (Fraction(5, 2), 0, "2"),
        (Fraction(1, 8) + Fraction(1, 10**90), 2, "0.13"),  # no tie, though only in the 90th decimal
        (Fraction(1, 8) - Fraction(1, 10**90), 2, "0.12"),
        (Fraction(-1, 1000), 2, "0.00"),  # no minus before a zero
        (0.125, 2, "0.12"),
        (2.675, 2, "2.67"),  # the float is 2.67499999999999982236431605997495353221893310546875
        (Fraction(-399, 50), None, "−7.98"),
        (Fraction(1, 3), None, "0.3333"),
        (Fraction(0), None, "0"),
        (0.1, None, "0.1000"),
        (Fraction(9999960001, 10**9), None, "10.00"),
        (Fraction(123456789), None, "1.235·10⁸"),
        (Fraction(1234567), None, "1234567"),
        (1234567.0, None, "1235000"),
        (Fraction(1, 10**9), None, "1·10⁻⁹"),
        (-1.5e300, None, "−1.500·10³⁰⁰"),
    ],
)
def test_numbers_are_written_as_by_hand(number: Fraction | float, places: int | None, shown: str):
    assert written(number, places, figures=4, most=8, separator=".") == shown
    assert written(number, places, figures=4, most=8, separator=",") == shown.replace(".", ",")


@given(
    st.one_of(
        st.fractions(),
        st.floats(allow_nan=False, allow_infinity=False),
        st.decimals(-(10**9), 10**9, places=5).map(Fraction),
        st.integers(-(10**12), 10**12).map(lambda number: Fraction(number, 2 * 10**4)),
    ),
    st.one_of(st.none(), st.integers(0, 8)),
    st.integers(1, 7),
    st.integers(1, 9),
)
def test_both_ways_of_rounding_agree(number: Fraction | float, places: int | None, figures: int, most: int):
    first = rounded(number, places, figures, most)
    second = written(number, places, figures, most, ",")
    assert second == first.text(",")
    assert is_exact(number, second, ",") == first.exact


@pytest.mark.parametrize(
    ("number", "shown", "exact"),
    [
        (Fraction(-399, 50), "−7.98", True),
        (Fraction(1, 3), "0.3333", False),
        (Fraction(1, 10**9), "1·10⁻⁹", True),
        (Fraction(123456789), "1.235·10⁸", False),
        (0.5, "0.5000", False),  # a float is never called exact
    ],
)
def test_a_string_is_exact_if_it_says_all_of_an_exact_number(number: Fraction | float, shown: str, exact: bool):
    assert is_exact(number, shown, ".") is exact
