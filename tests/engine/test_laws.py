"""Laws that hold for any numbers (hypothesis)."""

from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction

import numpy as np
import pytest

from engine import backward, rounded, variable

hypothesis = pytest.importorskip("hypothesis")
given, strategies = hypothesis.given, hypothesis.strategies

fractions = strategies.fractions(-1000, 1000, max_denominator=10**9)
small = strategies.fractions(-5, 5, max_denominator=1000)


@given(fractions, strategies.integers(0, 6))
def test_rounding_equals_decimal_half_even(number: Fraction, places: int):
    with localcontext() as context:
        context.prec = 400
        wide = Decimal(number.numerator) / Decimal(number.denominator)
        want = f"{wide.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_EVEN):f}"
    if Decimal(want) == 0:
        want = want.lstrip("-")
    assert rounded(number, places=places).text(minus="-") == want


@given(strategies.fractions(max_denominator=10**15).filter(bool), strategies.integers(2, 7))
def test_figures_are_right_to_half_a_unit_of_the_last_one(number: Fraction, figures: int):
    shown = rounded(number, figures=figures, most=figures)
    read = Fraction(shown.digits) * Fraction(10) ** (shown.exponent or 0)
    error = abs(abs(number) - read)
    assert (error == 0) == shown.exact
    assert shown.negative == (number < 0)
    assert error <= abs(number) * Fraction(1, 10) ** (figures - 1) / 2 * Fraction(1001, 1000)


@given(fractions)
def test_a_string_called_exact_reads_as_the_number(number: Fraction):
    shown = rounded(number)
    read = Fraction(shown.digits) * Fraction(10) ** (shown.exponent or 0) * (-1 if shown.negative else 1)
    assert (read == number) == (shown.relation == "=")


@given(small, small, small)
def test_exact_and_float_agree(a: Fraction, b: Fraction, c: Fraction):
    def gradient(kind):
        x, y, z = (variable(kind(n)) for n in (a, b, c))
        output = (x * y + z) ** 2 - (x - z).relu() * y
        walk = backward(output)
        return [float(output.number), *(float(walk.gradient(n).item()) for n in (x, y, z))]

    np.testing.assert_allclose(gradient(float), gradient(Fraction), rtol=1e-10, atol=1e-10)


@given(small, small)
def test_the_product_rule(a: Fraction, b: Fraction):
    x, y = variable(a), variable(b)
    f, g = x * x * y, x + y * y
    product = backward(f * g)
    by_hand = backward(f).gradient(x) * g.value + f.value * backward(g).gradient(x)
    assert product.gradient(x).item() == np.asarray(by_hand).item()
