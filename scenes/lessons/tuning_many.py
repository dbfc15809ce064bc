"""Lesson 2, last act: a network of many knobs, how many they are, and what it costs to try them all."""

from __future__ import annotations

from fractions import Fraction

from manim import (
    AnimationGroup,
    Create,
    FadeIn,
    FadeOut,
    LaggedStart,
    ReplacementTransform,
    UpdateFromAlphaFunc,
    ValueTracker,
    VGroup,
    VMobject,
    linear,
)

from scenes.lessons.tuning_tries import KNOBS, TuningTries
from scenes.stage.drawings.networks.network import NetworkPicture
from scenes.stage.drawings.networks.neurons import Neuron
from scenes.stage.drawings.shapes import Knob
from scenes.stage.frame.region import Region
from scenes.stage.motion.moves import Fly, pulse
from scenes.stage.neuron.picture import NeuronPicture
from scenes.stage.tuning.board import Counted
from scenes.stage.tuning.many_knobs import KnobCount, ManyKnobs
from scenes.stage.tuning.sweep import Sweep

_LAYERS = "network.layers"
_SWEEP = 4.5  # seconds, for all knobs of the network
_NOT_TRIED = 0.25  # opacity of the ring of a bias that waits for its turn


class TuningMany(TuningTries):
    """The shots about the network. What a shot leaves on the stage for the next one is in `knobs_drawn`, `rings`,
    `board` and `knobs_counted`."""

    # -- many knobs --------------------------------------------------------------------

    def many(self) -> None:
        """The neuron shrinks and takes its place in a network; every edge and every neuron of it is a knob."""
        stage = self.layout.stage
        self.picture = p = NeuronPicture(stage.rows(1, 1.6, 1)[1], self.pen, states="try", knobs=KNOBS)
        self.knobs_drawn = big = ManyKnobs(stage.inset(0.3, 0.1), self.pen)
        net = big.network
        gone = AnimationGroup(*(FadeOut(mobject) for mobject in self.clear_stage()))
        parts = (p.input_node, p.knob, p.bias_knob, p.neuron_node, p.prediction_node)
        wires = (p.input_edge, p.weight_edge, p.bias_edge, p.prediction_edge)
        machine = FadeIn(*parts, *wires, p.input_symbol, p.formula, p.prediction_symbol)
        self.play(LaggedStart(gone, machine, lag_ratio=0.5), run_time=1.1)
        self.play(pulse(p.knob, 1.25), pulse(p.bias_knob, 1.25), run_time=0.9)
        first, second = big.middle(0), big.middle(1)
        edge = net.edge(1, first, second)
        knob = Knob("weight", self.theme, 0.2).stand((edge.ends[0] + edge.ends[1]) / 2)
        self.play(
            FadeOut(p.input_symbol, p.formula, p.prediction_symbol, p.bias_edge),
            ReplacementTransform(p.input_node, net.neuron(0, first)),
            ReplacementTransform(p.neuron_node, net.neuron(1, second)),
            ReplacementTransform(VGroup(p.input_edge, p.weight_edge), edge),
            ReplacementTransform(p.knob, knob),
            FadeOut(p.bias_knob, target_position=net.neuron(1, second), scale=0.4),
            FadeOut(p.prediction_node, p.prediction_edge),
            run_time=1.6,
        )
        others = [n for j, n in self.neurons(net, 0) if j != first]
        self.play(FadeIn(*others, *self.gap(net, 0), big.widths[0]) if others else FadeIn(big.widths[0]), run_time=0.6)
        rings = []
        for layer in range(1, big.count + 1):
            fresh = [n for j, n in self.neurons(net, layer) if (layer, j) != (1, second)]
            new = [e for e in big.edges_into(layer) if e is not edge]
            ring = big.rings(layer)
            rings.append(ring)
            grown = [LaggedStart(*(Create(e) for e in new), lag_ratio=0.5 / len(new))] if new else []
            self.play(
                *grown, FadeIn(*fresh, *self.gap(net, layer), big.widths[layer]), run_time=self.brisk(1.0, _LAYERS)
            )
            self.play(
                FadeIn(ring, scale=1.15), *([FadeOut(knob)] if layer == 1 else []), run_time=self.brisk(0.5, _LAYERS)
            )
        self.rings = rings

    def count(self) -> None:
        """Layer by layer: inputs times neurons are weights, and each neuron has a bias."""
        left, right = self.two_regions()
        small, board = ManyKnobs(left, self.pen), KnobCount(right, self.pen)
        rings = [small.rings(layer) for layer in range(1, small.count + 1)]
        big = self.knobs_drawn
        self.play(
            ReplacementTransform(
                VGroup(big.network.edges, big.network.neurons, big.network.gaps),
                VGroup(small.network.edges, small.network.neurons, small.network.gaps),
            ),
            *(ReplacementTransform(a, b) for a, b in zip(self.rings, rings, strict=True)),
            *(ReplacementTransform(a, b) for a, b in zip(big.widths, small.widths, strict=True)),
            run_time=1.4,
        )
        self.knobs_drawn, self.rings, self.board = small, rings, board
        for k, row in enumerate(board.rows):
            lit = small.edges_into(k + 1)
            self.play(
                small.network.highlight(lit),
                Fly(small.widths[k], row.parts[0]),
                Fly(small.widths[k + 1], row.parts[2]),
                FadeIn(row.parts[1]),
                run_time=self.brisk(0.9, _LAYERS),
            )
            self.play(FadeIn(row.parts[3]), Fly(rings[k], row.parts[4]), run_time=self.brisk(0.5, _LAYERS))
            self.play(FadeIn(row.parts[5], scale=1.15), run_time=self.brisk(0.4, _LAYERS))
        self.play(small.network.highlight_all(), Create(board.rule), FadeIn(board.total.word), run_time=0.7)
        self.answer()
        self.play(FadeIn(board.total.number, scale=1.3), run_time=0.8)

    def cost(self) -> None:
        """One knob after the other is tried, up and down, and a counter counts the passes."""
        small, board = self.knobs_drawn, self.board
        _, right = self.two_regions()
        first, second, third = (line.y - 0.14 for line in right.inset(0.0, 0.15 * right.height).rows(1, 1, 1))
        size = board.SIZE * 1.25
        knobs = Counted("knobs", "network.parameters", self.pen, right.width, size).centered(right.x, first)
        passes = Counted("passes", "network.passes", self.pen, right.width, size).centered(right.x, second)
        product = self.pen.row("passes", size).fit(right.width)
        product.centered(right.x, third)
        self.play(
            FadeOut(*board.rows, board.rule),
            ReplacementTransform(board.total.word, knobs.word),
            ReplacementTransform(board.total.number, knobs.number),
            small.network.highlight(VGroup()),
            *(ring.animate.set_stroke(opacity=_NOT_TRIED) for ring in self.rings),
            run_time=0.9,
        )
        sweep = Sweep(small, self.rings, self.theme)
        share = ValueTracker(0.0)
        total = int(self.number("network.passes"))
        sweep.go(0.0)
        self.play(FadeIn(passes.word, sweep), run_time=0.6)
        passes.number.follow(lambda: Fraction(sweep.passes(share.get_value())), 0, [Fraction(0), Fraction(total)])
        self.add(passes.number)
        self.play(
            UpdateFromAlphaFunc(VGroup(small.network.edges, *self.rings, sweep), lambda _, alpha: sweep.go(alpha)),
            share.animate.set_value(1.0),
            run_time=min(_SWEEP, 0.35 * total),  # so that no count of a few stands still
            rate_func=linear,
        )
        passes.number.rest()
        self.play(FadeOut(sweep), small.network.highlight_all(), run_time=0.4)
        self.answer()
        self.play(
            FadeIn(product.parts[0], product.parts[1]),
            Fly(knobs.number, product.parts[2]),
            Fly(passes.number, product.parts[3]),
            run_time=1.0,
        )
        self.knobs_counted = knobs

    # -- where things stand ----------------------------------------------------------------------

    def two_regions(self, even: bool = False) -> tuple[Region, Region]:
        """The larger region for the picture, and the one beside or below it for rows."""
        stage = self.layout.stage
        if self.layout.is_tall:
            first, second = stage.rows(1.0, 1.05, gap=0.3) if even else stage.rows(1.2, 1.0, gap=0.4)
        elif self.layout.is_wide:
            first, second = stage.columns(1.0, 1.15, gap=0.7) if even else stage.columns(1.5, 1.0, gap=0.55)
        else:
            first, second = stage.columns(1.6, 1.0, gap=0.35) if even else stage.columns(1.0, 1.0, gap=0.4)
        return first, second

    @staticmethod
    def neurons(network: NetworkPicture, layer: int) -> list[tuple[int, Neuron]]:
        """The drawn neurons of a layer with their numbers."""
        return [(j, network.neuron(layer, j)) for j in network.drawn(layer)]

    @staticmethod
    def gap(network: NetworkPicture, layer: int) -> list[VMobject]:
        """The dots that stand for neurons left out of a layer, if there are any."""
        x = network.neuron(layer, network.drawn(layer)[0]).get_center()[0]
        return [dots for dots in network.gaps if abs(dots.get_center()[0] - x) < 0.01]
