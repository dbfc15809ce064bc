"""A fault that a check found in a scene."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "safe-area",
    "out-of-frame",
    "text-on-text",
    "text-crossed",
    "text-covered",
    "too-small",
    "contrast",
    "reading-time",
    "same-colour",
    "not-finite",
    "unbound-number",
    "wrong-number",
    "wrong-relation",
    "unreadable-glyph",
]


@dataclass(frozen=True)
class Fault:
    """One thing wrong at one instant; `box` is left, bottom, right, top in units of the scene."""

    kind: Kind
    what: str  # a sentence for a person: what, where, and what would be right
    time: float  # seconds into the lesson
    shot: str  # "" outside of a shot
    box: tuple[float, float, float, float] | None
