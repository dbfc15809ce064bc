"""Lesson 6, second act: one neuron and its gate, open and shut, forward and backward."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from manim import (
    RIGHT,
    Create,
    FadeIn,
    FadeOut,
    LaggedStart,
    MoveAlongPath,
    VGroup,
    VMobject,
    smooth,
)
from manim import Line as Track

from scenes.lessons.numbers import relu as numbers
from scenes.lessons.relu_lines import ReluLines
from scenes.stage.drawings.shapes import signal
from scenes.stage.motion.live import Live
from scenes.stage.motion.moves import Fly
from scenes.stage.relu.bend_plot import BendPlot
from scenes.stage.relu.gate_picture import GatePicture
from scenes.stage.writing.values import Number, Value

_PAIR = ("weight", "bias")


class ReluGate(ReluLines):
    """The shots with the machine. What a shot leaves on the stage for the next one is in `rows` and `arrows`."""

    picture: GatePicture

    def open(self) -> None:
        """The machine of lesson 5 with a gate behind the neuron: forward to the loss, backward to the weight."""
        stage = self.layout.stage
        machine, bench = stage.rows(0.62 if self.layout.is_tall else 1.12, 1.0, gap=0.2)
        left, right = bench.rows(1.2, 1, gap=0.2) if self.layout.is_tall else bench.columns(0.5, 1.0, gap=0.4)
        self.bench = right
        self.picture = p = GatePicture(machine, self.pen)
        is_open = self.number("step.0.pre_activation") > 0
        p.gate.open(0.0)
        sums = [self.number("step.0.pre_activation"), self.number("dead.0.pre_activation")]
        self.bend_plot = BendPlot(left, self.pen, sums, Fraction(1, 3))
        self.bend_plot.bend(self.bend_plot.curve, Fraction(0))
        self.play(*(FadeOut(mobject) for mobject in self.clear_stage()), run_time=0.6)
        self.play(FadeIn(p.machine, p.gate, p.name), run_time=0.7)
        self.play(
            *(FadeIn(part) for part in (p.input_value, p.weight_label, p.bias_label, p.target_value)),
            FadeIn(self.bend_plot, self.bend_plot.curve),
            run_time=0.7,
        )
        z = self.number("step.0.pre_activation")
        self.dot = self.bend_plot.dot(z, max(z, 0 * z))
        self.run_forward(is_open)
        self.run_backward("step", is_open)

    def closed(self) -> None:
        """The knobs turn, the sum slides along the hinge, and the gate follows it; then forward and backward again."""
        p = self.picture
        self.play(
            FadeOut(self.rows, *self.arrows, self.upstream, self.factor, *self.behind),
            FadeOut(p.prediction_value, p.loss_value),
            FadeIn(*self.hidden),
            run_time=0.7,
        )
        moving = self.turning()
        self.play(moving.share.animate.set_value(1.0), run_time=2.0)
        for value, name in self.bound:
            value.bind(f"dead.0.{name}", self.number(f"dead.0.{name}"))
        moving.stop()
        p.settle()
        is_open = self.number("dead.0.pre_activation") > 0
        p.gate.open(1.0 if is_open else 0.0)
        spot = signal(self.theme, "input").move_to(p.input_node.get_right())
        self.run_signal(spot, p.input_node, p.knob.body)
        self.run_signal(spot, p.knob.body, p.neuron_node)
        self.pass_gate(spot, is_open)
        self.run_backward("dead", is_open, ask=True)

    # -- forward -----------------------------------------------------------------------

    def run_forward(self, is_open: bool) -> None:
        """A signal runs to the sum, the gate opens or stays shut, and what passes becomes prediction and loss."""
        p = self.picture
        spot = signal(self.theme, "input").move_to(p.input_node.get_right())
        self.run_signal(spot, p.input_node, p.knob.body)
        self.run_signal(spot, p.knob.body, p.neuron_node)
        self.play(FadeIn(p.sum_label, scale=0.7), Fly(p.neuron_node, self.dot), run_time=0.7)
        if is_open:
            lifting = Live(lambda share: {"share": share})
            lifting.shape(p.gate, lambda gate: gate.open(float(lifting.now("share"))))
            self.play(lifting.share.animate.set_value(1.0), run_time=0.5)
            lifting.stop()
        self.pass_gate(spot, is_open)

    def pass_gate(self, spot: VMobject, is_open: bool) -> None:
        """The signal passes the gate, or stops at it; then the prediction and its loss are there."""
        p = self.picture
        if is_open:
            self.run_signal(spot, p.neuron_node, p.prediction_node, 0.6)
        else:
            track = Track(p.neuron_node.get_right(), p.into_gate.get_right())
            self.play(MoveAlongPath(spot, track, rate_func=smooth), run_time=0.5)
        outcome = (FadeIn(value, scale=0.7) for value in (p.prediction_value, p.loss_value))
        self.play(FadeOut(spot, scale=2.0), LaggedStart(*outcome, lag_ratio=0.5), run_time=0.8)

    def run_signal(self, spot: VMobject, start: VMobject, end: VMobject, run_time: float = 0.4) -> None:
        """A spot of light runs forward along the edge between two nodes."""
        self.play(MoveAlongPath(spot, Track(start.get_right(), end.get_left()), rate_func=smooth), run_time=run_time)

    # -- backward ----------------------------------------------------------------------

    def run_backward(self, kind: str, is_open: bool, ask: bool = False) -> None:
        """The gradient comes to the gate; it passes, or it stops there; the product says the same in numbers."""
        p, bench = self.picture, self.bench
        first, second = bench.rows(1, 1)
        general = self.pen.row("chain", 46).fit(bench.width)
        row = self.pen.row(f"chain_{kind}", 46)
        indent = float(general.parts[1].get_left()[0] - general.get_left()[0])
        row.fit(bench.width - indent)
        left = bench.x - max(float(general.width), indent + float(row.width)) / 2
        general.at(left, first.y - 0.14)
        row.at(left + indent, second.y - 0.05)
        self.upstream = p.over_arrow(self.pen.value(f"{kind}.0.gradient.prediction", p.value_size))
        self.factor = p.under_gate(self.pen.times(f"{kind}.0.local.prediction.pre_activation", p.value_size))
        self.arrows = p.arrows_back(is_open)
        self.hidden = [p.loss_edge, p.prediction_edge, p.into_gate, p.weight_edge][: len(self.arrows)]
        arrow, edge = self.arrows[0], self.hidden[0]
        self.play(Create(arrow), FadeOut(edge), FadeIn(self.upstream, general), run_time=0.8)
        self.play(Create(self.arrows[1]), FadeOut(self.hidden[1]), run_time=0.5)
        self.behind = p.behind_gate(self.pen.value(f"{kind}.0.gradient.pre_activation", p.value_size))
        self.play(FadeIn(row.parts[0]), Fly(self.upstream, row.parts[1]), run_time=0.8)
        if ask:
            self.answer()
        self.play(FadeIn(self.factor, scale=1.4), run_time=0.6)
        passing = [(Create(arrow), FadeOut(edge)) for arrow, edge in zip(self.arrows[2:], self.hidden[2:], strict=True)]
        behind, *rest = passing or [()]
        if behind or len(self.behind):
            self.play(*behind, *map(FadeIn, self.behind), run_time=0.5)
        for moves in rest:
            self.play(*moves, run_time=0.5)
        self.play(FadeIn(row.parts[2]), Fly(self.factor.parts[-1], row.parts[3]), run_time=0.8)
        self.play(FadeIn(*row.parts[4:6]), FadeIn(row.parts[6], shift=RIGHT * 0.1), run_time=0.8)
        self.rows = VGroup(general, row)

    # -- the way from one state to the other -------------------------------------------------

    @property
    def bound(self) -> list[tuple[Value, str]]:
        """The numbers of the machine, and what they are."""
        p = self.picture
        return [
            (p.weight_label.parts[1], "weight"),
            (p.bias_label.parts[1], "bias"),
            (p.sum_label.parts[1], "pre_activation"),
            (p.prediction_value, "prediction"),
            (p.loss_value, "loss"),
        ]

    def turning(self) -> Live:
        """Knobs, sum, gate, prediction and loss on the way from the first neuron to the second."""
        p = self.picture
        starts, ends = ([self.number(f"{kind}.0.{name}") for name in _PAIR] for kind in ("step", "dead"))

        def at(share: Fraction) -> Mapping[str, Number]:
            pair = [a + share * (b - a) for a, b in zip(starts, ends, strict=True)]
            return numbers.state(self.values, *pair)

        moving = Live(at)
        moving.shape(p.weight_label, lambda _: p.settle())
        for value, name in self.bound[:3]:  # what lies behind the gate comes with the signal
            moving.number(value, name)
        changes = [float(b - a) for a, b in zip(starts, ends, strict=True)]
        largest = max(map(abs, changes)) or 1.0
        for knob, name, start in zip((p.knob, p.bias_knob), _PAIR, starts, strict=True):
            moving.shape(
                knob,
                lambda knob, name=name, start=start: knob.turn(0.6 * float(moving.now(name) - start) / largest),
            )
        moving.shape(
            self.dot,
            lambda dot: dot.move_to(self.bend_plot.at(moving.now("pre_activation"), moving.now("prediction"))),
        )
        z = [self.float(f"{kind}.0.pre_activation") for kind in ("step", "dead")]
        near = 0.15 * max(map(abs, z)) or 1.0  # the gate comes down as the sum comes to zero
        moving.shape(p.gate, lambda gate: gate.open(min(1.0, max(0.0, float(moving.now("pre_activation")) / near))))
        return moving
