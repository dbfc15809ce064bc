"""A trace as NPZ: that NumPy alone reads it, that the file is whole or not there, and what is refused."""

import contextlib
import io
import json
import os
import tracemalloc
import zipfile
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from engine import Trace


def test_npz_is_read_by_numpy_alone(tmp_path: Path):
    arrays = {
        "row": [1.0, float("nan"), float("inf")],
        "matrix": [[Fraction(1, 2), Fraction(1)], [Fraction(0), Fraction(10) ** 400]],
        "cube": np.arange(24.0).reshape(2, 3, 4) / 7,
        "no rows": np.zeros((0, 3)),
    }
    Trace({"step.0.loss": Fraction(361, 100)} | arrays).save_npz(tmp_path / "trace.npz")
    with np.load(tmp_path / "trace.npz", allow_pickle=False) as read:
        assert read["step.0.loss"] == 3.61
        assert all(read[path].dtype == np.float64 for path in ("step.0.loss", "row", "matrix", "no rows"))
        np.testing.assert_array_equal(read["row"], [1.0, np.nan, np.inf])
        np.testing.assert_array_equal(read["cube"], np.arange(24.0).reshape(2, 3, 4) / 7)
        np.testing.assert_array_equal(read["matrix"], [[0.5, 1], [0, np.inf]])  # 10^400 is beyond floats
        assert read["no rows"].shape == (0, 3)


def test_npz_says_its_version_and_the_exact_numbers_in_json():
    with zipfile.ZipFile(io.BytesIO(Trace({"b": [[1, 2]], "a": 0.5}).to_npz())) as archive:
        assert archive.testzip() is None
        assert json.loads(archive.read("backreel.trace.json")) == {
            "format": "backreel.trace",
            "version": 1,
            "paths": ["b", "a"],
            "exact": {"b": ["1", "2"]},
        }


def test_npz_is_saved_under_exactly_its_name_and_read_from_there(tmp_path: Path):
    trace = Trace({"a": [0.5, 1.5], "b": 3})
    trace.save_npz(tmp_path / "numbers")
    assert [file.name for file in tmp_path.iterdir()] == ["numbers"]
    assert Trace.load_npz(str(tmp_path / "numbers")) == trace
    assert (tmp_path / "numbers").stat().st_mode & 0o777 == 0o666 & ~umask()


def umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@pytest.mark.parametrize("fails", ["fsync", "replace"])
def test_what_cannot_be_saved_leaves_what_was_there(fails: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    def full(*asked: object) -> None:
        raise OSError(28, "No space left on device")

    place = tmp_path / "trace.npz"
    Trace({"before": 1}).save_npz(place)
    monkeypatch.setattr(os, fails, full)
    with pytest.raises(OSError, match="No space left"):
        Trace({"after": 2}).save_npz(place)
    assert list(tmp_path.iterdir()) == [place]
    assert list(Trace.load_npz(place)) == ["before"]


def test_a_folder_that_is_not_there_is_an_error_of_the_system(tmp_path: Path):
    with pytest.raises(FileNotFoundError):
        Trace({}).save_npz(tmp_path / "none" / "trace.npz")
    with pytest.raises(FileNotFoundError):
        Trace.load_npz(tmp_path / "none.npz")


def npz(**parts: object) -> bytes:
    """What NumPy's own savez writes."""
    file = io.BytesIO()
    np.savez(file, **parts)
    return file.getvalue()


def changed(written: bytes, **members: bytes | None) -> bytes:
    """An NPZ file with members put in, replaced, or (None) left out; `__` in a name stands for a point."""
    file = io.BytesIO()
    named = {name.replace("__", "."): member for name, member in members.items()}
    with zipfile.ZipFile(io.BytesIO(written)) as before, zipfile.ZipFile(file, "w") as after:
        kept = {name: before.read(name) for name in before.namelist()}
        for name, member in {**kept, **named}.items():
            if member is not None:
                after.writestr(name, member)
    return file.getvalue()


def npy(array: object, **how: object) -> bytes:
    file = io.BytesIO()
    np.save(file, array, **how)
    return file.getvalue()


GOOD = Trace({"a": [0.5, 1.5], "b": 3}).to_npz()
HEADER = npy(np.zeros(2))


@pytest.mark.parametrize(
    ("written", "says"),
    [
        (b"", "not a trace: not a whole NPZ file"),
        (b"PK\x03\x04 and nothing else", "not a trace: not a whole NPZ file"),
        (npz(a=np.zeros(3)), "not a trace: an NPZ file without backreel.trace.json"),
        (changed(GOOD, backreel__trace__json=b"{"), "backreel.trace.json: Expecting property name"),
        (changed(GOOD, backreel__trace__json=b"[]"), "backreel.trace.json: must be an object"),
        (changed(GOOD, backreel__trace__json=b"{}"), "the format must be backreel.trace .version 1., got None"),
        (
            changed(GOOD, backreel__trace__json=b'{"format": "backreel.trace", "version": 3}'),
            "^a trace of version 3, and this Backreel reads version 1; a newer Backreel is needed",
        ),
        (changed(GOOD, backreel__trace__json=b'{"format": "backreel.trace", "version": 1}'), "a list of paths"),
        (changed(GOOD, a__npy=None), "its list of paths and its arrays differ in .'a.npy'"),
        (changed(GOOD, c__npy=HEADER), "its list of paths and its arrays differ in .'c.npy'"),
        (changed(GOOD, a__npy=b"[0.5, 1.5]"), "^a: "),
        (changed(GOOD, a__npy=npy(np.zeros(2, dtype=np.float32))), "a: must be an array of float64, got float32"),
        (changed(GOOD, a__npy=npy(np.zeros(2, dtype=int))), "a: must be an array of float64, got int64"),
        (changed(GOOD, a__npy=npy(np.array([{}]), allow_pickle=True)), "a: must be an array of float64, got object"),
        (changed(GOOD, a__npy=HEADER[:-1]), r"a: must have 2 numbers for its shape \(2,\), got 15 bytes"),
        (
            changed(GOOD, a__npy=HEADER.replace(b"(2,)", b"(9,)")),
            r"a: must have 9 numbers for its shape \(9,\), got 16",
        ),
        (changed(GOOD, a__npy=HEADER.replace(b"'descr'", b"'descr\"")), "a: a damaged array"),
        (changed(GOOD, b__npy=npy(np.array(4.0))), "b: its floats are not those nearest to its exact numbers"),
        (changed(GOOD, b__npy=npy(np.zeros(2))), "b: must have 2 exact numbers, got .'3'."),
    ],
)
def test_what_is_no_trace_in_npz_is_refused_in_one_line(written: bytes, says: str, tmp_path: Path):
    with pytest.raises(ValueError, match=says) as refused:
        Trace.from_npz(written)
    assert "\n" not in str(refused.value)
    (tmp_path / "broken.npz").write_bytes(written)
    with pytest.raises(ValueError, match=r"broken\.npz: "):
        Trace.load_npz(tmp_path / "broken.npz")


def test_an_array_in_another_order_of_bytes_or_axes_is_the_same_array():
    # What NumPy writes on a big-endian machine, and for an array that is stored column by column.
    trace = Trace({"a": [[1.0, 2.0], [3.0, 4.0]]})
    for array in (np.array([[1, 2], [3, 4]], dtype=">f8"), np.array([[1, 2], [3, 4]], dtype="<f8", order="F")):
        assert Trace.from_npz(changed(trace.to_npz(), a__npy=npy(array))) == trace


def test_a_damaged_byte_never_goes_unseen():
    for place in range(0, len(GOOD), 3):
        damaged = bytearray(GOOD)
        damaged[place] ^= 0x55
        with contextlib.suppress(ValueError):
            read = Trace.from_npz(bytes(damaged))
            assert read == Trace({"a": [0.5, 1.5], "b": 3}), place  # a date, or another field that says nothing


def test_npz_cut_off_anywhere_is_refused():
    for end in range(0, len(GOOD), 3):
        with pytest.raises(ValueError, match="not a whole NPZ file"):
            Trace.from_npz(GOOD[:end])


def bomb(size: int, says: int | None = None) -> bytes:
    """A zip of one member of so many zero bytes, whose directory may say another size."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a.npy", "w") as member:
        for _ in range(size // 2**20):
            member.write(bytes(2**20))
    written = bytearray(whole.getvalue())
    if says is not None:
        place = written.rindex(b"PK\x01\x02")
        written[place + 24 : place + 28] = says.to_bytes(4, "little")
    return bytes(written)


def unpacking(written: bytes) -> tuple[str, int]:
    """What is said to it, and how many bytes more than before were taken at most."""
    tracemalloc.start()
    try:
        with pytest.raises(ValueError, match="not a trace") as wrong:
            Trace.from_npz(written)
        return str(wrong.value), tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_zip_that_would_unpack_to_gigabytes_is_refused_by_its_directory():
    said, taken = unpacking(bomb(2**20, says=4_000_000_000))
    assert "it would unpack to more than 1 GB" in said
    assert taken < 10_000_000


def test_a_zip_that_holds_more_than_its_directory_says_is_not_unpacked():
    said, taken = unpacking(bomb(300 * 2**20, says=1000))
    assert "not a whole NPZ file" in said
    assert taken < 10_000_000


def test_a_zip_packed_in_another_way_is_refused():
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.npy", bytes(100))
    assert "packed in another way than NumPy's" in unpacking(whole.getvalue())[0]
