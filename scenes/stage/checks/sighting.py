"""What a check sees at one instant, before it is known whether it lasts."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Protocol

from scenes.stage.checks.fault import Kind
from scenes.stage.checks.frame import Frame
from scenes.stage.checks.limits import PASSING_SECONDS
from scenes.stage.checks.view import Box


@dataclass(frozen=True)
class Sighting:
    """A fault at one instant. `about` tells it from others of its kind, and finds it again at the next instant.

    `may_pass`: things may be so while they move; it is a fault only if it lasts, for `passing` seconds.
    """

    kind: Kind
    about: Hashable
    what: str
    box: Box | None
    may_pass: bool = True
    passing: float = PASSING_SECONDS


class Check(Protocol):
    """Looks at one frame after the other. `kinds` are those that it looks for; `only_at_rest`: frames in which
    something moves are not shown to it."""

    kinds: frozenset[Kind]
    only_at_rest: bool

    def look(self, frame: Frame) -> list[Sighting]:
        """What is wrong at this instant."""
        ...
