"""Looks at a shot, by a process that knows the code and the words as they are now.

Where a system bears forks, it waits at the begin of the shot. What it forks there plays the shot and ends, at first and
then whenever words of this shot have changed, or bodies of functions that draw: all before it is made but once.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from scenes.lessons import index
from scenes.lessons.lesson_file.read import checked
from scenes.render.edition import Edition
from scenes.render.exchange import exchanges, sources
from scenes.render.farm import can_fork
from scenes.render.fault_line import HOUSE
from scenes.render.still import render_still
from scenes.stage.custom import NOTHING
from scenes.stage.lesson import Lesson
from scenes.stage.parameters import Setting
from scenes.stage.writing import words
from scenes.stage.writing.words import LessonWords, ShotWords, WordsError

if TYPE_CHECKING:
    from scenes.render.watch import Wanted


class Looks:
    """Takes orders on a line, by number; `order` is the one that this process is at work on. `language` and `stem` are
    those of the edition that it looks at."""

    def __init__(self, line: Connection) -> None:
        self.line, self.order = line, 0
        self.language = self.stem = ""

    def look(self, wanted: Wanted, path: Path) -> str:
        """The last frame of the shot (of the poster's if none is named) as a PNG. Returns the name of the shot."""
        lesson, shot = index.taken(wanted.asked or wanted.lesson), wanted.shot
        file = checked(wanted.file) if wanted.file is not None else None
        over = [Setting(one.key, one.text) for one in wanted.settings]  # of the code as it is now
        values = index.values(lesson, [*(file.settings if file else ()), *over])
        if file is not None:
            file.check_words(lesson, values)
        custom = file.custom if file is not None else NOTHING
        style = {**(file.look if file is not None else {}), **wanted.style}
        edition = Edition(lesson, values, custom=custom, **style)  # type: ignore[arg-type]
        self.language, self.stem = edition.language, edition.stem
        if shot is not None and shot not in edition.shots:
            raise WordsError(f"{edition.language}: there is no shot {shot} in {lesson} any more")
        return render_still(edition, shot, path, lambda scene: self._wait(scene, shot or scene.poster_shot))

    def _wait(self, scene: Lesson, shot: str) -> None:
        """Returns in the processes that are to play the shot, never in the one that waits."""
        player = os.fork() if can_fork() else 0
        code = sources(HOUSE / "scenes") if player else {}
        while player:
            try:
                self.order = self.line.recv()
            except EOFError:  # nobody wants to know any more
                os._exit(0)
            os.kill(player, signal.SIGKILL)
            os.waitpid(player, 0)
            if not _take_words(scene, shot) or not _take_code(code):
                self.line.send((self.order, None, None, [], self.language, self.stem))
                os._exit(0)
            player = os.fork()


def _take_words(scene: Lesson, shot: str) -> bool:
    """Give a scene that is about to play this shot the words as they are now; False where more of them has changed."""
    words.load.cache_clear()
    try:
        catalogue = words.load(scene.settings.language, scene.settings.custom)
        new = catalogue.lesson(scene.name)
    except Exception:
        return False
    if _besides(new, shot) != _besides(scene.words, shot):
        return False
    scene.catalogue, scene.words = catalogue, new
    return True


def _take_code(before: dict[str, str]) -> bool:
    """Give functions their code as it is now, and note it in `before`; False where that is not enough."""
    now = sources(HOUSE / "scenes")
    changed = exchanges(before, now)
    if changed is None:
        return False
    for exchange in changed:
        exchange.function.__code__ = exchange.code
    before.update(now)
    return True


def _besides(lesson: LessonWords, shot: str) -> tuple[str, Mapping[str, str], list[ShotWords | None]]:
    """All words but those of a shot."""
    return lesson.title, lesson.labels, [None if own.name == shot else own for own in lesson.shots]
