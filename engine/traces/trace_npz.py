"""A trace as NPZ: NumPy's zip of arrays, one float64 array a quantity under its path, so that `np.load(file)[path]`
reads it without Backreel.

What floats cannot hold stands beside them in the zip as JSON, `backreel.trace.json`: format, version, the paths in
their order, and the exact numbers as ratios in row-major order. An exact number beyond the range of floats is an
infinity in its array. Nothing is pickled, and one trace always makes the same bytes.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import Any

from numpy.typing import NDArray

from engine.exact import ratio
from engine.files.file_format import one_line, shown
from engine.files.npz import beside, numbers_of, packed, to_npy, unpacked
from engine.files.whole_file import write_whole
from engine.quantity import Quantity, check_path
from engine.traces.trace_format import FORMAT, VERSION

_BESIDE = f"{FORMAT}.json"  # no array's name: those end in .npy


def to_npz(quantities: Mapping[str, Quantity]) -> bytes:
    """The whole file.

    >>> import io
    >>> import numpy as np
    >>> written = to_npz({"loss": Quantity("loss", 3)})
    >>> np.load(io.BytesIO(written))["loss"]
    array(3.)
    """
    exact = {path: list(map(ratio, found.numbers.flat)) for path, found in quantities.items() if found.is_exact}
    said = {"format": FORMAT, "version": VERSION, "paths": list(quantities), "exact": exact}
    arrays = {f"{path}.npy": to_npy(quantity.array) for path, quantity in quantities.items()}
    return packed({_BESIDE: json.dumps(said).encode(), **arrays})


def from_npz(written: bytes) -> dict[str, NDArray[Any]]:
    """The numbers by path that `to_npz` wrote. Raises ValueError in one line for anything else; nothing is
    unpickled."""
    try:
        members = unpacked(written)
    except ValueError as wrong:
        raise ValueError(f"not a trace: {wrong}") from wrong
    read = _beside(members.pop(_BESIDE, None))
    paths, exact = read["paths"], read["exact"]
    names = [f"{path}.npy" for path in paths]
    if len(set(names)) < len(names) or set(names) != set(members) or not set(exact) <= set(paths):
        odd = sorted(set(names) ^ set(members)) or "the paths of the exact numbers, or one twice"
        raise ValueError(f"a damaged trace: its list of paths and its arrays differ in {shown(odd)}")
    return {path: _numbers(path, members[f"{path}.npy"], exact.get(path)) for path in paths}


def save_npz(quantities: Mapping[str, Quantity], file: str | os.PathLike[str]) -> None:
    """Write the file, under exactly this name. It appears there whole or not at all, in place of what was there.
    Raises OSError where the folder cannot be written to."""
    write_whole(file, to_npz(quantities))


def _beside(written: bytes | None) -> dict[str, Any]:
    read = beside("trace", VERSION, written)
    paths, exact = read.get("paths"), read.get("exact")
    if not isinstance(paths, list) or not isinstance(exact, dict):
        raise ValueError(f"{_BESIDE}: must have a list of paths and an object of exact numbers")
    for path in paths:
        check_path(path)
    return read


def _numbers(path: str, written: bytes, exact: Any) -> NDArray[Any]:
    try:
        return numbers_of(written, exact)
    except ValueError as wrong:
        raise ValueError(f"{path}: {one_line(wrong)}") from None
