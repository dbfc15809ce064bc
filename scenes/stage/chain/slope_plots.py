"""A machine as a curve, with the triangle of a nudge at it; when the nudge shrinks, its line becomes the tangent."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import numpy as np
from manim import Dot, Polygon, VGroup
from numpy.typing import NDArray

from scenes.stage.drawings.plots.axes import Axes
from scenes.stage.drawings.plots.live_curve import LiveCurve
from scenes.stage.drawings.plots.scales import Linear
from scenes.stage.drawings.plots.tangent import Tangent
from scenes.stage.frame.region import Region
from scenes.stage.motion.live import Live
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.typeset import Formula
from scenes.stage.writing.values import Number

Curve = Callable[[NDArray[np.float64]], NDArray[np.float64]]
_BEHIND, _AHEAD = Fraction(6, 5), Fraction(7, 5)  # how far the plot reaches around the nudge, in widest nudges
_SAMPLES = 61


class SlopePlot(VGroup):
    """A curve around a point, in its own scales. `line` runs through the ends of the nudge, `triangle` stands between
    them, `dot` at the point; they are no part of the plot until a lesson shows them. `ends` stand at the axes."""

    def __init__(
        self,
        region: Region,
        pen: Pen,
        curve: Curve,
        ends: tuple[Formula, Formula],
        at: tuple[Number, Number],
        widest: Number,
    ) -> None:
        super().__init__()
        self.point = at
        reach = Fraction(widest) or Fraction(1)
        here = Fraction(at[0])
        across = Linear(*sorted((here - _BEHIND * reach, here + _AHEAD * reach)))
        heights = curve(across.numbers(np.linspace(0, 1, _SAMPLES)))
        up = Linear.around(heights, [at[1]], margin=0.12)
        self.axes = Axes(region, pen, across, up, x_end=ends[0], y_end=ends[1])
        self.curve = LiveCurve(self.axes, None, width=5).graph(curve, (0.0,))
        self.line = Tangent(self.axes, *at, 0, length=min(3.4, 0.7 * self.axes.plot.width))
        self.triangle = Polygon(*[self.axes.at(*at)] * 3, stroke_color=pen.theme.muted, stroke_width=3)
        self.triangle.set_fill(pen.theme.muted, opacity=0.25)
        self.dot = Dot(self.axes.at(*at), radius=0.1, color=pen.theme.ink).set_z_index(2)
        self.add(self.axes, self.curve)

    def show(self, change: Number, result: Number, slope: Number) -> SlopePlot:
        """The triangle of a change and its result, and the line through its ends, whose slope is given."""
        (x, y), (dx, dy) = self.point, (change, result)
        corners = [self.axes.at(x, y), self.axes.at(x + dx, y), self.axes.at(x + dx, y + dy)]
        self.triangle.set_points_as_corners([*corners, corners[0]])
        self.line.touch(x, y, slope)
        return self

    def follow(self, moving: Live, change: str, result: str, rate: str) -> None:
        """Let triangle and line follow a state in which the nudge shrinks."""
        moving.shape(self.line, lambda _: self.show(moving.now(change), moving.now(result), moving.now(rate)))
