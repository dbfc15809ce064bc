"""A screen for the number check: texts and shapes, without the machinery that takes them off a scene."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from manim import Mobject, VMobject


@dataclass
class Unit:
    """One text of a screen."""

    owner: Mobject
    source: str = ""
    chain: Sequence[Mobject] = ()

    def __post_init__(self) -> None:
        self.chain = self.chain or [self.owner]

    @property
    def leaves(self) -> list[VMobject]:
        """Its glyphs."""
        return [leaf for leaf in self.owner.get_family() if len(leaf.points)]


@dataclass
class Shape:
    """An outline that is no text."""

    mobject: VMobject
    chain: Sequence[Mobject]


@dataclass
class Screen:
    """An instant."""

    units: Sequence[Unit]
    at_rest: bool = True
    time: float = 0.0
    since: float = 0.0
    shot: str = "forward"
    shapes: Sequence[Shape] = field(default=())

    def stands(self, unit: Unit) -> bool:
        """Whether a text is at rest."""
        return self.at_rest


def screen(*texts: Mobject, at_rest: bool = True, time: float = 0.0, shot: str = "forward") -> Screen:
    """A screen on which these texts stand."""
    return Screen([Unit(text, getattr(text, "typst_code", "")) for text in texts], at_rest, time, time, shot)
