"""A named number, or array of numbers, as a trace keeps and writes it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import inf
from numbers import Rational
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.exact import ratio

Number = Fraction | float
MOST_AXES = 32  # of NumPy 1's arrays, and of NumPy 2's iterators
Nested = Any  # a float, Fraction, string or None, or tuples of these in the shape of an array


@dataclass(frozen=True, eq=False, init=False, repr=False)
class Quantity:
    """A number, or an array of numbers, with a name. It is immutable, and its arrays are read-only.

    `numbers` is an array of shape () for a single number: Fractions (dtype object) where the number given was exact,
    that is a Fraction, an integer or a truth value, otherwise float64. Two quantities are equal if path, shape, kind
    and numbers are; NaN equals NaN.

    Raises TypeError, naming the path, for what is no number, for exact and float numbers in one array and for floats
    wider than float64; ValueError for rows of different lengths, for more than 32 axes and for a path that is not a
    printable line.

    >>> loss = Quantity("step.0.loss", Fraction(361, 100))
    >>> loss.value, loss.exact
    (3.61, Fraction(361, 100))
    >>> Quantity("weights", [[0.5, float("nan")]]).value
    ((0.5, None),)
    """

    path: str
    numbers: NDArray[Any]

    def __init__(self, path: str, number: Any) -> None:
        check_path(path)
        numbers = _numbers(path, number)
        if numbers.ndim > MOST_AXES:
            raise ValueError(f"{path}: an array has at most {MOST_AXES} axes, got {numbers.ndim}")
        numbers.flags.writeable = False
        object.__setattr__(self, "path", path)
        object.__setattr__(self, "numbers", numbers)

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of the array; () for a single number."""
        return self.numbers.shape

    @property
    def is_exact(self) -> bool:
        """Whether the numbers are Fractions."""
        return self.numbers.dtype == object

    @cached_property
    def array(self) -> NDArray[np.float64]:
        """The nearest floats, in the quantity's shape: float64, read-only. NaN and infinities are kept; an exact
        number beyond the range of floats becomes an infinity of its sign (IEEE 754, rounding to nearest)."""
        if not self.is_exact:
            return self.numbers
        floats = nearest_floats(self.numbers)
        floats.flags.writeable = False
        return floats

    @property
    def value(self) -> Nested:
        """The number as a float, None where it lies beyond the range of floats or is not finite; tuples in the shape
        of an array."""
        return _tuples(_finite(self.array), len(self.shape))

    @property
    def exact(self) -> Nested:
        """The exact value, in tuples for an array; None where there is none."""
        return _tuples(self.numbers.tolist(), len(self.shape)) if self.is_exact else None

    @property
    def not_finite(self) -> Nested:
        """`nan`, `inf` or `-inf` for floats that are not finite, None for the others, in tuples for an array; None
        alone where all is well."""
        words = self._words()
        return None if words is None else _tuples(words.tolist(), len(self.shape))

    @property
    def number(self) -> Number:
        """The exact value if there is one, otherwise the float. Raises ValueError for an array."""
        if self.shape:
            raise ValueError(f"{self.path}: an array, not a single number; read its `value`, `exact` or `array`")
        return self.numbers.item()  # type: ignore[no-any-return]

    def to_dict(self) -> dict[str, Any]:
        """{"value": ..., "exact": "n/d" or None}, nested lists for an array. `not_finite` is there only where it is
        needed, `shape` only for an array without entries, whose lists do not always tell it."""
        written: dict[str, Any] = {"value": _finite(self.array), "exact": None}
        if self.is_exact:
            written["exact"] = exact_array(map(ratio, self.numbers.flat), self.shape).tolist()
        words = self._words()
        if words is not None:
            written["not_finite"] = words.tolist()
        if not self.numbers.size:
            written["shape"] = list(self.shape)
        return written

    def _words(self) -> NDArray[Any] | None:
        if self.is_exact or np.isfinite(self.numbers).all():
            return None
        words = np.full(self.shape, None, dtype=object)
        words[np.isnan(self.numbers)] = "nan"
        words[self.numbers == inf] = "inf"
        words[self.numbers == -inf] = "-inf"
        return words

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Quantity):
            return NotImplemented
        if self.path != other.path or self.is_exact != other.is_exact:
            return False
        return np.array_equal(self.numbers, other.numbers, equal_nan=not self.is_exact)

    def __hash__(self) -> int:
        return hash((self.path, self.exact if self.is_exact else self.value, self.not_finite))

    def __repr__(self) -> str:
        if self.shape:
            return f"Quantity({self.path!r}, {'exact' if self.is_exact else 'float'} array of shape {self.shape})"
        return f"Quantity({self.path!r}, {self.number!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        # NumPy's own pickles come back writeable.
        return Quantity, (self.path, self.numbers)


