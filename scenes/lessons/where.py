"""Where a lesson is found, one of ours or one from outside."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Source:
    """Where a lesson from outside comes from. `asked` finds it in another process too: its name where it is installed,
    else PATH.py:CLASS. `called` is that for people. `files` are its code, its words and what lies beside them, `total`
    a sum over those."""

    asked: str
    called: str
    files: tuple[Path, ...]
    total: str

    @property
    def is_installed(self) -> bool:
        """Whether another machine can have it under its name."""
        return ".py" not in self.asked


@dataclass(frozen=True)
class Lesson:
    """Where a lesson's numbers (parameters and trace, without Manim if it is one of ours) and its film (a class, with
    Manim) are found. One of ours has no `source`."""

    name: str
    numbers: str
    film: str
    source: Source | None = None
