"""Modules from outside, loaded."""

from __future__ import annotations

import sys
from contextlib import redirect_stdout
from hashlib import sha256
from importlib import import_module, invalidate_caches
from pathlib import Path
from types import ModuleType

from scenes.lessons.outside import sources
from scenes.lessons.outside.faults import explained
from scenes.stage.writing.toml_text import LessonError, shown

_TRIES = 3  # of a file that is saved while it is loaded


def load_file(path: Path) -> tuple[ModuleType, list[Path]]:
    """A Python file as a module of its own, as it is now, and the files that it is made of. As `python FILE` does, it
    finds what lies beside it. Raises LessonError, which says where."""
    name = f"backreel_file_{path.stem}_{sha256(str(path).encode()).hexdigest()[:8]}"
    for _ in range(_TRIES):
        files = sources.of_file(path)
        before = sources.total(files)
        _forget(files)
        module = _run(path, name, files)
        if sources.total(files) == before:
            break
    return module, files


def load_module(name: str, owner: str) -> tuple[ModuleType, list[Path]]:
    """A module of an installed package, and the files that it is made of. Raises LessonError, which says where."""
    files: list[Path] = []
    try:
        files = sources.of_module(name)
        with redirect_stdout(sys.stderr):  # standard output is for programs
            return import_module(name), files
    except (Exception, SystemExit) as fault:
        raise explained(fault, files, owner) from None


def _run(path: Path, name: str, files: list[Path]) -> ModuleType:
    module = ModuleType(name)
    module.__file__ = str(path)
    sys.modules[name] = module
    folder, writes = str(path.parent), sys.dont_write_bytecode
    sys.path.insert(0, folder)
    sys.dont_write_bytecode = True  # nothing is left beside it, and two saves may lie in one second
    try:
        code = compile(path.read_bytes(), str(path), "exec")
        with redirect_stdout(sys.stderr):
            exec(code, vars(module))
    except (Exception, SystemExit) as fault:
        del sys.modules[name]
        raise explained(fault, files, shown(path)) from None
    finally:
        sys.dont_write_bytecode = writes
        sys.path.remove(folder)
        if folder not in sys.path:
            sys.path.append(folder)  # for what it imports later
    return module


def _forget(files: list[Path]) -> None:
    """Forget modules that were loaded from these files, so that they come as they are now."""
    own = {str(file) for file in files}
    invalidate_caches()
    for name in [name for name, module in sys.modules.items() if getattr(module, "__file__", None) in own]:
        del sys.modules[name]


def make_sure_of(path: Path) -> Path:
    """The whole path of a Python file that is there; raises LessonError."""
    if not path.is_file():
        raise LessonError(f"there is no file {path}")
    return path.resolve()
