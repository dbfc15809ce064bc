"""The loss over the sum z of a ReLU neuron: a parabola where it is on, a plateau where it is off; a leak tilts the
plateau."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

import numpy as np
from manim import Circle, Dot, Line, Rectangle, VGroup

from scenes.stage.declared import stands_for
from scenes.stage.drawings.plots.axes import Axes
from scenes.stage.drawings.plots.live_curve import LiveCurve
from scenes.stage.drawings.plots.scales import Linear
from scenes.stage.drawings.plots.tangent import Tangent
from scenes.stage.drawings.shapes import edge, ring
from scenes.stage.frame.region import Region
from scenes.stage.relu.bend_plot import OFF_TINT
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.values import Number

_POINTS = 90
_RADIUS = 0.13
LossAt = Callable[[Fraction, Fraction | None], Fraction]
State = tuple[Number, Number]  # the sum, the loss


class Plateau(Axes):
    """`states` are all the places that the neuron visits; zero and the target are shown with them. `loss_at` is the
    engine's loss at a sum, with a leak or without."""

    def __init__(
        self, region: Region, pen: Pen, states: Sequence[State], loss_at: LossAt, leak: Fraction | None = None
    ) -> None:
        target = Fraction(pen.number_of("target"))
        sums = [Fraction(z) for z, _ in states]
        reach = max(abs(z) for z in (*sums, target)) or Fraction(1)
        low, high = min(*sums, Fraction(0), -reach / 4), max(*sums, target, reach / 4)
        room = (high - low) / 8
        low, high = low - room, high + room
        losses = [Fraction(loss) for _, loss in states]
        top = max(*losses, loss_at(low, None), loss_at(low, leak), loss_at(Fraction(0), None)) or Fraction(1)
        super().__init__(
            region,
            pen,
            Linear(low, high),
            Linear(-top / 12, top * Fraction(5, 4)),
            x_end=pen.symbol("pre_activation", 40),
            y_end=pen.symbol("loss", 40),
        )
        self._loss_at = loss_at
        self.sums = sorted({low + (high - low) * k / _POINTS for k in range(_POINTS + 1)} | {Fraction(0), target})
        self.target = self._mark_target(target)
        self.off = self._name_off()
        self.add(self.off, self.target)
        self.curve = self.tilt(LiveCurve(self, "loss", 6), None)

    def tilt(self, curve: LiveCurve, leak: Fraction | None) -> LiveCurve:
        """The loss with this slope of the leaky ReLU; None is ReLU."""
        return curve.through(self.sums, [self._loss_at(z, leak) for z in self.sums])

    def seen_from(self, before: Plateau, share: float) -> LiveCurve:
        """The curve of ReLU a share of the way from where it stands in another plot to where it stands in this one."""
        sums = sorted({*before.sums, *self.sums})
        losses = [self._loss_at(z, None) for z in sums]
        here = np.array([1 - share, share])
        return self.curve.run(np.tensordot(here, [axes.places(sums, losses) for axes in (before, self)], 1))

    def ball(self, state: State) -> Dot:
        """Where the neuron is: its sum and its loss."""
        dot = Dot(self.at(*state), radius=_RADIUS, color=self.pen.theme.prediction).set_z_index(4)
        return stands_for(dot, "prediction")

    def left_behind(self, state: State) -> Circle:
        """Where a neuron is that stays: a ring."""
        theme = self.pen.theme
        ring = Circle(radius=0.8 * _RADIUS, stroke_color=theme.muted, stroke_width=3)
        return ring.set_fill(theme.background, opacity=1).move_to(self.at(*state)).set_z_index(3)

    def leap(self, state: State, following: State) -> VGroup:
        """The step from one place to the next, with a small dot that stays behind; nothing where it did not move."""
        ends = self.plot.clip(self.at(*state), self.at(*following))
        if state == following or ends is None:
            return VGroup()
        ink, way = self.pen.theme.ink, ends[1] - ends[0]
        length = float(np.linalg.norm(way))
        behind = [Dot(ends[0], radius=0.07, color=ink)]
        if length > 4 * _RADIUS:
            behind.append(edge(ends[0], ends[1] - way * _RADIUS / length, ink))
        elif length > 1e-6:
            behind.append(Line(*ends, stroke_color=ink, stroke_width=3))
        return VGroup(*behind).set_z_index(2)

    def slope(self, state: State, gradient: Number) -> Tangent:
        """The slope of the loss where the neuron is."""
        return Tangent(self, *state, gradient, length=1.4).set_z_index(3)

    def _mark_target(self, target: Fraction) -> VGroup:
        """The target's ring, on the axis where the loss of a neuron that is on would be zero; not below zero, where
        none is."""
        if target <= 0:
            return VGroup()
        return ring(0.22, self.pen.theme).move_to(self.at(target, 0)).set_z_index(1)

    def _name_off(self) -> VGroup:
        """The part of the plot in which the neuron is off: a tint, and the word in its corner where there is room."""
        plot, zero = self.plot, min(self.x_place(0), self.plot.right)
        tint = Rectangle(width=zero - plot.left, height=plot.height, stroke_width=0, fill_opacity=1)
        tint.set_fill(self.pen.theme.faint, opacity=OFF_TINT).move_to([(plot.left + zero) / 2, plot.y, 0]).set_z_index(
            -1
        )
        word = self.pen.label("off", 30, self.pen.theme.ink)
        if word.width > 0.9 * tint.width:
            return VGroup(tint)
        return VGroup(tint, word.move_to([plot.left + 0.15 + word.width / 2, plot.top - 0.12 - word.height / 2, 0]))
