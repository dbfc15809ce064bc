"""A lesson file, read and checked: which lessons, their parameters, how they look, and the words that are one's own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from scenes.lessons import index
from scenes.lessons.lesson_file import look, own_words
from scenes.lessons.lesson_file.beside import beside
from scenes.lessons.lesson_file.film_name import film_name
from scenes.lessons.lesson_file.known import check_lesson
from scenes.lessons.lesson_file.toml import Document, read, text_of
from scenes.stage.custom import Custom
from scenes.stage.data_parameter import names_file
from scenes.stage.parameters import Setting, Values

OWN_TABLES = ("lessons", "look", "symbols", "words")


@dataclass(frozen=True)
class LessonFile:
    """`lessons` in their order; `settings` of their parameters; `look` what the options of the command line say
    otherwise (language, aspect, theme, reduced_motion); `custom` what is the user's own."""

    document: Document
    lessons: tuple[str, ...]
    settings: tuple[Setting, ...]
    look: Mapping[str, str | bool]
    custom: Custom

    @property
    def files(self) -> list[Path]:
        """The files that it is made of: itself and those that it names."""
        return [self.document.path, *map(Path, filter(names_file, (setting.text for setting in self.settings)))]

    def check_words(self, lesson: str, values: Values) -> None:
        """Raises SettingError for one's own words about a lesson that show a number which it has not, with these
        parameters."""
        if any(place[1] == lesson for place, _ in self.custom.words):
            own_words.check_numbers(self.document, self.custom, lesson, index.trace(lesson, values))


def read_lesson_file(path: Path) -> LessonFile:
    """Read a lesson file.

    Nothing in it can name code, and files only beside it or in a folder there. Raises SettingError for what is wrong in
    it, with its line.
    """
    document = read(path)
    for name in document.tables:
        if name not in OWN_TABLES:
            check_lesson(document, (name,), name, OWN_TABLES)
    lessons = [name for name in document.tables if name not in OWN_TABLES]
    settings = tuple(setting for lesson in lessons for setting in _settings(document, lesson))
    custom = Custom(
        own_words.words_of(document, _table(document, "words")),
        look.symbols(document, _table(document, "symbols")),
        *look.colors_and_logo(document, _table(document, "look")),
        film_name(path),
    )
    shown = look.look(document, _table(document, "look"))
    return LessonFile(document, _lessons(document) or tuple(lessons), settings, shown, custom)


def _table(document: Document, name: str) -> Mapping[str, Any]:
    found = document.tables.get(name, {})
    if not isinstance(found, dict):
        raise document.fault((name,), f"must be a table, [{name}]")
    return found


def _lessons(document: Document) -> tuple[str, ...]:
    """The lessons that are asked for; none if nothing is said of that."""
    if "lessons" not in document.tables:
        return ()
    asked = document.tables["lessons"]
    if not isinstance(asked, list) or not asked or not all(isinstance(name, str) for name in asked):
        raise document.fault(("lessons",), 'must be names of lessons, such as ["neuron", "relu"]')
    for name in asked:
        check_lesson(document, ("lessons",), name)
        if asked.count(name) > 1:
            raise document.fault(("lessons",), f"{name} is there twice; a film has each lesson once")
    return tuple(asked)


def _settings(document: Document, lesson: str) -> Iterator[Setting]:
    """The parameters of a lesson, each checked by itself."""
    for key, value in _table(document, lesson).items():
        where = partial(document.where, (lesson, key))
        try:
            text = text_of(value).strip()
        except ValueError as wrong:
            raise document.fault((lesson, key), str(wrong)) from None
        if names_file(text):
            text = str(beside(document, (lesson, key), text))
        yield Setting(f"{lesson}.{key}", text, where)


def checked(path: Path) -> LessonFile:
    """Read a lesson file, and all its parameters too; raises as `read_lesson_file`."""
    file = read_lesson_file(path)
    for lesson in dict.fromkeys(setting.key.partition(".")[0] for setting in file.settings):
        index.values(lesson, file.settings)
    return file
