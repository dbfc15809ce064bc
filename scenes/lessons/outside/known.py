"""Lessons from outside that were asked for so far, by name. Entry points are only looked up for a name that is none of
ours."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from scenes.lessons.outside import files, packages
from scenes.lessons.where import Lesson
from scenes.stage.writing import own_texts, words
from scenes.stage.writing.own_texts import OwnTexts
from scenes.stage.writing.toml_text import LessonError

_FOUND: dict[str, Lesson] = {}
_WHOLE: dict[Path, tuple[str, ...]] = {}  # the names of all lessons of a file


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
    if len(same) != 1:
        same = _all_kept(asked, [files.the_one(asked, ours)])
    return same[0]


def all_of_file(asked: str, ours: Collection[str]) -> list[Lesson]:
    """All lessons of a file; none where it has none. Raises LessonError."""
    return _as_before(asked) or _all_kept(asked, files.in_file(asked, ours))


def forget() -> None:
    """Know none of them any more."""
    _FOUND.clear()
    _WHOLE.clear()


def given() -> tuple[str, ...]:
    """What finds the lessons of files in another process too."""
    return tuple(lesson.source.asked for lesson in _FOUND.values() if lesson.source and not lesson.source.is_installed)


def _as_before(asked: str) -> list[Lesson]:
    """The lessons that were found so, if all their files are as they were; else none."""
    path, cls = files.place(asked)
    if cls is None:
        same = [_FOUND[name] for name in _WHOLE.get(path, ())]
    else:
        same = [found for found in _FOUND.values() if found.source and found.source.asked == f"{path}:{cls}"]
    return same if all(files.is_as_before(path, lesson) for lesson in same) else []


def _all_kept(asked: str, made: list[tuple[Lesson, OwnTexts]]) -> list[Lesson]:
    path, cls = files.place(asked)
    lessons = [_kept(*one) for one in made]
    if cls is None:
        _WHOLE[path] = tuple(lesson.name for lesson in lessons)
    return lessons


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
