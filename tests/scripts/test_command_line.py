"""The command line as a program would call it."""

import json
import os
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from engine import Trace
from scenes.lessons import index
from scripts.main import cli

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
        lessons = json.loads(backreel("list", "--json", "-l", language).stdout)
        for lesson in lessons:
            assert set(lesson) == {"name", "title", "shots", "languages", "parameters"}
            assert lesson["languages"] == ["en", "ru"]
            assert lesson["shots"][-1] == "summary"
        (neuron,) = (lesson for lesson in lessons if lesson["name"] == "neuron")
        assert neuron["title"] == title
        assert neuron["shots"][0] == "question"
        assert neuron["parameters"][0] == {
            "key": "neuron.input",
            "default": "2.1",
            "meaning": "the input x",
            "allowed": "a number, at least -1000000 and at most 1000000",
        }
        assert json.loads(backreel("list", "neuron", "--json", "-l", language).stdout) == [neuron]


def test_the_list_of_one_lesson_says_what_it_can_be_told():
    answer = backreel("list", "neuron").stdout
    assert "neuron.steps=4\n      how many updates the history shows: an integer, at least 1 and at most 60" in answer


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
        ("still", "say which lesson"),
        ("reder neuron", "the nearest is render"),
        ("trace neuron -s neuron.inpt=1", "the nearest is neuron.input"),
        ("render neuron -s neuron.input=nan", "neuron.input: must be a number"),
        ("render neuron -q x", "'l', 'm', 'h', 'p', 'k'"),
        ("still neuron --shot forwrd", "the nearest is forward"),
        ("render neuron -l de", "'en', 'ru'"),
        ("render neuron --frobnicate", "--frobnicate"),
        ("render neuron --cluster nonsense", "'nonsense' is no address; say tcp://HOST:PORT"),
        ("render neuron --cluster tcp://host:port", "say tcp://HOST:PORT"),
        ("render neuron --cluster tcp://host:65536", "'tcp://host:65536' is no address; say tcp://HOST:PORT"),
        ("render neuron --cluster tcp://host:0", "is no address; say tcp://HOST:PORT"),
        ("render neuron --cluster tls://host:8786", "tls:// is not spoken here; say tcp://HOST:PORT"),
        ("render neuron --shot valley", "--shot goes with --watch"),
        ("render --watch neuron --narrate", "a still does not speak"),
        ("render neuron --voice-dir nowhere", "does not exist"),
        ("render neuron -j 1.5", "'1.5' is no whole number"),
        ("render neuron --shots=", "--shots names none; there are: "),
        ("trace neuron relu", "trace takes one lesson"),
        ("doctor relu", "doctor takes no names"),
        ("embed neuron --inside --at https://host/films", "--inside and --at do not go together"),
        (f"cache --trim {'9' * 6000}", "9…9"),
        (f"render neuron -c {'a/' * 3000}a", "…"),
        ("trace \x1b[2Jneuron", "\\x1b[2Jneuron"),
        ("cache --trim -5", "'-5' is no size"),
        ("cache --trim nan", "'nan' is no size"),
        ("cache --trim 5XB", "'5XB' is no size"),
    ],
)
def test_a_wrong_call_gets_one_line_and_writes_nothing(call: str, says: str, tmp_path: Path):
    answer = backreel(*call.split(), cwd=tmp_path)
    assert answer.returncode == 2
    assert answer.stdout == ""
    assert says in answer.stderr
    assert answer.stderr.count("\n") == 1
    assert answer.stderr[:-1].isprintable()
    assert len(answer.stderr) < 520
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is full")
def test_a_full_standard_output_is_said():
    with open("/dev/full", "w") as full:
        command = [sys.executable, "-m", "scripts.main", "trace", "neuron"]
        answer = subprocess.run(command, cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
    assert answer.returncode == 1
    assert answer.stderr.startswith("backreel: standard output: No space left on device")
    assert answer.stderr.count("\n") == 1


def test_an_output_folder_that_cannot_be_is_said_in_one_line(tmp_path: Path):
    (tmp_path / "file").write_text("here")
    answer = backreel("render", "neuron", "-q", "l", "-o", str(tmp_path / "file" / "below"))
    assert answer.returncode == 1
    assert answer.stderr.count("\n") == 1
    assert f"{tmp_path / 'file'}: is a file, not a folder; choose another one with -o" in answer.stderr


def test_new_says_of_a_file_that_it_is_no_folder(tmp_path: Path):
    (tmp_path / "f.txt").touch()
    answer = backreel("new", "neuron", "-o", "f.txt", cwd=tmp_path)
    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr == "backreel: f.txt: is a file, not a folder; choose another one with -o\n"


def test_the_doctor_answers_in_json():
    answer = backreel("doctor", "--json")
    findings = {finding["what"]: finding for finding in json.loads(answer.stdout)}
    assert findings["manim"]["good"]
    assert findings["fonts inside Typst"]["good"]
    assert answer.returncode == 0


def test_the_doctor_says_what_is_broken(tmp_path: Path):
    (tmp_path / "file").write_text("here")
    answer = backreel("doctor", "-o", str(tmp_path / "file" / "below"))
    assert answer.returncode == 1
    assert "BROKEN   output folder" in answer.stdout


def test_the_trace_says_its_format_and_its_schema_takes_it():
    text = backreel("trace", "neuron", "--json").stdout
    answer = json.loads(text)
    assert list(answer) == ["format", "version", "lesson", "parameters", "quantities"]
    assert (answer["format"], answer["version"]) == ("backreel.trace", 1)
    assert list(Trace.from_json(text)) == list(answer["quantities"])
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads((ROOT / "engine" / "traces" / "trace.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(answer)


def test_the_trace_is_the_same_in_every_format(tmp_path: Path):
    from_json = Trace.from_json(backreel("trace", "neuron", "--to", "json").stdout)
    assert from_json.number("step.0.gradient.weight") == Fraction(-399, 50)
    assert Trace.from_csv(backreel("trace", "neuron", "--to", "csv").stdout) == from_json
    answer = backreel("trace", "neuron", "--to", "npz", "-o", "numbers", cwd=tmp_path)
    assert answer.stdout == "numbers\n"
    assert Trace.load_npz(tmp_path / "numbers") == from_json


@pytest.mark.parametrize(
    ("call", "begins"),
    [
        ("-o below/numbers.csv", b"path,index,value,exact,not_finite,shape,backreel.trace 1\n"),
        ("-o below/numbers.json", b'{\n "format": "backreel.trace",\n "version": 1,\n "lesson": "neuron",\n'),
        ("-o below/numbers.NPZ", b"PK\x03\x04"),
        ("--json -o below/numbers.csv", b'{\n "format"'),
        ("--to json --json -o below/numbers", b'{\n "format"'),
    ],
)
def test_a_trace_is_written_to_a_file_in_the_format_of_the_call_or_of_its_name(
    call: str, begins: bytes, tmp_path: Path
):
    answer = backreel("trace", "neuron", *call.split(), cwd=tmp_path)
    (file,) = (tmp_path / "below").iterdir()
    assert answer.stdout == f"{file.relative_to(tmp_path)}\n"
    assert file.read_bytes().startswith(begins)


def test_npz_goes_through_a_pipe():
    command = [sys.executable, "-m", "scripts.main", "trace", "neuron", "--to", "npz", "-o", "-"]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=120)
    assert answer.stderr == b""
    assert Trace.from_npz(answer.stdout).number("step.0.loss") == Fraction(361, 100)


def test_npz_is_not_poured_into_a_terminal():
    pty = pytest.importorskip("pty")
    terminal, end = pty.openpty()
    command = [sys.executable, "-m", "scripts.main", "trace", "neuron", "--to", "npz"]
    answer = subprocess.run(command, cwd=ROOT, stdout=end, stderr=subprocess.PIPE, text=True, timeout=120)
    os.set_blocking(terminal, False)
    with pytest.raises(BlockingIOError):
        os.read(terminal, 1)
    os.close(end)
    os.close(terminal)
    assert answer.returncode == 2
    assert answer.stderr == "backreel: NPZ is binary and not for a terminal; name a file: --to npz -o neuron.npz\n"


@pytest.mark.parametrize(
    ("call", "says"),
    [
        ("--json --to csv", "--json is --to json, and --to csv says otherwise"),
        ("--to xlsx", "'json', 'csv', 'npz'"),
        ("-o numbers.txt", "say which format numbers.txt is to have: --to json, csv, npz"),
        ("-o numbers", "say which format numbers is to have"),
    ],
)
def test_a_wrong_call_of_trace_gets_one_line_and_writes_nothing(call: str, says: str, tmp_path: Path):
    answer = backreel("trace", "neuron", *call.split(), cwd=tmp_path)
    assert answer.returncode == 2
    assert answer.stdout == ""
    assert says in answer.stderr
    assert answer.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("file", "says"),
    [("file/below/n.npz", "is a file, not a folder"), ("folder", "folder: is a folder"), (".", ".: is a folder")],
)
def test_a_trace_that_cannot_be_written_is_said_in_one_line(file: str, says: str, tmp_path: Path):
    (tmp_path / "file").write_text("here")
    (tmp_path / "folder").mkdir()
    answer = backreel("trace", "neuron", "--to", "npz", "-o", file, cwd=tmp_path)
    assert answer.returncode == 1
    assert answer.stdout == ""
    assert says in answer.stderr
    assert answer.stderr.count("\n") == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder"]


def test_the_table_shows_of_an_array_its_shape_and_first_entries(monkeypatch: pytest.MonkeyPatch):
    numbers = {
        "loss": Fraction(361, 100),
        "weights": [[0.5, float("nan"), 2.0], [1.0, 1.0, 1.0]],
        "exact": [Fraction(1, 2), Fraction(10) ** 400],
        "none": np.zeros((0, 3)),
        "diverged": float("inf"),
    }
    monkeypatch.setattr(index, "trace", lambda *asked: Trace(numbers))
    answer = CliRunner().invoke(cli, ["trace", "neuron"], standalone_mode=False)
    zeros = "0" * 27
    assert answer.stdout.splitlines() == [
        "loss      3.61                      361/100",
        "weights   (2 x 3) 0.5, nan, 2.0, ...",
        f"exact     (2) 0.5, beyond floats    1/2, 1{zeros}...{zeros}0 (401 characters; --json has all)",
        "none      (0 x 3)",
        "diverged  inf",
    ]


def test_a_size_is_said_in_bytes_or_in_larger_units():
    from scripts.cache import Size

    sizes = {"0": 0, "1500": 1500, "500MB": 500_000_000, "2 gb": 2_000_000_000, "1.5KB": 1500}
    assert {text: Size().convert(text, None, None) for text in sizes} == sizes


def test_the_address_of_a_scheduler_is_taken_as_dask_writes_it():
    from scripts import options

    for address in ("tcp://10.0.0.1:8786", "tcp://host.lan:8786", "host:8786", "tcp://[::1]:8786"):
        assert options._scheduler(None, None, address) == address
