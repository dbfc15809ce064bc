"""Lesson 5, first act: one step of learning. Forward, backward, update, and forward again."""

from __future__ import annotations

from itertools import pairwise

from manim import (
    DOWN,
    PI,
    RIGHT,
    UP,
    Create,
    FadeIn,
    FadeOut,
    GrowFromCenter,
    GrowFromPoint,
    LaggedStart,
    ReplacementTransform,
    Rotate,
    TransformFromCopy,
    VGroup,
    Write,
    rush_from,
    rush_into,
)

from scenes.stage.drawings.shapes import question_box, signal
from scenes.stage.motion.moves import Fly, pulse
from scenes.stage.neuron.loss_parabola import LossParabola
from scenes.stage.neuron.nudge_board import NudgeBoard
from scenes.stage.neuron.picture import NeuronPicture
from scenes.stage.neuron.stage import NeuronStage
from scenes.stage.neuron.update_board import UpdateBoard
from scenes.stage.writing.fitting import LEAST_SIZE
from scenes.stage.writing.rows import Row

PARAMETERS = ("weight", "bias")
OF_BEFORE = 0.35  # opacity of what belongs to the parameters before the step


class NeuronStep(NeuronStage):
    """The shots of one step. What a shot leaves on the stage for the next one is in `rows`."""

    # -- the machine and its numbers -------------------------------------------------

    def question(self) -> None:
        """The machine is built from left to right; where the prediction would stand there is a question."""
        machine, self.bench = self.machine_and_bench()
        self.bench_left, self.bench_right = self.bench.split(1.06 if self.layout.is_wide else 0.85, 1.0, gap=0.4)
        self.picture = p = NeuronPicture(machine, self.pen)
        self.play(
            LaggedStart(
                FadeIn(p.input_node, p.input_symbol, shift=RIGHT * 0.4),
                Create(p.input_edge),
                FadeIn(p.knob, scale=0.7),
                Create(p.weight_edge),
                FadeIn(p.neuron_node, p.formula),
                FadeIn(p.bias_knob, p.bias_edge, shift=DOWN * 0.3),
                Create(p.prediction_edge),
                FadeIn(p.prediction_node, p.prediction_symbol, scale=0.8),
                Create(p.loss_edge),
                FadeIn(p.loss_node, p.loss_symbol, scale=0.8),
                FadeIn(p.target_ring, p.target_symbol, p.target_edge, shift=DOWN * 0.3),
                lag_ratio=0.25,
            ),
            run_time=3.0,
        )
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

    # -- backward ----------------------------------------------------------------------

    def slope(self) -> None:
        """The square becomes a bar over its prediction, all such bars are a curve; its tangent says where down is."""
        prediction = self.float("step.0.prediction")
        parabola = LossParabola(self.line, self.theme, prediction)
        on_curve, bar = parabola.dot(prediction), parabola.bar(prediction)
        tangent = parabola.tangent(prediction, self.float("step.0.gradient.prediction"))
        above, below = self.lines(2)
        first, second = self.pen.row("loss_slope", 48), self.pen.row("loss_slope_numbers", 48, k=0)
        indent = float(first.parts[1].get_left()[0] - first.get_left()[0])
        second.fit(self.bench_right.width - indent)
        self.written(first, above, beside=float(second.width) + indent)
        second.at(float(first.parts[1].get_left()[0]), below)
        self.play(FadeOut(self.rows), run_time=0.5)
        self.play(ReplacementTransform(self.square, bar), TransformFromCopy(self.dot, on_curve), run_time=1.2)
        self.play(*(Create(half) for half in parabola.curve), run_time=1.4)
        self.play(GrowFromCenter(tangent), run_time=0.8)
        self.play(Write(first), run_time=1.2)
        self.play(FadeIn(*second.parts[:4]), run_time=0.8)
        self.answer()
        self.play(Fly(tangent, second.parts[4]), run_time=1.0)
        self.curve = VGroup(parabola.curve, on_curve, bar, tangent)
        self.rows = VGroup(first, second)
        self.slope_value = second.parts[4]

    def weight(self) -> None:
        """Back along the same edges: the slope of the loss meets the slope of the prediction, and they multiply."""
        p, step = self.picture, "step.0.gradient.prediction"
        self.arrows = [
            p.backward_arrow(p.loss_node, p.prediction_node),
            p.backward_arrow(p.prediction_node, p.neuron_node),
            p.backward_arrow(p.neuron_node, p.knob.body),
        ]
        self.upstream = self.pen.value(step, 44)
        over = p.over_loss_edge(float(self.upstream.width) * LEAST_SIZE / 44)
        self.upstream.fit(over.width)
        self.upstream.shift([over.x - float(self.upstream.get_center()[0]), over.bottom - self.upstream.baseline, 0])
        self.play(
            FadeOut(
                self.curve,
                self.line.axis,
                self.line.ticks,
                self.line.target_mark,
                self.target_note,
                self.dot,
                self.note,
            ),
            run_time=0.7,
        )
        self.play(
            Create(self.arrows[0]),
            FadeOut(p.loss_edge),
            Fly(self.slope_value, self.upstream),
            FadeOut(self.rows),
            run_time=1.3,
        )
        self.play(Create(self.arrows[1]), FadeOut(p.prediction_edge), run_time=0.6)
        local = self.pen.times("step.0.local.prediction.weight", p.value_size, "input")
        p.under_weight_edge(local)
        self.locals = [local]
        product = self.multiply("weight", (self.arrows[2], p.weight_edge), local, self.bench.rows(1, 1)[0].y)
        self.rows = VGroup(product)

    def bias(self) -> None:
        """The same signal turns up to the bias: times one."""
        p = self.picture
        self.arrows.append(p.backward_arrow_up())
        local = self.pen.times("step.0.local.prediction.bias", p.value_size)
        local.at(float(p.bias_edge.get_right()[0]) + 0.2, float(p.bias_edge.get_center()[1]) - 0.16)
        self.locals.append(local)
        below = self.bench.rows(1, 1)[1].y
        self.rows.add(self.multiply("bias", (self.arrows[3], p.bias_edge), local, below, above=self.rows[0]))

    # -- update and again ----------------------------------------------------------------

    def update(self) -> None:
        """Each gradient points uphill; it shrinks by the learning rate, turns round, and both knobs turn at once."""
        p = self.picture
        gradients, moves = ({q: self.float(f"step.0.{what}.{q}") for q in PARAMETERS} for what in ("gradient", "move"))
        board = UpdateBoard(self.bench, self.pen, gradients, moves)
        self.play(FadeOut(self.rows), FadeIn(*board.lines, *board.marks), run_time=0.8)
        flying = [pair for pair in zip(self.arrows[2:], board.uphill, strict=True) if len(pair[1])]
        self.play(
            *(TransformFromCopy(arrow, uphill) for arrow, uphill in flying),
            *(FadeIn(*row.parts[:6]) for row in board.rows),
            run_time=1.2,
        )
        word = self.pen.label("uphill", 30, self.theme.ink)
        if flying:
            board.name_uphill(word)
            self.play(FadeIn(word), run_time=0.4)
        self.wait(0.8)
        self.play(
            *(uphill.animate.set_opacity(OF_BEFORE) for _, uphill in flying),
            *(TransformFromCopy(move.uphill, move.scaled) for move in board.moves),
            *(FadeIn(*row.parts[6:12]) for row in board.rows),
            run_time=1.2,
        )
        self.wait(0.4)
        if board.moves:
            ends = [(move.scaled, move.line.origin) for move in board.moves]
            self.play(
                *(FadeOut(arrow, target_position=origin, scale=0.01, rate_func=rush_into) for arrow, origin in ends),
                run_time=0.5,
            )
            steps = [GrowFromPoint(move.step, move.line.origin, rate_func=rush_from) for move in board.moves]
            self.play(*steps, run_time=0.5)
        knobs = self.live(self.between(0, 1), outcome=False)
        of_before = (p.prediction_value, p.loss_value, self.upstream, *self.locals)
        self.play(
            *(value.animate(run_time=0.5).set_opacity(OF_BEFORE) for value in of_before),
            knobs.share.animate(run_time=1.6).set_value(1.0),
        )
        self.bind("step.1.weight", "step.1.bias")
        self.rest(knobs)
        labels = (p.weight_label, p.bias_label)
        self.play(*(Fly(a.parts[1], b.parts[12]) for a, b in zip(labels, board.rows, strict=True)), run_time=0.9)
        self.rows = VGroup(*board.shown, *([word] if flying else []))

    def again(self) -> None:
        """Forward once more: the prediction moves, the square shrinks with it (or grows), and the loss follows."""
        p, bench = self.picture, self.bench_right
        old, new = self.float("step.0.prediction"), self.float("step.1.prediction")
        if not self.line.shows(new):  # the step leaps out of the picture: step back until both places are in it
            self.line = self.number_line(["step.0.prediction", "step.1.prediction"])
            self.line.label_under(self.target_note, self.float("target"))
        self.dot, self.square = self.line.dot(old), self.line.square(old)
        self.note = self.prediction_note("step.0.prediction")
        first, second = self.lines(2)
        before = self.compared("before", "step.0.loss", bench.left, first, bench.width)
        after = self.compared("after", "step.1.loss", bench.left, second, bench.width)
        self.play(
            FadeOut(self.rows, self.upstream, *self.arrows, *self.locals), FadeIn(*p.backward_edges), run_time=0.6
        )
        self.play(
            FadeIn(self.line.axis, self.line.ticks, self.line.target_mark, self.target_note),
            FadeIn(self.dot, self.note, self.square, before),
            run_time=0.7,
        )
        spot = signal(self.theme, "input").move_to(p.input_node.get_right())
        for start, end in pairwise((p.input_node, p.knob.body, p.neuron_node, p.prediction_node)):
            self.run_signal(spot, start, end, 0.4)
        self.remove(spot)
        ghost = self.line.ghost(old)
        self.add(ghost)
        moving = self.live(self.between(0, 1), knobs=False)
        for value in (p.prediction_value, p.loss_value):  # of the step before, until the signal has come to it
            moving.shape(value, lambda value: value.set_opacity(min(1.0, OF_BEFORE + 3 * moving.share.get_value())))
        self.play(moving.share.animate.set_value(1.0), run_time=1.8)
        self.bind("step.1.weight", "step.1.bias", "step.1.prediction", "step.1.loss")
        self.rest(moving)
        self.line.label_under(self.note, new, self.target_note)
        self.answer()
        self.play(FadeIn(after[0]), Fly(p.loss_value, after[1]), run_time=0.9)
        self.rows = VGroup(before, after, ghost)
