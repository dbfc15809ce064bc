"""Scales: where on an axis a number stands, as a share of the axis; linear or logarithmic."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from numbers import Rational
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from scenes.stage.drawings.plots.ticks import MOST_TICKS, Tick, log10, logarithmic_numbers, round_numbers, written
from scenes.stage.writing.binding import Number

Numbers = Sequence[Number] | NDArray[np.float64] | NDArray[np.object_]
_FAR = 10**6  # shares: a number farther away than this is as good as at this distance
_ROOM_FOR_ZERO = 0.14  # share of a logarithmic axis below its lowest power, at least


class Scale(Protocol):
    """What an axis needs to know of its range."""

    def share(self, number: Number) -> float:
        """Where a number stands: 0 at the low end, 1 at the high end; outside of both if it lies outside."""
        ...

    def shares(self, numbers: Numbers) -> NDArray[np.float64]:
        """The same for many numbers; NaN for one that is not finite or has no place on the axis."""
        ...

    def numbers(self, shares: NDArray[np.float64]) -> NDArray[np.float64]:
        """The numbers that stand at these shares."""
        ...

    def ticks(self, most: int = MOST_TICKS) -> tuple[Tick, ...]:
        """Round numbers of the range, no more than `most`."""
        ...


@dataclass(frozen=True)
class Linear:
    """From low to high at an even pace; both may be beyond the range of floats. Ticks stand no closer than
    `least_step` (1 for things that are counted). Raises ValueError unless low < high."""

    low: Number
    high: Number
    least_step: Number = Fraction(0)

    def __post_init__(self) -> None:
        if not self.low < self.high:
            raise ValueError(f"an axis runs from a smaller to a larger number: {self.low}, {self.high}")

    @classmethod
    def around(cls, *numbers: Numbers, margin: float = 0.08) -> Linear:
        """A scale that holds all these numbers with a margin at both ends, a share of their range; what is not finite
        is left out."""
        found = [Fraction(number) for number in finite(*numbers)] or [Fraction(0)]
        low, high = min(found), max(found)
        room = (high - low) * Fraction(margin) if high > low else max(Fraction(1), abs(low) / 2)
        return cls(low - room, high + room)

    @property
    def span(self) -> Fraction:
        """From low to high."""
        return Fraction(self.high) - Fraction(self.low)

    def share(self, number: Number) -> float:
        share = (Fraction(number) - Fraction(self.low)) / self.span
        return float(max(-_FAR, min(_FAR, share)))

    def shares(self, numbers: Numbers) -> NDArray[np.float64]:
        found = _as_floats(numbers)
        if found is None:
            return _one_by_one(self, numbers)
        low, span = float(self.low), float(self.span)
        with np.errstate(all="ignore"):
            return np.where(np.isfinite(found), np.clip((found - low) / span, -_FAR, _FAR), np.nan)

    def numbers(self, shares: NDArray[np.float64]) -> NDArray[np.float64]:
        return float(self.low) + np.asarray(shares) * float(self.span)

    def ticks(self, most: int = MOST_TICKS) -> tuple[Tick, ...]:
        return written(round_numbers(Fraction(self.low), Fraction(self.high), most, Fraction(self.least_step)))


@dataclass(frozen=True)
class Logarithmic:
    """From low to high, an equal length for an equal factor. Zero has no logarithm: with `holds_zero` it stands at the
    low end, a piece below the lowest number, where the axis says by a gap that it is not to scale.

    Raises ValueError unless 0 < low < high.
    """

    low: Number
    high: Number
    holds_zero: bool = False

    def __post_init__(self) -> None:
        if not 0 < self.low < self.high:
            raise ValueError(f"a logarithmic axis runs between positive numbers, upwards: {self.low}, {self.high}")

    @classmethod
    def around(cls, *numbers: Numbers) -> Logarithmic:
        """Whole powers of ten around all positive numbers among these, and zero if one of them is zero."""
        found = [Fraction(number) for number in finite(*numbers)]
        powers = [log10(number) for number in found if number > 0] or [0.0]
        low, high = math.floor(min(powers) - 0.2), math.ceil(max(powers) + 0.2)
        return cls(Fraction(10) ** low, Fraction(10) ** high, 0 in found)

    @property
    def foot(self) -> float:
        """The share of the axis below its lowest number: 0 unless it holds zero."""
        decades = log10(Fraction(self.high)) - log10(Fraction(self.low))
        return max(_ROOM_FOR_ZERO, 1 / (decades + 1)) if self.holds_zero else 0.0

    def share(self, number: Number) -> float:
        if number < 0:
            raise ValueError(f"a negative number has no place on a logarithmic axis: {number}")
        if number == 0:
            return 0.0 if self.holds_zero else -float(_FAR)
        low, high = log10(Fraction(self.low)), log10(Fraction(self.high))
        along = (log10(Fraction(number)) - low) / (high - low)
        return self.foot + (1 - self.foot) * max(-_FAR, min(_FAR, along))

    def shares(self, numbers: Numbers) -> NDArray[np.float64]:
        found = _as_floats(numbers)
        if found is None:
            return _one_by_one(self, numbers)
        low, high = log10(Fraction(self.low)), log10(Fraction(self.high))
        with np.errstate(all="ignore"):
            along = np.clip((np.log10(found) - low) / (high - low), -_FAR, _FAR)
        zero = 0.0 if self.holds_zero else np.nan
        placed = np.where(found == 0, zero, self.foot + (1 - self.foot) * along)
        return np.where(np.isfinite(found) & (found >= 0), placed, np.nan)

    def numbers(self, shares: NDArray[np.float64]) -> NDArray[np.float64]:
        low, high = log10(Fraction(self.low)), log10(Fraction(self.high))
        along = (np.asarray(shares) - self.foot) / (1 - self.foot)
        return np.where(along < 0, 0.0 if self.holds_zero else np.nan, 10 ** (low + along * (high - low)))

    def ticks(self, most: int = MOST_TICKS) -> tuple[Tick, ...]:
        room = max(1, most - 1) if self.holds_zero else most
        found = written(logarithmic_numbers(Fraction(self.low), Fraction(self.high), room))
        return (Tick(Fraction(0), "0"), *found) if self.holds_zero else found


def finite(*numbers: Numbers) -> list[Number]:
    """All that is finite among these."""
    return [number for some in numbers for number in some if _is_finite(number)]


def _is_finite(number: Number) -> bool:
    return isinstance(number, Rational) or math.isfinite(number)


def _one_by_one(scale: Scale, numbers: Numbers) -> NDArray[np.float64]:
    """The shares of numbers of any size, which floats may not hold."""
    lowest = -math.inf if isinstance(scale, Linear) else 0
    return np.array([scale.share(n) if _is_finite(n) and n >= lowest else np.nan for n in numbers], dtype=np.float64)


def _as_floats(numbers: Numbers) -> NDArray[np.float64] | None:
    """Numbers as an array; None where exact ones are among them, which floats may not hold."""
    if isinstance(numbers, np.ndarray) and numbers.dtype != object:
        return numbers.astype(np.float64)
    return None if any(isinstance(number, Rational) for number in numbers) else np.array(numbers, dtype=np.float64)
