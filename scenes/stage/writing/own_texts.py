"""Words and formulas that lessons from outside bring with them, by the name of the lesson. They have the shape of
`scenes/text`: what is wrong in them is said in one line, with file and line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from scenes.stage.writing import listed_rows

NAME = re.compile(r"[a-z][a-z0-9_]*")
FORMULA_TABLES = ("symbols", "plain", "shots")  # in a file of formulas; all else in it are rows
_PART = ("title", "labels", "shots", "card", "meanings", "symbols")
_SHOT = ("name", "caption", "description", "question", "sentences", "spoken")
_TABLES = ("labels", "meanings", "symbols")
_AT_LINE = re.compile(r" \(at line (\d+), column \d+\)$")


class LessonError(ValueError):
    """A lesson from outside that cannot be used; the message is one line: where, what is wrong, what would be right."""


def shown(path: Path) -> str:
    """A path as a message names it: from here, where it lies below."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


@dataclass(frozen=True)
class Text:
    """A text of TOML, the file that it stands in, as a message names it, and the line there in which it begins."""

    source: str
    file: str
    first: int = 1

    def fault(self, what: str, near: str = "", after: int = 0) -> LessonError:
        """A fault at the first line in which this stands, of those behind a line; at the begin where there is none."""
        lines = self.source.splitlines()
        found = next((n for n, line in enumerate(lines) if n >= after and near and near in line), after)
        return LessonError(f"{self.file}:{self.first + found}: {what}")

    def read(self) -> dict[str, Any]:
        """What it says; raises LessonError."""
        try:
            return tomllib.loads(self.source)
        except tomllib.TOMLDecodeError as wrong:
            place = _AT_LINE.search(str(wrong))
            line = int(place[1]) if place else len(self.source.splitlines())
            what = str(wrong)[: place.start()] if place else str(wrong)
            raise LessonError(f"{self.file}:{self.first + line - 1}: no TOML: {what}") from None

    def line_of_shot(self, place: int) -> int:
        """The line, counted from 0, where the table of a shot begins, shots counted from 0."""
        heads = [n for n, line in enumerate(self.source.splitlines()) if line.strip() == "[[shots]]"]
        return heads[place] if place < len(heads) else 0


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
                raise text.fault(f"words in the language {language!r}; there are: {', '.join(known)}")
            check_words(text)
        if not self.words:
            raise LessonError(f"the lesson {name} has no words: write WORDS, or a file {name}.en.toml beside it")
        first, *others = self.words
        for language in others:
            _check_same(self.words[language], self.words[first].read()["shots"], first)
        if self.formulas is not None:
            _check_formulas(self.formulas)
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


def check_words(text: Text) -> None:
    """Raises LessonError for words of a lesson that lack something, or have what nobody reads."""
    part = text.read()
    _check_keys(text, part, _PART, "", 0)
    if not isinstance(part.get("title"), str):
        raise text.fault('title is missing; write title = "..." at the top', "title")
    for table in _TABLES:
        if not _is_table_of_texts(part.get(table, {})):
            raise text.fault(f"[{table}] is to be a table of texts", table)
    if not isinstance(part.get("card", ""), str):
        raise text.fault("card is to be a text", "card")
    shots = part.get("shots")
    if not isinstance(shots, list) or not shots or not all(isinstance(shot, dict) for shot in shots):
        raise text.fault("there are no shots; write [[shots]] with name, caption and description", "shots")
    names: list[str] = []
    for place, shot in enumerate(shots):
        _check_shot(text, place, shot)
        if shot["name"] in names:
            head = text.line_of_shot(place)
            raise text.fault(f"two shots are called {shot['name']}; give one of them another name", "name", head)
        names.append(shot["name"])


def _check_shot(text: Text, place: int, shot: Mapping[str, Any]) -> None:
    head = text.line_of_shot(place)
    name = shot.get("name")
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise text.fault('a shot needs a name of a-z, 0-9 and _: name = "curve"', "name", head)
    _check_keys(text, shot, _SHOT, f"shot {name}: ", head)
    for key in ("caption", "description"):
        if key not in shot:
            raise text.fault(f"shot {name}: {key} is missing", "", head)
    for key, allowed in (("caption", True), ("description", False), ("question", False), ("spoken", True)):
        said = shot.get(key, "")
        if not isinstance(said, str) and not (allowed and said and _is_table_of_texts(said)):
            raise text.fault(f"shot {name}: {key} is to be a text", key, head)
    if not _is_table_of_texts(shot.get("sentences", {})):
        raise text.fault(f"shot {name}: sentences is to be a table of texts", "sentences", head)


def _check_same(text: Text, shots: list[dict[str, Any]], language: str) -> None:
    """Raises LessonError for words that have other shots, or other parts of a shot, than those of another language."""
    own = text.read()["shots"]
    names, others = ([shot["name"] for shot in some] for some in (own, shots))
    if names != others:
        raise text.fault(f"the shots are {', '.join(names)}; in {language} they are {', '.join(others)}", "[[shots]]")
    for place, (shot, other) in enumerate(zip(own, shots, strict=True)):
        head = text.line_of_shot(place)
        if ("question" in shot) != ("question" in other):
            has = "has no question" if "question" in other else "has a question"
            raise text.fault(f"shot {shot['name']}: it {has}, and in {language} it is otherwise", "question", head)
        for key in ("caption", "sentences"):
            parts, wanted = (list(one[key]) if isinstance(one.get(key), dict) else [] for one in (shot, other))
            if sorted(parts) != sorted(wanted):
                says = [", ".join(some) if some else "one text" for some in (parts, wanted)]
                raise text.fault(f"shot {shot['name']}: {key} has {says[0]}; in {language} it has {says[1]}", key, head)


def _check_keys(text: Text, part: Mapping[str, Any], allowed: tuple[str, ...], owner: str, head: int) -> None:
    for key in part:
        if key not in allowed:
            near = get_close_matches(key, allowed, n=1, cutoff=0.0)[0]
            says = f"{owner}no key {key!r}; the nearest is {near}; there are: {', '.join(allowed)}"
            raise text.fault(says, key, head)


def _check_formulas(text: Text) -> None:
    part = text.read()
    for name, entry in part.items():
        if not isinstance(entry, dict):
            raise text.fault(f'formula {name}: write {name}.row = "..."', name)
        if name in ("symbols", "plain"):
            if not _is_table_of_texts(entry):
                raise text.fault(f"[{name}] is to be a table of texts", name)
        elif name == "shots":
            continue
        elif not isinstance(entry.get("row"), str) or not _is_table_of_texts(entry.get("constants", {})):
            raise text.fault(f'formula {name}: write {name}.row = "..."', name)
    missing = set(part.get("symbols", {})) ^ set(part.get("plain", {}))
    if missing:
        raise text.fault(f"{sorted(missing)[0]} must stand in [symbols] (Typst) and in [plain] (characters)", "symbols")


def _is_table_of_texts(found: object) -> bool:
    return isinstance(found, dict) and all(isinstance(text, str) for text in found.values())
