"""A change on a number line, to scale: a mark that moves, the arrow of the change, and how it spreads to the next
line."""

from __future__ import annotations

import numpy as np
from manim import Circle, VMobject

from scenes.stage.declared import stands_for
from scenes.stage.drawings.plots.number_line import NumberLine
from scenes.stage.writing.binding import Number

_HEIGHT = 0.36  # of an arrow over its line, in units of the scene
_SHAFT, _HEAD = 0.07, 0.17  # half of the thickness


class Mark(Circle):
    """A number on a line: a disc, or a ring if it is hollow, for where a number was. It is out of sight while the
    number is beyond the ends of the line."""

    def __init__(
        self,
        line: NumberLine,
        number: Number,
        meaning: str | None = None,
        *,
        hollow: bool = False,
        radius: float = 0.13,
    ) -> None:
        theme = line.pen.theme
        color = theme.of(meaning)
        super().__init__(radius=radius, fill_color=theme.background if hollow else color, fill_opacity=1)
        self.set_stroke(color if hollow else theme.background, 4 if hollow else 2.5)
        self._outline = self.points.copy()
        self.line = line
        stands_for(self, meaning)
        self.stand_at(number)

    def stand_at(self, number: Number) -> Mark:
        """Stand at a number."""
        self.points = self._outline + self.line.at(number) if self.line.holds(number) else np.zeros((0, 3))
        return self


class Nudge(VMobject):
    """An arrow over a number line from a number to the number plus a change, exactly as long as the change; what lies
    beyond the ends of the line is cut off."""

    def __init__(self, line: NumberLine, number: Number, change: Number, meaning: str | None = None) -> None:
        super().__init__(fill_color=line.pen.theme.of(meaning), fill_opacity=1, stroke_width=0)
        self.line = line
        stands_for(self, meaning)
        self.reach(number, change)

    def reach(self, number: Number, change: Number) -> Nudge:
        """Reach from another number, by another change."""
        low, high = self.line.left, self.line.right
        start, end = (float(np.clip(self.line.at(at)[0], low, high)) for at in (number, number + change))
        length = end - start
        self.points = np.zeros((0, 3))
        if abs(length) < 1e-6:
            return self
        neck = end - np.sign(length) * min(1.7 * _HEAD, 0.7 * abs(length))
        head = min(_HEAD, 0.6 * abs(length))
        shaft = min(_SHAFT, 0.4 * head)
        outline = [
            (start, shaft),
            (neck, shaft),
            (neck, head),
            (end, 0),
            (neck, -head),
            (neck, -shaft),
            (start, -shaft),
        ]
        y = self.line.y + _HEIGHT
        self.set_points_as_corners([np.array([x, y + up, 0.0]) for x, up in [*outline, outline[0]]])
        return self


class Spread(VMobject):
    """A band from a change on one line to the change that it makes on the line below: as much wider there as the rate
    says, where a unit is equally long on both."""

    def __init__(self, upper: NumberLine, lower: NumberLine, color: str | None = None) -> None:
        tint = color or upper.pen.theme.muted
        super().__init__(fill_color=tint, fill_opacity=0.2, stroke_width=0)
        self.upper, self.lower = upper, lower

    def span(self, number: Number, change: Number, result: Number, result_change: Number) -> Spread:
        """Run from a number and its change to the result and its change."""
        tops = [self._place(self.upper, at, self.upper.foot) for at in (number, number + change)]
        ends = [self._place(self.lower, at, self.lower.y) for at in (result + result_change, result)]
        self.set_points_as_corners([*tops, *ends, tops[0]])
        return self

    def _place(self, line: NumberLine, number: Number, height: float) -> np.ndarray:
        return np.array([np.clip(line.at(number)[0], line.left, line.right), height, 0.0])
