"""A text of TOML that comes with a lesson from outside: what is wrong in it is said with file and line."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_AT_LINE = re.compile(r" \(at line (\d+), column \d+\)$")


class LessonError(ValueError):
    """A lesson from outside that cannot be used; the message is one line: where, what is wrong, what would be right."""


def shown(path: Path) -> str:
    """A path as a message names it: from here, where it lies below."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


@dataclass(frozen=True)
class Text:
    """A text of TOML, the file that it stands in, as a message names it, and the line there in which it begins."""

    source: str
    file: str
    first: int = 1

    def fault(self, what: str, near: str = "", after: int = 0) -> LessonError:
        """A fault at the first line in which this stands, of those behind a line; at the begin where there is none."""
        lines = self.source.splitlines()
        found = next((n for n, line in enumerate(lines) if n >= after and near and near in line), after)
        return LessonError(f"{self.file}:{self.first + found}: {what}")

    def read(self) -> dict[str, Any]:
        """What it says; raises LessonError."""
        try:
            return tomllib.loads(self.source)
        except tomllib.TOMLDecodeError as wrong:
            place = _AT_LINE.search(str(wrong))
            line = int(place[1]) if place else len(self.source.splitlines())
            what = str(wrong)[: place.start()] if place else str(wrong)
            raise LessonError(f"{self.file}:{self.first + line - 1}: no TOML: {what}") from None

    def line_of_shot(self, place: int) -> int:
        """The line, counted from 0, where the table of a shot begins, shots counted from 0."""
        heads = [n for n, line in enumerate(self.source.splitlines()) if line.strip() == "[[shots]]"]
        return heads[place] if place < len(heads) else 0
