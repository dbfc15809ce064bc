"""The doctor, on machines where something is missing or broken."""

import json
import os
import shutil
import subprocess
import sys
import time
from importlib import metadata
from pathlib import Path

import pytest
from click.testing import CliRunner

from scripts import doctor
from scripts.health import extras, packages, places, systems, tried
from scripts.health.finding import Finding
from scripts.health.probe import letters
from scripts.health.tried import Answer, Tried

ROOT = Path(__file__).parents[2]


def told(environment: dict[str, str], *arguments: str) -> tuple[dict[str, dict[str, object]], int]:
    """The findings, by what was looked at, in their order; and the exit code."""
    answer = subprocess.run(
        [sys.executable, "-m", "scripts.start", "doctor", "--json", *arguments],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert answer.stderr == ""
    return {finding["what"]: finding for finding in json.loads(answer.stdout)}, answer.returncode


@pytest.fixture(scope="module")
def sick(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, dict[str, object]], int]:
    """A machine with everything planted that can be planted side by side."""
    folder = tmp_path_factory.mktemp("sick")
    modules = {
        "cairo": "raise ImportError('libcairo.so.2: cannot open shared object file')",  # a library that is gone
        "manimpango": "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",  # one of another version
        "babel": "raise SystemExit('not today')",
        "num2words": "def num2words(number, lang): raise NotImplementedError(lang)",
        "distributed": "import gone_with_an_update",
        "numpy": "raise ModuleNotFoundError(\"No module named 'numpy'\")",
        "lesson_of_mine": "1 / 0",
    }
    for name, code in modules.items():
        (folder / f"{name}.py").write_text(code + "\n")
    for name, version, more in (("typst", "0.13.7", ""), ("lesson-of-mine", "1.0", "mine = lesson_of_mine:LESSON")):
        info = folder / f"{name.replace('-', '_')}-{version}.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n")
        (info / "entry_points.txt").write_text(f"[backreel.lessons]\n{more}\n" if more else "")
    environment = {"PYTHONPATH": f"{folder}{os.pathsep}{ROOT}", "PATH": str(folder), "TMPDIR": str(folder / "no")}
    return told(environment, "-o", str(folder / "cairo.py" / "below"))


@pytest.mark.parametrize(
    ("what", "state", "says", "mend"),
    [
        ("pycairo", "broken", "libcairo.so.2: cannot open shared object file", "install cairo && "),
        ("ManimPango", "broken", "ends the whole process (SIGSEGV)", "install pango && "),
        ("babel", "broken", "not today", "-m pip install --force-reinstall --no-deps 'babel>="),
        ("numpy", "broken", "No module named 'numpy'", "--force-reinstall --no-deps 'numpy>="),
        ("typst", "broken", "0.13.7, and typst>=0.14 is needed", "-m pip install 'typst>=0.14'"),
        ("manim", "broken", "cannot be loaded", "--no-deps 'manim>="),
        ("video", "broken", "numpy", "--no-deps 'av>="),
        ("voice (ru)", "broken", "ru", 'pip install "backreel[voice]"'),
        ("dask.distributed", "broken", "gone_with_an_update", 'pip install "backreel[cluster]"'),
        ("chromium", "none", "not there", "install chromium"),
        ("ffmpeg", "none", "not there", "install ffmpeg"),
        ("lesson mine of lesson-of-mine", "broken", "division by zero", "pip install --force-reinstall lesson-of-mine"),
        ("TMPDIR", "broken", "is no folder; another one is taken", "mkdir -p "),
    ],
)
def test_each_fault_is_found_with_what_mends_it(
    sick: tuple[dict[str, dict[str, object]], int], what: str, state: str, says: str, mend: str
):
    finding = sick[0][what]
    assert finding["state"] == state
    assert says in str(finding["found"])
    assert mend in str(finding["mend"])
    assert not finding["good"]


