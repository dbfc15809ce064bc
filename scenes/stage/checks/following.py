"""Knowing a text again that is made anew at every instant, as `always_redraw` does."""

from __future__ import annotations

import re
from collections.abc import Hashable
from dataclasses import replace

from scenes.stage.checks.frame import Frame, TextUnit
from scenes.stage.checks.naming import Naming


class Following:
    """Gives a text that takes the place of one that says the same, apart from its digits, the identity of that one."""

    def __init__(self, naming: Naming) -> None:
        self._naming = naming
        self._before: dict[Hashable, TextUnit] = {}  # by the identity of its own
        self._known_as: dict[Hashable, Hashable] = {}

    def follow(self, frame: Frame) -> Frame:
        """The frame with the identities of its texts those that they have had from the first."""
        present = {unit.identity: unit for unit in frame.units}
        gone = [identity for identity in self._before if identity not in present]
        new = [identity for identity in present if identity not in self._before]
        if gone and new:
            says: dict[str, list[Hashable]] = {}
            for identity in gone:
                says.setdefault(pattern(self._naming.text(self._before[identity])), []).append(identity)
            for identity in new:
                same = says.get(pattern(self._naming.text(present[identity])))
                if same:
                    earlier = same.pop(0)
                    self._known_as[identity] = self._known_as.get(earlier, earlier)
        self._before = present
        known = self._known_as
        if not known.keys() & present.keys():
            return frame
        units = [replace(u, identity=known[u.identity]) if u.identity in known else u for u in frame.units]
        return replace(frame, units=units)


def pattern(text: str) -> str:
    """What a text says apart from its digits.

    >>> pattern("loss 1,25"), pattern("loss 0,5")
    ('loss 0', 'loss 0')
    """
    return re.sub(r"\d[\d.,]*", "0", text)
