"""What a network with one input has learned: its curve among the examples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from manim import VMobject
from numpy.typing import NDArray

from engine import Dataset, Network
from scenes.stage.declared import stands_for
from scenes.stage.drawings.plots.axes import Axes
from scenes.stage.drawings.plots.data_points import HeldOutPoints, TrainingPoints
from scenes.stage.drawings.plots.live_curve import LiveCurve
from scenes.stage.drawings.plots.scales import Linear
from scenes.stage.frame.region import Point, Region
from scenes.stage.writing.pen import Pen

Array = NDArray[np.float64]
Parameters = Mapping[str, Array]
_ROOM = 0.35  # of the range of the targets, above and below them, for a curve that is still wrong
_POINTS = 200
_AWAY = np.array([[0.0, 0.24, 0.0], [-0.2, 0.0, 0.0], [0.2, 0.0, 0.0], [0.0, 0.24, 0.0]])  # units of the scene
_FROM_BORDER = 0.08


class FitCurve:
    """`axes`, `points`, `held_out` and the live `answer` are its parts. All pictures of one data set have the same
    range, whatever the curve does: it is cut at the border. Where none of it is left, an arrowhead at the
    border points to where it is."""

    def __init__(self, region: Region, pen: Pen, examples: Dataset, held_out: Dataset | None, network: Network) -> None:
        self.network = network
        inputs, targets = examples.inputs[:, 0].tolist(), examples.targets[:, 0].tolist()
        others = held_out.inputs[:, 0].tolist() if held_out is not None else []
        wanted = held_out.targets[:, 0].tolist() if held_out is not None else []
        ends = {"x_end": pen.symbol("input", 38), "y_end": pen.symbol("target", 38)}
        x, y = Linear.around(inputs, others, margin=0.06), Linear.around(targets, wanted, margin=_ROOM)
        self.axes = Axes(region, pen, x, y, **ends)
        radius = 0.1 if len(inputs) <= 40 else 0.07
        self.points = TrainingPoints(self.axes, inputs, targets, radius).set_z_index(3)
        self.held_out = HeldOutPoints(self.axes, others, wanted, radius).set_z_index(3)
        self.answer = LiveCurve(self.axes).set_z_index(2)
        self.away = stands_for(VMobject(fill_color=pen.theme.prediction, fill_opacity=1, stroke_width=0), "prediction")
        self.answer.add(self.away.set_z_index(2))
        self.inputs = self.axes.x.numbers(np.linspace(0, 1, _POINTS + 1))
        self.theme = pen.theme

    def show(self, at: Parameters) -> FitCurve:
        """Show what the network answers with these parameters."""
        self._run(self.answer, at, self.inputs)
        self._point_away(at)
        return self

    def show_upto(self, at: Parameters, x: float) -> FitCurve:
        """Show the curve from the left up to an input."""
        self._run(self.answer, at, np.append(self.inputs[self.inputs < x], x))
        return self

    def ghost(self, at: Parameters) -> LiveCurve:
        """What it answered with other parameters, thin and dashed."""
        ghost = LiveCurve(self.axes, width=3, dash=(0.13, 0.11)).set_stroke(self.theme.muted)
        return self._run(ghost.set_z_index(1), at, self.inputs)

    def line(self, weights: Sequence[float]) -> LiveCurve:
        """The line with this weight and bias."""
        weight, bias = weights
        return LiveCurve(self.axes).set_z_index(2).through(self.inputs, weight * self.inputs + bias)

    def place(self, inputs: Sequence[float], height: float) -> Point:
        """Where an answer to an input stands."""
        return self.axes.at(inputs[0], height)

    def _point_away(self, at: Parameters) -> None:
        plot = self.axes.plot
        with np.errstate(all="ignore"):
            middle = float(self.network.forward(np.zeros((1, 1)), at).prediction[0, 0])
        if len(self.answer.points) or not np.isfinite(middle):
            self.away.clear_points()
            return
        up = middle > float(self.axes.y.high)
        tip = np.array([plot.x, plot.top - _FROM_BORDER if up else plot.bottom + _FROM_BORDER, 0.0])
        flipped = np.array([1.0, 1.0 if up else -1.0, 1.0])
        self.away.set_points_as_corners(tip + flipped * (_AWAY - _AWAY[0]))

    def _run(self, curve: LiveCurve, at: Parameters, inputs: Array) -> LiveCurve:
        with np.errstate(all="ignore"):
            answered = self.network.forward(inputs[:, None], at).prediction
        return curve.through(inputs, answered[:, 0])
