"""A shot's last frame, anew at every save of the code, the words or the data that it is made of.

This process has loaded Manim, and forks at each save. What is forked forgets all code of the house, loads it as it is
now, and looks at the shot (look.py). Where a system does not bear forks, a fresh process takes its place.

Until that one is there, a look in haste serves: the process that waits at the begin of the shot, with what it has made
of all before, takes the new bodies of functions that draw. Nobody knows whether they would have changed what came
before; so the look from the start follows in any case, and counts.
"""

from __future__ import annotations

import gc
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path

from scenes.lessons.lesson_file.read import read_lesson_file
from scenes.render.changes import saved_files, settle
from scenes.render.farm import can_fork
from scenes.render.fault_line import HOUSE, PACKAGES, fault_line
from scenes.render.stopping import WISHES, heed
from scenes.stage.parameters import Setting, SettingError
from scenes.stage.writing.toml_text import LessonError

_HEED_EVERY = 0.5  # seconds


@dataclass(frozen=True)
class Wanted:
    """What is looked at: a shot of a lesson (None: the poster's), the settings of its parameters, other parts of its
    edition by name, and the lesson file, which those go over. A lesson from outside is found by what is `asked` for,
    and made of the files `beside`."""

    lesson: str
    shot: str | None
    settings: tuple[Setting, ...]
    style: Mapping[str, str | bool]
    file: Path | None = None
    asked: str = ""
    beside: tuple[Path, ...] = ()

    @property
    def files(self) -> list[Path]:
        """The files that it depends on, besides code and words of the house."""
        values = (setting.text for setting in self.settings)
        named = [Path(value) for value in values if os.path.isfile(value)]
        return [*named, *(read_lesson_file(self.file).files if self.file is not None else ())]


@dataclass(frozen=True)
class Look:
    """A new still of a shot in `picture`, so many seconds after the save; or the `fault` that there is instead. `stem`
    is what files of its edition are called."""

    picture: Path
    shot: str
    seconds: float
    fault: str | None = None
    stem: str = ""


def watch(wanted: Wanted, folder: Path) -> Iterator[Look]:
    """A look at first, and one after every save, without end; after some saves a second one that puts the first right.
    Pictures are made in the folder; whoever takes one has to take it away before asking for the next."""
    with saved_files({file.parent for file in wanted.beside}) as (saves, also):
        looks = _Watch(wanted, folder, saves, also)
        try:
            yield from looks.after(set(), time.monotonic())
            while True:
                while not saves.poll(_HEED_EVERY):
                    heed()
                since = time.monotonic()
                yield from looks.after(settle(saves), since)
        finally:
            looks.end()


class _Watch:
    """The looks after each save, and the processes that take them."""

    def __init__(self, wanted: Wanted, folder: Path, saves: Connection, also: Callable[[Iterable[Path]], None]) -> None:
        self.wanted, self.folder, self.saves, self.also = wanted, folder, saves, also
        self.work: _Work | None = None
        self.before: _Work | None = None
        self.shown, self.is_told = b"", False  # the last picture; whether there was a look since the save

    def after(self, saved: set[Path], since: float) -> Iterator[Look]:
        """What is to be seen after these files were saved; nothing where others are saved meanwhile."""
        self.is_told = False
        with suppress(SettingError, LessonError, OSError):  # which the look will say
            self.also(self.wanted.files)  # the lesson file may name others now
        if self.work is None or not self.work.goes_on(saved) or not (yield from self._look(self.work, since)):
            self.before, self.work = self.work, _Work(self.wanted, self.folder, is_first=not saved)
            if self.before is not None:
                if self.before.hurries(saved):
                    yield from self._look(self.before, since, in_haste=True)
                self.before.end()
                self.before = None
            yield from self._look(self.work, since)

    def end(self) -> None:
        """End all processes."""
        for work in (self.work, self.before):
            if work is not None:
                work.end()

    def _look(self, work: _Work, since: float, in_haste: bool = False) -> Generator[Look, None, bool]:
        """False where the process has to begin anew."""
        answer = work.answer(self.saves)
        if answer == _FROM_THE_START:
            return False
        if answer is None:
            return True
        shot, fault, stem = answer
        picture = work.picture.read_bytes() if fault is None else b""
        is_known = picture == self.shown and (in_haste or self.is_told)
        if is_known or (in_haste and fault is not None):
            return True
        self.shown, self.is_told = picture, True
        yield Look(work.picture, shot, time.monotonic() - since, fault, stem)
        return True


