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


class PredictionLine(VGroup):
    """A number line on which one unit is as long as a unit of the square's side, so the square's area is the squared
    error.

    `predictions` are all the places that the prediction will visit: the scale is chosen so that they and the square of
    the first error fit into the region.
    """

    def __init__(self, region: Region, theme: Theme, target: float, predictions: Iterable[float]) -> None:
        super().__init__()
        self.theme = theme
        self.region = region
        self.target = target
        visited = [float(prediction) for prediction in predictions]
        miss = max(abs(prediction - target) for prediction in visited) or 1.0
        low, high = min([*visited, target]), max([*visited, target])
        self.height_for_square = region.height - 0.62
        self.unit = min(self.height_for_square / miss, (region.width - 1.6) / max(high - low, miss))
        self.origin = region.x - (low + high) / 2 * self.unit
        self.y = region.bottom + 0.56
        self.axis = Line([region.left, self.y, 0], [region.right, self.y, 0], stroke_color=theme.muted, stroke_width=3)
        self.ticks = VGroup(*(self._tick(at) for at in self._tick_places()))
        self.target_mark = VGroup(
            Circle(radius=0.17, stroke_width=0, fill_color=theme.background, fill_opacity=1), ring(0.17, theme)
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
        dot = Dot(self.at(prediction), radius=0.11, color=self.theme.prediction).set_z_index(3)
        return stands_for(dot, "prediction")

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
        return stands_for(square.set_fill(self.theme.loss, opacity=0.28), "loss")

    def ghost(self, prediction: float) -> VMobject:
        """The outline of a square that is no more, to compare with."""
        outline = Polygon(*self._corners(prediction), stroke_color=self.theme.loss, stroke_width=2.5)
        return DashedVMobject(outline, num_dashes=40, dashed_ratio=0.5).set_stroke(opacity=0.7)

    def reshape(self, square: VMobject, prediction: float) -> None:
        """Make a square of this line the one for another prediction."""
        corners = self._corners(prediction)
        square.set_points_as_corners([*corners, corners[0]])

    def label_under(self, label: VMobject, number: float, other: VMobject | None = None, gap: float = 0.3) -> VMobject:
        """Put a label under its number on the line, moved aside as far as it must to keep clear of another label."""
        label.next_to(self.at(number), DOWN, buff=0.24)
        if other is not None:
            overlap_right = float(other.get_right()[0]) + gap - float(label.get_left()[0])
            overlap_left = float(label.get_right()[0]) + gap - float(other.get_left()[0])
            if overlap_right > 0 and overlap_left > 0:
                # Step to the side on which the number lies, so the label still points at it.
                right_of_other = self.at(number)[0] >= float(other.get_center()[0])
                label.shift([overlap_right if right_of_other else -overlap_left, 0, 0])
        room = replace(self.region, right=self.region.right + 0.35)  # on the left is the border of the safe area
        room.keep(label)
        if other is not None:  # pushed back into the picture, it may stand on the other label again: that one gives way
            right_of_other = float(label.get_center()[0]) >= float(other.get_center()[0])
            overlap = (
                float(other.get_right()[0]) + gap - float(label.get_left()[0])
                if right_of_other
                else float(label.get_right()[0]) + gap - float(other.get_left()[0])
            )
            if overlap > 1e-9:
                other.shift([-overlap if right_of_other else overlap, 0, 0])
        return label

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
