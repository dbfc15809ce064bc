"""A trace as NPZ: NumPy's zip of arrays, one float64 array a quantity under its path, so that `np.load(file)[path]`
reads it without Backreel.

What floats cannot hold stands beside them in the zip as JSON, `backreel.trace.json`: format, version, the paths in
their order, and the exact numbers as ratios in row-major order. An exact number beyond the range of floats is an
infinity in its array. Nothing is pickled, and one trace always makes the same bytes.
"""

from __future__ import annotations

import io
import json
import os
import tempfile
import zipfile
from collections.abc import Mapping
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.exact import from_ratio, ratio
from engine.quantity import Quantity, check_path, exact_array, nearest_floats
from engine.trace_format import FORMAT, VERSION, check_version, shown

_BESIDE = f"{FORMAT}.json"  # no array's name: those end in .npy


def to_npz(quantities: Mapping[str, Quantity]) -> bytes:
    """The whole file.

    >>> written = to_npz({"loss": Quantity("loss", 3)})
    >>> np.load(io.BytesIO(written))["loss"]
    array(3.)
    """
    exact = {path: list(map(ratio, found.numbers.flat)) for path, found in quantities.items() if found.is_exact}
    beside = {"format": FORMAT, "version": VERSION, "paths": list(quantities), "exact": exact}
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        _put(archive, _BESIDE, json.dumps(beside).encode())
        for path, quantity in quantities.items():
            array = io.BytesIO()
            np.lib.format.write_array(array, quantity.array, version=(1, 0), allow_pickle=False)
            _put(archive, f"{path}.npy", array.getvalue())
    return whole.getvalue()


def from_npz(written: bytes) -> dict[str, NDArray[Any]]:
    """The numbers by path that `to_npz` wrote. Raises ValueError in one line for anything else; nothing is
    unpickled."""
    try:
        with zipfile.ZipFile(io.BytesIO(written)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
            if len(members) < len(archive.namelist()):
                raise ValueError("two members of one name")
    except Exception as wrong:  # a damaged zip shows itself in a dozen kinds of errors
        raise ValueError(f"not a trace: not a whole NPZ file ({_line(wrong)})") from wrong
    beside = _beside(members.pop(_BESIDE, None))
    paths, exact = beside["paths"], beside["exact"]
    names = [f"{path}.npy" for path in paths]
    if len(set(names)) < len(names) or set(names) != set(members) or not set(exact) <= set(paths):
        odd = sorted(set(names) ^ set(members)) or "the paths of the exact numbers, or one twice"
        raise ValueError(f"a damaged trace: its list of paths and its arrays differ in {shown(odd)}")
    return {path: _numbers(path, members[f"{path}.npy"], exact.get(path)) for path in paths}


def save_npz(quantities: Mapping[str, Quantity], file: str | os.PathLike[str]) -> None:
    """Write the file, under exactly this name. It appears there whole or not at all, in place of what was there.
    Raises OSError where the folder cannot be written to."""
    place = Path(file)
    written = to_npz(quantities)
    with tempfile.TemporaryDirectory(prefix=".backreel-", dir=place.parent) as folder:
        made = Path(folder) / "trace.npz"
        with made.open("wb") as output:
            output.write(written)
            output.flush()
            os.fsync(output.fileno())
        os.replace(made, place)


def _put(archive: zipfile.ZipFile, name: str, written: bytes) -> None:
    member = zipfile.ZipInfo(name)  # dated 1980, whatever the clock says
    member.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(member, written)


def _beside(written: bytes | None) -> dict[str, Any]:
    if written is None:
        raise ValueError(f"not a trace: an NPZ file without {_BESIDE}")
    try:
        read = json.loads(written)
    except (ValueError, RecursionError) as wrong:
        raise ValueError(f"{_BESIDE}: {_line(wrong)}") from None
    if not isinstance(read, dict):
        raise ValueError(f"{_BESIDE}: must be an object, got {shown(read)}")
    check_version(read.get("format"), read.get("version"))
    paths, exact = read.get("paths"), read.get("exact")
    if not isinstance(paths, list) or not isinstance(exact, dict):
        raise ValueError(f"{_BESIDE}: must have a list of paths and an object of exact numbers")
    for path in paths:
        check_path(path)
    return read


def _numbers(path: str, written: bytes, exact: Any) -> NDArray[Any]:
    try:
        array = _array(written)
        if exact is None:
            return array
        if not isinstance(exact, list) or len(exact) != array.size:
            raise ValueError(f"must have {array.size} exact numbers, got {shown(exact)}")
        fractions = exact_array(map(from_ratio, exact), array.shape)
    except (ValueError, TypeError) as wrong:
        raise ValueError(f"{path}: {_line(wrong)}") from None
    if not np.array_equal(nearest_floats(fractions), array):
        raise ValueError(f"{path}: its floats are not those nearest to its exact numbers")
    return fractions


def _array(written: bytes) -> NDArray[np.float64]:
    """A float64 array from the bytes of an .npy file; nothing is made larger than what is there."""
    file = io.BytesIO(written)
    if np.lib.format.read_magic(file) != (1, 0):
        raise ValueError("must be an array in version 1.0 of the NPY format")
    try:
        shape, by_columns, kind = np.lib.format.read_array_header_1_0(file)
    except Exception as wrong:  # NumPy parses the header as Python, and lets the parser's errors through
        raise ValueError(f"a damaged array ({_line(wrong)})") from None
    if kind.kind != "f" or kind.itemsize != 8:
        raise ValueError(f"must be an array of float64, got {kind}")
    entries = written[file.tell() :]
    if len(entries) != 8 * prod(shape):
        raise ValueError(f"must have {prod(shape)} numbers for its shape {shape}, got {len(entries)} bytes")
    return np.frombuffer(entries, dtype=kind).astype(np.float64).reshape(shape, order="F" if by_columns else "C")


def _line(wrong: Exception) -> str:
    return " ".join(str(wrong).split())[:200] or type(wrong).__name__
