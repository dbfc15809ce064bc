"""Text that could be read, and then is covered by something to the end: an answer under its question box is lifted."""

from __future__ import annotations

from collections.abc import Hashable

from scenes.stage.checks.crossings import Crossings
from scenes.stage.checks.fault import Fault
from scenes.stage.checks.frame import Frame, TextUnit
from scenes.stage.checks.limits import READABLE_OPACITY
from scenes.stage.checks.naming import Naming


class Buried:
    """Remembers which texts could be read, and since when something stands before them."""

    def __init__(self, naming: Naming, crossings: Crossings) -> None:
        self._naming = naming
        self._crossings = crossings
        self._read: set[Hashable] = set()
        self._buried: dict[Hashable, Fault] = {}

    def look(self, frame: Frame) -> None:
        """What is covered now, and what is not any more."""
        covered: dict[Hashable, Fault] = {}
        for unit in frame.units:
            if unit.opacity < READABLE_OPACITY:
                continue
            if not self._crossings.is_hidden(unit, frame):
                self._read.add(unit.identity)
            elif unit.identity in self._read and not _is_under_a_curtain(unit, frame):
                what = f"{self._naming.quoted(unit)} is covered by a shape to the end"
                fault = Fault("text-covered", what, frame.since, frame.shot, unit.box)
                covered[unit.identity] = self._buried.get(unit.identity, fault)
        self._buried = covered

    def finish(self) -> list[Fault]:
        """What nothing uncovered before the end."""
        return list(self._buried.values())


def _is_under_a_curtain(unit: TextUnit, frame: Frame) -> bool:
    """Whether a shape as large as the frame was drawn over it: a new picture begins, and the old one is gone."""
    left, bottom, right, top = frame.view.box
    return any(
        shape.order > unit.last
        and shape.look.is_filled
        and shape.look.box[0] <= left
        and shape.look.box[1] <= bottom
        and shape.look.box[2] >= right
        and shape.look.box[3] >= top
        for shape in (*frame.shapes, *frame.images)
    )
