"""Lesson 2, first act: the two knobs, and try after try in the list."""

from __future__ import annotations

from fractions import Fraction

from manim import (
    DOWN,
    PI,
    Animation,
    Create,
    FadeIn,
    FadeOut,
    ReplacementTransform,
    TransformFromCopy,
    UpdateFromAlphaFunc,
    VGroup,
)

from scenes.lessons.numbers import tuning_claims as claims
from scenes.stage.drawings.plots.gauge import Gauge
from scenes.stage.drawings.shapes import signal
from scenes.stage.motion.moves import Fly, pulse
from scenes.stage.neuron.picture import NeuronPicture
from scenes.stage.tuning.stage import TuningStage

GAPS = (0.04, 0.28, 0.37, 0.41, 1.06, 0.04)  # as in `picture.GAPS`, more even: no gradient stands over the last one
READING = 52.0  # font size of the loss over its gauge
KNOBS = 1.4  # how much larger the knobs are, for they are what this lesson is about
# The same where a tiny bias, written with an exponent, needs more room between its knob and the number of the target.
CLOSE_GAPS, CLOSE_KNOBS = (0.02, 0.28, 0.33, 0.33, 1.2, 0.02), 1.2


class TuningTries(TuningStage):
    """The shots in which somebody turns the knobs."""

    def knobs(self) -> None:
        """The machine stands there; a signal runs through it, and what comes out is the first row of the list."""
        self.stand_list()
        places = self.places
        gaps, size = (CLOSE_GAPS, CLOSE_KNOBS) if self.tiny_bias else (GAPS, KNOBS)
        self.picture = p = NeuronPicture(places.machine, self.pen, states="try", gaps=gaps, knobs=size)
        self.bench_left = places.line
        self.target_note = self.pen.equation("target", "target", 36).fit(2.4)
        self.line = self.number_line([f"try.{k}.prediction" for k in range(self.last_try + 1)])
        self.gauge = Gauge(places.gauge, self.pen, self.loss_scale(), "try.0.loss", reading=READING)
        self.gauge.fill_to(0)
        prediction = self.float("try.0.prediction")
        self.dot, self.square = self.line.dot(prediction), self.line.square(prediction)
        self.note = self.prediction_note("try.0.prediction")
        self.build_machine(run_time=1.6)
        self.play(FadeIn(p.input_value, p.weight_label, p.bias_label, p.target_value), run_time=0.5)
        self.play(pulse(p.knob, 1.35), pulse(p.bias_knob, 1.35), run_time=0.8)
        self.play(
            Create(self.line.axis),
            FadeIn(self.line.ticks, self.line.target_mark, self.target_note),
            FadeIn(self.gauge.trough, self.gauge.ticks, self.gauge.labels),
            FadeIn(self.history.header, self.history.rule),
            run_time=0.8,
        )
        self.forward()
        self.play(
            FadeIn(p.prediction_value, scale=0.6),
            TransformFromCopy(p.prediction_node, self.dot),
            FadeIn(self.note),
            run_time=0.9,
        )
        self.play(FadeIn(self.square), run_time=0.6)
        reading = self.gauge.reading
        squared = self.pen.row("squared", READING).fit(places.gauge.width)
        squared.at(places.gauge.left, reading.baseline)
        self.play(Fly(p.loss_symbol, squared.parts[0]), FadeIn(*squared.parts[1:]), run_time=0.9)
        self.answer()
        loss = Fraction(self.number("try.0.loss"))
        self.add(self.gauge.fill)
        filled = UpdateFromAlphaFunc(self.gauge.fill, lambda _, share: self.gauge.fill_to(loss * Fraction(share)))
        self.play(
            filled,
            ReplacementTransform(squared.parts[0], reading.parts[0]),
            FadeOut(*squared.parts[1:]),
            Fly(self.square, self.gauge.value),
            run_time=1.1,
        )
        self.gauge.mark_smallest(loss)
        self.play(FadeIn(self.gauge.smallest), run_time=0.4)
        self.gain(0)
        self.frame, self.word = self.history.framed(0), self.history.word(0)
        self.play(Create(self.frame), *([FadeIn(self.word)] if len(self.word) else []), run_time=0.7)

    def first(self) -> None:
        """The knobs are turned for the first time; whether it helps is asked before."""
        arrows = self.ways(1)
        if len(arrows):
            self.play(*(Create(arrow) for arrow in arrows), run_time=0.8)
        self.think()
        self.turn_to(1)
        self.answer()
        self.write_down(1, arrows)

    def tries(self) -> None:
        """The tries after the first, each announced, turned, judged and written into the list."""
        if self.last_try > 1:
            self.play(pulse(self.gauge.smallest, 1.25), pulse(self.frame, 1.04), run_time=0.9)
        for k in range(2, self.last_try + 1):
            self.say(claims.turn(self.trace, k), k=k)
            arrows = self.ways(k)
            if len(arrows):
                self.play(*(Create(arrow) for arrow in arrows), run_time=self.brisk(0.5))
            asked = claims.question(self.trace, k)
            if asked is not None:
                self.say(asked)
                if asked == "again":
                    self.play(pulse(self.history.rows[int(self.number("asked.earlier"))], 1.12), run_time=1.0)
                self.think()
            self.turn_to(k)
            self.say(claims.verdict(self.trace, k), k=k)
            self.write_down(k, arrows)
            learnt = claims.lesson_of(self.trace, k)
            if learnt is not None:
                self.say(learnt)
                rows = self.history.rows
                self.play(pulse(rows[int(self.number("asked.earlier"))], 1.12), run_time=0.9)
                self.play(pulse(rows[k], 1.12), run_time=0.9)
        self.answer()
        best = int(self.number("best"))
        self.play(pulse(self.frame, 1.04), pulse(self.history.rows[best], 1.08), run_time=0.9)

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
            self.run_signal(spot, start, end, 0.3)
        self.play(FadeOut(spot, scale=2.0), run_time=0.3)

    def turn_to(self, k: int) -> None:
        """The knobs turn, and number, place, square and gauge go with them in the same frame."""
        moving = self.live(self.between(k - 1, k))
        self.ghost = self.line.ghost(self.float(f"try.{k - 1}.prediction"))
        self.add(self.ghost)
        self.play(moving.share.animate.set_value(1.0), run_time=self.brisk(1.6))
        self.bind(f"try.{k}.weight", f"try.{k}.bias", f"try.{k}.prediction", f"try.{k}.loss")
        self.gauge.value.bind(f"try.{k}.loss", self.number(f"try.{k}.loss"))
        self.rest(moving)
        self.line.label_under(self.note, self.float(f"try.{k}.prediction"), self.target_note)

    def write_down(self, k: int, arrows: VGroup) -> None:
        """The list gains a row; where it is the best so far, the frame and the mark of the gauge go there."""
        self.gain(k, FadeOut(arrows, self.ghost))
        before, after = claims.best_until(self.trace, k - 1), claims.best_until(self.trace, k)
        if after != before:
            goes = self.frame.animate.move_to(self.history.framed(after))
            old, self.word = self.word, self.history.word(after)
            words = (
                [ReplacementTransform(old, self.word)]
                if len(old) and len(self.word)
                else [*([FadeOut(old)] if len(old) else []), *([FadeIn(self.word)] if len(self.word) else [])]
            )
            self.play(goes, *words, self.mark_moves(before, after), run_time=self.brisk(0.6))

    def gain(self, k: int, *beside: Animation) -> None:
        """The numbers of the machine fly into a new row of the list, and the bar out of the gauge."""
        p, rows = self.picture, self.history
        sources = {"weight": p.weight_label.parts[1], "bias": p.bias_label.parts[1], "loss": self.gauge.value}
        turned = 0.0 if self.gauge.lies else -PI / 2  # the bar of the list lies
        lies = TransformFromCopy(self.gauge.fill, rows.bars[k], path_arc=turned)
        self.play(
            FadeIn(rows.rows[k][0], rows.feet[k], shift=DOWN * 0.1),
            *(Fly(source, rows.number(k, name)) for name, source in sources.items()),
            *([lies] if self.number(f"try.{k}.loss") else []),
            *beside,
            run_time=self.brisk(0.9),
        )
        for row in (rows.rows[k], rows.feet[k]):  # the numbers came one by one; from now on they are one row
            self.remove(*row)
            self.add(row)
