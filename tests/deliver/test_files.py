"""The output folder: what a call that failed leaves of it."""

import errno
import os
from contextlib import suppress
from pathlib import Path

import pytest

from scenes.deliver.files import put_in_place, workshop


def test_folders_that_a_failed_call_made_are_gone(tmp_path: Path):
    with suppress(ZeroDivisionError), workshop(tmp_path / "a" / "b") as shop:
        (shop / "half").write_text("half")
        raise ZeroDivisionError
    assert list(tmp_path.iterdir()) == []


def test_folders_that_were_there_stay_and_so_does_what_others_put_there(tmp_path: Path):
    (tmp_path / "a").mkdir()
    with suppress(ZeroDivisionError), workshop(tmp_path / "a"):
        raise ZeroDivisionError
    assert (tmp_path / "a").is_dir()
    with suppress(ZeroDivisionError), workshop(tmp_path / "b" / "c"):
        (tmp_path / "b" / "others").touch()
        raise ZeroDivisionError
    assert [path.name for path in (tmp_path / "b").iterdir()] == ["others"]


def test_what_is_made_stays(tmp_path: Path):
    with workshop(tmp_path / "a" / "b") as shop:
        (shop / "film").write_text("whole")
        put_in_place([shop / "film"], tmp_path / "a" / "b")
    assert [path.name for path in (tmp_path / "a" / "b").iterdir()] == ["film"]


@pytest.mark.parametrize(
    ("output", "named", "said"),
    [
        ("file", "file", "is a file, not a folder; choose another one with -o"),
        ("file/below", "file", "is a file, not a folder; choose another one with -o"),
        ("link", "link", "is a link to nothing; choose another one with -o"),
        ("new/" + "x" * 300, "new/" + "x" * 300, f"{os.strerror(errno.ENAMETOOLONG)}; choose another folder with -o"),
    ],
)
def test_a_folder_that_cannot_be_is_said(tmp_path: Path, output: str, named: str, said: str):
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to(tmp_path / "nothing")
    with pytest.raises(OSError, match="choose") as told, workshop(tmp_path / output):
        pass
    assert (told.value.filename, told.value.strerror) == (str(tmp_path / named), said)
    assert {path.name for path in tmp_path.iterdir()} == {"file", "link"}
