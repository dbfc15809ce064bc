"""Lesson 7, first act: a network small enough for every number, forward and back."""

from __future__ import annotations

import numpy as np
from manim import (
    DOWN,
    RIGHT,
    Animation,
    Create,
    FadeIn,
    FadeOut,
    LaggedStart,
    Mobject,
    TransformFromCopy,
    VGroup,
)

from scenes.lessons.network_stage import Asked, NetworkStage
from scenes.stage.drawings.alike import fit_together
from scenes.stage.drawings.networks.signals import Signal, Signals
from scenes.stage.drawings.path_arrow import RunAlong
from scenes.stage.motion.moves import Fly, pulse
from scenes.stage.network.path_sum import path_sum
from scenes.stage.network.small import SmallNetwork
from scenes.stage.writing.values import Value

_NEAR = 0.01  # units of the scene
_SIZE = 42.0  # font size of the formulas


class NetworkSmall(NetworkStage):
    """The shots with the exact numbers."""

    arrows: dict[int, VGroup]

    def arrives(self) -> Mobject | None:
        """The hidden neuron that the others come from."""
        return self.first_neuron

    # -- forward -----------------------------------------------------------------------

    def small(self) -> None:
        """One neuron becomes three; an input, a prediction, and a weight on every edge."""
        left, _ = self.halves()
        self.small_net = s = SmallNetwork(left, self.pen, self.state_of("small."))
        stage = self.layout.stage
        self.away = np.array([stage.x - left.x, stage.y - left.y, 0.0])
        net = s.network.wait_for_forward()
        net.neuron(0, 1).show("waiting")
        self.shown = VGroup(s, *s.weights[1], *s.weights[2], *s.biases.values(), s.end.target_value)
        self.waiting = VGroup(*(net.values(kind) for kind in ("z", "activation", "gradient.z")), s.end.value)
        for part in (self.shown, self.waiting):
            part.shift(self.away)
        self.symbols = {
            0: self.pen.symbol("input", 44).move_to(net.neuron(0, 1)),
            2: self.pen.symbol("prediction", 44).move_to(net.neuron(2, 1)),
        }
        middle = (s.count + 1) // 2
        self.first_neuron = net.neuron(1, middle)
        others = [net.neuron(1, j) for j in s.hidden() if j != middle]
        self.play(FadeIn(self.first_neuron, scale=1.3), run_time=0.6)
        if others:
            self.play(*(TransformFromCopy(self.first_neuron, other) for other in others), run_time=0.9)
        self.play(
            FadeIn(net.neuron(0, 1), shift=RIGHT * 0.3),
            FadeIn(net.neuron(2, 1), shift=RIGHT * -0.3),
            *(FadeIn(symbol) for symbol in self.symbols.values()),
            run_time=0.5,
        )
        self.play(FadeIn(net.wires), *(Create(edge) for edge in net.edges[1]), run_time=0.7)
        self.play(*(Create(edge) for edge in net.edges[2]), FadeIn(s.end, shift=RIGHT * -0.2), run_time=0.7)
        self.add(s, *self.symbols.values())
        pills = [FadeIn(pill) for layer in (1, 2) for pill in s.weights[layer]]
        if pills:
            self.play(LaggedStart(*pills, lag_ratio=0.2), run_time=1.2)
        biases = [FadeIn(bias, shift=DOWN * 0.15) for bias in s.biases.values()]
        if biases:
            self.play(*biases, FadeIn(s.end.target_value), run_time=0.6)
        else:
            self.play(FadeIn(s.end.target_value), run_time=0.4)

    def forward(self) -> None:
        """Signals run through; neuron by neuron z and the activation are filled in; the off neuron stays dark."""
        s, net = self.small_net, self.small_net.network
        _, right = self.halves()
        full = self.pen.row(f"output_{s.count}", _SIZE)
        output_name = f"output_{s.count}" if full.width * 0.7 <= right.width else "output_sum"
        asked = [*self.each("hidden_sum"), (output_name, _SIZE, {}), ("squared", _SIZE, {})]
        self.board = self.written(right, asked, gap_before=(s.count,))
        *hidden, output, loss = self.board.rows
        self.waiting.shift(-self.away)
        if np.abs(self.away).max() > _NEAR:
            self.play(*(part.animate.shift(-self.away) for part in (*self.shown, *self.symbols.values())), run_time=0.8)
        given = s.value("activation", 0, 1)
        self.play(net.wake(0), *self.in_place_of_symbol(0), run_time=0.5)
        self.play(net.forward_signals(1, run_time=1.1))
        for j, row in zip(s.hidden(), hidden, strict=True):
            bias, z = s.biases.get((1, j)), s.value("z", 1, j)
            sources = (s.weight(1, j), given, bias)
            self.play(*self.assembled(row, sources, (2, 4, 6)), run_time=0.7 if j == 1 else 0.5)
            if bias is not None and z is not None:
                self.play(FadeOut(bias), Fly(row.parts[-1], z), run_time=0.35)
        self.play(net.wake(1), *self.in_place_of_symbol(1), run_time=0.5)
        self.play(net.forward_signals(2, run_time=1.1))
        self.answer()
        self.play(FadeIn(output), run_time=0.5)
        bias, z = s.biases.get((2, 1)), s.value("z", 2, 1)
        if bias is not None and z is not None:
            self.play(FadeOut(bias), Fly(output.parts[-1], z), run_time=0.4)
        self.play(net.wake(2), *self.in_place_of_symbol(2), run_time=0.4)
        self.play(self.to_loss(), run_time=0.7)
        self.play(pulse(VGroup(s.end.node, s.end.symbol)), FadeIn(s.end.value), FadeIn(loss), run_time=0.8)

    def in_place_of_symbol(self, layer: int) -> list[Animation]:
        """The activations of a layer, where a symbol stood in the end layers."""
        values = self.values_of("activation", layer)
        gone = [FadeOut(self.symbols[layer], scale=0.5)] if layer in self.symbols and values else []
        return [*gone, *(FadeIn(value, scale=0.7) for value in values)]

    def to_loss(self) -> Signals:
        """A spot from the prediction to the loss."""
        start, end = self.small_net.end.ends
        return Signals([Signal(start, end, 0.13, False, 0)], self.theme.ink, self.theme)

    # -- back ------------------------------------------------------------------------------

    def output_back(self) -> None:
        """The slope of the loss stands at the prediction; each weight of the last layer gets it times what came in."""
        s = self.small_net
        _, right = self.halves()
        asked = [("slope", _SIZE, {}), ("weight_rule", _SIZE, {}), *self.each("output_weight")]
        board = self.written(right, asked, gap_before=(1,))
        slope, rule, *parts = board.rows
        delta = s.value("gradient.z", 2, 1)
        arrow = s.end.arrow()
        self.play(FadeOut(self.board), run_time=0.4)
        self.play(FadeIn(slope), RunAlong(VGroup(arrow)), FadeOut(s.end.wire), run_time=0.9)
        if delta is not None:
            self.play(Fly(slope.parts[-1], delta), run_time=0.7)
        self.loss_arrow = arrow
        self.think()
        self.arrows = {2: self.thick(2)}
        self.play(FadeIn(rule), RunAlong(self.arrows[2]), run_time=1.0)
        self.answer()
        for j, row in zip(s.hidden(), parts, strict=True):
            sources = (s.value("activation", 1, j), delta, None)
            self.play(*self.assembled(row, sources, (0, 2, 3)), run_time=0.7 if j == 1 else 0.5)
        self.board = board

    def hidden_back(self) -> None:
        """Back through each weight and each gate: the deltas of the hidden neurons; then the weights before them."""
        s, net = self.small_net, self.small_net.network
        _, right = self.halves()
        asked = [("hidden_rule", _SIZE, {}), *self.each("hidden_delta"), *self.each("hidden_weight")]
        board = self.written(right, asked, gap_before=(s.count + 1,))
        rule, *rows = board.rows
        deltas, weights = rows[: s.count], rows[s.count :]
        self.play(FadeOut(self.board), run_time=0.4)
        self.play(net.backward_signals(2, run_time=1.2), FadeIn(rule))
        last = s.value("gradient.z", 2, 1)
        for j, row in zip(s.hidden(), deltas, strict=True):
            delta = s.value("gradient.z", 1, j)
            sources = (s.weight(2, j), last, net.neuron(1, j), None)
            there = [Fly(row.parts[-1], delta)] if delta is not None else []
            self.play(*self.assembled(row, sources, (0, 2, 4, 5)), run_time=0.7 if j == 1 else 0.5)
            if there:
                self.play(*there, run_time=0.4)
        self.arrows[1] = self.thick(1)
        self.play(RunAlong(self.arrows[1]), run_time=0.8)
        given = s.value("activation", 0, 1)
        for j, row in zip(s.hidden(), weights, strict=True):
            self.play(*self.assembled(row, (given, s.value("gradient.z", 1, j), None), (0, 2, 3)), run_time=0.5)
        self.board = board

    def sum_paths(self) -> None:
        """The input gets something along every path, and all of it adds up."""
        s, net = self.small_net, self.small_net.network
        _, right = self.halves()
        total, lines = path_sum(self.pen, s.count, right.width, _SIZE)
        upper, lower = right.rows(s.count, (1.3, 2.0, 2.8)[lines - 1])
        total.scale(min(1.0, lower.height / float(total.height))).move_to([lower.x, lower.y, 0])
        board = self.written(upper, self.each("path"))
        parts = board.rows
        self.play(FadeOut(self.board), FadeOut(self.arrows[2], self.arrows[1]), run_time=0.5)
        for j, row in zip(s.hidden(), parts, strict=True):
            lit = VGroup(net.edge(1, 1, j), net.edge(2, j, 1))
            sources = (s.weight(1, j), s.value("gradient.z", 1, j), None)
            self.play(net.highlight(lit), *self.assembled(row, sources, (0, 2, 3)), run_time=0.7)
        self.play(net.highlight_all(), run_time=0.3)
        self.arrows[1] = net.collected(0, 1)
        self.play(RunAlong(self.arrows[1], lag_ratio=0.4), run_time=1.2)
        self.answer()
        collected = self.below_input()
        if len(total.parts) > 2:
            at = [2, 4, 6][: s.count]
            self.play(FadeIn(*(part for i, part in enumerate(total.parts[:-1]) if i not in at)), run_time=0.4)
            for row, place in zip(parts, at, strict=True):
                self.play(Fly(row.parts[-1], total.parts[place]), run_time=0.5)
            self.play(FadeIn(total.parts[-1]), run_time=0.4)
        else:
            self.play(FadeIn(total), run_time=0.6)
        if collected is not None:
            self.play(Fly(total.parts[-1], collected), run_time=0.7)
        self.board = board

    # -- parts ---------------------------------------------------------------------------------

    def below_input(self) -> Value | None:
        """The gradient with respect to the input, below its neuron, where there is room for it."""
        left, _ = self.halves()
        neuron = self.small_net.network.neuron(0, 1)
        value = self.pen.value("small.gradient.input.1", 34, figures=3, most=5)
        room = 2 * (float(neuron.get_center()[0]) - left.left) + 0.06
        if not fit_together([value], room):
            return None
        value.next_to(neuron, DOWN, buff=0.14)
        return None if self.is_crossed(value) else value

    def is_crossed(self, value: Value) -> bool:
        """Whether an arrow back to the input comes near a number."""
        net = self.small_net.network
        near = np.array([value.width, value.height]) / 2 + net.thickest_arrow
        ways = [net.edge(1, 1, j).ends for j in self.small_net.hidden() if net.state.backward_signal(1)[0][j - 1]]
        return any(
            bool((np.abs(start + share * (end - start) - value.get_center())[:2] < near).all())
            for start, end in ways
            for share in np.linspace(0, 1, 60)
        )

    def each(self, name: str) -> list[Asked]:
        """A formula for every hidden neuron."""
        return [(name, _SIZE, {"j": j}) for j in self.small_net.hidden()]

    def values_of(self, kind: str, layer: int) -> list[Value]:
        """The numbers of a kind that are written at the neurons of a layer."""
        return [value for value in self.small_net.network.values(kind, layer) if isinstance(value, Value)]

    def thick(self, layer: int) -> VGroup:
        """Arrows back along the edges into a layer, behind the numbers on them."""
        return self.small_net.network.gradient_arrows(layer).set_z_index(1)
