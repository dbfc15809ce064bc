"""The cache: finished shots of all films, in one folder of this user's; what is in it, and how it is kept small."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from scenes.render.cache_folder import FOLDER, folder
from scenes.render.clips import Clips

LIMIT = 2_000_000_000  # bytes; beyond that goes what was not used for longest


@dataclass(frozen=True)
class Content:
    """What is in a cache: the shots of each lesson, and bytes on the disk."""

    folder: Path
    shots: dict[str, int]
    size: int


@contextmanager
def cached() -> Iterator[Clips]:
    """The shots in the cache; nothing of it is removed meanwhile. Afterwards it is trimmed, if nobody else uses it.

    Raises OSError where the folder cannot be made or written to.
    """
    clips = _clips()
    try:
        with _held(clips, fcntl.LOCK_SH):
            yield clips
    finally:
        with suppress(OSError), _held(clips, fcntl.LOCK_EX | fcntl.LOCK_NB):
            _tidy(clips)
            if _size(clips) > LIMIT:
                _trim(clips, LIMIT)


def content() -> Content:
    """What is in the cache. Raises OSError where it cannot be read."""
    if not folder().exists():
        return Content(folder(), {}, 0)
    clips = Clips(folder())
    lessons = Counter(description.name.partition(".")[0] for description in clips.shots.iterdir())
    return Content(clips.folder, dict(sorted(lessons.items())), _size(clips))


def trim(limit: int) -> Content:
    """Remove what was not used for longest until so many bytes are left; 0 empties the cache. Raises OSError where it
    cannot be written to, or is in use."""
    if folder().exists():
        clips = Clips(folder())
        try:
            with _held(clips, fcntl.LOCK_EX | fcntl.LOCK_NB):
                _tidy(clips)
                _trim(clips, limit)
        except BlockingIOError:
            raise BlockingIOError(
                errno.EAGAIN, "a film is being rendered with this cache; trim it when that is done", str(clips.folder)
            ) from None
    return content()


def _clips() -> Clips:
    try:
        return Clips(folder())
    except OSError as fault:
        raise _cannot_be_used(fault) from None


def _cannot_be_used(fault: OSError) -> OSError:
    hint = f"the cache cannot be used (name another folder in {FOLDER}, or render with --no-cache)"
    return OSError(fault.errno, f"{hint}: {fault.strerror}", fault.filename)


def _tidy(clips: Clips) -> None:
    """Remove what processes that were killed have left behind."""
    for half in clips.halves.iterdir():
        _remove(half)


def _trim(clips: Clips, limit: int) -> None:
    kept: set[Path] = set()
    size = 0
    for description in sorted(clips.shots.iterdir(), key=lambda file: file.lstat().st_mtime, reverse=True):
        files = clips.files_of(description)
        size += sum(file.stat().st_size for file in files - kept if file.exists())
        if files and size <= limit and all(file.is_file() for file in files):
            kept |= files
        else:
            _remove(description)
    for file in set(clips.files.iterdir()) - kept:
        _remove(file)
    for key in clips.keys.iterdir():
        if not _stands_for_something(key, clips):
            _remove(key)


def _stands_for_something(key: Path, clips: Clips) -> bool:
    try:
        return (clips.shots / key.read_text(encoding="utf-8")).exists()
    except (OSError, ValueError):
        return False


def _remove(path: Path) -> None:
    """Whatever it is that stands there: a disk that was damaged may have a folder where a file was."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _size(clips: Clips) -> int:
    return sum(file.lstat().st_size for part in (clips.files, clips.shots, clips.keys) for file in part.iterdir())


@contextmanager
def _held(clips: Clips, how: int) -> Iterator[None]:
    """The lock of the folder, shared by those who render; it is free when its process ends, however that comes."""
    try:
        lock = os.open(clips.folder / "lock", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o666)
    except OSError as fault:
        raise _cannot_be_used(fault) from None
    try:
        fcntl.flock(lock, how)
        yield
    finally:
        os.close(lock)
