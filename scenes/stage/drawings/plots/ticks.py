"""Ticks: the round numbers that an axis names, and how they are written. A tick is always exact."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from engine.rounding import rounded
from scenes.stage.writing.glyphs import MINUS

MOST_TICKS = 6
_PLAIN_POWERS = range(-2, 4)  # powers of ten that are written out: 0.01 to 1000
_LONGEST = 5  # characters of a plain number, without its sign; a longer one is written with a power of ten
_WRITABLE = 40  # digits of a plain number at most
_STEPS_OF_POWERS = (1, 2, 3, 5)  # from one power of ten to the next: a thousand is a round step too
_EDGE = Fraction(1, 10**9)  # of a step: a tick this near to the end of a range, as floats leave it, belongs to it
_RAISED = str.maketrans(f"{MINUS}0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True)
class Tick:
    """A number on an axis, and its string: digits with a point and a real minus; times a power of ten if there is one.

    A whole power of ten has a sign at most in front of it.
    """

    number: Fraction
    digits: str
    exponent: int | None = None

    @property
    def has_factor(self) -> bool:
        """Whether digits stand in front of a power of ten."""
        return self.exponent is not None and self.digits not in ("", MINUS)

    @property
    def power(self) -> str:
        """The exponent as it is written, with a real minus; empty where there is none."""
        return "" if self.exponent is None else str(self.exponent).replace("-", MINUS)

    def text(self, separator: str = ".") -> str:
        """The string with a decimal separator, an exponent with raised digits: `−2,5·10⁻³`."""
        digits = self.digits.replace(".", separator)
        if self.exponent is None:
            return digits
        return f"{digits}{'·' if self.has_factor else ''}10{self.power.translate(_RAISED)}"


def round_numbers(
    low: Fraction,
    high: Fraction,
    most: int = MOST_TICKS,
    least_step: Fraction = Fraction(0),
    factors: Sequence[int] = (1, 2, 5),
) -> tuple[Fraction, ...]:
    """Whole multiples of a round step (one of the `factors` times a power of ten) from low to high: of the smallest
    step, not below `least_step`, that gives no more than `most` of them.

    >>> [str(number) for number in round_numbers(Fraction(0), Fraction(1), 3)]
    ['0', '1/2', '1']
    """
    power = power_of_ten((high - low) / most) - 1
    while True:
        for factor in factors:
            step = factor * Fraction(10) ** power
            first, last = math.ceil(low / step - _EDGE), math.floor(high / step + _EDGE)
            if step >= least_step and last - first < most:
                return tuple(k * step for k in range(first, last + 1))
        power += 1


def logarithmic_numbers(low: Fraction, high: Fraction, most: int = MOST_TICKS) -> tuple[Fraction, ...]:
    """Round numbers for a logarithmic axis: 1, 2 and 5 times powers of ten where few enough of them lie in the range,
    otherwise powers of ten at even steps; the multiples of a round step where the range is too short for that.

    Raises ValueError unless 0 < low < high.
    """
    if not 0 < low < high:
        raise ValueError(f"a logarithmic axis runs between two positive numbers, the first smaller: {low}, {high}")
    first, last = math.ceil(log10(low) - 1e-9), math.floor(log10(high) + 1e-9)
    spread = [factor * Fraction(10) ** power for power in range(first - 1, last + 1) for factor in (1, 2, 5)]
    within = tuple(number for number in spread if low * (1 - _EDGE) <= number <= high * (1 + _EDGE))
    if len(within) < 2:
        return round_numbers(low, high, most)
    if len(within) <= most:
        return within
    if first == last:
        return (Fraction(10) ** first,)
    powers = round_numbers(Fraction(first), Fraction(last), most, Fraction(1), _STEPS_OF_POWERS)
    return tuple(Fraction(10) ** int(power) for power in powers)


def written(numbers: Iterable[Fraction]) -> tuple[Tick, ...]:
    """The ticks of one axis, all in one way: plain, or with powers of ten where that is shorter.

    >>> [tick.text() for tick in written([Fraction(0), Fraction(1, 2000)])]
    ['0', '5·10⁻⁴']
    """
    ticks = tuple(numbers)
    powers = tuple(_with_power(number) for number in ticks)
    if not all(_is_plain(number) for number in ticks):
        return powers
    plain = tuple(_plain(number) for number in ticks)
    if _only_powers_of_ten(ticks):
        lowest, highest = (power_of_ten(end(ticks)) for end in (min, max))
        return plain if {lowest, highest} <= set(_PLAIN_POWERS) else powers
    longest = max((_length(tick) for tick in plain), default=0)
    return powers if longest > max([_LONGEST, *(_length(tick) for tick in powers)]) else plain


def power_of_ten(number: Fraction) -> int:
    """The power p with 10^p <= number < 10^(p+1), for a positive number of any size."""
    power = math.floor(log10(number))
    while number < Fraction(10) ** power:
        power -= 1
    while number >= Fraction(10) ** (power + 1):
        power += 1
    return power


def log10(number: Fraction) -> float:
    """The logarithm of a positive number of any size, also beyond the range of floats."""
    return math.log10(number.numerator) - math.log10(number.denominator)


def _only_powers_of_ten(numbers: Sequence[Fraction]) -> bool:
    return len(numbers) > 1 and all(n > 0 and n == Fraction(10) ** power_of_ten(n) for n in numbers)


def _is_plain(number: Fraction) -> bool:
    return number == 0 or Fraction(1, 10**_WRITABLE) < abs(number) < 10**_WRITABLE


def _plain(number: Fraction) -> Tick:
    exact = rounded(number, most=2 * _WRITABLE)
    return Tick(number, (MINUS if exact.negative else "") + exact.digits)


def _with_power(number: Fraction) -> Tick:
    if number == 0:
        return Tick(number, "0")
    power = power_of_ten(abs(number))
    if power in (0, 1) and abs(number) == 10**power:
        return _plain(number)
    factor = _plain(number / Fraction(10) ** power).digits
    if power == 0:
        return Tick(number, factor)
    return Tick(number, factor[:-1] if factor in ("1", f"{MINUS}1") else factor, power)


def _length(tick: Tick) -> float:
    """About how many characters wide it is, without its sign."""
    power = 2 + 0.7 * len(tick.power) if tick.exponent is not None else 0.0
    return len(tick.digits.removeprefix(MINUS)) + power + (0.5 if tick.has_factor else 0.0)
