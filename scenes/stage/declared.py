"""What is so on purpose, said where it is made: two things that overlap, a digit that is mathematics and no data, what
a colour stands for, what may leave the frame, what was read elsewhere. The checks of a frame read it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import count
from typing import Any, TypeVar

from manim import Mobject

AnyMobject = TypeVar("AnyMobject", bound=Mobject)
_tokens = count(1)


@dataclass(frozen=True)
class Declaration:
    """What is declared of a mobject and of everything in it. Copies of the mobject keep it."""

    overlaps: frozenset[int] = frozenset()
    constants: tuple[tuple[str, str], ...] = ()  # the digits, and why they are no data
    meaning: str | None = None
    goes_beyond: bool = False  # the frame
    read_before: bool = False  # in another part of the film

    def __deepcopy__(self, memo: Any) -> Declaration:
        return self


NOTHING = Declaration()


def declared(mobject: Mobject) -> Declaration:
    """What is declared of this very mobject."""
    found: Declaration = vars(mobject).get("declaration", NOTHING)  # getattr is slow where Manim has no attribute
    return found


def overlapping(mobject: AnyMobject, *others: Mobject, why: str) -> AnyMobject:
    """The mobject may stand on each of the others, and they on it: `overlapping(label, line, why="on its level line")`.

    The others may still not stand on one another.
    """
    if not why.strip():
        raise ValueError("say in a word why they overlap")
    for other in others:
        token = next(_tokens)
        for one in (mobject, other):
            said = declared(one)
            one.declaration = replace(said, overlaps=said.overlaps | {token})  # type: ignore[attr-defined]
    return mobject


def constant(mobject: AnyMobject, digits: str, why: str) -> AnyMobject:
    """These digits in it are mathematics and no data: `constant(formula, "2", why="the exponent of the square")`."""
    if not any(char.isdigit() for char in digits) or not why.strip():
        raise ValueError(f"declare digits, and why they are no data; got {digits!r}, {why!r}")
    said = declared(mobject)
    mobject.declaration = replace(said, constants=(*said.constants, (digits, why)))  # type: ignore[attr-defined]
    return mobject


def beyond_frame(mobject: AnyMobject, why: str) -> AnyMobject:
    """The mobject may reach beyond the frame: `beyond_frame(line, why="the axis goes on")`. Text may not."""
    if not why.strip():
        raise ValueError("say in a word why it goes beyond the frame")
    mobject.declaration = replace(declared(mobject), goes_beyond=True)  # type: ignore[attr-defined]
    return mobject


def read_before(mobject: AnyMobject, why: str) -> AnyMobject:
    """The text could be read before this scene began: `read_before(caption, why="the scene before ends with it")`."""
    if not why.strip():
        raise ValueError("say in a word where it was read")
    mobject.declaration = replace(declared(mobject), read_before=True)  # type: ignore[attr-defined]
    return mobject


def stands_for(mobject: AnyMobject, meaning: str | None) -> AnyMobject:
    """The colour of the mobject says that it shows this quantity (`weight`, `loss`); None: its colour says nothing."""
    mobject.declaration = replace(declared(mobject), meaning=meaning)  # type: ignore[attr-defined]
    return mobject
