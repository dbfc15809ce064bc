"""Loss against step: a curve that grows with the descent, and the loss on held-out examples beside it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from manim import Circle, Square, UpdateFromAlphaFunc, VGroup, VMobject

from scenes.stage.declared import stands_for
from scenes.stage.drawings.plots.axes import Axes
from scenes.stage.drawings.plots.live_curve import LiveCurve
from scenes.stage.drawings.plots.scales import Linear, Logarithmic, Scale
from scenes.stage.frame.region import Point, Region
from scenes.stage.writing.binding import Number
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.typeset import Formula, Label

_MOST_DOTS = 20  # steps; of a longer descent only the last one has a dot
_RADIUS = 0.11  # units of the scene
_DASH = (0.15, 0.13)
_ASIDE = Fraction(3, 100)  # of all steps: the first and the last dot keep clear of the border


class LossCurve(VGroup):
    """`losses[k]` is the loss after k steps, of any size; the curve ends where it is not finite. Losses on held-out
    examples are dashed, with diamonds for dots.

    The vertical axis is logarithmic around all losses unless another `scale` is given (`Linear.around(losses, [0])`);
    on it a loss of zero stands on the axis itself. The curve is whole until `upto` is called.
    """

    def __init__(
        self,
        region: Region,
        pen: Pen,
        losses: Sequence[Number],
        symbol: Formula | Label,
        step_word: Formula | Label,
        *,
        held_out: Sequence[Number] = (),
        scale: Scale | None = None,
    ) -> None:
        super().__init__()
        self.last = max(1, len(losses) - 1)
        steps = Linear(-_ASIDE * self.last, (1 + _ASIDE) * self.last, least_step=1)
        scale = scale or Logarithmic.around(losses, held_out)
        self.axes = Axes(region, pen, steps, scale, x_end=step_word, y_end=symbol)
        diamond = Square(2 * _RADIUS, fill_color=pen.theme.background).rotate(np.pi / 4)
        self.training = _Series(self.axes, losses, Circle(_RADIUS, fill_color=pen.theme.loss), ())
        self.held_out = _Series(self.axes, held_out, diamond, _DASH)
        self.drawn = VGroup(self.held_out, self.training)
        self.add(self.axes, self.drawn)

    def at(self, step: int) -> Point:
        """The place of the loss after a number of steps; NaN where it is not finite."""
        return self.training.places[step]

    def upto(self, step: float) -> LossCurve:
        """Draw the curve up to a step, or to a part of the way from one to the next."""
        self.training.upto(step)
        self.held_out.upto(step)
        return self

    def growing(self, first: float, last: float, **kwargs: Any) -> UpdateFromAlphaFunc:
        """The animation that draws it from one step to another."""
        return UpdateFromAlphaFunc(self.drawn, lambda _, share: self.upto(first + share * (last - first)), **kwargs)


class _Series(VGroup):
    """One line and its dots."""

    def __init__(self, axes: Axes, losses: Sequence[Number], dot: VMobject, dash: tuple[float, ...]) -> None:
        super().__init__()
        self.places = axes.places(range(len(losses)), losses)
        self.line = LiveCurve(axes, "loss", 5, dash)
        self.shape = dot.points
        self.dots = VMobject(
            fill_color=dot.fill_color, fill_opacity=1, stroke_color=axes.pen.theme.loss, stroke_width=3
        )
        stands_for(self.dots, "loss")
        self.add(self.line, self.dots)
        self.upto(len(losses) - 1)

    def upto(self, step: float) -> None:
        whole = max(0, min(math.floor(step), len(self.places) - 1))
        reached = self.places[: whole + 1]
        if whole + 1 < len(self.places) and step > whole:
            tip = reached[-1] + (step - whole) * (self.places[whole + 1] - reached[-1])
            reached = np.concatenate([reached, [tip]])
        self.line.run(reached)
        every = len(self.places) <= _MOST_DOTS + 1
        dotted = [*(self.places[: whole + 1] if every else []), *reached[-1:]]
        seen = [place for place in dotted if np.isfinite(place).all() and self.line.axes.plot.inset(-1e-9).holds(place)]
        self.dots.points = np.concatenate([self.shape + place for place in seen]) if seen else np.zeros((0, 3))
