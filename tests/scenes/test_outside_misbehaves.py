"""Lessons from outside whose code misbehaves: each is one line that says where, and none ends the call as it likes."""

import os
import re
import warnings
from pathlib import Path

import pytest

from tests.outside import CODE, call, write

RETURN = 'return Trace({"learning_rate": rate} | numbers)'
CHECK = "\ndef check_together(values):\n    {}\n"
AT_ONCE = "PARAMETERS = ("

MISBEHAVES = {
    "together": (AT_ONCE, CHECK.format("1 / 0") + AT_ONCE, "ZeroDivisionError: division by zero", "1 / 0"),
    "together, an end": (AT_ONCE, CHECK.format("raise SystemExit(0)") + AT_ONCE, "SystemExit: 0", "raise"),
    "no words of its own": (
        AT_ONCE,
        f"class E(Exception):\n    def __str__(self):\n        return 1 / 0\nraise E\n{AT_ONCE}",
        "E\n",
        "raise E",
    ),
    "at the root": (AT_ONCE, f"class E(BaseException): ...\nraise E('no')\n{AT_ONCE}", "E: no", "raise E"),
    "at the root, later": (RETURN, "raise BaseException('no')", "BaseException: no", "raise Base"),
    "an end": (RETURN, "raise SystemExit(0)", "SystemExit: 0", "raise System"),
    "long": (RETURN, "raise ValueError('x' * 5000)", f"ValueError: {'x' * 300}...\n", "raise Value"),
    "no number": (
        RETURN,
        'return Trace({"loss": float("nan")})',
        "trace(values) has no finite number at 'loss'",
        "def trace",
    ),
    "too large": (
        RETURN,
        'return Trace({"loss": [1.0, float("inf")]})',
        "trace(values) has no finite number at 'loss'",
        "def trace",
    ),
    "a path": (
        RETURN,
        'return Trace({"learning rate!": 1})',
        "trace(values) has the path 'learning rate!'; a path is words of a-z, 0-9 and _",
        "def trace",
    ),
}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("fault", list(MISBEHAVES))
def test_it_is_one_line_that_says_where(fault: str, here: Path, capsys: pytest.CaptureFixture[str]):
    before, after, says, at = MISBEHAVES[fault]
    assert CODE.count(before) == 1
    code = CODE.replace(before, after)
    write(here, code)
    answer = call(capsys, "trace", "parabola.py", "--json")
    line = next(n for n, line in enumerate(code.splitlines(), start=1) if at in line)
    assert answer.code in (1, 2)
    assert answer.out == ""
    assert answer.err.startswith(f"backreel: parabola.py:{line}: {says}")
    assert len(answer.err.splitlines()) == 1


def test_a_number_beyond_floats_is_exact_and_no_fault(here: Path, capsys: pytest.CaptureFixture[str]):
    write(here, CODE.replace(RETURN, 'return Trace({"loss": 10**400})'))
    assert call(capsys, "trace", "parabola.py", "--json").code == 0


def test_warnings_of_its_code_are_not_passed_on(here: Path, capsys: pytest.CaptureFixture[str]):
    noisy = "import warnings\nwarnings.warn('old')\nPATTERN = '\\d' is 'd'\n"
    loud = f"import warnings\n    warnings.warn('new')\n    {RETURN}"
    write(here, CODE.replace(AT_ONCE, noisy + AT_ONCE).replace(RETURN, loud))
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        assert call(capsys, "trace", "parabola.py", "--json").code == 0
    assert [str(one.message) for one in told] == []


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"x = (\n", "my.py:1: SyntaxError: '(' was never closed"),
        (b"x = '\xe9'\n", "my.py:1: SyntaxError: "),
        (b"x = 1\0\n", "my.py:1: "),
        (b"x = " + b"(" * 100_000, "my.py:1: "),
        (b"\n" * 1_000_001, "my.py has 1000001 bytes; a Python file may have 1000000 at most"),
    ],
)
@pytest.mark.parametrize("command", ["trace", "check"])
def test_a_file_that_is_no_python_is_said_with_its_line(
    content: bytes, says: str, command: str, here: Path, capsys: pytest.CaptureFixture[str]
):
    (here / "my.py").write_bytes(content)
    answer = call(capsys, command, "my.py")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith(f"backreel: {says}")
    assert len(answer.err.splitlines()) == 1


@pytest.mark.parametrize("kind", ["pipe", "folder", "loop", "link"])
@pytest.mark.parametrize("command", ["trace", "check"])
def test_what_is_no_regular_file_is_not_read(kind: str, command: str, here: Path, capsys: pytest.CaptureFixture[str]):
    file = here / "my.py"
    {
        "pipe": lambda: os.mkfifo(file),
        "folder": file.mkdir,
        "loop": lambda: file.symlink_to(file),
        "link": lambda: file.symlink_to(here / "nothing"),
    }[kind]()
    answer = call(capsys, command, "my.py")
    assert (answer.code, answer.out, answer.err) == (2, "", "backreel: my.py is no regular file\n")


@pytest.mark.parametrize("asked", ["parabola.py:", "parabola.py:A:x", "parabola.py:A.b"])
@pytest.mark.parametrize("command", ["trace", "check"])
def test_how_a_class_is_named_is_said(asked: str, command: str, here: Path, capsys: pytest.CaptureFixture[str]):
    write(here)
    answer = call(capsys, command, asked)
    assert answer.code == 2
    assert re.search(r"say parabola\.py:ClassName\n$", answer.err)
