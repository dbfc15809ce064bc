"""Four fields in which networks learn, each with a network, its input and its loss: the same picture four times."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from manim import Circle, Line, Rectangle, Square, VGroup, VMobject

from scenes.stage.declared import stands_for
from scenes.stage.drawings.path_arrow import PathArrow
from scenes.stage.frame.region import Region
from scenes.stage.look.theme import Theme
from scenes.stage.writing.pen import Pen

FIELDS = ("images", "speech", "text", "medicine")
_LAYERS = (4, 5, 5, 3)
_HALF = 0.34  # units of the scene: half of a sign


class Field(VGroup):
    """A sign of the field, a network, the loss, and the word below. What runs over its edges is no part of it."""

    def __init__(self, region: Region, pen: Pen, name: str) -> None:
        super().__init__()
        theme = self.theme = pen.theme
        body, foot = region.rows(region.height - 0.5, 0.5)
        self.sign = _sign(name, theme).move_to([body.left + _HALF, body.y, 0])
        self.loss = Square(0.44, stroke_color=theme.loss, stroke_width=4.5, fill_color=theme.panel, fill_opacity=1)
        stands_for(self.loss.move_to([body.right - 0.26, body.y, 0]), "loss")
        inside = Region(body.left + 2 * _HALF + 0.45, body.bottom + 0.1, body.right - 0.95, body.top - 0.1)
        radius = min(0.14, 0.075 * inside.height)
        self.layers = []
        for k, count in enumerate(_LAYERS):
            x = inside.left + inside.width * k / (len(_LAYERS) - 1)
            pitch = min(0.5, inside.height / max(_LAYERS))
            ys = [inside.y + pitch * ((count - 1) / 2 - j) for j in range(count)]
            self.layers.append([self._neuron(radius, x, y) for y in ys])
        columns = [[self.sign], *self.layers, [self.loss]]
        self.steps = [
            [(a.get_right(), b.get_left()) for a in first for b in second] for first, second in pairwise(columns)
        ]
        self.edges = [VGroup(*(self._line(*ends) for ends in step)) for step in self.steps]
        self.word = pen.label(name, 32, theme.ink)
        self.word.scale(min(1.0, region.width / float(self.word.width)))
        self.word.shift([region.x - float(self.word.get_center()[0]), foot.y - 0.1 - self.word.baseline, 0])
        self.add(*self.edges, *(neuron for layer in self.layers for neuron in layer), self.sign, self.loss, self.word)

    @property
    def network(self) -> VGroup:
        """Edges and neurons alone."""
        return VGroup(*self.edges[1:-1], *(neuron for layer in self.layers for neuron in layer))

    @property
    def around(self) -> VGroup:
        """All that is not the network."""
        return VGroup(self.edges[0], self.edges[-1], self.sign, self.loss, self.word)

    def lights(self, k: int) -> VGroup:
        """Light on all edges of a step."""
        return VGroup(*(self._line(*ends).set_stroke(self.theme.ink, width=4) for ends in self.steps[k])).set_z_index(1)

    def arrows(self, k: int) -> VGroup:
        """Gradients back over all edges of a step: arrows where there is room for their heads."""
        ends = self.steps[k]
        if len(ends) < 6:
            arrows = [PathArrow(np.array([end[:2], start[:2]]), self.theme, 0.06) for start, end in ends]
        else:
            lines = [self._line(end, start).set_stroke(self.theme.gradient, width=3) for start, end in ends]
            arrows = [stands_for(line, "gradient") for line in lines]
        return VGroup(*arrows).set_z_index(1)

    def _neuron(self, radius: float, x: float, y: float) -> VMobject:
        neuron = Circle(radius=radius, stroke_color=self.theme.muted, stroke_width=3)
        return neuron.set_fill(self.theme.panel, opacity=1).move_to([x, y, 0]).set_z_index(2)

    def _line(self, start: np.ndarray, end: np.ndarray) -> Line:
        return Line(start, end, stroke_color=self.theme.faint, stroke_width=2)


def fields(region: Region, pen: Pen) -> list[Field]:
    """All four: two by two, or one below the other in an upright region."""
    if region.height > 1.2 * region.width:
        cells = region.rows(1, 1, 1, 1, gap=0.25)
        cells = [Region(cell.left + 0.4, cell.bottom, cell.right - 0.4, cell.top) for cell in cells]
    else:
        cells = [cell for row in region.rows(1, 1, gap=0.2) for cell in row.columns(1, 1, gap=0.9)]
    return [Field(cell, pen, name) for cell, name in zip(cells, FIELDS, strict=True)]


def _sign(name: str, theme: Theme) -> VGroup:
    """What a field learns from, as a small picture in the colour of inputs."""
    made = {"images": _image, "speech": _wave, "text": _lines, "medicine": _pulse}[name](theme)
    return stands_for(made, "input")


def _image(theme: Theme) -> VGroup:
    """A few pixels."""
    shades = ((0.15, 0.5, 0.9), (0.55, 1.0, 0.5), (0.9, 0.45, 0.2))
    side = 2 * _HALF / 3
    return VGroup(
        *(
            Square(side, stroke_width=0, fill_color=theme.input, fill_opacity=shade).move_to([c * side, -r * side, 0])
            for r, row in enumerate(shades)
            for c, shade in enumerate(row)
        )
    )


def _wave(theme: Theme) -> VGroup:
    """The bars of a recorded sound."""
    heights = (0.25, 0.6, 1.0, 0.5, 0.85, 0.35, 0.15)
    step = 2 * _HALF / len(heights)
    return VGroup(
        *(
            Rectangle(
                width=0.55 * step, height=2 * _HALF * h, stroke_width=0, fill_color=theme.input, fill_opacity=1
            ).move_to([k * step, 0, 0])
            for k, h in enumerate(heights)
        )
    )


def _lines(theme: Theme) -> VGroup:
    """The lines of a text."""
    lengths = (1.0, 0.8, 1.0, 0.55)
    bars = VGroup()
    for k, share in enumerate(lengths):
        bar = Line([0, 0, 0], [2 * _HALF * share, 0, 0], stroke_color=theme.input, stroke_width=6)
        bars.add(bar.shift([0, -k * 2 * _HALF / 4, 0]))
    return bars


def _pulse(theme: Theme) -> VGroup:
    """A heartbeat."""
    xs = (-1.0, -0.45, -0.3, -0.12, 0.1, 0.28, 0.42, 1.0)
    ys = (0.0, 0.0, 0.25, -0.35, 1.0, -0.6, 0.0, 0.0)
    line = VMobject(stroke_color=theme.input, stroke_width=5, fill_opacity=0)
    corners = [[_HALF * x, _HALF * y, 0.0] for x, y in zip(xs, ys, strict=True)]
    return VGroup(line.set_points_as_corners(corners))
