"""Lessons from outside: the one of the docs as a file and as a package, what is wrong in one, what ours have to do with
that."""

import json
import re
import subprocess
import sys
import textwrap
from fractions import Fraction
from pathlib import Path

import pytest

from engine import Trace
from scenes.deliver.formulas_in_words import formulas_in_words
from scenes.kit import __all__ as kit_names
from scenes.lessons import index
from scenes.lessons.index import LESSONS
from scenes.lessons.outside import packages, sources
from scenes.stage.parameters import NumberParameter, TableParameter
from scenes.stage.writing import words
from scenes.stage.writing.rows import Row
from scenes.stage.writing.text_checks import check_words
from scenes.stage.writing.toml_text import LessonError, Text
from scenes.stage.writing.typeset import Formula, Label
from scenes.stage.writing.values import Value
from scripts.main import cli
from tests.outside import CODE, PAGE, RUSSIAN, blocks, call, forgotten, install, write
from tests.scripts.test_command_line import ROOT


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which packages are installed."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    return folder


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


# -- the lesson of the docs --------------------------------------------------------------


def test_the_example_is_short():
    assert len(CODE.splitlines()) < 60
    assert max(map(len, CODE.splitlines())) <= 120


def test_a_file_is_listed_with_what_it_takes(here, capsys):
    write(here)
    answer = call(capsys, "list", "parabola.py")
    assert answer.code == 0, answer.err
    assert answer.out.splitlines() == [
        "parabola: How steep is a parabola? (en, ru, from parabola.py)",
        "  shots: slope, step",
        "  parabola.weight=1.5",
        "      where the step starts: a number, at least -3 and at most 3",
    ]
    assert json.loads(call(capsys, "list", "parabola.py", "--json", "-l", "ru").out)[0]["from"] == "parabola.py"


def test_its_numbers_are_exact(here, capsys):
    """By hand: from w = 5/2 with rate 1/5, slope 5, to w = 5/2 - 1/5 * 5 = 3/2, loss 9/4, slope 3."""
    write(here)
    answer = call(capsys, "trace", "parabola.py", "--json", "-s", "parabola.weight=2.5")
    assert answer.code == 0, answer.err
    trace = Trace.from_json(answer.out)
    exact = {path: str(trace.number(path)) for path in trace}
    assert exact == {
        "learning_rate": "1/5",
        "step.0.weight": "5/2",
        "step.0.loss": "25/4",
        "step.0.gradient.weight": "5",
        "step.1.weight": "3/2",
        "step.1.loss": "9/4",
        "step.1.gradient.weight": "3",
    }


def test_an_installed_package_is_found_by_its_name(site, here, capsys):
    install(site, "curves", "parabola = curves.parabola:Parabola")
    answer = call(capsys, "list")
    assert answer.code == 0, answer.err
    assert "parabola: How steep is a parabola? (en, ru, from the package curves 1.0)" in answer.out.splitlines()
    assert all(f"{name}: " in answer.out for name in LESSONS)
    assert Trace.from_json(call(capsys, "trace", "parabola", "--json").out).number("step.1.loss") == 81 / Trace(
        {"hundred": 100}
    ).number("hundred")
    answer = call(capsys, "trace", "neuron", "-s", "parabola.wight=1")
    assert answer.code == 2
    assert "parabola.wight: no such key; the nearest is parabola.weight" in answer.err


