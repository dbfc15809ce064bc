"""Folders for what does not stay: each is gone with its process; where that was killed, with the next one that makes
a folder in the same place."""

from __future__ import annotations

import errno
import os
import shutil
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from types import TracebackType

WORK = "backreel-work-"  # what the names of folders for temporary work begin with
_HAS_NO_LOCKS = (errno.ENOLCK, errno.ENOTSUP, errno.EINVAL)  # some file systems over a network


class Scratch:
    """A new folder in `place` whose name begins with `prefix`; it is gone after `remove`, or after its `with`.

    It is locked while the process lives, or one that it forked. Raises OSError where no folder can be made.

    >>> with Scratch(tempfile.gettempdir(), "engine-doctest-") as folder:
    ...     _ = (folder / "half").write_text("not whole yet")
    >>> folder.exists()
    False
    """

    def __init__(self, place: str | os.PathLike[str], prefix: str) -> None:
        clear_left(Path(place), prefix)
        while True:
            self.path = Path(tempfile.mkdtemp(prefix=prefix, dir=place))
            try:
                self._lock = _locked(self.path, waits=True)
            except FileNotFoundError:
                continue  # another process took it for one that was left, before it was locked
            if self._lock is None or _is_at(self._lock, self.path):
                return
            os.close(self._lock)

    def remove(self) -> None:
        """Remove the folder and what is in it."""
        shutil.rmtree(self.path, ignore_errors=True)
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def __enter__(self) -> Path:
        return self.path

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.remove()


def clear_left(place: Path, prefix: str) -> None:
    """Remove the folders of processes that were killed. No clock is asked: what nobody holds is left."""
    for folder in place.glob(f"{prefix}*"):
        with suppress(OSError):
            lock = _locked(folder, waits=False)
            if lock is not None:
                try:
                    shutil.rmtree(folder, ignore_errors=True)
                finally:
                    os.close(lock)


def _locked(folder: Path, waits: bool) -> int | None:
    """The open folder, locked for its maker (who waits for one that is clearing it) or for one that wants it alone;
    None where there are no locks. Raises OSError."""
    if sys.platform == "win32":
        return None
    import fcntl

    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(opened, fcntl.LOCK_SH if waits else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as fault:
        os.close(opened)
        if fault.errno in _HAS_NO_LOCKS:
            return None
        raise
    return opened


def _is_at(opened: int, folder: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(opened), folder.stat())
    except FileNotFoundError:
        return False
