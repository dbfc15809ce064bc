"""The edges of a dense network: the size of a weight is its width, its sign its colour and dashes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from manim import DOWN, LEFT, RIGHT, Animation, VGroup, VMobject
from numpy.typing import NDArray

from scenes.stage.declared import constant, stands_for
from scenes.stage.look.theme import Theme
from scenes.stage.writing.typeset import Formula

Point = NDArray[np.float64]
_DASH, _SPACE = 0.15, 0.1  # units of the scene
STROKE = 0.01  # units of the scene to one unit of Manim's stroke width


@dataclass(frozen=True)
class WeightScale:
    """One scale for all edges of a drawing: a weight of the size `largest` is `thickest` wide (Manim's stroke width),
    one half as large half as wide. Larger ones stay at `thickest`."""

    largest: float
    thickest: float

    def width(self, weight: float) -> float:
        """The stroke width of a weight."""
        return self.thickest * min(1.0, abs(weight) / self.largest) if self.largest else 0.0

    def weight(self, width: float) -> float:
        """The size of the weight that is so wide."""
        return width / self.thickest * self.largest


class Edge(VMobject):
    """The straight edge of one weight: solid where it is positive, dashed where it is negative."""

    def __init__(
        self, start: Point, end: Point, weight: float, scale: WeightScale, theme: Theme, **kwargs: Any
    ) -> None:
        super().__init__(fill_opacity=0, **kwargs)
        self.weight_scale, self.theme = scale, theme
        self.is_dashed = False
        self.set_points_as_corners([start, end])
        self._color()
        self.show(weight)

    @property
    def ends(self) -> tuple[Point, Point]:
        """Where it begins, on the left, and where it ends."""
        return self.points[0], self.points[-1]

    def show(self, weight: float) -> Edge:
        """Be the edge of this weight from now on; in place, and only what has changed."""
        self.weight = weight
        if (weight < 0) != self.is_dashed:
            self.is_dashed = weight < 0
            self.points = (dashes if self.is_dashed else _solid)(*self.ends)
            self._color()
        width = self.weight_scale.width(weight)
        if width != self.stroke_width:
            self.stroke_width = width
        return self

    def _color(self) -> None:
        meaning = "negative_weight" if self.is_dashed else "weight"
        stands_for(self, meaning)
        self.set_stroke(color=self.theme.of(meaning), opacity=self.get_stroke_opacity())


def dashes(start: Point, end: Point) -> Point:
    """The points of a dashed straight line that begins and ends with a dash, however long it is."""
    length = float(np.linalg.norm(end - start))
    many = max(3, round((length + _SPACE) / (_DASH + _SPACE)))
    stretch = length / (many * _DASH + (many - 1) * _SPACE)
    begins = stretch * (_DASH + _SPACE) * np.arange(many)
    ends = begins + stretch * _DASH
    return _straight(start, (end - start) / length, begins, ends)


def _solid(start: Point, end: Point) -> Point:
    length = float(np.linalg.norm(end - start))
    return _straight(start, (end - start) / length, np.zeros(1), np.full(1, length))


def wires(ends: list[tuple[Point, Point]], theme: Theme) -> VMobject:
    """Hairlines of many edges as one mobject: that a connection is there, however small its weight."""
    made = VMobject(stroke_color=theme.faint, stroke_width=1.5 if len(ends) < 100 else 1.0, fill_opacity=0)
    if ends:
        made.points = np.vstack([_solid(start, end) for start, end in ends])
    return made


def _straight(start: Point, direction: Point, begins: Point, ends: Point) -> Point:
    """Cubic curves for straight pieces of a line, from and to these distances."""
    at = begins[:, None] + (ends - begins)[:, None] * np.linspace(0, 1, 4)
    return (start + at[..., None] * direction).reshape(-1, 3)


class Shade(Animation):
    """Dim all edges of a group but those that are lit; lit ones come back."""

    def __init__(self, edges: VGroup, lit: set[VMobject], dimmed: float, **kwargs: Any) -> None:
        self._goal = [1.0 if edge in lit else dimmed for edge in edges]
        super().__init__(edges, **kwargs)

    def begin(self) -> None:
        self._start = [float(edge.get_stroke_opacity()) for edge in self.mobject]
        super().begin()

    def interpolate_mobject(self, alpha: float) -> None:
        share = self.rate_func(alpha)
        for edge, start, goal in zip(self.mobject, self._start, self._goal, strict=True):
            edge.set_stroke(opacity=start + (goal - start) * share, family=False)


def scale_key(scale: WeightScale, size: float, theme: Theme, separator: str) -> VGroup:
    """A positive and a negative weight of a round size as samples, with that size beside them."""
    round_size = _round_below(scale.largest)
    rows = VGroup()
    for weight in (round_size, -round_size):
        line = Edge(np.zeros(3), np.array([0.9, 0.0, 0.0]), weight, scale, theme)
        number = Formula(f"{weight:.12g}".replace(".", f'"{separator}"'), size, theme.muted)
        shown = f"{round_size:.12g}".replace(".", separator)
        constant(number, shown, why="the size of the weight that the sample shows")
        rows.add(VGroup(line, number.next_to(line, RIGHT, buff=0.2)))
    return rows.arrange(DOWN, buff=0.16, aligned_edge=LEFT)


def _round_below(number: float) -> float:
    """1, 2 or 5 times a power of ten: the largest that is not above a number."""
    power = 10.0 ** np.floor(np.log10(number)) if number else 1.0
    return float(max(k * power for k in (1, 2, 5) if k * power <= max(number, power) * (1 + 1e-12)))
