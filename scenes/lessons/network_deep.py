"""Lesson 7, second act: any deep network, forward and back; a neuron that collects; an edge that is forgotten; the same
as matrices."""

from __future__ import annotations

from manim import (
    DOWN,
    Animation,
    Create,
    FadeIn,
    FadeOut,
    LaggedStart,
    Mobject,
    ReplacementTransform,
    VGroup,
)

from scenes.lessons.network_small import NetworkSmall
from scenes.lessons.network_stage import Asked
from scenes.lessons.numbers import network_claims as claims
from scenes.stage.drawings.path_arrow import RunAlong
from scenes.stage.frame.region import Region
from scenes.stage.motion.moves import Fly, pulse
from scenes.stage.network.deep import DeepNetwork
from scenes.stage.network.equation import Equation, can_be_written
from scenes.stage.network.findings import Findings
from scenes.stage.network.lines import Lines
from scenes.stage.network.matrix import Entries, Matrix

_LAYERS_TIME = 2.4  # seconds for all layers of a pass
_KINDS = ("activation", "z", "gradient.z")
_MOST_PARTS = 4  # contributions that are written


class NetworkDeep(NetworkSmall):
    """The shots about the user's network."""

    @property
    def layers(self) -> int:
        """Layers after the inputs."""
        return int(self.number("deep.layers"))

    def width(self, layer: int) -> int:
        """Neurons of a layer."""
        return int(self.number(f"deep.width.{layer}"))

    def a_layer(self, most: float) -> float:
        """Seconds for one layer, so that a deep network does not take longer than others."""
        return max(0.35, min(most, _LAYERS_TIME / self.layers))

    # -- forward ---------------------------------------------------------------------------

    def deep(self) -> None:
        """The small network opens into a deep one; signals run forward layer by layer."""
        left, right = self.halves()
        self.net = net = DeepNetwork(left, self.pen, self.state_of("deep."))
        net.wait_for_forward()
        small = self.small_net.network
        self.play(*(FadeOut(mobject) for mobject in self.beside(small)), run_time=0.6)
        moves: list[Animation] = [ReplacementTransform(small.neurons[0], net.neurons[0])]
        moves.append(ReplacementTransform(small.neurons[-1], net.neurons[-1]))
        hidden = [ReplacementTransform(small.neurons[1].copy(), group) for group in net.neurons[1:-1]]
        self.remove(small)
        self.play(*moves, *hidden, FadeIn(net.gaps), run_time=1.2)
        grown = [Create(edge) for group in net.edges for edge in group]
        self.play(FadeIn(net.wires), LaggedStart(*grown, lag_ratio=1.5 / max(4, len(grown))), run_time=1.2)
        self.add(net)
        hidden_rule = "relu_rule" if self.values["activation"] == "relu" else "activation_rule"
        alone = self.width(self.layers) == 1
        rules = ["sum_rule", *([hidden_rule] if self.layers > 1 else []), "loss_rule_one" if alone else "loss_rule"]
        target = [self.pen.equation("target", "deep.target.1", 46)] if alone else []
        self.loss_value = self.pen.equation("loss", "deep.loss", 46)
        *before, loss = self.rows(*rules, size=48)
        self.board = board = Lines(right, [*before, *target, loss, self.loss_value], gap_before=(len(before),))
        self.play(net.wake(0), *self.fade_in_numbers("activation", 0), FadeIn(board.rows[0]), run_time=0.6)
        for layer in range(1, self.layers + 1):
            time = self.a_layer(1.0)
            rule = [FadeIn(board.rows[1])] if layer == 1 and self.layers > 1 else []
            self.play(net.forward_signals(layer, run_time=time), *rule)
            self.play(
                net.wake(layer),
                *self.fade_in_numbers("z", layer),
                *self.fade_in_numbers("activation", layer),
                run_time=0.4 * time,
            )
        self.play(FadeIn(*target, loss), run_time=0.5)
        self.play(FadeIn(self.loss_value, shift=DOWN * 0.15), run_time=0.6)

    # -- back ------------------------------------------------------------------------------

    def collect(self) -> None:
        """Deltas run back layer by layer; then one neuron in slow motion: it collects from all its outgoing edges."""
        net = self.net
        _, right = self.halves()
        layer, neuron = self.collector
        self.play(FadeOut(self.board), run_time=0.4)
        self.play(
            *self.fade_in_numbers("gradient.z", self.layers),
            pulse(net.neurons[-1]),
            run_time=0.6,
        )
        for below in range(self.layers, 1, -1):
            time = self.a_layer(1.0)
            if below - 1 == layer:
                continue
            self.play(net.backward_signals(below, run_time=time))
            self.play(*self.fade_in_numbers("gradient.z", below - 1), pulse(net.neurons[below - 1], 1.06), run_time=0.4)
        self.halo = net.halo(layer, neuron)
        self.play(Create(self.halo), net.highlight(net.edges_out_of(layer, neuron)), run_time=0.7)
        self.think()
        self.arrows_in = net.collected(layer, neuron)
        asked = self.collected_rows()
        board = self.written(right, asked, gap_before=(1, len(asked) - 1 - (layer > 0)))
        rule, *parts, total = board.rows[: len(asked) - (layer > 0)]
        last = board.rows[-1:] if layer else []
        self.play(RunAlong(self.arrows_in, lag_ratio=0.3), FadeIn(rule), run_time=1.3)
        self.answer()
        if parts:
            flights = [Fly(arrow, part) for arrow, part in zip(self.arrows_in, parts, strict=False)]
            self.play(LaggedStart(*flights, lag_ratio=0.5), run_time=1.6)
        self.play(FadeIn(total), run_time=0.5)
        if last:
            self.play(FadeIn(*last, shift=DOWN * 0.15), run_time=0.6)
        rest = [FadeIn(value) for value in net.values("gradient.z", layer)] if layer else []
        if rest:
            self.play(*rest, run_time=0.5)
        self.board = board

    def collected_rows(self) -> list[Asked]:
        """The rule, a row for each contribution if they are few, their sum, and the gate."""
        layer, neuron = self.collector
        edges = int(self.number("collect.edges"))
        few = range(1, edges + 1) if edges <= _MOST_PARTS else ()
        parts: list[Asked] = [("part", 42, {"next": layer + 1, "k": neuron, "j": j}) for j in few]
        if not layer:
            return [("collect_input", 44, {}), *parts, ("collected_input", 42, {"k": neuron})]
        here = {"l": layer, "k": neuron}
        return [("collect_rule", 44, {}), *parts, ("collected", 42, here), ("gate", 42, here)]

    # -- matrices --------------------------------------------------------------------------

    def matrices(self) -> None:
        """Rows of W are a neuron's outgoing edges: the picture becomes a product of matrices."""
        layer, _ = self.collector
        left, right = self.matrix_halves()
        net = DeepNetwork(left, self.pen, self.net.state)
        old = self.net
        self.play(old.highlight_all(), run_time=0.3)
        self.play(*(FadeOut(m) for m in self.beside(old)), ReplacementTransform(old, net), run_time=1.0)
        self.net = net
        self.play(
            *(m for k in range(self.layers + 1) for kind in _KINDS for m in self.fade_in_numbers(kind, k)),
            run_time=0.4,
        ) if net.writes("activation") else None
        back, weight = self.back_equation(layer), self.weight_equation(max(layer, 1))
        upper, lower = right.rows(1.15, 1.0, gap=0.15)
        head, first = upper.rows(0.55, 2.0, gap=0.05)
        second_head, second = lower.rows(0.62, 2.0, gap=0.08)
        writes = can_be_written((first, second), self.pen, (back, weight))
        rules = [
            self.pen.row(name, 44).fit(right.width)
            for name in ("matrix_back" if layer else "matrix_input", "matrix_weight")
        ]
        for rule, region in zip(rules, (head, second_head), strict=True):
            rule.scale(min(1.0, region.height / float(rule.height))).move_to([region.x, region.y, 0])
        product = Equation(first, self.pen, back, writes)
        outer = Equation(second, self.pen, weight, writes)
        given, deltas, *gate, result = product.matrices
        self.play(
            net.highlight(VGroup(*(e for i in net.drawn(layer) for e in net.edges_out_of(layer, i)))),
            FadeIn(rules[0]),
            FadeIn(given.brackets, given.dots),
            run_time=0.7,
        )
        rows = net.drawn(layer)
        if writes:
            for i in rows:
                fly = [Fly(net.edge(layer + 1, i, j), given.cells[i, j]) for j in net.drawn(layer + 1)]
                self.play(net.highlight(net.edges_out_of(layer, i)), *fly, run_time=max(0.35, 1.8 / len(rows)))
        else:
            shown = [LaggedStart(*(FadeIn(cell) for cell in given.row(i)), lag_ratio=0.2) for i in rows]
            self.play(LaggedStart(*shown, lag_ratio=0.4), run_time=1.8)
        self.play(net.highlight(VGroup(*(e for i in rows for e in net.edges_out_of(layer, i)))), run_time=0.3)
        self.play(
            FadeIn(deltas.brackets, deltas.dots, *product.signs[:-1]),
            *(Fly(self.delta_of(layer + 1, j), deltas.cells[j, 1]) for j in net.drawn(layer + 1)),
            *(FadeIn(matrix) for matrix in gate),
            run_time=0.9,
        )
        self.play(FadeIn(result.brackets, result.dots, product.signs[-1]), run_time=0.3)
        self.play(LaggedStart(*(self.came_out(result, i, 1) for i in net.drawn(layer)), lag_ratio=0.4), run_time=1.2)
        self.play(net.highlight(net.edges[max(layer, 1)]), FadeIn(rules[1]), run_time=0.5)
        entered, came, gradient = outer.matrices
        self.play(
            FadeIn(entered),
            FadeIn(came),
            FadeIn(gradient.brackets, gradient.dots, *outer.signs),
            run_time=0.8,
        )
        cells = [FadeIn(cell, scale=0.6) for cell in gradient.cells.values()]
        self.play(LaggedStart(*cells, lag_ratio=0.3 if len(cells) < 20 else 0.02), run_time=1.2)

    def matrix_halves(self) -> tuple[Region, Region]:
        """The room for the network, and more than that for what stands beside it."""
        if self.layout.is_wide or self.layout.is_tall:
            return self.halves(0.8 if self.layout.is_wide else 1.15)
        stage = self.layout.stage
        upper, lower = stage.rows(0.5, 1.55, gap=0.2)
        return upper, lower

    def delta_of(self, layer: int, neuron: int) -> Mobject:
        """The number of a delta where it is written, else its neuron."""
        try:
            return self.net.value("gradient.z", layer, neuron)
        except KeyError:
            return self.net.neuron(layer, neuron)

    @staticmethod
    def came_out(matrix: Matrix, row: int, column: int) -> Animation:
        """An entry appears."""
        return FadeIn(matrix.cells[row, column], scale=0.6)

    def back_equation(self, layer: int) -> list[Entries | str]:
        """W delta, entry by entry times the slopes, gives the deltas of a layer; without slopes for the inputs."""
        here, there = self.width(layer), self.width(layer + 1)
        weights = Entries(here, there, lambda i, j: f"deep.layer.{layer + 1}.neuron.{j}.weight.{i}")
        deltas = Entries(there, 1, lambda i, _: f"deep.layer.{layer + 1}.neuron.{i}.gradient.z")
        if not layer:
            return [weights, deltas, "=", Entries(here, 1, lambda i, _: f"deep.gradient.input.{i}")]
        slopes = Entries(here, 1, lambda i, _: f"deep.layer.{layer}.neuron.{i}.slope")
        result = Entries(here, 1, lambda i, _: f"deep.layer.{layer}.neuron.{i}.gradient.z")
        return [weights, deltas, "dot.o", slopes, "=", result]

    def weight_equation(self, layer: int) -> list[Entries | str]:
        """Activations times deltas give the gradients of the weights into a layer."""
        before, here = self.width(layer - 1), self.width(layer)
        came = f"deep.layer.{layer - 1}.neuron.{{}}.activation" if layer > 1 else "deep.input.{}"
        activations = Entries(before, 1, lambda i, _: came.format(i))
        deltas = Entries(1, here, lambda _, j: f"deep.layer.{layer}.neuron.{j}.gradient.z")
        gradients = Entries(before, here, lambda i, j: f"deep.layer.{layer}.neuron.{j}.gradient.weight.{i}")
        return [activations, deltas, "=", gradients]

    # -- what goes wrong ---------------------------------------------------------------------

    def wrong(self) -> None:
        """One edge alone, then what a nudge says, then all edges."""
        net = self.net
        layer, neuron = self.collector
        _, right = self.halves()
        kept = int(self.number("wrong.edge"))
        drawn = net.drawn(layer + 1)
        others = [arrow for j, arrow in zip(drawn, self.arrows_in, strict=True) if j != kept]
        ending = "" if layer else "_input"
        found = Findings(right, self.pen, ending)
        one, all_of_them, nudged = found.rows
        self.play(FadeOut(self.board), *(FadeOut(arrow) for arrow in others), run_time=0.6)
        self.play(FadeIn(found.words[0]), Fly(net.neuron(layer, neuron), one), run_time=0.8)
        self.think()
        passes = [net.forward_signals(k, run_time=self.a_layer(0.7)) for k in range(layer + 1, self.layers + 1)]
        self.play(FadeIn(found.words[2]), pulse(net.neuron(layer, neuron), 1.08), passes[0])
        for signals in passes[1:]:
            self.play(signals)
        self.play(Fly(net.neuron(self.layers, net.drawn(self.layers)[0]), nudged), run_time=0.7)
        self.answer()
        back = VGroup(*(net.collected(layer, neuron)[drawn.index(j)] for j in drawn if j != kept))
        self.play(FadeIn(found.words[1]), *([RunAlong(back, lag_ratio=0.3)] if len(back) else []), run_time=0.9)
        self.play(Fly(net.neuron(layer, neuron), all_of_them), run_time=0.7)
        if claims.caption_variant(self.trace, "wrong") == "wrong":
            self.play(Create(found.cross), Create(found.link), run_time=0.6)
        self.arrows_in = back

    # -- parts ---------------------------------------------------------------------------------

    @property
    def collector(self) -> tuple[int, int]:
        """The layer and the neuron that is looked at."""
        return int(self.number("collect.layer")), int(self.number("collect.neuron"))

    def fade_in_numbers(self, kind: str, layer: int) -> list[Animation]:
        """The numbers of a kind of a layer, where they are written."""
        return [FadeIn(value) for value in self.net.values(kind, layer)]
