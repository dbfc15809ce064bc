"""Files that are whole or not there: everything is written under a temporary name beside its place, then renamed."""

from __future__ import annotations

import errno
import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from engine.files.scratch import WORK, Scratch, clear_left
from scenes.render.stopping import undisturbed

_ANOTHER_FOLDER = (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENAMETOOLONG, errno.ELOOP)


@contextmanager
def workshop(output: Path) -> Iterator[Path]:
    """A folder to make files in, beside their final places, so that a rename is one step; it is gone afterwards, and so
    is an output folder that was not there before and got nothing.

    Raises OSError if the output folder cannot be made or written to.
    """
    made: list[Path] = []
    try:
        try:
            _make(output, made)
            scratch = Scratch(output, ".backreel-")
            clear_left(Path(tempfile.gettempdir()), WORK)  # a film of finished shots makes none there itself
        except OSError as fault:
            if fault.errno not in _ANOTHER_FOLDER:
                raise
            raise OSError(fault.errno, f"{fault.strerror}; choose another folder with -o", str(output)) from None
        with scratch as folder:
            yield folder
    finally:
        with suppress(OSError):  # there is something in it
            for part in reversed(made):
                part.rmdir()


def _make(folder: Path, made: list[Path]) -> None:
    """Make a folder, and those above it that are not there; all that is made is noted. Raises OSError."""
    for part in [*reversed(folder.parents), folder]:
        if part.is_dir():
            continue
        try:
            part.mkdir()
            made.append(part)
        except FileExistsError:
            if part.is_dir():  # another process was quicker
                continue
            what = "is a link to nothing" if part.is_symlink() and not part.exists() else "is a file, not a folder"
            raise NotADirectoryError(errno.ENOTDIR, f"{what}; choose another one with -o", str(part)) from None


def put_in_place(made: list[Path], output: Path) -> list[Path]:
    """Move finished files and folders to their final names; each appears there whole, a folder in the place of an older
    one. Raises OSError and then has replaced nothing that it could not write out in full."""
    for path in made:
        there = output / path.name
        if there.is_dir() and not path.is_dir():
            raise IsADirectoryError(errno.EISDIR, "is a folder, not a file", str(there))
        if path.is_dir() and there.exists() and not there.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, "is a file, not a folder", str(there))
    for path in made:
        for part in [path, *path.rglob("*")] if path.is_dir() else [path]:
            _write_out(part)
    lock = os.open(output, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)  # a folder takes the place of another one in two steps
        with undisturbed():  # all of the names or none
            return [_moved(path, output / path.name) for path in made]
    finally:
        os.close(lock)


def _write_out(path: Path) -> None:
    part = os.open(path, os.O_RDONLY)
    try:
        os.fsync(part)
    finally:
        os.close(part)


def _moved(path: Path, there: Path) -> Path:
    """A folder that was there goes away with the workshop; it comes back if the new one cannot take its place."""
    if not path.is_dir() or not there.is_dir():
        return path.replace(there)
    old = path.with_name(f"{path.name}.old")
    there.rename(old)
    try:
        return path.rename(there)
    except OSError:
        old.rename(there)
        raise
