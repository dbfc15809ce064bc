"""The folders that a render writes to: whether it may, and whether there is room."""

from __future__ import annotations

import errno
import os
import shlex
import tempfile
from collections.abc import Iterator
from pathlib import Path

from scripts.health.finding import Finding

ROOM = 500_000_000  # bytes that a render at the highest quality may want
_TRIED = 1 << 20  # bytes that are really written
_FULL = (errno.ENOSPC, errno.EDQUOT)


def places(output: Path, cache: Path) -> list[Finding]:
    """Where the output, the cache and what does not stay go; and each file system of them once."""
    named = [
        ("output folder", output, "choose another one with -o"),
        ("cache", cache, "export BACKREEL_CACHE=ANOTHER_FOLDER, or render with --no-cache"),
    ]
    findings = list(_named())
    try:
        named.append(("temporary folder", Path(tempfile.gettempdir()), "export TMPDIR=ANOTHER_FOLDER"))
    except OSError as fault:
        found = fault.strerror or str(fault)
        findings.append(Finding("temporary folder", found, False, mend="export TMPDIR=ANOTHER_FOLDER"))
    return [*findings, *(_writable(*one) for one in named), *_rooms(named)]


def _named() -> Iterator[Finding]:
    """Python says nothing when it takes another folder than the one that TMPDIR names."""
    folder = os.environ.get("TMPDIR")
    if folder and not os.path.isdir(folder):
        found = f"{folder} is no folder; another one is taken"
        yield Finding("TMPDIR", found, False, needed=False, mend=f"mkdir -p {shlex.quote(folder)}")


def _writable(what: str, folder: Path, mend: str) -> Finding:
    what = f"{what} {folder}"
    try:
        with tempfile.TemporaryFile(dir=_existing(folder)) as file:
            file.write(bytes(_TRIED))
            file.flush()
            os.fsync(file.fileno())
    except OSError as fault:
        mend = f"free some space, or {mend}" if fault.errno in _FULL else mend
        return Finding(what, f"cannot be written to: {fault.strerror or fault}", False, mend=mend)
    return Finding(what, "can be written to", True)


def _rooms(named: list[tuple[str, Path, str]]) -> Iterator[Finding]:
    there: dict[int, list[tuple[str, Path, str]]] = {}
    for one in named:
        there.setdefault(os.stat(_existing(one[1])).st_dev, []).append(one)
    for several in there.values():
        system = os.statvfs(_existing(several[0][1]))
        free = system.f_bavail * system.f_frsize
        found, good = f"{free / 1e9:.1f} GB", free > ROOM
        if system.f_files and not system.f_favail:
            found, good = f"{found}, and no more files can be made there", False
        elif not good:
            found = f"{found}, and a film may want {ROOM / 1e9:g} GB"
        what = f"free space for {', '.join(what for what, _, _ in several)}"
        yield Finding(what, found, good, mend="" if good else f"free some, or {several[0][2]}")


def _existing(path: Path) -> Path:
    return next(place for place in (path.absolute(), *path.absolute().parents) if os.path.exists(place))
