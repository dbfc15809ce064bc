"""What a line of a program on the screen is made of. No Manim."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Token:
    """A piece of a line, from a column on. `path`: it is a number of the trace, with so many decimal `places` where it
    is written with more than it needs. `meaning`: what its colour says. `is_quiet`: it belongs to the language."""

    text: str
    column: int
    meaning: str | None = None
    path: str | None = None
    places: int | None = None
    is_quiet: bool = False

    @property
    def digits(self) -> str:
        """Digits in it that are no data."""
        return "" if self.path is not None else "".join(filter(str.isdigit, self.text))


Line = tuple[Token, ...]
