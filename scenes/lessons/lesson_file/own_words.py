"""One's own words for lessons, by a lesson file: [words.LANGUAGE.LESSON]."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from engine import Trace
from scenes.lessons import index
from scenes.lessons.lesson_file.letters import check_letters
from scenes.lessons.lesson_file.named_lessons import check_lesson
from scenes.lessons.lesson_file.toml import Document, kind_of
from scenes.stage.custom import Custom
from scenes.stage.near import nearest, no_such, quoted
from scenes.stage.writing import words
from scenes.stage.writing.words import LANGUAGES, Catalogue, LessonWords, ShotWords

LONGEST = {
    "title": 60,
    "labels": 60,
    "question": 300,
    "caption": 300,
    "sentences": 300,
    "description": 600,
    "spoken": 600,
}
SHOWN = 160  # characters in the caption's band, with numbers of one digit: more would be too small to be read
_LABEL = 9  # characters for which there is room everywhere; for a quarter more than the house has there is, too
_PARTS = ("question", "caption", "spoken", "description", "sentences")
_BLANKS = re.compile(r"[ \t\r\n]+")
_SEEN = ("question", "caption", "sentences")
_SAID = 120  # characters of what is wrong
Place = tuple[str, ...]


def words_of(document: Document, table: Mapping[str, Any]) -> tuple[tuple[Place, str], ...]:
    """All texts with their places; raises SettingError for what is no place of a text, or no text."""
    found: list[tuple[Place, str]] = []
    for language, lessons in table.items():
        if language not in LANGUAGES:
            raise document.fault(("words", language), no_such("language", language, LANGUAGES))
        for lesson, parts in _table(document, ("words", language), lessons).items():
            place = ("words", language, lesson)
            if lesson != index.FILM:
                check_lesson(document, place, lesson)
            catalogue = words.load(language)  # now that the lesson was found its words are there too
            of_lesson = _table(document, place, parts)
            for keys, text in _texts(document, place, of_lesson, catalogue.lesson(lesson)):
                found.append(((language, lesson, *keys), _text(document, (*place, *keys), text, catalogue)))
    return tuple(found)


def longest_label(house: str) -> int:
    """How many characters there is room for where the house has this label."""
    return min(LONGEST["labels"], max(_LABEL, len(house) * 5 // 4))


def check_numbers(document: Document, custom: Custom, lesson: str, trace: Trace) -> None:
    """Raises SettingError for a text that shows a number which the lesson has not."""
    for place, text in custom.words:
        if place[1] != lesson:
            continue
        house = set(_house_numbers(words.load(place[0]).lesson(lesson)))
        for path in words.placeholders(text):
            if path not in trace and path not in house and not _is_final(path, house, trace):
                close = nearest(path, [*trace, *house])
                raise document.fault(
                    ("words", *place), f"{{{path}}} is no number of this lesson; the nearest is {{{close}}}"
                )


def _is_final(path: str, house: set[str], trace: Trace) -> bool:
    """Whether it is a number of the last step, in a lesson that calls it so."""
    name = path.removeprefix("final.")
    return name != path and f"step.0.{name}" in trace and any(one.startswith("final.") for one in house)


def _house_numbers(lesson: LessonWords) -> Iterator[str]:
    for shot in lesson.shots:
        for part in (shot.caption, shot.spoken, shot.sentences, shot.question or "", shot.description):
            for text in [part] if isinstance(part, str) else part.values():
                yield from words.placeholders(text)


def _texts(
    document: Document, place: Place, table: Mapping[str, Any], house: LessonWords
) -> Iterator[tuple[Place, object]]:
    for part, value in table.items():
        here = (*place, part)
        if part == "title":
            yield ("title",), value
        elif part == "labels":
            yield from _named(document, here, ("labels",), value, house.labels, "label")
        elif part == "shots":
            shots = {shot.name: shot for shot in house.shots}
            for name, parts in _table(document, here, value).items():
                if name not in shots:
                    raise document.fault((*here, name), no_such("shot", name, shots))
                of_shot = _table(document, (*here, name), parts)
                yield from _of_shot(document, (*here, name), of_shot, shots[name])
        else:
            raise document.fault(here, no_such("key", part, ("title", "labels", "shots")))


def _of_shot(
    document: Document, place: Place, table: Mapping[str, Any], house: ShotWords
) -> Iterator[tuple[Place, object]]:
    for part, value in table.items():
        here, own = (*place, part), ("shots", house.name, part)
        if part not in _PARTS:
            raise document.fault(here, no_such("key", part, _PARTS))
        there = getattr(house, part)
        if part == "question" and there is None:
            raise document.fault(here, "this shot asks no question")
        if isinstance(there, str) or not isinstance(value, dict):
            if part == "sentences":
                has = f"must be a table of {', '.join(there)}" if there else "this shot has no sentences"
                raise document.fault(here, has)
            yield own, value
        else:
            yield from _named(document, here, own, value, there, "variant" if part != "sentences" else "sentence")


def _named(
    document: Document, here: Place, own: Place, value: object, known: Mapping[str, str], kind: str
) -> Iterator[tuple[Place, object]]:
    for name, text in _table(document, here, value).items():
        if name not in known:
            raise document.fault((*here, name), no_such(kind, name, known) if known else f"there is no {kind} here")
        yield (*own, name), text


def _text(document: Document, keys: Place, text: object, catalogue: Catalogue) -> str:
    """A text on one line, with no sign in it that could not be shown."""
    if not isinstance(text, str):
        raise document.fault(keys, f"must be a text, got {kind_of(text)}")
    line = _BLANKS.sub(" ", text).strip()
    longest = next(LONGEST[part] for part in reversed(keys) if part in LONGEST)
    if keys[3] == "labels":
        longest = longest_label(catalogue.lesson(keys[2]).labels[keys[4]])
    if not 1 <= len(line) <= longest:
        raise document.fault(keys, f"must have 1 to {longest} characters here, got {len(line)}")
    check_letters(document, keys, line)
    if keys[3] in ("title", "labels"):
        return line
    rest = words.without_placeholders(line)
    if "{" in rest or "}" in rest:
        braced = quoted(rest[max(0, min(rest.find("{"), rest.find("}"))) :])
        raise document.fault(keys, f"braces are for the path of a number, such as {{step.0.loss}}; not so in {braced}")
    for forms in words.word_forms(line):
        missing = sorted(catalogue.forms() - set(forms))
        if missing:
            needs = ", ".join(sorted(catalogue.forms()))
            raise document.fault(
                keys, f"a word that goes with a number has no form for {', '.join(missing)}; it needs {needs}"
            )
        if not all(form.strip() for form in forms.values()):
            raise document.fault(keys, "a word that goes with a number has a form of no letters")
    try:
        shown = len(words.plain(words.fill(line, lambda path: 1, catalogue)))
    except words.WordsError as wrong:
        raise document.fault(keys, str(wrong)[:_SAID]) from None
    if shown > SHOWN and keys[5] in _SEEN:
        raise document.fault(keys, f"must have at most {SHOWN} characters, with numbers of one digit; got {shown}")
    return line


def _table(document: Document, keys: Place, value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise document.fault(keys, f"must be a table, [{'.'.join(keys)}]; got {kind_of(value)}")
    return value
