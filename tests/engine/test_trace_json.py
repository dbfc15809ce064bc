"""A trace as JSON: what stands in the file, that the schema describes it, and what is refused."""

import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

import engine
from engine import Trace, backward, exact, variable

SCHEMA = Path(engine.__file__).parent / "traces" / "trace.schema.json"
NAN, INF = float("nan"), float("inf")


def test_json_says_its_format_and_version_first():
    read = json.loads(Trace({"a": 0.5}).to_json({"lesson": "neuron"}))
    assert list(read.items()) == [
        ("format", "backreel.trace"),
        ("version", 1),
        ("lesson", "neuron"),
        ("quantities", {"a": {"value": 0.5, "exact": None}}),
    ]


def test_json_has_one_line_a_quantity():
    lines = Trace({"a": 0.5, "b": [1, 2]}).to_json().splitlines()
    assert lines[4:6] == ['  "a": {"value": 0.5, "exact": null},', '  "b": {"value": [1.0, 2.0], "exact": ["1", "2"]}']


def test_json_is_strict():
    text = Trace({"a": [NAN, INF], "b": Fraction(10) ** 400}).to_json()
    json.loads(text, parse_constant=lambda token: pytest.fail(f"{token} is not JSON"))


def test_what_stands_beside_the_quantities_is_left_alone():
    text = Trace({"a": 0.5}).to_json({"lesson": "neuron", "parameters": Trace({"rate": 0.1}).to_dict()})
    assert Trace.from_json(text) == Trace({"a": 0.5})


@pytest.mark.parametrize("key", ["format", "version", "quantities"])
def test_what_stands_beside_them_does_not_take_their_place(key: str):
    with pytest.raises(ValueError, match=f"'{key}' is the trace's own key"):
        Trace({}).to_json({key: 1})


def test_whole_numbers_as_other_programs_write_them_are_read():
    # JavaScript's JSON.stringify(3.0) is 3
    item = (
        '{"value": 3, "exact": null}, "b": {"value": [10000000000000000000000], "exact": ["10000000000000000000000"]}'
    )
    read = Trace.from_json(f'{{"format": "backreel.trace", "version": 1, "quantities": {{"a": {item}}}}}')
    assert type(read.number("a")) is float
    assert read.number("a") == 3
    assert read["b"].exact == (10**22,)


BROKEN_QUANTITIES = [
    ("3", "a: must be an object with value and exact, got 3"),
    ('{"value": 1.0}', "a: must be an object with value and exact"),
    ('{"value": 1.0, "exact": null, "not_finit": null}', "a: must have no other keys than exact, not_finite, shape"),
    ('{"value": "one", "exact": null}', "a: a value is a number or null, got 'one'"),
    ('{"value": true, "exact": null}', "a: a value is a number or null, got True"),
    ('{"value": [{"re": 1}], "exact": null}', "a: a value is a number or null, got {'re': 1}"),
    ('{"value": 1.0, "exact": "1e999999999"}', "a: must be a ratio"),
    ('{"value": 1.0, "exact": "1/0"}', "a: must be a ratio"),
    ('{"value": 1.0, "exact": 1}', "a: an exact value is a string"),
    ('{"value": [1.0, 2.0], "exact": ["1", null]}', "a: an exact value is a string such as 21/10, got None"),
    ('{"value": null, "exact": null}', "a: neither a value nor an exact one"),
    ('{"value": null, "exact": null, "not_finite": "big"}', "a: not_finite is nan, inf"),
    ('{"value": 1.0, "exact": "1", "not_finite": "nan"}', "a: an exact number is finite"),
    ('{"value": [], "exact": null, "shape": [3]}', r"a: the shape \[3\] is not that of the value"),
    ('{"value": [], "exact": null, "shape": [0, -1]}', "a: a shape is a list of sizes"),
    ('{"value": [], "exact": null, "shape": "0"}', "a: a shape is a list of sizes, got '0'"),
]

# What a schema cannot say: parts that contradict each other.
CONTRADICTIONS = [
    ('{"value": [null, 1.0], "exact": null}', "a: neither a value nor an exact one"),
    ('{"value": 1.0, "exact": null, "not_finite": "inf"}', "a: not_finite is inf, and still there is a value of 1.0"),
    ('{"value": 0.5, "exact": "1/3"}', "a: the value must be the float nearest to the exact one, 0.3333333333333333,"),
    ('{"value": null, "exact": "1/3"}', "a: the value must be the float nearest to the exact one"),
    ('{"value": 1.0, "exact": "1' + "0" * 400 + '"}', "a: the value must be the float nearest to the exact one, None"),
    ('{"value": [[1.0], [2.0, 3.0]], "exact": null}', "a: its rows differ in length"),
    ('{"value": [1.0, [2.0]], "exact": null}', "a: its rows differ in length"),
    ('{"value": [1.0, 2.0], "exact": ["1"]}', "a: value, exact and not_finite must have the same shape"),
    ('{"value": [null], "exact": null, "not_finite": "nan"}', "a: value, exact and not_finite must have the same"),
    ('{"value": [[]], "exact": null, "shape": [2, 0]}', r"a: the shape \[2, 0\] is not that of the value"),
    ('{"value": 1' + "0" * 400 + ', "exact": null}', "a: "),
]


