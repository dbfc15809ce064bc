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
from scenes.stage.parameters import SettingError
from scenes.stage.writing import words

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
    assert f"{toml.MOST_LINES:,} lines, each of {toml.LONGEST_LINE:,} characters" in SAID["the file"]
    assert SAID["a symbol"].startswith(f"{look.LONGEST_SYMBOL} characters")
    assert f"A symbol has 1 to {look.LONGEST_SYMBOL} characters" in PAGE
    longest = own_words.LONGEST
    assert SAID["a title"] == f"{longest['title']} characters"
    seen = {longest[part] for part in ("question", "caption", "sentences")}
    assert [SAID["a question, a caption, a sentence"]] == [
        f"{own_words.SHOWN} characters as shown, with numbers of one digit; {most} as written, placeholders included"
        for most in seen
    ]
    assert f"of more than {own_words.SHOWN} characters,\n  as it is shown, is refused" in PAGE
    assert {f"{longest[part]} characters as written" for part in ("spoken", "description")} == {
        SAID["what is spoken, a description"]
    }


@pytest.mark.parametrize(
    ("label", "house", "most"),
    [("step", "step", 9), ("lands", "lands at once", 16), ("swings", "swings, then settles", 25)],
)
def test_labels_may_be_as_long_as_the_page_says(label: str, house: str, most: int, tmp_path: Path):
    """At most 9 characters, or a quarter more than the house's own: 13 and 3, 20 and 5."""
    assert own_words.longest_label(house) == most
    assert SAID["a label"] == "9 characters, or a quarter more than the one in whose place it comes"
    assert words.load("en").lesson("neuron").labels[label] == house
    file = tmp_path / "mine.toml"
    file.write_text(f'[words.en.neuron]\nlabels.{label} = "{"a" * most}"\n', encoding="utf-8")
    checked(file)
    file.write_text(f'[words.en.neuron]\nlabels.{label} = "{"a" * (most + 1)}"\n', encoding="utf-8")
    with pytest.raises(SettingError, match=f"must have 1 to {most} characters"):
        checked(file)


def test_what_is_shown_may_be_as_long_as_the_page_says(tmp_path: Path):
    file = tmp_path / "mine.toml"
    start, number = "[words.en.neuron.shots.loss]\nquestion = ", "{step.0.loss}"  # a number counts as one digit
    file.write_text(f'{start}"{"a" * 159}{number}"\n', encoding="utf-8")
    checked(file)
    file.write_text(f'{start}"{"a" * 160}{number}"\n', encoding="utf-8")
    with pytest.raises(SettingError, match="at most 160 characters, with numbers of one digit; got 161"):
        checked(file)
