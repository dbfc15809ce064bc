"""One learning rate in a small panel: the prediction after every step, and the target that it should reach."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import DOWN, UP, DashedLine, Dot, Line, RoundedRectangle, Triangle, VGroup, VMobject

from scenes.stage.declared import stands_for
from scenes.stage.frame.region import Point, Region
from scenes.stage.look.theme import Theme

_TIP = 0.12  # radius of the tip of what leaves the panel, units of the scene


class RatePanel(VGroup):
    """All panels of a row get the same `reach`: the largest distance from the target that they show, above and below.

    A prediction beyond it is left out; the line to the first of these runs out of the panel with a tip, and there it
    ends.
    """

    def __init__(self, region: Region, theme: Theme, target: float, predictions: Sequence[float], reach: float) -> None:
        super().__init__()
        self.theme = theme
        self.target = target
        self.reach = reach
        self.predictions = [float(prediction) for prediction in predictions]
        self.region = region
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

    def key(self, prediction: VMobject, target: VMobject) -> VGroup:
        """The symbols beside what they name: the prediction beside its first dot, the target on the other side of its
        line."""
        way = UP if self.predictions[0] > self.target else DOWN
        left = self.plot.left + 0.1
        prediction.next_to(self.at(0), way, buff=0.18)
        target.next_to([left, self.region.y, 0], -way, buff=0.14)
        for symbol in (prediction, target):
            symbol.shift([max(0.0, left - float(symbol.get_left()[0])), 0, 0])
        return VGroup(prediction, target)

    def _segment(self, start: Point, end: Point) -> VGroup:
        if not self.plot.holds(start):
            return VGroup()
        inside = self.region.clip(start, end)
        assert inside is not None
        line = Line(*inside, stroke_color=self.theme.prediction, stroke_width=3, stroke_opacity=0.75)
        return VGroup(line) if self.plot.holds(end) else VGroup(line, self._tip(*inside))

    def _tip(self, start: Point, end: Point) -> Triangle:
        direction = (end - start) / np.linalg.norm(end - start)
        tip = Triangle(radius=_TIP, fill_color=self.theme.prediction, fill_opacity=1, stroke_width=0)
        tip.rotate(float(np.arctan2(direction[1], direction[0])) - np.pi / 2, about_point=tip.get_center_of_mass())
        return tip.shift(end - direction * _TIP - tip.get_center_of_mass())
