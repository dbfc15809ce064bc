"""Cuts through a surface along each of its coordinates: as lines on the surface, and as small plots of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

import numpy as np
from manim import Dot, VGroup, VMobject
from numpy.typing import NDArray

from scenes.stage.declared import stands_for
from scenes.stage.drawings import outlines
from scenes.stage.drawings.landscapes.surface import SurfacePicture
from scenes.stage.drawings.plots.axes import Axes
from scenes.stage.drawings.plots.live_curve import LiveCurve
from scenes.stage.drawings.plots.scales import Linear
from scenes.stage.drawings.plots.tangent import Tangent
from scenes.stage.frame.region import Region
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.values import Number

Array = NDArray[np.float64]
NAMES = ("weight", "bias")
_POINTS = 240
_DASHES = (0.06, 0.08)


def cut(block: SurfacePicture, ends: Sequence[Sequence[float]], meaning: str) -> VGroup:
    """A straight cut over the ground between two places, as a line on the surface: dashed where a hill hides it."""
    shares = np.linspace(0, 1, _POINTS)[:, np.newaxis]
    places = block.plane.places(np.array(ends[0]) * (1 - shares) + np.array(ends[1]) * shares)
    points, seen = block.lifted(places), block.seen(places)
    color = block.theme.of(meaning)
    front, back = (VMobject(stroke_color=color, stroke_width=width) for width in (6, 3))
    outlines.draw(front, outlines.runs(points, seen))
    outlines.draw(back, [part for run in outlines.runs(points, ~seen) for part in outlines.dashed(run, _DASHES)])
    return stands_for(VGroup(back, front), meaning)


class SlicePlot(VGroup):
    """The loss along one parameter, the other one held still: a curve in the colour of that parameter, the place on it,
    and its tangent."""

    def __init__(
        self,
        region: Region,
        pen: Pen,
        name: str,
        window: tuple[float, float],
        heights: tuple[float, float],
        losses: Callable[[Array], Array],
        place: tuple[Number, Number],
        slope: Number,
    ) -> None:
        super().__init__()
        low, high = (Fraction(height) for height in heights)
        room = (high - low) / 10
        scales = Linear(*map(Fraction, window)), Linear(low - room, high + room)
        self.axes = Axes(region, pen, *scales, x_end=pen.symbol(name, 34), y_end=pen.symbol("loss", 34))
        self.axes.grid.set_stroke(opacity=0.4)
        along = np.linspace(*window, _POINTS)
        self.curve = LiveCurve(self.axes, name, 5).through(along, losses(along))
        self.dot = Dot(self.axes.at(*place), radius=0.1, color=pen.theme.ink).set_z_index(3)
        length = 0.62 * min(self.axes.plot.width, self.axes.plot.height)
        self.tangent = Tangent(self.axes, *place, slope, length=max(1.2, length)).set_z_index(2)
        self.add(self.axes, self.curve, self.dot, self.tangent)
