"""Lesson 5, second act: backward, update, and forward again."""

from __future__ import annotations

from itertools import pairwise

from manim import (
    Create,
    FadeIn,
    FadeOut,
    GrowFromCenter,
    GrowFromPoint,
    ReplacementTransform,
    TransformFromCopy,
    VGroup,
    Write,
    rush_from,
    rush_into,
)

from scenes.lessons.neuron_forward import NeuronForward
from scenes.stage.drawings.shapes import signal
from scenes.stage.motion.moves import Fly
from scenes.stage.neuron.loss_parabola import LossParabola
from scenes.stage.neuron.update_board import UpdateBoard
from scenes.stage.writing.fitting import LEAST_SIZE

PARAMETERS = ("weight", "bias")
OF_BEFORE = 0.35  # opacity of what belongs to the parameters before the step


class NeuronStep(NeuronForward):
    """The shots of one step of learning. What a shot leaves on the stage for the next one is in `rows`."""

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
