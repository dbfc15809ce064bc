"""What the three files of a trace (JSON, CSV, NPZ) have in common: their name, their version, and what makes their
parts one quantity."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import inf
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.files import file_format
from engine.files.file_format import shown
from engine.quantity import exact_array, nearest_floats

FORMAT = "backreel.trace"
VERSION = 1
WORDS = {"nan": float("nan"), "inf": inf, "-inf": -inf}


def check_version(name: object, version: object) -> None:
    """Raises ValueError, naming what is wanted and what is there, for another format or another version."""
    file_format.check_version("trace", VERSION, name, version)


def assembled(
    shape: tuple[int, ...],
    values: Sequence[float | None],
    exact: Sequence[Fraction] | None,
    words: Sequence[str | None],
) -> NDArray[Any]:
    """The numbers that these parts describe, all in row-major order: float64, or Fractions.

    An exact number has a value that is its nearest float, None beyond the range of floats. A float has a finite value
    or one of the words `nan`, `inf`, `-inf`. Raises ValueError where the parts contradict each other.
    """
    if exact is None:
        return np.array(list(map(_float, values, words)), dtype=np.float64).reshape(shape)
    if any(word is not None for word in words):
        raise ValueError("an exact number is finite and has no not_finite")
    fractions = exact_array(exact, shape)
    nearest = [float(number) if abs(number) < inf else None for number in nearest_floats(fractions).reshape(-1)]
    for value, wanted in zip(values, nearest, strict=True):
        if value != wanted and (value is None or float(value) != wanted):
            raise ValueError(f"the value must be the float nearest to the exact one, {wanted}, got {value!r:.60}")
    return fractions


def _float(value: float | None, word: str | None) -> float:
    if word is None:
        if value is None:
            raise ValueError("neither a value nor an exact one, nor a word why")
        if not abs(value) < inf:
            raise ValueError(f"a value is finite, got {value!r}")
        return float(value)
    if word not in WORDS:
        raise ValueError(f"not_finite is nan, inf, -inf or null, got {shown(word)}")
    if value is not None:
        raise ValueError(f"not_finite is {word}, and still there is a value of {value!r}")
    return WORDS[word]
