"""The levels of a contour map, chosen from the surface itself."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.numbers import Array
from engine.training.dataset import as_numbers, check_whole

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)  # round steps for people
_FACTORS = ((1.0,), (1.0, 3.0), (1.0, 2.0, 5.0), (1.0, 1.5, 2.0, 3.0, 5.0, 7.0))  # round levels of a decade
_FOOT = 1 / 12  # of the range from the lowest to the highest
_CROWD = 1 / 3  # of the surface
_HIDDEN = 0.001  # of the surface: what is too small to be seen
_NOISE = 1e-15  # of the heights: rounding
_TINIEST = 1e-303  # a range below it has no room for steps
_HUGEST = 1e307  # above it a step, or the range, may be no float any more
_MOST = 1000


@dataclass(frozen=True, eq=False)
class Levels:
    """Heights at which contour lines are drawn, rising, strictly between the lowest and the highest finite value;
    `scale` is linear (one step apart) or logarithmic (their heights over the lowest point one factor apart)."""

    values: Array
    scale: str


def contour_levels(values: Any, count: int = 12, scale: str | None = None) -> Levels:
    """About `count` levels for a surface, at round heights. They are a step apart of 1, 2, 2.5 or 5 times a power of
    ten. But where over a third of the surface lies in the lowest twelfth of its range, as with a narrow valley between
    steep walls, equal steps would leave its floor empty; then the heights over the lowest point are about one factor
    apart, as 1, 2, 5, 10, 20, 50, from the lowest thousandth of the surface up. What is not finite is left out.

    `scale` asks for one of the two, "linear" or "logarithmic". Raises ValueError for a surface that is nowhere finite,
    or flat but for rounding, and for a count below 1.

    >>> contour_levels([0.3, 1.0, 2.5, 4.7], count=5).values.tolist()
    [1.0, 2.0, 3.0, 4.0]
    >>> contour_levels([0.0, 0.5, 0.5, 40.0], count=3, scale="logarithmic").values.tolist()
    [1.0, 3.0, 10.0, 30.0]
    """
    heights = as_numbers("values", values).astype(np.float64).ravel()
    heights = heights[np.isfinite(heights)]
    if not heights.size:
        raise ValueError("values: must have some that are finite, got none")
    check_whole("count", count, 1, _MOST)
    if scale not in (None, "linear", "logarithmic"):
        raise ValueError(f"scale: must be linear or logarithmic, got {scale!r:.60}")
    low, high = float(heights.min()), float(heights.max())
    if high / 2 - low / 2 <= max(_NOISE * max(abs(low), abs(high)), _TINIEST):
        raise ValueError(f"values: must differ by more than rounding, got {low} to {high}")
    if max(abs(low), abs(high)) > _HUGEST:
        tenths = contour_levels(heights / 10, count, scale)
        return Levels(_between(low, high, tenths.values * 10, 0), tenths.scale)
    logarithmic = scale == "logarithmic" or (scale is None and _crowded(heights, low, high))
    found = _one_factor_apart(heights, low, high, count) if logarithmic else _one_step_apart(low, high, count)
    return Levels(found, "logarithmic" if logarithmic else "linear")


def _crowded(heights: Array, low: float, high: float) -> bool:
    """Whether much of the surface lies near its lowest point."""
    return float(np.mean(heights - low < _FOOT * (high - low))) > _CROWD


def _one_step_apart(low: float, high: float, count: int) -> Array:
    wanted = (high - low) / (count + 1)
    exponent = math.floor(math.log10(wanted))
    step = 10.0**exponent * min(_STEPS, key=lambda round_step: abs(math.log(round_step * 10.0**exponent / wanted)))
    places = np.arange(math.floor(low / step), math.ceil(high / step) + 1)
    return _between(low, high, places * step, exponent - 1)


def _one_factor_apart(heights: Array, low: float, high: float, count: int) -> Array:
    """Round heights over the lowest point, itself taken at a round height."""
    over = heights[heights > low] - low
    least = min(float(np.quantile(over, _HIDDEN)), (high - low) / 10)
    decades = math.log10(high - low) - math.log10(least)
    first, last = math.floor(math.log10(least)), math.ceil(math.log10(high - low))
    factors = min(_FACTORS, key=lambda row: abs(len(row) * decades - count))
    apart = max(1, round(decades / count))  # decades from one level to the next, where there are very many
    base = round(low, -first)
    steps = [factor * 10.0**exponent for exponent in range(first, last, apart) for factor in factors]
    return _between(low, high, base + np.array([step for step in steps if step >= least * (1 - 1e-12)]), first - 1)


def _between(low: float, high: float, levels: Array, exponent: int) -> Array:
    """The levels strictly between the two, cleared of rounding beyond a power of ten; the middle if there is none."""
    found = np.unique([round(level, -exponent) for level in levels.tolist()])
    found = found[(found > low) & (found < high)]
    found = found if found.size else np.array([low / 2 + high / 2])
    found.flags.writeable = False
    return found
