"""A shot's last frame, anew at every save of the code, the words or the data that it is made of.

This process has loaded Manim, and forks at each save. What is forked forgets all code of the house, loads it as it is
now, makes one still and ends. Where a system does not bear forks, a fresh process takes its place.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path

from scenes.render.changes import saved_files, settle
from scenes.render.farm import can_fork
from scenes.render.fault_line import PACKAGES, fault_line
from scenes.render.stopping import WISHES, heed

_HEED_EVERY = 0.5  # seconds


@dataclass(frozen=True)
class Wanted:
    """What is looked at: a shot of a lesson (None: the poster's), the settings of its parameters, and the other parts
    of its edition by name."""

    lesson: str
    shot: str | None
    settings: tuple[str, ...]
    style: Mapping[str, str | bool]

    @property
    def files(self) -> list[Path]:
        """The files that are parameters."""
        values = (setting.partition("=")[2].strip() for setting in self.settings)
        return [Path(value) for value in values if os.path.isfile(value)]


@dataclass(frozen=True)
class Look:
    """A new still of a shot in `picture`, so many seconds after the save; or the `fault` that there is instead."""

    picture: Path
    shot: str
    seconds: float
    fault: str | None = None


def watch(wanted: Wanted, folder: Path) -> Iterator[Look]:
    """A look at first, and one after every save, without end. Pictures are made in the folder; whoever takes one has to
    take it away before asking for the next."""
    with saved_files(wanted.files) as saves:
        work: _Work | None = None
        try:
            since, is_first = time.monotonic(), True
            while True:
                work = _Work(wanted, folder, is_first)
                while not wait([work.line, saves], _HEED_EVERY):
                    heed()
                if not saves.poll():
                    yield work.result(since)
                    work.end()
                    while not saves.poll(_HEED_EVERY):
                        heed()
                since, is_first = time.monotonic(), False
                work.end()
                settle(saves)
        finally:
            if work is not None:
                work.end()


class _Work:
    """A process that makes one still."""

    def __init__(self, wanted: Wanted, folder: Path, is_first: bool) -> None:
        context = get_context("fork" if can_fork() else "spawn")
        if can_fork():
            import_module("manim")
        self.line, theirs = Pipe(duplex=False)
        self.picture = folder / "still.png"
        self.shop = tempfile.mkdtemp(dir=folder)
        self.process: BaseProcess = context.Process(
            target=_look, args=(wanted, self.picture, self.shop, is_first, theirs), daemon=True
        )
        gc.freeze()  # what is forked does not look through what it shares
        self.process.start()
        gc.unfreeze()
        theirs.close()

    def result(self, since: float) -> Look:
        try:
            shot, fault, libraries = self.line.recv()
        except EOFError:
            self.process.join()
            shot, fault, libraries = "", f"the process that draws ended by itself ({self.process.exitcode})", []
        seconds = time.monotonic() - since
        for library in libraries:  # so that the next one finds them loaded
            with suppress(Exception):
                import_module(library)
        return Look(self.picture, shot, seconds, fault)

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.line.close()


def _look(wanted: Wanted, picture: Path, shop: str, is_first: bool, line: Connection) -> None:
    """Make a still, in a process of its own, whose other files are made in `shop`."""
    for wish in WISHES:
        signal.signal(wish, signal.SIG_IGN)  # it is ended by the one that started it
    sys.dont_write_bytecode = not is_first  # its file knows whole seconds only, and two saves may lie in one
    tempfile.tempdir = shop
    gc.disable()
    for name in [name for name in sys.modules if _is_ours(name)]:
        del sys.modules[name]
    shot, fault = "", None
    try:
        look = import_module("scenes.render.look").look
        shot = look(wanted.lesson, wanted.shot, wanted.settings, wanted.style, picture)
    except Exception as wrong:
        fault = fault_line(wrong)
    line.send((shot, fault, [name for name in sys.modules if not _is_ours(name) and name != "__main__"]))


def _is_ours(module: str) -> bool:
    return module.partition(".")[0] in (*PACKAGES, "scripts")
