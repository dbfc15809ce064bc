"""The neuron as a machine: input, weight knob, bias knob, prediction, target, loss. Forward runs left to right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from manim import Circle, RoundedRectangle, Square, VGroup, VMobject

from scenes.stage.drawings.shapes import Knob, edge, gradient_arrow, ring
from scenes.stage.frame.region import Region
from scenes.stage.look.theme import Theme
from scenes.stage.writing.rows import Row
from scenes.stage.writing.typeset import Formula
from scenes.stage.writing.values import Value

MakeValue = Callable[..., Value]
SYMBOL = {
    "input": "x",
    "weight": "w",
    "bias": "b",
    "prediction": "hat(y)",
    "target": "y",
    "loss": "L",
    "error": "hat(y) - y",
}


def symbol(quantity: str, size: float, theme: Theme) -> Formula:
    """The symbol of a quantity in its colour."""
    return Formula(SYMBOL[quantity], size, theme.of(quantity))


def fraction(numerator: str, denominator: str, size: float, theme: Theme) -> Formula:
    """A partial derivative, each symbol in its colour."""
    return Formula(
        f"(partial {{{{{SYMBOL[numerator]}:top}}}})/(partial {{{{{SYMBOL[denominator]}:low}}}})",
        size,
        theme.ink,
        {"top": theme.of(numerator), "low": theme.of(denominator)},
    )


@dataclass(frozen=True)
class Places:
    """Where the parts stand, as shares of the width of the region, and the two heights."""

    input: float = 0.055
    knob: float = 0.205
    neuron: float = 0.42
    prediction: float = 0.64
    loss: float = 0.905


class NeuronPicture(VGroup):
    """One neuron and its loss. Every part is an attribute, so a lesson can light it, dim it or send something from
    it."""

    SIZE = 44.0
    VALUE = 40.0

    def __init__(self, region: Region, theme: Theme, value: MakeValue, step: int = 0) -> None:
        super().__init__()
        self.theme = theme
        self.region = region
        self.step = step
        places = Places()
        line = region.bottom + 0.42 * region.height
        self.line = line
        self.value_line = region.bottom + 0.02 * region.height

        def at(share: float, y: float = line) -> np.ndarray:
            return np.array([region.left + share * region.width, y, 0.0])

        self.input_node = self._node(Circle(radius=0.46), theme.input, 4).move_to(at(places.input))
        self.knob = Knob(theme.weight, theme, 0.38).stand(at(places.knob))
        self.neuron_node = self._node(
            RoundedRectangle(corner_radius=0.5, width=2.3, height=1.04), theme.muted, 3.5
        ).move_to(at(places.neuron))
        self.bias_knob = Knob(theme.bias, theme, 0.27).stand(at(places.neuron, region.top - 0.32))
        self.prediction_node = self._node(Circle(radius=0.52), theme.prediction, 7).move_to(at(places.prediction))
        self.loss_node = self._node(Square(1.0), theme.loss, 5).move_to(at(places.loss))
        self.target_ring = ring(0.34, theme).move_to(at(places.loss, region.top - 0.32))

        self.input_symbol = self._inside("input", self.input_node)
        self.prediction_symbol = self._inside("prediction", self.prediction_node)
        self.loss_symbol = self._inside("loss", self.loss_node)
        self.target_symbol = symbol("target", 32, theme).move_to(self.target_ring)
        self.formula = Formula(
            "{{w:w}} {{x:x}} + {{b:b}}",
            self.SIZE,
            theme.ink,
            {"w": theme.weight, "x": theme.input, "b": theme.bias},
        ).move_to(self.neuron_node)

        self.input_edge = self._edge(self.input_node, self.knob.body)
        self.weight_edge = self._edge(self.knob.body, self.neuron_node, theme.weight, 5)
        self.bias_edge = edge(self.bias_knob.body.get_bottom(), self.neuron_node.get_top(), theme.bias)
        self.prediction_edge = self._edge(self.neuron_node, self.prediction_node)
        self.loss_edge = self._edge(self.prediction_node, self.loss_node)
        self.target_edge = edge(self.target_ring.get_bottom(), self.loss_node.get_top(), theme.target)

        self.weight_label = Row(
            [symbol("weight", self.VALUE, theme), value(f"step.{step}.weight", size=self.VALUE, relation=True)],
            self.VALUE,
            theme.ink,
        )
        self.weight_label.fit(2.6).centered(float(self.knob.get_center()[0]), float(self.knob.get_top()[1]) + 0.28)
        self.bias_label = Row(
            [symbol("bias", self.VALUE, theme), value(f"step.{step}.bias", size=self.VALUE, relation=True)],
            self.VALUE,
            theme.ink,
        )
        self.bias_label.fit(2.6).at(
            float(self.bias_knob.get_right()[0]) + 0.2, float(self.bias_knob.body.get_center()[1]) - 0.13
        )
        self.target_value = value("target", size=self.VALUE).fit(1.9)
        self.target_value.next_to(self.target_ring, np.array([-1.0, 0, 0]), buff=0.22)
        self.input_value = self._under(value("input", size=self.VALUE), self.input_node, 1.9)
        self.prediction_value = self._under(
            value(f"step.{step}.prediction", size=self.VALUE), self.prediction_node, 2.2
        )
        self.loss_value = self._under(value(f"step.{step}.loss", size=self.VALUE), self.loss_node, 2.4)

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

    def path(self, start: VMobject, end: VMobject) -> tuple[np.ndarray, np.ndarray]:
        """Where a signal runs between two nodes."""
        return start.get_right(), end.get_left()

    # -- how parts are made --------------------------------------------------------

    def _node(self, shape: VMobject, color: str, width: float) -> VMobject:
        return shape.set_stroke(color=color, width=width).set_fill(self.theme.panel, opacity=1)

    def _inside(self, quantity: str, node: VMobject) -> Formula:
        return symbol(quantity, self.SIZE, self.theme).move_to(node)

    def _edge(self, start: VMobject, end: VMobject, color: str | None = None, width: float = 3) -> VGroup:
        return edge(start.get_right() + [0.06, 0, 0], end.get_left() + [-0.06, 0, 0], color or self.theme.muted, width)

    def _under(self, number: Value, node: VMobject, width: float) -> Value:
        number.fit(width)
        number.shift([float(node.get_center()[0] - number.get_center()[0]), self.value_line - number.baseline, 0])
        self.region.keep(number)
        return number
