"""The class of a lesson from outside; this needs Manim."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

from scenes.lessons.outside.examined import check_film
from scenes.stage.lesson import Lesson
from scenes.stage.module_numbers import ModuleNumbers
from scenes.stage.writing.own_texts import OwnTexts
from scenes.stage.writing.words import LANGUAGES


def numbers_of(film: Any) -> ModuleType:
    """The module that gives its parameters and its trace: the one that it names as `numbers`, else its own."""
    numbers = film.numbers
    return sys.modules[numbers.module] if isinstance(numbers, ModuleNumbers) else numbers


def check(name: str, film: type, texts: OwnTexts) -> None:
    """Raises LessonError where the class cannot play the shots of the words, or these cannot be used."""
    check_film(film, texts.checked(name, LANGUAGES), Lesson)
