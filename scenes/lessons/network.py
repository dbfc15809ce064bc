"""Lesson 7: backpropagation through a deep network. First a small one with all its numbers (network_small.py), then any
deep one (network_deep.py), then what it costs (network_cost.py); here are the lesson itself and its summary."""

from __future__ import annotations

from typing import ClassVar

from manim import FadeIn, FadeOut, Mobject

from scenes.lessons.network_cost import NetworkCost
from scenes.lessons.numbers import network as numbers
from scenes.lessons.numbers import network_claims as claims
from scenes.stage.drawings.path_arrow import RunAlong
from scenes.stage.network.deep import DeepNetwork
from scenes.stage.network.lines import Lines


class NetworkLesson(NetworkCost):
    """1-3-1 with ReLU, x = 2.1, target 4, and a seeded 2-3-2-1 unless told otherwise; the loss has no factor 1/2."""

    name: ClassVar[str] = "network"
    poster_shot: ClassVar[str] = "summary"
    numbers = numbers
    claims = claims

    def leaves(self) -> Mobject | None:
        """The network of the last picture."""
        return self.net

    def summary(self) -> None:
        """Forward the values, back the deltas, a gradient on every edge."""
        left, right = self.halves()
        self.net = net = DeepNetwork(left, self.pen, self.state_of("deep."))
        net.wait_for_forward()
        deep = self.layers > 1
        names = ["sum_rule", "gate_sum_rule" if deep else "delta_rule", "gradient_rules"]
        words = [self.pen.label(key, 32) for key in ("forward", "backward", "weights")]
        rows = self.rows(*names, size=50)
        pairs = zip(words, rows, strict=True)
        Lines(right, [line for pair in pairs for line in pair], gap_before=(2, 4), apart=0.36)
        self.play(*(FadeOut(m) for m in self.clear_stage()), run_time=0.5)
        self.play(FadeIn(net, scale=0.05, target_position=self.from_here), run_time=0.7)
        self.play(net.wake(0), FadeIn(words[0], rows[0]), run_time=0.4)
        for layer in range(1, self.layers + 1):
            self.play(net.forward_signals(layer, run_time=self.a_layer(0.7)))
            self.play(net.wake(layer), run_time=0.25)
        self.play(FadeIn(words[1], rows[1]), run_time=0.4)
        for layer in range(self.layers, 0, -1):
            self.play(RunAlong(net.gradient_arrows(layer)), run_time=self.a_layer(0.8))
        self.play(FadeIn(words[2], rows[2]), run_time=0.5)
