"""A tile: a small square panel with the graph of one layer or one neuron in it, zero in its middle."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import CapStyleType, Line, LineJointType, RoundedRectangle, VGroup, VMobject

from scenes.stage.declared import stands_for
from scenes.stage.drawings import outlines
from scenes.stage.drawings.plots.polyline import pieces
from scenes.stage.frame.region import Region
from scenes.stage.look.theme import Theme

_BORDER = 0.06  # of the side, between the border and the graph


class Tile(VGroup):
    """`reach` is how far the tile sees from zero to each side, `height` how far up and down (else as far)."""

    def __init__(self, side: float, theme: Theme, meaning: str | None = None) -> None:
        super().__init__()
        self.theme = theme
        self.side = side
        self.frame = RoundedRectangle(
            corner_radius=0.12 * side,
            width=side,
            height=side,
            stroke_color=theme.muted,
            stroke_width=3.5,
            fill_color=theme.panel,
            fill_opacity=1,
        )
        cross = {"stroke_color": theme.faint, "stroke_width": 2}
        half = (0.5 - _BORDER) * side
        self.cross = VGroup(Line([-half, 0, 0], [half, 0, 0], **cross), Line([0, -half, 0], [0, half, 0], **cross))
        self.graph = VMobject(
            stroke_color=theme.of(meaning),
            stroke_width=5,
            joint_type=LineJointType.ROUND,
            cap_style=CapStyleType.ROUND,
        )
        stands_for(self.graph, meaning)
        self.add(self.frame, self.cross, self.graph)

    def through(self, points: Sequence[tuple[float, float]]) -> Tile:
        """Draw a line through points given in shares of the half of the tile, cut at its border."""
        x, y, _ = self.frame.get_center()
        half = (0.5 - _BORDER) * self.side
        room = Region(x - half, y - half, x + half, y + half)
        placed = np.array([[x + across * half, y + up * half, 0.0] for across, up in points])
        outlines.draw(self.graph, pieces(placed, room))
        return self

    def straight(self, weight: float, bias: float) -> Tile:
        """A line with this slope and this height at zero, in halves of the tile."""
        return self.through([(-1.0, bias - weight), (1.0, bias + weight)])
