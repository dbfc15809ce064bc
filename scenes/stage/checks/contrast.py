"""The contrast of text to the pixels that are really behind it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from scenes.stage.checks import masks, vision
from scenes.stage.checks.areas import TextArea, TextAreas
from scenes.stage.checks.crossings import Crossings
from scenes.stage.checks.fault import Kind
from scenes.stage.checks.frame import Frame, Leaf, TextUnit
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
from scenes.stage.checks.view import PixelBox, View

_CORE = 128  # of 255: pixels that are covered by so much show the colour of the ink
_HIDES = 0.9  # opacity
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
    only_at_rest = True

    def __init__(self, areas: TextAreas, naming: Naming, crossings: Crossings, heights: CapHeights) -> None:
        self._areas = areas
        self._naming = naming
        self._crossings = crossings
        self._heights = heights
        self._recent: Recent[_Key, tuple[float, float]] = Recent()

    def look(self, frame: Frame) -> list[Sighting]:
        """Every text that is too like its ground."""
        self._recent.turn()
        return list(self._found(frame))

    def _found(self, frame: Frame) -> Iterator[Sighting]:
        scenery = _scenery(frame) if frame.others else None
        for unit in frame.units:
            if unit.opacity < READABLE_OPACITY or self._crossings.is_hidden(unit, frame):
                continue
            area = self._areas.of(unit, frame.view)
            if area is None:
                continue
            if scenery is not None:
                ratio, needed = self._least(unit, area, frame, [], _part(scenery, area.box))
            else:
                ratio, needed = self._remembered(unit, area, frame)
            if ratio < needed:
                name = self._naming.quoted(unit)
                what = f"{name} has a contrast of {ratio:.1f} to what is behind it; {needed:g} are needed"
                yield Sighting("contrast", unit.identity, what, unit.box)

    def _remembered(self, unit: TextUnit, area: TextArea, frame: Frame) -> tuple[float, float]:
        crossing = self._crossings.lines_through(unit, frame)  # what they hide is the fault of another check
        near = [shape for shape in frame.shapes_near(unit.box) if shape.look not in crossing]
        key = (frame.view, unit.looks, tuple((shape.look, shape.order < unit.first) for shape in near))
        return self._recent.get(key, lambda: self._least(unit, area, frame, near, frame.ground(area.box)))

    def _least(
        self, unit: TextUnit, area: TextArea, frame: Frame, near: Sequence[Leaf], ground: masks.Picture
    ) -> tuple[float, float]:
        """The contrast of the ink that falls shortest of what it needs, and what it needs."""
        below = [shape.look for shape in near if shape.order < unit.first]
        above = [shape.look for shape in near if shape.order >= unit.first]
        behind = masks.paint(ground, below, frame.view, area.box)
        without = masks.paint(behind, above, frame.view, area.box)
        shows = _shows_through(above, frame, area)
        least = (np.inf, 1.0)
        for ink in self._inks(unit, frame):
            core = (masks.ink(ink.looks, frame.view, area.box) > _CORE) & shows
            if core.sum() < LEAST_PIXELS:
                continue
            colour, opacity = np.array(ink.rgba[:3]), ink.rgba[3]
            flooded = masks.paint(behind * (1 - opacity) + colour * opacity, above, frame.view, area.box)
            ratios = np.sort(vision.contrast(flooded[core], without[core]))
            ratio = float(ratios[int(SHARE_OF_INK_WITH_LESS * len(ratios))])
            least = min(least, (ratio, ink.needed), key=lambda pair: pair[0] / pair[1])
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
