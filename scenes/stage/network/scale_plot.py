"""Multiplications over parameters, both logarithmic: two ways to a gradient."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import numpy as np
from manim import DOWN, LEFT, RIGHT, DashedLine, Dot, Line, VGroup, VMobject

from scenes.stage.declared import stands_for
from scenes.stage.drawings.plots.axes import Axes
from scenes.stage.drawings.plots.scales import Logarithmic
from scenes.stage.frame.region import Region
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.typeset import Label

_DOT = 0.09  # units of the scene, as what follows
_SLACK = 0.05  # that the plot leaves at its right by itself
_GAP = 0.3  # from the last network to the words at its right


class ScalePlot(VGroup):
    """`axes`; `lines["nudging"]` and `lines["backpropagation"]` with their `dots`, full where the engine counted on a
    graph, hollow where a formula did, as the `key` says; at the
    last network a `gap` with its `ratio`, and `words` at the ends of the lines; `here` is the first network."""

    KINDS = ("nudging", "backpropagation")

    def __init__(self, region: Region, pen: Pen) -> None:
        super().__init__()
        self.pen, self.theme = pen, pen.theme
        points = int(pen.number_of("scale.points"))
        self.parameters = [Fraction(pen.number_of(f"scale.{k}.parameters")) for k in range(points)]
        self.counts = {
            kind: [Fraction(pen.number_of(f"scale.{k}.{kind}")) for k in range(points)] for kind in self.KINDS
        }
        self.measured = [bool(pen.number_of(f"scale.{k}.measured")) for k in range(points)]
        largest = max(self.counts["nudging"])
        self.colors = {"nudging": self.theme.muted, "backpropagation": self.theme.gradient}
        self.ratio = pen.times("scale.last.ratio", 42)
        self.words = {kind: self._word(kind) for kind in self.KINDS}
        self.key = self._key()
        beside = (*self.words.values(), self.ratio, self.key)
        column = max(float(part.width) for part in beside) + _GAP
        self.axes = Axes(
            Region(region.left, region.bottom, region.right - column + _SLACK, region.top),
            pen,
            Logarithmic(Fraction(1), max(self.parameters) * 2),
            Logarithmic(Fraction(1), largest * 3),
            x_end=pen.label("parameters", 30),
            y_end=pen.label("multiplications", 30),
        )
        self.lines = {kind: self._line(kind) for kind in self.KINDS}
        self.dots = {kind: [self._dot(kind, k) for k in range(points)] for kind in self.KINDS}
        self.here = self._here()
        self.gap = self._gap()
        self._stand_beside(region)
        self.add(self.axes)

    def place(self, kind: str, k: int) -> np.ndarray:
        """Where a network stands."""
        return self.axes.at(self.parameters[k], self.counts[kind][k])

    def _line(self, kind: str) -> VMobject:
        line = VMobject(stroke_color=self.colors[kind], stroke_width=5, fill_opacity=0)
        line.set_points_as_corners([self.place(kind, k) for k in range(len(self.parameters))])
        return stands_for(line, "gradient" if kind == "backpropagation" else None)

    def _dot(self, kind: str, k: int) -> Dot:
        color = self.colors[kind]
        dot = Dot(self.place(kind, k), radius=_DOT, color=color)
        if not self.measured[k]:
            dot.set_fill(self.theme.background, opacity=1).set_stroke(color, width=3)
        return stands_for(dot, "gradient" if kind == "backpropagation" else None).set_z_index(1)

    def _word(self, kind: str) -> Label:
        """What stands at the end of a line."""
        meaning = "gradient" if kind == "backpropagation" else None
        return stands_for(self.pen.label(f"{kind}_line", 32, self.theme.of(meaning)), meaning)

    def _here(self) -> VGroup:
        """The word for the first network, high above its dots, with a line down to them."""
        top = self.place(self.KINDS[0], 0)
        plot = self.axes.plot
        word = self.pen.label("this_network", 30, self.theme.ink)
        aside = float(word.width) / 2 - 0.1
        word.move_to([float(top[0]) + aside, plot.top - 0.3, 0])
        if self._crosses(word):  # a first network far to the right, in a narrow frame
            word.move_to([float(top[0]) - aside, plot.top - 0.3, 0])
        Region(plot.left + 0.12, plot.bottom, plot.right, plot.top).keep(word)
        ends = (np.array([top[0], plot.top - 0.55, 0.0]), top + np.array([0.0, _DOT + 0.05, 0.0]))
        return VGroup(word, DashedLine(*ends, dash_length=0.09, stroke_color=self.theme.muted, stroke_width=2.5))

    def _crosses(self, word: Label) -> bool:
        """Whether the upper line runs through the word."""
        ends = [self.place(self.KINDS[0], k)[:2] for k in range(len(self.parameters))]
        along = np.concatenate([np.linspace(*pair, 50) for pair in pairwise(ends)])
        middle, half = word.get_center()[:2], np.array([word.width, word.height]) / 2 + 0.05
        return bool((np.abs(along - middle) < half).all(axis=1).any())

    def _gap(self) -> Line:
        """How far the two are from one another at the last network."""
        top, bottom = (self.place(kind, len(self.parameters) - 1) for kind in self.KINDS)
        away = np.array([0.0, _DOT + 0.06, 0.0])
        return Line(bottom + away, top - away, stroke_color=self.theme.ink, stroke_width=3)

    def _stand_beside(self, region: Region) -> None:
        """Words at the ends of their lines, the ratio between them, the key below."""
        x = float(self.gap.get_center()[0]) + _GAP
        for kind, word in self.words.items():
            y = float(self.place(kind, len(self.parameters) - 1)[1])
            word.shift([x - float(word.get_left()[0]), y - float(word.get_center()[1]), 0])
        self.ratio.at(x, float(self.gap.get_center()[1]) - 0.14)
        plot = self.axes.plot
        y = (plot.bottom + float(self.words["backpropagation"].get_bottom()[1])) / 2
        self.key.move_to([x + float(self.key.width) / 2, y, 0])

    def _key(self) -> VGroup:
        """What full and hollow dots are."""
        rows = VGroup()
        for measured, key in ((True, "counted"), (False, "formula")):
            dot = Dot(radius=_DOT, color=self.theme.ink)
            if not measured:
                dot.set_fill(self.theme.background, opacity=1).set_stroke(self.theme.ink, width=3)
            rows.add(VGroup(dot, self.pen.label(key, 30).next_to(dot, RIGHT, buff=0.18)))
        return rows.arrange(DOWN, buff=0.2, aligned_edge=LEFT)
