"""ReLU in one picture: its graph, and under each half what passes the gate, forward and backward."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from manim import VGroup

from scenes.stage.drawings.shapes import edge, gradient_arrow
from scenes.stage.frame.region import Region
from scenes.stage.relu.bend_plot import BendPlot
from scenes.stage.relu.gate_picture import Gate
from scenes.stage.writing.pen import Pen

_SIZE = 36.0


class ReluSummary(VGroup):
    """`plot` with `curve` and `leaky`; `halves` are off and on, each with its gate, its signal and its gradient."""

    def __init__(self, region: Region, pen: Pen, leak: Fraction) -> None:
        super().__init__()
        self.pen = pen
        wide = region.width > 1.3 * region.height
        if wide:
            off, middle, on = region.columns(1, 1.5, 1, gap=0.3)
        else:
            middle, below = region.rows(1.5, 1, gap=0.3)
            off, on = below.columns(1, 1, gap=0.4)
        self.plot = BendPlot(middle, pen, [Fraction(1)])
        self.curve = self.plot.bent(Fraction(0))
        self.leaky = self.plot.bent(leak, 4, (0.14, 0.12))
        self.halves = [self._half(off, False), self._half(on, True)]
        self.leak_label = pen.label("leak", 28)
        self.leak_label.move_to([(self.plot.plot.left + self.plot.x_place(0)) / 2, self.plot.y_place(0) - 0.9, 0])

    def _half(self, region: Region, on: bool) -> VGroup:
        theme = self.pen.theme
        word = self.pen.label("on" if on else "off", 40, theme.ink)
        word.move_to([region.x, region.top - 0.4, 0])
        made = VGroup(word)
        lines = region.rows(0.9, 1, 1)[1:]
        for line, key in zip(lines, ("forward", "backward"), strict=True):
            gate = Gate(np.array([region.x, line.y - 0.2, 0.0]), 0.7, self.pen).open(1.0 if on else 0.0)
            made.add(gate)
            reach, aside = 0.42 * region.width, gate.half + 0.06
            left, right, y = region.x - reach, region.x + reach, line.y - 0.2
            if key == "forward":
                made.add(edge(np.array([left, y, 0]), np.array([region.x - aside, y, 0]), theme.muted, 4))
                if on:
                    made.add(edge(np.array([region.x + aside, y, 0]), np.array([right, y, 0]), theme.muted, 4))
            else:
                made.add(gradient_arrow(np.array([right, y, 0]), np.array([region.x + aside, y, 0]), theme))
                if on:
                    made.add(gradient_arrow(np.array([region.x - aside, y, 0]), np.array([left, y, 0]), theme))
        return made
