"""A small network on which derivatives are carried forwards, one input at a time, or backwards, for all at once."""

from __future__ import annotations

import numpy as np
from manim import Circle, Line, RoundedRectangle, Square, VGroup, VMobject

from scenes.stage.declared import stands_for
from scenes.stage.drawings.path_arrow import PathArrow
from scenes.stage.frame.region import Region
from scenes.stage.look.theme import Theme

_GAP = 0.05  # units of the scene between a node and an edge


class SweepNet(VGroup):
    """Inputs, hidden nodes and one output, from left to right. `known[i]` marks input i when its derivative is known;
    it is no part of the drawing, nor are sweeps."""

    def __init__(self, region: Region, theme: Theme, inputs: int, hidden: int) -> None:
        super().__init__()
        self.theme = theme
        radius = min(0.26, 0.4 * region.height / inputs)
        reach = region.width / 2 - radius - 0.05
        x = [region.x - reach, region.x, region.x + reach - 0.1]
        self.leaves = [self._leaf(radius, x[0], y) for y in _spread(region, inputs, 2.5 * radius)]
        self.hidden = [self._box(0.24, x[1], y) for y in _spread(region, hidden, 1.05)]
        self.output = Square(0.62, stroke_color=theme.loss, stroke_width=5, fill_color=theme.panel, fill_opacity=1)
        stands_for(self.output.move_to([x[2], region.y, 0]), "loss")
        self.first = [[self._edge(leaf, box) for box in self.hidden] for leaf in self.leaves]
        self.second = [self._edge(box, self.output) for box in self.hidden]
        self.edges = VGroup(*(edge for edges in self.first for edge in edges), *self.second)
        self.add(self.edges, *self.leaves, *self.hidden, self.output)
        self.known = [self._known(leaf) for leaf in self.leaves]

    def forward(self, place: int) -> tuple[VGroup, VGroup]:
        """The light of one pass forwards: the edges out of one input, and those into the output."""
        return self._lit(self.first[place]), self._lit(self.second)

    def backward(self) -> tuple[VGroup, VGroup]:
        """The arrows of the one pass backwards: out of the output, and on to all inputs."""
        thick = min(0.09, 0.28 * self.leaves[0].width)
        late = [self._arrow(edge, 0.09) for edge in self.second]
        return VGroup(*late), VGroup(*(self._arrow(edge, 0.5 * thick) for edges in self.first for edge in edges))

    def _lit(self, edges: list[Line]) -> VGroup:
        return VGroup(*(edge.copy().set_stroke(self.theme.ink, width=6) for edge in edges)).set_z_index(1)

    def _arrow(self, edge: Line, thickness: float) -> PathArrow:
        return PathArrow(np.array([edge.get_end()[:2], edge.get_start()[:2]]), self.theme, thickness).set_z_index(1)

    def _leaf(self, radius: float, x: float, y: float) -> VMobject:
        leaf = Circle(radius=radius, stroke_color=self.theme.input, stroke_width=4)
        return stands_for(leaf.set_fill(self.theme.panel, opacity=1).move_to([x, y, 0]).set_z_index(2), "input")

    def _known(self, leaf: VMobject) -> VMobject:
        mark = Circle(radius=float(leaf.width) / 2 * 0.62, stroke_width=0, fill_color=self.theme.gradient)
        return stands_for(mark.set_fill(opacity=1).move_to(leaf).set_z_index(3), "gradient")

    def _box(self, half: float, x: float, y: float) -> VMobject:
        box = RoundedRectangle(corner_radius=0.1, width=2 * half, height=2 * half, stroke_color=self.theme.muted)
        box.set_stroke(width=3.5).set_fill(self.theme.panel, opacity=1)
        return box.move_to([x, y, 0]).set_z_index(2)

    def _edge(self, start: VMobject, end: VMobject) -> Line:
        first = start.get_right() + [_GAP, 0, 0]
        return Line(first, end.get_left() - [_GAP, 0, 0], stroke_color=self.theme.faint, stroke_width=3)


def _spread(region: Region, count: int, pitch: float) -> list[float]:
    """Heights from top to bottom, evenly spread about the middle, as far apart as there is room."""
    pitch = min(pitch, region.height / max(1, count))
    return [region.y + pitch * ((count - 1) / 2 - k) for k in range(count)]
