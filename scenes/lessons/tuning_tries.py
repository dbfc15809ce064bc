"""Lesson 2, first act: the two knobs, and try after try in the list."""

from __future__ import annotations

from manim import (
    DOWN,
    RIGHT,
    Create,
    FadeIn,
    FadeOut,
    LaggedStart,
    TransformFromCopy,
    VGroup,
)

from scenes.lessons.numbers import tuning_claims as claims
from scenes.stage import pacing
from scenes.stage.drawings.plots.gauge import Gauge
from scenes.stage.drawings.shapes import signal
from scenes.stage.motion.moves import Fly, pulse
from scenes.stage.neuron.picture import NeuronPicture
from scenes.stage.tuning.stage import Places, TuningStage
from scenes.stage.tuning.try_list import TryList

GAPS = (0.1, 0.36, 0.5, 0.45, 0.62, 0.14)  # as in `picture.GAPS`, more even: no gradient stands over the last one
KNOBS = 1.4  # how much larger the knobs are, for they are what this lesson is about


class TuningTries(TuningStage):
    """The shots in which somebody turns the knobs."""

    def knobs(self) -> None:
        """The machine stands there; a signal runs through it, and what comes out is the first row of the list."""
        places = Places.of(self.layout)
        self.picture = p = NeuronPicture(places.machine, self.pen, states="try", gaps=GAPS, knobs=KNOBS)
        self.bench_left = places.line
        self.target_note = self.pen.equation("target", "target", 36).fit(2.4)
        self.line = self.number_line([f"try.{k}.prediction" for k in range(self.last_try + 1)])
        self.gauge = Gauge(places.gauge, self.pen, self.loss_scale(), "try.0.loss")
        self.gauge.fill_to(0)
        self.history = TryList(places.history, self.pen, self.last_try)
        prediction = self.float("try.0.prediction")
        self.dot, self.square = self.line.dot(prediction), self.line.square(prediction)
        self.note = self.prediction_note("try.0.prediction")
        self.play(
            LaggedStart(
                FadeIn(p.input_node, p.input_symbol, shift=RIGHT * 0.3),
                Create(p.input_edge),
                FadeIn(p.knob, scale=0.7),
                Create(p.weight_edge),
                FadeIn(p.neuron_node, p.formula),
                FadeIn(p.bias_knob, p.bias_edge, shift=DOWN * 0.2),
                Create(p.prediction_edge),
                FadeIn(p.prediction_node, p.prediction_symbol, scale=0.8),
                Create(p.loss_edge),
                FadeIn(p.loss_node, p.loss_symbol, scale=0.8),
                FadeIn(p.target_ring, p.target_symbol, p.target_edge, shift=DOWN * 0.2),
                lag_ratio=0.2,
            ),
            run_time=2.0,
        )
        self.play(FadeIn(p.input_value, p.weight_label, p.bias_label, p.target_value), run_time=0.6)
        self.play(pulse(p.knob, 1.4), pulse(p.bias_knob, 1.4), run_time=1.0)
        self.play(
            Create(self.line.axis),
            FadeIn(self.line.ticks, self.line.target_mark),
            FadeIn(self.target_note),
            FadeIn(self.gauge.trough, self.gauge.ticks, self.gauge.labels, self.gauge.reading.parts[0]),
            run_time=0.8,
        )
        self.forward()
        self.play(
            FadeIn(p.prediction_value, scale=0.6),
            TransformFromCopy(p.prediction_node, self.dot),
            FadeIn(self.note),
            run_time=0.9,
        )
        loss = self.number("try.0.loss")
        self.play(FadeIn(self.square), run_time=0.6)
        self.gauge.fill_to(loss)
        self.play(FadeIn(self.gauge.fill), Fly(self.square, self.gauge.value), run_time=0.9)
        self.gauge.mark_smallest(loss)
        self.frame = self.history.framed(0)
        self.word = self.history.word()
        self.play(FadeIn(self.history.header, self.history.rule, self.gauge.smallest), run_time=0.6)
        self.gain(0)
        self.play(Create(self.frame), FadeIn(self.word), run_time=0.7)

    def first(self) -> None:
        """The knobs are turned for the first time; whether it helps is asked before."""
        arrows = self.ways(1)
        if len(arrows):
            self.play(*(Create(arrow) for arrow in arrows), run_time=0.8)
        self.turn_to(1, arrows, self.answer)

    def tries(self) -> None:
        """The tries after the first, each announced, turned, judged and written into the list."""
        for k in range(2, self.last_try + 1):
            self.say(claims.turn(self.trace, k), k=k)
            arrows = self.ways(k)
            if len(arrows):
                self.play(*(Create(arrow) for arrow in arrows), run_time=0.6)
            asked = claims.question(self.trace, k)
            if asked is not None:
                self.say(asked)
                if asked == "again":
                    self.play(pulse(self.history.rows[int(self.number("asked.earlier"))], 1.12), run_time=1.0)
                self.wait(pacing.THINK)
            self.turn_to(k, arrows, lambda k=k: self.say(claims.verdict(self.trace, k), k=k))
            learnt = claims.lesson_of(self.trace, k)
            if learnt is not None:
                self.say(learnt)
                self.wait(0.5)
        self.answer()
        best = int(self.number("best"))
        self.play(pulse(VGroup(self.frame, self.word), 1.04), run_time=0.9)
        self.play(pulse(self.history.rows[best], 1.08), run_time=0.8)

    # -- what a try does -----------------------------------------------------------------

    def forward(self) -> None:
        """A spot of light runs through the machine, from the input to the loss."""
        p = self.picture
        spot = signal(self.theme, "input").move_to(p.input_node.get_right())
        self.play(FadeIn(spot, scale=0.3), run_time=0.3)
        for start, end in (
            (p.input_node, p.knob.body),
            (p.knob.body, p.neuron_node),
            (p.neuron_node, p.prediction_node),
        ):
            self.run_signal(spot, start, end, 0.4)
        self.play(FadeOut(spot, scale=2.0), run_time=0.3)

    def turn_to(self, k: int, arrows: VGroup, judged) -> None:
        """The knobs turn; number, place, square and gauge go with them. Then it is judged, and the list gains a row."""
        moving = self.live(self.between(k - 1, k))
        ghost = self.line.ghost(self.float(f"try.{k - 1}.prediction"))
        self.add(ghost)
        self.play(moving.share.animate.set_value(1.0), run_time=1.8)
        self.bind(f"try.{k}.weight", f"try.{k}.bias", f"try.{k}.prediction", f"try.{k}.loss")
        self.gauge.value.bind(f"try.{k}.loss", self.number(f"try.{k}.loss"))
        self.rest(moving)
        self.line.label_under(self.note, self.float(f"try.{k}.prediction"), self.target_note)
        judged()
        self.play(FadeOut(arrows, ghost), run_time=0.4)
        self.gain(k)
        before, after = claims.best_until(self.trace, k - 1), claims.best_until(self.trace, k)
        if after != before:
            self.play(
                self.frame.animate.move_to(self.history.framed(after)), self.mark_moves(before, after), run_time=0.7
            )

    def gain(self, k: int) -> None:
        """The numbers of the machine fly into a new row of the list, and the bar out of the gauge."""
        p, rows = self.picture, self.history
        sources = {"weight": p.weight_label.parts[1], "bias": p.bias_label.parts[1], "loss": self.gauge.value}
        self.play(
            FadeIn(rows.rows[k][0], rows.feet[k], shift=DOWN * 0.1),
            *(Fly(source, rows.number(k, name)) for name, source in sources.items()),
            TransformFromCopy(self.gauge.fill, rows.bars[k])
            if self.number(f"try.{k}.loss")
            else FadeIn(rows.bars[k], shift=RIGHT * 0.1),
            run_time=0.9,
        )
        for row in (rows.rows[k], rows.feet[k]):  # the numbers came one by one; from now on they are one row
            self.remove(*row)
            self.add(row)
