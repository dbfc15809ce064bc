"""Whether each text stands long enough to be read."""

from __future__ import annotations

import math
import re
from collections.abc import Hashable
from dataclasses import dataclass

from scenes.stage.checks.crossings import Crossings
from scenes.stage.checks.fault import Fault, Kind
from scenes.stage.checks.following import pattern
from scenes.stage.checks.frame import Frame, TextUnit
from scenes.stage.checks.limits import (
    CHARACTERS_A_SECOND,
    LEAST_GLYPHS,
    LEAST_SECONDS,
    LEAST_WORDS,
    READABLE_OPACITY,
)
from scenes.stage.checks.looks import NOWHERE
from scenes.stage.checks.naming import Naming
from scenes.stage.checks.view import Box
from scenes.stage.declared import declared
from scenes.stage.writing.caption import Caption

Gone = tuple[Fault, Frame]  # with a frame in which the text still stood
_TOLERANCE = 0.05  # seconds: three frames
_NUMBER = re.compile(r"[\d.,+−\-=≈×·()%\s⁰¹²³⁴⁵⁶⁷⁸⁹⁻eE]*")


@dataclass
class _Standing:
    """A text from the moment it could be read; what it says is known when it has stood at rest."""

    since: float
    last: float
    shot: str
    box: Box
    place: Box = NOWHERE
    frame: Frame | None = None  # the last one in which it stood
    rested: float = 0.0
    text: str = ""
    name: str = ""
    is_sentence: bool = False

    @property
    def needed(self) -> float:
        """Seconds that it takes to be read."""
        return max(LEAST_SECONDS, len(self.text) / CHARACTERS_A_SECOND) if self.is_sentence else LEAST_SECONDS


class ReadingTime:
    """Captions and texts of three words need a fifteenth of a second a character; nothing of three glyphs may flash.

    A text counts from when it stands, at rest or while other things move; one that only flies past, or is written and
    gone before it stood, is a movement.
    A number that changes is no new text.
    """

    kinds: frozenset[Kind] = frozenset({"reading-time"})

    def __init__(self, naming: Naming, crossings: Crossings) -> None:
        self._naming = naming
        self._crossings = crossings
        self._standing: dict[Hashable, _Standing] = {}
        self._before = 0.0
        self._looked_away = False

    def look_away(self) -> None:
        """A part of the scene is not looked at: what stands there afterwards may have been read in it."""
        self._standing.clear()
        self._looked_away = True

    def look(self, frame: Frame) -> list[Gone]:
        """The texts that have gone too soon, or have become others."""
        faults: list[Gone] = []
        seen: set[Hashable] = set()
        for unit in frame.units:
            if self._can_be_read(unit, frame):
                seen.add(unit.identity)
                faults += self._stand(unit, frame)
        for key in [key for key in self._standing if key not in seen]:
            standing = self._standing.pop(key)
            # It went at the begin of a held picture, or between two looks.
            faults += _judged(standing, frame.since if frame.since < frame.time else (standing.last + frame.time) / 2)
        self._before = frame.time
        self._looked_away = False
        return faults

    def finish(self, time: float) -> list[Gone]:
        """The texts that stood at the end, and not long enough."""
        if not time:
            return []  # a still picture
        return [fault for standing in self._standing.values() for fault in _judged(standing, time)]

    def _can_be_read(self, unit: TextUnit, frame: Frame) -> bool:
        if declared(unit.owner).read_before:
            return False
        enough = unit.opacity >= READABLE_OPACITY and len(unit.leaves) >= LEAST_GLYPHS
        return enough and not self._crossings.is_hidden(unit, frame)

    def _stand(self, unit: TextUnit, frame: Frame) -> list[Gone]:
        standing = self._standing.get(unit.identity)
        faults: list[Gone] = []
        is_still = standing is not None and standing.place == unit.box and not _is_being_written(unit)
        stands = frame.at_rest or is_still
        text = self._naming.text(unit) if stands else ""
        if standing is not None and text and not _goes_on(standing.text, text):
            faults = _judged(standing, standing.rested)
            standing = None
        if standing is None:
            # It came between the last look and this one; the benefit of the doubt is the text's.
            since = frame.since if frame.since < frame.time else self._before
            if self._looked_away:
                since = -math.inf
            standing = self._standing[unit.identity] = _Standing(since, frame.time, frame.shot, unit.box)
        standing.last, standing.place = frame.time, unit.box
        if not standing.text and not frame.at_rest and _is_being_written(unit):
            standing.since = frame.time
        if stands:
            standing.rested, standing.frame = frame.time, frame
            if text != standing.text:
                standing.text, standing.name, standing.box = text, self._naming.quoted(unit), unit.box
                standing.is_sentence = isinstance(unit.owner, Caption) or len(self._naming.words(unit)) >= LEAST_WORDS
        return faults


def _goes_on(before: str, now: str) -> bool:
    """Whether a text says what it said before, or more: a formula may come part by part."""
    rest = iter(pattern(now))
    return all(character in rest for character in pattern(before) if not character.isspace())


def _is_being_written(unit: TextUnit) -> bool:
    """Whether some of its glyphs are outlines that are not filled yet; the rules of a formula never are."""
    return any(look.is_stroked and look.fill_opacity < READABLE_OPACITY and look.has_area for look in unit.looks)


def _judged(standing: _Standing, until: float) -> list[Gone]:
    stood = until - standing.since
    if (
        not standing.text
        or standing.frame is None
        or stood >= standing.needed - _TOLERANCE
        or _NUMBER.fullmatch(standing.text)
    ):
        return []
    if standing.is_sentence:
        size = f"{len(standing.text)} characters"
        what = f"{standing.name} ({size}) stands for {stood:.1f} s; reading it takes {standing.needed:.1f}"
    else:
        what = f"{standing.name} flashes for {stood:.1f} s; {LEAST_SECONDS:.1f} are needed to see it"
    return [(Fault("reading-time", what, standing.since, standing.shot, standing.box), standing.frame)]