def whole(quantity: str) -> str:
    return f'{{"format": "backreel.trace", "version": 1, "quantities": {{"a": {quantity}}}}}'


@pytest.mark.parametrize(("quantity", "says"), BROKEN_QUANTITIES + CONTRADICTIONS)
def test_a_broken_quantity_in_json_is_refused_with_its_path(quantity: str, says: str):
    with pytest.raises(ValueError, match=f"^{says}") as refused:
        Trace.from_json(whole(quantity))
    assert "\n" not in str(refused.value)


BROKEN_FILES = [
    ("[]", "a trace is a JSON object of quantities by path"),
    ("{}", r"not a trace: the format must be backreel.trace \(version 1\), got None"),
    ('{"a": {"value": 1.0, "exact": null}}', "not a trace: the format must be backreel.trace"),
    ('{"format": "onnx", "version": 1}', r"the format must be backreel.trace \(version 1\), got 'onnx'"),
    (
        '{"format": "backreel.trace", "version": 2, "quantities": {}}',
        "^a trace of version 2, and this Backreel reads version 1; a newer Backreel is needed$",
    ),
    ('{"format": "backreel.trace", "version": "1"}', "a trace of version '1', and this Backreel reads version 1$"),
    ('{"format": "backreel.trace", "version": true}', "a trace of version True, and this Backreel reads version 1$"),
    ('{"format": "backreel.trace", "version": 1}', "quantities: must be an object of quantities by path, got None"),
    ('{"format": "backreel.trace", "version": 1, "quantities": []}', "quantities: must be an object"),
    (
        '{"format": "backreel.trace", "version": 1, "quantities": {"": {"value": 1.0, "exact": null}}}',
        "a path must be 1 to 1000 printable characters in one line, got ''",
    ),
]

NOT_EVEN_JSON = [
    ("{", "not JSON: Expecting property name"),
    ("", "not JSON: Expecting value"),
    (whole('{"value": NaN, "exact": null}'), "NaN is not JSON"),
    (whole('{"value": 1.0, "exact": null}, "a": {"value": 2.0, "exact": null}'), "'a' is there twice"),
    (whole('{"value": 1e999, "exact": null}'), "a: a value is finite, got inf"),
    ("[" * 100_000, "nested too deep"),
    (
        whole('{"value": ' + "[" * 40 + "1" + "]" * 40 + ', "exact": null}'),
        "^a: (an array has at most 32|its rows differ)",
    ),
    (whole('{"value": ' + "[" * 100 + "]" * 100 + ', "exact": null}'), "^a: (an array has at most 32|its rows differ)"),
    (
        whole('{"value": [], "exact": null, "shape": [' + "0, " * 40 + "0]}"),
        "^a: an array has at most 32 axes, got 41",
    ),
]


@pytest.mark.parametrize(("text", "says"), BROKEN_FILES + NOT_EVEN_JSON)
def test_what_is_no_trace_in_json_is_refused_in_one_line(text: str, says: str):
    with pytest.raises(ValueError, match=says) as refused:
        Trace.from_json(text)
    assert "\n" not in str(refused.value)


def test_json_cut_off_anywhere_is_refused():
    text = Trace({"a": 0.5, "b": [1, 2]}).to_json()
    for end in range(len(text)):
        with pytest.raises(ValueError, match="not JSON"):
            Trace.from_json(text[:end])


# -- the schema ----------------------------------------------------------------


def faults(text: str) -> list[str]:
    validator = pytest.importorskip("jsonschema").Draft202012Validator
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    validator.check_schema(schema)
    return [fault.message for fault in validator(schema).iter_errors(json.loads(text))]


def test_the_schema_takes_real_traces():
    w = variable([exact("1.5"), exact("-2")], "w")
    assert faults(Trace.from_walk(backward((w * w).sum())).to_json()) == []
    arrays = {"row": [1.0, NAN, -INF], "none": np.zeros((0, 3)), "no columns": np.zeros((2, 0), dtype=int)}
    assert faults(Trace({"a": Fraction(10) ** 400, "b": NAN, "вес": 0.5} | arrays).to_json()) == []
    assert faults(Trace({}).to_json({"lesson": "neuron", "parameters": Trace({"rate": 0.1}).to_dict()})) == []


@pytest.mark.parametrize(
    "text", [*(whole(quantity) for quantity, _ in BROKEN_QUANTITIES), *(text for text, _ in BROKEN_FILES)]
)
def test_the_schema_refuses_what_the_reader_refuses(text: str):
    assert faults(text)


@pytest.mark.parametrize("beside", ['"lesson": 3', '"parameters": {"rate": 0.1}'])
def test_the_schema_knows_the_file_of_a_lesson(beside: str):
    text = f'{{"format": "backreel.trace", "version": 1, {beside}, "quantities": {{}}}}'
    assert faults(text)
