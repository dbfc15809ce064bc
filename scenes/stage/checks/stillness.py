"""Which texts stand still while other things move: they are read then, as at rest."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, replace

from scenes.stage.checks.frame import Frame, TextUnit
from scenes.stage.checks.limits import PASSING_SECONDS
from scenes.stage.checks.looks import Look
from scenes.stage.checks.sighting import Sighting


@dataclass(frozen=True)
class _Held:
    looks: tuple[Look, ...]
    since: float
    rested: bool


class Stillness:
    """Follows how long each text has looked as it does."""

    def __init__(self) -> None:
        self._held: dict[Hashable, _Held] = {}

    def follow(self, frame: Frame) -> Frame:
        """The frame with the texts that stand still: as they were at rest, or unchanged for a while."""
        held: dict[Hashable, _Held] = {}
        for unit in frame.units:
            before = self._held.get(unit.identity)
            if before is not None and before.looks == unit.looks:
                held[unit.identity] = replace(before, rested=True) if frame.at_rest else before
            else:
                held[unit.identity] = _Held(unit.looks, frame.since, frame.at_rest)
        self._held = held
        still = (key for key, one in held.items() if one.rested or frame.time - one.since >= PASSING_SECONDS)
        return replace(frame, still=frozenset(still))


class WhileStanding:
    """What is true of each text when it stands, and is taken to be true until it stands again."""

    def __init__(self) -> None:
        self._known: dict[Hashable, Sighting | None] = {}

    def look(self, frame: Frame, judged: Callable[[TextUnit], Sighting | None]) -> Iterator[Sighting]:
        """What is wrong with the texts of a frame; only those that stand are judged."""
        self._known = {
            unit.identity: judged(unit) if frame.stands(unit) else self._known.get(unit.identity)
            for unit in frame.units
        }
        yield from (sighting for sighting in self._known.values() if sighting is not None)
