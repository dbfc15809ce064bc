"""Lessons from outside that were asked for so far, by name. Entry points are only looked up for a name that is none of
ours."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from scenes.lessons.outside import files, packages, sources
from scenes.lessons.where import Lesson
from scenes.stage.writing import own_texts, words
from scenes.stage.writing.own_texts import LessonError, OwnTexts

_FOUND: dict[str, Lesson] = {}


def found() -> dict[str, Lesson]:
    """Those that were asked for so far."""
    return dict(_FOUND)


def by_name(name: str, ours: Collection[str]) -> Lesson | None:
    """The lesson of this name: one that was given as a file, or one that is installed; None where there is none.
    Raises LessonError."""
    if name in _FOUND:
        return _FOUND[name]
    made = packages.installed(name, ours)
    return _kept(*made) if made is not None else None


def of_file(asked: str, ours: Collection[str]) -> Lesson:
    """The lesson of a file, `my_lesson.py` or `my_lesson.py:Sigmoid`. Raises LessonError."""
    same = _as_before(asked)
    return same if same is not None else _kept(*files.the_one(asked, ours))


def all_of_file(asked: str, ours: Collection[str]) -> list[Lesson]:
    """All lessons of a file; none where it has none. Raises LessonError."""
    return [_kept(*made) for made in files.in_file(asked, ours)]


def forget() -> None:
    """Know none of them any more."""
    _FOUND.clear()


def given() -> tuple[str, ...]:
    """What finds the lessons of files in another process too."""
    return tuple(lesson.source.asked for lesson in _FOUND.values() if lesson.source and not lesson.source.is_installed)


def _as_before(asked: str) -> Lesson | None:
    """A lesson that was found so, if its files are as they were."""
    for lesson in _FOUND.values():
        source = lesson.source
        if source is not None and source.asked == asked and all(map(Path.is_file, source.files)):
            return lesson if sources.total(source.files) == source.total else None
    return None


def _kept(lesson: Lesson, texts: OwnTexts) -> Lesson:
    before, source = _FOUND.get(lesson.name), lesson.source
    if before is not None and before.source is not None and source is not None:
        is_other = _file(before.source.asked) != _file(source.asked)
        if is_other and not source.is_installed and not before.source.is_installed:
            raise LessonError(
                f"the name {lesson.name} is taken: {before.source.called} and {source.called} have a lesson of it"
            )
    _FOUND[lesson.name] = lesson
    if own_texts.keep(lesson.name, texts):
        words.own_changed()
    return lesson


def _file(asked: str) -> str:
    return asked.rpartition(":")[0] if ".py:" in asked else asked
