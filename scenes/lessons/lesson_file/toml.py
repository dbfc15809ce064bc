"""A TOML file read within bounds, and the lines on which its keys stand."""

from __future__ import annotations

import re
import stat
import tomllib
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from scenes.stage.near import quoted
from scenes.stage.parameters import SettingError

LARGEST = 256_000  # bytes of a file
LONGEST_LINE = 10_000  # characters
MOST_DIGITS = 1000  # of a number; Python itself refuses to read much longer ones
_PLACE = re.compile(r" ?\(at (?:line (\d+), column (\d+)|end of document)\)")
_DIGITS = re.compile(rf"(?:\d_?){{{MOST_DIGITS},}}")
_KEY_PARTS = re.compile(r"(?:[^.=\n]*\.){20,}[^.=\n]*=")  # of one key; more are no key of ours, and take long to read
_LONGEST_VALUE = 400  # lines


class WrittenFloat(str):
    """A number with a point or an exponent, as it is written."""


@dataclass(frozen=True)
class Document:
    """`name` is what the file is called in messages, `tables` are its contents; floats in them are `WrittenFloat`."""

    path: Path
    text: str
    tables: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The path as it was given."""
        return printable(self.path)

    def fault(self, keys: tuple[str, ...], why: str) -> SettingError:
        """What is wrong with the value at these keys, with its line."""
        return SettingError(f"{self.where(keys)}: {'.'.join(map(_key, keys))}: {why}")

    def where(self, keys: tuple[str, ...]) -> str:
        """The file and the line on which a key stands."""
        line = self._line_of(keys)
        return f"{self.name}, line {line}" if line is not None else self.name

    @cached_property
    def _lines(self) -> list[str]:
        return self.text.split("\n")

    def _line_of(self, keys: tuple[str, ...]) -> int | None:
        """Whether a key is there in the first lines of a file is known by reading those alone."""
        places = [n for n, line in enumerate(self._lines, start=1) if keys[-1] in line]
        found = bisect_left(places, True, key=lambda line: self._is_there_by(line, keys))
        return places[found] if found < len(places) else None

    def _is_there_by(self, line: int, keys: tuple[str, ...]) -> bool:
        """Whether the key is among what begins on this line or before."""
        for last in range(line, min(line + _LONGEST_VALUE, len(self._lines)) + 1):
            try:
                tables: Any = tomllib.loads("\n".join(self._lines[:last]), parse_float=WrittenFloat)
            except ValueError:
                continue
            for key in keys:
                if not isinstance(tables, dict) or key not in tables:
                    return False
                tables = tables[key]
            return True
        return True


def read(path: Path) -> Document:
    """Read a file; raises SettingError for one that cannot be read, is no TOML, or is too large."""
    text = _text(path)
    name = printable(path)
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > LONGEST_LINE:
            raise SettingError(f"{name}, line {number}: must have at most {LONGEST_LINE} characters, got {len(line)}")
        if _DIGITS.search(line):
            raise SettingError(f"{name}, line {number}: a number must have less than {MOST_DIGITS} digits")
        if _KEY_PARTS.match(line):
            raise SettingError(f"{name}, line {number}: a key of so many parts is none of a lesson file")
    try:
        return Document(path, text, tomllib.loads(text, parse_float=WrittenFloat))
    except RecursionError:
        raise SettingError(f"{name}: brackets are nested too deep") from None
    except ValueError as wrong:
        raise SettingError(_misread(name, str(wrong))) from None


def printable(path: Path) -> str:
    """A path as messages show it."""
    return str(path) if str(path).isprintable() else quoted(str(path))


def _text(path: Path) -> str:
    try:
        content = _content(path) if stat.S_ISREG(path.stat().st_mode) else None
    except (OSError, ValueError) as wrong:
        why = wrong.strerror or "" if isinstance(wrong, OSError) else str(wrong)
        raise SettingError(f"{printable(path)}: cannot be read ({why.lower()})") from None
    if content is None:
        raise SettingError(f"{printable(path)}: is no file")
    if len(content) > LARGEST:
        raise SettingError(f"{printable(path)}: a lesson file must have at most {LARGEST // 1000} kB")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = content.count(b"\n", 0, wrong.start) + 1
        raise SettingError(
            f"{printable(path)}, line {line}: must be text in UTF-8, got the byte 0x{content[wrong.start]:02x}; "
            "save the file as UTF-8"
        ) from None
    return text.replace("\r\n", "\n")


def _content(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(LARGEST + 1)


def _misread(name: str, why: str) -> str:
    """What tomllib says, with the place in front, as all our messages have it."""
    place = _PLACE.search(why)
    what = _PLACE.sub("", why)
    what = what[:1].lower() + what[1:200]
    if place is None:
        return f"{name}: {what}"
    return f"{name}, line {place[1]}, column {place[2]}: {what}" if place[1] else f"{name}, at its end: {what}"


def _key(part: str) -> str:
    return part if re.fullmatch(r"[\w-]{1,60}", part) else quoted(part)


def text_of(value: object) -> str:
    """A value as `--set` has it: 3, 0.1, "seed", [1, 2], [[1, 2], [3, 4]]. Raises ValueError for any other."""
    if isinstance(value, list):
        rows = [value] if not any(isinstance(row, list) for row in value) else value
        if not value or not all(isinstance(row, list) and row for row in rows):
            raise ValueError("must be numbers [1, 2], or rows of numbers [[1, 2], [3, 4]]")
        return "; ".join(", ".join(map(_single, row)) for row in rows)
    return _single(value)


def _single(value: object) -> str:
    if isinstance(value, bool):
        raise ValueError(f"must be a number or a text, got {str(value).lower()}")
    if isinstance(value, WrittenFloat):
        return value.replace("_", "")
    if isinstance(value, int | str):
        return str(value)
    kinds: dict[type, str] = {dict: "a table", list: "a list within a list"}
    raise ValueError(f"must be a number or a text, got {kinds.get(type(value), 'a date or a time')}")
