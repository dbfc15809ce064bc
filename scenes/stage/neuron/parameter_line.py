"""One parameter on a line of its own: where it is, the gradient that points uphill, the step the other way."""

from __future__ import annotations

import numpy as np
from manim import Circle, Dot, Line, VGroup

from scenes.stage.declared import stands_for
from scenes.stage.drawings.shapes import gradient_arrow
from scenes.stage.frame.region import Region
from scenes.stage.look.theme import Theme


class ParameterLine(VGroup):
    """A line with the parameter in its middle. `unit` is the length of 1, the same for gradient and step: the step
    is shorter than the gradient by exactly the learning rate."""

    def __init__(self, region: Region, theme: Theme, parameter: str, unit: float) -> None:
        super().__init__()
        self.parameter = parameter
        color = theme.of(parameter)
        self.theme = theme
        self.unit = unit
        self.region = region
        self.origin = np.array([region.x, region.y, 0.0])
        self.axis = Line(
            [region.left, region.y, 0], [region.right, region.y, 0], stroke_color=theme.muted, stroke_width=3
        )
        self.start = Circle(
            radius=0.12, stroke_color=color, stroke_width=5, fill_color=theme.background, fill_opacity=1
        )
        stands_for(self.start.move_to(self.origin).set_z_index(2), parameter)
        self.add(self.axis, self.start)

    def at(self, change: float) -> np.ndarray:
        """The place on the line after a change of the parameter."""
        return self.origin + np.array([change * self.unit, 0.0, 0.0])

    def gradient(self, gradient: float) -> VGroup:
        """The gradient as an arrow along the line: it points to where the loss rises."""
        return gradient_arrow(self.origin, self.at(gradient), self.theme)

    def step(self, move: float) -> VGroup:
        """The step: from where the parameter was to where it goes."""
        end, color = self.at(move), self.theme.of(self.parameter)
        way = Line(self.origin, end, stroke_color=color, stroke_width=11)
        return stands_for(VGroup(way, Dot(end, radius=0.15, color=color).set_z_index(3)), self.parameter)
