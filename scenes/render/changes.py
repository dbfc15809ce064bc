"""Saved files: code and words of the house, and files that are parameters."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from scenes.render.fault_line import HOUSE, PACKAGES

_KINDS = (".py", ".toml")
_SAVING = ("created", "modified", "moved")  # editors write in place, or beside it and rename
_QUIET = 0.05  # seconds without another event after which a save is over


@contextmanager
def saved_files(folders: Iterable[Path] = ()) -> Iterator[tuple[Connection, Callable[[Iterable[Path]], None]]]:
    """Hears of every save as long as it lasts: where a file was saved, its path can be received. What comes with that
    has files watched besides those of the house, and besides those in `folders`, of a lesson from outside."""
    ours, theirs = Pipe(duplex=False)
    observer = Observer()
    for package in PACKAGES:
        observer.schedule(_Saves(theirs, None), str(HOUSE / package), recursive=True)
    for folder in folders:
        observer.schedule(_Saves(theirs, None), str(folder))
    watched: set[Path] = set()

    def watch(beside: Iterable[Path]) -> None:
        for file in {path.resolve() for path in beside} - watched:
            observer.schedule(_Saves(theirs, file), str(file.parent))
            watched.add(file)

    observer.start()
    try:
        yield ours, watch
    finally:
        observer.stop()
        observer.join()
        ours.close()
        theirs.close()


def settle(saves: Connection) -> set[Path]:
    """Wait until a save is over; the files that were saved."""
    files = set()
    while saves.poll(_QUIET):
        files.add(Path(saves.recv()))
    return files


class _Saves(FileSystemEventHandler):
    def __init__(self, line: Connection, file: Path | None) -> None:
        self.line, self.file = line, file

    def on_any_event(self, event: FileSystemEvent) -> None:
        path = Path(os.fsdecode(getattr(event, "dest_path", "") or event.src_path))
        if event.is_directory or event.event_type not in _SAVING:
            return
        if path == self.file or (self.file is None and path.suffix in _KINDS and not path.name.startswith(".")):
            self.line.send(str(path))
