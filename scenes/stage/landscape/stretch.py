"""A stretch of steps in a plot, as a band from top to bottom; and the marks at the ends of curves that say whose they
are."""

from __future__ import annotations

import numpy as np
from manim import VMobject

from scenes.stage.drawings import outlines
from scenes.stage.drawings.landscapes.descent_path import DescentPath
from scenes.stage.drawings.outlines import Points
from scenes.stage.drawings.plots.axes import Axes

_OPACITY = 0.16
_SMALLER = 0.8  # than the ball on its map


class Stretch(VMobject):
    """From one step to another: `upto(k)` shows what of it has been made by step k."""

    def __init__(self, axes: Axes, begin: int, end: int) -> None:
        super().__init__(fill_color=axes.pen.theme.ink, fill_opacity=_OPACITY, stroke_width=0)
        self.axes, self.begin, self.end = axes, begin, end
        self.upto(end)

    def upto(self, step: float) -> Stretch:
        """Draw it up to a step, or to a part of the way from one to the next."""
        plot, stop = self.axes.plot, min(step, self.end)
        if stop <= self.begin:
            self.points = np.zeros((0, 3))
            return self
        left, right = self.axes.x_place(self.begin), self.axes.x_place(stop)
        corners = [[left, plot.bottom], [right, plot.bottom], [right, plot.top], [left, plot.top]]
        around = np.array(corners)
        self.points = outlines.curves(around, np.roll(around, -1, axis=0))
        return self


class Tip(VMobject):
    """The ball of a path once more, at the end of its curve in a plot; nowhere outside of it."""

    def __init__(self, path: DescentPath, axes: Axes) -> None:
        theme = path.theme
        super().__init__(fill_color=path.style.color or theme.ink, fill_opacity=1, stroke_width=0)
        self.set_stroke(theme.background, width=5, background=True)
        self.set_z_index(2)
        self.axes = axes
        source = path.ball if len(path.ball.points) else path.hidden_ball
        self._outline = _SMALLER * (source.points - source.get_center()) if len(source.points) else source.points

    def stand(self, place: Points) -> Tip:
        """At this place of the picture."""
        inside = np.isfinite(place).all() and self.axes.plot.inset(-1e-9).holds(place)
        self.points = self._outline + place if inside and len(self._outline) else np.zeros((0, 3))
        return self
