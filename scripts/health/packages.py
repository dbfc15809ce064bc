"""Python, and the packages that the project needs: whether they are there, new enough, and can be loaded."""

from __future__ import annotations

import json
import re
import shlex
import sys
import tomllib
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from urllib.parse import unquote, urlparse

from scripts.health.finding import Finding
from scripts.health.probe import LOAD
from scripts.health.systems import install_line
from scripts.health.tried import Answer

HOUSE = Path(__file__).parents[2]
_MODULES = {
    "fast-sugiyama": "fast_sugiyama",
    "manimpango": "manimpango",
    "pillow": "PIL",
    "pycairo": "cairo",
    "python-pptx": "pptx",
}
_UNDER_MANIM = ("pycairo", "ManimPango")  # not named by the project: Manim brings them, and they need system libraries
_LIBRARIES = {"pycairo": "cairo", "ManimPango": "pango"}
_NAME = re.compile(r"[A-Za-z0-9._-]+")


def requirements() -> list[str]:
    """What the project needs, as its checkout says, or what is installed of it."""
    project = HOUSE / "pyproject.toml"
    try:
        told: list[str] = tomllib.loads(project.read_text(encoding="utf-8"))["project"]["dependencies"]
        return told
    except (OSError, KeyError, ValueError):
        pass
    try:
        return [line for line in metadata.requires("backreel") or [] if "extra ==" not in line]
    except metadata.PackageNotFoundError:
        return []


def wanted() -> dict[str, str]:
    """The packages, and what is needed of each."""
    named = {match.group(): line for line in requirements() if (match := _NAME.match(line))}
    return {**{name: name for name in _UNDER_MANIM}, **named}


def to_load(name: str) -> str:
    """What is to be tried out for a package."""
    return LOAD + _MODULES.get(name.lower(), name)


def python() -> Finding:
    """The Python that runs this."""
    version = ".".join(map(str, sys.version_info[:3]))
    good = sys.version_info >= (3, 11)
    return Finding("Python", version, good, mend="" if good else f"3.11 or later: {install_line('python')}")


def package(name: str, needs: str, answers: Mapping[str, Answer]) -> Finding:
    """Whether a package is there as it is needed, and can be loaded."""
    try:
        version = metadata.version(name)
    except metadata.PackageNotFoundError:
        return Finding(name, "not installed", False, mend=_get(needs), absent=True)
    if not _is_in_range(version, needs):
        return Finding(name, f"{version}, and {needs} is needed", False, mend=_get(needs))
    fault = answers[to_load(name)].fault
    if not fault:
        return Finding(name, version, True)
    again = get_again(needs)
    library = _LIBRARIES.get(name)
    mend = f"{install_line(library)} && {again}" if library else again
    return Finding(name, f"{version} is there and cannot be loaded ({fault})", False, mend=mend)


def get_again(needs: str) -> str:
    """The command that puts a package in the place of a broken one."""
    return _get(needs, "--force-reinstall --no-deps")


def project() -> Finding:
    """Whether the environment was set up for the checkout that runs here, as it is now."""
    try:
        installed = metadata.distribution("backreel")
    except metadata.PackageNotFoundError:
        return Finding("backreel", f"runs from {HOUSE}, not installed", True, needed=False)
    version = installed.version
    if not (HOUSE / "pyproject.toml").exists():
        return Finding("backreel", version, True)
    mend = f"{shlex.quote(sys.executable)} -m pip install -e {shlex.quote(str(HOUSE))}"
    other = _set_up_for(installed)
    if other is not None and other.resolve() != HOUSE.resolve():
        found = f"runs from {HOUSE}, and the environment was set up for {other}"
        return Finding("backreel", found, False, needed=False, mend=mend)
    told = {_plain(line) for line in installed.requires or [] if "extra ==" not in line}
    missing = sorted({_plain(line) for line in requirements()} - told)
    if missing:
        found = f"the checkout is newer than the environment: it needs {', '.join(missing)}"
        return Finding("backreel", found, False, needed=False, mend=mend)
    return Finding("backreel", f"{version}, from {HOUSE}", True)


def _set_up_for(installed: metadata.Distribution) -> Path | None:
    try:
        told = json.loads(installed.read_text("direct_url.json") or "{}")
        return Path(unquote(urlparse(told["url"]).path)) if told["dir_info"]["editable"] else None
    except (ValueError, KeyError):
        return None


def _plain(requirement: str) -> str:
    """Without the differences in writing that make no difference."""
    name = _NAME.match(requirement)
    assert name is not None
    return name.group().lower() + ",".join(sorted(requirement[name.end() :].replace(" ", "").split(",")))


def _is_in_range(version: str, needs: str) -> bool:
    try:
        from packaging.requirements import Requirement
    except ImportError:
        return True  # nobody here knows how versions are compared
    return Requirement(needs).specifier.contains(version, prereleases=True)


def _get(needs: str, how: str = "") -> str:
    return " ".join(filter(None, (shlex.quote(sys.executable), "-m pip install", how, shlex.quote(needs))))
