"""ReLU in one picture: its graph, and beside each half what passes the gate, forward and backward."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
from manim import RIGHT, DashedLine, VGroup

from scenes.stage.drawings.shapes import edge, gradient_arrow
from scenes.stage.frame.region import Region
from scenes.stage.relu.bend_plot import BendPlot
from scenes.stage.relu.gate_picture import Gate
from scenes.stage.writing.pen import Pen

_SIZE = 44.0
_GATE = 0.72  # size of a gate against that of the machine
_DEPTH = Fraction(1, 2)  # of the plot, below zero against above
_LEGEND = 0.6  # units of the scene, for the legend under the plot
_DASH = (0.14, 0.12)
_DEEP = 0.55  # from the middle of a gate down to the baseline of what is written under it


class ReluSummary(VGroup):
    """`plot` with `curve` and `leaky`; `halves` are off and on, each with what passes forward and backward."""

    def __init__(self, region: Region, pen: Pen, leak: Fraction) -> None:
        super().__init__()
        self.pen = pen
        if region.width > 1.5 * region.height:
            off, middle, on = region.columns(1, 1.35, 1, gap=0.35)
        else:
            middle, below = region.rows(1.4 if region.width > region.height else 0.95, 1.0, gap=0.25)
            off, on = below.columns(1, 1, gap=0.5)
        legend = replace(middle, top=middle.bottom + _LEGEND)
        self.plot = BendPlot(
            replace(middle, bottom=legend.top), pen, [Fraction(1)], _DEPTH, equal=middle.width < 1.8 * middle.height
        )
        self.curve = self.plot.bent(Fraction(0))
        self.leaky = self.plot.bent(leak, 4, _DASH)
        self.words = self.plot.name_halves(40)
        self.halves = [self._half(off, "off"), self._half(on, "on")]
        self.leak_label = self._name_leak(legend)

    def _name_leak(self, region: Region) -> VGroup:
        """What the dashed line is, and what it multiplies by."""
        line = DashedLine([0, 0, 0], [0.7, 0, 0], dash_length=_DASH[0], stroke_color=self.pen.theme.ink, stroke_width=4)
        word, factor = self.pen.label("leak", 32, self.pen.theme.ink), self.pen.row("leak_factor", 36)
        both = VGroup(line, word, factor).arrange(RIGHT, buff=0.22)
        factor.shift([0, word.baseline - factor.baseline, 0])
        return both.scale(min(1.0, region.width / float(both.width))).move_to([region.x, region.y - 0.1, 0])

    def _half(self, region: Region, key: str) -> tuple[VGroup, VGroup]:
        """What passes forward over what passes backward, through a gate that is shut or open."""
        cut = region.columns if region.width > region.height else region.rows
        first, second = cut(1, 1, gap=0.2)
        return self._passing(first, key, "forward"), self._passing(second, key, "backward")

    def _passing(self, region: Region, key: str, way: str) -> VGroup:
        theme, is_open = self.pen.theme, key == "on"
        y = region.y - 0.05
        gate = Gate(np.array([region.x, y, 0.0]), _GATE, self.pen).open(1.0 if is_open else 0.0)
        reach, aside = 0.45 * region.width, gate.half + 0.06
        left, before, behind, right = (np.array([region.x + x, y, 0.0]) for x in (-reach, -aside, aside, reach))
        word = self.pen.label(way, 30)
        word.move_to([region.x, y + 0.95, 0])
        row = self.pen.row(f"{way}_{key}", _SIZE).fit(region.width)
        made = VGroup(gate, word, row.centered(region.x, y - _DEEP - 0.3))
        if way == "forward":
            made.add(edge(left, before, theme.ink, 4))
            if is_open:
                made.add(edge(behind, right, theme.ink, 4))
            return made
        made.add(gradient_arrow(right, behind, theme))
        if is_open:
            made.add(gradient_arrow(before, left, theme))
        return made