def test_what_has_to_be_mended_comes_last_and_is_the_exit_code(sick: tuple[dict[str, dict[str, object]], int]):
    findings, code = sick
    assert code == 1
    needed = [bool(finding["needed"]) and not finding["good"] for finding in findings.values()]
    assert needed == sorted(needed)
    assert findings["click"]["good"]
    (output,) = (finding for what, finding in findings.items() if what.startswith("output folder"))
    assert (output["state"], output["needed"]) == ("broken", True)
    assert "Not a directory" in str(output["found"])


def test_a_machine_with_everything_is_told_in_time():
    begin = os.times().children_user
    findings, code = told(dict(os.environ))
    assert code == 0
    assert all(finding["good"] for finding in findings.values() if finding["needed"])
    assert os.times().children_user - begin < 15
    assert findings["voice (ru)"]["found"] == "espeak-ng (ru), 7 is семь"


@pytest.mark.parametrize(
    ("version", "needs", "good"),
    [("13.0", "pillow>=10,<13", False), ("12.9.1", "pillow>=10,<13", True), ("9.5", "pillow>=10,<13", False)],
)
def test_versions_are_compared_as_pip_does(version: str, needs: str, good: bool, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(packages.metadata, "version", lambda name: version)
    assert packages.package("pillow", needs, {"load:PIL": Answer("PIL")}).good is good


def test_a_package_that_is_not_installed_is_missing(monkeypatch: pytest.MonkeyPatch):
    def version(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(packages.metadata, "version", version)
    finding = packages.package("srt", "srt>=3.5", {})
    assert (finding.sign, finding.found) == ("MISSING", "not installed")
    assert finding.mend.endswith("-m pip install 'srt>=3.5'")


def test_what_hangs_is_ended_and_what_comes_after_it_is_not_tried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "hangs.py").write_text("import time; time.sleep(3600)\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(tried, "PATIENCE", 10.0)  # what does not hang is there by then on a loaded machine too
    begin = time.monotonic()
    answers = Tried(["load:json", "load:hangs", "load:csv"]).answers()
    assert time.monotonic() - begin < 600  # it was not waited for
    assert answers["load:json"] == Answer("json")
    assert answers["load:hangs"].fault == "it is not there after 10 seconds"
    assert answers["load:csv"].fault == "not tried: what came before took too long"


def test_letters_are_those_of_all_texts_and_one_without_a_picture_is_named():
    assert "ы" in letters("ru")
    assert "ы" not in letters("en")
    program = (
        "from scripts.health import probe\n"
        "probe.letters = lambda language: 'a漢'\n"
        "try: probe.text()\n"
        "except Exception as fault: print(fault)"
    )
    answer = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "漢" in answer.stdout


class Installed:
    """Stands for what pip has written down of an installation."""

    def __init__(self, requires: list[str], place: Path) -> None:
        self.version, self.requires = "0.1", requires
        self.place = place

    def read_text(self, name: str) -> str:
        return json.dumps({"url": self.place.as_uri(), "dir_info": {"editable": True}})


def test_a_checkout_that_is_newer_than_its_environment_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    needs = packages.requirements()
    assert "typst>=0.14" in needs
    installed = Installed([line.replace(">=10,<13", "<13,>=10") for line in needs], ROOT)
    monkeypatch.setattr(packages.metadata, "distribution", lambda name: installed)
    assert packages.project().good
    installed.requires = [line for line in needs if not line.startswith("lark")]
    assert "needs lark>=1.1" in packages.project().found
    installed.place = tmp_path / "another place"
    assert packages.project().found.endswith(f"set up for {tmp_path / 'another place'}")
    assert packages.project().mend.endswith(f"pip install -e {ROOT}")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount a disk that is full")
def test_a_disk_that_is_full_is_found(tmp_path: Path):
    unshare = shutil.which("unshare")
    program = (
        "from pathlib import Path; from scripts.health.places import places\n"
        f"for finding in places(Path({str(tmp_path)!r}), Path('/')): print(finding.sign, finding.what, finding.found)"
    )
    line = f'mount -t tmpfs -o size=64k none {tmp_path} && exec {sys.executable} -c "$PROGRAM"'
    if unshare is None or subprocess.run([unshare, "-m", "true"], capture_output=True).returncode:
        pytest.skip("no mount namespaces here")
    answer = subprocess.run(
        [unshare, "-m", "sh", "-c", line],
        cwd=ROOT,
        env={**os.environ, "PROGRAM": program},
        capture_output=True,
        text=True,
    )
    assert f"BROKEN output folder {tmp_path} cannot be written to: No space left on device" in answer.stdout, answer
    assert "BROKEN free space for output folder 0.0 GB, and a film may want 0.5 GB" in answer.stdout
    assert "ok free space for cache" in answer.stdout


def test_a_file_system_without_room_for_one_more_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    really = os.statvfs(tmp_path)
    full = os.statvfs_result([*really[:6], 0, 0, *really[8:]])
    monkeypatch.setattr(places.os, "statvfs", lambda path: full)
    found = [finding for finding in places.places(tmp_path, tmp_path) if finding.what.startswith("free space")]
    assert found
    assert not any(finding.good for finding in found)


@pytest.mark.parametrize(
    ("manager", "line"),
    [
        ("apt-get", "apt-get install -y libcairo2-dev pkg-config gcc python3-dev"),
        ("dnf", "dnf install -y cairo-devel gcc python3-devel"),
        ("brew", "brew install cairo"),
        ("none of them", "install cairo"),
    ],
)
def test_the_line_is_that_of_the_package_manager(manager: str, line: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(systems.shutil, "which", lambda name: name if name == manager else None)
    monkeypatch.setattr(systems.os, "geteuid", lambda: 1000)
    assert systems.install_line("cairo") == (f"sudo {line}" if manager in ("apt-get", "dnf") else line)


def test_a_brush_that_is_not_built_or_does_not_load(monkeypatch: pytest.MonkeyPatch):
    broken = extras._brush({extras.BRUSH: Answer(fault="undefined symbol: cairo_create")})
    assert (broken.sign, broken.needed) == ("broken", False)
    assert "undefined symbol" in broken.found
    monkeypatch.setattr(extras, "_is_built", lambda: False)
    assert extras._brush({}).sign == "none"


def test_how_it_reads(monkeypatch: pytest.MonkeyPatch):
    findings = [
        Finding("av", "not installed", False, mend="pip install av", absent=True),
        Finding("Python", "3.11.2", True),
        Finding("ffmpeg", "not there", False, needed=False, mend="apt-get install -y ffmpeg", absent=True),
    ]
    monkeypatch.setattr(doctor, "examined", lambda output: findings)
    answer = CliRunner().invoke(doctor.command, [])
    assert answer.output == (
        "ok       Python: 3.11.2\n"
        "none     ffmpeg: not there\n"
        "         -> apt-get install -y ffmpeg\n"
        "MISSING  av: not installed\n"
        "         -> pip install av\n"
        "\n"
        "1 of what is needed is missing or broken; -> is what mends it\n"
    )
    assert answer.exit_code == 1


def test_without_click_there_is_one_line(tmp_path: Path):
    (tmp_path / "click.py").write_text("raise ModuleNotFoundError(\"No module named 'click'\", name='click')\n")
    answer = subprocess.run(
        [sys.executable, "-m", "scripts.start", "doctor"],
        cwd=ROOT,
        env={"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"},
        capture_output=True,
        text=True,
    )
    assert (answer.returncode, answer.stdout, answer.stderr.count("\n")) == (1, "", 1)
    assert "pip install click" in answer.stderr


def test_another_command_without_a_package_names_the_doctor(tmp_path: Path):
    (tmp_path / "numpy.py").write_text("raise ModuleNotFoundError(\"No module named 'numpy'\", name='numpy')\n")
    answer = subprocess.run(
        [sys.executable, "-m", "scripts.start", "trace", "neuron"],
        cwd=ROOT,
        env={"PYTHONPATH": f"{tmp_path}{os.pathsep}{ROOT}"},
        capture_output=True,
        text=True,
    )
    assert (answer.returncode, answer.stdout) == (1, "")
    assert answer.stderr == (
        "backreel: numpy is missing or broken (No module named 'numpy'); backreel doctor says what to do\n"
    )
