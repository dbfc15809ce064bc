"""The schema takes what a lesson file may say, and nothing else."""

import copy
import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from scenes.lessons import index
from scenes.lessons.lesson_file.annotated import annotated
from scenes.lessons.lesson_file.read import checked
from scenes.lessons.lesson_file.schema import as_json, names
from scenes.stage.parameters import ChoiceParameter, NumberParameter, SettingError, TableParameter
from scenes.stage.writing.words import LANGUAGES

jsonschema = pytest.importorskip("jsonschema")
SCHEMA = json.loads(as_json())
VALIDATOR = jsonschema.Draft7Validator(SCHEMA)
LESSONS = tuple(index.LESSONS)


def test_it_is_a_schema():
    assert SCHEMA["$schema"] == "http://json-schema.org/draft-07/schema#"
    jsonschema.Draft7Validator.check_schema(SCHEMA)
    assert names() == LESSONS


def test_its_defaults_are_allowed_by_itself():
    seen = 0
    for part in parts(SCHEMA):
        if "default" in part:
            seen += 1
            jsonschema.Draft7Validator(part).validate(part["default"])
    assert seen > 500


def parts(schema: Any) -> Any:
    if isinstance(schema, dict):
        if "type" in schema or "anyOf" in schema:
            yield schema
        for part in schema.values():
            yield from parts(part)
    if isinstance(schema, list):
        for part in schema:
            yield from parts(part)


def test_every_parameter_and_every_colour_is_described():
    for name in LESSONS:
        table = SCHEMA["properties"][name]["properties"]
        assert set(table) == {parameter.name for parameter in index.parameters(name)}
        assert all(part["description"] and "default" in part for part in table.values())
    assert all(part["description"] for part in SCHEMA["properties"]["look"]["properties"].values())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", [*LESSONS, "film"])
def test_files_to_start_from_are_taken_and_a_fault_in_them_is_not(name: str, language: str):
    written = annotated(LESSONS if name == "film" else (name,), language)
    VALIDATOR.validate(tomllib.loads(written))
    whole = tomllib.loads(re.sub(r"(?m)^#(?![ :])", "", written))
    VALIDATOR.validate(whole)
    planted = 0
    for place, value in faults(name, language, whole):
        wrong = copy.deepcopy(whole)
        table = wrong
        for key in place[:-1]:
            table = table[key]
        table[place[-1]] = value
        assert not VALIDATOR.is_valid(wrong), (place, value)
        planted += 1
    assert planted > 20


