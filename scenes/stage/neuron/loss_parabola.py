"""The loss as a curve over the prediction, standing on the number line, with its tangent: the derivative as a slope."""

from __future__ import annotations

import numpy as np
from manim import Dot, Line, ParametricFunction, Polygon, VGroup

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
        here = float(np.clip(prediction, line.target - left, line.target + right))
        # two halves that begin at the prediction: drawn at once they spread from there to both sides
        self.curve = VGroup(*(self._half(here, end, reach / 40) for end in (line.target - left, line.target + right)))
        stands_for(self.curve, "loss")
        self.add(self.curve)

    def _half(self, start: float, end: float, step: float) -> ParametricFunction:
        length = abs(end - start)
        return ParametricFunction(
            lambda way: self.at(start + way * np.sign(end - start)),
            t_range=(0.0, length, min(step, length or 1.0)),
            stroke_color=self.theme.loss,
            stroke_width=5,
        )

    def at(self, prediction: float) -> np.ndarray:
        """The point of the curve over a prediction."""
        return self.line.at(prediction) + [0.0, self.unit * (prediction - self.line.target) ** 2, 0.0]

    def dot(self, prediction: float) -> Dot:
        """The point of the curve as a dot."""
        dot = Dot(self.at(prediction), radius=0.11, color=self.theme.prediction).set_z_index(3)
        return stands_for(dot, "prediction")

    def bar(self, prediction: float, width: float = 0.14) -> Polygon:
        """The loss as a bar over the prediction, as high as the curve there; its corners are in the order of those of
        the square of the number line."""
        foot, top = self.line.at(prediction), self.at(prediction)
        across = np.array([width / 2 if prediction >= self.line.target else -width / 2, 0.0, 0.0])
        bar = Polygon(foot - across, foot + across, top + across, top - across, stroke_color=self.theme.loss)
        return stands_for(bar.set_stroke(width=2).set_fill(self.theme.loss, opacity=0.45), "loss")

    def tangent(self, prediction: float, slope: float, length: float = 1.6) -> Line:
        """The tangent at a prediction; its slope is a quantity of the engine, drawn to the scales of both axes."""
        direction = np.array([self.line.unit, slope * self.unit, 0.0])
        direction *= length / 2 / np.linalg.norm(direction)
        here = self.at(prediction)
        line = Line(here - direction, here + direction, stroke_color=self.theme.gradient, stroke_width=7)
        return stands_for(line, "gradient")
