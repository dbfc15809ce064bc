"""`backreel new`, as somebody calls it."""

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.outside import CODE, install, write

ROOT = Path(__file__).parents[2]
SCHEMA = "backreel.schema.json"
PARAMETERS = set(re.findall(r'NumberParameter\("(\w+)"', CODE))  # of the lesson of the docs


@pytest.fixture
def call(tmp_path: Path):
    """The command line in an empty folder."""

    def made(*arguments: str, **how: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "scripts.main", *arguments]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(tmp_path)])}
        return subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120, **how
        )

    return made


def test_a_file_and_the_schema_are_written_and_other_commands_take_the_file(call, tmp_path: Path):
    told = call("new", "neuron")
    assert (told.returncode, told.stdout, told.stderr) == (0, f"neuron.toml\n{SCHEMA}\n", "")
    assert sorted(path.name for path in tmp_path.iterdir()) == [SCHEMA, "neuron.toml"]
    file = tmp_path / "neuron.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("#input = 2.1", "input = 3"), encoding="utf-8")
    numbers = json.loads(call("trace", "-c", "neuron.toml", "--json").stdout)
    assert (numbers["lesson"], numbers["quantities"]["step.0.prediction"]["exact"]) == ("neuron", "3")  # 1 * 3 + 0


def test_several_lessons_are_a_film_in_a_folder_that_is_made(call, tmp_path: Path):
    told = call("new", "relu", "neuron", "relu", "-l", "ru", "-o", "мой/курс", "--json")
    assert json.loads(told.stdout) == {"outputs": ["мой/курс/film.toml", f"мой/курс/{SCHEMA}"]}
    tables = tomllib.loads((tmp_path / "мой" / "курс" / "film.toml").read_text(encoding="utf-8"))
    assert tables["lessons"] == ["relu", "neuron"]
    assert tables["look"] == {"language": "ru", "colors": {}}
    assert list(tables["words"]) == ["ru"]


def test_a_second_file_shares_the_schema(call, tmp_path: Path):
    call("new", "neuron")
    before = (tmp_path / SCHEMA).stat().st_mtime_ns
    assert call("new", "relu", "-l", "ru").returncode == 0
    assert (tmp_path / SCHEMA).stat().st_mtime_ns == before


@pytest.mark.parametrize("there", ["neuron.toml", SCHEMA])
@pytest.mark.parametrize("is_link", [False, True])
def test_a_file_that_is_there_is_not_overwritten(call, tmp_path: Path, there: str, is_link: bool):
    place = tmp_path / there
    if is_link:
        place.symlink_to("nowhere")
    else:
        place.write_text("mine")
    told = call("new", "neuron")
    assert (told.returncode, told.stdout) == (1, "")
    why = "is another one than that of these lessons" if there == SCHEMA else "is not overwritten"
    assert told.stderr == (
        f"backreel: {there}: is there already, and {why}; remove it, or choose another folder with -o\n"
    )
    assert [path.name for path in tmp_path.iterdir()] == [there]
    assert place.is_symlink() if is_link else place.read_text() == "mine"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("new",), "backreel: say which lesson; there are: loss, tuning, gradient,"),
        (("new", "neuron", "reul"), "backreel: no lesson 'reul'; the nearest is relu;"),
        (("new", "film"), "backreel: no lesson 'film'"),
        (("new", "neuron", "-l", "de"), "'de'"),
        (("new", "nueron", "--schema"), "the nearest is neuron"),
    ],
)
def test_a_wrong_call_gets_one_line_and_writes_nothing(call, tmp_path: Path, arguments: tuple[str, ...], says: str):
    told = call(*arguments)
    assert (told.returncode, told.stdout) == (2, "")
    assert says in told.stderr
    assert told.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_lesson_from_a_file_has_its_file_and_is_in_the_schema(call, tmp_path: Path):
    write(tmp_path)
    told = call("new", "parabola.py")
    assert (told.returncode, told.stdout) == (0, f"parabola.toml\n{SCHEMA}\n"), told.stderr
    text = (tmp_path / "parabola.toml").read_text(encoding="utf-8")
    assert "# Where the step starts. A number from -3 to 3\n#weight = 1.5\n" in text
    assert "backreel still parabola.py -c parabola.toml\n" in text
    schema = json.loads((tmp_path / SCHEMA).read_text(encoding="utf-8"))
    assert set(schema["properties"]["parabola"]["properties"]) == PARAMETERS
    assert "parabola" in schema["properties"]["lessons"]["items"]["enum"]
    assert PARAMETERS
    uncommented = re.sub(r"(?m)^#(?![ :])", "", text).replace("\nweight = 1.5", "\nweight = 2.5", 1)
    (tmp_path / "parabola.toml").write_text(uncommented, encoding="utf-8")
    numbers = json.loads(call("trace", "parabola.py", "-c", "parabola.toml", "--json").stdout)
    assert numbers["quantities"]["step.0.loss"]["exact"] == "25/4"  # 5/2 squared


def test_a_lesson_of_a_package_is_in_every_schema(call, tmp_path: Path):
    install(tmp_path, "curves", "parabola = curves.parabola:Parabola")
    (tmp_path / "own").mkdir()
    told = call("new", "parabola", "-l", "ru", "-o", "own")
    assert told.returncode == 0, told.stderr
    assert "backreel still parabola -c parabola.toml\n" in (tmp_path / "own" / "parabola.toml").read_text("utf-8")
    schema = json.loads(call("new", "--schema").stdout)
    assert set(schema["properties"]["parabola"]["properties"]) == PARAMETERS
    assert set(schema["properties"]["words"]["properties"]["ru"]["properties"]["parabola"]["properties"]) == {
        "title",
        "labels",
        "shots",
    }


def test_a_folder_that_cannot_be_is_said_in_one_line(call, tmp_path: Path):
    (tmp_path / "file").write_text("here")
    for folder in ("file", "file/below"):
        told = call("new", "neuron", "-o", folder)
        assert (told.returncode, told.stdout) == (1, "")
        assert told.stderr == "backreel: file: is a file, not a folder; choose another one with -o\n"


def test_a_folder_that_cannot_be_written_to_is_said_in_one_line(call, tmp_path: Path):
    """For root, who may write anywhere else, that of the processes."""
    closed, why = (
        (Path("closed"), "Permission denied") if os.geteuid() else (Path("/proc"), "No such file or directory")
    )
    (tmp_path / "closed").mkdir(mode=0o500)
    told = call("new", "neuron", "-o", str(closed))
    assert (told.returncode, told.stdout) == (1, "")
    assert told.stderr == f"backreel: {closed / SCHEMA}: {why}\n"
    assert list((tmp_path / "closed").iterdir()) == []


def test_the_schema_alone_is_printed(call, tmp_path: Path):
    told = call("new", "--schema")
    assert json.loads(told.stdout)["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert list(tmp_path.iterdir()) == []
    call("new", "loss")
    assert (tmp_path / SCHEMA).read_text(encoding="utf-8") == told.stdout
