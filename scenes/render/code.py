"""The code that a film depends on, as one string: the engine, the modules that draw it with all of the house that they
import, and the files that lie beside them (formulas, programs, the brush)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import sha256
from importlib import resources
from importlib.resources.abc import Traversable

from scenes.lessons import index

_PACKAGES = ("engine", "scenes")
_DRAW = ("scenes.render.draw", "scenes.lessons.film")
_BESIDE = ("scenes/text/formulas", "scenes/lessons/programs", "scenes/render/quick")
_SOURCES = (".py", ".toml", ".c", ".h")
_FROM = re.compile(r"^\s*from\s+([\w.]+)\s+import\s+(\([^)]*\)|[^\n]*)", re.MULTILINE)
_IMPORT = re.compile(r"^\s*import\s+([\w.]+)", re.MULTILINE)


def code_of(lesson: str) -> str:
    """A sum over all code that draws a lesson, of one from outside with all its files. FILM is the opening of a
    film."""
    found = index.find(lesson) if lesson != index.FILM else None
    if found is None or found.source is None:
        return _sum((found.numbers, found.film.partition(":")[0]) if found is not None else ())
    texts = (file.read_text(encoding="utf-8", errors="replace") for file in found.source.files if file.suffix == ".py")
    return _sum(tuple(sorted({name for text in texts for name in _named(text)})), found.source.total)


@cache
def _sum(roots: tuple[str, ...], outside: str = "") -> str:
    total = sha256(_beside().encode() + outside.encode())
    for module in _reached([*_DRAW, *roots]):
        total.update(f"{module}\0".encode() + _source(module) + b"\0")
    return total.hexdigest()


@cache
def _beside() -> str:
    """A sum over what every film depends on."""
    total = sha256()
    for folder in ("engine", *_BESIDE):
        for name, file in sorted(_sources(resources.files(folder.partition("/")[0]), folder)):
            total.update(f"{name}\0".encode() + file.read_bytes() + b"\0")
    return total.hexdigest()


def _reached(roots: list[str]) -> list[str]:
    """These modules, all that they import, and the packages that those are in."""
    found: set[str] = set()
    waiting = list(roots)
    while waiting:
        module = waiting.pop()
        if module in found or not _source(module):
            continue
        found.add(module)
        waiting += [module.rpartition(".")[0], *_imported(module)]
    return sorted(found)


@cache
def _imported(module: str) -> tuple[str, ...]:
    """What a module says that it imports: modules, or names in them that may be modules themselves."""
    return tuple(_named(_source(module).decode()))


def _named(source: str) -> Iterable[str]:
    """What of the house a source imports."""
    names = [match[1] for match in _IMPORT.finditer(source)]
    for match in _FROM.finditer(source):
        names += [match[1], *(f"{match[1]}.{name}" for name in re.findall(r"\w+", match[2]))]
    return (name for name in names if name.partition(".")[0] in _PACKAGES)


@cache
def _source(module: str) -> bytes:
    """The text of a module of the house; empty where it is none."""
    package, _, inner = module.partition(".")
    if package not in _PACKAGES:
        return b""
    place = resources.files(package).joinpath(*inner.split(".")) if inner else resources.files(package)
    for file in (place.joinpath("__init__.py"), place.parent.joinpath(f"{place.name}.py")):
        if file.is_file():
            return file.read_bytes() or b"\n"
    return b""


def _sources(package: Traversable, folder: str) -> Iterator[tuple[str, Traversable]]:
    """All sources in a folder of a package, with their names in it."""
    inner = folder.split("/")[1:]
    for found in package.joinpath(*inner).iterdir() if inner else package.iterdir():
        name = f"{folder}/{found.name}"
        if found.is_file() and found.name.endswith(_SOURCES):
            yield name, found
        elif found.is_dir():
            yield from _sources(package, name)