class _Work:
    """A process that looks at a shot, and those that it forks."""

    def __init__(self, wanted: Wanted, folder: Path, is_first: bool) -> None:
        context = get_context("fork" if can_fork() else "spawn")
        if can_fork():
            import_module("manim")
        self.lesson = wanted.lesson
        self.words: Path | None = None  # of the language that it has looked in
        self.shop = tempfile.mkdtemp(dir=folder)
        self.picture = Path(self.shop, "still.png")
        self.order, self.waits = 0, False
        self.line, theirs = Pipe()
        asked = (wanted, self.picture, self.shop, is_first, theirs, self.line)
        self.process: BaseProcess = context.Process(target=_look, args=asked, daemon=True)
        gc.freeze()  # what is forked does not look through what it shares
        self.process.start()
        gc.unfreeze()
        theirs.close()

    def goes_on(self, saved: set[Path]) -> bool:
        """Whether it may do with what it has made before the shot, now that these files were saved; it begins then."""
        return saved == {self.words} and self._begins()

    def hurries(self, saved: set[Path]) -> bool:
        """Whether it may try the same for a look in haste; it begins then."""
        return bool(saved) and all(_draws(file) for file in saved) and self._begins()

    def _begins(self) -> bool:
        if not self.waits:
            return False
        self.order += 1
        try:
            self.line.send(self.order)
        except OSError:
            return False
        return True

    def answer(self, saves: Connection) -> tuple[str, str | None, str] | None:
        """The shot that was looked at, the fault there was instead, if any, and what its files are called; None where
        a file is saved before."""
        while True:
            while not wait([self.line, saves], _HEED_EVERY):
                heed()
            if saves.poll():
                return None
            try:
                order, shot, fault, libraries, language, stem = self.line.recv()
            except (EOFError, OSError):
                if self.order:
                    return _FROM_THE_START
                self.process.join()
                return "", f"the process that draws ended by itself ({self.process.exitcode})", ""
            for library in libraries:  # so that the next one finds them loaded
                with suppress(Exception):
                    import_module(library)
            if order == self.order:
                self.words = HOUSE / "scenes" / "text" / language / f"{self.lesson}.toml"
                self.waits = shot is not None and self.process.is_alive()
                return (shot, fault, stem) if shot is not None else _FROM_THE_START

    def end(self) -> None:
        """End it and all that it has forked."""
        try:
            os.killpg(self.process.pid or 0, signal.SIGKILL)
        except ProcessLookupError:  # it is not yet so far that it would have a group, or is gone
            self.process.kill()
        self.process.join()
        self.line.close()
        shutil.rmtree(self.shop, ignore_errors=True)


_FROM_THE_START = ("", None, "")


def _look(wanted: Wanted, picture: Path, shop: str, is_first: bool, line: Connection, other_end: Connection) -> None:
    """Look at a shot, in a process of its own, whose other files are made in `shop`."""
    os.setpgrp()  # Ctrl-C is for the one that started it, which ends it
    other_end.close()
    for wish in WISHES:
        signal.signal(wish, signal.SIG_DFL)
    sys.dont_write_bytecode = not is_first  # its file knows whole seconds only, and two saves may lie in one
    tempfile.tempdir = shop
    gc.disable()
    known = set(sys.modules)
    beside = {str(file) for file in wanted.beside}
    own = {name for name in known if getattr(sys.modules[name], "__file__", None) in beside}
    for name in own.union(filter(_is_ours, known)):
        del sys.modules[name]
    looks, shot, fault = None, "", None
    try:
        looks = import_module("scenes.render.look").Looks(line)
        shot = looks.look(wanted, picture)
    except Exception as wrong:
        fault = fault_line(wrong)
    order, language, stem = (looks.order, looks.language, looks.stem) if looks is not None else (0, "", "")
    line.send((order, shot, fault, _libraries(known, wanted.beside), language, stem))


def _libraries(known: set[str], beside: Sequence[Path]) -> list[str]:
    """What was loaded besides these modules, and is neither ours nor the lesson's."""
    folders = {str(file.parent) for file in beside}
    return [
        name
        for name in set(sys.modules) - known
        if not _is_ours(name) and os.path.dirname(getattr(sys.modules[name], "__file__", None) or "") not in folders
    ]


def _draws(file: Path) -> bool:
    """Whether it is code that makes pictures of numbers, and no numbers itself: no mixture of those is ever shown."""
    place = file.relative_to(HOUSE).parts if file.is_relative_to(HOUSE) else ()
    return file.suffix == ".py" and place[:2] in (("scenes", "lessons"), ("scenes", "stage")) and "numbers" not in place


def _is_ours(module: str) -> bool:
    return module.partition(".")[0] in (*PACKAGES, "scripts")