def check_path(path: object) -> None:
    """Raises ValueError for what cannot name a quantity in every format: it must be one line of printable
    characters."""
    if not isinstance(path, str) or not path or len(path) > 1000 or not path.isprintable():
        raise ValueError(f"a path must be 1 to 1000 printable characters in one line, got {path!r:.60}")


def exact_array(entries: Iterable[Any], shape: tuple[int, ...] = ()) -> NDArray[Any]:
    """Any objects as an array of a shape, in row-major order."""
    return np.fromiter(entries, dtype=object).reshape(shape)


def nearest_floats(numbers: NDArray[Any]) -> NDArray[np.float64]:
    """The floats nearest to an array of Fractions, in its shape; infinities beyond the range of floats."""
    return np.fromiter(map(_nearest, numbers.reshape(-1)), np.float64, numbers.size).reshape(numbers.shape)


def _numbers(path: str, number: Any) -> NDArray[Any]:
    """A copy, as float64 or Fractions."""
    if isinstance(number, np.ndarray | np.generic) and number.dtype != object:
        return _typed(path, np.asarray(number))
    given = _objects(path, number)
    entries = [entry.item() if isinstance(entry, np.generic) else entry for entry in given.reshape(-1)]
    kinds = set(map(type, entries))
    if kinds & {list, tuple, np.ndarray}:
        raise ValueError(f"{path}: the rows of an array must have the same length")
    wrong = [kind for kind in kinds if not issubclass(kind, float | Rational)]
    if wrong:
        first = next(entry for entry in entries if type(entry) in wrong)
        raise TypeError(f"{path}: must be a number or an array of numbers, got {first!r:.60}")
    floats = sum(issubclass(kind, float) for kind in kinds)
    if floats not in (0, len(kinds)):
        raise TypeError(f"{path}: exact and float numbers do not mix in one array")
    if floats or (not kinds and isinstance(number, list | tuple)):
        return np.array(entries, dtype=np.float64).reshape(given.shape)
    return exact_array(map(_fraction, entries), given.shape)


def _typed(path: str, array: NDArray[Any]) -> NDArray[Any]:
    if array.dtype.kind in "iub":
        return exact_array(map(Fraction, array.reshape(-1).tolist()), array.shape)
    if array.dtype.kind != "f":
        raise TypeError(f"{path}: must be a number or an array of numbers, got an array of {array.dtype}")
    if not np.can_cast(array.dtype, np.float64):
        raise TypeError(f"{path}: {array.dtype} is wider than float64 and would lose digits; convert it first")
    return array.astype(np.float64, order="C")


def _objects(path: str, number: Any) -> NDArray[Any]:
    if not isinstance(number, list | tuple | np.ndarray):
        return exact_array([number])
    try:
        return np.array(number, dtype=object)
    except ValueError:
        raise ValueError(f"{path}: the rows of an array must have the same length") from None


def _fraction(number: Any) -> Fraction:
    return number if type(number) is Fraction else Fraction(int(number.numerator), int(number.denominator))


def _nearest(number: Fraction) -> float:
    try:
        return float(number)
    except OverflowError:
        return inf if number > 0 else -inf


def _finite(array: NDArray[np.float64]) -> Any:
    """The floats in nested lists, None for those that are not finite."""
    finite = np.isfinite(array)
    if finite.all():
        return array.tolist()
    kept = array.astype(object)
    kept[~finite] = None
    return kept.tolist()


def _tuples(nested: Any, depth: int) -> Nested:
    if depth == 0:
        return nested
    return tuple(nested) if depth == 1 else tuple(_tuples(row, depth - 1) for row in nested)
