"""Lesson 7, last act: what a gradient costs by backpropagation, and by nudging every parameter."""

from __future__ import annotations

from manim import (
    LEFT,
    Create,
    FadeIn,
    FadeOut,
    GrowFromCenter,
    LaggedStart,
    UpdateFromAlphaFunc,
    ValueTracker,
    linear,
)

from scenes.lessons.network_deep import NetworkDeep
from scenes.stage.network.bars import Bars
from scenes.stage.network.marks import Marks
from scenes.stage.network.scale_plot import ScalePlot

_SLOW = 3  # nudged passes that are shown one by one
_PASS = 0.9  # seconds for each of them
_TURNS, _TURN = 5, 0.5  # the others: how often signals run meanwhile, and the seconds of each time


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
        self.nudge_all(share)
        bars.stop(nudging)
        self.play(FadeIn(back.word, back.body), run_time=0.4)
        share = ValueTracker(0.0)
        bars.run(back, share)
        self.add(back.number)
        steps = 2 * self.layers
        for layer in range(1, self.layers + 1):
            self.play(
                net.forward_signals(layer, run_time=self.a_layer(0.35)),
                share.animate(run_time=self.a_layer(0.35)).set_value(layer / steps),
                rate_func=linear,
            )
        for layer in range(self.layers, 0, -1):
            self.play(
                net.backward_signals(layer, run_time=self.a_layer(0.35)),
                share.animate(run_time=self.a_layer(0.35)).set_value((2 * self.layers - layer + 1) / steps),
                rate_func=linear,
            )
        bars.stop(back)
        self.answer()

    def nudge_all(self, share: ValueTracker) -> None:
        """A forward pass as it is, then one more for each parameter that is nudged: a few slowly, the rest fast."""
        net = self.net
        marks = Marks(net, self.theme)
        passes = 1 + int(self.number("cost.parameters"))
        slow = min(_SLOW, marks.count)
        for done in range(1 + slow):
            marks.light(done - 1)
            for layer in range(1, self.layers + 1):
                time = _PASS / self.layers
                so_far = (done + layer / self.layers) / passes
                self.play(
                    net.forward_signals(layer, run_time=time),
                    share.animate(run_time=time).set_value(so_far),
                    rate_func=linear,
                )
            if not done:
                self.add(marks)
        begun = float(share.get_value())
        for turn in range(_TURNS):
            first, last = (slow + (marks.count - slow) * (turn + k) / _TURNS for k in (0, 1))
            self.play(
                *(net.forward_signals(k, run_time=_TURN) for k in range(1, self.layers + 1)),
                UpdateFromAlphaFunc(marks, lambda _, alpha, a=first, b=last: marks.light(int(a + alpha * (b - a)))),
                share.animate.set_value(begun + (1 - begun) * (turn + 1) / _TURNS),
                run_time=_TURN,
                rate_func=linear,
            )
        self.remove(marks)

    def scale(self) -> None:
        """Ever wider networks: one line climbs with slope one, the other with slope two."""
        stage = self.layout.stage
        region = stage.rows(1.0, 7.0, 1.0)[1] if self.layout.is_tall else stage
        plot = ScalePlot(region, self.pen)
        self.from_here = plot.dots["backpropagation"][0].get_center()
        self.play(
            *(FadeOut(m) for m in self.beside(self.net)),
            FadeOut(self.net, scale=0.05, target_position=self.from_here),
            run_time=0.7,
        )
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