def faults(name: str, language: str, whole: dict[str, Any]) -> Any:
    """Places in a file, and what must not stand there."""
    yield ("inptu",), {}
    yield ("lessons",), [*whole["lessons"], "nueron"]
    yield ("lessons",), [*whole["lessons"], whole["lessons"][0]]
    yield ("lessons",), []
    yield ("lessons",), whole["lessons"][0]
    for key in ("colours", "quality", "Language"):
        yield ("look", key), "h"
    yield ("look", "aspect"), "16:10"
    yield ("look", "theme"), "darkish"
    yield ("look", "reduced_motion"), "yes"
    yield ("look", "logo"), 3
    yield ("look", "colors", "name"), "#000000"
    for color in ("red", "#12345", "#1234567", "#12345G", 3):
        yield ("look", "colors", "weight"), color
    for symbol in ("", "w2", "f(x)", 3):
        yield ("symbols", "weight"), symbol
    yield ("symbols", "wieght"), "w"
    yield ("words", "de"), {}
    own = ("words", language, name)
    yield (*own, "titel"), "a"
    yield (*own, "title"), ""
    yield (*own, "title"), "a" * 61
    yield (*own, "labels", "no such"), "a"
    for label, said in whole["words"][language][name].get("labels", {}).items():
        yield (*own, "labels", label), "a" * max(10, len(said) * 5 // 4 + 1)
    shots = whole["words"][language][name]["shots"]
    yield (*own, "shots", f"{next(iter(shots))}s"), {}
    for shot, said in shots.items():
        yield (*own, "shots", shot, "captoin"), "a"
        yield (*own, "shots", shot, "caption"), 3
        yield (*own, "shots", shot, "caption"), {"no such": "a"}
        if "question" not in said:
            yield (*own, "shots", shot, "question"), "a"
    for parameter in index.parameters(name) if name != "film" else ():
        place = (name, parameter.name)
        yield (name, f"{parameter.name}_"), 1
        yield place, True
        yield place, {"a": 1}
        if isinstance(parameter, NumberParameter):
            yield place, float(parameter.maximum) + 1
            yield place, float(parameter.minimum) - (0 if parameter.exclusive_minimum else 1)
            yield place, "many"
            yield place, [1]
            if parameter.kind == "integer":
                yield place, float(parameter.minimum) + 0.5
        if isinstance(parameter, ChoiceParameter):
            yield place, f"{parameter.default}s"
            yield place, 1
        if isinstance(parameter, TableParameter):
            row = [float(cell) for cell in parameter.default.split(";")[0].split(",")]
            yield place, [row] * (parameter.most_rows + 1)
            yield place, [[*row, 1]] * parameter.least_rows
            yield place, [[float(parameter.columns[0].maximum) + 1, *row[1:]]] * parameter.least_rows
            yield place, []


BOTH = [  # what is told, whether it is right
    ('[neuron]\nbias = "1/3"', True),
    ("[neuron]\nbias = 1e-2", True),
    ('[neuron]\nbias = "1/3/4"', False),
    ("[neuron]\nsteps = 3.0", True),
    ("[neuron]\nsteps = 2.5", False),
    ("[loss]\ndata = [[1, 2], [2.5, 3], [3, 0.1]]", True),
    ('[loss]\ndata = "1, 2; 2, 3.5"', True),
    ('[loss]\ndata = "mine.CSV"', True),
    ('[loss]\ndata = "sine"', False),
    ("[loss]\ndata = [[1, 2]]", False),
    ("[loss]\ndata = [[1, 2], [3, 1000001]]", False),
    ("[loss]\ndata = [[1, 2], [2, 3, 4]]", False),
    ('[training]\ndata = "spirals"', True),
    ('[training]\ndata = "mine.CSV"', False),  # that file has too few rows: only who reads it knows
    (
        "[training]\ndata = [[1, 2, 1], [2, 3, 0], [1, 3, 0], [3, 4, 1], [4, 4, 1], [1, 1, 0], [0, 1, 1], [2, 2, 1]]",
        True,
    ),
    ("[training]\nhidden = [4, 4]", True),
    ("[training]\nhidden = 4", True),
    ("[tuning]\ntries = [[1, 2]]", True),
    ("[tuning]\ntries = [1, 2]", True),
    ("[tuning]\ntries = [1, 2, 3]", False),
    ('[tuning]\nlayers = "784, 16, 10"', True),
    ("[tuning]\nlayers = [784, 16, 10]", True),
    ('[network]\nlayers = "2-3-1"\ninputs = [0.5, "-1/2"]', True),
    ('[chain]\nexpression = "(a + b) * a"\nvalues = "a=2"', True),
    ("[chain]\nexpression = [1, 2]", False),
    ('[landscape]\nhidden = [[8], [8]]\nracers = "descent 0.1; adam 0.05"', True),
    ("[landscape]\nhidden = [[8, 8]]", False),
    ('[words.en.neuron.shots.loss]\ncaption = "Mine."', True),
    ('[words.en.neuron.shots.loss.caption]\nmiss = "Mine."', True),
    ('[words.en.neuron.shots.loss.caption]\nmissed = "Mine."', False),
    ('[words.en.neuron.shots.los]\ncaption = "Mine."', False),
    ('[words.en.film.shots.neuron]\ncaption = "Next."', True),
    ('look.colors.weight = "#0f44d9"\nsymbols.weight = "θ"', True),
    ('[symbols]\nerror = "ŷ − y"', True),
    ('[symbols]\nweight = "abc"', True),
    ('[symbols]\nweight = "f(x)"', False),
    ('[symbols]\nerror = "ŷ − yy"', False),
    ('[words.en.neuron]\nlabels.step = "iteration"', True),
    ('[words.en.neuron]\nlabels.step = "iterations"', False),
]


@pytest.mark.parametrize(("told", "is_right"), BOTH)
def test_the_schema_and_who_reads_the_file_agree(told: str, is_right: bool, tmp_path: Path):
    (tmp_path / "mine.CSV").write_text("x,y\n1,2\n2,3.5\n")
    (tmp_path / "file.toml").write_text(told, encoding="utf-8")
    if is_right:
        checked(tmp_path / "file.toml")
    else:
        with pytest.raises(SettingError):
            checked(tmp_path / "file.toml")
    assert VALIDATOR.is_valid(tomllib.loads(told)) == (is_right or "training" in told)
