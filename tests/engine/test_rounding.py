"""The string on the screen, against cases worked out by hand."""

from fractions import Fraction

import pytest

from engine import exact, rounded


@pytest.mark.parametrize(
    ("number", "text", "relation"),
    [
        ("2.1", "2.1", "="),
        ("-7.98", "−7.98", "="),
        ("0", "0", "="),
        ("0.02427364", "0.02427364", "="),  # seven significant digits, all of them shown
        ("12345.678", "12345.678", "="),
        ("1/3", "0.3333", "≈"),
        ("940/541", "1.738", "≈"),  # 940/541 = 1.73752...
        ("-2/3", "−0.6667", "≈"),
        ("9.99999999999", "10.00", "≈"),  # carries, and keeps four figures
        ("1/3000", "0.0003333", "≈"),
        ("1/30000", "3.333·10⁻⁵", "≈"),
        ("123456789.5", "1.235·10⁸", "≈"),  # 1.2345|67895 goes up
        ("1e12", "1·10¹²", "="),
        ("1e-9", "1·10⁻⁹", "="),
        ("1234567/7", "176400", "≈"),  # 176366.714...
    ],
)
def test_as_many_digits_as_it_needs(number: str, text: str, relation: str):
    shown = rounded(exact(number))
    assert (shown.text(), shown.relation) == (text, relation)


@pytest.mark.parametrize(
    ("number", "places", "text", "relation"),
    [
        ("0.125", 2, "0.12", "≈"),  # a tie goes to the even digit
        ("0.135", 2, "0.14", "≈"),
        ("0.5", 0, "0", "≈"),
        ("1.5", 0, "2", "≈"),
        ("2.5", 0, "2", "≈"),
        ("-0.004", 2, "0.00", "≈"),  # no minus zero
        ("2.1", 3, "2.100", "="),
        ("-3.8", 1, "−3.8", "="),
    ],
)
def test_fixed_places_round_half_to_even(number: str, places: int, text: str, relation: str):
    shown = rounded(exact(number), places=places)
    assert (shown.text(), shown.relation) == (text, relation)


def test_a_float_is_its_binary_fraction_and_never_exact():
    # 2.675 is stored as 2.67499999999999982236431605997495353221893310546875
    assert rounded(2.675, places=2).text() == "2.67"
    assert rounded(0.5).relation == "≈"


def test_the_decimal_separator_of_the_language():
    assert rounded(exact("-7.98")).text(separator=",") == "−7,98"
    assert rounded(Fraction(1, 3 * 10**9)).text(separator=",") == "3,333·10⁻¹⁰"


def test_numbers_of_thousands_of_digits_are_written():
    # 10^5000 / 3 = 3.333...; Python's str() refuses integers of more than 4300 digits
    assert rounded(Fraction(10**5000, 3)).text() == "3.333·10⁴⁹⁹⁹"
    assert rounded(Fraction(10**5000), places=1).digits == "1" + "0" * 5000 + ".0"


def test_figures_and_places_that_make_no_sense_are_refused():
    for wrong in ({"places": -1}, {"figures": 0}):
        with pytest.raises(ValueError, match="cannot write"):
            rounded(Fraction(1, 3), **wrong)


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_what_is_not_finite_is_refused(number: float):
    with pytest.raises(ValueError, match="not finite"):
        rounded(number)
