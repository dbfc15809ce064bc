"""Multiplications over parameters, both logarithmic: two ways to a gradient."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from manim import Dot, Line, VGroup, VMobject

from scenes.stage.declared import stands_for
from scenes.stage.drawings.plots.axes import Axes
from scenes.stage.drawings.plots.scales import Logarithmic
from scenes.stage.frame.region import Region
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.rows import Row
from scenes.stage.writing.typeset import Label

_DOT = 0.09  # units of the scene


class ScalePlot(VGroup):
    """`axes`; `lines["nudging"]` and `lines["backpropagation"]` with their `dots`, full where the engine counted on a
    graph, hollow where a formula did; `words` at the lines."""

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
        self.axes = Axes(
            region,
            pen,
            Logarithmic(Fraction(1), max(self.parameters) * 2),
            Logarithmic(Fraction(1), largest * 3),
            x_end=pen.label("parameters", 30),
            y_end=pen.label("multiplications", 30),
        )
        self.colors = {"nudging": self.theme.muted, "backpropagation": self.theme.gradient}
        self.lines = {kind: self._line(kind) for kind in self.KINDS}
        self.dots = {kind: [self._dot(kind, k) for k in range(points)] for kind in self.KINDS}
        self.words = {kind: self._word(kind) for kind in self.KINDS}
        self.here = self._here()
        self.gap, self.ratio = self._gap()
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
        """On the outer side of its line, near its upper end."""
        color = self.theme.gradient if kind == "backpropagation" else self.theme.ink
        word = stands_for(self.pen.label(kind, 32, color), "gradient" if kind == "backpropagation" else None)
        plot = self.axes.plot
        if word.width > 0.6 * plot.width:
            word.scale(0.6 * plot.width / word.width)
        middle = len(self.parameters) // 2
        x, y, _ = self.place(kind, middle)
        if kind == "nudging":
            word.move_to([x - word.width / 2 - 0.35, y + 0.25, 0])
        else:
            word.move_to([x + word.width / 2 - 0.2, y - 0.55, 0])
        Region(plot.left + 0.1, plot.bottom, plot.right, plot.top).keep(word)
        return word

    def _here(self) -> VGroup:
        """The word for the first network, above its dots, with a line to them."""
        top = self.place(self.KINDS[0], 0)
        plot = self.axes.plot
        y = min(float(top[1]) + 1.15, plot.top - 0.3)
        word = self.pen.label("this_network", 30, self.theme.ink)
        word.move_to([float(top[0]) + float(word.width) / 2 - 0.3, y, 0])
        Region(plot.left + 0.12, plot.bottom, plot.right, plot.top).keep(word)
        ends = (np.array([top[0], y - 0.24, 0.0]), top + np.array([0.0, _DOT + 0.05, 0.0]))
        return VGroup(word, Line(*ends, stroke_color=self.theme.muted, stroke_width=2.5))

    def _gap(self) -> tuple[Line, Row]:
        """How far the two are from one another at the last network."""
        top, bottom = (self.place(kind, len(self.parameters) - 1) for kind in self.KINDS)
        away = np.array([0.0, _DOT + 0.06, 0.0])
        line = Line(bottom + away, top - away, stroke_color=self.theme.ink, stroke_width=3)
        ratio = self.pen.times("scale.last.ratio", 42)
        ratio.shift(line.get_center() - ratio.get_center()).shift([-float(ratio.width) / 2 - 0.2, -0.1, 0])
        return line, ratio

    def key(self, region: Region) -> VGroup:
        """What full and hollow dots are, in a region."""
        rows = VGroup()
        for measured, key in ((True, "counted"), (False, "formula")):
            dot = Dot(radius=_DOT, color=self.theme.ink)
            if not measured:
                dot.set_fill(self.theme.background, opacity=1).set_stroke(self.theme.ink, width=3)
            word = self.pen.label(key, 30)
            word.next_to(dot, np.array([1.0, 0, 0]), buff=0.18)
            rows.add(VGroup(dot, word))
        rows.arrange(np.array([0, -1.0, 0]), buff=0.2, aligned_edge=np.array([-1.0, 0, 0]))
        if rows.width > region.width:
            rows.scale(region.width / rows.width)
        return rows.move_to([region.left + rows.width / 2, region.y, 0])
