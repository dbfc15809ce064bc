"""The two kinds of numbers that the engine computes with, float64 and exact Fractions, and how they are taken in."""

from __future__ import annotations

from fractions import Fraction
from numbers import Rational
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[Any]  # float64, or object holding Fractions
Numbers: TypeAlias = Any  # what a graph computes with: an Array, or for a single number np.float64 or Fraction


def is_exact(numbers: Numbers) -> bool:
    """Whether these are exact numbers."""
    return numbers.__class__ is Fraction or (numbers.__class__ is np.ndarray and numbers.dtype == object)


def like(numbers: Numbers, number: int) -> Any:
    """A single number of the same kind."""
    return Fraction(number) if is_exact(numbers) else np.float64(number)


def full_like(numbers: Numbers, number: int) -> Numbers:
    """The same number everywhere, in the same shape and kind."""
    if numbers.__class__ is not np.ndarray:
        return like(numbers, number)
    return np.full(numbers.shape, like(numbers, number), dtype=numbers.dtype)


def choose(condition: Any, yes: Any, no: Any) -> Any:
    """`yes` where the condition holds, elsewhere `no`, entry by entry; quick for a single number."""
    if condition.__class__ is np.bool_ or condition.__class__ is bool:
        return yes if condition else no
    return np.where(condition, yes, no)


def plain(numbers: Any, exact: bool) -> Numbers:
    """What NumPy handed back as the graph keeps it: a single number bare, an array read-only, both of one kind."""
    kind = numbers.__class__
    if kind is np.ndarray:
        if numbers.ndim == 0:
            return plain(numbers[()], exact)
        if exact:
            numbers = numbers if numbers.dtype == object else _fractions(numbers.astype(object), whole=True)
        elif numbers.dtype != np.float64:
            numbers = numbers.astype(np.float64)
        numbers.flags.writeable = False
        return numbers
    if exact:
        return numbers if kind is Fraction else Fraction(numbers)
    return numbers if kind is np.float64 else np.float64(numbers)


def frozen(numbers: Numbers) -> Array:
    """As a read-only array; a single number has shape ()."""
    if numbers.__class__ is np.ndarray:
        numbers.flags.writeable = False
        return numbers
    array = np.empty((), dtype=object if numbers.__class__ is Fraction else np.float64)
    array[()] = numbers
    array.flags.writeable = False
    return array


def as_array(value: Any) -> Array:
    """A number or an array as the engine keeps it: objects if it holds Fractions (integers beside them become
    Fractions too), otherwise float64; always a copy.

    Raises TypeError for what is no number, and for exact and float numbers in one array.
    """
    array = np.array(value, order="C")
    if array.dtype == object:
        return array if isinstance(value, Fraction) else _fractions(array)
    if array.dtype.kind not in "fiub":
        raise TypeError(f"must be a number or an array of numbers, got {value!r}")
    return array.astype(np.float64, copy=False)


def as_kind(value: Any, exact: bool) -> Array:
    """A plain number or array as one of the given kind: beside exact numbers integers are taken exactly.

    Raises TypeError for a float beside exact numbers and for a Fraction beside floats.
    """
    if exact and isinstance(value, int):
        return as_array(Fraction(value))
    array = as_array(value)
    if exact and not is_exact(array) and np.asarray(value).dtype.kind in "iuO":
        return _fractions(np.array(value, dtype=object), whole=True)
    return array


def _fractions(array: Array, whole: bool = False) -> Array:
    """An object array with every entry a Fraction; integers alone become floats unless they are wanted `whole`."""
    entries = list(array.flat)
    if any(isinstance(entry, float | np.floating) for entry in entries):
        raise TypeError("exact and float numbers do not mix in one array; convert one of them first")
    wrong = [entry for entry in entries if not isinstance(entry, Rational)]
    if wrong:
        raise TypeError(f"must be a number or an array of numbers, got {wrong[0]!r}")
    if entries and not whole and not any(isinstance(entry, Fraction) for entry in entries):
        return array.astype(np.float64)  # integers too large for NumPy's own
    kept = np.empty(array.shape, dtype=object)
    for place, entry in zip(np.ndindex(array.shape), entries, strict=True):
        kept[place] = Fraction(int(entry.numerator), int(entry.denominator))
    return kept
