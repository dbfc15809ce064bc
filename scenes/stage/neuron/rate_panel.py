"""One learning rate in a small panel: the prediction after every step, and the target that it should reach."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import DashedLine, Dot, Line, RoundedRectangle, VGroup

from scenes.stage.declared import stands_for
from scenes.stage.frame.region import Point, Region
from scenes.stage.look.theme import Theme


class RatePanel(VGroup):
    """All panels of a row get the same `reach`: the largest distance from the target that they show, above and
    below."""

    def __init__(self, region: Region, theme: Theme, target: float, predictions: Sequence[float], reach: float) -> None:
        super().__init__()
        self.theme = theme
        self.target = target
        self.reach = reach
        self.predictions = [float(prediction) for prediction in predictions]
        self.plot = region.inset(0.18, 0.12)
        self.box = RoundedRectangle(
            corner_radius=0.12,
            width=region.width,
            height=region.height,
            stroke_width=0,
            fill_color=theme.panel,
            fill_opacity=1,
        ).move_to([region.x, region.y, 0])
        self.goal = DashedLine(
            [self.plot.left, region.y, 0],
            [self.plot.right, region.y, 0],
            stroke_color=theme.target,
            stroke_width=3.5,
            dash_length=0.12,
        )
        stands_for(self.goal, "target")
        self.dots: list[VGroup] = []
        self.segments: list[VGroup] = []
        for step in range(len(self.predictions)):
            here = self.at(step)
            self.dots.append(
                VGroup(stands_for(Dot(here, radius=0.075, color=theme.prediction), "prediction"))
                if self.plot.holds(here)
                else VGroup()
            )
            if step:
                self.segments.append(self._segment(self.at(step - 1), here))
        self.add(self.box, self.goal, *self.segments, *self.dots)

    def at(self, step: int) -> Point:
        """The place of the prediction after a number of steps; it can lie outside the panel."""
        last = max(1, len(self.predictions) - 1)
        share = (self.predictions[step] - self.target) / self.reach
        return np.array(
            [
                self.plot.left + 0.1 + (self.plot.width - 0.2) * step / last,
                self.plot.y + np.clip(share, -1e6, 1e6) * self.plot.height / 2,
                0.0,
            ]
        )

    def _segment(self, start: Point, end: Point) -> VGroup:
        inside = self.plot.clip(start, end)
        if inside is None:
            return VGroup()
        return VGroup(Line(*inside, stroke_color=self.theme.prediction, stroke_width=3, stroke_opacity=0.75))
