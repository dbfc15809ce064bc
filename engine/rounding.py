"""The string that a screen shows for a number: rounded half to even on the exact value, and honest about it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from numbers import Rational

_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_POSITIONAL = (-4, 7)  # powers of ten between which rounded numbers are written without an exponent


@dataclass(frozen=True)
class Rounded:
    """A number as it is written: digits with a point and without a sign; d.ddd times 10^exponent if there is an
    exponent."""

    negative: bool
    digits: str
    exponent: int | None
    exact: bool

    @property
    def relation(self) -> str:
        """`=` if the string is exact, otherwise the approximately-equal sign."""
        return "=" if self.exact else "≈"

    def text(self, separator: str = ".", minus: str = "−") -> str:
        """The string with a decimal separator; an exponent is written with raised digits, as `·10⁻⁹`."""
        mantissa = (minus if self.negative else "") + self.digits.replace(".", separator)
        if self.exponent is None:
            return mantissa
        return f"{mantissa}·10{str(self.exponent).translate(_RAISED)}"


def rounded(number: Fraction | float, places: int | None = None, figures: int = 4, most: int = 8) -> Rounded:
    """Write a number for people, half to even on its exact value.

    With `places`: that many decimals. Without: all its digits if it is a Fraction that ends as a decimal within `most`
    significant digits; otherwise `figures` significant digits, positional from 0.0001 to 9999999, beyond that with an
    exponent. A float is taken as the binary fraction that it is, and is never called exact. A negative number that
    rounds to zero has no minus. Raises ValueError for NaN, infinities, negative `places` and `figures` below 1.

    >>> rounded(Fraction(-399, 50)).text()
    '−7.98'
    >>> rounded(Fraction(1, 3)).relation, rounded(Fraction(1, 3)).text()
    ('≈', '0.3333')
    """
    if figures < 1 or (places is not None and places < 0):
        raise ValueError(f"cannot write a number with {figures} figures and {places} decimals")
    known = isinstance(number, Rational)
    if not known and not math.isfinite(number):
        raise ValueError(f"cannot write a number that is not finite: {number}")
    value = Fraction(number) if known else Fraction(float(number))
    if places is not None:
        return _fixed(value, places, known)
    ending = _decimal_places(value, most) if known else None
    if ending is not None:
        return _fixed(value, ending, known)
    if value == 0:
        return _fixed(value, 0, known)
    power = _power_of_ten(value)
    if _digits(value, figures - 1 - power)[0] >= 10**figures:  # 9.9996 becomes 10.00
        power += 1
    if _POSITIONAL[0] <= power < _POSITIONAL[1]:
        return _fixed(value, max(0, figures - 1 - power), known, zeros=max(0, power - figures + 1))
    digits, same = _digits(value, figures - 1 - power)
    text = _written(digits)
    behind = text[1:].rstrip("0") if known and same else text[1:]
    return Rounded(value < 0, text[0] + ("." + behind if behind else ""), power, known and same)


def _digits(value: Fraction, places: int) -> tuple[int, bool]:
    """|value| times 10^places rounded half to even, and whether nothing was lost."""
    scaled = abs(value) * Fraction(10) ** places
    nearest = round(scaled)
    return nearest, nearest == scaled


def _fixed(value: Fraction, places: int, known: bool, zeros: int = 0) -> Rounded:
    digits, same = _digits(value, places - zeros)
    text = _written(digits * 10**zeros).rjust(places + 1, "0")
    written = f"{text[:-places]}.{text[-places:]}" if places else text
    return Rounded(value < 0 and digits != 0, written, None, known and same)


def _written(digits: int) -> str:
    """The decimal digits of an integer, however many: `str` refuses more than 4300."""
    return f"{Decimal(digits):f}"


def _decimal_places(value: Fraction, most: int) -> int | None:
    """How many decimals write the value exactly; None if none do, or if that takes more than `most` significant
    digits."""
    if value == 0:
        return 0
    if not Fraction(1, 10**most) < abs(value) < 10**most:
        return None
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0 and twos <= 2 * most:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0 and fives <= 2 * most:
        rest, fives = rest // 5, fives + 1
    if rest != 1:
        return None
    places = max(twos, fives)
    significant = len(str(abs(value.numerator) * 10**places // value.denominator).rstrip("0") or "0")
    if places == 0:
        significant = len(str(abs(value.numerator)))
    return places if significant <= most else None


def _power_of_ten(value: Fraction) -> int:
    """The power p with 10^p <= |value| < 10^(p+1), by integers alone."""
    size = abs(value)
    guess = (size.numerator.bit_length() - size.denominator.bit_length()) * 30103 // 100000
    while size >= Fraction(10) ** (guess + 1):
        guess += 1
    while size < Fraction(10) ** guess:
        guess -= 1
    return guess
