"""A trace as CSV (RFC 4180 with line feeds): one row a number, so that a spreadsheet or pandas opens it as it is.

The columns:

- `path`: of the quantity;
- `index`: of the entry in its array, counted from 0, `2 0` for row 2, column 0; empty for a single number;
- `value`: the shortest decimal that reads back as the same float; empty where there is none;
- `exact`: the exact value, `n/d` or `n`; empty for floats;
- `not_finite`: `nan`, `inf` or `-inf`; otherwise empty;
- `shape`: of the array, `3 2`, in the first of its rows; empty for a single number;
- a last column whose name is the format and its version, `backreel.trace 1`: always empty, and there so that a row
  which was cut off is noticed.

An array without entries has one row with its shape; `[]` under `exact` if it is one of exact numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.exact import from_ratio, ratio
from engine.files.file_format import shown
from engine.quantity import MOST_AXES, Quantity, check_path
from engine.traces.trace_format import FORMAT, VERSION, WORDS, assembled, check_version

_COLUMNS = ("path", "index", "value", "exact", "not_finite", "shape")
_WORD = {repr(number): word for word, number in WORDS.items()}
_NO_ENTRIES = {"": float, "[]": object}


def to_csv(quantities: Mapping[str, Quantity]) -> str:
    """The table as text.

    >>> print(to_csv({"weights": Quantity("weights", [0.5, 2.0])}), end="")
    path,index,value,exact,not_finite,shape,backreel.trace 1
    weights,0,0.5,,,2,
    weights,1,2.0,,,,
    """
    rows = [",".join((*_COLUMNS, f"{FORMAT} {VERSION}"))]
    for quantity in quantities.values():
        rows += _rows(quantity)
    return "\n".join(rows) + "\n"


def from_csv(text: str) -> dict[str, NDArray[Any]]:
    """The numbers by path of a table that `to_csv` wrote; its rows may be in another order, and it may begin with a
    byte order mark. Raises ValueError in one line for anything else."""
    first, *lines = text.removeprefix("\ufeff").split("\n")
    *columns, marked = _cells(first)
    if tuple(columns) != _COLUMNS:
        raise ValueError(f"not a trace: line 1 must be {','.join(_COLUMNS)},{FORMAT} {VERSION}, got {shown(first)}")
    name, _, version = marked.partition(" ")
    check_version(name, int(version) if version.isdecimal() and len(version) < 10 else version)
    rows: dict[str, list[list[str]]] = {}
    for place, line in enumerate(lines, start=2):
        if line.strip():
            path, *cells = _cells(line)
            if len(cells) != len(_COLUMNS) or cells.pop():
                raise ValueError(
                    f"line {place}: must have {len(_COLUMNS) + 1} cells, the last empty, got {shown(line)}"
                )
            rows.setdefault(path, []).append(cells)
    return {path: _numbers(path, found) for path, found in rows.items()}


def _rows(quantity: Quantity) -> Iterator[str]:
    path, shape = _quoted(quantity.path), " ".join(map(str, quantity.shape))
    if not quantity.numbers.size:
        yield f"{path},,,{'[]' if quantity.is_exact else ''},,{shape},"
        return
    exact = quantity.numbers.flat if quantity.is_exact else None
    for index, value in zip(np.ndindex(quantity.shape), quantity.array.flat, strict=True):
        text = repr(float(value))
        word = _WORD.get(text, "")
        known = f",{word}" if exact is None else f"{ratio(next(exact))},"
        yield f"{path},{' '.join(map(str, index))},{'' if word else text},{known},{shape},"
        shape = ""


def _numbers(path: str, rows: Sequence[Sequence[str]]) -> NDArray[Any]:
    check_path(path)
    indices, values, exact, words, shapes = zip(*rows, strict=True)
    try:
        told = {text for text in shapes if text}
        if len(told) > 1:
            raise ValueError(f"must have one shape, got {shown(sorted(told))}")
        shape = _sizes("".join(told))
        if len(shape) > MOST_AXES:
            raise ValueError(f"an array has at most {MOST_AXES} axes, got {len(shape)}")
        if 0 in shape and rows[0][:2] == ["", ""] and exact[0] in _NO_ENTRIES and not words[0] and len(rows) == 1:
            return np.empty(shape, dtype=_NO_ENTRIES[exact[0]])
        order = _order(indices, shape)
        fractions = [from_ratio(exact[row]) for row in order] if any(exact) else None
        floats, all_words = [_value(values[row]) for row in order], [words[row] or None for row in order]
        return assembled(shape, floats, fractions, all_words)
    except ValueError as wrong:
        raise ValueError(f"{path}: {wrong}") from None


def _order(indices: Sequence[str], shape: tuple[int, ...]) -> list[int]:
    """The rows in row-major order of what their indices say."""
    if len(indices) != prod(shape):
        raise ValueError(f"must have {prod(shape)} rows for the shape {shape}, got {len(indices)}")
    rows = {_sizes(index): row for row, index in enumerate(indices)}
    for index in np.ndindex(shape):
        if index not in rows:
            raise ValueError(f"has no row for the index {' '.join(map(str, index)) or '(empty)'}")
    return [rows[index] for index in np.ndindex(shape)]


def _sizes(text: str) -> tuple[int, ...]:
    sizes = text.split()
    if not all(size.isascii() and size.isdigit() and len(size) < 16 for size in sizes):
        raise ValueError(f"an index and a shape are whole numbers with blanks between, got {shown(text)}")
    return tuple(map(int, sizes))


def _value(text: str) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        raise ValueError(f"a value is a number or empty, got {shown(text)}") from None


def _quoted(path: str) -> str:
    return '"' + path.replace('"', '""') + '"' if set(path) & set(',"') else path


def _cells(line: str) -> list[str]:
    line = line.removesuffix("\r")
    if '"' not in line:
        return line.split(",")
    import csv  # only here: it refuses cells of over 131072 characters, which an exact number may have

    try:
        return next(csv.reader([line], strict=True))
    except csv.Error as wrong:
        raise ValueError(f"not a row of CSV ({wrong}): {shown(line)}") from None
