"""The words of a language, from its catalogue in `scenes/text`; numbers in them are placeholders for quantities."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib import resources

from engine.rounding import rounded

LANGUAGES = ("en", "ru")
_PLACEHOLDER = re.compile(r"\{([a-z0-9_.]+)\}")


class WordsError(LookupError):
    """A language or a word that is not there."""


@dataclass(frozen=True)
class NumberText:
    """A number inside a text: its quantity, the string shown, and whether that is exact."""

    path: str
    shown: str
    relation: str

    def __str__(self) -> str:
        return self.shown if self.relation == "=" else f"≈ {self.shown}"


@dataclass(frozen=True)
class ShotWords:
    """The words of one shot; a caption of several variants is chosen by the lesson, by what is true."""

    name: str
    caption: str | Mapping[str, str]
    description: str


@dataclass(frozen=True)
class LessonWords:
    """The words of one lesson, its shots in the order of the film."""

    title: str
    shots: tuple[ShotWords, ...]
    labels: Mapping[str, str]


@dataclass(frozen=True)
class Catalogue:
    """All words of one language."""

    code: str
    name: str
    decimal_separator: str
    lessons: Mapping[str, LessonWords]

    def lesson(self, name: str) -> LessonWords:
        """The words of a lesson; raises WordsError if this language has none."""
        try:
            return self.lessons[name]
        except KeyError:
            raise WordsError(f"{self.code}.toml has no words for the lesson {name}") from None


@cache
def load(language: str) -> Catalogue:
    """The catalogue of a language; raises WordsError if there is none, or if a part of it is missing."""
    source = resources.files("scenes") / "text" / f"{language}.toml"
    if not source.is_file():
        raise WordsError(f"no words for the language {language}; there are: {', '.join(LANGUAGES)}")
    read = tomllib.loads(source.read_text(encoding="utf-8"))
    try:
        about = read.pop("language")
        lessons = {name: _lesson(part) for name, part in read.items()}
        return Catalogue(language, about["name"], about["decimal_separator"], lessons)
    except KeyError as missing:
        raise WordsError(f"{language}.toml: {missing.args[0]} is missing") from None


def _lesson(part: Mapping[str, object]) -> LessonWords:
    shots = part["shots"]
    labels = part["labels"]
    assert isinstance(shots, list)
    assert isinstance(labels, dict)
    return LessonWords(
        str(part["title"]),
        tuple(ShotWords(shot["name"], shot["caption"], shot["description"]) for shot in shots),
        labels,
    )


def placeholders(text: str) -> list[str]:
    """The quantities that a text names, in order."""
    return _PLACEHOLDER.findall(text)


def fill(text: str, number_of: Callable[[str], Fraction | float], separator: str) -> list[str | NumberText]:
    """Cut a text at its placeholders and put the numbers in, as the screen shows them."""
    pieces: list[str | NumberText] = []
    for position, part in enumerate(_PLACEHOLDER.split(text)):
        if position % 2:
            number = rounded(number_of(part))
            pieces.append(NumberText(part, number.text(separator), number.relation))
        elif part:
            pieces.append(part)
    return pieces


def plain(pieces: Sequence[str | NumberText]) -> str:
    """The pieces as one string."""
    return "".join(str(piece) for piece in pieces)
