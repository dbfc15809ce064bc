"""The files that a lesson from outside is made of: its file and what that imports from beside it, or its package."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from glob import escape
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

_LEFT_OUT = (".pyc", ".pyo")


def of_module(module: str) -> list[Path]:
    """The files of an installed module: all of its package, or where it has none, as `of_file`. Imports nothing of
    it. Raises ImportError where there is none."""
    top = module.partition(".")[0]
    spec = find_spec(top)
    if spec is None:
        raise ModuleNotFoundError(f"No module named {top!r}", name=top)
    if spec.submodule_search_locations:
        return sorted({file for folder in spec.submodule_search_locations for file in _all_in(Path(folder))})
    return of_file(Path(spec.origin)) if spec.origin else []


def of_file(path: Path) -> list[Path]:
    """A file, what it imports from its folder, and all that is called after one of these: `sigmoid.en.toml`."""
    folder, found, waiting = path.parent, set[Path](), [path]
    while waiting:
        file = waiting.pop()
        if file not in found:
            found.add(file)
            waiting += _imported(file, folder)
    beside = {one for file in found if file.parent == folder for one in called_after(folder, file.stem)}
    return sorted(found | beside)


def called_after(folder: Path, name: str) -> list[Path]:
    """Files in a folder that are called after a module or a lesson, besides code."""
    return sorted(
        file for file in folder.glob(f"{escape(name)}.*") if file.is_file() and file.suffix not in (".py", *_LEFT_OUT)
    )


def total(files: Iterable[Path]) -> str:
    """A sum over files: their names in the folder that they share, and what is in them."""
    known = sorted(set(files))
    added = sha256()
    for file in known:
        name = file.relative_to(known[0].parent) if file.is_relative_to(known[0].parent) else Path(file.name)
        added.update(f"{name.as_posix()}\0".encode() + file.read_bytes() + b"\0")
    return added.hexdigest()


def _all_in(folder: Path) -> Iterator[Path]:
    for file in folder.rglob("*"):
        hidden = any(part.startswith(".") or part == "__pycache__" for part in file.relative_to(folder).parts)
        if file.is_file() and not hidden and file.suffix not in _LEFT_OUT:
            yield file


def _imported(file: Path, folder: Path) -> list[Path]:
    """What a file imports from a folder: modules, and whole packages. Nothing of one that cannot be read."""
    if file.suffix != ".py":
        return []
    try:
        parsed = ast.parse(file.read_bytes())
    except (SyntaxError, ValueError):
        return []
    found: list[Path] = []
    for name in _names(parsed):
        top = folder / name.partition(".")[0]
        if (module := top.with_name(f"{top.name}.py")).is_file():
            found.append(module)
        elif (top / "__init__.py").is_file():
            found += _all_in(top)
    return found


def _names(parsed: ast.Module) -> Iterator[str]:
    for node in ast.walk(parsed):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
