"""Numbers that came from elsewhere are finite before anything is worked out with them."""

from __future__ import annotations

import numpy as np

from engine.numbers import Array, is_exact


def check_finite(name: str, array: Array) -> None:
    """Raises ValueError for the first NaN or infinity in an array, by its name and its place, counted from 1.

    >>> check_finite("0.weight", np.array([[1.0, 2.0], [np.nan, 3.0]]))
    Traceback (most recent call last):
    ValueError: 0.weight: row 2, column 1 is nan; every number must be finite
    """
    if is_exact(array) or np.isfinite(array).all():
        return
    first = np.argwhere(~np.isfinite(array))[0]
    words = ("row", "column") if array.ndim == 2 else ("entry",) * array.ndim
    place = ", ".join(f"{word} {at + 1}" for word, at in zip(words, first, strict=True))
    raise ValueError(f"{name}: {place} is {array[tuple(first)]}; every number must be finite")
