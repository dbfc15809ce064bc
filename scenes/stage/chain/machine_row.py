"""Two machines in a row: x -> g -> u -> f -> y, each number below its symbol."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from manim import Circle, RoundedRectangle, VGroup, VMobject

from scenes.stage.declared import stands_for
from scenes.stage.drawings.shapes import edge, gradient_arrow
from scenes.stage.frame.region import Region
from scenes.stage.look.theme import meaning_of
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.values import Value

QUANTITIES = ("input", "middle", "output")
_BOX_WIDTH, _BOX_HEIGHT, _RADIUS = 2.0, 0.9, 0.42  # units of the scene at full size
_VALUE_LINE = 0.42  # from the bottom of a circle to the baseline of its number
_MOST_GAP = 1.25


class MachineRow(VGroup):
    """`circles` hold the numbers x, u and y, `boxes` the machines; `values` stand below the circles and are no part of
    the picture until a lesson shows them."""

    def __init__(self, region: Region, pen: Pen, machines: tuple[str, str]) -> None:
        super().__init__()
        self.pen, self.region = pen, region
        size = self.size = float(np.clip(region.width / 9.5, 0.74, 1.0))
        self.circles = [self._circle(quantity, _RADIUS * size) for quantity in QUANTITIES]
        self.formulas = [
            pen.row(f"{place}_{name}", 44 * size**0.5) for place, name in zip(("inner", "outer"), machines, strict=True)
        ]
        self.boxes = [self._box(formula, size) for formula in self.formulas]
        parts = [self.circles[0], self.boxes[0], self.circles[1], self.boxes[1], self.circles[2]]
        free = region.width - sum(float(part.width) for part in parts) - 0.6
        gap = min(_MOST_GAP, free / 4)
        whole = sum(float(part.width) for part in parts) + 4 * gap
        line = region.y + 0.24 * size
        x = region.x - whole / 2
        for part in parts:
            part.move_to([x + float(part.width) / 2, line, 0])
            x += float(part.width) + gap
        for box, formula in zip(self.boxes, self.formulas, strict=True):
            formula.move_to(box)
        self.symbols = [
            pen.symbol(quantity, max(36.0, 44 * size)).move_to(circle)
            for quantity, circle in zip(QUANTITIES, self.circles, strict=True)
        ]
        self.edges = [
            edge(a.get_right() + [0.06, 0, 0], b.get_left() - [0.04, 0, 0], pen.theme.muted) for a, b in pairwise(parts)
        ]
        room = gap + float(self.boxes[0].width)
        self.values = [
            self._below(quantity, circle, room) for quantity, circle in zip(QUANTITIES, self.circles, strict=True)
        ]
        self.add(*self.edges, *self.circles, *self.boxes, *self.symbols, *self.formulas)

    @property
    def left(self) -> float:
        """Where the row begins."""
        return float(self.circles[0].get_left()[0])

    @property
    def foot(self) -> float:
        """The lowest point, numbers included."""
        return float(min(value.get_bottom()[1] for value in self.values))

    def backward_arrow(self, place: int) -> VGroup:
        """A gradient arrow back over the edge at this place, 0 being the first."""
        line = self.edges[place]
        return gradient_arrow(line.get_right() + [0.02, 0, 0], line.get_left() - [0.02, 0, 0], self.pen.theme, 9)

    def _circle(self, quantity: str, radius: float) -> VMobject:
        means = meaning_of(quantity)
        color = self.pen.theme.of(means) if means else self.pen.theme.ink
        circle = Circle(
            radius=radius, stroke_color=color, stroke_width=4, fill_color=self.pen.theme.panel, fill_opacity=1
        )
        return stands_for(circle, means)

    def _box(self, formula: VMobject, size: float) -> VMobject:
        width = max(_BOX_WIDTH * size * 0.8, float(formula.width) + 0.5)
        return RoundedRectangle(
            corner_radius=0.2 * size,
            width=width,
            height=_BOX_HEIGHT * size,
            stroke_color=self.pen.theme.muted,
            stroke_width=3.5,
            fill_color=self.pen.theme.panel,
            fill_opacity=1,
        )

    def _below(self, quantity: str, circle: VMobject, room: float) -> Value:
        value = self.pen.value(quantity, 40).fit(room)
        value.keep_to(room)
        x, bottom = float(circle.get_center()[0]), float(circle.get_bottom()[1])
        value.shift([x - float(value.get_center()[0]), bottom - _VALUE_LINE - value.baseline, 0])
        self.region.keep(value)
        return value
