"""Lessons in Python files: `my_lesson.py`, or where it has several `my_lesson.py:Sigmoid`."""

from __future__ import annotations

import re
import sys
from collections.abc import Collection
from inspect import isclass
from pathlib import Path
from types import ModuleType

from scenes.lessons.outside import examined, sources
from scenes.lessons.outside.faults import nearest_said
from scenes.lessons.outside.loading import compiled, load_file, make_sure_of
from scenes.lessons.where import Lesson, Source
from scenes.stage.near import path_shown, quoted
from scenes.stage.writing import texts_of_modules
from scenes.stage.writing.own_texts import OwnTexts
from scenes.stage.writing.toml_text import LessonError, shown

_ASKED = re.compile(r"(?P<path>.+\.py)(?::(?P<cls>\w+))?")


def is_file(asked: str) -> bool:
    """Whether this is a file, and no name; raises LessonError where it seems to be one."""
    if _ASKED.fullmatch(asked) is not None:
        return True
    path, colon, _ = asked.partition(".py:")
    if colon:
        raise LessonError(f"{quoted(asked)}: say {path_shown(path)}.py:ClassName")
    return False


def place(asked: str) -> tuple[Path, str | None]:
    """The whole path of a file, and the class that is asked for in it; raises LessonError where no file is."""
    found = _ASKED.fullmatch(asked)
    assert found is not None
    return make_sure_of(Path(found["path"])), found["cls"]


def is_as_before(path: Path, lesson: Lesson) -> bool:
    """Whether a lesson of a file is still made of the same files, and these of the same."""
    assert lesson.source is not None
    numbers = sys.modules.get(lesson.numbers)
    if numbers is None:
        return False
    made_of = _made_of(path, lesson.name, sources.of_file(path), [numbers])
    return made_of == lesson.source.files and sources.total(made_of) == lesson.source.total


def in_file(asked: str, ours: Collection[str]) -> list[tuple[Lesson, OwnTexts]]:
    """The lessons of a file, or the one that is asked for, as they are now; none where it has no lesson. Raises
    LessonError."""
    path, cls = place(asked)
    compiled(path)  # what is no Python may have no lesson because of that
    if not _speaks_of_us(path):
        return []
    module, files = load_file(path)
    films = _films(module)
    if cls is not None:
        films = [film for film in films if film.__name__ == cls]
    return [_lesson(path, module, film, files, ours) for film in films]


def the_one(asked: str, ours: Collection[str]) -> tuple[Lesson, OwnTexts]:
    """The lesson that is asked for; raises LessonError where there is none, or more than one."""
    made = in_file(asked, ours)
    if len(made) == 1:
        return made[0]
    found = _ASKED.fullmatch(asked)
    assert found is not None
    path = found["path"]
    if made:
        several = ", ".join(f"{path}:{lesson.film.partition(':')[2]}" for lesson, _ in made)
        raise LessonError(f"{path} has several lessons; say which: {several}")
    others = [lesson.film.partition(":")[2] for lesson, _ in in_file(path, ours)]
    if others:
        wanted = found["cls"] or ""
        raise LessonError(f"there is no lesson {wanted} in {path}; {nearest_said(wanted, others)}")
    raise LessonError(f"there is no lesson in {path}: no class of scenes.stage.lesson.Lesson with a name")


def _lesson(
    path: Path, module: ModuleType, film: type, files: list[Path], ours: Collection[str]
) -> tuple[Lesson, OwnTexts]:
    from scenes.lessons.outside.films import check, numbers_of

    name = examined.name_of(film, ours)
    numbers = numbers_of(film)
    examined.check_numbers(numbers)
    own, _ = texts_of_modules.of_modules(name, list(dict.fromkeys([module, numbers])))
    check(name, film, own)
    made_of = _made_of(path, name, files, [numbers])
    source = Source(f"{path}:{film.__name__}", shown(path), made_of, sources.total(made_of))
    return Lesson(name, numbers.__name__, f"{module.__name__}:{film.__name__}", source), own


def _made_of(path: Path, name: str, files: list[Path], modules: list[ModuleType]) -> tuple[Path, ...]:
    """All files of a lesson: its code, and what is called after that or after the lesson."""
    folders = dict.fromkeys([path.parent, *(Path(str(module.__file__)).parent for module in modules)])
    texts = (file for folder in folders for file in texts_of_modules.files_beside(name, folder))
    return tuple(sorted({*files, *texts, *sources.called_after(path.parent, name)}))


def _speaks_of_us(path: Path) -> bool:
    """Whether a file may have a lesson: it imports from the house. What has none is not run to see that."""
    return re.search(rb"^\s*(?:from|import)\s+scenes\b", path.read_bytes(), re.MULTILINE) is not None


def _films(module: ModuleType) -> list[type]:
    """The lessons that a file defines, in order; one that has no name is meant too where it is the only one."""
    from scenes.stage.lesson import Lesson as Film

    members = dict.fromkeys(member for member in vars(module).values() if isclass(member))  # some have two names
    own = [one for one in members if issubclass(one, Film) and one.__module__ == module.__name__]
    named = [one for one in own if "name" in vars(one)]
    return named or own[-1:]
