"""The number line of the prediction: how far it misses the target, as a stick, and the loss, as a real square on
that stick."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from manim import DOWN, Circle, DashedVMobject, Dot, Line, Polygon, VGroup, VMobject

from scenes.stage.declared import stands_for
from scenes.stage.drawings.shapes import ring
from scenes.stage.frame.region import Region
from scenes.stage.look.theme import Theme

_RING = 0.17  # units of the scene, the radius of the target's ring
LEVEL = 0.5  # units of the scene from one label to the one below it


class PredictionLine(VGroup):
    """A number line on which one unit is as long as a unit of the square's side, so the square's area is the squared
    error.

    `predictions` are all the places that the prediction will visit: the scale is chosen so that they and the square of
    the first error fit into the region. `levels` is how many labels stand below one another, `overhang` how far they
    may reach out on the right.
    """

    def __init__(
        self,
        region: Region,
        theme: Theme,
        target: float,
        predictions: Iterable[float],
        levels: int = 1,
        overhang: float = 0.0,
    ) -> None:
        super().__init__()
        self.theme = theme
        self.region = region
        self.target = target
        self.overhang = overhang
        visited = [float(prediction) for prediction in predictions]
        miss = max(abs(prediction - target) for prediction in visited) or 1.0
        low, high = min([*visited, target]), max([*visited, target])
        below = 0.56 + LEVEL * (levels - 1)
        self.height_for_square = region.height - below - 0.06
        self.unit = min(self.height_for_square / miss, (region.width - 1.6) / max(high - low, miss))
        self.origin = region.x - (low + high) / 2 * self.unit
        self.y = region.bottom + below
        self.axis = Line([region.left, self.y, 0], [region.right, self.y, 0], stroke_color=theme.muted, stroke_width=3)
        self.ticks = VGroup(*(self._tick(at) for at in self._tick_places()))
        self.target_mark = VGroup(
            Circle(radius=_RING, stroke_width=0, fill_color=theme.background, fill_opacity=1), ring(_RING, theme)
        ).move_to(self.at(target))
        self.target_mark.set_z_index(2)
        self.add(self.axis, self.ticks)

    def at(self, number: float) -> np.ndarray:
        """The place of a number on the line."""
        return np.array([self.origin + number * self.unit, self.y, 0.0])

    def shows(self, number: float) -> bool:
        """Whether a number lies inside the region."""
        return bool(self.region.left <= self.at(number)[0] <= self.region.right)

    def dot(self, prediction: float) -> Dot:
        """The prediction as a dot."""
        dot = Dot(radius=0.11, color=self.theme.prediction).set_z_index(3)
        self.place(dot, prediction)
        return stands_for(dot, "prediction")

    def place(self, dot: VMobject, prediction: float) -> None:
        """Put a dot at a prediction; close to the target it is smaller, so that it leaves the square to be seen."""
        side = abs(prediction - self.target) * self.unit
        dot.set(width=2 * float(np.clip(0.4 * side, 0.065, 0.11))).move_to(self.at(prediction))

    def stick(self, prediction: float) -> Line:
        """The error: from the target to the prediction."""
        start, end = self.at(self.target), self.at(prediction)
        if np.allclose(start, end):
            end = start + [1e-3, 0, 0]
        return stands_for(Line(start, end, stroke_color=self.theme.loss, stroke_width=8), "loss")

    def square(self, prediction: float) -> Polygon:
        """The squared error: a square that stands on the stick."""
        corners = self._corners(prediction)
        square = Polygon(*corners, stroke_color=self.theme.loss, stroke_width=4)
        self._lift(square, prediction)
        return stands_for(square.set_fill(self.theme.loss, opacity=0.28), "loss")

    def ghost(self, prediction: float) -> VMobject:
        """The outline of a square that is no more, to compare with."""
        outline = Polygon(*self._corners(prediction), stroke_color=self.theme.loss, stroke_width=2.5)
        return DashedVMobject(outline, num_dashes=40, dashed_ratio=0.5).set_stroke(opacity=0.7)

    def reshape(self, square: VMobject, prediction: float) -> None:
        """Make a square of this line the one for another prediction."""
        corners = self._corners(prediction)
        square.set_points_as_corners([*corners, corners[0]])
        self._lift(square, prediction)

    def _lift(self, square: VMobject, prediction: float) -> None:
        """A square that the dot and the ring would cover lies in front of them, with a finer outline; a larger one
        behind."""
        side = abs(prediction - self.target) * self.unit
        square.set_z_index(4 if side < 2 * _RING else 0)
        square.set_stroke(width=float(np.clip(side / _RING, 2.5, 4)))

    def label_under(self, label: VMobject, number: float, other: VMobject | None = None, gap: float = 0.45) -> VMobject:
        """Put a label under its number on the line. `other` is the target's label: the two keep clear of each other,
        each on its own side, or, where there is no room for both on one level, the target's a level lower."""
        self._under(label, number)
        if other is None:
            return label
        self._under(other, self.target)
        if label.width + gap + other.width > self._room.width:
            other.shift(DOWN * LEVEL)
            return label
        left, right = (label, other) if number < self.target else (other, label)
        for moving in (label, other):  # the label gives way; where the border stops it, the other one does
            overlap = float(left.get_right()[0]) + gap - float(right.get_left()[0])
            if overlap > 0:
                moving.shift([-overlap if moving is left else overlap, 0, 0])
                self._room.keep(moving)
        return label

    def _under(self, label: VMobject, number: float) -> None:
        label.next_to(self.at(number), DOWN, buff=0.24)
        self._room.keep(label)

    @property
    def _room(self) -> Region:
        """Labels may stand out on the right by the overhang: there is a gap."""
        return replace(self.region, right=self.region.right + self.overhang)

    def _corners(self, prediction: float) -> list[np.ndarray]:
        start, end = self.at(self.target), self.at(prediction)
        side = np.array([0.0, abs(float(end[0] - start[0])), 0.0])
        return [start, end, end + side, start + side]

    def _tick(self, number: float) -> Line:
        place = self.at(number)
        return Line(place + DOWN * 0.07, place - DOWN * 0.07, stroke_color=self.theme.faint, stroke_width=2.5)

    def _tick_places(self) -> list[float]:
        """Whole multiples of a round step (1, 2 or 5 times a power of ten) that is at least 0.45 units of the scene
        long."""
        shortest = 0.45 / self.unit
        power = 10.0 ** np.floor(np.log10(shortest))
        step = next(power * k for k in (1, 2, 5, 10) if power * k >= shortest)
        left = (self.region.left + 0.1 - self.origin) / self.unit
        right = (self.region.right - 0.1 - self.origin) / self.unit
        return [float(k * step) for k in range(int(np.ceil(left / step)), int(np.floor(right / step)) + 1)]
