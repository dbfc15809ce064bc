"""What a shot depends on, as one string: when any of it changes, the shot is drawn again."""

from __future__ import annotations

import sys
from functools import cache
from hashlib import sha256
from importlib import resources
from importlib.metadata import version

from scenes.render.edition import Edition

_PACKAGES = ("engine", "scenes")
_LIBRARIES = ("manim", "numpy", "typst", "av", "scipy", "contourpy")


def keys(edition: Edition) -> dict[str, str]:
    """The key of each shot, in the order of the film."""
    return {shot: clip_key(edition, shot) for shot in edition.shots}


def clip_key(edition: Edition, shot: str) -> str:
    """The key of a shot, fit for a file's name: lesson, shot, and a sum over the edition, all code and words of the
    house, and the versions of what draws."""
    told = repr((edition, shot, house(), sys.version_info[:2], [version(library) for library in _LIBRARIES]))
    return f"{edition.lesson}.{shot}.{sha256(told.encode()).hexdigest()[:16]}"


@cache
def house() -> str:
    """A sum over all code and words."""
    total = sha256()
    for package in _PACKAGES:
        with resources.as_file(resources.files(package)) as folder:
            for file in sorted(path for path in folder.rglob("*") if path.suffix in (".py", ".toml")):
                total.update(f"{file.relative_to(folder)}\0".encode() + file.read_bytes() + b"\0")
    return total.hexdigest()
