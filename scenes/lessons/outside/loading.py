"""Modules from outside, loaded."""

from __future__ import annotations

import errno
import os
import stat
import sys
from contextlib import redirect_stdout
from hashlib import sha256
from importlib import import_module, invalidate_caches
from pathlib import Path
from types import CodeType, ModuleType
from warnings import catch_warnings

from scenes.lessons.outside import sources
from scenes.lessons.outside.faults import explained
from scenes.stage.near import path_shown
from scenes.stage.writing.toml_text import LessonError, shown

_TRIES = 3  # of a file that is saved while it is loaded


MOST = 1_000_000  # bytes of a file


def load_file(path: Path) -> tuple[ModuleType, list[Path]]:
    """A Python file as a module of its own, as it is now, and the files that it is made of. As `python FILE` does, it
    finds what lies beside it. Raises LessonError, which says where."""
    name = f"backreel_file_{path.stem}_{sha256(str(path).encode()).hexdigest()[:8]}"
    for _ in range(_TRIES):
        with catch_warnings(action="ignore"):
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
        with redirect_stdout(sys.stderr), catch_warnings(action="ignore"):  # standard output is for programs
            files = sources.of_module(name)
            return import_module(name), files
    except KeyboardInterrupt:
        raise
    except BaseException as fault:
        raise explained(fault, files, owner) from None


def _run(path: Path, name: str, files: list[Path]) -> ModuleType:
    module = ModuleType(name)
    module.__file__ = str(path)
    sys.modules[name] = module
    folder, writes = str(path.parent), sys.dont_write_bytecode
    sys.path.insert(0, folder)
    sys.dont_write_bytecode = True  # nothing is left beside it, and two saves may lie in one second
    try:
        code = compiled(path)
        with redirect_stdout(sys.stderr):
            exec(code, vars(module))
    except BaseException as fault:
        sys.modules.pop(name, None)
        if isinstance(fault, LessonError | KeyboardInterrupt):
            raise
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


def compiled(path: Path) -> CodeType:
    """The code of a file; raises LessonError where it is no Python."""
    try:
        with catch_warnings(action="ignore"):
            return compile(path.read_bytes(), str(path), "exec", dont_inherit=True)
    except SyntaxError as fault:
        fault.filename = fault.filename or str(path)  # of NUL nothing is said
        raise explained(fault, (), shown(path)) from None
    except (ValueError, MemoryError, RecursionError, OverflowError) as fault:  # NUL; nested too deeply
        raise LessonError(f"{shown(path)}:1: {type(fault).__name__}: {fault or 'nested too deeply'}") from None


def make_sure_of(path: Path) -> Path:
    """The whole path of a Python file that is there; raises LessonError for anything else, and for one that is too
    large or cannot be read."""
    name = path_shown(str(path))
    if not os.path.lexists(path):
        raise LessonError(f"there is no file {name}")
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):  # a pipe would be waited for
            raise LessonError(f"{name} is no regular file")
        if found.st_size > MOST:
            raise LessonError(f"{name} has {found.st_size} bytes; a Python file may have {MOST} at most")
        path.open("rb").close()
        return path.resolve()
    except OSError as fault:
        if fault.errno in (errno.ELOOP, errno.ENOENT):  # a link that leads nowhere
            raise LessonError(f"{name} is no regular file") from None
        raise LessonError(f"{name}: {fault.strerror}") from None
