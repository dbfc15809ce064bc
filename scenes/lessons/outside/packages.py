"""Lessons of installed packages: entry points of the group `backreel.lessons`, `sigmoid = "package.module:Class"`. With
one of the same name in `backreel.numbers` (a module) their numbers and words need no Manim."""

from __future__ import annotations

from collections.abc import Collection
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from inspect import isclass
from typing import Any

from scenes.lessons.outside import examined, sources
from scenes.lessons.outside.loading import load_module
from scenes.lessons.where import Lesson, Source
from scenes.stage.writing import texts_of_modules
from scenes.stage.writing.own_texts import OwnTexts
from scenes.stage.writing.toml_text import LessonError
from scenes.stage.writing.words import LANGUAGES

LESSONS, NUMBERS = "backreel.lessons", "backreel.numbers"


def names() -> list[str]:
    """The names of all lessons that are installed; nothing is loaded."""
    return sorted({point.name for point in entry_points(group=LESSONS)})


def installed(name: str, ours: Collection[str]) -> tuple[Lesson, OwnTexts] | None:
    """The lesson that is installed under this name; None where there is none. Raises LessonError."""
    points = list({(point.value, _called(point)): point for point in entry_points(group=LESSONS, name=name)}.values())
    if not points:
        return None
    if len(points) > 1:
        raise LessonError(f"two packages have a lesson {name}: {' and '.join(map(_called, points))}; uninstall one")
    point = points[0]
    owner = f"{_called(point)}, entry point {name}"
    examined.check_name(name, owner, ours)
    module, _, cls = point.value.replace(" ", "").partition(":")
    if not cls:
        raise LessonError(f'{owner}: {point.value!r} names no class; write {name} = "{module}:ClassName"')
    apart = [found.value for found in entry_points(group=NUMBERS, name=name)]
    if apart:
        numbers, files = load_module(apart[0].partition(":")[0], owner)
        modules = [numbers]
    else:
        numbers, files = _numbers_of(_class(point, owner), owner)
        modules = list(dict.fromkeys([import_module(module), numbers]))
    examined.check_numbers(numbers)
    own, beside = texts_of_modules.of_modules(name, modules)
    own = own.checked(name, LANGUAGES)
    made_of = tuple(sorted({*files, *beside}))
    source = Source(name, _called(point), made_of, sources.total(made_of))
    if not apart:
        _check(name, _class(point, owner), own, owner)
    return Lesson(name, numbers.__name__, f"{module}:{cls}", source), own


def film_of(lesson: Lesson, own: OwnTexts) -> Any:
    """The class of a lesson that is installed; raises LessonError where it cannot play its words."""
    assert lesson.source is not None
    owner = f"{lesson.source.called}, entry point {lesson.name}"
    film = _class(EntryPoint(lesson.name, lesson.film, LESSONS), owner)
    numbers, _ = _numbers_of(film, owner)
    if numbers.__name__ != lesson.numbers:
        raise LessonError(
            f"{owner}: the numbers are {lesson.numbers}, and {film.__name__} has {numbers.__name__}; say numbers ="
            f" {lesson.numbers.rpartition('.')[2]} in it"
        )
    _check(lesson.name, film, own, owner)
    return film


def _check(name: str, film: type, own: OwnTexts, owner: str) -> None:
    from scenes.lessons.outside.films import check

    called = examined.name_of(film, ())
    if called != name:
        raise LessonError(f"{owner}: {film.__name__} has the name {called!r}; both must be the same")
    check(name, film, own)


def _class(point: EntryPoint, owner: str) -> type:
    module, _, cls = point.value.replace(" ", "").partition(":")
    loaded, _ = load_module(module, owner)
    from scenes.stage.lesson import Lesson as Film

    found = getattr(loaded, cls, None)
    if not isclass(found) or not issubclass(found, Film):
        raise LessonError(f"{owner}: there is no lesson {cls} in {module}, no class of scenes.stage.lesson.Lesson")
    return found


def _numbers_of(film: type, owner: str) -> tuple[Any, list[Any]]:
    from scenes.lessons.outside.films import numbers_of

    return numbers_of(film), sources.of_module(film.__module__)


def _called(point: EntryPoint) -> str:
    return f"the package {point.dist.name} {point.dist.version}" if point.dist is not None else point.value
