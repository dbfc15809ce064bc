"""Lesson 7, last act: what a gradient costs by backpropagation, and by nudging every parameter."""

from __future__ import annotations

from manim import (
    LEFT,
    Create,
    FadeIn,
    FadeOut,
    GrowFromCenter,
    LaggedStart,
    Line,
    UpdateFromAlphaFunc,
    ValueTracker,
    linear,
)

from scenes.lessons.network_deep import NetworkDeep
from scenes.stage.declared import stands_for
from scenes.stage.network.bars import Bars
from scenes.stage.network.scale_plot import ScalePlot

_SWEEP = 2.4  # seconds for all edges


class NetworkCost(NetworkDeep):
    """The counter, and how it grows."""

    def count(self) -> None:
        """One parameter after the other is nudged, with a forward pass each; then one pass there and back."""
        net = self.net
        _, right = self.matrix_halves()
        bars = Bars(
            right, self.pen, (("nudging", "cost.nudging", ""), ("backpropagation", "cost.backpropagation", "gradient"))
        )
        nudging, back = bars.bars
        self.play(*(FadeOut(m) for m in self.beside(net)), net.highlight_all(), run_time=0.6)
        self.play(FadeIn(nudging.word, nudging.body), run_time=0.4)
        share = ValueTracker(0.0)
        bars.run(nudging, share)
        self.add(nudging.number)
        edges = [edge for group in net.edges for edge in group]
        spot = stands_for(Line(*edges[0].ends, stroke_color=self.theme.weight, stroke_width=8), "weight").set_z_index(2)

        def go(_: object, alpha: float) -> None:
            spot.put_start_and_end_on(*edges[min(len(edges) - 1, int(alpha * len(edges)))].ends)

        self.play(
            UpdateFromAlphaFunc(spot, go),
            share.animate.set_value(1.0),
            run_time=_SWEEP,
            rate_func=linear,
        )
        bars.stop(nudging)
        self.play(FadeOut(spot), FadeIn(back.word, back.body), run_time=0.4)
        share = ValueTracker(0.0)
        bars.run(back, share)
        self.add(back.number)
        steps = 2 * self.layers
        for layer in range(1, self.layers + 1):
            self.play(
                net.forward_signals(layer, run_time=self.a_layer(0.35)),
                share.animate.set_value(layer / steps),
                rate_func=linear,
            )
        for layer in range(self.layers, 0, -1):
            self.play(
                net.backward_signals(layer, run_time=self.a_layer(0.35)),
                share.animate.set_value((2 * self.layers - layer + 1) / steps),
                rate_func=linear,
            )
        bars.stop(back)
        self.answer()

    def scale(self) -> None:
        """Ever wider networks: one line climbs with slope one, the other with slope two."""
        stage = self.layout.stage
        region = stage.rows(1.0, 7.0, 1.0)[1] if self.layout.is_tall else stage
        plot = ScalePlot(region, self.pen)
        self.play(*(FadeOut(m) for m in self.clear_stage()), run_time=0.5)
        self.play(FadeIn(plot.axes), run_time=0.6)
        first = [plot.dots[kind][0] for kind in plot.KINDS]
        self.play(*(FadeIn(dot, scale=2.0) for dot in first), FadeIn(plot.here, plot.key), run_time=0.6)
        for kind in reversed(plot.KINDS):
            dots = plot.dots[kind][1:]
            self.play(
                Create(plot.lines[kind]),
                LaggedStart(*(FadeIn(dot) for dot in dots), lag_ratio=0.6),
                FadeIn(plot.words[kind]),
                run_time=1.2,
            )
        self.play(GrowFromCenter(plot.gap), run_time=0.5)
        self.answer()
        self.play(FadeIn(plot.ratio, shift=LEFT * 0.15), run_time=0.5)
