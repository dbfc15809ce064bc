"""The words of a language, from its folder in `scenes/text`; numbers in them are placeholders for quantities.

In a text `{step.0.loss}` is the number of a quantity, with the approximately-equal sign where its string is not exact;
`{steps|one:step|other:steps}` is the form of a word that goes with a number, by the plural rules of the language
(Unicode CLDR, from Babel); `{@weight}` is the symbol of a quantity.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache
from importlib import resources
from typing import Any

from engine.rounding import rounded
from scenes.stage.custom import NOTHING, Custom
from scenes.stage.writing import formulas, own_texts, toml_text
from scenes.stage.writing.binding import Binding
from scenes.stage.writing.formulas import Formulas
from scenes.stage.writing.replaced import replaced

LANGUAGES = ("en", "ru")
_PLACEHOLDER = re.compile(r"\{(@?[a-z0-9_.<>]+)((?:\|[a-z]+:[^|{}]*)*)\}")
NumberOf = Callable[[str], Fraction | float]


class WordsError(LookupError):
    """A language or a word that is not there, or a text that cannot be read: `text`, as it is written."""

    text = ""


@dataclass(frozen=True)
class SymbolText:
    """The symbol of a quantity inside a text; as a string it is written in plain characters."""

    quantity: str
    plain: str
    typst: str

    def __str__(self) -> str:
        return self.plain


Piece = str | Binding | SymbolText


@dataclass(frozen=True)
class ShotWords:
    """The words of one shot; a caption of several variants is chosen by the lesson, by what is true. A shot with a
    `question` asks it first; its caption is the answer. `sentences`, by key, are what a lesson may `say` in between.
    `spoken` is what a voice adds after the caption, or after which of its variants."""

    name: str
    caption: str | Mapping[str, str]
    description: str
    question: str | None = None
    sentences: Mapping[str, str] = field(default_factory=dict)
    spoken: str | Mapping[str, str] = ""


@dataclass(frozen=True)
class LessonWords:
    """The words of one lesson, its shots in the order of the film."""

    title: str
    shots: tuple[ShotWords, ...]
    labels: Mapping[str, str]


@dataclass(frozen=True)
class Catalogue:
    """All words of one language: those of the lessons, and by kind those of what is made of them (decks, pages).
    `decimal_separator` and the forms of words come from Unicode CLDR; `formulas` are the same in every language."""

    code: str
    name: str
    decimal_separator: str
    lessons: Mapping[str, LessonWords]
    outputs: Mapping[str, Mapping[str, str]]
    formulas: Formulas

    def lesson(self, name: str) -> LessonWords:
        """The words of a lesson; raises WordsError if this language has none."""
        try:
            return self.lessons[name]
        except KeyError:
            if name in own_texts.known():
                there = ", ".join(own_texts.known()[name].words)
                raise toml_text.LessonError(
                    f"the lesson {name} has no words in {self.code}; it has them in: {there}"
                ) from None
            raise WordsError(f"scenes/text/{self.code} has no words for the lesson {name}") from None

    @property
    def percent_is_apart(self) -> bool:
        """Whether there is a space between a number and the sign for per cent, as in `5 %`."""
        return _percent_is_apart(self.code)

    def form(self, number: Fraction | float) -> str:
        """The plural category of a number: `one`, `few`, `many` or `other`.

        >>> [load("ru").form(n) for n in (1, 2, 5, 21, Fraction(5, 2))]
        ['one', 'few', 'many', 'one', 'other']
        """
        return _plural(self.code, rounded(number).text(separator=".", minus="-"))

    def forms(self) -> frozenset[str]:
        """The plural categories that a word needs in this language."""
        return _plural_categories(self.code)


@cache
def load(language: str, custom: Custom = NOTHING) -> Catalogue:
    """The catalogue of a language, with a user's own words and symbols in their places; raises WordsError if there is
    none, or if a part of it is missing."""
    if custom.words or custom.symbols:
        return _with(load(language), custom)
    folder = resources.files("scenes") / "text" / language
    if not folder.is_dir():
        raise WordsError(f"no words for the language {language}; there are: {', '.join(LANGUAGES)}")
    files = {file.name.removesuffix(".toml"): file for file in folder.iterdir() if file.name.endswith(".toml")}
    read = {name: _read(f"{language}/{name}.toml", file.read_text(encoding="utf-8")) for name, file in files.items()}
    own_name = read.pop("language")["language"]["name"]
    outputs = read.pop("outputs")
    read.pop("lesson_file", None)  # comments of lesson files: no words of a film
    lessons = {name: _lesson(f"{language}/{name}.toml", part) for name, part in read.items()}
    for name, (file, part) in own_texts.in_language(language).items():
        lessons[name] = _lesson(file, part)
        outputs = _with_own(outputs, name, part)
    return Catalogue(language, own_name, _decimal_separator(language), lessons, outputs, formulas.load())


def _with(house: Catalogue, custom: Custom) -> Catalogue:
    lessons = {name: replaced(lesson, dict(custom.texts(house.code, name))) for name, lesson in house.lessons.items()}
    known = formulas.load(custom.symbols)
    meanings = {
        path: _with_symbol(said, house.formulas.plain.get(path), known.plain.get(path))
        for path, said in house.outputs["meanings"].items()
    }
    return replace(house, lessons=lessons, outputs={**house.outputs, "meanings": meanings}, formulas=known)


def _with_symbol(said: str, before: str | None, now: str | None) -> str:
    """What is said of a quantity, with its new symbol at the end if it ended with the one before: weight w."""
    return f"{said.removesuffix(before)}{now}" if before and now and said.endswith(f" {before}") else said


def raw_lesson(language: str, name: str) -> dict[str, Any]:
    """The words of a lesson as its TOML has them; raises WordsError if this language has none."""
    own = own_texts.in_language(language)
    if name in own:
        return own[name][1]
    file = resources.files("scenes") / "text" / language / f"{name}.toml"
    if not file.is_file():
        raise WordsError(f"scenes/text/{language} has no words for the lesson {name}")
    return _read(f"{language}/{name}.toml", file.read_text(encoding="utf-8"))


def own_changed() -> None:
    """Words of a lesson from outside are other ones than before."""
    load.cache_clear()
    formulas.load.cache_clear()


def _with_own(outputs: Mapping[str, Any], lesson: str, part: Mapping[str, Any]) -> dict[str, Any]:
    """The words of what is made of lessons, with what a lesson from outside says of its numbers and symbols."""
    meanings = {**outputs["meanings_of_paths"], lesson: part.get("meanings", {})}
    known = formulas.load().plain
    own = {symbol: said for symbol, said in part.get("symbols", {}).items() if symbol in known}
    symbols = {**outputs["symbols_in_words"], **own}
    return {**outputs, "meanings_of_paths": meanings, "symbols_in_words": symbols}


def _read(file: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise WordsError(f"scenes/text/{file}: {wrong}") from None


def _lesson(file: str, part: Mapping[str, Any]) -> LessonWords:
    try:
        return LessonWords(str(part["title"]), tuple(map(_shot, part["shots"])), part.get("labels", {}))
    except KeyError as missing:
        raise WordsError(f"{file}: {missing.args[0]} is missing") from None


def _shot(part: Mapping[str, Any]) -> ShotWords:
    return ShotWords(
        part["name"],
        part["caption"],
        part["description"],
        part.get("question"),
        part.get("sentences", {}),
        part.get("spoken", ""),
    )


def placeholders(text: str) -> list[str]:
    """The quantities whose numbers a text shows, or whose number decides on a word, in order; symbols are left out."""
    return [match[1] for match in _PLACEHOLDER.finditer(text) if not match[1].startswith("@")]


def without_placeholders(text: str) -> str:
    """What of a text stands on the screen as it is written."""
    return _PLACEHOLDER.sub("", text)


def word_forms(text: str) -> list[dict[str, str]]:
    """The words in a text that go with a number: their forms by plural category."""
    return [_forms(match[2]) for match in _PLACEHOLDER.finditer(text) if match[2]]


def fill(text: str, number_of: NumberOf, catalogue: Catalogue) -> list[Piece]:
    """Cut a text at its placeholders and put numbers, words that go with them and symbols in, as the screen shows them.

    Raises WordsError for a placeholder that names no number or symbol, and for a word that lacks the form which goes
    with its number.
    """
    pieces: list[Piece] = []
    end = 0
    for match in _PLACEHOLDER.finditer(text):
        pieces.append(text[end : match.start()])
        end = match.end()
        name, forms = match[1], _forms(match[2])
        if name.startswith("@"):
            of = catalogue.formulas
            if name[1:] not in of.plain:
                raise WordsError(f"{catalogue.code}: {match[0]} is no symbol")
            pieces.append(SymbolText(name[1:], of.plain[name[1:]], of.symbols[name[1:]]))
            continue
        try:
            number = number_of(name)
        except KeyError:
            raise WordsError(f"{catalogue.code}: {match[0]} is no number of this lesson") from None
        if forms:
            form = catalogue.form(number)
            if form not in forms:
                raise WordsError(f"{catalogue.code}: {match[0]} has no form for {form}")
            pieces.append(forms[form])
        else:
            pieces.append(_number(name, number, catalogue.decimal_separator))
    pieces.append(text[end:])
    return _joined(pieces)


def plain(pieces: Sequence[Piece]) -> str:
    """The pieces as one string."""
    return "".join(str(piece) for piece in pieces)


def _number(path: str, number: Fraction | float, separator: str) -> Binding:
    written = rounded(number)
    return Binding(path, number, written.text(separator), written.relation, at_rest=True, separator=separator)


def _forms(written: str) -> dict[str, str]:
    return dict(part.split(":", 1) for part in written.split("|")[1:]) if written else {}


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Strings beside one another made one; empty ones left out."""
    joined: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, str) and joined and isinstance(joined[-1], str):
            joined[-1] += piece
        elif piece != "":
            joined.append(piece)
    return joined


@cache
def _percent_is_apart(language: str) -> bool:
    from babel import Locale

    return not Locale.parse(language).percent_formats[None].pattern.endswith("0%")


@cache
def _decimal_separator(language: str) -> str:
    from babel.numbers import get_decimal_symbol

    return get_decimal_symbol(language)


@cache
def _plural(language: str, number: str) -> str:
    from decimal import Decimal, InvalidOperation

    from babel import Locale

    try:
        counted = Decimal(number)
    except InvalidOperation:  # a power of ten: no count of anything
        return "other"
    return str(Locale.parse(language).plural_form(counted))


@cache
def _plural_categories(language: str) -> frozenset[str]:
    from babel import Locale

    return frozenset({*Locale.parse(language).plural_form.rules, "other"})
