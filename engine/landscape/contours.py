"""The levels of a contour map, chosen from the surface itself."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.numbers import Array

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)  # round steps for people
_WIDE = 100.0  # a surface whose heights reach over so many times their middle needs a logarithmic scale


@dataclass(frozen=True, eq=False)
class Levels:
    """Heights at which contour lines are drawn, rising, strictly between the lowest and the highest finite value;
    `scale` is linear (one step apart) or logarithmic (one factor apart)."""

    values: Array
    scale: str


def contour_levels(values: Any, count: int = 12, scale: str | None = None) -> Levels:
    """About `count` levels for a surface. They are a round step apart (1, 2, 2.5 or 5 times a power of ten). Where the
    heights are all positive and the highest is over 100 times the median above the lowest, they are one factor
    apart instead, from the lowest up: a narrow valley with steep walls gets lines at its floor. Values that are not
    finite are left out.

    `scale` asks for one of the two. Raises ValueError for a surface that is flat or nowhere finite, a count below 1,
    and for a logarithmic scale where not all heights are positive.

    >>> contour_levels([0.3, 1.0, 4.7], count=5).values.tolist()
    [1.0, 2.0, 3.0, 4.0]
    """
    heights = np.asarray(values, dtype=np.float64)
    heights = heights[np.isfinite(heights)]
    if not heights.size:
        raise ValueError("values: none of them is finite")
    if count < 1:
        raise ValueError(f"count: must be at least 1, got {count}")
    if scale not in (None, "linear", "logarithmic"):
        raise ValueError(f"scale: must be linear or logarithmic, got {scale!r}")
    low, high = float(heights.min()), float(heights.max())
    if low == high:
        raise ValueError(f"values: all are {low}, there is no level between them")
    if scale == "logarithmic" and low <= 0:
        raise ValueError(f"scale: logarithmic needs positive values, the lowest is {low}")
    logarithmic = scale == "logarithmic" or (scale is None and low > 0 and _reaches_far(heights, low, high))
    found = _one_factor_apart(low, high, count) if logarithmic else _one_step_apart(low, high, count)
    found.flags.writeable = False
    return Levels(found, "logarithmic" if logarithmic else "linear")


def _reaches_far(heights: Array, low: float, high: float) -> bool:
    return high - low > _WIDE * (float(np.median(heights)) - low) or high > _WIDE * low


def _one_step_apart(low: float, high: float, count: int) -> Array:
    rough = (high - low) / (count + 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(round_step * power for round_step in _STEPS if round_step * power >= rough * (1 - 1e-12))
    places = np.arange(math.floor(low / step) + 1, math.ceil(high / step))
    levels = places * step
    inside = levels[(levels > low) & (levels < high)]
    return inside if inside.size else np.array([(low + high) / 2])


def _one_factor_apart(low: float, high: float, count: int) -> Array:
    return np.asarray(np.geomspace(low, high, count + 2)[1:-1])
