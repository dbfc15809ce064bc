"""The tries as points over weight and bias: on each a square as large as its loss, its number beside it, and, at the
best one, arrows that ask for the way."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import product

import numpy as np
from manim import DashedLine, Dot, Square, VGroup

from scenes.stage.declared import stands_for
from scenes.stage.drawings.clearance import Occupied
from scenes.stage.drawings.plots.axes import Axes
from scenes.stage.drawings.plots.scales import Linear
from scenes.stage.drawings.shapes import edge
from scenes.stage.frame.region import Point, Region
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.typeset import Formula

_DOT = 0.09  # units of the scene, as all that follows
_BIGGEST = 0.3  # side of the largest square, as a share of the smaller side of the plot
_ASK = (0.34, 0.85)  # from the best point: where the arrows that ask begin and end
_LABEL = 34.0  # font size of the numbers of the tries
_WAYS = 6
_FILL = 0.22  # opacity of a square; squares one on the other share it, for what stands on them is to be seen
_SAME_PLACE = 0.2
_CLEAR = (0.14, 0.05)  # of a label to all else: where it can, and at least
_REACHES = (0.26, 0.34, 0.44, 0.56)  # from a point to the middle of its label
_MARGIN = 0.24  # of the range of the tries, on each side of them


class TryMap(VGroup):
    """`dots[k]`, `squares[k]` and `labels[k]` belong to try k, the start being 0. A label that finds no room is an
    empty group, as are label and square of a try that stands where an earlier one stood. `paths[k]` leads to try
    k + 1."""

    def __init__(self, region: Region, pen: Pen, tries: int, best: int) -> None:
        super().__init__()
        self.pen, self.theme = pen, pen.theme
        places = [
            tuple(Fraction(pen.number_of(f"try.{k}.{name}")) for name in ("weight", "bias")) for k in range(tries + 1)
        ]
        self.axes = Axes(
            region,
            pen,
            Linear.around([weight for weight, _ in places], margin=_MARGIN),
            Linear.around([bias for _, bias in places], margin=_MARGIN),
            x_end=pen.symbol("weight", 44),
            y_end=pen.symbol("bias", 44),
        )
        self.points = [self.axes.at(*place) for place in places]
        self.best = self.points[best]
        losses = [Fraction(pen.number_of(f"try.{k}.loss")) for k in range(tries + 1)]
        largest = max(losses) or Fraction(1)
        side = _BIGGEST * min(self.axes.plot.width, self.axes.plot.height)
        again = [place in places[:k] for k, place in enumerate(places)]  # one drawing for all tries at one place
        self.squares = [
            VGroup()
            if known or not loss
            else self._square(at, side * math.sqrt(loss / largest), self._stacked(at, places))
            for at, loss, known in zip(self.points, losses, again, strict=True)
        ]
        self.dots = [Dot(at, radius=_DOT, color=self.theme.ink).set_z_index(2) for at in self.points]
        self.paths = [self._path(k) for k in range(tries)]
        self.ring = self._ring()
        occupied = self._occupied()
        self.asks = self._asks(occupied)
        self.labels = self._labels(places, occupied)
        self.add(self.axes, *self.squares, *self.paths, *self.dots, *self.labels)

    def _stacked(self, at: Point, places: list[tuple[Fraction, ...]]) -> int:
        """How many squares stand at about this point, one on the other."""
        points = [self.axes.at(*place) for place in set(places)]
        return sum(float(np.linalg.norm(point - at)) < _SAME_PLACE for point in points)

    def _square(self, at: Point, side: float, stacked: int) -> VGroup:
        square = Square(max(side, 1e-3), stroke_color=self.theme.loss, stroke_width=3 if side > 0.05 else 0)
        return VGroup(stands_for(square.set_fill(self.theme.loss, opacity=_FILL / stacked).move_to(at), "loss"))

    def _path(self, k: int) -> VGroup:
        start, end = self.points[k], self.points[k + 1]
        length = float(np.linalg.norm(end - start))
        if length < 4 * _DOT:
            return VGroup()
        way = (end - start) / length
        return edge(start + way * 1.4 * _DOT, end - way * 1.4 * _DOT, self.theme.muted, 2.5)

    def _asks(self, occupied: Occupied) -> VGroup:
        """Arrows all round the best point with a question mark each, where that stands clear of all there is."""
        asks = VGroup()
        for k in range(_WAYS):
            for turn in (0.0, 0.3, -0.3):
                angle = 2 * math.pi * (k + 0.5 + turn) / _WAYS
                way = np.array([math.cos(angle), math.sin(angle), 0.0])
                mark = Formula("?", 34, self.theme.ink).move_to(self.best + (_ASK[1] + 0.25) * way)
                size = float(mark.width), float(mark.height)
                if occupied.clearance(mark.get_center()[None], *size)[0] < 0.07:
                    continue
                ends = self.best + _ASK[0] * way, self.best + _ASK[1] * way
                asks.add(VGroup(DashedLine(*ends, stroke_color=self.theme.ink, stroke_width=3, dash_length=0.08), mark))
                occupied.add_box(*map(float, mark.get_center()[:2]), *size)
                occupied.add_line(np.array(ends), 0.06)
                break
        return asks

    def _ring(self) -> VGroup:
        return VGroup(Dot(self.best, radius=0.2, fill_opacity=0, stroke_color=self.theme.ink, stroke_width=3))

    def _occupied(self) -> Occupied:
        occupied = Occupied(self.axes.plot)
        for at in self.points:
            occupied.add_box(float(at[0]), float(at[1]), 3 * _DOT, 3 * _DOT)
        occupied.add_box(float(self.best[0]), float(self.best[1]), 0.44, 0.44)
        for path in filter(len, self.paths):
            occupied.add_line(np.array([path[0].get_start(), path[0].get_end()]), 0.16)
        for square in filter(len, self.squares):
            corners = square[0].get_vertices()
            occupied.add_line(np.array([*corners, corners[0]]), 0.05)
        return occupied

    def _labels(self, places: list[tuple[Fraction, ...]], occupied: Occupied) -> list[VGroup]:
        labels = []
        for k, at in enumerate(self.points):
            if places[k] in places[:k]:
                labels.append(VGroup())
                continue
            labels.append(self._label(k, at, occupied))
        return labels

    def _label(self, k: int, at: Point, occupied: Occupied) -> VGroup:
        value = self.pen.value(f"try.{k}", _LABEL)
        size = float(value.width), float(value.height)
        angles = np.linspace(0, 2 * math.pi, 24, endpoint=False) + math.pi / 4
        for least, reach in product(_CLEAR, _REACHES):
            middles = np.array([at + reach * np.array([math.cos(a), math.sin(a), 0]) for a in angles])
            clear = occupied.clearance(middles, *size)
            chosen = int(np.argmax(clear))
            if clear[chosen] >= least:
                value.move_to(middles[chosen])
                occupied.add_box(float(middles[chosen][0]), float(middles[chosen][1]), *size)
                return VGroup(value)
        return VGroup()
