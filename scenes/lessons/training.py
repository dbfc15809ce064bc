"""Lesson 8: again and again. Its first act is one epoch in slow motion (training_epoch.py), its second the trainings
(training_runs.py); here are the lesson itself and its summary."""

from __future__ import annotations

from typing import ClassVar

from manim import (
    Create,
    FadeIn,
    Mobject,
)

from scenes.lessons.numbers import training as numbers
from scenes.lessons.numbers import training_claims as claims
from scenes.lessons.training_runs import TrainingRuns
from scenes.stage.motion.moves import pulse
from scenes.stage.training.cycle import Cycle, square
from scenes.stage.training.fit_curve import FitCurve
from scenes.stage.training.loss_chart import LossChart, loss_scale
from scenes.stage.training.wishes import EdgeWishes


class TrainingLesson(TrainingRuns):
    """A dense network learns from examples; the loss is the mean over them of (prediction - target)^2."""

    name: ClassVar[str] = "training"
    poster_shot: ClassVar[str] = "again"
    numbers = numbers
    claims = claims

    def arrives(self) -> Mobject | None:
        """The input and the output of the first picture's network, which has nothing between them yet."""
        return self.straight.neurons

    def leaves(self) -> Mobject | None:
        """The point at the end of the loss curve."""
        series = self.series
        return next((part for part in (series.dot, series.line) if part.has_points()), self.chart.axes.lines)

    def summary(self) -> None:
        """The loop: forward, loss, backward, update, each with its picture."""
        run = self.runs.main
        cycle = Cycle(self.layout.stage, self.pen)
        one, two, three, four = cycle.regions
        first = self.make_net(run, one)
        if run.examples.inputs.shape[1] == 2:
            two = square(two)
        fit = self.make_fit(run, two, run.examples)
        back = self.make_net(run, three)
        first.wait_for_forward()
        back.wait_for_forward()
        row = int(self.number("slow.example"))
        first.state = self.state_of(self.runs.first, row)
        fit.show(run.parameters(0))
        sticks = self.sticks(fit, run, run.parameters(0))
        gradients = [run.gradients(0)[f"layer.{layer}.weight"] for layer in range(1, back.layers + 1)]
        size = max(float(abs(gradient).max()) for gradient in gradients)
        wishes = [EdgeWishes(back, layer, gradient, size) for layer, gradient in enumerate(gradients, 1)]
        chart = LossChart(
            four, self.pen, run.steps[-1], loss_scale(run.losses[0], run.losses), self.pen.label("epoch", 30)
        )
        self.chart, self.series = chart, chart.series(run.steps, run.losses)
        series = self.series
        words = cycle.words
        self.turn_into(self.net.neurons, first.neurons, words[0], first.wires, first.edges, first.gaps)
        self.whole(first)
        for layer in range(1, first.layers + 1):
            self.play(first.forward_signals(layer, lag=0.03), run_time=0.4)
            self.play(first.wake(layer), run_time=0.12)
        self.play(Create(cycle.arrows[0]), FadeIn(words[1], fit.axes, fit.points), run_time=0.4)
        answer = Create(fit.answer) if isinstance(fit, FitCurve) else FadeIn(fit.answer)
        self.play(answer, *map(Create, sticks), run_time=0.7)
        self.play(Create(cycle.arrows[1]), FadeIn(words[2], back), run_time=0.4)
        for of_layer in reversed(wishes):
            self.play(self.growing(of_layer, of_layer.show, 0.25))
        self.play(Create(cycle.arrows[2]), FadeIn(words[3], chart), run_time=0.4)
        self.add(series)
        self.play(self.growing(series, lambda share: series.upto(share * run.last), 1.3))
        self.play(Create(cycle.arrows[3]), run_time=0.4)
        self.play(pulse(series.dot, 1.5), run_time=0.5)
