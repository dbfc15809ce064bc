"""The neuron as a machine with a gate on its way to the prediction: ReLU, open or shut."""

from __future__ import annotations

import numpy as np
from manim import Line, RoundedRectangle, VGroup

from scenes.stage.drawings.shapes import edge, gradient_arrow
from scenes.stage.frame.region import Region
from scenes.stage.neuron.picture import NeuronPicture, Spacing
from scenes.stage.writing import fitting
from scenes.stage.writing.fitting import LEAST_SIZE
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.rows import Row
from scenes.stage.writing.values import Value

_GAPS = (0.1, 0.28, 0.4, 1.15, 0.72, 0.14)  # as in `picture.GAPS`, with room for the gate behind the neuron
_SHARE = 0.56  # of that gap, where the gate stands
_BAR = (0.15, 0.66)  # width and height of the gate's bar against the size of the machine
_LIFT = 0.64  # how far it is lifted when it is open
_SHORT = 0.7  # units of the scene: an edge without room for a number
_POST = 0.11  # from the bar to the posts that it slides between


class Gate(VGroup):
    """A sluice: a bar between two posts, that is let down into the way of what comes along."""

    def __init__(self, place: np.ndarray, size: float, pen: Pen) -> None:
        super().__init__()
        theme = pen.theme
        self.place = place
        width, height = _BAR[0] * size, _BAR[1] * size
        self.lift = _LIFT * size
        self.half = width / 2 + _POST
        self.bar = RoundedRectangle(
            corner_radius=0.06, width=width, height=height, stroke_width=0, fill_color=theme.ink, fill_opacity=1
        )
        top, low = place[1] + height / 2 + self.lift + 0.03, place[1] + height / 2 - 0.02
        self.posts = VGroup(
            *(
                Line([place[0] + way, low, 0], [place[0] + way, top, 0], stroke_color=theme.muted, stroke_width=3)
                for way in (-self.half, self.half)
            )
        )
        self.add(self.posts, self.bar)
        self.open(1.0)

    def open(self, share: float) -> Gate:
        """Let the bar down (0) or lift it (1)."""
        self.bar.move_to(self.place + np.array([0.0, share * self.lift, 0.0]))
        return self


class GatePicture(NeuronPicture):
    """The machine with the numbers of a state, the sum under the neuron, and the gate between it and the prediction."""

    def __init__(self, region: Region, pen: Pen, states: str = "step") -> None:
        super().__init__(region, pen, 0, states, _GAPS)
        left, right = float(self.neuron_node.get_right()[0]), float(self.prediction_node.get_left()[0])
        x = left + _SHARE * (right - left)
        self.gate = Gate(np.array([x, self.line, 0.0]), self.places.size, pen)
        self.name = pen.formula('op("ReLU")', 0.85 * self.symbol_size)
        self.name.scale(min(1.0, 0.74 * (right - left) / float(self.name.width)))
        self.name.shift([x - float(self.name.get_x()), self.value_line - self.name.baseline, 0])
        muted = self.theme.muted
        here, before = np.array([x, self.line, 0.0]), np.array([self.gate.half + 0.04, 0, 0])
        self.into_gate = edge(self.neuron_node.get_right() + [0.06, 0, 0], here - before, muted)
        self.prediction_edge = edge(here + before, self.prediction_node.get_left() - [0.06, 0, 0], muted)
        self.sum_label = self._name_sum(f"{states}.0.pre_activation")
        self.add(self.gate)

    @property
    def edges(self) -> list[VGroup]:
        """All edges, in the order of the forward pass."""
        first, second, third, *rest = super().edges
        return [first, second, third, self.into_gate, *rest]

    def under_gate(self, factor: Row) -> Row:
        """Put a factor under the gate: what it multiplies by."""
        left, right = float(self.neuron_node.get_right()[0]), float(self.prediction_node.get_left()[0])
        x = float(self.gate.place[0])
        factor.fit(2 * min(x - left, right - x)).centered(x, self.line)
        top = float(self.name.get_top()[1]) + 0.12
        low = self.line - self.gate.bar.height / 2 - 0.08
        return factor.shift([0, (top + low) / 2 - float(factor.get_y()), 0])

    def behind_gate(self, value: Value) -> VGroup:
        """Put the gradient that is left behind the gate over its edge; nothing where it has no room there."""
        left = float(self.neuron_node.get_right()[0]) + 0.05
        right = float(self.gate.place[0]) - self.gate.half - 0.1
        if right - left < _SHORT or not fitting.shortened(value, right - left, self.value_size, value.shorten):
            return VGroup()
        fitting.shrink(value, right - left)
        return VGroup(value.shift([(left + right) / 2 - float(value.get_x()), self.line + 0.3 - value.baseline, 0]))

    def over_arrow(self, value: Value) -> Value:
        """Put the gradient that comes from the loss over its arrow, or, where it has no room there, above the nodes."""
        left, right = float(self.prediction_node.get_right()[0]), float(self.loss_node.get_left()[0])
        room = self.over_loss_edge(float(value.width) * LEAST_SIZE / self.value_size)
        value.fit(room.width)
        x = (left + right) / 2 if float(value.width) <= right - left - 0.2 else room.x
        return value.shift([x - float(value.get_x()), room.bottom - value.baseline, 0])

    def arrows_back(self, through: bool) -> list[VGroup]:
        """The gradient's arrows: from the loss to the prediction, from there to the gate, and, if it lets it through,
        on to the neuron and to the weight."""
        gate = np.array([self.gate.half + 0.05, 0, 0])
        arrows = [
            self.backward_arrow(self.loss_node, self.prediction_node),
            gradient_arrow(self.prediction_node.get_left() - [0.06, 0, 0], self.gate.place + gate, self.theme),
        ]
        if through:
            arrows += [
                gradient_arrow(self.gate.place - gate, self.neuron_node.get_right() + [0.06, 0, 0], self.theme),
                self.backward_arrow(self.neuron_node, self.knob.body),
            ]
        return arrows

    def _name_sum(self, path: str) -> Row:
        """The sum under the neuron, with its symbol."""
        columns, x = self._columns(self.places), self.places.neuron
        left = max((x + other) / 2 + 0.1 for other in columns if other < x)
        right = min((x + other) / 2 - 0.1 for other in columns if other > x)
        label = self.pen.equation("pre_activation", path, self.value_size).fit(right - left)
        room = Region(left, self.region.bottom, right, self.region.top)
        room.keep(label.centered(x, self.value_line))
        self._rooms.append((label, room))
        return label

    def _columns(self, places: Spacing) -> list[float]:
        """Where numbers stand under the machine; the gate's name is one of them."""
        between = places.neuron + 0.56 * (places.prediction - places.neuron)
        return [places.input, places.neuron, between, places.prediction, places.loss]
