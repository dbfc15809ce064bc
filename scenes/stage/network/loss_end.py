"""What stands behind the prediction: the loss, and the target that it is measured against."""

from __future__ import annotations

import numpy as np
from manim import DOWN, UP, Square, VGroup

from scenes.stage.declared import stands_for
from scenes.stage.drawings.networks.network import NetworkPicture
from scenes.stage.drawings.path_arrow import PathArrow
from scenes.stage.drawings.shapes import edge, ring
from scenes.stage.frame.region import Point, Region
from scenes.stage.writing.pen import Pen

_SIDE = 0.72  # units of the scene
_NARROW = 5.4  # units of the scene: a region that is narrower has less room for it
_THICK = 0.16
_GAP = 0.06


def room_for(region: Region) -> float:
    """What it takes of a region, at the right of the network."""
    return 1.25 if region.width > _NARROW else 0.95


class LossEnd(VGroup):
    """A square for the loss at the right of a region, level with the prediction; the target's ring above it. Part of it
    are `node`, `symbol`, `target`, `wire` and `target_wire`; `value`, `target_value` and the backward `arrow` come
    later."""

    def __init__(self, region: Region, pen: Pen, network: NetworkPicture, prefix: str) -> None:
        super().__init__()
        self.theme = theme = pen.theme
        last = network.layers
        neuron = network.neuron(last, 1)
        x, y = region.right - 0.36 - 0.1 * (room_for(region) > 1), float(neuron.get_center()[1])
        side = _SIDE if region.width > _NARROW else 0.85 * _SIDE
        self.node = Square(
            side, stroke_color=theme.loss, stroke_width=5, fill_color=theme.panel, fill_opacity=1
        ).move_to([x, y, 0])
        stands_for(self.node, "loss")
        self.symbol = pen.symbol("loss", 44).move_to(self.node)
        self.ring = ring(0.34, theme).move_to([x, y + 1.2, 0])
        self.target_symbol = pen.symbol("target", 34).move_to(self.ring)
        self.target_value = pen.value(f"{prefix}target.1", 36).fit(1.25)
        self.target_value.next_to(self.ring, UP, buff=0.14)
        region.keep(self.target_value)
        self.value = pen.value(f"{prefix}loss", 36).fit(1.25)
        self.value.next_to(self.node, DOWN, buff=0.16)
        region.keep(self.value)
        self.neuron = neuron
        self.wire = edge(*self.ends, theme.muted)
        bottom = self.ring.get_bottom() + DOWN * 0.06
        self.target_wire = stands_for(edge(bottom, self.node.get_top() + UP * 0.05, theme.target), "target")
        self.target = VGroup(self.ring, self.target_symbol)
        self.add(self.wire, self.target_wire, self.node, self.symbol, self.target)

    def arrow(self) -> PathArrow:
        """The gradient that runs back to the prediction."""
        return PathArrow(np.array(self.ends[::-1]), self.theme, _THICK)

    @property
    def ends(self) -> tuple[Point, Point]:
        """Where the wire begins at the prediction, and where it ends at the loss."""
        gap = np.array([_GAP, 0.0, 0.0])
        return self.neuron.get_right() + gap, self.node.get_left() - gap
