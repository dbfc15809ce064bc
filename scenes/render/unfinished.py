"""Where finished shots wait for their film: a folder beside the final files, which is gone when the film is whole."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from scenes.render.clips import Clips

FOLDER = ".backreel"


class Unfinished(KeyboardInterrupt):
    """Stopped on the way; so many finished shots are kept."""

    def __init__(self, shots: int) -> None:
        super().__init__()
        self.shots = shots


@contextmanager
def unfinished(output: Path, stem: str) -> Iterator[Clips]:
    """The finished shots of the film of this name, from a call that was stopped, if there was one.

    When all goes well they are removed at the end; otherwise they are kept for the next call. While one process makes
    this film, another that does so too works in a folder of its own, and keeps nothing. Raises OSError where the output
    folder cannot be written to, Unfinished at Ctrl-C.
    """
    folder = output / FOLDER / stem
    folder.mkdir(parents=True, exist_ok=True)
    with _held(folder) as is_ours:
        if not is_ours:
            with tempfile.TemporaryDirectory(prefix=f"{stem}.", dir=output / FOLDER) as own:
                yield Clips(Path(own))
            return
        clips = Clips(folder)
        try:
            yield clips
        except KeyboardInterrupt:
            raise Unfinished(len(clips)) from None
        else:
            shutil.rmtree(folder, ignore_errors=True)
        finally:
            if not len(clips):
                shutil.rmtree(folder, ignore_errors=True)
            with suppress(OSError):  # other films wait there
                (output / FOLDER).rmdir()


@contextmanager
def _held(folder: Path) -> Iterator[bool]:
    """Whether this process alone has the folder; it does until the end, however that comes."""
    lock = os.open(folder / "lock", os.O_CREAT | os.O_RDWR)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield (folder / "lock").exists()  # not one that another process has just removed
        except BlockingIOError:
            yield False
    finally:
        os.close(lock)
