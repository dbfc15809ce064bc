"""-c FILE, as somebody calls it."""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def call(tmp_path: Path):
    """The command line in a folder with a lesson file."""

    def made(*arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
        (tmp_path / "мой курс.toml").write_text(text, encoding="utf-8")
        command = [sys.executable, "-m", "scripts.main", *arguments]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        return subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120)

    return made


def computed() -> float:
    """Seconds that calls have computed so far: other work on the machine makes no difference."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


FILE = ("-c", "мой курс.toml")


def test_a_file_about_one_lesson_says_which_and_what_it_is_told(call):
    text = 'lessons = ["neuron"]\nneuron.input = 3\nneuron.bias = 1\n'
    told = json.loads(call("trace", *FILE, "--json", text=text).stdout)
    assert told["lesson"] == "neuron"
    assert told["quantities"]["step.0.prediction"]["exact"] == "4"  # 1 * 3 + 1
    over = json.loads(call("trace", *FILE, "--json", "-s", "neuron.input=5", text=text).stdout)
    assert over["quantities"]["step.0.prediction"]["exact"] == "6"


def test_the_look_of_a_file_is_that_of_the_call_unless_it_says_otherwise(call, tmp_path: Path):
    text = '[look]\nlanguage = "ru"\naspect = "1:1"\ntheme = "light"\n[neuron]\ninput = 3\n'
    assert call("still", *FILE, "-q", "l", "-o", "out", text=text).stdout == "out/neuron.poster.ru.1x1.light.png\n"
    told = call("still", *FILE, "-q", "l", "-o", "out", "-l", "en", "--theme", "dark", text=text)
    assert told.stdout == "out/neuron.poster.en.1x1.png\n"


def test_titles_and_captions_are_those_of_the_file_in_all_that_is_made(call, tmp_path: Path):
    text = """
[neuron]
input = 3
[words.en.neuron]
title = "<b>Mine</b> & #strong[Typst]"
[words.en.neuron.shots.loss]
caption.miss = "Off by {step.0.error} <script>alert(1)</script>."
"""
    made = call("render", *FILE, "--shots", "loss", "-q", "l", "-o", "out", "--json", text=text)
    assert json.loads(made.stdout)["shots"] == ["loss"]
    made = call("exercise", *FILE, "--to", "markdown", "-o", "out", text=text)
    assert "Mine" in Path(tmp_path, "out", "neuron.en.exercise.md").read_text().splitlines()[0]
    cell = call("embed", *FILE, "--for", "notebook", text=text).stdout
    assert "show('neuron', config='мой курс.toml', language='en', quality='h')" in cell


def test_several_lessons_are_a_film_called_as_the_file(call):
    told = call("still", *FILE, text='lessons = ["relu", "neuron"]\n')
    assert told.returncode == 2
    assert told.stderr == "backreel: say which lesson; there are: relu, neuron\n"


@pytest.mark.parametrize("command", ["render", "slides", "page", "still", "check", "exercise", "embed", "trace"])
def test_every_command_says_in_one_line_what_is_wrong_with_a_file_and_writes_nothing(
    call, tmp_path: Path, command: str
):
    before = computed()
    told = call(command, *FILE, text="[neuron]\nbias = 2\ninptu = 3\n")
    assert computed() - before < 3
    assert told.returncode == 2
    assert told.stdout == ""
    assert told.stderr.startswith(
        "backreel: мой курс.toml, line 3: neuron.inptu: no such key; the nearest is neuron.input;"
    )
    assert told.stderr.count("\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == ["мой курс.toml"]
    told = call(command, *FILE, text='[words.en.neuron.shots.loss]\ncaption = "{nothing}"\n[neuron]\n')
    assert told.returncode == 2
    assert "line 2: words.en.neuron.shots.loss.caption: {nothing} is no number of this lesson" in told.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["мой курс.toml"]


SCENE = """from manim import Scene


class Plain(Scene):
    def construct(self):
        self.wait()
"""


def test_a_file_of_scenes_is_checked_beside_a_lesson_file_too(call, tmp_path: Path):
    (tmp_path / "scene_only.py").write_text(SCENE)
    told = call("check", "scene_only.py", "-o", "out", *FILE, text="[neuron]\ninput = 3\n")
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.startswith("no faults: scene_only")


def test_only_what_is_named_as_a_lesson_is_run(call, tmp_path: Path):
    """Not the value of an option that is called as a Python file is."""
    shown = "from scenes.kit import Lesson\nopen('was_run', 'w').close()\n"
    for name in ("out.py", "-o.py", "of_an_option.py"):
        (tmp_path / name).write_text(shown)
    text = 'lessons = ["neuron"]\n'
    for options in (("-o", "out.py"), ("--output=out.py",), ("-oout.py",), ("--shot", "of_an_option.py")):
        told = call("still", "neuron", "-q", "l", *options, *FILE, text=text)
        assert told.returncode
        assert not (tmp_path / "was_run").exists()
    told = call("still", *FILE, "--", "-o.py", text=text)
    assert "there is no lesson in -o.py" in told.stderr
    assert (tmp_path / "was_run").exists()
