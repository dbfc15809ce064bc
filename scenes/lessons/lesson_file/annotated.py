"""A lesson file to start from: all that lessons take, each with what it means, commented out with what holds anyway.

A comment begins with `# `, a line to be uncommented with `#` alone: `#input = 2.1`. Headings of tables stand as they
are, so that any one line can be uncommented by itself.
"""

from __future__ import annotations

import re
import textwrap
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from typing import Any

from scenes.lessons import index
from scenes.lessons.lesson_file import look, own_words, written
from scenes.stage.look.theme import DARK
from scenes.stage.parameters import ChoiceParameter, NumberParameter, Parameter, TableParameter
from scenes.stage.writing import formulas, words
from scenes.stage.writing.words import LessonWords, ShotWords

SCHEMA = "backreel.schema.json"  # what the schema is called beside a lesson file
_WIDEST = 106  # characters of a comment
_TOGETHER = re.compile(  # what is written just so, a number with the word before it, a dash with what it follows
    r"""(\#?\w+\ =\ )?("[^"]{1,60}"|\[\[.{1,60}?\]\]|\[[^]]{1,60}\])|backreel\ \w+\ \w+|\w+\ (?=-?\d)|\ (?=—)"""
)
_NO_BREAK = "\ue000"  # a space at which no line ends, while lines are made
_PARTS = ("question", "caption", "sentences")  # of a shot: what stands on the screen


def name_of(lessons: Sequence[str]) -> str:
    """What the file is called."""
    return f"{lessons[0] if len(lessons) == 1 else index.FILM}.toml"


def annotated(lessons: Sequence[str], language: str) -> str:
    """The text of a lesson file about these lessons, its comments and its words in one language."""
    told, catalogue = texts(language), words.load(language)
    first = index.parameters(lessons[0])
    head, film = told["head"], len(lessons) > 1

    def title(name: str) -> str:
        return str(head["title"].format(title=catalogue.lesson(name).title))

    lines = [f"#:schema {SCHEMA}"]
    lines += _comment(head["file"].format(titles=", ".join(map(title, lessons))))
    if first:
        lines += _comment(head["how"].format(example=_line(first[0].name, written.default(first[0]))))
    asked = [_asked(name) for name in lessons]
    named = "".join(f"{one} " for one in asked) if tuple(asked) != tuple(lessons) else ""
    for call in ("look", "call"):
        lines += _comment(head[call].format(lesson=asked[0], lessons=named, file=name_of(lessons)))
    lines += ["", *_comment(head["lessons"]), *_lessons(lessons)]
    for name in lessons:
        section = told["sections"]["numbers"].format(lesson=name, title=title(name))
        lines += ["", *_comment(section), f"[{written.key(name)}]", *_parameters(name, told)]
    lines += _look(language, told)
    how = _how(told)
    for name in (index.FILM, *lessons) if film else lessons:
        section = told["sections"]["film"] if name == index.FILM else told["sections"]["words"].format(lesson=name)
        own = catalogue.lesson(name)
        shots = [shot for shot in own.shots if name != index.FILM or _is_of(shot.name, lessons)]
        comment = [*_comment(section), *_comment(how.replace("{lesson}", asked[0]))]
        lines += ["", *comment, *_words(language, name, own, shots)]
        how = told["words"]["again"]
    return "\n".join(lines) + "\n"


def symbols(told: Mapping[str, Any]) -> str:
    """What symbols are, and how long."""
    return str(told["sections"]["symbols"].format(longest=look.LONGEST_SYMBOL))


def _how(told: Mapping[str, Any]) -> str:
    """How words are written. Other braces in it are shown as they are."""
    how: str = told["words"]["how"]
    return how.replace("{shown}", str(own_words.SHOWN)).replace("{label}", str(own_words.longest_label("")))


@cache
def texts(language: str) -> Mapping[str, Any]:
    """What stands in the comments, in a language."""
    file = resources.files("scenes") / "text" / language / "lesson_file.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def meaning(lesson: str, parameter: Parameter, told: Mapping[str, Any]) -> str:
    """What a parameter means, what is allowed, and what it counts where that is not said yet."""
    said: str = told.get("meanings", {}).get(lesson, {}).get(parameter.name, parameter.meaning) or parameter.name
    counted = getattr(parameter, "unit", "")
    unit: str = told.get("units", {}).get(counted, counted)
    behind = f" ({unit})" if unit and unit[:-1] not in said else ""  # without an ending: in Russian there are many
    return f"{_sentence(said)}. {_sentence(_allowed(lesson, parameter, told))}{behind}"


