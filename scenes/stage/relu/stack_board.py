"""Linear layers in a row, each a tile with its own line; and the single layer that does the same."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from manim import AnimationGroup, Circle, Dot, UpdateFromAlphaFunc, VGroup, VMobject, linear, smooth

from scenes.stage.declared import stands_for
from scenes.stage.drawings.shapes import edge
from scenes.stage.frame.region import Region
from scenes.stage.relu.tile import Tile
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.rows import Row
from scenes.stage.writing.typeset import Formula

_SIDE = 1.25  # units of the scene
_SIZE = 38.0
_CLOSE = 2.0  # units of the scene from layer to layer
_RUNNING = 0.62  # share of a signal's time in which it runs through the stack
_AWAY = 0.3  # from a tile to the baseline of the number over it, and to the top of the one under it


class StackBoard(VGroup):
    """x -> layer -> ... -> prediction. `tiles[k]` is a layer, `labels[k]` its weight over and its bias under it;
    `names` are their symbols where the labels are numbers alone.

    All tiles have one scale, on which `reach` is the half of a tile, so that a line that looks steeper is steeper.
    """

    def __init__(self, region: Region, pen: Pen, count: int, reach: float) -> None:
        super().__init__()
        self.pen, self.reach, self.region = pen, reach, region
        theme = pen.theme
        pitch = region.width / (count + 1.25)
        self.side = min(_SIDE, 0.62 * pitch, 0.5 * region.height)
        radius = min(0.46, 0.3 * pitch)
        middles = [region.left + (0.625 + k + 0.5) * pitch for k in range(count)]
        self.y = region.y

        def node(x: float, quantity: str, width: float) -> VMobject:
            circle = Circle(radius=radius, stroke_color=theme.of(quantity), stroke_width=width)
            circle.set_fill(theme.panel, opacity=1).move_to([x, self.y, 0])
            return stands_for(circle, quantity)

        self.input_node = node(region.left + radius + 0.04, "input", 4)
        self.prediction_node = node(region.right - radius - 0.04, "prediction", 7)
        self.input_symbol = pen.symbol("input", 44).move_to(self.input_node)
        self.prediction_symbol = pen.symbol("prediction", 44).move_to(self.prediction_node)
        self.tiles = [self._tile(x) for x in middles]
        ends = [self.input_node, *(tile.frame for tile in self.tiles), self.prediction_node]
        self.edges = [
            edge(a.get_right() + [0.05, 0, 0], b.get_left() - [0.05, 0, 0], theme.muted) for a, b in pairwise(ends)
        ]
        bare = pitch < _CLOSE
        self.labels = [self._label(f"layer.{k + 1}.", x, 0.88 * pitch, bare) for k, x in enumerate(middles)]
        self.names = VGroup(*self._names()) if bare else VGroup()

    def draw(self, tile: Tile, weight: float, bias: float) -> None:
        """Let a tile show a line."""
        tile.straight(weight, bias / self.reach)

    def single(self) -> tuple[Tile, VGroup, VGroup]:
        """One tile in the middle of them, as large, its two edges, and its weight and bias."""
        tile = self._tile(self.region.x)
        nodes = (self.input_node, tile.frame, self.prediction_node)
        edges = VGroup(
            *(
                edge(a.get_right() + [0.05, 0, 0], b.get_left() - [0.05, 0, 0], self.pen.theme.muted)
                for a, b in pairwise(nodes)
            )
        )
        return tile, edges, self._label("stack.", self.region.x, 0.6 * self.region.width)

    def settle(self) -> None:
        """After numbers have changed: keep them in the middle of their tiles."""
        for tile, pair in zip(self.tiles, self.labels, strict=True):
            for row in pair:
                row.set_x(float(tile.frame.get_x()))

    @property
    def track(self) -> list[np.ndarray]:
        """The way of a signal: from the input node to the prediction node."""
        return [self.input_node.get_right(), self.prediction_node.get_left()]

    def _tile(self, x: float) -> Tile:
        tile = Tile(self.side, self.pen.theme, "prediction")
        return tile.move_to([x, self.y, 0])

    def _names(self) -> list[Formula]:
        """The symbols of weight and bias, once for all, where the layers stand too close to repeat them."""
        names = []
        for quantity, row in zip(("weight", "bias"), self.labels[0], strict=True):
            name = self.pen.symbol(quantity, _SIZE)
            names.append(name.shift([self.input_node.get_x() - name.get_x(), row.baseline - name.baseline, 0]))
        return names

    def _label(self, prefix: str, x: float, width: float, bare: bool = False) -> VGroup:
        rows = []
        for quantity, side in (("weight", 1), ("bias", -1)):
            path = f"{prefix}{quantity}"
            if bare:
                row = Row([self.pen.value(path, _SIZE)], _SIZE, self.pen.theme.ink)
            else:
                row = self.pen.equation(quantity, path, _SIZE)
            row.fit(width)
            top = self.y + self.side / 2 + _AWAY
            baseline = top if side > 0 else self.y - self.side / 2 - _AWAY - float(row.get_top()[1]) + row.baseline
            rows.append(row.centered(x, baseline))
        return VGroup(*rows)


def numbers_of(label: VGroup) -> list[Row]:
    """The weight's and the bias's row of a label."""
    return list(label.submobjects)


def run_and_land(spot: VGroup, dot: Dot, track: Sequence[np.ndarray]) -> AnimationGroup:
    """A spot of light runs through the stack; what comes out flies to its place in the plot as a dot."""
    start, end = (np.array(point) for point in track)
    place, size = dot.get_center().copy(), float(dot.width)
    opacities = [leaf.get_fill_opacity() for leaf in spot]

    def run(spot: VGroup, share: float) -> None:
        way = min(1.0, share / _RUNNING)
        spot.move_to(start + way * (end - start))
        for leaf, opacity in zip(spot, opacities, strict=True):
            leaf.set_fill(opacity=opacity if 0 < share < _RUNNING else 0.0)

    def land(dot: Dot, share: float) -> None:
        way = float(smooth(max(0.0, (share - _RUNNING) / (1 - _RUNNING))))
        dot.set(width=size * (1 + 0.6 * (1 - way))).move_to(end + way * (place - end))
        dot.set_fill(opacity=1.0 if share > _RUNNING else 0.0)

    return AnimationGroup(
        UpdateFromAlphaFunc(spot, run, rate_func=linear), UpdateFromAlphaFunc(dot, land, rate_func=linear)
    )
