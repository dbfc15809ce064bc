"""What ties the glyphs of a number to its quantity. Each glyph carries it, through every copy and slice, so that a
check that reads the screen knows what should stand there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

Number = Fraction | float


@dataclass(frozen=True)
class Binding:
    """A number on the screen: its quantity, the exact number that is meant, and how it is written.

    `at_rest`: it shows the quantity at `path`; otherwise it is on its way, and `number` is a state in between. Where
    the number carries no relation sign of its own, `relation` is what a sign in front of it may be at most.
    `in_code`: it stands in a program, where the decimal separator is the programming language's.
    """

    path: str
    number: Number
    shown: str
    relation: str
    at_rest: bool
    places: int | None = None
    figures: int = 4
    most: int = 8
    separator: str = "."
    in_code: bool = False

    def __str__(self) -> str:
        return self.shown if self.relation == "=" else f"≈ {self.shown}"

    def __deepcopy__(self, memo: Any) -> Binding:
        return self


def binding_of(glyph: object) -> Binding | None:
    """The number that a glyph belongs to, if any."""
    found: Binding | None = vars(glyph).get("binding")  # getattr is slow where Manim has no attribute
    return found


def bind(glyphs: Iterable[Any], binding: Binding) -> None:
    """Say which number these glyphs are."""
    for glyph in glyphs:
        glyph.binding = binding
