"""A network as a wall of knobs: every edge a weight, every neuron a bias, and the count of them layer by layer."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from manim import Line, VGroup, VMobject

from scenes.stage.declared import stands_for
from scenes.stage.drawings.networks.network import NetworkPicture
from scenes.stage.drawings.networks.state import NetworkState
from scenes.stage.frame.region import Region
from scenes.stage.tuning.board import Counted
from scenes.stage.writing.fitting import FEWER, LEAST_SIZE
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.rows import Row
from scenes.stage.writing.typeset import em

_SIZE = 32.0  # font size of these numbers
_FOOT = 0.5  # units of the scene, for the numbers of neurons below the layers
_EDGE = 0.32  # how wide an edge is, as a share of the widest that the drawing knows


class ManyKnobs(VGroup):
    """The network, no weight wider than another, for it is only drawn as knobs; where its neurons are `counted`,
    `widths[k]` stand below its layers."""

    def __init__(self, region: Region, pen: Pen, *, counted: bool = True) -> None:
        super().__init__()
        self.pen, self.theme = pen, pen.theme
        self.count = int(pen.number_of("network.layers"))
        neurons = [int(pen.number_of(f"network.width.{k}")) for k in range(self.count + 1)]
        weights = tuple(np.full(shape, _EDGE) for shape in pairwise(neurons))
        inner = Region(region.left, region.bottom + (_FOOT if counted else 0.0), region.right, region.top)
        self.network = NetworkPicture(inner, pen, NetworkState(weights), above=(), below=(), largest_weight=1.0)
        self.widths = [pen.value(f"network.width.{k}", _SIZE, "ink") for k in range(self.count + 1) if counted]
        pitch = self.network.layout.column_pitch
        for k, number in enumerate(self.widths):
            x = float(self._column(k).get_center()[0])
            number.fit(0.86 * pitch)
            number.shift([x - float(number.get_center()[0]), region.bottom + 0.08 - number.baseline, 0])
            region.keep(number)
        self.add(self.network, *self.widths)

    def edges_into(self, layer: int) -> VGroup:
        """All edges into a layer."""
        return VGroup(*(e for j in self.network.drawn(layer) for e in self.network.edges_into(layer, j)))

    def rings(self, layer: int) -> VGroup:
        """A ring in the colour of the bias round every neuron of a layer."""
        rings = VGroup()
        for j in self.network.drawn(layer):
            body = self.network.neuron(layer, j).body
            ring = body.copy().set_fill(opacity=0).set_stroke(self.theme.bias, width=3.5, opacity=1)
            rings.add(stands_for(ring, "bias").set_z_index(1))
        return rings

    def middle(self, layer: int) -> int:
        """A neuron of a layer that is drawn, near its middle."""
        drawn = self.network.drawn(layer)
        return drawn[len(drawn) // 2]

    def _column(self, layer: int) -> VMobject:
        return VGroup(*(self.network.neuron(layer, j) for j in self.network.drawn(layer)))


class KnobCount(VGroup):
    """`rows[k]` counts the knobs between layer k and the next; `total` is their sum, under a rule."""

    SIZE = 46.0

    def __init__(self, region: Region, pen: Pen) -> None:
        super().__init__()
        layers = int(pen.number_of("network.layers"))
        self.rows = [pen.row("layer", self.SIZE, before=k - 1, k=k) for k in range(1, layers + 1)]
        self.total = Counted("knobs", "network.parameters", pen, region.width, self.SIZE * 1.25)
        self._fit(region)
        pitch = min(region.height / (layers + 1.6), 1.0)
        top = region.y + pitch * (layers + 1.6) / 2
        ends = max(float(row.get_right()[0]) for row in self.rows)
        for k, row in enumerate(self.rows):
            row.shift([0.0, top - (k + 0.5) * pitch - 0.14 - row.baseline, 0])
        left = min(float(row.get_left()[0]) for row in self.rows)
        y = top - (layers + 0.05) * pitch
        self.rule = Line([left, y, 0], [ends, y, 0], stroke_color=pen.theme.muted, stroke_width=3)
        self.total.at(ends - float(self.total.width), top - (layers + 0.85) * pitch - 0.14)
        region.keep(self.total)
        self.add(*self.rows, self.rule, self.total)

    def _fit(self, region: Region) -> None:
        """All rows in one size, their relation signs above one another."""
        for times in range(len(FEWER)):
            for row in self.rows:
                row.shorten(times)
            if self._needed() * LEAST_SIZE <= region.width * self.SIZE:
                break
        scale = min(1.0, region.width / self._needed(), region.height / (len(self.rows) + 1.6) / (1.45 * em(self.SIZE)))
        for row in self.rows:
            row.scale(scale)
        self.total.scale(max(scale, 0.75))
        before, _ = self._parts()
        start = region.x - self._needed() / 2 + before
        for row in self.rows:
            row.shift([start - float(self._sign(row).get_left()[0]), 0, 0])

    def _sign(self, row: Row) -> VMobject:
        return row.parts[-1]

    def _parts(self) -> tuple[float, float]:
        before = max(float(self._sign(row).get_left()[0] - row.get_left()[0]) for row in self.rows)
        behind = max(float(self._sign(row).width) for row in self.rows)
        return before, behind

    def _needed(self) -> float:
        return sum(self._parts())
