"""`backreel doctor`: what this machine has and what it lacks. Manim itself is not loaded."""

from __future__ import annotations

import importlib.util
import json
import shutil
import sys
import tempfile
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path

import click

from scenes.render import cache
from scripts import options

PACKAGES = ("manim", "numpy", "click", "typst", "av", "pillow", "rich", "srt", "pycairo", "ManimPango")
PROGRAMS = {"chromium": "plays the videos in tests", "ffmpeg": "not needed: PyAV brings its own"}
ROOM = 500_000_000  # bytes that a render at the highest quality may want
BUILD = "install a C compiler and cairo's headers (libcairo2-dev), then install backreel again"
INSTALL = "scripts/backreel doctor (run from the checkout, it installs what is missing)"


@dataclass(frozen=True)
class Finding:
    """One thing looked at; `mend` is the command that gets it where it is missing."""

    what: str
    found: str
    good: bool
    needed: bool = True
    mend: str = ""


@click.command("doctor")
@options.output
@options.as_json
@options.verbose
def command(output: Path, as_json: bool, verbose: bool) -> None:
    """What this machine has, what it lacks, and how to get it. Exit code 1 if something that is needed is missing."""
    findings = [
        _python(),
        *map(_package, PACKAGES),
        _fonts(),
        _brush(),
        *map(_program, PROGRAMS),
        _writable(output),
        _room(output),
        _writable(cache.folder(), "cache", "name another folder in BACKREEL_CACHE"),
    ]
    if as_json:
        click.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False))
    else:
        for finding in findings:
            sign = "ok     " if finding.good else "MISSING" if finding.needed else "none   "
            click.echo(f"{sign}  {finding.what}: {finding.found}{'  ->  ' + finding.mend if finding.mend else ''}")
    if any(finding.needed and not finding.good for finding in findings):
        raise click.exceptions.Exit(1)


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    good = sys.version_info >= (3, 11)
    return Finding("Python", version, good, mend="" if good else "install Python 3.11 or later")


def _package(name: str) -> Finding:
    try:
        return Finding(name, metadata.version(name), True)
    except metadata.PackageNotFoundError:
        return Finding(name, "not installed", False, mend=INSTALL)


def _fonts() -> Finding:
    wanted = {"Libertinus Serif", "New Computer Modern Math"}
    try:
        import typst

        families = set(typst.Fonts(include_system_fonts=False).families())
    except ImportError:
        return Finding("fonts inside Typst", "Typst is not installed", False, mend=INSTALL)
    missing = wanted - families
    return Finding(
        "fonts inside Typst", ", ".join(sorted(wanted & families)), not missing, mend=INSTALL if missing else ""
    )


def _brush() -> Finding:
    there = importlib.util.find_spec("scenes.render.quick._paint") is not None
    found = "there" if there else "not built: the same frames, in more time"
    return Finding("compiled brush", found, there, needed=False, mend="" if there else BUILD)


def _program(name: str) -> Finding:
    path = shutil.which(name)
    return Finding(name, path or f"not there ({PROGRAMS[name]})", path is not None, needed=False)


def _writable(folder: Path, what: str = "output folder", mend: str = "choose another one with -o") -> Finding:
    try:
        with tempfile.TemporaryFile(dir=_existing(folder)):
            return Finding(f"{what} {folder}", "can be written to", True)
    except OSError as fault:
        return Finding(f"{what} {folder}", fault.strerror or "no", False, mend=mend)


def _room(output: Path) -> Finding:
    free = shutil.disk_usage(_existing(output)).free
    return Finding(
        "free space",
        f"{free / 1e9:.1f} GB",
        free > ROOM,
        mend="" if free > ROOM else "free some, or choose another folder with -o",
    )


def _existing(path: Path) -> Path:
    return next(place for place in (path.absolute(), *path.absolute().parents) if place.exists())
