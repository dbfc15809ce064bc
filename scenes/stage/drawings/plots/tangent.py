"""The tangent of a curve at a point: a derivative seen as a slope."""

from __future__ import annotations

import numpy as np
from manim import VMobject

from scenes.stage.declared import stands_for
from scenes.stage.drawings import outlines
from scenes.stage.drawings.plots.axes import Axes
from scenes.stage.drawings.plots.polyline import pieces
from scenes.stage.drawings.plots.scales import Linear
from scenes.stage.writing.binding import Number


class Tangent(VMobject):
    """A line of one length on the screen, in units of the scene, through a point of the plot, with a slope of the
    engine, drawn to the scales of both axes and cut at the border. Raises ValueError unless both axes are linear."""

    def __init__(
        self, axes: Axes, x: Number, y: Number, slope: Number, *, meaning: str = "gradient", length: float = 2.0
    ) -> None:
        if not (isinstance(axes.x, Linear) and isinstance(axes.y, Linear)):
            raise ValueError("a tangent is straight on linear axes only")
        super().__init__(stroke_color=axes.pen.theme.of(meaning), stroke_width=7)
        stands_for(self, meaning)
        self.axes = axes
        self.length = length
        self.rise = float(axes.x.span / axes.y.span) * axes.plot.height / axes.plot.width
        self.touch(x, y, slope)

    def touch(self, x: Number, y: Number, slope: Number) -> Tangent:
        """Touch at another point, with another slope; nothing is drawn for a slope that is not finite."""
        direction = np.array([1.0, float(slope) * self.rise, 0.0])
        half = direction / np.hypot(*direction[:2]) * self.length / 2
        place = self.axes.places([x], [y])[0]
        outlines.draw(self, pieces(np.array([place - half, place + half]), self.axes.plot))
        return self
