"""Lesson 3, second act: a step against the slope, and one that goes too far."""

from __future__ import annotations

from manim import (
    DOWN,
    UP,
    Create,
    FadeIn,
    FadeOut,
    ReplacementTransform,
    TransformFromCopy,
    VGroup,
    VMobject,
)

from scenes.lessons.gradient_curve import GradientCurve
from scenes.stage.drawings.landscapes.live_arrow import LiveArrow
from scenes.stage.motion.moves import Fly
from scenes.stage.writing.rows import Row

_DIM = 0.35
_RESULT = 6  # the part of a worked update that may go to a second line
_SAYS = (("tangent", 1), ("curve", 3))


class GradientStep(GradientCurve):
    """The steps on the curve."""

    def step(self) -> None:
        """The arrow of the slope turns round, is multiplied by the learning rate, and the weight goes there."""
        self.play(FadeOut(self.others, self.rows, self.formula), run_time=0.6)
        self.widen("step")
        slope = self.number("start.gradient")
        general, worked, outcome = self.cells((1.2, 1.0), (1.0,), stack=True)
        update = self.write(self.pen.row("update", 50), general)
        row = self.write(self.pen.row("update_numbers", 44, rate="learning_rate", place="step"), worked, fold=_RESULT)
        self.play(FadeIn(update, shift=UP * 0.1), run_time=0.8)
        self.was = self.plot.dot(*self.place("start"), hollow=True)
        self.answer()
        self.play(FadeIn(row, shift=DOWN * 0.1), run_time=0.9)
        self.turn_round("step")
        self.rows = VGroup(update, row)
        if slope:
            self.ride("step")
            loss = self.write(self.pen.equation("loss", "step.loss", 50), outcome)
            self.play(Fly(self.dot, loss), run_time=0.8)
            self.rows.add(loss)

    def turn_round(self, name: str) -> None:
        """The arrow of the slope turns round and becomes as long as the step."""
        p, start, landing = self.plot, self.place("start"), self.place(name)
        self.step_arrow = p.step_arrow(LiveArrow(self.theme, "weight"), start[0], landing[0])
        if len(self.step_arrow.points) and len(self.pointer.points):
            self.play(
                TransformFromCopy(self.pointer, self.step_arrow),
                self.pointer.animate.set_fill(opacity=_DIM),
                run_time=1.2,
            )

    def ride(self, name: str) -> None:
        """The place moves along the curve to a landing; a ring stays where it was."""
        p = self.plot
        self.add(self.was)
        riding = self.riding("start", name)
        riding.shape(self.dot, lambda dot: dot.move_to(p.at(riding.now("weight"), riding.now("loss"))))
        self.play(riding.share.animate.set_value(1.0), run_time=1.6)
        riding.stop()

    def widen(self, name: str) -> None:
        """Step back until a landing lies in the picture, if it does not."""
        if self.plot.shows(self.number(f"{name}.weight")):
            return
        old, region = self.plot, self.plot_and_board()[0]
        self.plot = p = self.curve_plot(region, *{*self.near(), name})
        start, slope = self.place("start"), self.number("start.gradient")
        arrow = p.slope_arrow(LiveArrow(self.theme), start[0], slope, slope)
        tangent, dot, drop = p.tangent(*start, slope), p.dot(*start), p.drop(*start)
        self.play(FadeOut(old.axes, self.drop), FadeIn(p.axes.grid, p.axes.lines), run_time=0.6)
        self.play(
            ReplacementTransform(old.curve, p.curve),
            ReplacementTransform(self.dot, dot),
            ReplacementTransform(self.tangent, tangent),
            ReplacementTransform(self.pointer, arrow),
            FadeIn(drop),
            run_time=1.2,
        )
        self.play(FadeIn(p.axes.labels, p.axes.ends), run_time=0.4)
        self.dot, self.drop, self.tangent, self.pointer = dot, drop, tangent, arrow

    def overstep(self) -> None:
        """Back to the start: the same slope times a larger rate. The tangent goes on straight; the curve does not."""
        p, start, slope = self.plot, self.place("start"), self.number("start.gradient")
        first, back = p.dot(*self.place("step"), hollow=True), p.dot(*start)
        self.play(FadeOut(self.rows, self.step_arrow), self.pointer.animate.set_fill(opacity=1), run_time=0.6)
        self.play(FadeIn(first), ReplacementTransform(self.dot, back), FadeOut(self.was), run_time=0.8)
        self.dot, self.was = back, p.dot(*start, hollow=True)
        self.widen_with(first)
        p = self.plot
        lines = self.cells((1.0,), (0.45, 0.85), (0.45, 0.85), columns=(1.0, 1.9), stack=True)
        worked = self.write(
            self.pen.row("update_large", 44, rate="large_rate", place="large"), lines[0], fold=_RESULT + 1
        )
        self.play(FadeIn(worked, shift=DOWN * 0.1), run_time=0.9)
        self.turn_round("large")
        if not slope:
            self.answer()
            return
        words = [self.write(Row([self.pen.label(key, 32)], 32, self.theme.ink), lines[k]) for key, k in _SAYS]
        promise = self.write(self.pen.row("promise", 42), lines[2], fold=6)
        truth = self.write(self.pen.equation("loss", "large.loss", 50), lines[4])
        straight = p.straight(start, self.number("large.weight"), self.number("large.promise"))
        self.play(Create(straight), FadeIn(words[0]), run_time=0.9)
        self.play(FadeIn(promise, shift=DOWN * 0.1), run_time=0.8)
        self.ride("large")
        self.answer()
        gap = p.gap(self.place("large"), self.number("large.promise"))
        self.play(FadeIn(words[1]), Fly(self.dot, truth), *([Create(gap)] if len(gap) else []), run_time=0.9)

    def widen_with(self, first: VMobject) -> None:
        """Widen for the far landing; the ring of the first one goes along."""
        if self.plot.shows(self.number("large.weight")):
            return
        self.play(FadeOut(first), run_time=0.3)
        self.widen("large")
        if self.plot.shows(self.number("step.weight")):
            self.play(FadeIn(self.plot.dot(*self.place("step"), hollow=True)), run_time=0.3)
        self.was = self.plot.dot(*self.place("start"), hollow=True)
