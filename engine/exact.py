"""Exact numbers: decimal strings taken as they are written, so that 2.1 is 21/10."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from numbers import Integral

_LONGEST = 60
_LARGEST_EXPONENT = 40
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,4})?|[+-]?\d+/\d+", re.IGNORECASE)
_RATIO = re.compile(r"-?[0-9]+(/[0-9]*[1-9][0-9]*)?")


def exact(number: str | int | Fraction) -> Fraction:
    """The exact value of a decimal string, a ratio such as `1/3`, an integer or a Fraction.

    Raises ValueError, in one line, for anything else: NaN, infinities, strings of over 60 characters, exponents
    beyond 40, floats (whose binary value is not what was written). Nothing large is built before these limits are
    checked.

    >>> exact("2.1")
    Fraction(21, 10)
    """
    if isinstance(number, Fraction):
        return number
    if isinstance(number, Integral):
        return Fraction(int(number))
    if not isinstance(number, str):
        raise ValueError(f"must be a string such as '2.1', an integer or a Fraction, got {number!r}")
    text = number.strip()
    if len(text) > _LONGEST:
        raise ValueError(f"must be a number of at most {_LONGEST} characters, got {len(text)}")
    if not text.isascii() or not _NUMBER.fullmatch(text):
        raise ValueError(f"must be a number such as 2.1, -3 or 1/3, got {text!r}")
    _, _, exponent = text.lower().partition("e")
    if exponent and abs(int(exponent)) > _LARGEST_EXPONENT:
        raise ValueError(f"must have an exponent between -{_LARGEST_EXPONENT} and {_LARGEST_EXPONENT}, got {text!r}")
    try:
        return Fraction(text)
    except ZeroDivisionError:
        raise ValueError(f"must not be divided by zero, got {text!r}") from None


def ratio(number: Fraction) -> str:
    """A Fraction as `n/d` or `n`, however long: Python's own `str` refuses integers of over 4300 digits."""
    top, bottom = (f"{Decimal(part):f}" for part in (number.numerator, number.denominator))
    return top if number.denominator == 1 else f"{top}/{bottom}"


def from_ratio(text: str) -> Fraction:
    """The Fraction that `ratio` wrote. Raises ValueError for any other text."""
    if not _RATIO.fullmatch(text):
        raise ValueError(f"must be a ratio such as 21/10, got {text[:60]!r}")
    top, _, bottom = text.partition("/")
    return Fraction(int(Decimal(top)), int(Decimal(bottom or "1")))


def to_float(number: Fraction | float) -> float | None:
    """The nearest float; None where the number lies beyond the range of floats or is not finite."""
    try:
        value = float(number)
    except OverflowError:
        return None
    return value if value - value == 0 else None
