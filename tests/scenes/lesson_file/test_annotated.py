"""The lesson files to start from: whatever is uncommented in them, all stays as it is."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from scenes.lessons import index
from scenes.lessons.lesson_file.annotated import annotated, name_of, texts
from scenes.lessons.lesson_file.read import LessonFile, checked
from scenes.lessons.lesson_file.written import default, key, text
from scenes.stage.look.theme import DARK
from scenes.stage.parameters import NumberParameter, TableParameter
from scenes.stage.writing import formulas, words

LESSONS = tuple(index.LESSONS)
FILES = [*((name,) for name in LESSONS), ("relu", "neuron"), LESSONS]
COMMENTED_OUT = re.compile(r"(?m)^#(?![ :])")
every_file = pytest.mark.parametrize("lessons", FILES, ids="-".join)
in_both_languages = pytest.mark.parametrize("language", words.LANGUAGES)


@pytest.fixture
def read(tmp_path: Path):
    """Reads a lesson file as a call does."""

    def made(written: str) -> LessonFile:
        (tmp_path / "file.toml").write_text(written, encoding="utf-8")
        return checked(tmp_path / "file.toml")

    return made


def means_the_defaults(file: LessonFile, lessons: tuple[str, ...], language: str) -> None:
    assert file.lessons == lessons
    assert file.look["language"] == language
    assert set(file.look.items()) <= {
        ("language", language),
        ("aspect", "16:9"),
        ("theme", "dark"),
        ("reduced_motion", False),
    }
    for name in LESSONS:
        assert index.values(name, file.settings) == index.values(name, ())
    for code in words.LANGUAGES:
        assert words.load(code, file.custom) == words.load(code)
    assert file.custom.theme(DARK) == DARK
    assert file.custom.logo is None


@every_file
@in_both_languages
def test_as_it_is_and_with_everything_uncommented_it_means_what_holds_anyway(
    read, lessons: tuple[str, ...], language: str
):
    written = annotated(lessons, language)
    means_the_defaults(read(written), lessons, language)
    file = read(COMMENTED_OUT.sub("", written))
    means_the_defaults(file, lessons, language)
    expected = {f"{name}.{parameter.name}" for name in lessons for parameter in index.parameters(name)}
    assert {setting.key for setting in file.settings} == expected
    for name in lessons:
        house, own = words.load(language).lesson(name), dict(file.custom.texts(language, name))
        assert own["title",] == house.title
        assert {place[1] for place in own if place[0] == "labels"} == set(house.labels)
        assert {place[1] for place in own if place[0] == "shots"} == {shot.name for shot in house.shots}
        asked = {place[1] for place in own if place[2:] == ("question",)}
        assert asked == {shot.name for shot in house.shots if shot.question}


@in_both_languages
@pytest.mark.parametrize("name", LESSONS)
def test_any_line_can_be_uncommented_by_itself(name: str, language: str):
    """Its key comes to stand where it stands with all the others, and nothing else changes."""
    lines = annotated((name,), language).split("\n")
    bare = tomllib.loads("\n".join(lines))
    whole = tomllib.loads(COMMENTED_OUT.sub("", "\n".join(lines)))
    seen = 0
    for place, line in enumerate(lines):
        if COMMENTED_OUT.match(line):
            seen += 1
            found = tomllib.loads("\n".join([*lines[:place], line[1:], *lines[place + 1 :]]))
            assert found != bare
            assert leaves(found) <= leaves(whole)
            assert len(leaves(found)) == len(leaves(bare)) + 1
    assert seen == len(leaves(whole)) - len(leaves(bare))


def leaves(table: object, place: tuple[str, ...] = ()) -> set[tuple[tuple[str, ...], str]]:
    if not isinstance(table, dict):
        return {(place, repr(table))}
    return {leaf for name, value in table.items() for leaf in leaves(value, (*place, name))}


@every_file
@in_both_languages
def test_it_is_readable(lessons: tuple[str, ...], language: str):
    written = annotated(lessons, language)
    lines = written.split("\n")
    assert lines[0] == "#:schema backreel.schema.json"
    assert len(written.encode()) < 256_000  # as large as a lesson file may be
    assert "\n\n\n" not in written
    for line in lines:
        assert line == line.rstrip()
        assert line.isprintable()
        assert len(line) <= 110 or re.match(r"#(caption|question|sentences|racers)\b", line)
    for comment in (line for line in lines if line.startswith("# ")):
        assert comment.count('"') % 2 == 0, comment  # no example goes over two lines
        assert comment.count("[") == comment.count("]"), comment
        assert not re.match(r"# ([=—]|-?\d)", comment), comment
        assert not re.search(r"\{(longest|shown|label|lesson)\}", comment), comment
    headings = [line for line in lines if line.startswith("[")]
    assert headings[: len(lessons) + 1] == [*(f"[{name}]" for name in lessons), "[look]"]  # the numbers first


def test_what_a_parameter_means_stands_above_it():
    written = annotated(("neuron",), "en")
    assert "# How many updates the history shows. An integer from 1 to 60 (steps)\n#steps = 4\n" in written
    assert "# The learning rate. A number above 0 and at most 1000\n#learning_rate = 0.1\n" in written
    written = annotated(("training",), "ru")
    assert "# Доля отложенных примеров. Число от 0.1 до 0.5\n#held_out = 0.3\n" in written
    assert "# Сколько раз сеть видит все примеры. Целое число от 2 до 3000 (эпохи)\n#epochs = 300\n" in written
    table = "# The hidden layers of the real network: how many neurons each has. 1 to 4 rows [neurons]; integers from 1"
    assert table in annotated(("landscape",), "en")


@in_both_languages
def test_how_long_a_text_may_be_is_said(language: str):
    written = re.sub(r"\n# ", " ", annotated(("neuron",), language))
    said = {
        "en": (
            "Symbols in formulas: 1 to 3 characters",
            "at most 160 as shown",
            "Labels have at most 9, or a quarter more",
        ),
        "ru": (
            "в формулах: от 1 до 3 знаков",
            "не длиннее 160 знаков на экране",
            "(labels) — не длиннее 9 знаков либо",
        ),
    }
    for part in said[language]:
        assert part in written


def test_every_quantity_has_a_line_for_its_symbol():
    told = tomllib.loads(COMMENTED_OUT.sub("", annotated(("neuron",), "en")))["symbols"]
    assert (told["error"], told["gradient.length"], told["weight"]) == ("ŷ − y", "‖∇L‖", "w")
    assert set(told) == set(formulas.load().symbols)


def test_a_film_has_the_words_between_its_lessons_and_no_others():
    tables = tomllib.loads(annotated(("relu", "neuron"), "en"))
    assert set(tables["words"]["en"]) == {"film", "relu", "neuron"}
    assert list(tables["words"]["en"]["film"]["shots"]) == ["title", "contents", "neuron", "relu", "closing"]
    assert "film" not in tomllib.loads(annotated(("relu",), "en"))["words"]["en"]
    assert (name_of(("relu",)), name_of(("relu", "neuron"))) == ("relu.toml", "film.toml")


def test_every_parameter_has_its_meaning_in_russian():
    told = texts("ru")
    assert {name: set(meanings) for name, meanings in told["meanings"].items()} == {
        name: {parameter.name for parameter in index.parameters(name)} for name in LESSONS
    }
    units = {p.unit for name in LESSONS for p in index.parameters(name) if isinstance(p, NumberParameter)} - {""}
    assert set(told["units"]) == units


def test_both_languages_say_the_same_things():
    both = [texts(language) for language in words.LANGUAGES]
    for section in ("head", "sections", "look", "colors", "words", "kinds"):
        assert set(both[0][section]) == set(both[1][section])
    allowed = [{(name, key) for name, keys in told["allowed"].items() for key in keys} for told in both]
    assert allowed[0] == allowed[1]
    known = {(name, parameter.name) for name in LESSONS for parameter in index.parameters(name)}
    assert allowed[0] <= known


@pytest.mark.parametrize(
    "written", ['a "b" \\', "tab\tnew\nline\r", "\x00\x1b\x7f\x85", "\u00a0\u202e\u2028", "ŷ − y ‖∇L‖ Цель 🎓", ""]
)
def test_texts_and_keys_come_back_as_they_were(written: str):
    line = text(written)
    assert line.isprintable()
    assert tomllib.loads(f"a = {line}") == {"a": written}
    assert tomllib.loads(f"{key('a', written)} = 1") == {"a": {written: 1}}


def test_defaults_are_written_as_numbers_where_toml_has_them():
    assert default(NumberParameter("a", "-2.50", "number", -9, 9)) == "-2.50"
    assert default(NumberParameter("a", "1/3", "number", -9, 9)) == '"1/3"'
    assert default(NumberParameter("a", "007", "integer", -9, 9)) == '"007"'
    column = NumberParameter("x", "0", "number", -9, 9)
    assert default(TableParameter("a", "1, 2; 1/2, .5;", (column, column), 1, 9)) == '[[1, 2], ["1/2", ".5"]]'


def test_manim_is_not_loaded():
    program = (
        "import sys, scripts.new\n"
        "from scenes.lessons.lesson_file.annotated import annotated\n"
        "from scenes.lessons.lesson_file.schema import schema\n"
        "annotated(('neuron',), 'en'), schema()\n"
        "print('manim' in sys.modules)"
    )
    root = Path(__file__).parents[3]
    answer = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, timeout=60)
    assert answer.stdout == "False\n", answer.stderr
