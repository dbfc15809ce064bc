"""The string that a screen must show for a number, worked out by Python's `decimal`: a second way to what
`engine.rounding` does with fractions, for the checks alone."""

from __future__ import annotations

from decimal import MAX_EMAX, MIN_EMIN, ROUND_05UP, ROUND_HALF_EVEN, Context, Decimal, Inexact
from fractions import Fraction
from numbers import Rational

Number = Fraction | float

_POSITIONAL = (-4, 7)
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_PLAIN = str.maketrans("−⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "--0123456789")


def written(number: Number, places: int | None, figures: int, most: int, separator: str) -> str:
    """How a number is written: see `engine.rounding.rounded`; the minus is U+2212."""
    exact = isinstance(number, Rational)
    numerator, denominator = (Decimal(part) for part in Fraction(number).as_integer_ratio())
    if places is not None:
        return _finished(_fixed(numerator, denominator, places), separator)
    if not numerator:
        return "0"
    if exact and (ending := _ending(numerator, denominator, most)) is not None:
        return _finished(ending, separator)
    context = _context(figures)
    nearest = context.divide(numerator, denominator)
    lost = context.flags[Inexact]
    power = nearest.adjusted()
    nearest = nearest.quantize(Decimal(1).scaleb(power - figures + 1), context=context)
    if _POSITIONAL[0] <= power < _POSITIONAL[1]:
        return _finished(nearest, separator)
    mantissa = nearest.scaleb(-power, context)
    if exact and not lost:
        mantissa = mantissa.normalize(context)
    return f"{_finished(mantissa, separator)}·10{str(power).translate(_RAISED)}"


def is_exact(number: Number, shown: str, separator: str) -> bool:
    """Whether a string says all of an exact number; a float never counts as exact."""
    plain = shown.replace(separator, ".").translate(_PLAIN)
    mantissa, _, power = plain.partition("·10")
    return isinstance(number, Rational) and Fraction(mantissa) * Fraction(10) ** int(power or 0) == number


def _context(digits: int, rounding: str = ROUND_HALF_EVEN) -> Context:
    return Context(prec=digits, rounding=rounding, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[])


def _fixed(numerator: Decimal, denominator: Decimal, places: int) -> Decimal:
    """The quotient to so many decimals. It is first cut to a few digits more, in the one way of rounding that does not
    change what is rounded from it (ROUND_05UP)."""
    digits = max(1, numerator.adjusted() - denominator.adjusted() + 1) + places + 3
    quotient = _context(digits, ROUND_05UP).divide(numerator, denominator)
    rounded = quotient.quantize(Decimal(1).scaleb(-places), context=_context(digits))
    return rounded or abs(rounded)


def _ending(numerator: Decimal, denominator: Decimal, most: int) -> Decimal | None:
    """The quotient with all its digits, if there are no more than `most`; None otherwise."""
    context = _context(most)
    quotient = context.divide(numerator, denominator)
    if context.flags[Inexact] or not Decimal(10) ** -most < abs(quotient) < Decimal(10) ** most:
        return None
    return quotient


def _finished(number: Decimal, separator: str) -> str:
    return f"{number:f}".replace("-", "−").replace(".", separator)
