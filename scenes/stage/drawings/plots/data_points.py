"""The examples of a data set as points in a plot: those to learn from are discs, those held out are hollow diamonds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import Circle, Square, VGroup, VMobject

from scenes.stage.declared import stands_for
from scenes.stage.drawings.plots.axes import Axes
from scenes.stage.frame.region import Point
from scenes.stage.writing.binding import Number


class DataPoints(VGroup):
    """One mark an example, in the order given; an example outside the plot is an empty group, so that the numbers of
    the others stay."""

    def __init__(self, axes: Axes, inputs: Sequence[Number], targets: Sequence[Number], radius: float = 0.11) -> None:
        super().__init__()
        self.axes = axes
        self.radius = radius
        for x, y in zip(inputs, targets, strict=True):
            self.add(self._mark(axes.at(x, y)) if axes.holds(x, y) else VGroup())
        stands_for(self, "target")

    def _mark(self, place: Point) -> VMobject:
        raise NotImplementedError


class TrainingPoints(DataPoints):
    """Examples to learn from: discs, with a rim of background so that they stay apart on a curve and on one another."""

    def _mark(self, place: Point) -> VMobject:
        theme = self.axes.pen.theme
        rim = {"stroke_color": theme.background, "stroke_width": 2.5}
        return Circle(radius=self.radius, fill_color=theme.target, fill_opacity=1, **rim).move_to(place)


class HeldOutPoints(DataPoints):
    """Examples that are held out to judge by: hollow diamonds."""

    def _mark(self, place: Point) -> VMobject:
        theme = self.axes.pen.theme
        diamond = Square(1.8 * self.radius, fill_color=theme.background, fill_opacity=1)
        return diamond.set_stroke(theme.target, 3.5).rotate(np.pi / 4).move_to(place)
