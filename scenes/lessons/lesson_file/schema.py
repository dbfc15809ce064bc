"""What editors know of lesson files: a JSON schema (draft 7, which Taplo and Even Better TOML read best)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from scenes.lessons import index
from scenes.lessons.lesson_file import annotated, look, own_words
from scenes.lessons.numbers.training_data import LARGEST, LEAST, MADE, MOST, TrainingData
from scenes.lessons.where import Lesson
from scenes.stage.data_parameter import DataParameter
from scenes.stage.look.theme import DARK
from scenes.stage.parameters import ChoiceParameter, NumberParameter, Parameter, TableParameter
from scenes.stage.writing import formulas, words
from scenes.stage.writing.words import LANGUAGES, LessonWords, ShotWords

Schema = dict[str, Any]
_NUMBER = r"^\s*[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,4})?\s*$|^\s*[+-]?[0-9]+/[0-9]+\s*$"
_INTEGER = r"^\s*[+-]?[0-9]+\s*$"
_CSV = r"\.[cC][sS][vV]$"
_ROWS = r"^[^;]*,[^;]*(;|$)"  # rows as the command line writes them: 1, 2; 2, 3.5
_COLOR = "^#[0-9A-Fa-f]{6}$"


def names() -> tuple[str, ...]:
    """The lessons that a lesson file can name: ours, those of packages that can be used, and those of files that were
    given."""
    installed = [name for name, found in index.installed().items() if isinstance(found, Lesson)]
    return tuple(dict.fromkeys([*index.LESSONS, *installed, *index.known()]))


def as_json() -> str:
    """The schema as a text."""
    return json.dumps(schema(), ensure_ascii=False) + "\n"


def schema() -> Schema:
    """All that a lesson file can say."""
    lessons = names()
    tables = {name: _lesson(name) for name in lessons}
    named = {"type": "string", "enum": list(lessons)}
    own = {
        "lessons": {
            "description": "The lessons, in this order; several make a film. Without it: those that have a table.",
            "type": "array",
            "items": named,
            "minItems": 1,
            "uniqueItems": True,
        },
        "look": _look(),
        "symbols": _symbols(),
        "words": _table({code: _language(code, lessons) for code in LANGUAGES}, "One's own words, by language."),
    }
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A lesson file of Backreel",
        **_table({**own, **tables}, "Lessons, their numbers, their look and their words."),
    }


def _table(properties: Mapping[str, Any], description: str) -> Schema:
    return {
        "description": description,
        "type": "object",
        "additionalProperties": False,
        "properties": dict(properties),
    }


def _lesson(name: str) -> Schema:
    told = annotated.texts("en")
    made = {
        parameter.name: {"description": annotated.meaning(name, parameter, told), **_parameter(parameter)}
        for parameter in index.parameters(name)
    }
    title = next((own.title for code in LANGUAGES if (own := words.load(code).lessons.get(name))), name)
    return _table(made, f"Numbers of the lesson {name}: {title}")


def _parameter(parameter: Parameter) -> Schema:
    if isinstance(parameter, NumberParameter):
        return {**_number(parameter), "default": _default(parameter)}
    if isinstance(parameter, ChoiceParameter):
        return {"type": "string", "enum": list(parameter.choices), "default": parameter.default}
    if isinstance(parameter, TableParameter):
        default = [[_short(cell) for cell in row] for row in parameter.read(parameter.default)]
        return {"anyOf": [*_rows(parameter), {"type": "string"}], "default": default}
    if isinstance(parameter, DataParameter):
        rows = _examples(2, parameter.largest, parameter.least_rows, parameter.most_rows)
        return {"anyOf": [*_rows(rows), *_written_data(["seed"])], "default": parameter.default}
    if isinstance(parameter, TrainingData):
        tables = [row for columns in (2, 3) for row in _rows(_examples(columns, LARGEST, LEAST, MOST))]
        return {"anyOf": [*tables, *_written_data(MADE)], "default": parameter.default}
    return {**_text(parameter), "default": parameter.default}


def _number(parameter: NumberParameter) -> Schema:
    whole = parameter.kind == "integer"
    least = "exclusiveMinimum" if parameter.exclusive_minimum else "minimum"
    return {
        "type": [parameter.kind, "string"],
        least: _short(parameter.minimum),
        "maximum": _short(parameter.maximum),
        "pattern": _INTEGER if whole else _NUMBER,
    }


def _rows(table: TableParameter) -> list[Schema]:
    """Rows of numbers; where a table may have one row, that may stand alone."""
    cells = [_number(column) for column in table.columns]
    around = {"minItems": len(cells), "maxItems": len(cells)}
    row: Schema = {"type": "array", "items": cells[0] if all(cell == cells[0] for cell in cells) else cells, **around}
    several = {"type": "array", "items": row, "minItems": table.least_rows, "maxItems": table.most_rows}
    return [several, row] if table.least_rows == 1 else [several]


def _examples(columns: int, largest: int, least: int, most: int) -> TableParameter:
    kinds = tuple(NumberParameter(f"x{place}", "0", "number", -largest, largest) for place in range(columns))
    return TableParameter("data", "", kinds, least, most)


def _written_data(made: Iterable[str]) -> list[Schema]:
    return [{"type": "string", "enum": list(made)}, {"type": "string", "pattern": f"{_CSV}|{_ROWS}"}]


def _text(parameter: Parameter) -> Schema:
    """A text; where it may be numbers in a row, these may be written as a list."""
    if not _takes(parameter, "1, 2"):
        return {"type": "string"}
    numbers = {"type": "array", "items": {"type": ["number", "string"]}, "minItems": 1}
    return {"anyOf": [{"type": "string"}, numbers, *([{"type": "number"}] if _takes(parameter, "1") else [])]}


def _takes(parameter: Parameter, text: str) -> bool:
    try:
        parameter.read(text)
    except ValueError:
        return False
    return True


def _default(parameter: NumberParameter) -> int | float | str:
    try:
        return _short(float(parameter.default))
    except ValueError:
        return parameter.default


def _short(number: Any) -> int | float:
    return int(number) if number == int(number) else float(number)


def _look() -> Schema:
    said = annotated.texts("en")
    made: Schema = {
        name: {"description": said["look"][name], "type": "string", "enum": list(choices)}
        for name, choices in look.CHOICES.items()
    }
    made["reduced_motion"] = {"description": said["look"]["reduced_motion"], "type": "boolean", "default": False}
    made["logo"] = {"description": "A PNG or JPEG beside the lesson file.", "type": "string", "minLength": 1}
    colors = {
        name: {
            "description": said["colors"][name],
            "type": "string",
            "pattern": _COLOR,
            "default": getattr(DARK, name),
        }
        for name in look.COLORS
    }
    made["colors"] = _table(colors, said["look"]["colors"])
    return _table(made, "How it looks; what the call says goes over it.")


def _symbols() -> Schema:
    """The house's own symbol of a quantity is taken however long it is."""
    made = {
        quantity: {
            "type": "string",
            "minLength": 1,
            "maxLength": max(look.LONGEST_SYMBOL, len(symbol)),
            "pattern": "^[^0-9]*$",
            "default": symbol,
        }
        for quantity, symbol in formulas.load().plain.items()
    }
    return _table(made, annotated.symbols(annotated.texts("en")))