def test_numbers_apart_need_no_manim(site):
    numbers = CODE[: CODE.index("class Parabola")].replace("from manim import Create, Dot, FadeIn\n", "")
    numbers = re.sub("from scenes.kit import .*", "from scenes.kit import NumberParameter", numbers)
    film = CODE[: CODE.index("PARAMETERS")] + "from curves import parabola_numbers\n\n"
    film += CODE[CODE.index("class Parabola") :].replace("    place =", "    numbers = parabola_numbers\n    place =")
    install(site, "curves", "parabola = curves.parabola:Parabola", film, numbers="parabola = curves.parabola_numbers")
    write(site / "curves", numbers, "parabola_numbers")
    script = (
        "import sys; from scenes.lessons import index; name = index.taken('parabola');"
        "print(index.trace(name, index.values(name, [])).number('step.1.loss'), index.shots(name, 'ru'),"
        "'manim' in sys.modules, index.film(name).__name__)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", script],
        env={"PYTHONPATH": f"{ROOT}:{site}", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert answer.stdout == "81/100 ('slope', 'step') False Parabola\n", answer.stderr


def test_a_language_that_it_has_not_is_said_with_those_that_it_has(here, capsys):
    write(here, russian=None)
    answer = call(capsys, "still", "parabola.py", "-l", "ru")
    assert (answer.code, answer.err) == (2, "backreel: the lesson parabola has no words in ru; it has them in: en\n")
    assert not (here / "media").exists()


def test_what_is_worked_out_by_hand_is_said_not_to_be_it(here, capsys):
    write(here)
    answer = call(capsys, "exercise", "parabola.py")
    assert answer.code == 2
    assert "the numbers of parabola are not worked out by hand; there are: loss, " in answer.err


def test_a_cluster_draws_no_files(here, capsys):
    write(here)
    answer = call(capsys, "render", "parabola.py", "--cluster", "tcp://127.0.0.1:1", "-o", "out", "--quiet")
    assert answer.code == 2
    assert answer.err.startswith("backreel: parabola.py: a cluster draws lessons that are installed on its machines")
    assert len(answer.err.splitlines()) == 1


def test_of_several_lessons_in_a_file_one_is_asked_for(here, capsys):
    second = CODE[CODE.index("class Parabola") :].replace("Parabola", "Bowl").replace('"parabola"', '"bowl"')
    words = CODE.replace("WORDS = {", "TEXT = {") + f"\nWORDS = {{'parabola': TEXT, 'bowl': TEXT}}\n\n{second}"
    write(here, words, "several", russian=None)
    answer = call(capsys, "trace", "several.py")
    assert answer.code == 2
    assert answer.err == ("backreel: several.py has several lessons; say which: several.py:Parabola, several.py:Bowl\n")
    assert call(capsys, "list", "several.py:Bowl").out.startswith("bowl: How steep")
    answer = call(capsys, "list", "several.py:Bow")
    assert "there is no lesson Bow in several.py; the nearest is Bowl" in answer.err


def test_ours_look_nothing_up(monkeypatch: pytest.MonkeyPatch):
    def looked_up(**group: str) -> None:
        raise AssertionError("entry points were looked up")

    monkeypatch.setattr(packages, "entry_points", looked_up)
    with forgotten():
        assert index.taken("neuron") == "neuron"
        assert index.values("neuron", ["neuron.input=3", "loss.model=1"][:1])["input"] == 3


def test_all_of_the_kit_is_there_and_in_the_docs():
    from importlib import import_module

    kit, page = import_module("scenes.kit"), PAGE.read_text(encoding="utf-8")
    for name in kit_names:
        assert callable(getattr(kit, name))
    assert [name for name in kit_names if name not in page] == []


# -- what is wrong in one -----------------------------------------------------------------

FAULTS = {
    "an import": (
        "from engine import Trace",
        "import nothing_of_this_name",
        "ModuleNotFoundError: No m",
        "import nothing",
    ),
    "no syntax": ("class Parabola(Lesson):", "class Parabola(Lesson", "SyntaxError: ", "class Para"),
    "raised at once": ("PARAMETERS = (", "1 / 0\nPARAMETERS = (", "ZeroDivisionError: division by zero", "1 / 0"),
    "no class": (
        "class Parabola(Lesson):",
        "class Parabola:",
        "there is no lesson in parabola.py: no class of scenes",
        None,
    ),
    "no name": ('    name = "parabola"\n', "", 'Parabola has no name; say name = "parabola" in it', "class Para"),
    "a name of ours": ('    name = "parabola"', '    name = "relu"', "the name relu is taken by one of", "class Para"),
    "no word": (
        '    name = "parabola"',
        '    name = "Parab ola"',
        "a lesson cannot be called 'Parab ola'",
        "class Para",
    ),
    "not allowed": (
        '    name = "parabola"',
        '    name = "look"',
        "a lesson cannot be called 'look': a-z",
        "class Para",
    ),
    "no words": ("WORDS = {", "WORTE = {", "parabola.ru.toml", None),
    "no title": ('title = "How', 'titel = "How', "no key 'titel'; the nearest is title", "titel"),
    "no toml": ('caption = "The slope', 'caption "The slope', "no TOML: Expected '='", 'caption "The'),
    "no caption": ('caption = "The slope', 'sentences.x = "The slope', "shot slope: caption is missing", "[[shots]]"),
    "no shot's name": ('name = "slope"', 'name = "the slope"', "a shot needs a name", "the slope"),
    "shots alike": ('name = "step"', 'name = "slope"', "two shots are called slope", None),
    "a key of a shot": ('question = "', 'qestion = "', "shot slope: no key 'qestion'; the nearest is qu", "qestion"),
    "no method": ("def slope(", "def steep(", "Parabola has no method slope(self) for the shot slope", "class Para"),
    "a name of Manim's": (
        'name = "slope"',
        'name = "play"',
        "the shot play: every lesson has something",
        'name = "play"',
    ),
    "no poster": (
        '    name = "parabola"',
        '    name, poster_shot = "parabola", "stap"',
        "poster_shot: there is no shot 'stap'; the near",
        "class Para",
    ),
    "variants": (
        'caption = "The',
        'caption.a = "The',
        "the shot slope has the captions a: write caption_variant(self, sh",
        "class Para",
    ),
    "a default": (
        '"1.5", "number"',
        '"9", "number"',
        "weight does not read its own default '9': must be",
        "PARAMETERS = (",
    ),
    "twice": (
        "PARAMETERS = (",
        "PARAMETERS = 2 * (",
        "two parameters are called weight",
        "PARAMETERS = 2",
    ),
    "no parameter": (
        "PARAMETERS = (",
        "PARAMETERS = (3,",
        "3 is no parameter; write NumberParameter",
        "PARAMETERS = (",
    ),
    "no trace": ("def trace(", "def traces(", "parabola.py: there is no function trace(values)", None),
    "no Trace": (
        'return Trace({"learning_rate": rate} | numbers)',
        "return numbers",
        "trace(values) is to give an engine.Trace",
        "def trace",
    ),
    "raised in it": (
        'return Trace({"learning_rate": rate} | numbers)',
        "return 1 / 0",
        "ZeroDivisionError: division by zero",
        "1 / 0",
    ),
    "a symbol": ("{loss/weight}", "{lass/weight}", "formula parabola.slope: {lass/weight} names a symbol", "lass/"),
    "a digit": ("dot {(step.0", "dot 2 {(step.0", "formula parabola.update: say why 2 is no data", "dot 2"),
    "a row": ('step = ["update"]', 'step = ["updates"]', "shots.step: there is no row 'updates'", "updates"),
    "a nearest row": (
        'step = ["update"]',
        'step = ["updates"]',
        "shots.step: there is no row 'updates'; the nearest is update",
        "updates",
    ),
    "a row's shot": (
        'step = ["update"]',
        'stap = ["update"]',
        "shots: there is no shot 'stap'; the nearest is step",
        "stap",
    ),
    "a row's places": (
        "{=step.1.weight}",
        "{=step.<k>.weight}",
        'shots.step: in the row update fill in <k>, such as "update k=0"',
        "shots = ",
    ),
    "a row's other places": (
        'step = ["update"]',
        'step = ["update k=0"]',
        'shots.step: the row update has no places: write "update", not',
        "shots = ",
    ),
    "a nearest symbol": (
        "{loss/weight}",
        "{lost}",
        "formula parabola.slope: {lost} is no symbol and no number; the nearest is loss",
        "{lost}",
    ),
    "a nearest formula": (
        'pen.row("update"',
        'pen.row("updaet"',
        "FormulaError: no formula parabola.updaet; the nearest is update",
        "updaet",
    ),
    "a nearest colour": (
        "self.theme.weight",
        "self.theme.weigt",
        "AttributeError: 'Theme' object has no attribute 'weigt'; the nearest is weight",
        "weigt",
    ),
    "a placeholder": (
        "{step.1.loss}.",
        "{step.1.lost}.",
        "en: {step.1.lost} is no number of this lesson; the nearest is step.1.loss",
        "lost",
    ),
    "a picture": ("self.ride(0, self", "self.rode(0, self", "AttributeError: 'Parabola' object has no", "rode(0"),
    "a label": ("self.answer()", 'self.pen.label("way")', "KeyError: 'way' is not there; the nearest is ", '"way"'),
    "a number": (
        'number("step.1.weight")',
        'number("step.1.wait")',
        "KeyError: 'step.1.wait' is not there",
        "step.1.wait",
    ),
    "a nearest": ('number("step.1.weight")', 'number("step.1.wait")', "the nearest is step.1.weight", None),
    "an end": (
        "    def step(self):",
        "    def step(self):\n        raise SystemExit(4)",
        "SystemExit: 4",
        "SystemExit",
    ),
    "an end of a ride": (
        "        self.run(live, run_time=2)",
        '        self.here = self.here if hasattr(self, "here") else self.pen.value(self.place[1], 40)\n'
        "        live.number(self.here, self.place[1]); self.add(self.here); self.run(live)  # its end",
        # by hand: the second ride ends at 9/10, whose square is 81/100; the trace begins at 3/2, with 9/4
        "RuntimeError: the ride ends where step.0.loss is 0.81, and the trace says 2.25: let it come back in the same",
        "# its end",
    ),
    "an end on a sentence": (
        'name = "step"\ncaption',
        'name = "step"\nsentences.so = "So it goes."\ncaption',
        "parabola.step: it ends on a sentence, and its caption is gone: a sentence is said between a question",
        None,
    ),
    "no answer": ("        self.answer()\n", "", "parabola.slope: its question is never answered", None),
}


@pytest.mark.parametrize("fault", list(FAULTS))
def test_a_fault_is_one_line_that_says_where(fault: str, here: Path, capsys: pytest.CaptureFixture[str]):
    before, after, says, at = FAULTS[fault]
    assert CODE.count(before) >= 1
    code = CODE.replace(before, after, 1)
    if fault == "an end on a sentence":
        code = code.replace("self.play(FadeIn(self.rows[1]))", 'self.say("so")', 1)
    write(here, code, russian=RUSSIAN if fault == "no words" else None)
    command = "trace" if fault in ("no Trace", "raised in it") else "still"
    answer = call(capsys, command, "parabola.py", *(("-q", "l", "--shot", "step") if command == "still" else ()))
    if fault == "no words":
        assert answer.code == 2
        assert "no words in en; it has them in: ru" in answer.err
        return
    assert answer.code in (1, 2), answer.err
    assert len(answer.err.splitlines()) == 1, answer.err
    line = next((n for n, line in enumerate(code.splitlines(), start=1) if at and at in line), 0)
    assert (f"parabola.py:{line}: {says}" if at else says) in answer.err
    assert "fault of backreel" not in answer.err
    assert not list(here.rglob("*.png"))


RUSSIAN_FAULTS = {
    'name = "step"': ('name = "stap"', "parabola.ru.toml:3: the shots are slope, stap; in en they are slope, step"),
    "question =": ("spoken =", "parabola.ru.toml:3: shot slope: it has no question, and in en it is otherwise"),
    'caption = "Один': ('caption.a = "Один', "parabola.ru.toml:11: shot step: caption has a; in en it has one text"),
    "[[shots]]": ("[[shots]", "parabola.ru.toml:3: no TOML: "),
}


@pytest.mark.parametrize("before", list(RUSSIAN_FAULTS))
def test_other_words_in_another_language_are_said_with_their_line(before: str, here, capsys):
    after, says = RUSSIAN_FAULTS[before]
    write(here, russian=RUSSIAN.replace(before, after, 1))
    answer = call(capsys, "trace", "parabola.py")
    assert answer.code == 2
    assert says in answer.err


POINTS = {
    "no module": (
        "parabola = curves.parable:Parabola",
        "package curves 1.0, entry point parabola: ModuleNotFoundError",
    ),
    "no package": (
        "parabola = kurves.parabola:Parabola",
        "package curves 1.0, entry point parabola: ModuleNotFoundError",
    ),
    "no class": ("parabola = curves.parabola:Parable", "there is no lesson Parable in curves.parabola"),
    "no lesson": ("parabola = curves.parabola:Trace", "there is no lesson Trace in curves.parabola"),
    "none named": ("parabola = curves.parabola", "names no class; write parabola = "),
    "another name": ("bowl = curves.parabola:Parabola", "Parabola has the name 'parabola'; both must be the same"),
    "not allowed": ("film = curves.parabola:Parabola", "a lesson cannot be called 'film'"),
}


@pytest.mark.parametrize("fault", list(POINTS))
def test_a_broken_package_is_one_line_and_ours_go_on(fault: str, site, here, capsys):
    point, says = POINTS[fault]
    install(site, "curves", point)
    answer = call(capsys, "list")
    assert answer.code == 0
    assert says in answer.err
    assert len(answer.err.splitlines()) == 1
    assert [line.partition(":")[0] for line in answer.out.splitlines() if line[0] != " "] == list(LESSONS)
    answer = call(capsys, "trace", point.partition(" ")[0])
    assert answer.code == 2
    assert says in answer.err or "no lesson 'film'" in answer.err
    assert call(capsys, "trace", "neuron").code == 0


def test_a_package_that_raises_is_said_with_its_line(site, here, capsys):
    file = install(
        site, "curves", "parabola = curves.parabola:Parabola", CODE.replace("PARAMETERS", "1 / 0\nPARAMETERS")
    )
    answer = call(capsys, "trace", "parabola")
    assert answer.code == 2
    assert f"{file.relative_to(here)}:5: ZeroDivisionError: division by zero" in answer.err


def test_two_packages_of_one_name_are_both_said(site, here, capsys):
    install(site, "curves", "parabola = curves.parabola:Parabola")
    install(site, "others", "parabola = others.parabola:Parabola")
    answer = call(capsys, "trace", "parabola")
    assert answer.code == 2
    for package in ("curves 1.0", "others 1.0"):
        assert f"the package {package}" in answer.err


def test_a_package_with_a_name_of_ours_takes_nothing_away(site, here, capsys):
    install(site, "curves", "neuron = curves.parabola:Parabola")
    answer = call(capsys, "list")
    assert answer.code == 0
    assert "a package has a lesson neuron, and so has Backreel itself" in answer.err
    assert call(capsys, "list", "neuron").out.startswith("neuron: One neuron, all the numbers (en, ru)\n")


def test_two_files_with_one_lesson_are_both_said(here, capsys):
    write(here / "one")
    write(here / "two")
    answer = call(capsys, "render", "one/parabola.py", "two/parabola.py", "--quiet")
    assert answer.code == 2
    assert "the name parabola is taken: one/parabola.py and two/parabola.py have a lesson of it" in answer.err


def test_a_file_is_run_again_only_when_something_of_it_is_other(here):
    ran = here / "ran"
    code = f"{CODE}\nwith open({str(ran)!r}, 'a') as ran:\n    ran.write('x')\n"
    file = write(here / "mine", code, russian=None)
    with forgotten():
        for asked in ("mine/parabola.py", file, f"{file}:Parabola", "mine/../mine/parabola.py:Parabola"):
            assert index.taken(str(asked)) == "parabola"
            assert index.in_file(str(asked)) == ["parabola"]
        assert ran.read_text() == "x"
        assert index.languages("parabola") == ("en",)
        (here / "mine" / "parabola.ru.toml").write_text(RUSSIAN, encoding="utf-8")
        index.taken(f"{file}:Parabola")
        assert index.languages("parabola") == ("en", "ru")
        index.taken("mine/parabola.py")
        assert ran.read_text() == "xx"
        (here / "mine" / "parabola.ru.toml").unlink()
        index.taken("mine/parabola.py")
        assert index.languages("parabola") == ("en",)
        second = "\n\nclass Cubic(Parabola):\n    name = 'cubic'\n"
        write(here / "mine", code + second, russian=None)
        with pytest.raises(LessonError, match="several lessons"):
            index.taken("mine/parabola.py")


def test_a_name_that_is_not_there_is_cut_and_the_nearest_is_found_at_once():
    text = Text('title = "x"\n' + "k" * 50_000 + ' = "x"\n', "mine.en.toml")
    with pytest.raises(LessonError) as wrong:
        check_words(text)
    assert str(wrong.value).startswith(f"mine.en.toml:2: no key '{'k' * 60}'...; the nearest is ")


def test_a_name_is_no_pattern(here):
    for name in ("a[b].py", "a[b].csv", "ab.csv"):
        (here / name).touch()
    assert [file.name for file in sources.of_file(here / "a[b].py")] == ["a[b].csv", "a[b].py"]


def test_a_file_that_is_not_there_is_said(here, capsys):
    answer = call(capsys, "render", "parable.py")
    assert (answer.code, answer.err) == (2, "backreel: there is no file parable.py\n")


def test_nothing_is_left_beside_a_file(here, capsys):
    write(here, CODE.replace("PARAMETERS", "import helper\nPARAMETERS", 1))
    (here / "helper.py").write_text("", encoding="utf-8")
    assert call(capsys, "trace", "parabola.py").code == 0
    assert sorted(file.name for file in here.iterdir()) == ["helper.py", "parabola.py", "parabola.ru.toml"]


def test_what_a_module_prints_is_no_part_of_an_answer(here, capsys):
    write(here, CODE.replace("PARAMETERS", 'print("hello")\nPARAMETERS', 1))
    answer = call(capsys, "trace", "parabola.py", "--json")
    assert json.loads(answer.out)["lesson"] == "parabola"


def test_the_commands_of_the_docs_are_there():
    for line in blocks("sh")[0].splitlines():
        _, command, *rest = line.partition("#")[0].split()
        options = {option for one in cli.get_command(None, command).params for option in one.opts}
        assert {word for word in rest if word.startswith("-")} <= options


def test_a_ride_that_comes_back_ends_on_the_trace(here, capsys):
    """From 0 over 3 to 3/2, where the trace begins."""
    code = CODE.replace("(start, end))", "(0, 3, end) if start == 0 else (start, end))")
    follow = "        live.number(self.here, self.place[1])\n        self.add(self.here)\n        self.run(live)\n"
    before = '        self.here = self.pen.value("step.0.loss", 40)\n'
    code = code.replace(
        "        self.run(live, run_time=2)", f"        if start == 0:\n{textwrap.indent(before + follow, 4 * ' ')}"
    )
    write(here, code)
    answer = call(capsys, "still", "parabola.py", "-q", "l", "--shot", "slope", "-o", here)
    assert answer.code == 0, answer.err


def test_a_row_with_places_is_listed_with_them_and_read_out(here, capsys):
    """By hand: from 3/2 with slope 3 and rate 1/5 to 9/10."""
    code = CODE.replace("{=step.1.weight}", "{=step.<k>.weight}").replace('"update", 48', '"update", 48, k=1')
    write(here, code.replace('["update"]', '["update k=1"]'))
    answer = call(capsys, "trace", "parabola.py", "--json")
    assert answer.code == 0, answer.err
    with forgotten():
        values = index.values(index.taken("parabola.py"), [])
        said = formulas_in_words("parabola", values, index.trace("parabola", values), words.load("en"))
    assert said["step"] == ["w becomes 1.5 minus 0.2 times 3, equals 0.9"]


def test_lessons_in_one_file_share_their_formulas(here, capsys):
    code = CODE.replace('"en": """title', '"parabola": {"en": """title').replace(
        '"""\n}',
        '"""}, "other": {"en": """title = "O"\n[[shots]]\nname = "another"\ncaption = "C"\ndescription = "D"\n"""}}',
        1,
    )
    code = code.replace('step = ["update"]', 'step = ["update"], another = ["slope"]')
    code += '\n\nclass Other(Lesson):\n    name = "other"\n\n    def another(self):\n        pass\n'
    write(here, code)
    assert call(capsys, "list", "parabola.py:Parabola").code == 0
    assert call(capsys, "list", "parabola.py:Other").code == 0


def test_a_lesson_file_has_words_for_an_installed_lesson_without_a_table(site, here, capsys):
    install(site, "curves", "parabola = curves.parabola:Parabola")
    (here / "own.toml").write_text('lessons = ["parabola"]\n[words.en.parabola]\ntitle = "X"\n', encoding="utf-8")
    words.own_changed()  # as in a process of its own
    answer = call(capsys, "trace", "-c", "own.toml", "--json")
    assert answer.code == 0, answer.err


def test_the_schema_is_the_same_whichever_lesson_was_asked_for_first(site, here, capsys):
    for package, name, symbol in (("curves", "parabola", "zeta"), ("others", "arc", "psi")):
        code = CODE.replace('name = "parabola"', f'name = "{name}"')
        code = code.replace(
            'FORMULAS = """', f'FORMULAS = """symbols.{symbol} = "{symbol}"\nplain.{symbol} = "{symbol}"\n'
        )
        install(site, package, f"{name} = {package}.parabola:Parabola", code)
        (site / package / "parabola.ru.toml").unlink()
    for name in ("parabola", "arc"):
        assert call(capsys, "new", name, "-o", "made").code == 0


def test_a_lesson_file_alone_does_not_name_a_lesson_that_is_a_file(here, capsys):
    write(here)
    (here / "own.toml").write_text("[parabola]\nweight = 2\n", encoding="utf-8")
    answer = call(capsys, "trace", "-c", "own.toml")
    assert answer.code == 2
    assert "a lesson that is a file is named in the call: backreel still parabola.py -c own.toml\n" in answer.err
    assert call(capsys, "trace", "parabola.py", "-c", "own.toml", "--json").code == 0


def test_as_many_rows_as_there_must_be_are_said_once():
    x = NumberParameter("x", "1", "number", 0, 9)
    assert TableParameter("t", "1; 2", (x,), 2, 2).allowed == "2 rows of X, written 1; 2"
    assert TableParameter("t", "1", (x,), 1, 1).allowed == "1 row of X, written 1"


def test_all_that_is_written_is_put_on_a_baseline_and_fitted_to_a_width():
    parts = [
        Label("Ty", 30, "#FFFFFF"),
        Formula("x^2", 48, "#FFFFFF"),
        Value("loss", Fraction(5, 4), 40, "#FFFFFF"),
        Row(["x", "=", Value("loss", Fraction(5, 4), 40, "#FFFFFF")], 48, "#FFFFFF"),
    ]
    for part in parts:
        part.fit(0.5).centered(2, -1)
        assert float(part.width) <= 0.5 + 1e-6
        assert float(part.get_center()[0]) == pytest.approx(2)
        assert float(part.baseline) == pytest.approx(-1)
        assert float(part.at(1, 3).get_left()[0]) == pytest.approx(1)
        assert float(part.baseline) == pytest.approx(3)
