"""What is good to have, and not needed: the compiled brush, a cluster, voices, programs, lessons of other packages."""

from __future__ import annotations

import shlex
import shutil
import sys
from collections.abc import Mapping
from importlib import metadata
from importlib.util import find_spec

from scripts.health.finding import Finding
from scripts.health.packages import HOUSE
from scripts.health.probe import LESSONS, LOAD, languages
from scripts.health.systems import install_line
from scripts.health.tried import Answer

BRUSH = f"{LOAD}scenes.render.quick._paint"
CLUSTER = f"{LOAD}distributed"
PROGRAMS = {"chromium": "plays the videos in tests", "ffmpeg": "not needed: PyAV brings its own"}


def to_try() -> list[str]:
    """The names of what is to be tried out."""
    voices = [f"voice:{language}" for language in languages()] if find_spec("num2words") else []
    cluster = [CLUSTER] if find_spec("distributed") else []
    brush = [BRUSH] if _is_built() else []
    return [*brush, *(f"lesson:{entry.name}" for entry in _entries()), *voices, *cluster]


def extras(answers: Mapping[str, Answer]) -> list[Finding]:
    """What was found of them."""
    return [
        _brush(answers),
        *(_voice(language, answers) for language in languages()),
        _cluster(answers),
        *map(_program, PROGRAMS),
        *(_lesson(entry, answers) for entry in _entries()),
    ]


def _entries() -> list[metadata.EntryPoint]:
    return sorted(metadata.entry_points(group=LESSONS), key=lambda entry: entry.name)


def _is_built() -> bool:
    return find_spec("scenes.render.quick._paint") is not None


def _brush(answers: Mapping[str, Answer]) -> Finding:
    mend = f"{install_line('cairo')} && {_pip('--force-reinstall --no-deps -e')} {shlex.quote(str(HOUSE))}"
    if not _is_built():
        found = "not built: the same frames, in more time"
        return Finding("compiled brush", found, False, needed=False, mend=mend, absent=True)
    if fault := answers[BRUSH].fault:
        return Finding("compiled brush", f"cannot be loaded ({fault})", False, needed=False, mend=mend)
    return Finding("compiled brush", "there", True, needed=False)


def _voice(language: str, answers: Mapping[str, Answer]) -> Finding:
    what, mend = f"voice ({language})", _pip('"backreel[voice]"')
    answer = answers.get(f"voice:{language}")
    if answer is None or "no voice is installed" in answer.fault:
        return Finding(what, "not there (--narrate speaks with it)", False, needed=False, mend=mend, absent=True)
    return Finding(
        what, answer.found or f"does not speak: {answer.fault}", not answer.fault, False, mend if answer.fault else ""
    )


def _cluster(answers: Mapping[str, Answer]) -> Finding:
    mend = _pip('"backreel[cluster]"')
    if CLUSTER not in answers:
        return Finding("dask.distributed", "not there (--cluster draws with it)", False, False, mend, absent=True)
    if fault := answers[CLUSTER].fault:
        return Finding("dask.distributed", f"cannot be loaded ({fault})", False, needed=False, mend=mend)
    return Finding("dask.distributed", metadata.version("distributed"), True, needed=False)


def _program(name: str) -> Finding:
    path = shutil.which(name)
    if path is None:
        return Finding(name, f"not there ({PROGRAMS[name]})", False, False, install_line(name), absent=True)
    return Finding(name, path, True, needed=False)


def _lesson(entry: metadata.EntryPoint, answers: Mapping[str, Answer]) -> Finding:
    answer = answers[f"lesson:{entry.name}"]
    package = entry.dist.name if entry.dist is not None else entry.module
    what = f"lesson {entry.name} of {package}"
    if not answer.fault:
        return Finding(what, answer.found, True, needed=False)
    return Finding(what, f"cannot be loaded ({answer.fault})", False, False, _pip(f"--force-reinstall {package}"))


def _pip(what: str) -> str:
    return f"{shlex.quote(sys.executable)} -m pip install {what}"
