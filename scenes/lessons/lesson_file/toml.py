"""A TOML file read within bounds, and the lines on which its keys stand."""

from __future__ import annotations

import re
import stat
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scenes.lessons.lesson_file.lines import line_of
from scenes.stage.near import quoted
from scenes.stage.parameters import SettingError

LARGEST = 256_000  # bytes of a file
LONGEST_LINE = 10_000  # characters
MOST_LINES = 10_000
MOST_DIGITS = 1000  # of a number; Python itself refuses to read much longer ones
_PLACE = re.compile(r" ?\(at (?:line (\d+), column (\d+)|end of document)\)")
_DIGITS = re.compile(rf"(?:\d_?){{{MOST_DIGITS},}}|0[xob][0-9a-fA-F_]{{{MOST_DIGITS},}}")
_PARTS = re.compile(r"(?:[^.=\n]*\.){20,}[^.=\n]*=|\s*\[(?:[^.\]\n]*\.){20,}")  # of one key: more take long to read


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
        line = line_of(self.text, keys)
        return f"{self.name}, line {line}" if line is not None else self.name


def read(path: Path) -> Document:
    """Read a file; raises SettingError for one that cannot be read, is no TOML, or is too large."""
    text = _text(path)
    name = printable(path)
    lines = text.split("\n")
    if len(lines) > MOST_LINES:
        raise SettingError(f"{name}: must have at most {MOST_LINES} lines, got {len(lines)}")
    for number, line in enumerate(lines, start=1):
        if len(line) > LONGEST_LINE:
            raise SettingError(f"{name}, line {number}: must have at most {LONGEST_LINE} characters, got {len(line)}")
        if _DIGITS.search(line):
            raise SettingError(f"{name}, line {number}: a number must have less than {MOST_DIGITS} digits")
        if _PARTS.match(line):
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
    raise ValueError(f"must be a number or a text, got {kind_of(value)}")


def kind_of(value: object) -> str:
    """What a value is, in words."""
    kinds: dict[type, str] = {dict: "a table", list: "a list", str: "a text", bool: "true or false"}
    kinds |= {int: "a number", WrittenFloat: "a number"}
    return kinds.get(type(value), "a date or a time")
