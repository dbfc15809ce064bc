"""Numbers of the examples as columns on a common base: upwards where they are positive, downwards where not."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import DashedLine, Line, VGroup, VMobject

from scenes.stage.computed import drawable
from scenes.stage.declared import stands_for
from scenes.stage.drawings import outlines
from scenes.stage.frame.region import Region
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.values import Number, Value

_WIDE = 0.66  # of the room of a column
_LABEL = 34.0  # font size of the numbers
_LEAST = 27.0
_ROOM = 0.5  # units of the scene for a number over or under a column
_GAP = 0.12
_THIN = 0.02  # half the width of a bar that is still a stick
_DASH = (0.08, 0.08)
_NOTHING = 1e-6


class Columns(VGroup):
    """One bar an example over `base`, in the colour of the loss. `unit` is the height of 1.

    `low` and `high` are the least and the largest number that must have room; numbers stand over and under the bars
    where there is `room_for_numbers`.
    """

    def __init__(self, region: Region, pen: Pen, count: int, low: Number, high: Number, numbers: bool = True) -> None:
        super().__init__()
        self.pen = pen
        self.region = region
        low, high = min(0.0, drawable(low)), max(0.0, drawable(high))
        span = (high - low) or 1.0
        above, below = (_ROOM if numbers and high > 0 else 0.05), (_ROOM if numbers and low < 0 else 0.05)
        self.unit = (region.height - above - below) / span
        self.y = region.bottom + below - low * self.unit
        self.pitch = region.width / count
        theme = pen.theme
        self.base = Line([region.left, self.y, 0], [region.right, self.y, 0], stroke_color=theme.muted, stroke_width=3)
        style = {"stroke_color": theme.loss, "stroke_width": 3, "fill_color": theme.loss, "fill_opacity": 0.4}
        self.bars = VGroup(*(VMobject(**style) for _ in range(count)))
        stands_for(self.bars, "loss")
        self.add(self.base, self.bars)

    def follow(self, numbers: Sequence[Number], closed: float = 0.0) -> Columns:
        """Stand as high as these numbers; `closed` from 0 to 1 closes the gaps between the bars."""
        half = (_WIDE + (1 - _WIDE) * closed) * self.pitch / 2
        for place, (bar, number) in enumerate(zip(self.bars, numbers, strict=True)):
            _stand(bar, self.x(place), half, self.y, self.y + drawable(number) * self.unit)
        return self

    def thin(self, sticks: Sequence[VMobject]) -> list[VMobject]:
        """The bars as they are at these sticks, before they come to their places."""
        found = []
        for bar, stick in zip(self.bars, sticks, strict=True):
            made = bar.copy()
            if len(bar.points):
                ends = stick.points[[0, -1]] if len(stick.points) else np.zeros((2, 3)) + [self.x(0), self.y, 0]
                _stand(made, float(ends[0][0]), _THIN, float(ends[0][1]), float(ends[1][1]))
            found.append(made)
        return found

    def x(self, place: float) -> float:
        """The middle of a column, counted from 0."""
        return self.region.left + (place + 0.5) * self.pitch

    def numbers(self, paths: Sequence[str]) -> list[Value]:
        """The numbers at their columns; none where they have no room side by side."""
        values = [self.pen.value(path, _LABEL) for path in paths]
        widest = max(float(value.width) for value in values)
        size = min(1.0, (self.pitch - _GAP) / widest)
        if size * _LABEL < _LEAST:
            return []
        for place, value in enumerate(values):
            value.scale(size)
            number = drawable(self.pen.number_of(value.path))
            aside = (0.1 + value.height / 2) * (1 if number >= 0 else -1)
            value.move_to([self.x(place), self.y + number * self.unit + aside, 0])
        return values

    def level(self, number: Number) -> VMobject:
        """A dashed line across all columns at the height of a number."""
        line = DashedLine(*self._level_ends(number), dash_length=0.1, stroke_color=self.pen.theme.loss, stroke_width=4)
        return stands_for(line, "loss").set_z_index(2)

    def ghost_level(self, number: Number) -> VMobject:
        """Where the level was, thin and muted, to compare with."""
        muted = self.pen.theme.muted
        return DashedLine(*self._level_ends(number), dash_length=0.1, stroke_color=muted, stroke_width=2.5)

    def ghost_bars(self) -> VGroup:
        """Where the bars are now, dashed, thin and muted, to compare with."""
        ghosts = VGroup()
        for bar in self.bars:
            ghost = VMobject(stroke_color=self.pen.theme.muted, stroke_width=2.5)
            left, right, far = bar.get_left()[0], bar.get_right()[0], self.y + bar.height
            border = np.array([[left, self.y], [left, far], [right, far], [right, self.y]])
            outlines.draw(ghost, outlines.dashed(border, _DASH) if len(bar.points) else [])
            ghosts.add(ghost)
        return ghosts.set_z_index(-1)

    def place_level(self, line: VMobject, number: Number) -> None:
        """Put such a line at another height."""
        line.set_y(self.height_of(number))

    def height_of(self, number: Number) -> float:
        """How high a number stands in the frame."""
        return self.y + drawable(number) * self.unit

    def _level_ends(self, number: Number) -> list[list[float]]:
        y = self.height_of(number)
        return [[self.region.left, y, 0], [self.region.right, y, 0]]


def _stand(bar: VMobject, x: float, half: float, low: float, high: float) -> None:
    """Let a bar reach from one height in the frame to another."""
    corners = [(x - half, low), (x + half, low), (x + half, high), (x - half, high), (x - half, low)]
    outlines.draw(bar, [np.array(corners)] if abs(high - low) > _NOTHING else [])
