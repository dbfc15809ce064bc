"""Words at places of a map: which start, which minimum."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import VGroup, VMobject

from scenes.stage.drawings.landscapes.contour_map import Place
from scenes.stage.drawings.landscapes.gradient_map import GradientMap
from scenes.stage.frame.region import Point, Region

_AWAY = (0.3, 0.45, 0.7)  # units of the scene from the place to the word
_TURNS = (270, 90, 0, 180, 315, 225, 45, 135)  # degrees; below before above
_LEAST = 0.08
_ENOUGH = 0.25  # units of the scene from the word to anything that it should not cover


def covered(word: VGroup) -> list[Point]:
    """Places all over a word's patch, close to one another."""
    if not len(word):
        return []
    box = word[0]
    across, up = (np.linspace(-0.5, 0.5, 9) * size for size in (float(box.width), float(box.height)))
    return [box.get_center() + np.array([x, y, 0.0]) for x in across for y in up]


def word_at(ground: GradientMap, word: VMobject, place: Place, avoid: Sequence[Point] = ()) -> VGroup:
    """A word on a patch beside a place of a map, clear of these points of the picture as far as it can be; empty where
    the place lies outside or there is no room."""
    at, plot = ground.at(*place), ground.plane.plot
    if not plot.holds(at):
        return VGroup()
    inner = Region(plot.left + 0.1, plot.bottom + 0.1, plot.right - 0.1, plot.top - 0.1)
    half = np.array([float(word.width), float(word.height)]) / 2 + 0.07
    others = np.array([point[:2] for point in avoid]).reshape(-1, 2)
    best: tuple[float, Point] | None = None
    for away in _AWAY:
        for turn in _TURNS:
            way = np.array([np.cos(np.radians(turn)), np.sin(np.radians(turn))])
            middle = at[:2] + way * (away + float(np.abs(way) @ half))
            if not (inner.holds(middle - half) and inner.holds(middle + half)):
                continue
            gaps = np.max(np.abs(others - middle) - half, axis=1, initial=-np.inf) if len(others) else np.array([9.0])
            clear = float(min(gaps.min(), _ENOUGH))
            if best is None or clear > best[0] + 1e-6:
                best = clear, np.array([*middle, 0.0])
    if best is None or best[0] < _LEAST:
        return VGroup()
    return ground.patched(word.move_to(best[1]))
