"""On which line of a TOML text a key stands. The text is known to be valid."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from typing import Any

# What may hold brackets and signs without meaning: a comment, or a string of any of the four kinds.
_PIECE = re.compile(r'#[^\n]*|"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'', re.DOTALL)
_MARK = re.compile(r"[\[\]{}\n]")


def line_of(text: str, keys: tuple[str, ...]) -> int | None:
    """The line of what gives a value to these keys, or to one inside of it; else the line of the value that it is
    inside of.

    >>> line_of("# b\\n[a]\\nb = 1\\nc.d = [\\n2]\\n", ("a", "c", "d"))
    4
    """
    around: tuple[int, int] = 0, 0
    for line, place in _statements(text):
        if place[: len(keys)] == keys:
            return line
        if keys[: len(place)] == place and len(place) >= around[0]:
            around = len(place), line
    return around[1] or None


def _statements(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The line on which each statement begins, and the keys that it gives a value or a table to."""
    table: tuple[str, ...] = ()
    line = 1
    for statement, veiled in _cut(text):
        begins = len(veiled) - len(veiled.lstrip())
        here = line + statement.count("\n", 0, begins)
        line += statement.count("\n") + 1
        if veiled[begins : begins + 1] == "[":
            table = _keys(statement[begins : len(veiled.rstrip())])
            yield here, table
        elif "=" in veiled:
            yield here, table + _keys(f"{statement[begins : veiled.index('=')]} = 0")


def _cut(text: str) -> Iterator[tuple[str, str]]:
    """The statements of a text, each with what is left of it when comments and strings are veiled."""
    veiled = _PIECE.sub(lambda piece: (" " if piece[0][0] == "#" else "s") * len(piece[0]), text)
    begins = depth = 0
    for mark in _MARK.finditer(veiled):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(mark[0], 0)
        if mark[0] == "\n" and depth == 0:
            yield text[begins : mark.start()], veiled[begins : mark.start()]
            begins = mark.end()
    yield text[begins:], veiled[begins:]


def _keys(statement: str) -> tuple[str, ...]:
    """The keys of a statement whose value is plain, one inside the other."""
    inner: Any = tomllib.loads(statement)
    keys: list[str] = []
    while isinstance(inner, dict) and inner:
        ((key, inner),) = inner.items()
        keys.append(key)
    return tuple(keys)
