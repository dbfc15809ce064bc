"""New code in a running process: functions of which the body alone has changed get their new one."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FrameType, FunctionType, ModuleType
from typing import Any


@dataclass(frozen=True)
class Exchange:
    """A function, and the code that it is to have."""

    function: FunctionType
    code: CodeType


def sources(folder: Path) -> dict[str, str]:
    """What the files of all loaded modules in a folder say, by the name of the module."""
    return {name: text for name, module in list(sys.modules.items()) if (text := _source(module, folder)) is not None}


def exchanges(before: Mapping[str, str], now: Mapping[str, str]) -> list[Exchange] | None:
    """What has to be exchanged so that modules made of the sources `before` do what those of `now` say: functions, and
    methods of classes. None where that is not enough: more has changed than bodies, a function that is being run or
    whose results are kept."""
    found: list[Exchange] = []
    try:
        for name, text in now.items():
            if before.get(name) != text:
                found += _of_module(sys.modules[name], before[name], text)
    except (SyntaxError, ValueError, KeyError):
        return None
    return found


def _of_module(module: ModuleType, before: str, now: str) -> Iterator[Exchange]:
    """Raises ValueError where more has changed than bodies."""
    old, new = _Bodies(before), _Bodies(now)
    if old.rest != new.rest:
        raise ValueError(module.__name__)
    codes = dict(_codes(compile(now, module.__file__ or "", "exec")))
    running = set(_running())
    for name, body in new.bodies.items():
        if old.bodies[name] != body:
            function, code = _function(module, name), codes[name]
            if function.__code__ in running or function.__code__.co_freevars != code.co_freevars:
                raise ValueError(name)
            yield Exchange(function, code)


class _Bodies(ast.NodeTransformer):
    """The bodies of a module's functions and methods by name, and the rest of it, both without their places."""

    def __init__(self, source: str) -> None:
        self.bodies: dict[str, str] = {}
        self._around: list[str] = []
        self.rest = ast.dump(self.visit(ast.parse(source)))

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        self._around.append(node.name)
        self.generic_visit(node)
        self._around.pop()
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        name = ".".join([*self._around, node.name])
        if name in self.bodies:  # the getter and the setter of a property: which is which?
            raise ValueError(name)
        self.bodies[name] = ast.dump(ast.Module(node.body, []))
        node.body = []
        return node


def _codes(code: CodeType) -> Iterator[tuple[str, CodeType]]:
    """The code of all functions outside of functions, by name."""
    for part in code.co_consts:
        if isinstance(part, CodeType):
            yield part.co_qualname, part
            if "<locals>" not in part.co_qualname:
                yield from _codes(part)


def _function(module: ModuleType, name: str) -> FunctionType:
    """Raises ValueError for what is no plain function, or one whose results are kept."""
    *classes, last = name.split(".")
    owner: Any = module
    for part in classes:
        owner = vars(owner)[part]
    found = vars(owner)[last]
    found = getattr(found, "fget", None) or getattr(found, "__func__", found)
    if hasattr(found, "cache_clear") or not isinstance(found, FunctionType):
        raise ValueError(name)
    while isinstance(inner := getattr(found, "__wrapped__", None), FunctionType):  # a context manager
        found = inner
    return found


def _running() -> Iterator[CodeType]:
    frame: FrameType | None = sys._getframe()
    while frame is not None:
        yield frame.f_code
        frame = frame.f_back


def _source(module: ModuleType, folder: Path) -> str | None:
    file = getattr(module, "__file__", None)
    if file is None or not file.endswith(".py") or not Path(file).is_relative_to(folder):
        return None
    try:
        return Path(file).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return None
