"""The ink of texts and the area that they take, remembered while they stand still."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scenes.stage.checks import masks
from scenes.stage.checks.frame import TextUnit
from scenes.stage.checks.glyphs import Glyphs
from scenes.stage.checks.looks import Look
from scenes.stage.checks.recent import Recent
from scenes.stage.checks.view import PixelBox, View

_MARGIN = 3  # pixels around the ink
_EM_PER_HEIGHT = 1.6  # of a glyph that cannot be read


@dataclass(frozen=True, eq=False)
class TextArea:
    """Where a text is: its box in pixels, the ink and the area that it takes in there, its em in units of the scene."""

    box: PixelBox
    mask: masks.Mask
    ink: masks.Area
    area: masks.Area
    em: float


class TextAreas:
    """The areas of the texts on the screen."""

    def __init__(self, glyphs: Glyphs) -> None:
        self._glyphs = glyphs
        self._recent: Recent[tuple[View, tuple[Look, ...]], TextArea | _Nowhere] = Recent()

    def turn(self) -> None:
        """The next instant begins."""
        self._recent.turn()

    def of(self, unit: TextUnit, view: View) -> TextArea | None:
        """Where a text is; None if none of it is in the frame."""
        found = self._recent.get((view, unit.looks), lambda: self._made(unit, view))
        return found if isinstance(found, TextArea) else None

    def _made(self, unit: TextUnit, view: View) -> TextArea | _Nowhere:
        box = view.pixels(unit.box, _MARGIN)
        if box is None:
            return _Nowhere()
        known = [em for em in self._glyphs.ems(unit) if em]
        em = max(known) if known else _EM_PER_HEIGHT * float(np.median([_height(look) for look in unit.looks]))
        mask = masks.ink(unit.looks, view, box)
        return TextArea(box, mask, masks.inked(mask), masks.area_of_text(mask, em * view.scale), em)


class _Nowhere:
    """Instead of None, which `Recent` takes for unknown."""


def _height(look: Look) -> float:
    return look.box[3] - look.box[1]


def common(one: PixelBox, other: PixelBox) -> PixelBox | None:
    """The pixels that two boxes have in common."""
    x0, y0, x1, y1 = max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])
    return (x0, y0, x1, y1) if x0 < x1 and y0 < y1 else None


def cut(area: masks.Area, box: PixelBox, part: PixelBox) -> masks.Area:
    """The part of an area that lies in a box inside of its own."""
    return area[part[1] - box[1] : part[3] - box[1], part[0] - box[0] : part[2] - box[0]]


def any_common(tokens: frozenset[int], others: Sequence[frozenset[int]]) -> bool:
    """Whether tokens were declared together with any of others."""
    return any(tokens & other for other in others)
