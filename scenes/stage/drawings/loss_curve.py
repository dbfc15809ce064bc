"""Loss against step on a logarithmic axis."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from manim import Dot, Line, VGroup

from scenes.stage.frame.region import Region
from scenes.stage.look.theme import Theme
from scenes.stage.writing.typeset import Formula
from scenes.stage.writing.values import Number


class LossCurve(VGroup):
    """`losses[k]` is the loss after k steps. A loss of zero, which no logarithmic axis can show, stands on the axis
    itself."""

    def __init__(
        self, region: Region, theme: Theme, losses: Sequence[Number], symbol: VGroup, step_word: VGroup
    ) -> None:
        super().__init__()
        self.theme = theme
        self.powers = [log10(loss) for loss in losses]
        finite = [power for power in self.powers if power is not None] or [0.0]
        self.low = math.floor(min(finite) - 0.2)
        self.high = math.ceil(max(finite) + 0.2)
        has_zero = None in self.powers
        self.low -= has_zero  # a step more: its line stands for zero, which has no power
        self.plot = Region(region.left + 1.0, region.bottom + 0.55, region.right - 0.15, region.top - 0.6)
        self.grid = VGroup()
        self.labels = VGroup()
        every = max(1, math.ceil((self.high - self.low) / 6))
        for power in range(self.high, self.low - 1 + has_zero, -every):
            y = self._height(power)
            self.grid.add(
                Line([self.plot.left, y, 0], [self.plot.right, y, 0], stroke_color=theme.faint, stroke_width=1.5)
            )
            label = Formula(f"10^({power})" if power else "1", 30, theme.muted)
            self.labels.add(label.next_to([self.plot.left - 0.15, y, 0], np.array([-1.0, 0, 0]), buff=0))
        if has_zero:
            zero = Formula("0", 30, theme.muted)
            self.labels.add(zero.next_to([self.plot.left - 0.15, self.plot.bottom, 0], np.array([-1.0, 0, 0]), buff=0))
        self.axis = Line(
            [self.plot.left, self.plot.bottom, 0],
            [self.plot.right, self.plot.bottom, 0],
            stroke_color=theme.muted,
            stroke_width=3,
        )
        symbol.next_to([self.plot.left - 0.35, self.plot.top, 0], np.array([0, 1.0, 0]), buff=0.3)
        step_word.next_to([self.plot.right, self.plot.bottom, 0], np.array([0, -1.0, 0]), buff=0.2)
        step_word.shift([self.plot.right - float(step_word.get_right()[0]), 0, 0])
        self.frame = VGroup(self.grid, self.axis, self.labels, symbol, step_word)
        radius = 0.1 if len(losses) <= 20 else 0.06
        self.dots = [Dot(self.at(step), radius=radius, color=theme.loss) for step in range(len(losses))]
        self.segments = [
            Line(self.at(step), self.at(step + 1), stroke_color=theme.loss, stroke_width=5)
            for step in range(len(losses) - 1)
        ]
        self.add(self.frame, *self.segments, *self.dots)

    def _height(self, power: float) -> float:
        return self.plot.bottom + (power - self.low) / (self.high - self.low) * self.plot.height

    def at(self, step: int) -> np.ndarray:
        """The place of the loss after a number of steps."""
        last = max(1, len(self.powers) - 1)
        power = self.powers[step]
        y = self.plot.bottom if power is None else self._height(power)
        return np.array([self.plot.left + 0.2 + (self.plot.width - 0.4) * step / last, y, 0.0])


def log10(number: Number) -> float | None:
    """The logarithm of a number of any size, also beyond the range of floats; None for zero."""
    exact = Fraction(number)
    return math.log10(exact.numerator) - math.log10(exact.denominator) if exact else None
