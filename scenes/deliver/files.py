"""Files that are whole or not there: everything is written under a temporary name beside its place, then renamed."""

from __future__ import annotations

import errno
import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.files.scratch import WORK, Scratch, clear_left
from scenes.render.stopping import undisturbed


@contextmanager
def workshop(output: Path) -> Iterator[Path]:
    """A folder to make files in, beside their final places, so that a rename is one step; it is gone afterwards.

    Raises OSError if the output folder cannot be made or written to.
    """
    try:
        output.mkdir(parents=True, exist_ok=True)
        scratch = Scratch(output, ".backreel-")
        clear_left(Path(tempfile.gettempdir()), WORK)  # a film of finished shots makes none there itself
    except FileExistsError:
        raise NotADirectoryError(
            errno.ENOTDIR, "is a file, not a folder; choose another one with -o", str(output)
        ) from None
    except PermissionError as fault:
        raise PermissionError(fault.errno, f"{fault.strerror}; choose another folder with -o", str(output)) from None
    with scratch as folder:
        yield folder


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
