"""How far a prediction misses each example: sticks from the targets to the predictions, and real squares on them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import VGroup, VMobject

from scenes.stage.declared import stands_for
from scenes.stage.drawings import outlines
from scenes.stage.drawings.outlines import Points
from scenes.stage.drawings.plots.axes import Axes
from scenes.stage.drawings.plots.polyline import pieces
from scenes.stage.frame.region import Region
from scenes.stage.writing.binding import Number


class ResidualSticks(VGroup):
    """One vertical stick an example, from its target to its prediction, cut at the border of the plot."""

    def __init__(
        self, axes: Axes, inputs: Sequence[Number], targets: Sequence[Number], predictions: Sequence[Number]
    ) -> None:
        super().__init__()
        self.axes = axes
        self.inputs, self.targets = tuple(inputs), tuple(targets)
        self.add(*(VMobject(stroke_color=axes.pen.theme.loss, stroke_width=6) for _ in self.inputs))
        stands_for(self, "loss")
        self.follow(predictions)

    def follow(self, predictions: Sequence[Number]) -> ResidualSticks:
        """Follow other predictions."""
        examples = zip(self.submobjects, self.inputs, self.targets, predictions, strict=True)
        for stick, x, target, prediction in examples:
            ends = self.axes.places([x, x], [target, prediction])
            outlines.draw(stick, pieces(ends, self.axes.plot))
        return self


class ResidualSquares(VGroup):
    """One square an example, whose side is its stick: its area, in units of the axes, is the squared error.

    A square stands on the left of a target above its prediction, on the right of one below: so none lies across a
    rising line. With `falling` they stand on the other sides. What leaves the plot is cut off. Raises ValueError if
    the axes are not of equal scale: there a square on the screen would be no square of the error, unless it is
    `upright`, both of its sides measured along the vertical axis.
    """

    def __init__(
        self,
        axes: Axes,
        inputs: Sequence[Number],
        targets: Sequence[Number],
        predictions: Sequence[Number],
        falling: bool = False,
        upright: bool = False,
    ) -> None:
        if not axes.equal and not upright:
            raise ValueError("squares of errors need axes of equal scale: Axes(..., equal=True)")
        super().__init__()
        self.axes = axes
        self.inputs, self.targets = tuple(inputs), tuple(targets)
        self.falling = falling
        loss = axes.pen.theme.loss
        style = {"stroke_color": loss, "stroke_width": 3, "fill_color": loss, "fill_opacity": 0.22}
        self.add(*(VMobject(**style) for _ in self.inputs))
        stands_for(self, "loss")
        self.follow(predictions)

    def follow(self, predictions: Sequence[Number]) -> ResidualSquares:
        """Follow other predictions."""
        examples = zip(self.submobjects, self.inputs, self.targets, predictions, strict=True)
        for square, x, target, prediction in examples:
            outlines.draw(square, [self._border(x, target, prediction)])
        return self

    def _border(self, x: Number, target: Number, prediction: Number) -> Points:
        foot, end = self.axes.places([x, x], [target, prediction])
        side = abs(end[1] - foot[1])
        if not side > 0:  # no error, or one that is not finite
            return np.zeros((0, 3))
        leftward = (end[1] < foot[1]) != self.falling
        left = foot[0] - side if leftward else foot[0]
        seen = _common(Region(left, min(foot[1], end[1]), left + side, max(foot[1], end[1])), self.axes.plot)
        if seen is None:
            return np.zeros((0, 3))
        corners = [(seen.left, seen.bottom), (seen.right, seen.bottom), (seen.right, seen.top), (seen.left, seen.top)]
        return np.array([*corners, corners[0]])


def _common(one: Region, other: Region) -> Region | None:
    """What two rectangles share."""
    shared = Region(
        max(one.left, other.left),
        max(one.bottom, other.bottom),
        min(one.right, other.right),
        min(one.top, other.top),
    )
    return shared if shared.width > 0 and shared.height > 0 else None
