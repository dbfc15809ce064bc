"""A trace as JSON (RFC 8259), one line a quantity; `trace.schema.json` describes the file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.exact import from_ratio
from engine.files.file_format import shown
from engine.quantity import MOST_AXES, Quantity, check_path
from engine.traces.trace_format import FORMAT, VERSION, assembled, check_version

_KEYS = {"value", "exact", "not_finite", "shape"}


def to_json(quantities: Mapping[str, Quantity], beside: Mapping[str, Any]) -> str:
    """Strict JSON (no NaN, no Infinity): format, version, what is to stand `beside` the quantities, the quantities.

    >>> print(to_json({"rate": Quantity("rate", 0.1)}, {"lesson": "neuron"}))
    {
     "format": "backreel.trace",
     "version": 1,
     "lesson": "neuron",
     "quantities": {
      "rate": {"value": 0.1, "exact": null}
     }
    }
    """
    taken = {"format", "version", "quantities"} & set(beside)
    if taken:
        raise ValueError(f"{taken.pop()!r} is the trace's own key; call what stands beside it otherwise")
    written = {path: quantity.to_dict() for path, quantity in quantities.items()}
    whole = {"format": FORMAT, "version": VERSION, **beside, "quantities": written}
    return _object((_entry(key, part, " ") for key, part in whole.items()), " ", "")


def from_json(text: str | bytes) -> dict[str, NDArray[Any]]:
    """The numbers by path that `to_json` wrote; what stands beside them is left alone. Raises ValueError in one line
    for anything else."""
    try:
        read = json.loads(text, parse_constant=_refuse, object_pairs_hook=_unique)
    except json.JSONDecodeError as wrong:
        raise ValueError(f"not JSON: {wrong}") from None
    except RecursionError:
        raise ValueError("not a trace: nested too deep") from None
    if not isinstance(read, dict):
        raise ValueError(f"a trace is a JSON object of quantities by path, got {shown(read)}")
    check_version(read.get("format"), read.get("version"))
    quantities = read.get("quantities")
    if not isinstance(quantities, dict):
        raise ValueError(f"quantities: must be an object of quantities by path, got {shown(quantities)}")
    return {path: _numbers(path, item) for path, item in quantities.items()}


def _numbers(path: str, item: Any) -> NDArray[Any]:
    check_path(path)
    if not isinstance(item, dict) or not {"value", "exact"} <= set(item):
        raise ValueError(f"{path}: must be an object with value and exact, got {shown(item)}")
    if set(item) - _KEYS:
        raise ValueError(f"{path}: must have no other keys than {', '.join(sorted(_KEYS))}, got {shown(list(item))}")
    try:
        values = _entries(item["value"], int | float | None, "a value is a number or null")
        exact = words = None
        if item["exact"] is not None:
            exact = _entries(item["exact"], str, "an exact value is a string such as 21/10")
        if item.get("not_finite") is not None:
            words = _entries(item["not_finite"], str | None, "not_finite is nan, inf, -inf or null")
        if any(part is not None and part.shape != values.shape for part in (exact, words)):
            raise ValueError("value, exact and not_finite must have the same shape")
        shape = _shape(item["shape"], values) if "shape" in item else values.shape
        fractions: list[Fraction] | None = None if exact is None else [from_ratio(text) for text in exact.flat]
        all_words = [None] * values.size if words is None else list(words.flat)
        return assembled(shape, list(values.flat), fractions, all_words)
    except (ValueError, OverflowError) as wrong:
        raise ValueError(f"{path}: {wrong}") from None


def _entries(nested: Any, kinds: Any, says: str) -> NDArray[Any]:
    try:
        entries = np.array(nested, dtype=object)
    except ValueError:
        raise ValueError("its rows differ in length") from None
    if entries.ndim > MOST_AXES:
        raise ValueError(f"an array has at most {MOST_AXES} axes, got {entries.ndim} or more")
    wrong = {kind for kind in set(map(type, entries.flat)) if kind is bool or not issubclass(kind, kinds)}
    if list in wrong:
        raise ValueError("its rows differ in length")
    if wrong:
        raise ValueError(f"{says}, got {shown(next(entry for entry in entries.flat if type(entry) in wrong))}")
    return entries


def _shape(given: Any, values: NDArray[Any]) -> tuple[int, ...]:
    """The shape of an array without entries: nested lists end at the first 0 of it."""
    if not isinstance(given, list) or not all(type(size) is int and size >= 0 for size in given):
        raise ValueError(f"a shape is a list of sizes, got {shown(given)}")
    if len(given) > MOST_AXES:
        raise ValueError(f"an array has at most {MOST_AXES} axes, got {len(given)}")
    told = given[: given.index(0) + 1] if 0 in given else given
    if list(values.shape) != told:
        raise ValueError(f"the shape {shown(given)} is not that of the value")
    return tuple(given)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"{shown(next(name for name in names if names.count(name) > 1))} is there twice")
    return read


def _refuse(token: str) -> None:
    raise ValueError(f"{token} is not JSON; a float that is not finite stands under not_finite")


def _entry(key: str, part: Any, indent: str) -> str:
    if isinstance(part, Mapping):
        lines = (_entry_on_one_line(name, item) for name, item in part.items())
        return f"{json.dumps(key)}: {_object(lines, indent + ' ', indent)}"
    return _entry_on_one_line(key, part)


def _entry_on_one_line(key: str, part: Any) -> str:
    return f"{json.dumps(key)}: {json.dumps(part, allow_nan=False)}"


def _object(lines: Iterator[str], indent: str, end: str) -> str:
    body = f",\n{indent}".join(lines)
    return f"{{\n{indent}{body}\n{end}}}" if body else "{}"
