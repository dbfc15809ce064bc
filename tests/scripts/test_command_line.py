"""The command line as a program would call it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def backreel(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "scripts.main", *arguments]
    environment = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(command, cwd=cwd or ROOT, env=environment, capture_output=True, text=True, timeout=120)


def test_the_trace_is_exact():
    answer = json.loads(backreel("trace", "neuron", "--json").stdout)
    assert answer["lesson"] == "neuron"
    assert answer["parameters"]["input"] == {"value": 2.1, "exact": "21/10"}
    quantities = answer["quantities"]
    assert quantities["step.0.prediction"] == {"value": 2.1, "exact": "21/10"}
    assert quantities["step.0.loss"]["exact"] == "361/100"
    assert quantities["step.0.gradient.weight"]["exact"] == "-399/50"
    assert quantities["step.1.loss"]["exact"] == "606841/25000000"


def test_a_setting_changes_the_trace():
    answer = json.loads(backreel("trace", "neuron", "--json", "-s", "neuron.learning_rate=0.01").stdout)
    assert answer["quantities"]["step.1.loss"]["value"] == 2.8710591364
    assert answer["quantities"]["step.1.loss"]["exact"] == "7177647841/2500000000"  # 28710591364 / 10^10


def test_the_list_has_the_agreed_shape_in_both_languages():
    for language, title in (("en", "One neuron, all the numbers"), ("ru", "Один нейрон, все числа")):
        (lesson,) = json.loads(backreel("list", "--json", "-l", language).stdout)
        assert set(lesson) == {"name", "title", "shots", "languages"}
        assert lesson["title"] == title
        assert lesson["languages"] == ["en", "ru"]
        assert lesson["shots"][0] == "question"


@pytest.mark.parametrize("call", ["--help", "list", "trace neuron", "doctor", "render --help"])
def test_manim_is_not_loaded_for_what_does_not_draw(call: str):
    program = (
        "import sys; sys.argv = ['backreel', *sys.argv[1:]]\n"
        "from scripts.main import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print('LOADED' if 'manim' in sys.modules else 'CLEAN')"
    )
    answer = subprocess.run([sys.executable, "-c", program, *call.split()], cwd=ROOT, capture_output=True, text=True)
    assert answer.stdout.endswith("CLEAN\n")


@pytest.mark.parametrize(
    ("call", "says"),
    [
        ("render nueron", "the nearest is neuron"),
        ("render", "say which lesson"),
        ("reder neuron", "the nearest is render"),
        ("trace neuron -s neuron.inpt=1", "the nearest is neuron.input"),
        ("render neuron -s neuron.input=nan", "neuron.input: must be a number"),
        ("render neuron -q x", "'l', 'm', 'h', 'p', 'k'"),
        ("still neuron --shot forwrd", "the nearest is forward"),
        ("render neuron -l de", "'en', 'ru'"),
        ("render neuron --frobnicate", "--frobnicate"),
    ],
)
def test_a_wrong_call_gets_one_line_and_writes_nothing(call: str, says: str, tmp_path: Path):
    answer = backreel(*call.split(), cwd=tmp_path)
    assert answer.returncode == 2
    assert answer.stdout == ""
    assert says in answer.stderr
    assert answer.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_an_output_folder_that_cannot_be_is_said_in_one_line(tmp_path: Path):
    (tmp_path / "file").write_text("here")
    answer = backreel("render", "neuron", "-q", "l", "-o", str(tmp_path / "file" / "below"))
    assert answer.returncode == 1
    assert answer.stderr.count("\n") == 1
    assert "Not a directory" in answer.stderr


def test_the_doctor_answers_in_json():
    answer = backreel("doctor", "--json")
    findings = {finding["what"]: finding for finding in json.loads(answer.stdout)}
    assert findings["manim"]["good"]
    assert findings["fonts inside Typst"]["good"]
    assert answer.returncode == 0


def test_the_doctor_says_what_is_missing(tmp_path: Path):
    (tmp_path / "file").write_text("here")
    answer = backreel("doctor", "-o", str(tmp_path / "file" / "below"))
    assert answer.returncode == 1
    assert "MISSING" in answer.stdout
