"""Lesson 6: ReLU, the bend that makes networks more than lines. First a stack of lines (relu_stack.py), then the bend
and its hinges (relu_lines.py), then the gate (relu_gate.py); here are the lesson itself and how a neuron dies."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from manim import (
    DOWN,
    Create,
    FadeIn,
    FadeOut,
    GrowFromCenter,
    LaggedStart,
    Mobject,
    ReplacementTransform,
)

from scenes.lessons.numbers import relu as numbers
from scenes.lessons.numbers import relu_claims as claims
from scenes.lessons.relu_gate import ReluGate
from scenes.stage.declared import stands_for
from scenes.stage.drawings.plots.history_table import Column, HistoryTable
from scenes.stage.drawings.plots.loss_curve import LossCurve
from scenes.stage.frame.region import Region
from scenes.stage.motion.live import Live
from scenes.stage.motion.moves import pulse
from scenes.stage.relu.plateau import Plateau, State
from scenes.stage.relu.summary import ReluSummary
from scenes.stage.writing.typeset import Formula

_SLOPE = "gradient.pre_activation"
_WITH_SLOPE = 2  # steps at which the slope is drawn
_COLUMNS = {
    "dead": ("weight", "bias", _SLOPE, "loss"),
    "step": ("weight", "pre_activation", _SLOPE, "loss"),
    "leaky": ("pre_activation", _SLOPE, "loss"),
}


class ReluLesson(ReluGate):
    """x = 2.1, target 4: w = 1 lives until a learning rate of 0.5 kills it, w = -1 is dead from the start."""

    loss_plot: Plateau  # the one on the stage
    name: ClassVar[str] = "relu"
    poster_shot: ClassVar[str] = "summary"
    numbers = numbers
    claims = claims

    def arrives(self) -> Mobject:
        return self.board.tiles[0]

    def leaves(self) -> Mobject:
        return self.summed_up.curve

    # -- the plateau -------------------------------------------------------------------

    def dead(self) -> None:
        """The loss over the sum is a plateau where the neuron is off: no slope, no step, however often it is tried."""
        states = self.off_states()
        plot, table = self.ground(states, "dead", "off_steps", Fraction(self.number("leak")))
        self.play(*(FadeOut(mobject) for mobject in self.clear_stage()), run_time=0.6)
        self.play(FadeIn(plot), run_time=0.6)
        self.play(Create(plot.curve), run_time=1.2)
        self.loss_plot = plot
        self.descend("dead", "off_steps", plot, table)

    def killed(self) -> None:
        """Steps that are too big leap over the target, and then onto the plateau."""
        plot, table = self.ground(self.states("step", int(self.values["steps"])), "step", "steps")
        self.seen_anew(plot)
        self.descend("step", "steps", plot, table, overshoots=claims.overshoots(self.trace))

    def leaky(self) -> None:
        """The plateau tilts: a little of the gradient gets through, and the neuron moves."""
        leak = Fraction(self.number("leak"))
        states = self.off_states()
        plot, table = self.ground(states, "leaky", "off_steps", leak)
        flat = plot.tilt(plot.curve.copy(), None).set_stroke(opacity=0.3)
        self.seen_anew(plot)
        ball, left_behind = plot.ball(states[0]), plot.left_behind(states[0])
        self.play(FadeIn(ball, scale=0.4), run_time=0.4)
        self.add(flat, left_behind)
        tilting = Live(lambda share: {"leak": share * leak})
        tilting.shape(plot.curve, lambda curve: plot.tilt(curve, Fraction(tilting.now("leak"))))
        z = Fraction(states[0][0])
        tilting.shape(
            ball,
            lambda ball: ball.move_to(plot.at(z, numbers.loss_at(self.values, z, Fraction(tilting.now("leak"))))),
        )
        self.play(tilting.share.animate.set_value(1.0), run_time=1.3)
        tilting.stop()
        self.remove(ball)
        self.descend("leaky", "off_steps", plot, table)

    def thrown(self) -> None:
        """The same leak under the steps that killed the first neuron: it comes back, and is thrown off again."""
        leak, last = Fraction(self.number("leak")), int(self.number("thrown.steps"))
        states = self.states("thrown", last)
        left, right = self.halves()
        plot = Plateau(left, self.pen, states, lambda z, leak: numbers.loss_at(self.values, z, leak), leak)
        plot.tilt(plot.curve, leak)
        losses = [loss for _, loss in states]
        curve = LossCurve(right, self.pen, losses, self.pen.symbol("loss", 40), self.pen.label("step"))
        self.play(*(FadeOut(mobject) for mobject in self.clear_stage()), run_time=0.5)
        ball = plot.ball(states[0])
        self.play(FadeIn(plot, plot.curve, curve.axes, ball), run_time=0.6)
        self.add(curve.upto(0))
        again = int(self.number("thrown.again"))
        for k in range(last):
            leap = plot.leap(states[k], states[k + 1])
            self.play(
                *([Create(leap)] if len(leap) else []),
                ball.animate.move_to(plot.at(*states[k + 1])),
                curve.growing(k, k + 1),
                run_time=0.6 if k < 2 else 0.2,
            )
            if k + 1 == (again if again > 0 else last):
                self.answer()

    def seen_anew(self, plot: Plateau) -> None:
        """The same loss from nearer or from farther away: its curve goes over into that of a plot with other axes."""
        before = self.loss_plot
        self.play(*(FadeOut(mobject) for mobject in self.clear_stage(before.curve)), run_time=0.5)
        self.remove(before.curve)
        self.add(plot.seen_from(before, 0.0))
        going = Live(lambda share: {"share": share})
        going.shape(plot.curve, lambda _: plot.seen_from(before, float(going.now("share"))))
        self.play(going.share.animate.set_value(1.0), run_time=0.8)
        going.stop()
        self.play(FadeIn(plot), run_time=0.4)
        self.loss_plot = plot

    def states(self, kind: str, last: int) -> list[State]:
        """Where a neuron is, step by step: its sum and its loss."""
        return [(self.number(f"{kind}.{k}.pre_activation"), self.number(f"{kind}.{k}.loss")) for k in range(last + 1)]

    def off_states(self) -> list[State]:
        """Where the neuron that is off is, without the leak and with it."""
        last = int(self.values["off_steps"])
        return self.states("dead", last) + self.states("leaky", last)

    def halves(self) -> list[Region]:
        """The room for a plot, and that for a table or another plot."""
        stage = self.layout.stage
        return stage.columns(1.0, 1.08, gap=0.45) if self.layout.is_wide else stage.rows(1.25, 1.0, gap=0.3)

    def ground(
        self, states: list[State], kind: str, steps: str, leak: Fraction | None = None
    ) -> tuple[Plateau, HistoryTable]:
        """The plot of the loss over the sum, and beside it the table of a history."""
        left, right = self.halves()
        plot = Plateau(left, self.pen, states, lambda z, leak: numbers.loss_at(self.values, z, leak), leak)
        columns = [
            Column(self.pen.label("step"), f"{kind}.<k>"),
            *(Column(self.heading_of(quantity), f"{kind}.<k>.{quantity}") for quantity in _COLUMNS[kind]),
        ]
        return plot, HistoryTable(right.inset(0, 0.1), self.pen, columns, int(self.values[steps]))

    def heading_of(self, quantity: str) -> Formula:
        """A symbol, or the gradient for one, on one line."""
        _, _, by = quantity.partition("gradient.")
        if not by:
            return self.pen.symbol(quantity, 40)
        return stands_for(self.pen.formula(f"partial {{loss}} slash partial {{{by}}}", 34), None)

    def descend(self, kind: str, steps: str, plot: Plateau, table: HistoryTable, overshoots: bool = False) -> None:
        """The neuron on its way, with a row of the table for each step; its slope goes with the first steps."""
        states = self.states(kind, int(self.values[steps]))
        answer_after = claims.decided(self.trace, kind, len(states) - 1)
        ball = plot.ball(states[0])
        slope = plot.slope(states[0], self.float(f"{kind}.0.gradient.pre_activation"))
        self.play(FadeIn(ball, scale=0.4), FadeIn(table.header, table.rule), run_time=0.6)
        self.play(GrowFromCenter(slope), FadeIn(table.rows[0], shift=DOWN * 0.12), run_time=0.8)
        reached = 0
        for step, row in zip(table.shown[1:], table.rows[1:], strict=True):
            upto = reached + 1 if step is None else step
            leaps = [plot.leap(states[k], states[k + 1]) for k in range(reached, upto)]
            moves = [Create(leap) for leap in leaps if len(leap)]
            if overshoots and upto == 1:
                self.say("over")
            turn = []
            if moves and slope is not None:
                new = plot.slope(states[upto], self.float(f"{kind}.{upto}.gradient.pre_activation"))
                turn = [ReplacementTransform(slope, new) if upto <= _WITH_SLOPE else FadeOut(slope)]
                slope = new if upto <= _WITH_SLOPE else None
            self.play(
                FadeIn(row, shift=DOWN * 0.12),
                *moves,
                ball.animate.move_to(plot.at(*states[upto])) if moves else pulse(ball, 1.3),
                *turn,
                run_time=1.0 if upto <= _WITH_SLOPE and moves else 0.35,
            )
            if reached < answer_after <= upto:
                self.answer()
            reached = upto

    # -- the end -----------------------------------------------------------------------

    def summary(self) -> None:
        """Off and on in one picture: forward and backward, on both sides of the corner."""
        self.summed_up = board = ReluSummary(self.layout.stage, self.pen, Fraction(self.number("leak")))
        self.play(*(FadeOut(mobject) for mobject in self.clear_stage()), run_time=0.6)
        self.play(FadeIn(board.plot), run_time=0.6)
        self.play(Create(board.curve), run_time=1.0)
        self.play(LaggedStart(*map(FadeIn, board.words), lag_ratio=0.4), run_time=0.6)
        for forward, backward in board.halves:
            self.play(LaggedStart(*(FadeIn(part) for part in (forward, backward)), lag_ratio=0.6), run_time=1.2)
        self.play(Create(board.leaky), FadeIn(board.leak_label), run_time=0.9)
