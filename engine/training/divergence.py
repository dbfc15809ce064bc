"""What shows that training diverges, in words: None where nothing does."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from engine.numbers import Array, is_exact


def number_not_finite(name: str, number: Any) -> str | None:
    """A single number that is NaN or infinite.

    >>> number_not_finite("loss", float("inf"))
    'the loss is inf'
    """
    if isinstance(number, Fraction) or math.isfinite(number):
        return None
    return f"the {name} is {float(number)}"


def array_not_finite(kind: str, arrays: Mapping[str, Array]) -> str | None:
    """The first of these arrays that holds NaN or an infinity.

    >>> array_not_finite("gradient of ", {"w": np.array([1.0, np.nan])})
    'the gradient of w holds nan'
    """
    for name, array in arrays.items():
        # Most arrays have a finite sum, and then all entries are; a sum may also overflow by itself.
        if not is_exact(array) and not math.isfinite(array.sum()):
            wrong = array[~np.isfinite(array)]
            if wrong.size:
                return f"the {kind}{name} {'holds' if array.shape else 'is'} {wrong[0]}"
    return None


def above(name: str, loss: Any, most: Any, limit: Any) -> str | None:
    """A loss above `most`, which is `limit` times that of the start.

    >>> above("loss", 361000.0, most=36100.0, limit=10_000)
    'the loss is over 10000 times that of the start'
    """
    if most is None or not loss > most:
        return None
    return f"the {name} is over {float(limit):g} times that of the start"
