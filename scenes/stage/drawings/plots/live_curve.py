"""A function as a curve in a plot, which follows a state: its points are set anew, the curve stays the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
from manim import CapStyleType, LineJointType, VMobject
from numpy.typing import NDArray

from scenes.stage.declared import stands_for
from scenes.stage.drawings import outlines
from scenes.stage.drawings.outlines import Points
from scenes.stage.drawings.plots.axes import Axes
from scenes.stage.drawings.plots.polyline import pieces
from scenes.stage.drawings.plots.scales import Numbers

Array = NDArray[np.float64]
_POINTS = 240  # so that a curve across a whole frame still looks smooth


class LiveCurve(VMobject):
    """A line in the plot of these axes, in the colour of what it means; empty until it is drawn.

    It is cut at the border of the plot, and ends where a number is not finite. `dash` is the length of a dash and
    of the gap behind it, in units of the scene; without one the line is whole.
    """

    def __init__(
        self, axes: Axes, meaning: str | None = "prediction", width: float = 6, dash: tuple[float, ...] = ()
    ) -> None:
        super().__init__(
            stroke_color=axes.pen.theme.of(meaning),
            stroke_width=width,
            joint_type=LineJointType.ROUND,
            cap_style=CapStyleType.ROUND,
        )
        stands_for(self, meaning)
        self.axes = axes
        self.dash = dash

    def through(self, xs: Numbers, ys: Numbers) -> LiveCurve:
        """Run straight from point to point, in the order given: a corner at one of them is a true corner."""
        return self.run(self.axes.places(xs, ys))

    def graph(self, function: Callable[[Array], Numbers], corners: Iterable[float] = ()) -> LiveCurve:
        """Show a function of an array; where it has corners, the curve runs through them exactly."""
        xs = abscissas(self.axes, corners)
        with np.errstate(all="ignore"):  # what is not finite is left out
            return self.through(xs, function(xs))

    def run(self, points: Points) -> LiveCurve:
        """Run through these points of the scene, shape (n, 3)."""
        whole = pieces(points, self.axes.plot)
        outlines.draw(self, [part for piece in whole for part in outlines.dashed(piece, self.dash)])
        return self


def abscissas(axes: Axes, corners: Iterable[float] = ()) -> Array:
    """Inputs at which to work out a curve: evenly over the horizontal axis, and at the corners that lie on it."""
    even = axes.x.numbers(np.linspace(0, 1, _POINTS + 1))
    found = np.array([corner for corner in corners if 0 <= axes.x.share(corner) <= 1])
    return np.unique(np.concatenate([even, found]))
