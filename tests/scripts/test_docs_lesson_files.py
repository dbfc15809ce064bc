"""Every example of the page about lesson files is a whole one, and right; what it says of bounds and keys too."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from scenes.lessons import index
from scenes.lessons.lesson_file import look, own_words, toml
from scenes.lessons.lesson_file.read import OWN_TABLES, checked
from scenes.lessons.lesson_file.schema import as_json

jsonschema = pytest.importorskip("jsonschema")
PAGE = (Path(__file__).parents[2] / "docs" / "lesson-files.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```toml\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)
ROWS = [[cell.strip() for cell in line.strip("| ").split("|")] for line in PAGE.splitlines() if line.startswith("| ")]
SAID = {row[0]: row[1] for row in ROWS}


def test_there_are_examples():
    assert len(EXAMPLES) == 8
    assert PAGE.count("```") == 2 * len(EXAMPLES)


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_is_a_lesson_file(example: str, tmp_path: Path):
    jsonschema.Draft7Validator(json.loads(as_json())).validate(tomllib.loads(example))
    (tmp_path / "mine.toml").write_text(example, encoding="utf-8")
    rows = "".join(f"{x},{x * x % 7}\n" for x in range(10))
    (tmp_path / "heights.csv").write_text(f"x,y\n{rows}", encoding="utf-8")
    file = checked(tmp_path / "mine.toml")
    texts = {lesson for _, lesson, *_ in (place for place, _ in file.custom.words)} - {index.FILM}
    for lesson in texts:
        file.check_words(lesson, index.values(lesson, file.settings))
    assert file.settings or file.custom.words or file.custom.symbols or file.look


def test_the_table_of_keys_has_them_all():
    keys = {re.sub(r"\..*", "", key.strip("`[]")) for key in SAID if key.startswith("`")}
    assert keys == {*OWN_TABLES, "LESSON"}
    for key, choices in look.CHOICES.items():
        assert f"`{key}` ({', '.join(choices)})" in SAID["`[look]`"]


def test_bounds_are_those_of_who_reads_the_file():
    assert f"{toml.LARGEST // 1000} kB" in SAID["the file"]
    assert f"a line {toml.LONGEST_LINE:,} characters" in SAID["the file"]
    assert SAID["a symbol"].startswith(f"{look.LONGEST_SYMBOL} characters")
    longest = own_words.LONGEST
    assert {f"{longest[part]} characters" for part in ("title", "labels")} == {SAID["a title, a label"]}
    shown = {f"{longest[part]} characters, placeholders included" for part in ("question", "caption", "sentences")}
    assert shown == {SAID["a question, a caption, a sentence"]}
    assert {f"{longest[part]} characters" for part in ("spoken", "description")} == {
        SAID["what is spoken, a description"]
    }
