"""Lesson 5, first act: the machine, the forward pass, the loss, and what a nudge of the weight does to it."""

from __future__ import annotations

from manim import (
    PI,
    RIGHT,
    UP,
    Create,
    FadeIn,
    FadeOut,
    LaggedStart,
    ReplacementTransform,
    Rotate,
    TransformFromCopy,
    VGroup,
)

from scenes.stage.drawings.shapes import question_box, signal
from scenes.stage.motion.moves import Fly, pulse
from scenes.stage.neuron.nudge_board import NudgeBoard
from scenes.stage.neuron.picture import NeuronPicture
from scenes.stage.neuron.stage import NeuronStage
from scenes.stage.writing.rows import Row


class NeuronForward(NeuronStage):
    """The shots up to the loss. What a shot leaves on the stage for the next one is in `rows`."""

    # -- the machine and its numbers -------------------------------------------------

    def question(self) -> None:
        """The machine is built from left to right; where the prediction would stand there is a question."""
        machine, self.bench = self.machine_and_bench()
        self.bench_left, self.bench_right = self.bench.split(1.06 if self.layout.is_wide else 0.85, 1.0, gap=0.4)
        self.picture = p = NeuronPicture(machine, self.pen)
        self.build_machine(run_time=3.0)
        self.play(
            *(FadeIn(part) for part in (p.input_value, p.weight_label, p.bias_label, p.target_value)), run_time=0.8
        )
        visited = [
            "step.0.prediction",
            "nudge.prediction",
            *(["step.1.prediction"] if abs(self.number("factor")) <= 2 else []),
        ]
        self.target_note = self.pen.equation("target", "target", 36).fit(2.4)
        self.line = self.number_line(visited)
        self.line.label_under(self.target_note, self.float("target"))
        first, second = self.lines(2)
        self.wanted = self.written(self.pen.equation("target", "target", 60), second)
        self.asked = Row([self.pen.symbol("prediction", 60), "="], 60, self.theme.ink)
        self.asked.at(float(self.wanted.get_left()[0]), first)
        self.ask = question_box(0.9, 0.8, self.theme, 52)
        self.ask.next_to(self.asked, RIGHT, buff=0.25).match_y(self.asked.parts[1])
        self.play(Create(self.line.axis), FadeIn(self.line.ticks), run_time=0.7)
        self.play(
            FadeIn(self.line.target_mark[0]),
            TransformFromCopy(p.target_ring, self.line.target_mark[1]),
            Fly(p.target_symbol, self.target_note.parts[0]),
            Fly(p.target_value, self.target_note.parts[1]),
            run_time=1.0,
        )
        self.play(Fly(p.prediction_symbol, self.asked.parts[0]), FadeIn(self.asked.parts[1]), run_time=0.8)
        self.play(FadeIn(self.ask, scale=0.8), run_time=0.4)
        self.play(Fly(p.target_symbol, self.wanted.parts[0]), FadeIn(self.wanted.parts[1]), run_time=0.8)

    def forward(self) -> None:
        """A signal runs through: multiplied at the weight, shifted at the bias; then the question is answered."""
        p = self.picture
        first, second = self.lines(2)
        general, row = self.pen.row("prediction", 54), self.pen.row("computation", 54, k=0)
        indent = float(general.parts[1].get_left()[0] - general.get_left()[0])
        row.fit(self.bench_right.width - indent, fold=6)
        if row.folded_at is not None:
            first, second, _ = self.lines(3)
        self.written(general, first, beside=float(row.width) + indent)
        row.at(float(general.parts[1].get_left()[0]), second)
        spot = signal(self.theme, "input").move_to(p.input_node.get_right())
        self.play(
            ReplacementTransform(self.asked, VGroup(*general.parts[:2])),
            FadeOut(self.ask, self.wanted),
            TransformFromCopy(p.formula, VGroup(*general.parts[2:])),
            run_time=1.0,
        )
        self.play(FadeIn(spot, scale=0.3), pulse(p.input_node), run_time=0.7)
        self.run_signal(spot, p.input_node, p.knob.body)
        self.play(
            pulse(p.knob),
            Fly(p.weight_label.parts[1], row.parts[1]),
            FadeIn(row.parts[0], row.parts[2]),
            Fly(p.input_value, row.parts[3]),
            run_time=1.1,
        )
        self.run_signal(spot, p.knob.body, p.neuron_node)
        self.play(
            pulse(p.bias_knob),
            FadeIn(row.parts[4]),
            Fly(p.bias_label.parts[1], row.parts[5]),
            run_time=1.0,
        )
        self.run_signal(spot, p.neuron_node, p.prediction_node)
        self.answer()
        self.play(FadeOut(spot, scale=2.5), FadeIn(p.prediction_value, scale=0.6), run_time=0.7)
        self.play(Fly(p.prediction_value, row.parts[6]), run_time=0.8)
        self.dot = self.line.dot(self.float("step.0.prediction"))
        self.note = self.prediction_note("step.0.prediction")
        self.play(
            TransformFromCopy(p.prediction_node, self.dot),
            Fly(p.prediction_symbol, self.note.parts[0]),
            Fly(p.prediction_value, self.note.parts[1]),
            run_time=1.2,
        )
        self.rows = VGroup(general, row)

    def loss(self) -> None:
        """The error is a stick; it swings up and becomes the side of a real square; the square is the loss."""
        p, prediction = self.picture, self.float("step.0.prediction")
        first, second = self.lines(2)
        squared = self.written(self.pen.row("squared", 54, k=0), second)
        error = self.pen.row("error", 46, k=0).fit(self.bench_right.width).at(float(squared.get_left()[0]), first)
        self.stick, self.square = self.line.stick(prediction), self.line.square(prediction)
        self.play(FadeOut(self.rows), Create(self.stick), run_time=0.8)
        self.play(FadeIn(*error.parts[:3], shift=RIGHT * 0.15), Fly(self.stick, error.parts[3]), run_time=1.0)
        side = self.stick.copy()
        turn = PI / 2 if prediction > self.float("target") else -PI / 2
        self.play(Rotate(side, turn, about_point=self.line.at(self.float("target"))), run_time=0.8)
        self.play(FadeIn(self.square), FadeOut(side), run_time=0.6)
        self.play(
            FadeIn(*squared.parts[:3], squared.parts[4]),
            Fly(error.parts[3], squared.parts[3]),
            run_time=0.9,
        )
        self.answer()
        self.play(Fly(self.square, squared.parts[5]), run_time=0.9)
        self.play(Fly(squared.parts[5], p.loss_value), run_time=0.8)
        self.rows = VGroup(error, squared)

    def nudge(self) -> None:
        """Which way should the weight turn? Turn it a little and see what moves, and by how much; then turn it back."""
        p = self.picture
        which = self.pen.label("which_way", 32, self.theme.weight).next_to(p.weight_label, UP, buff=0.2)
        self.layout.stage.keep(which)
        ways = p.ways_to_turn()
        self.play(FadeOut(self.rows, self.stick), FadeIn(which, shift=UP * 0.1), run_time=0.7)
        self.play(LaggedStart(*map(Create, ways), lag_ratio=0.5), run_time=0.9)
        self.answer()
        rates = ("nudge.rate.prediction", "nudge.rate.loss")  # there is no second when the prediction did not move
        known = [path for path in rates if path in self.trace]
        board = NudgeBoard(self.bench_right, self.pen, known, centered=not self.layout.is_wide)
        changes, factors = board.changes, board.factors
        weight, bias, size = (self.number(path) for path in ("step.0.weight", "step.0.bias", "nudge.size"))
        self.play(FadeOut(which, ways), FadeIn(changes[0], shift=RIGHT * 0.15), run_time=0.7)
        there = self.live(lambda share: (weight + share * size, bias))
        self.play(there.share.animate.set_value(1.0), run_time=1.8)
        self.bind("nudge.weight", "step.0.bias", "nudge.prediction", "nudge.loss")
        self.rest(there)
        self.play(
            LaggedStart(*(FadeIn(part) for part in (changes[1], factors[0], changes[2], *factors[1:])), lag_ratio=0.6),
            run_time=2.0,
        )
        ghost = self.line.ghost(self.float("nudge.prediction"))
        self.play(FadeIn(ghost), run_time=0.4)
        self.wait(1.2)
        back = self.live(lambda share: (weight + (1 - share) * size, bias))
        self.play(back.share.animate.set_value(1.0), run_time=1.0)
        self.bind("step.0.weight", "step.0.bias", "step.0.prediction", "step.0.loss")
        self.rest(back)
        self.rows = VGroup(*changes, *factors, ghost)
