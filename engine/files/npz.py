"""NPZ, NumPy's zip of arrays, without pickle: one content always makes the same bytes, and a damaged file is an error
of one line. Exact numbers are kept as the floats nearest to them, infinities beyond the range of floats, with their
ratios beside."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.exact import from_ratio
from engine.files.file_format import check_version, one_line, shown
from engine.quantity import exact_array, nearest_floats

LARGEST = 10**9  # bytes that the members of a file may have together
_PIECE = 2**20


def packed(members: Mapping[str, bytes]) -> bytes:
    """The zip of these members, by name, in their order."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, written in members.items():
            member = zipfile.ZipInfo(name)  # dated 1980, whatever the clock says
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, written)
    return whole.getvalue()


def unpacked(written: bytes) -> dict[str, bytes]:
    """The members of a zip, by name, in their order. Raises ValueError in one line for what is no whole one, and for
    one that would unpack to more than 1 GB: what its directory says is added up before anything is unpacked, and no
    member is unpacked to more than that says."""
    try:
        with zipfile.ZipFile(io.BytesIO(written)) as archive:
            listed = archive.infolist()
            if len({member.filename for member in listed}) < len(listed):
                raise ValueError("two members of one name")
            if sum(member.file_size for member in listed) > LARGEST:
                raise ValueError(f"it would unpack to more than {LARGEST // 10**9} GB")
            if any(member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for member in listed):
                raise ValueError("a member is packed in another way than NumPy's")
            return {member.filename: _member(archive, member) for member in listed}
    except Exception as wrong:  # a damaged zip shows itself in a dozen kinds of errors
        raise ValueError(f"not a whole NPZ file ({one_line(wrong)})") from wrong


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """A whole member; `read` without a size would unpack all that is there, whatever the directory says."""
    pieces, wanted = [], member.file_size
    with archive.open(member) as file:
        while piece := file.read(min(wanted + 1, _PIECE)):
            pieces.append(piece)
            wanted -= len(piece)
    if wanted:
        raise ValueError(f"{shown(member.filename)} is shorter than the directory says")
    return b"".join(pieces)


def beside(kind: str, newest: int, written: bytes | None) -> dict[str, Any]:
    """The JSON object in `backreel.KIND.json`, a member beside the arrays. Raises ValueError in one line where there is
    none, and for another format or version."""
    name = f"backreel.{kind}.json"
    if written is None:
        raise ValueError(f"not a {kind}: an NPZ file without {name}")
    try:
        read = json.loads(written)
    except (ValueError, RecursionError) as wrong:
        raise ValueError(f"{name}: {one_line(wrong)}") from None
    if not isinstance(read, dict):
        raise ValueError(f"{name}: must be an object, got {shown(read)}")
    check_version(kind, newest, read.get("format"), read.get("version"))
    return read


def to_npy(array: NDArray[np.float64]) -> bytes:
    """The bytes of an .npy file."""
    file = io.BytesIO()
    np.lib.format.write_array(file, array, version=(1, 0), allow_pickle=False)
    return file.getvalue()


def from_npy(written: bytes, kinds: Sequence[str] = ("float64",)) -> NDArray[Any]:
    """The array in the bytes of an .npy file, in the byte order of the machine; nothing is made larger than what is
    there. Raises ValueError in one line for a damaged one and for numbers of none of these kinds."""
    file = io.BytesIO(written)
    if np.lib.format.read_magic(file) != (1, 0):
        raise ValueError("must be an array in version 1.0 of the NPY format")
    try:
        shape, by_columns, kind = np.lib.format.read_array_header_1_0(file)
    except Exception as wrong:  # NumPy parses the header as Python, and lets the parser's errors through
        raise ValueError(f"a damaged array ({one_line(wrong)})") from None
    if kind.name not in kinds:
        raise ValueError(f"must be an array of {' or '.join(kinds)}, got {kind}")
    entries = written[file.tell() :]
    if len(entries) != kind.itemsize * prod(shape):
        raise ValueError(f"must have {prod(shape)} numbers for its shape {shape}, got {len(entries)} bytes")
    array = np.frombuffer(entries, dtype=kind).astype(kind.newbyteorder("="))
    return array.reshape(shape, order="F" if by_columns else "C")


def numbers_of(written: bytes, ratios: Any) -> NDArray[Any]:
    """The floats in the bytes of an .npy file, or the Fractions that were written as `ratios` beside them, in row-major
    order. Raises ValueError in one line where the two contradict each other."""
    array = from_npy(written)
    if ratios is None:
        return array
    if not isinstance(ratios, list) or len(ratios) != array.size:
        raise ValueError(f"must have {array.size} exact numbers, got {shown(ratios)}")
    try:
        fractions = exact_array(map(from_ratio, ratios), array.shape)
    except TypeError as wrong:
        raise ValueError(one_line(wrong)) from None
    if not np.array_equal(nearest_floats(fractions), array):
        raise ValueError("its floats are not those nearest to its exact numbers")
    return fractions
