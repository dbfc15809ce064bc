"""The loss as a curve over the prediction, standing on the number line, with its tangent: the derivative as a slope."""

from __future__ import annotations

import numpy as np
from manim import DashedLine, Dot, Line, ParametricFunction, VGroup

from scenes.stage.declared import stands_for
from scenes.stage.look.theme import Theme
from scenes.stage.neuron.prediction_line import PredictionLine


class LossParabola(VGroup):
    """L = (prediction - target)^2 over the same number line."""

    def __init__(self, line: PredictionLine, theme: Theme, prediction: float) -> None:
        super().__init__()
        self.line = line
        self.theme = theme
        reach = 1.12 * abs(prediction - line.target) or 1.0
        self.unit = (line.region.top - line.y - 0.3) / reach**2
        left = min(reach, float(line.at(line.target)[0] - line.region.left) / line.unit)
        right = min(reach, float(line.region.right - line.at(line.target)[0]) / line.unit)
        self.curve = ParametricFunction(
            lambda p: self.at(p),
            t_range=(line.target - left, line.target + right, reach / 40),
            stroke_color=theme.loss,
            stroke_width=5,
        )
        stands_for(self.curve, "loss")
        self.add(self.curve)

    def at(self, prediction: float) -> np.ndarray:
        """The point of the curve over a prediction."""
        return self.line.at(prediction) + [0.0, self.unit * (prediction - self.line.target) ** 2, 0.0]

    def dot(self, prediction: float) -> Dot:
        """The point of the curve as a dot."""
        dot = Dot(self.at(prediction), radius=0.11, color=self.theme.prediction).set_z_index(3)
        return stands_for(dot, "prediction")

    def drop(self, prediction: float) -> DashedLine:
        """From the number line up to the curve."""
        start, end = self.line.at(prediction), self.at(prediction)
        if np.allclose(start, end, atol=0.05):
            end = start + [0.0, 0.05, 0.0]
        return DashedLine(start, end, stroke_color=self.theme.muted, stroke_width=3, dash_length=0.08)

    def tangent(self, prediction: float, slope: float, length: float = 1.6) -> Line:
        """The tangent at a prediction; its slope is a quantity of the engine, drawn to the scales of both axes."""
        direction = np.array([self.line.unit, slope * self.unit, 0.0])
        direction *= length / 2 / np.linalg.norm(direction)
        here = self.at(prediction)
        line = Line(here - direction, here + direction, stroke_color=self.theme.gradient, stroke_width=7)
        return stands_for(line, "gradient")
