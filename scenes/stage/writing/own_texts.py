"""Words and formulas that lessons from outside bring with them, by the name of the lesson."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from scenes.stage.near import quoted
from scenes.stage.writing import listed_rows
from scenes.stage.writing.text_checks import FORMULA_TABLES, check_formulas, check_same, check_words
from scenes.stage.writing.toml_text import LessonError, Text


@dataclass(frozen=True)
class OwnTexts:
    """The words of a lesson by language, and its formulas, if it has some; `others` are words of lessons in the same
    module, whose formulas these are too."""

    words: Mapping[str, Text]
    formulas: Text | None = None
    others: tuple[Text, ...] = ()

    def checked(self, name: str, languages: Iterable[str]) -> OwnTexts:
        """The same, when all of it can be used; raises LessonError."""
        known = tuple(languages)
        for language, text in self.words.items():
            if language not in known:
                raise text.fault(f"words in the language {quoted(language)}; there are: {', '.join(known)}")
            check_words(text)
        if not self.words:
            raise LessonError(f"the lesson {name} has no words: write WORDS, or a file {name}.en.toml beside it")
        first, *others = self.words
        for language in others:
            check_same(self.words[language], self.words[first].read()["shots"], first)
        if self.formulas is not None:
            check_formulas(self.formulas)
        return self

    def check_listed_rows(self) -> None:
        """Raises LessonError for shots or rows in the formulas' `shots` that are not there; all else was checked."""
        if self.formulas is not None:
            part = self.formulas.read()
            rows = {row: entry["row"] for row, entry in part.items() if row not in FORMULA_TABLES}
            listed_rows.check(self.formulas, part.get("shots", {}), rows, self._shots(next(iter(self.words))))

    def _shots(self, language: str) -> set[str]:
        """The shots that may show the formulas: its own, and those of lessons that have them too."""
        shots = {shot["name"] for shot in self.words[language].read()["shots"]}
        for text in self.others:
            with suppress(LessonError, LookupError, TypeError):  # what is wrong in them, their lesson says
                shots |= {shot["name"] for shot in text.read()["shots"]}
        return shots


_KNOWN: dict[str, OwnTexts] = {}


def known() -> Mapping[str, OwnTexts]:
    """The texts of all lessons from outside that were asked for so far."""
    return _KNOWN


def keep(name: str, texts: OwnTexts) -> bool:
    """Keep the texts of a lesson; whether they are other ones than before."""
    is_new = _KNOWN.get(name) != texts
    _KNOWN[name] = texts
    return is_new


def forget() -> None:
    """Know none of them any more."""
    _KNOWN.clear()


def in_language(language: str) -> dict[str, tuple[str, dict[str, Any]]]:
    """The words of each of these lessons that has some in a language, with the file that they stand in."""
    return {
        name: (texts.words[language].file, texts.words[language].read())
        for name, texts in known().items()
        if language in texts.words
    }
