"""A named number, or array of numbers, as a trace keeps and writes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from numbers import Rational
from typing import Any

import numpy as np

from engine.exact import from_ratio, ratio, to_float

Number = Fraction | float
Nested = Any  # a float, Fraction, string or None, or tuples of these in the shape of an array


@dataclass(frozen=True)
class Quantity:
    """A number with a name. For an array each part holds tuples in its shape.

    `value` is the number as a float, None where it lies beyond the range of floats or is not finite. `exact` is its
    exact value, None where there is none. `not_finite` is `nan`, `inf` or `-inf` for such floats, None where all is
    well.
    """

    path: str
    value: Nested
    exact: Nested = None
    not_finite: Nested = None

    @property
    def number(self) -> Number:
        """The exact value if there is one, otherwise the float. Raises ValueError for an array."""
        known = next((part for part in (self.exact, self.not_finite, self.value) if part is not None), None)
        if isinstance(known, tuple):
            raise ValueError(f"{self.path}: an array, not a single number; read its `value` or `exact`")
        return float(known) if isinstance(known, str) else known  # type: ignore[return-value]

    def to_dict(self) -> dict[str, Any]:
        """{"value": ..., "exact": "n/d" or None}, nested lists for an array; `not_finite` only where it is needed."""
        written: dict[str, Any] = {"value": _each(self.value, lambda value: value)}
        written["exact"] = None if self.exact is None else _each(self.exact, ratio)
        if self.not_finite is not None:
            written["not_finite"] = _each(self.not_finite, lambda word: word)
        return written


def quantity(path: str, number: Any) -> Quantity:
    """The quantity for a number or an array: Fractions and integers exactly. Raises TypeError for what is no
    number."""
    nested = number.tolist() if isinstance(number, np.ndarray | np.generic) else number
    if isinstance(nested, list | tuple):
        return _array(path, nested)
    if isinstance(nested, Rational):
        whole = Fraction(int(nested.numerator), int(nested.denominator))
        return Quantity(path, to_float(whole), whole)
    if not isinstance(nested, float):
        raise TypeError(f"{path}: must be a number or an array of numbers, got {nested!r}")
    value = to_float(nested)
    return Quantity(path, value, None, str(nested) if value is None else None)


def quantity_from_json(path: str, item: Any) -> Quantity:
    """The quantity that `to_dict` wrote. Raises ValueError, naming the path, for anything else."""
    if not isinstance(item, Mapping) or not {"value", "exact"} <= set(item):
        raise ValueError(f"{path}: must be an object with value and exact, got {str(item)[:60]}")
    try:
        exact = None if item["exact"] is None else _each(item["exact"], from_ratio, tuple)
        not_finite = _each(item.get("not_finite"), _read_word, tuple)
        if exact is not None:
            return Quantity(path, _each(exact, to_float, tuple), exact)
        if item["value"] is None and not_finite is None:
            raise ValueError("neither a value nor an exact one")
        return Quantity(path, _each(item["value"], _read_value, tuple), None, not_finite)
    except (ValueError, TypeError) as wrong:
        raise ValueError(f"{path}: {wrong}") from None


def _array(path: str, nested: list[Any] | tuple[Any, ...]) -> Quantity:
    entries = [quantity(path, entry) for entry in nested]
    exact, words = [entry.exact for entry in entries], [entry.not_finite for entry in entries]
    if len({entry.exact is None for entry in entries}) > 1:
        raise TypeError(f"{path}: exact and float numbers do not mix in one array")
    return Quantity(
        path,
        tuple(entry.value for entry in entries),
        tuple(exact) if any(entry is not None for entry in exact) else None,
        tuple(words) if any(word is not None for word in words) else None,
    )


def _each(nested: Nested, change: Callable[[Any], Any], kind: type = list) -> Any:
    """Every entry changed, in lists or tuples of the same shape."""
    if isinstance(nested, list | tuple):
        return kind(_each(entry, change, kind) for entry in nested)
    return change(nested)


def _read_value(value: Any) -> float | None:
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float)):
        raise ValueError(f"a value is a number or null, got {value!r}")
    return None if value is None else float(value)


def _read_word(word: Any) -> str | None:
    if word not in (None, "nan", "inf", "-inf"):
        raise ValueError(f"not_finite is nan, inf, -inf or null, got {word!r}")
    return word  # type: ignore[no-any-return]
