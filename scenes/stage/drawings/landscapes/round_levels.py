"""Levels that are round numbers themselves, where those of the engine are a round number above the lowest place."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from engine import Levels, contour_levels

_FACTORS = (1.0, 2.0, 5.0)


def round_levels(values: NDArray[np.float64], count: int) -> Levels:
    """The engine's levels; where it puts them one factor apart and nothing is below zero, 1, 2 and 5 times powers of
    ten instead, the highest `count` of them.

    >>> round_levels(np.array([0.018, 0.1, 0.1, 0.1, 9.0]), 5).values.tolist()
    [0.2, 0.5, 1.0, 2.0, 5.0]
    """
    found = contour_levels(values, count)
    low, high = float(values.min()), float(values.max())
    if found.scale == "linear" or low < 0:
        return found
    last = math.floor(math.log10(high))
    powers = range(last - count, last + 1)
    steps = [float(f"{factor:g}e{power}") for power in powers for factor in _FACTORS]
    inside = [step for step in steps if low < step < high][-count:]
    return Levels(np.array(inside), "logarithmic") if inside else found
