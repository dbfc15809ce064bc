"""Losses against steps or epochs on a logarithmic axis: several trainings, each a line that grows with its own."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from manim import Circle, Square, VGroup, VMobject
from numpy.typing import NDArray

from scenes.stage.declared import stands_for
from scenes.stage.drawings.plots.axes import Axes
from scenes.stage.drawings.plots.live_curve import LiveCurve
from scenes.stage.drawings.plots.scales import Linear, Logarithmic
from scenes.stage.frame.region import Point, Region
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.typeset import Label

Array = NDArray[np.float64]
Losses = Sequence[float] | NDArray[np.float64]
_ASIDE = Fraction(3, 100)  # of all steps: the first and the last dot keep clear of the border
_RADIUS = 0.1
_TALL = 1.15  # decades at least
_ABOVE = 2.0  # decades over the loss at the start up to which a training that diverges is shown


def loss_scale(start: float, *losses: Losses) -> Logarithmic:
    """Around these losses: a little more than they take, and of what rises far above the start only the beginning."""
    top = math.log10(start) + _ABOVE if start > 0 else 300.0
    logs = [math.log10(loss) for some in losses for loss in some if 0 < loss < math.inf] or [0.0]
    low, high = min(logs), min(max(logs), max(top, min(logs)))
    room = 0.09 * max(high - low, _TALL)
    low, high = low - room, high + room
    middle, half = (low + high) / 2, max(high - low, _TALL) / 2
    return Logarithmic(_power(middle - half), _power(middle + half))


def _power(exponent: float) -> Fraction:
    whole = math.floor(exponent)
    return Fraction(10) ** whole * Fraction(10 ** (exponent - whole))


class Series(VGroup):
    """The losses of one training: `line` and, at its end, `dot`. It begins with its first point alone."""

    def __init__(
        self,
        axes: Axes,
        steps: Losses,
        losses: Losses,
        dashed: bool,
        width: float,
        color: str,
        dotted: bool,
    ) -> None:
        super().__init__()
        self.dotted = dotted
        self.axes, self.steps, self.losses = axes, np.asarray(steps, dtype=float), np.asarray(losses, dtype=float)
        self.places = axes.places(self.steps, self.losses)
        self.line = LiveCurve(axes, "loss", width, (0.13, 0.11) if dashed else ()).set_stroke(color)
        shape = Square(1.7 * _RADIUS).rotate(np.pi / 4) if dashed else Circle(radius=_RADIUS)
        self._shape = shape.points
        fill = axes.pen.theme.background if dashed else color
        self.dot = VMobject(fill_color=fill, fill_opacity=1, stroke_color=color, stroke_width=3)
        for part in (self.line, self.dot):
            stands_for(part, "loss" if color == axes.pen.theme.loss else None)
        self.add(self.line, self.dot)
        self.upto(0)

    @property
    def end(self) -> Point:
        """Where its drawn end stands."""
        return self._end

    def upto(self, record: float) -> Series:
        """Draw it up to a record, or to a part of the way from one to the next."""
        whole = max(0, min(math.floor(record), len(self.places) - 1))
        reached = self.places[: whole + 1]
        if whole + 1 < len(self.places) and record > whole:
            tip = reached[-1] + (record - whole) * (self.places[whole + 1] - reached[-1])
            reached = np.concatenate([reached, [tip]])
        return self.run(reached)

    def towards(self, record: int, step: float, loss: float) -> Series:
        """Draw it up to a record, and from there to a loss on the way to the next one."""
        return self.run(np.concatenate([self.places[: record + 1], self.axes.places([step], [loss])]))

    def run(self, reached: Array) -> Series:
        """Draw it through these places."""
        self.line.run(reached)
        self._end = reached[-1]
        seen = self.dotted and np.isfinite(self._end).all() and self.axes.plot.inset(-1e-6).holds(self._end)
        self.dot.points = self._shape + self._end if seen else np.zeros((0, 3))
        return self


class LossChart(VGroup):
    """`axes`, and the series that a lesson adds. `last` is the last step of the horizontal axis."""

    def __init__(self, region: Region, pen: Pen, last: float, scale: Logarithmic, word: Label) -> None:
        super().__init__()
        steps = Linear(-_ASIDE * Fraction(last), (1 + _ASIDE) * Fraction(last), least_step=1)
        self.axes = Axes(region, pen, steps, scale, x_end=word, y_end=pen.symbol("loss", 38))
        self.add(self.axes)

    def series(
        self,
        steps: Losses,
        losses: Losses,
        *,
        dashed: bool = False,
        width: float = 5,
        color: str | None = None,
        dotted: bool = True,
    ) -> Series:
        """Losses to draw on this chart; in the colour of losses unless another is given; `dotted`, with a dot at the
        end."""
        return Series(self.axes, steps, losses, dashed, width, color or self.axes.pen.theme.loss, dotted)
