"""The loss of one neuron and one example over weight and bias: a straight valley, seen from above."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise

import numpy as np
from manim import BackgroundRectangle, Dot, Line, Polygon, VGroup, VMobject, interpolate_color
from manim.utils.color import ManimColor

from scenes.stage.drawings.plots.ticks import round_numbers
from scenes.stage.drawings.shapes import gradient_arrow
from scenes.stage.frame.region import Point, Region
from scenes.stage.look.theme import Theme

Place = tuple[float, float]
_DOT = 0.11  # radius, units of the scene
_ARROW = 0.9  # length of the gradient's arrow


class Valley(VGroup):
    """Both axes have the same scale, so the gradient stands at a right angle on the level lines.

    The level lines of (x w + b - target)^2 are straight: each is given by the error on it. They stand at equal steps
    of the loss, a round number each (`losses`), so they are the closer to one another the steeper it is. `nearest` is
    the point of the valley nearest to the start.
    """

    def __init__(
        self, region: Region, theme: Theme, input_value: float, start: Place, nearest: Place, first_error: float
    ) -> None:
        super().__init__()
        self.theme = theme
        self.region = region
        self.normal = np.array([input_value, 1.0]) / np.hypot(input_value, 1.0)
        self.slope_length = float(np.hypot(input_value, 1.0))
        distance = float(np.hypot(nearest[0] - start[0], nearest[1] - start[1])) or 1.0 / self.slope_length
        self.center = np.array(nearest)
        # The start stands at 0.6 of the way from the valley to the border of the smaller side.
        self.unit = 0.3 * min(region.width, region.height) / distance
        self.losses = self._round_losses(abs(first_error) or 1.0)
        self.bands = VGroup(*self._bands())
        self.levels = VGroup(*self._levels())
        self.floor = VGroup(self._across(0.0, theme.ink, 5))
        self.border = Polygon(*self._corners(), stroke_color=theme.faint, stroke_width=2)
        self.add(self.bands, self.levels, self.floor, self.border)

    def at(self, weight: float, bias: float) -> Point:
        """The place of a pair of parameters."""
        offset = (np.array([weight, bias]) - self.center) * self.unit
        return np.array([self.region.x + offset[0], self.region.y + offset[1], 0.0])

    def dot(self, place: Place, color: str, radius: float = _DOT) -> Dot:
        """A pair of parameters as a dot."""
        return Dot(self.at(*place), radius=radius, color=color)

    def path(self, places: Sequence[Place], color: str) -> tuple[list[VGroup], list[VGroup]]:
        """The segments and the dots of a descent; what lies outside the picture is left out."""
        points = [self.at(*place) for place in places]
        segments = []
        for here, there in pairwise(points):
            inside = self.region.clip(here, there)
            segments.append(VGroup(Line(*inside, stroke_color=color, stroke_width=5)) if inside else VGroup())
        dots = [
            VGroup(Dot(point, radius=0.08, color=color)) if self.region.holds(point) else VGroup() for point in points
        ]
        return segments, dots

    def on_level(self, label: VMobject, error: float, up: float) -> VMobject:
        """Put a label on the level line of an error, this share `up` the picture, or, where the line does not come
        there, up its own way from its lower to its upper end.

        It stands on a patch of the ground, so that it can be read.
        """
        foot, along = self._level(error)
        inside = self.region.clip(foot - along, foot + along)
        if inside is None:
            return VGroup()
        top = max(inside, key=lambda point: float(point[1]))
        bottom = min(inside, key=lambda point: float(point[1]))
        height, rise = self.region.bottom + up * self.region.height, float(top[1] - bottom[1])
        share = (height - float(bottom[1])) / rise if bottom[1] < height < top[1] else up
        label.move_to(bottom + (top - bottom) * share)
        self.region.inset(0.15).keep(label)
        patch = BackgroundRectangle(label, color=self.theme.background, fill_opacity=1, buff=0.08)
        return VGroup(patch, label)

    def uphill(self, place: Place, nearest: Place) -> VGroup:
        """The direction of the gradient at a place, from its dot on: away from the valley, across the level lines."""
        here, foot = self.at(*place), self.at(*nearest)
        away = here - foot
        length = float(np.linalg.norm(away))
        if length < 1e-6:
            return VGroup()
        direction = away / length
        return gradient_arrow(here + direction * 1.3 * _DOT, here + direction * _ARROW, self.theme)

    def right_angle(self, size: float = 0.22) -> VGroup:
        """The mark of the right angle between the way down and the valley."""
        foot = self.at(*self.center)
        along = np.array([-self.normal[1], self.normal[0], 0.0]) * size
        up = np.array([-self.normal[0], -self.normal[1], 0.0]) * size
        return VGroup(
            Line(foot + along, foot + along + up, stroke_color=self.theme.ink, stroke_width=3),
            Line(foot + up, foot + along + up, stroke_color=self.theme.ink, stroke_width=3),
        )

    # -- level lines ----------------------------------------------------------------

    def _across(self, error: float, color: str | ManimColor, width: float) -> Line:
        foot, along = self._level(error)
        inside = self.region.clip(foot - along, foot + along)
        assert inside is not None
        return Line(*inside, stroke_color=color, stroke_width=width)

    def _level(self, error: float) -> tuple[Point, Point]:
        """A point of the level line on which the error has this value, and a vector along the line, longer than the
        picture."""
        offset = self.normal * error / self.slope_length * self.unit
        foot = np.array([self.region.x + offset[0], self.region.y + offset[1], 0.0])
        along = np.array([-self.normal[1], self.normal[0], 0.0]) * (self.region.width + self.region.height)
        return foot, along

    def _round_losses(self, first_error: float) -> list[Fraction]:
        """Multiples of a round step, up to the loss in the farthest corner; one or two are not above the first loss."""
        step = round_numbers(Fraction(0), Fraction(first_error) ** 2, most=3)[1]
        reach = (abs(self.normal[0]) * self.region.width + abs(self.normal[1]) * self.region.height) / 2
        highest = Fraction(float(reach) / self.unit * self.slope_length) ** 2
        return [k * step for k in range(1, math.ceil(highest / step))]

    def _tint(self, band: int) -> ManimColor:
        low, high = ManimColor(self.theme.level_low), ManimColor(self.theme.level_high)
        return interpolate_color(low, high, (band / len(self.losses)) ** 0.7)

    def _levels(self) -> list[Line]:
        lines = []
        for loss in self.losses:
            for sign in (-1, 1):
                foot, along = self._level(sign * math.sqrt(loss))
                inside = self.region.clip(foot - along, foot + along)
                if inside:
                    lines.append(Line(*inside, stroke_color=self.theme.level_line, stroke_width=1.5))
        return lines

    def _bands(self) -> list[Polygon]:
        """Stripes between the level lines, from the outer ones in, each cut to the picture."""
        stripes = [self._stripe(self._corners(), len(self.losses))]
        for band, loss in reversed(list(enumerate(self.losses))):
            corners = self._corners()
            for sign in (-1, 1):
                foot, _ = self._level(sign * math.sqrt(loss))
                corners = _cut(corners, foot, -sign * np.array([*self.normal, 0.0]))
            stripes.append(self._stripe(corners, band))
        return stripes

    def _stripe(self, corners: list[Point], band: int) -> Polygon:
        return Polygon(*corners, stroke_width=0, fill_color=self._tint(band), fill_opacity=1)

    def _corners(self) -> list[Point]:
        r = self.region
        return [
            np.array([x, y, 0.0])
            for x, y in ((r.left, r.bottom), (r.right, r.bottom), (r.right, r.top), (r.left, r.top))
        ]


def _cut(corners: list[Point], foot: Point, inward: Point) -> list[Point]:
    """A convex polygon cut along a line (Sutherland and Hodgman 1974): what lies on the side that `inward` points
    to."""
    kept: list[Point] = []
    for here, there in zip(corners, [*corners[1:], *corners[:1]], strict=True):
        a, b = float(np.dot(here - foot, inward)), float(np.dot(there - foot, inward))
        if a >= 0:
            kept.append(here)
        if a * b < 0:
            kept.append(here + (there - here) * a / (a - b))
    return kept
