"""`backreel check` as people and programs call it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from scenes.lessons import index
from scripts import check as command
from scripts.main import cli
from tests.scripts.test_command_line import backreel

CLEAN = """
from manim import *
class Clean(Scene):
    def construct(self):
        self.play(FadeIn(Text("loss", font_size=40)))
        self.wait()
"""
FAULTY = CLEAN.replace("Clean", "Faulty").replace("font_size=40)", "font_size=40).shift(RIGHT * 7)")


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    path = tmp_path / "mine.py"
    path.write_text(CLEAN + FAULTY, encoding="utf-8")
    return path


def test_a_clean_scene_exits_0(mine: Path, tmp_path: Path):
    answer = backreel("check", f"{mine}:Clean", "-o", str(tmp_path))
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.startswith("no faults: mine.Clean × 16:9;")
    assert not (tmp_path / "check").exists()


def test_a_fault_exits_1_and_leaves_a_picture(mine: Path, tmp_path: Path):
    answer = backreel("check", str(mine), "-o", str(tmp_path))
    assert answer.returncode == 1
    assert "Traceback" not in answer.stderr
    line, last = answer.stdout.splitlines()
    picture = tmp_path / "check" / "mine.Faulty.16x9.01.out-of-frame.png"
    assert line.startswith("mine.Faulty 16:9  ")
    assert line.endswith(f"({picture})")
    assert picture.exists()
    assert last.startswith("1 fault: mine.Clean, mine.Faulty × 16:9;")


def test_json_is_all_that_standard_output_gets(mine: Path, tmp_path: Path):
    mine.write_text(
        mine.read_text(encoding="utf-8").replace(
            "self.wait()", "print('hello'); import os; os.write(1, b'hello'); self.wait()"
        )
    )
    answer = backreel("check", str(mine), "-o", str(tmp_path), "--json")
    assert answer.returncode == 1
    found = json.loads(answer.stdout)
    (fault,) = found["faults"]
    assert set(fault) == {"lesson", "language", "aspect", "theme", "shot", "time", "kind", "what", "picture"}
    assert (fault["lesson"], fault["language"], fault["kind"]) == ("mine.Faulty", "", "out-of-frame")
    assert found["checked"]["instants"] > 0


def test_a_file_that_cannot_be_loaded_exits_1_in_one_line_and_others_go_on(mine: Path, tmp_path: Path):
    wrong = tmp_path / "wrong.py"
    wrong.write_text(f"import nothing_of_this_name\n{CLEAN}", encoding="utf-8")
    answer = backreel("check", str(wrong), f"{mine}:Clean", "-o", str(tmp_path), "-j", "2")
    assert answer.returncode == 1
    first, last = answer.stdout.splitlines()
    assert "cannot be loaded: ModuleNotFoundError: No module named 'nothing_of_this_name'" in first
    assert last.startswith("1 of 2 could not be played:")
    assert "Traceback" not in answer.stderr
    assert "Traceback" in backreel("check", str(wrong), "-o", str(tmp_path), "--verbose").stderr


@pytest.mark.parametrize(
    ("call", "says"),
    [
        ("check nueron", "the nearest is neuron"),
        ("check neuron -l de", "'en', 'ru'"),
        ("check neuron --aspect 2:1", "'16:9'"),
        ("check neuron -s neuron.input=nan", "neuron.input: must be a number"),
        ("check neuron -j 0", "-j"),
        ("check nowhere.py", "there is no file nowhere.py"),
    ],
)
def test_a_wrong_call_exits_2_in_one_line(call: str, says: str, tmp_path: Path):
    answer = backreel(*call.split(), cwd=tmp_path)
    assert answer.returncode == 2
    assert says in answer.stderr
    assert len(answer.stderr.strip().splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("code", "scene", "says"),
    [
        ("x = 1\n", "", "there is no scene in scene.py"),
        ("x = 1\n", ":Nope", "there is no scene in scene.py"),
        ("class Nope: ...\n", ":Nope", "there is no scene in scene.py"),
        (f"import beside\n{CLEAN}", ":Claen", "no scene 'Claen'; the nearest is Clean; there are: Clean in scene.py"),
    ],
)
def test_a_scene_that_is_not_there_is_a_wrong_call(code: str, scene: str, says: str, tmp_path: Path):
    (tmp_path / "scene.py").write_text(code, encoding="utf-8")
    (tmp_path / "beside.py").touch()
    answer = backreel("check", f"scene.py{scene}", cwd=tmp_path)
    assert (answer.returncode, answer.stdout, answer.stderr) == (2, "", f"backreel: {says}\n")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["beside.py", "scene.py"]


def test_a_folder_that_cannot_be_written_to_exits_1_in_one_line(mine: Path, tmp_path: Path):
    (tmp_path / "taken").write_text("a file", encoding="utf-8")
    answer = backreel("check", str(mine), "-o", str(tmp_path / "taken"))
    assert answer.returncode == 1
    assert "taken" in answer.stderr
    assert len(answer.stderr.strip().splitlines()) == 1


def test_without_a_name_all_lessons_in_both_languages_and_two_shapes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    asked = []
    monkeypatch.setattr(command, "run", lambda jobs, *rest: asked.extend(jobs) or iter(()))
    cli(["check", "-o", str(tmp_path)], standalone_mode=False)
    editions = [("en", "16:9"), ("en", "9:16"), ("ru", "16:9"), ("ru", "9:16")]
    alone = [(j.lesson, j.language, j.aspect) for j in asked if j.chapter is None]
    assert alone == [(n, *e) for n in index.LESSONS for e in editions]
    in_film = [(j.name, j.language, j.aspect) for j in asked if j.chapter is not None]
    parts = ["film", *(f"film.{n}" for n in index.LESSONS)]
    assert in_film == [(part, *e) for e in editions for part in parts]
    assert {job.theme for job in asked} == {"dark"}


def test_help_does_not_load_manim():
    program = (
        "import sys; sys.argv = ['backreel', 'check', '--help']\n"
        "from scripts.main import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print('LOADED' if 'manim' in sys.modules else 'CLEAN')"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert answer.stdout.endswith("CLEAN\n")


def test_two_scenes_of_one_name_have_a_picture_each(mine: Path, tmp_path: Path):
    other = tmp_path / "other" / mine.name
    other.parent.mkdir()
    other.write_text(FAULTY, encoding="utf-8")
    answer = backreel("check", f"{mine}:Faulty", str(other), "-o", str(tmp_path), "-j", "1", "--json")
    pictures = [Path(fault["picture"]) for fault in json.loads(answer.stdout)["faults"]]
    assert [picture.name for picture in pictures] == [
        "mine.Faulty.16x9.01.out-of-frame.png",
        "mine.Faulty.2.16x9.01.out-of-frame.png",
    ]
    assert all(picture.exists() for picture in pictures)


def test_a_folder_that_cannot_be_one_is_told_before_the_work(mine: Path, tmp_path: Path):
    answer = backreel("check", str(mine), "-o", str(mine / "below"))
    assert answer.returncode != 0
    assert len(answer.stderr.splitlines()) == 1
    assert str(mine) in answer.stderr
