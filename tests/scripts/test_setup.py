"""The set-up of a fresh machine, where it may not install system packages: one line that says what to run."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = ("bash", "env", "dirname", "readlink", "cat", "cksum", "flock", "mkdir", "mv", "rm")


def machine(folder: Path, **programs: str) -> dict[str, str]:
    """The environment of a machine that has a Python and nothing to build with, seen by a person who is not root."""
    tools = folder / "bin"
    tools.mkdir()
    for tool in TOOLS:
        (tools / tool).symlink_to(shutil.which(tool))
    (tools / "python3").symlink_to(sys.executable)
    for name, script in {"id": "echo 1000", **programs}.items():
        (tools / name).write_text(f"#!{tools / 'bash'}\n{script}\n")
        (tools / name).chmod(0o755)
    return {"PATH": str(tools), "HOME": str(folder), "BACKREEL_VENV": str(folder / "no venv here")}


@pytest.mark.parametrize(
    ("manager", "line"),
    [
        (
            "apt-get",
            "sudo apt-get install -y python3-venv python3-dev gcc pkg-config libcairo2-dev libpango1.0-dev",
        ),
        ("dnf", "sudo dnf install -y python3-devel gcc pkgconf-pkg-config cairo-devel pango-devel"),
        ("pacman", "sudo pacman -S --needed python gcc pkgconf cairo pango"),
        ("brew", "Install it with: brew install python pkg-config cairo pango"),
    ],
)
@pytest.mark.parametrize("command", ["backreel", "test"])
def test_the_exact_line_for_the_package_manager(command: str, manager: str, line: str, tmp_path: Path):
    environment = machine(tmp_path, **{manager: "echo installed something >&2; exit 100"})
    answer = subprocess.run(
        [str(ROOT / "scripts" / command), "list"], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert answer.returncode == 1
    assert answer.stdout == ""
    assert line in answer.stderr
    assert answer.stderr.count("\n") == 1
    assert not (tmp_path / "no venv here").exists()


def test_no_python_is_said(tmp_path: Path):
    environment = machine(tmp_path, **{"apt-get": "exit 100"})
    (tmp_path / "bin" / "python3").unlink()
    (tmp_path / "bin" / "python3").write_text(f"#!{tmp_path / 'bin' / 'bash'}\nexit 1\n")
    (tmp_path / "bin" / "python3").chmod(0o755)
    answer = subprocess.run(
        [str(ROOT / "scripts" / "backreel"), "list"], env=environment, capture_output=True, text=True
    )
    assert answer.returncode == 1
    assert "needs Python 3.11 or later" in answer.stderr


def test_a_call_from_another_folder_and_through_a_link_finds_the_checkout(tmp_path: Path):
    """The environment is there already (the one that runs this test): the command starts at once and answers."""
    if not list(Path(sys.prefix).glob(".backreel-*")):
        pytest.skip("this environment was not made by scripts/test: the call would install into it")
    link = tmp_path / "my backreel"
    link.symlink_to(ROOT / "scripts" / "backreel")
    environment = {**os.environ, "BACKREEL_VENV": sys.prefix}
    begin = time.monotonic()
    answer = subprocess.run([str(link), "list"], cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert answer.returncode == 0, answer.stderr
    assert "\nneuron: " in answer.stdout
    assert answer.stderr == ""
    assert time.monotonic() - begin < 5
