"""Round numbers near a given one, exactly."""

from __future__ import annotations

import math
from fractions import Fraction


def power_of_ten_below(number: Fraction) -> Fraction:
    """The largest power of ten that is not above a positive number.

    >>> [str(power_of_ten_below(Fraction(text))) for text in ("99", "100", "0.03")]
    ['10', '100', '1/100']
    """
    power = Fraction(10) ** math.floor(math.log10(number.numerator) - math.log10(number.denominator))
    while power > number:
        power /= 10
    while 10 * power <= number:
        power *= 10
    return power


def round_below(number: Fraction) -> Fraction:
    """1, 2 or 5 times a power of ten, the largest that is not above a positive number.

    >>> [str(round_below(Fraction(text))) for text in ("99", "100", "0.03")]
    ['50', '100', '1/50']
    """
    power = power_of_ten_below(number)
    return max(factor * power for factor in (1, 2, 5) if factor * power <= number)
