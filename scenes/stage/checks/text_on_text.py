"""Text that stands on other text."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from scenes.stage.checks.areas import TextArea, TextAreas, common, cut
from scenes.stage.checks.crossings import Crossings
from scenes.stage.checks.fault import Kind
from scenes.stage.checks.frame import Frame, TextUnit
from scenes.stage.checks.limits import LEAST_PIXELS, TEXT_ON_TEXT, VISIBLE_OPACITY
from scenes.stage.checks.naming import Naming
from scenes.stage.checks.sighting import Sighting

_SAME = 0.02  # units of the scene


class TextOnText:
    """The ink of two texts in the same pixels, or one text in the gaps of another."""

    kinds: frozenset[Kind] = frozenset({"text-on-text"})
    only_at_rest = False

    def __init__(self, areas: TextAreas, naming: Naming, crossings: Crossings) -> None:
        self._areas = areas
        self._naming = naming
        self._crossings = crossings

    def look(self, frame: Frame) -> list[Sighting]:
        """Every pair of texts that get in one another's way."""
        return list(self._found(frame))

    def _found(self, frame: Frame) -> Iterator[Sighting]:
        units = [unit for unit in frame.units if unit.opacity >= VISIBLE_OPACITY]
        boxes = np.array([unit.box for unit in units]).reshape(-1, 4)
        low, high = boxes[:, :2], boxes[:, 2:]
        meet = ((low[:, None] < high[None]) & (low[None] < high[:, None])).all(axis=2)
        for i, j in np.argwhere(np.triu(meet, 1)):
            yield from self._pair(frame, units[i], units[j])

    def _pair(self, frame: Frame, below: TextUnit, above: TextUnit) -> Iterator[Sighting]:
        if below.tokens & above.tokens:
            return
        one, other = (self._areas.of(unit, frame.view) for unit in (below, above))
        if one is None or other is None:
            return
        part = common(one.box, other.box)
        if part is None:
            return
        ink, share = _overlap(one, other, part)
        # Parts of one formula stand close; a text may reach into the gaps of its neighbour, but not onto its ink.
        beside = len(below.chain) > 1 and len(above.chain) > 1 and below.chain[1] is above.chain[1]
        if ink < LEAST_PIXELS and (beside or share <= TEXT_ON_TEXT):
            return
        if below.text is not None and below.text == above.text and _is_copy(below, above):
            return
        if any(self._crossings.is_hidden(unit, frame) for unit in (below, above)):
            return
        names = self._naming.quoted(above), self._naming.quoted(below)
        what = f"{names[0]} stands on {names[1]} by {max(1, round(100 * share))} % of its area"
        yield Sighting("text-on-text", (above.identity, below.identity), what, frame.view.units(part))


def _is_copy(below: TextUnit, above: TextUnit) -> bool:
    """Whether the glyphs of one text stand on the same glyphs of another: two copies in one place are read as one."""
    few, many = sorted((below, above), key=lambda unit: len(unit.looks))
    boxes = np.array([look.box for look in many.looks])
    return all((np.abs(boxes - look.box).max(axis=1) < _SAME).any() for look in few.looks)


def _overlap(one: TextArea, other: TextArea, part: tuple[int, int, int, int]) -> tuple[int, float]:
    """The pixels of ink in common, and the share of the smaller text's area that both take."""
    ink = int((cut(one.ink, one.box, part) & cut(other.ink, other.box, part)).sum())
    area = int((cut(one.area, one.box, part) & cut(other.area, other.box, part)).sum())
    return ink, area / max(1, min(int(one.area.sum()), int(other.area.sum())))
