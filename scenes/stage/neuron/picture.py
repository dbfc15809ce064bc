"""The neuron as a machine: input, weight knob, bias knob, prediction, target, loss. Forward runs left to right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from manim import LEFT, Arc, Circle, RoundedRectangle, Square, VGroup, VMobject

from scenes.stage.declared import stands_for
from scenes.stage.drawings.shapes import Knob, edge, gradient_arrow, ring
from scenes.stage.frame.region import Region
from scenes.stage.look.theme import Theme
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.rows import Row
from scenes.stage.writing.typeset import Formula
from scenes.stage.writing.values import Value

_Written = TypeVar("_Written", bound=VMobject)

GAPS = (0.14, 0.42, 0.58, 0.5, 1.0, 0.22)  # before the first part, between them, behind the last
_HEIGHT = 3.1  # of a machine at full size; a higher region leaves air above and below it
_AROUND = 1.55  # radii of the knob, from its middle to the arrows round it
_FROM, _TURN = np.pi / 2 + 0.22, 0.95  # radians: where the arrow to the left begins, and how far it goes
_ROOM = 0.86  # of the width of a node, for what is written in it
_CLEAR = 0.1  # units of the scene, at least, between a factor and the node above it


@dataclass(frozen=True)
class Spacing:
    """Where the middles of the parts stand, from left to right: the parts keep their sizes, the rest of the width is
    shared out between them, most of it to the last gap, where the loss is worked out."""

    input: float
    knob: float
    neuron: float
    prediction: float
    loss: float
    size: float  # of the parts against their full size

    @classmethod
    def of(cls, region: Region, gaps: Sequence[float] = GAPS, knobs: float = 1.0) -> Spacing:
        """The spacing for a region; `gaps` are shares of what the parts leave, `knobs` is how much larger those are."""
        size = float(np.clip(region.width / 9.5, 0.72, 1.0))
        widths = [size * width for width in (0.92, 0.98 * knobs, 2.3, 1.04, 1.0)]
        unit = (region.width - sum(widths)) / sum(gaps)
        x, middles = region.left, []
        for gap, width in zip(gaps, widths, strict=False):
            x += gap * unit + width
            middles.append(x - width / 2)
        return cls(*middles, size=size)


class NeuronPicture(VGroup):
    """One neuron and its loss. Every part is an attribute, so a lesson can light it, dim it or send something from
    it. Its numbers are those of a state of the trace: `step.0`, or another one of the `states`."""

    def __init__(
        self,
        region: Region,
        pen: Pen,
        step: int = 0,
        states: str = "step",
        gaps: Sequence[float] = GAPS,
        knobs: float = 1.0,
    ) -> None:
        super().__init__()
        self.pen = pen
        self.theme: Theme = pen.theme
        self.step = step
        places = self.places = Spacing.of(region, gaps, knobs)
        region = region.inset(0, max(0.0, region.height - _HEIGHT * places.size**0.5) / 2)
        self.region = region
        self.symbol_size = max(34.0, 44.0 * places.size)
        self.value_size = max(34.0, 40.0 * places.size)
        size, theme = places.size, pen.theme
        line = region.bottom + 0.42 * region.height
        self.line = line
        self.value_line = region.bottom + 0.02 * region.height

        def at(x: float, y: float = line) -> np.ndarray:
            return np.array([x, y, 0.0])

        above = region.top - 0.32 * size
        self.input_node = self._node(Circle(radius=0.46 * size), "input", 4).move_to(at(places.input))
        self.knob = Knob("weight", theme, 0.38 * size * knobs).stand(at(places.knob))
        self.neuron_node = self._node(
            RoundedRectangle(corner_radius=0.5 * size, width=2.3 * size, height=1.04 * size), None, 3.5
        ).move_to(at(places.neuron))
        self.bias_knob = Knob("bias", theme, 0.27 * size * knobs).stand(
            at(places.neuron, above - 0.27 * size * (knobs - 1))
        )
        self.prediction_node = self._node(Circle(radius=0.52 * size), "prediction", 7).move_to(at(places.prediction))
        self.loss_node = self._node(Square(1.0 * size), "loss", 5).move_to(at(places.loss))
        self.target_ring = ring(0.34 * size, theme).move_to(at(places.loss, above))

        self.input_symbol = self._inside("input", self.input_node)
        self.prediction_symbol = self._inside("prediction", self.prediction_node)
        self.loss_symbol = self._inside("loss", self.loss_node)
        self.target_symbol = _fitted(pen.symbol("target", 32 * size**0.5), self.target_ring)
        self.formula = _fitted(pen.formula("{weight} {input} + {bias}", self.symbol_size), self.neuron_node)

        self.input_edge = self._edge(self.input_node, self.knob.body)
        self.weight_edge = self._edge(self.knob.body, self.neuron_node, "weight", 5)
        self.bias_edge = edge(self.bias_knob.body.get_bottom(), self.neuron_node.get_top(), theme.bias)
        self.prediction_edge = self._edge(self.neuron_node, self.prediction_node)
        self.loss_edge = self._edge(self.prediction_node, self.loss_node)
        self.target_edge = edge(self.target_ring.get_bottom(), self.loss_node.get_top(), theme.target)
        for drawn, meaning in ((self.bias_edge, "bias"), (self.target_edge, "target")):
            stands_for(drawn, meaning)

        self.weight_label = pen.equation("weight", f"{states}.{step}.weight", self.value_size)
        self.weight_label.fit(float(self.bias_knob.get_left()[0]) - 0.15 - region.left)
        self.weight_label.centered(places.knob, float(self.knob.get_top()[1]) + 0.28 * size)
        region.keep(self.weight_label)
        bias_left = float(self.bias_knob.get_right()[0]) + 0.2
        free = float(self.target_ring.get_left()[0]) - bias_left - 0.5
        self.target_value = pen.value("target", self.value_size).fit(0.42 * free)
        self.target_value.next_to(self.target_ring, LEFT, buff=0.2)
        self.bias_label = pen.equation("bias", f"{states}.{step}.bias", self.value_size)
        self.bias_label.fit(float(self.target_value.get_left()[0]) - 0.3 - bias_left)
        self.bias_label.at(bias_left, float(self.bias_knob.body.get_center()[1]) - 0.13)

        left_of_bias = Region(region.left, region.bottom, float(self.bias_knob.get_left()[0]) - 0.15, region.top)
        self._rooms: list[tuple[Value | Row, Region]] = [(self.weight_label, left_of_bias)]
        reach = self._columns(places)
        self.input_value = self._under("input", places.input, reach)
        self.prediction_value = self._under(f"{states}.{step}.prediction", places.prediction, reach)
        self.loss_value = self._under(f"{states}.{step}.loss", places.loss, reach)

    # -- parts -------------------------------------------------------------------

    @property
    def machine(self) -> VGroup:
        """Everything that is there before any number has run through it."""
        return VGroup(*self.edges, *self.nodes, *self.symbols)

    @property
    def edges(self) -> list[VGroup]:
        """All edges, in the order of the forward pass."""
        return [
            self.input_edge,
            self.weight_edge,
            self.bias_edge,
            self.prediction_edge,
            self.target_edge,
            self.loss_edge,
        ]

    @property
    def backward_edges(self) -> list[VGroup]:
        """The edges that the gradients run back along, from the loss to the parameters."""
        return [self.loss_edge, self.prediction_edge, self.weight_edge, self.bias_edge]

    @property
    def nodes(self) -> list[VMobject]:
        """All nodes and knobs, from left to right."""
        return [
            self.input_node,
            self.knob,
            self.bias_knob,
            self.neuron_node,
            self.prediction_node,
            self.target_ring,
            self.loss_node,
        ]

    @property
    def symbols(self) -> list[VMobject]:
        """The symbols inside the nodes."""
        return [self.input_symbol, self.formula, self.prediction_symbol, self.target_symbol, self.loss_symbol]

    def backward_arrow(self, start: VMobject, end: VMobject) -> VGroup:
        """A thick gradient arrow over the edge between two nodes, from right to left."""
        return gradient_arrow(start.get_left() + [-0.06, 0, 0], end.get_right() + [0.06, 0, 0], self.theme)

    def backward_arrow_up(self) -> VGroup:
        """The gradient arrow from the neuron up to the bias knob."""
        return gradient_arrow(
            self.neuron_node.get_top() + [0, 0.04, 0], self.bias_knob.body.get_bottom() + [0, -0.04, 0], self.theme
        )

    def ways_to_turn(self) -> VGroup:
        """Two bent arrows round the knob of the weight, one each way: it could be turned down or up."""
        radius, center = self.knob.radius * _AROUND, self.knob.body.get_center()
        ways = VGroup()
        for start, turn in ((_FROM, _TURN), (np.pi - _FROM, -_TURN)):
            arrow = Arc(radius, start, turn, stroke_color=self.theme.weight, stroke_width=4)
            arrow.move_arc_center_to(center)
            arrow.add_tip(tip_length=0.17, tip_width=0.17)
            ways.add(arrow)
        return stands_for(ways, "weight")

    def settle(self) -> None:
        """After numbers have changed: keep each where it has room."""
        for number, room in self._rooms:
            room.keep(number)

    def under_weight_edge(self, factor: Row) -> Row:
        """The factor of the weight under its edge: where it is longer than that, a little lower, clear of the nodes at
        both ends, and always above the line of the values, which is no product with it."""
        edge = self.weight_edge
        x, gap = float(edge.get_center()[0]), float(edge.width) + 0.1
        if factor.width <= gap:
            return factor.centered(x, self.line - 0.62)
        room = Region(
            float(self.input_value.get_right()[0]) + 0.25,
            self.region.bottom,
            float(self.prediction_value.get_left()[0]) - 0.25,
            self.region.top,
        )
        half = float(factor.fit(room.width).width) / 2
        highest = float(self.prediction_value.get_top()[1]) + float(factor.get_top()[1]) - factor.baseline
        if self._below_nodes(x, half) < highest:  # under the knob alone there is more height
            x = float(self.neuron_node.get_left()[0]) - _CLEAR - half
        factor.centered(x, self.line)
        factor.shift([0.0, self._below_nodes(x, half) - float(factor.get_top()[1]), 0.0])
        room.keep(factor)
        return factor

    def _below_nodes(self, x: float, half: float) -> float:
        """The height at which something of this half width, between knob and neuron, is clear of both."""
        left, right = x - half - _CLEAR, x + half + _CLEAR
        corner = float(self.neuron_node.height) / 2
        under_neuron = right - float(self.neuron_node.get_left()[0])
        under_knob = float(self.knob.body.get_right()[0]) - left
        depths = [0.0]
        for radius, inside in ((corner, under_neuron), (self.knob.radius, under_knob)):
            inside = float(np.clip(inside, 0.0, radius))
            depths.append(float(np.sqrt(radius**2 - (radius - inside) ** 2)))
        return self.line - max(depths) - _CLEAR

    def over_loss_edge(self, least: float) -> Region:
        """Where the gradient of the prediction can stand: over its edge, or, where that is short or has not the least
        width that is needed, above the nodes."""
        edge, node = self.loss_edge, self.prediction_node
        line = float(edge.get_center()[1])
        if edge.width >= max(1.4, least + 0.3):
            return Region(float(edge.get_left()[0]) + 0.15, line + 0.3, float(edge.get_right()[0]) - 0.15, line + 0.8)
        top = float(node.get_top()[1]) + 0.12
        right = float(self.target_edge.get_left()[0]) - 0.15
        return Region(float(node.get_center()[0]) - 0.2, top, right, top + 0.5)

    def _columns(self, places: Spacing) -> list[float]:
        """Where numbers stand under the machine."""
        return [places.input, places.prediction, places.loss]

    # -- how parts are made --------------------------------------------------------

    def _node(self, shape: VMobject, meaning: str | None, width: float) -> VMobject:
        color = self.theme.of(meaning) if meaning else self.theme.muted
        return stands_for(shape.set_stroke(color=color, width=width).set_fill(self.theme.panel, opacity=1), meaning)

    def _inside(self, quantity: str, node: VMobject) -> Formula:
        return _fitted(self.pen.symbol(quantity, self.symbol_size), node)

    def _edge(self, start: VMobject, end: VMobject, meaning: str | None = None, width: float = 3) -> VGroup:
        color = self.theme.of(meaning) if meaning else self.theme.muted
        drawn = edge(start.get_right() + [0.06, 0, 0], end.get_left() + [-0.06, 0, 0], color, width)
        return stands_for(drawn, meaning)

    def _under(self, path: str, x: float, columns: list[float]) -> Value:
        """A number under its node, as wide as the way to its neighbours lets it be."""
        left = max([(x + other) / 2 + 0.1 for other in columns if other < x] or [self.region.left])
        right = min([(x + other) / 2 - 0.1 for other in columns if other > x] or [self.region.right])
        number = self.pen.value(path, self.value_size).fit(right - left)
        number.shift([x - float(number.get_center()[0]), self.value_line - number.baseline, 0])
        room = Region(left, self.region.bottom, right, self.region.top)
        room.keep(number)
        self._rooms.append((number, room))
        return number


def _fitted(written: _Written, node: VMobject) -> _Written:
    """In the middle of a node, and no wider than there is room in it: a user's own symbols may be words."""
    room = _ROOM * float(node.width)
    if written.width > room:
        written.scale(room / float(written.width))
    written.move_to(node)
    return written
