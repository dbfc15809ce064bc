"""What a call with a lesson file opens, runs and reaches, as the interpreter itself tells it (PEP 578)."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# Everything that the interpreter tells is written down, with what is asked for; nothing is hindered.
WATCH = """
import json, os, sys
told = os.open(os.environ["TOLD"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
OPENED = ("open", "os.listdir", "os.scandir", "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.symlink", "os.link",
          "os.chmod", "os.truncate", "shutil.copyfile", "shutil.rmtree", "glob.glob")
RUN = ("subprocess.Popen", "os.exec", "os.posix_spawn", "os.spawn", "os.system", "pty.spawn", "code.__new__")
def hook(event, arguments):
    if event in OPENED or event in RUN or event.startswith(("socket.", "urllib.", "http.", "ftplib.", "smtplib.")):
        kept = [os.fsdecode(one) if isinstance(one, (str, bytes, os.PathLike)) else repr(one) for one in arguments]
        os.write(told, json.dumps([event, *kept]).encode() + b"\\n")
    elif event == "compile":
        source = arguments[0]
        text = source.decode(errors="replace") if isinstance(source, bytes) else source
        if isinstance(text, str) and MARK in text:
            os.write(told, json.dumps([event, text]).encode() + b"\\n")
MARK = "hit" + "()"
sys.addaudithook(hook)
from scripts.main import main
main()
"""

FILE = """
[look]
logo = "logo.png"
[neuron]
input = 3
[loss]
data = "data.csv"
[symbols]
weight = '"$#'
[words.en.neuron]
title = "hit() #read(\\"/etc/passwd\\") {{ 7*7 }}"
labels.before = "#hit()"
[words.en.neuron.shots.loss]
caption.miss = "__import__('os').system('hit()') #import \\"@preview/a:0.1.0\\""
"""


@pytest.fixture
def watched(tmp_path: Path):
    """Call the command line in a folder with a lesson file; what it was seen to do, and its answer."""
    home = tmp_path / "course"
    home.mkdir()
    (home / "mine.toml").write_text(FILE, encoding="utf-8")
    (home / "data.csv").write_text("x,y\n1,2\n2,3.5\n4,5\n")
    from PIL import Image

    Image.new("RGB", (40, 20), "white").save(home / "logo.png")

    def call(*arguments: str) -> tuple[list[list[str]], str]:
        told = tmp_path / "told"
        environment = {
            **{name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
            "PYTHONPATH": str(ROOT),
            "TOLD": str(told),
            "TMPDIR": str(tmp_path / "tmp"),
            "BACKREEL_CACHE": str(tmp_path / "cache"),
            "HOME": str(tmp_path / "home"),
        }
        (tmp_path / "tmp").mkdir(exist_ok=True)
        command = [sys.executable, "-c", WATCH, *arguments]
        done = subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in told.read_text(encoding="utf-8").splitlines()], done.stdout

    return call


@pytest.mark.parametrize(
    "call",
    [
        ("trace", "neuron", "--json"),
        ("trace", "loss", "--json"),
        ("exercise", "neuron", "-o", "out"),
        ("still", "neuron", "--shot", "loss", "-q", "l", "-o", "out"),
    ],
    ids=["trace", "data", "exercise", "still"],
)
def test_a_lesson_file_opens_runs_and_reaches_nothing_of_its_own(watched, tmp_path: Path, call: tuple[str, ...]):
    seen, _ = watched(*call, "-c", "mine.toml")
    assert any(event == "open" and path.endswith("mine.toml") for event, path, *_ in seen)
    assert [one for one in seen if one[0].startswith(("socket.", "urllib.", "http.", "ftplib.", "smtplib."))] == []
    assert [one for one in seen if one[0] == "compile"] == []
    run = [one for one in seen if one[0] in ("os.system", "os.exec", "os.spawn", "pty.spawn", "subprocess.Popen")]
    assert run == []
    ours = [Path(sys.prefix), Path(sys.base_prefix), ROOT, tmp_path, Path("/proc"), Path("/sys"), Path("/dev")]
    ours += [Path(place) for place in sys.path if place] + [Path(sys.prefix).resolve()]
    elsewhere = {
        path
        for event, path, *rest in seen
        if not event.startswith("code") and not path.isdecimal() and not _is_in(Path(path), tmp_path / "course", ours)
    }
    assert not any(path.endswith(("passwd", "x.png")) for path in elsewhere)
    assert {path for path in elsewhere if not path.startswith(_OF_THE_MACHINE)} == set()
    written = {
        Path(tmp_path / "course", path).resolve()
        for event, path, *rest in seen
        if event == "open" and rest and (rest[0] or "r")[:1] in "wxa"
    }
    allowed = [tmp_path / name for name in ("tmp", "cache", "home", "course/out")]
    places = [*allowed, *(Path(place) for place in ("/dev", sys.prefix))]
    assert [path for path in written if not any(path.is_relative_to(place.resolve()) for place in places)] == []


_OF_THE_MACHINE = ("/etc/", "/usr/", "/lib", "/var/cache/fontconfig")  # libraries, time zones, types of files


def _is_in(path: Path, home: Path, places: list[Path]) -> bool:
    return any((home / path).is_relative_to(place) for place in places)


def test_what_watches_sees_a_file_a_process_a_network_and_text_that_is_run(tmp_path: Path):
    told, file = tmp_path / "told", tmp_path / "a file"
    file.touch()
    does = """
open(os.environ["A_FILE"]).close()
import socket, subprocess
subprocess.run([sys.executable, "--version"], stdout=subprocess.DEVNULL)
socket.socket().close()
eval("None and hit()")
"""
    watch = WATCH.replace("from scripts.main import main\nmain()\n", does)
    subprocess.run(
        [sys.executable, "-c", watch],
        env={**os.environ, "TOLD": str(told), "A_FILE": str(file)},
        check=True,
        timeout=60,
    )
    seen = [json.loads(line)[0] for line in told.read_text(encoding="utf-8").splitlines()]
    assert {"open", "subprocess.Popen", "socket.__new__", "compile"} <= set(seen)
