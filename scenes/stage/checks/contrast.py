"""The contrast of text to the pixels that are really behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

import numpy as np

from scenes.stage.checks import masks, vision
from scenes.stage.checks.areas import TextArea, TextAreas
from scenes.stage.checks.crossings import Crossings
from scenes.stage.checks.fault import Kind
from scenes.stage.checks.frame import Frame, TextUnit
from scenes.stage.checks.leaves import Leaf
from scenes.stage.checks.limits import (
    CAP_HEIGHT,
    CONTRAST_OF_LARGE_TEXT,
    CONTRAST_OF_SMALL_TEXT,
    LEAST_PIXELS,
    READABLE_OPACITY,
    SHARE_OF_INK_WITH_LESS,
)
from scenes.stage.checks.looks import Look
from scenes.stage.checks.naming import Naming
from scenes.stage.checks.recent import Recent
from scenes.stage.checks.sighting import Sighting
from scenes.stage.checks.size import CapHeights
from scenes.stage.checks.stillness import WhileStanding
from scenes.stage.checks.view import PixelBox, View

_CORE = 128  # of 255: pixels that are covered by so much show the colour of the ink
_HIDES = 0.9  # opacity
_ENOUGH = (np.inf, 1.0)
_Key = tuple[View, tuple[Look, ...], tuple[tuple[Look, bool], ...]]


@dataclass(frozen=True)
class _Ink:
    """Glyphs of one colour, and the contrast that they need."""

    rgba: tuple[float, ...]
    needed: float
    looks: tuple[Look, ...]


class Contrast:
    """Text that is to be read against the frame drawn without any text (WCAG 2.2, 1.4.6)."""

    kinds: frozenset[Kind] = frozenset({"contrast"})
    only_at_rest = False

    def __init__(self, areas: TextAreas, naming: Naming, crossings: Crossings, heights: CapHeights) -> None:
        self._areas = areas
        self._naming = naming
        self._crossings = crossings
        self._heights = heights
        self._recent: Recent[_Key, tuple[float, float]] = Recent()
        self._standing = WhileStanding()

    def look(self, frame: Frame) -> list[Sighting]:
        """Every text that stands and is too like its ground."""
        self._recent.turn()
        scenery = _scenery(frame) if frame.others and any(map(frame.stands, frame.units)) else None
        return list(self._standing.look(frame, lambda unit: self._judged(unit, frame, scenery)))

    def _judged(self, unit: TextUnit, frame: Frame, scenery: np.ndarray | None) -> Sighting | None:
        if unit.opacity < READABLE_OPACITY or self._crossings.is_hidden(unit, frame):
            return None
        ratio, needed = self._measured(unit, frame, scenery)
        if ratio >= needed:
            return None
        name = self._naming.quoted(unit)
        what = f"{name} has a contrast of {floor(10 * ratio) / 10} to what is behind it; {needed:g} are needed"
        return Sighting("contrast", unit.identity, what, unit.box)

    def _measured(self, unit: TextUnit, frame: Frame, scenery: np.ndarray | None) -> tuple[float, float]:
        """The contrast of the ink that falls shortest of what it needs, and what it needs."""
        near: list[Leaf] = []
        if scenery is None:
            crossing = self._crossings.lines_through(unit, frame)  # what they hide is the fault of another check
            near = [shape for shape in frame.shapes_near(unit) if shape.look not in crossing]
        if not near and scenery is None and frame.camera.background_image is None:
            return self._on_plain_ground(unit, frame)
        area = self._areas.of(unit, frame.view)
        if area is None:
            return _ENOUGH
        if scenery is not None:
            return self._least(unit, area, frame, [], _part(scenery, area.box))
        key = (frame.view, unit.looks, tuple((shape.look, shape.order < unit.first) for shape in near))
        return self._recent.get(key, lambda: self._least(unit, area, frame, near, frame.ground(area.box)))

    def _on_plain_ground(self, unit: TextUnit, frame: Frame) -> tuple[float, float]:
        ground = frame.ground((0, 0, 1, 1))[0, 0]
        found = _ENOUGH
        for ink in self._inks(unit, frame):
            colour, opacity = np.array(ink.rgba[:3]), ink.rgba[3]
            ratio = float(vision.contrast(ground * (1 - opacity) + colour * opacity, ground))
            found = _worse(found, (ratio, ink.needed))
        return found

    def _least(
        self, unit: TextUnit, area: TextArea, frame: Frame, near: Sequence[Leaf], ground: masks.Picture
    ) -> tuple[float, float]:
        """As `_measured`, by the pixels."""
        below = [shape.look for shape in near if shape.order < unit.first]
        above = [shape.look for shape in near if shape.order >= unit.first]
        behind = masks.paint(ground, below, frame.view, area.box)
        without = masks.paint(behind, above, frame.view, area.box)
        shows = _shows_through(above, frame, area)
        least = _ENOUGH
        inks = self._inks(unit, frame)
        for ink in inks:
            mask = area.mask if len(inks) == 1 else masks.ink(ink.looks, frame.view, area.box)
            core = (mask > _CORE) & shows
            if core.sum() < LEAST_PIXELS:
                continue
            colour, opacity = np.array(ink.rgba[:3]), ink.rgba[3]
            if above:
                inked = masks.paint(behind * (1 - opacity) + colour * opacity, above, frame.view, area.box)[core]
            else:
                inked = behind[core] * (1 - opacity) + colour * opacity
            ratios = np.sort(vision.contrast(inked, without[core]))
            ratio = float(ratios[int(SHARE_OF_INK_WITH_LESS * len(ratios))])
            least = _worse(least, (ratio, ink.needed))
        return least

    def _inks(self, unit: TextUnit, frame: Frame) -> list[_Ink]:
        groups: dict[tuple[tuple[float, ...], float], list[Look]] = {}
        for look, height in zip(unit.looks, self._heights.of(unit, frame.view), strict=True):
            large = height is None or height >= CAP_HEIGHT
            needed = CONTRAST_OF_LARGE_TEXT if large else CONTRAST_OF_SMALL_TEXT
            colour, opacity = (
                (look.fill_colour, look.fill_opacity) if look.is_filled else (look.stroke_colour, look.stroke_opacity)
            )
            rgba = (*(round(float(part), 3) for part in colour), round(min(1.0, opacity), 3))
            groups.setdefault((rgba, needed), []).append(look)
        return [_Ink(rgba, needed, tuple(looks)) for (rgba, needed), looks in groups.items()]


def _worse(one: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    """Of two pairs of a contrast and what is needed, the one that falls shorter."""
    return min(one, other, key=lambda pair: pair[0] / pair[1])


def _shows_through(above: Sequence[Look], frame: Frame, area: TextArea) -> masks.Area:
    """Where what is drawn on top lets through what is below: ink that is covered is the fault of another check."""
    if not above:
        return np.ones(area.ink.shape, dtype=bool)
    black = np.zeros((*area.ink.shape, 3))
    dark, bright = (masks.paint(ground, above, frame.view, area.box) for ground in (black, black + 1))
    return np.asarray((bright - dark).max(axis=2) > 1 - _HIDES)


def _scenery(frame: Frame) -> np.ndarray:
    """The whole frame without its text, drawn by the camera; for what is no outline."""
    texts = {id(leaf) for unit in frame.units for leaf in unit.leaves}
    camera = frame.camera
    camera.reset()
    camera.capture_mobjects([m for m in frame.drawn if id(m) not in texts], include_submobjects=False)
    return np.array(camera.pixel_array)


def _part(pixels: np.ndarray, box: PixelBox) -> masks.Picture:
    x0, y0, x1, y1 = box
    return pixels[y0:y1, x0:x1, :3] / 255.0
