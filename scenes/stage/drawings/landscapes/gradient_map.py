"""A map with one place on it: the level line through it, the two legs of the gradient, and the gradient itself."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import DL, UR, BackgroundRectangle, VGroup, VMobject

from engine import Levels
from scenes.stage.declared import overlapping
from scenes.stage.drawings import outlines
from scenes.stage.drawings.clearance import spread
from scenes.stage.drawings.landscapes import level_labels
from scenes.stage.drawings.landscapes.contour_map import ContourMap, Place
from scenes.stage.drawings.landscapes.live_arrow import LiveArrow
from scenes.stage.drawings.landscapes.relief import relief_of
from scenes.stage.frame.region import Point, Region
from scenes.stage.writing.fitting import LEAST_SIZE
from scenes.stage.writing.pen import Pen

_LONGEST, _SHORTEST = 1.7, 0.7  # of the arrow, units of the scene: the longest that stays on the map
_BESIDE = 0.3  # from a leg to its number
_TURNS = (0, 60, -60, 100, -100, 140, -140)  # degrees from the arrow on: where its name is tried
_INSIDE = 0.15


class GradientMap(ContourMap):
    """A contour map; `slopes` are those along both coordinates at a place. All arrows at one place have one scale."""

    def say_over(self, words: VMobject) -> None:
        """Say something of its lines over its right corner, if there is room; it comes and goes with the axes."""
        plot = self.plane.plot
        if words.width > plot.width - 0.8:
            return
        words.move_to([plot.right - float(words.width) / 2, plot.top + 0.12 + float(words.height) / 2, 0])
        self.ticks.add(words)

    def level_through(self, loss: float) -> VMobject:
        """The line of all places with this loss; empty where it is only a point, or none."""
        line = VMobject(stroke_color=self.theme.ink, stroke_width=4)
        outlines.draw(line, self._level(loss))
        return line

    def points_of_level(self, loss: float) -> list[Point]:
        """Places along that line, close to one another."""
        lines = [spread(line, 0.3) for line in self._level(loss)]
        return [np.array([*point, 0.0]) for line in lines for point in line]

    def level_places(self, loss: float) -> list[np.ndarray]:
        """The same line as points of the plane, one array of shape (n, 2) for each of its pieces."""
        return [np.asarray(line) for line in self._level(loss)]

    def label_others(self, pen: Pen, loss: float, avoid: Sequence[Place]) -> VGroup:
        """Write heights on the other level lines: none where one is that of this loss, or nearly."""
        levels = self.relief.levels.values
        near = np.abs(levels - loss) < 0.5 * float(np.min(np.diff(levels), initial=np.inf))
        wanted = level_labels.numbers(pen, self.relief.levels, LEAST_SIZE)
        return self.label_levels(pen, [None if off else label for label, off in zip(wanted, near, strict=True)], avoid)

    def _level(self, loss: float) -> Sequence[np.ndarray]:
        relief = self.relief
        if not relief.bottom < loss < relief.top:
            return []
        levels = Levels(np.array([loss]), "linear")
        return relief_of(relief.surface, levels, self.plane, relief.top).lines()[0]

    def on_level(self, label: VMobject, loss: float, avoid: Sequence[Point]) -> VGroup:
        """A label on that line, on a patch of the ground, away from points of the picture; empty without room."""
        spots = np.array([point[:2] for point in avoid]).reshape(-1, 2)
        size = (float(label.width), float(label.height))
        [place] = level_labels.places([self._level(loss)], [size], self.plane.plot, spots)
        return VGroup() if place is None else self.patched(label.move_to([*place, 0.0]))

    def patched(self, label: VMobject) -> VGroup:
        """A label on a patch of the background, wherever it stands on the map."""
        patch = BackgroundRectangle(
            label, color=self.theme.background, fill_opacity=0.85, buff=0.07, corner_radius=0.06
        )
        overlapping(label, self, why="on a patch of its map")
        return VGroup(patch, label).set_z_index(5)

    def tip(self, place: Place, slopes: Place, longest: float = _LONGEST) -> Point:
        """Where the arrow of the gradient ends: as long as stays on the map, in its true direction."""
        start = self.at(*place)
        direction = np.array([*slopes, 0.0]) / max(float(np.hypot(*slopes)), 1e-300)
        inner = self.plane.plot.inset(_INSIDE)
        for length in np.arange(longest, min(_SHORTEST, longest) - 1e-9, -0.1):
            if inner.holds(start + direction * length):
                break
        return np.asarray(start + direction * length)

    def gradient(self, place: Place, slopes: Place, longest: float = _LONGEST, thickness: float = 0.15) -> LiveArrow:
        """The gradient; nothing where it is zero."""
        arrow = LiveArrow(self.theme, thickness=thickness)
        return arrow.span(self.at(*place), self.tip(place, slopes, longest)) if np.hypot(*slopes) else arrow

    def named(self, symbol: VMobject, place: Place, slopes: Place, labels: Sequence[VMobject]) -> VGroup:
        """The symbol of the gradient near the tip of its arrow, clear of these labels; empty without room."""
        start, tip = self.at(*place), self.tip(place, slopes)
        ahead = (tip - start) / max(float(np.linalg.norm(tip - start)), 1e-9)
        for turn in _TURNS:
            angle = np.radians(turn)
            way = np.array([np.cos(angle) * ahead[0] - np.sin(angle) * ahead[1], 0.0, 0.0])
            way[1] = np.sin(angle) * ahead[0] + np.cos(angle) * ahead[1]
            reach = 0.2 + float(np.hypot(way[0] * symbol.width, way[1] * symbol.height)) / 2
            symbol.move_to(tip + way * (reach + 0.16 * abs(np.sin(angle))))
            if self._is_inside(symbol) and all(
                _apart(symbol, label) for label in (*labels, *self.ticks) if label.family_members_with_points()
            ):
                return self.patched(symbol)
        return VGroup()

    def _is_inside(self, mobject: VMobject) -> bool:
        plot, region = self.plane.plot, self.region
        inner = Region(plot.left + 0.1, plot.bottom + 0.1, region.right, plot.top - 0.1)
        return all(inner.holds(corner) for corner in (mobject.get_corner(DL), mobject.get_corner(UR)))

    def legs(self, place: Place, slopes: Place) -> list[LiveArrow]:
        """The slopes along both coordinates, the second from the end of the first: together they reach the tip."""
        start, tip = self.at(*place), self.tip(place, slopes)
        corner = np.array([tip[0], start[1], 0.0])
        made = [LiveArrow(self.theme, thickness=0.09) for _ in range(2)]
        if np.hypot(*slopes):
            made[0].span(start, corner)
            made[1].span(corner, tip)
        return made

    def beside_legs(self, labels: Sequence[VMobject], place: Place, slopes: Place) -> list[VGroup]:
        """A number beside each leg, on the side away from the arrow; left out for a leg of length zero, and without
        room."""
        start, tip = self.at(*place), self.tip(place, slopes)
        way = tip - start
        side = np.sign(way) + (way == 0)
        places = [
            [(start[0] + tip[0]) / 2, start[1] - side[1] * _BESIDE, 0],
            [tip[0] + side[0] * (0.14 + float(labels[1].width) / 2), (start[1] + tip[1]) / 2, 0],
        ]
        plot = self.plane.plot
        room = Region(plot.left + 0.1, plot.bottom, self.region.right - 0.1, plot.top)
        made = []
        for label, at, length in zip(labels, places, way, strict=False):
            room.keep(label.move_to(at))
            roomy = abs(float(label.get_center()[0]) - at[0]) < 0.06  # else it would stand on the arrow
            made.append(self.patched(label) if length and roomy else VGroup())
        return made


def _apart(one: VMobject, other: VMobject) -> bool:
    """Whether two labels stand clear of one another, with their patches."""
    away = np.abs(one.get_center() - other.get_center())[:2]
    sizes = np.array([one.width + other.width, one.height + other.height]) / 2
    return bool(np.any(away > sizes + 0.12))