def _language(code: str, lessons: Iterable[str]) -> Schema:
    catalogue = words.load(code)
    made = {name: _words(name, catalogue.lessons[name]) for name in (*lessons, index.FILM) if name in catalogue.lessons}
    return _table(made, catalogue.name)


def _words(name: str, own: LessonWords) -> Schema:
    made = {
        "title": _said("title", own.title),
        "labels": _table({label: _label(text) for label, text in own.labels.items()}, "Words in the pictures."),
        "shots": _table({shot.name: _shot(shot) for shot in own.shots}, "By shot, in the order of the film."),
    }
    return _table(made, f"Words of the {'film' if name == index.FILM else f'lesson {name}'}: {own.title}")


def _shot(shot: ShotWords) -> Schema:
    made: Schema = {
        "caption": _variants("caption", shot.caption),
        "spoken": _variants("spoken", shot.spoken),
        "description": _said("description"),
    }
    if shot.question is not None:
        made["question"] = _said("question", shot.question)
    if shot.sentences:
        made["sentences"] = _table(
            {key: _said("sentences", text) for key, text in shot.sentences.items()}, "In between."
        )
    return _table(made, f"The shot {shot.name}.")


def _variants(part: str, house: str | Mapping[str, str]) -> Schema:
    """One text; or by variant, each for a thing that can be true."""
    if isinstance(house, str):
        return _said(part, house)
    variants = {name: _said(part, text) for name, text in house.items()}
    return {"anyOf": [_said(part), _table(variants, "One for each thing that can be true.")]}


def _label(house: str) -> Schema:
    """There is room for a text about as long as the house's own."""
    return {**_said("labels", house), "maxLength": own_words.longest_label(house)}


def _said(part: str, house: str = "") -> Schema:
    """A text. What a voice says and what is seen are long: of them no default."""
    shown: Schema = {"default": house} if house and part not in ("spoken", "description") else {}
    return {"type": "string", "minLength": 1, "maxLength": own_words.LONGEST[part], **shown}
