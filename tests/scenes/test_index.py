"""What holds for the numbers of every lesson."""

import json
from importlib import resources

import jsonschema
import pytest

from engine import Trace
from scenes.lessons import index
from scenes.stage.parameters import defaults, read_settings

SCHEMA = json.loads((resources.files("engine.traces") / "trace.schema.json").read_text())


@pytest.mark.parametrize("lesson", list(index.LESSONS))
def test_its_json_is_as_the_schema_says_and_can_be_read_back(lesson: str):
    values = defaults(index.parameters(lesson))
    written = index.trace_json(lesson, values)
    jsonschema.validate(json.loads(written), SCHEMA)
    assert Trace.from_json(written) == index.trace(lesson, values)
    assert set(json.loads(written)["parameters"]) == set(values)


@pytest.mark.parametrize("lesson", list(index.LESSONS))
def test_every_parameter_says_what_it_means_and_reads_its_default(lesson: str):
    parameters = index.parameters(lesson)
    assert all(parameter.meaning and parameter.allowed for parameter in parameters)
    given = [f"{lesson}.{parameter.name}={parameter.default}" for parameter in parameters]
    assert read_settings({lesson: parameters}, given, lesson) == defaults(parameters)
