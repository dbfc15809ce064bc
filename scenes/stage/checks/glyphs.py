"""The glyphs of the texts on the screen as they are read, remembered while they stand still."""

from __future__ import annotations

import numpy as np
from manim import VMobject

from scenes.stage.checks.frame import TextUnit
from scenes.stage.checks.looks import Look
from scenes.stage.checks.origins import em_now, spread
from scenes.stage.checks.reader import Read, Reader
from scenes.stage.checks.recent import Recent


class Glyphs:
    """Reads texts by a `Reader`."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._reads: Recent[tuple[Look, ...], list[Read | None]] = Recent()
        self._ems: Recent[tuple[Look, ...], list[float | None]] = Recent()

    def turn(self) -> None:
        """The next instant begins."""
        self._reads.turn()
        self._ems.turn()

    def reads(self, unit: TextUnit) -> list[Read | None]:
        """What each glyph of a text is; None for one that cannot be read."""
        return self._reads.get(unit.looks, lambda: self._reader.read_all(unit.leaves))

    def ems(self, unit: TextUnit) -> list[float | None]:
        """The em of each glyph in units of the scene; None where it cannot be told."""
        return self._ems.get(unit.looks, lambda: self._measured(unit))

    def is_rule(self, leaf: VMobject) -> bool:
        """Whether an outline that is no glyph is a line or a rectangle, such as the bar of a fraction."""
        return self._reader.is_rule(leaf)

    def _measured(self, unit: TextUnit) -> list[float | None]:
        reads = self.reads(unit)
        made = [em_now(leaf) if read is None else read.em for read, leaf in zip(reads, unit.leaves, strict=True)]
        return [
            em and em * _drawn_larger(leaf, look) for em, leaf, look in zip(made, unit.leaves, unit.looks, strict=True)
        ]


def _drawn_larger(leaf: VMobject, look: Look) -> float:
    """How much larger a glyph is on the screen than in the scene: a camera in space may come near or look askance."""
    if np.array_equal(look.points, leaf.points):
        return 1.0
    size = spread(leaf.points)
    return spread(look.points[:, :2]) / size if size else 1.0