def _allowed(lesson: str, parameter: Parameter, told: Mapping[str, Any]) -> str:
    own: str | None = told["allowed"].get(lesson, {}).get(parameter.name)
    kinds = told["kinds"]
    if own is not None:
        return own
    if isinstance(parameter, NumberParameter):
        return str(kinds[parameter.kind].format(range=_range(parameter, kinds)))
    if isinstance(parameter, ChoiceParameter):
        return str(kinds["choice"].format(names=", ".join(parameter.choices)))
    if isinstance(parameter, TableParameter):
        names = ", ".join(column.name for column in parameter.columns)
        rows = kinds["rows"].format(least=parameter.least_rows, most=parameter.most_rows, columns=names)
        return f"{rows}; {_cells(parameter, kinds)}"
    return parameter.allowed


def _cells(table: TableParameter, kinds: Mapping[str, str]) -> str:
    ranges = {column.name: (column.kind, _range(column, kinds)) for column in table.columns}
    if len(set(ranges.values())) == 1:
        kind, around = next(iter(ranges.values()))
        return kinds["same" if kind == "number" else "same_integers"].format(range=around)
    return "; ".join(f"{name}: {kinds[kind].format(range=around)}" for name, (kind, around) in ranges.items())


def _range(parameter: NumberParameter, kinds: Mapping[str, str]) -> str:
    how = "above" if parameter.exclusive_minimum else "range"
    return kinds[how].format(least=_plain(parameter.minimum), most=_plain(parameter.maximum))


def _plain(number: Any) -> str:
    return f"{float(number):g}" if number != int(number) else str(int(number))


def _asked(lesson: str) -> str:
    """How a lesson is asked for: one of a file by its file."""
    source = index.find(lesson).source
    return lesson if source is None or source.is_installed else source.called


def _lessons(names: Sequence[str]) -> list[str]:
    line = f"lessons = [{', '.join(map(written.text, names))}]"
    return [line] if len(line) <= _WIDEST else ["lessons = [", *(f"    {written.text(name)}," for name in names), "]"]


def _parameters(lesson: str, told: Mapping[str, Any]) -> Iterator[str]:
    for place, parameter in enumerate(index.parameters(lesson)):
        if place:
            yield ""
        yield from _comment(meaning(lesson, parameter, told))
        yield f"#{_line(parameter.name, written.default(parameter))}"


def _look(language: str, told: Mapping[str, Any]) -> Iterator[str]:
    """The language stands there, since the words do too."""
    said = told["look"]
    yield from ("", *_comment(told["sections"]["look"]), "[look]")
    defaults = {"language": language, "aspect": "16:9", "theme": DARK.name}
    for name, choices in look.CHOICES.items():
        what = told["kinds"]["choice"].format(names=", ".join(choices))
        yield from _comment(f"{_sentence(said[name])}: {what}")
        yield f"{'' if name == 'language' else '#'}{_line(name, written.text(defaults[name]))}"
    yield from _comment(_sentence(said["reduced_motion"]))
    yield f"#{_line('reduced_motion', 'false')}"
    yield from _comment(said["logo"])
    yield from ("", *_comment(f"{told['sections']['colors']}. {said['colors']}"), "[look.colors]")
    yield from _aligned((name, written.text(getattr(DARK, name)), told["colors"][name]) for name in look.COLORS)
    yield from ("", *_comment(symbols(told)), "[symbols]")
    for quantity, symbol in formulas.load().plain.items():
        yield f"#{_line(quantity, written.text(symbol))}"


def _words(language: str, lesson: str, own: LessonWords, shots: Iterable[ShotWords]) -> Iterator[str]:
    yield f"[{written.key('words', language, lesson)}]"
    yield f"#{_line('title', written.text(own.title))}"
    for name, label in own.labels.items():
        yield f"#{written.key('labels', name)} = {written.text(label)}"
    for shot in shots:
        yield from ("", f"[{written.key('words', language, lesson, 'shots', shot.name)}]")
        for part in _PARTS:
            said = getattr(shot, part)
            if isinstance(said, str):
                yield f"#{_line(part, written.text(said))}"
            for name, text in said.items() if isinstance(said, Mapping) else ():
                yield f"#{written.key(part, name)} = {written.text(text)}"


def _is_of(shot: str, lessons: Sequence[str]) -> bool:
    return shot in (*index.OPENING, *lessons, index.CLOSING)


def _line(name: str, value: str) -> str:
    return f"{written.key(name)} = {value}"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _comment(text: str) -> list[str]:
    """In lines; no example of what to write goes over two of them."""
    kept = _TOGETHER.sub(lambda found: found[0].replace(" ", _NO_BREAK), text)
    lines = textwrap.wrap(kept, _WIDEST, break_long_words=False, break_on_hyphens=False)
    return [f"# {line.replace(_NO_BREAK, ' ')}" for line in lines]


def _aligned(rows: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    made = [(f"#{_line(name, value)}", comment) for name, value, comment in rows]
    widest = max(len(line) for line, _ in made)
    return (f"{line:{widest}}  # {comment}" for line, comment in made)
