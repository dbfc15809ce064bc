"""Lesson files that nobody would write: each is read, or one line says what is wrong."""

import os
import resource
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scenes.lessons import index
from scenes.lessons.lesson_file.read import checked
from scenes.stage.parameters import SettingError
from scenes.stage.writing import formulas, words

SECONDS, BYTES = 3.0, 500_000_000
MORE = int(os.environ.get("BACKREEL_FUZZ", "1"))  # times as many examples
WHOLE = """lessons = ["neuron", "loss"]
[look]
language = "en"
colors.weight = "#0F44D9"
[neuron]
input = 3
steps = 2
[loss]
data = [[1, 2], [2.5, 3]]
[chain]
expression = "(a + b) * a"
[symbols]
weight = "θ"
[words.en.neuron]
title = "Mine"
[words.en.neuron.shots.loss]
caption.miss = "The error is {step.0.error}, {steps|one:a|other:b}."
"""

names = st.sampled_from(
    [*index.LESSONS, "lessons", "look", "words", "symbols", "en", "ru", "film", "title", "labels", "shots", "caption"]
    + [parameter.name for lesson in index.LESSONS for parameter in index.parameters(lesson)]
    + [shot.name for lesson in words.load("en").lessons.values() for shot in lesson.shots]
    + list(formulas.load().symbols)
    + ["aspect", "theme", "logo", "colors", "reduced_motion", "description", "spoken", "question", "sentences"]
)
keys = names | st.text(min_size=1, max_size=8)
scalars = st.one_of(
    st.integers(-(10**30), 10**30).map(str),
    st.floats().map(repr),
    st.sampled_from(
        ["true", "false", "nan", "-inf", "1e999", "0x1F", "1_000", "2024-01-01", "07:32:00", "''", '"seed"']
    ),
    st.text(max_size=30).map(
        lambda text: '"' + "".join(f"\\U{ord(c):08X}" for c in text if not 0xD800 <= ord(c) < 0xE000) + '"'
    ),
    st.sampled_from(
        ['"../x.csv"', '"/dev/zero.csv"', '"{step.0.loss}"', '"{@weight}"', '"{steps|one:a}"', '"1/3"', '"9,5"']
    ),
)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4).map(lambda items: f"[{', '.join(items)}]")
        | st.dictionaries(names, inner, max_size=3).map(
            lambda t: "{" + ", ".join(f"{k} = {v}" for k, v in t.items()) + "}"
        )
    ),
    max_leaves=8,
)
written_keys = st.lists(keys, min_size=1, max_size=4).map(lambda parts: ".".join(map(_quoted, parts)))
lines = st.one_of(
    st.tuples(written_keys, values).map(" = ".join),
    written_keys.map("[{}]".format),
    st.text(max_size=20),
    st.sampled_from(WHOLE.splitlines()),
)


def _quoted(key: str) -> str:
    if key.isascii() and key.replace("_", "").isalnum():
        return key
    return '"' + "".join(f"\\U{ord(c):08X}" for c in key if not 0xD800 <= ord(c) < 0xE000) + '"'


def is_read_or_told(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    before = time.process_time()
    try:
        found = checked(file)
        for lesson in found.lessons:
            found.check_words(lesson, index.values(lesson, found.settings))
    except SettingError as wrong:
        told = str(wrong)
        assert told.isprintable(), told
        assert len(told) < 600, told
        assert file.name in told, told
    assert time.process_time() - before < SECONDS
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 < memory_before() + BYTES


def memory_before(known: list[int] = []) -> int:  # noqa: B006  (the first call is before all others)
    if not known:
        known.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)
    return known[0]


@pytest.fixture(scope="module")
def file(tmp_path_factory) -> Path:
    memory_before()
    return tmp_path_factory.mktemp("fuzz") / "course.toml"


bounded = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=150 * MORE)


@bounded
@given(st.lists(lines, max_size=12).map("\n".join))
def test_what_looks_like_a_lesson_file(file: Path, text: str):
    is_read_or_told(file, text.encode("utf-8", "replace"))


@bounded
@given(st.lists(st.tuples(st.integers(0, len(WHOLE)), st.integers(0, 6), st.text(max_size=4)), min_size=1, max_size=3))
def test_a_lesson_file_with_slips(file: Path, slips: list[tuple[int, int, str]]):
    text = WHOLE
    for place, length, put in slips:
        text = text[:place] + put + text[place + length :]
    is_read_or_told(file, text.encode("utf-8", "surrogatepass"))


@settings(bounded, max_examples=60 * MORE)
@given(st.binary(max_size=200))
def test_bytes(file: Path, content: bytes):
    is_read_or_told(file, content)


BEGINS = [
    "x = ",
    "[",
    "[symbols]\nbad = [\n",
    "[neuron]\n",
    "[words.en.neuron]\ntitle = '",
    "[words.en.neuron]\nlabels.",
]
PIECES = [
    "[",
    "{a=",
    "a.",
    '"',
    "'''",
    "1",
    "1_",
    "#",
    "[a]\n",
    "a=1\n",
    "\n",
    " ",
    "\u202e",
    "[[a]]\n",
    "'bad',\n",
    "一",
]


@settings(bounded, max_examples=80 * MORE)
@given(
    st.sampled_from(BEGINS), st.sampled_from(PIECES), st.integers(1, 60_000), st.sampled_from(["", "]", "'", " = 1"])
)
def test_much_of_the_same(file: Path, begin: str, piece: str, times: int, end: str):
    is_read_or_told(file, (begin + piece * times + end).encode())
