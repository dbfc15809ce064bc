"""Lesson 1: what does learning look for? Its first act makes the measure (loss_measure.py); here are the lesson itself
and its second act: why squares, which way to turn the line, the best one, and what an outlier does."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import ClassVar

from manim import (
    Create,
    FadeIn,
    FadeOut,
    LaggedStart,
    ReplacementTransform,
    TransformFromCopy,
)

from engine import Trace
from scenes.lessons.loss_measure import LossMeasure
from scenes.lessons.numbers import loss as numbers
from scenes.lessons.numbers import loss_claims as claims
from scenes.stage.loss.shares import Shares
from scenes.stage.loss.summary import LossSummary
from scenes.stage.loss.tug import KINDS, Legend, Tug
from scenes.stage.motion.live import Live
from scenes.stage.motion.moves import Fly
from scenes.stage.parameters import Values
from scenes.stage.writing.values import Number


class LossLesson(LossMeasure):
    """A line prediction = weight * input + bias among a few examples.

    The loss is the mean over them of (prediction - target)^2.
    """

    name: ClassVar[str] = "loss"
    poster_shot: ClassVar[str] = "summary"

    def default_values(self) -> Values:
        return numbers.defaults()

    def compute(self, values: Values) -> Trace:
        return numbers.trace(values)

    def state(self, weight: Number, bias: Number) -> Mapping[str, Number]:
        return numbers.state(self.values, Fraction(weight), Fraction(bias))

    def caption_variant(self, shot: str) -> str | None:
        return claims.caption_variant(self.trace, shot)

    def absolute(self) -> None:
        """The squares make room for the absolute errors of the same line; two errors in both measures."""
        columns = self.columns
        paths = [[f"start.{k}.{name}.error" for k in range(self.count)] for name in ("squared", "absolute")]
        means = [self.number("start.loss"), self.number("start.absolute.loss")]
        lit = {int(self.number("compared.largest")), int(self.number("compared.middle"))}
        shares = Shares(self.bench, self.formula_region, self.pen, paths, means, sorted(lit))
        squares, sizes = shares.groups
        self.play(FadeOut(self.shown, self.level_symbol), FadeIn(shares.titles[0]), run_time=0.6)
        self.play(
            ReplacementTransform(columns.base, squares.base),
            ReplacementTransform(columns.bars, squares.bars),
            ReplacementTransform(self.level, shares.mean),
            run_time=1.2,
        )
        self.play(FadeIn(shares.titles[1]), Create(sizes.base), FadeIn(shares.word), run_time=0.7)
        grown = [TransformFromCopy(stick, bar) for stick, bar in zip(self.plot.sticks, sizes.bars, strict=True)]
        self.play(LaggedStart(*grown, lag_ratio=0.25), run_time=2.0)
        self.answer()
        if self.caption_variant("absolute") == "more":
            self.play(*shares.dimmed(), run_time=0.8)
            for two in reversed(shares.numbers):
                self.play(*map(FadeIn, two), run_time=0.7)
        self.shares = shares

    def turn(self) -> None:
        """The line tilts by its weight, the wrong way and then the right one; all its squares follow."""
        shares, old = self.shares, self.shares.groups[0]
        self.columns = columns = self.square_columns().follow(self.of_line("start", "squared.error"))
        self.level = columns.level(self.number("start.loss"))
        self.put_symbol()
        leaving = [shares.titles, shares.groups[1], shares.word, *(v for two in shares.numbers for v in two)]
        self.play(*(FadeOut(mobject) for mobject in leaving), run_time=0.6)
        self.play(
            ReplacementTransform(old.base, columns.base),
            ReplacementTransform(old.bars, columns.bars),
            ReplacementTransform(shares.mean, self.level),
            FadeIn(self.level_symbol),
            run_time=1.0,
        )
        self.play(Fly(self.level_symbol, self.loss_row.parts[0]), Fly(self.level, self.loss_row.parts[1]), run_time=0.9)
        self.remove(*self.loss_row.parts)
        self.add(self.loss_row)
        self.wait(1.2)
        self.travel("wrong", 1.8)
        self.wait(0.6)
        self.travel("turned", 2.8)
        self.answer()

    def best(self) -> None:
        """Weight and bias move together to the best line; any turn from there makes the squares larger."""
        self.wait(1.0)
        self.travel("best", 3.2)
        self.answer()
        weight, bias = (
            abs(Fraction(self.number(f"best.{name}")) - Fraction(self.number(f"turned.{name}"))) / 2
            for name in ("weight", "bias")
        )
        self.sway(weight, bias, 3.0, squares=True)

    def outlier(self) -> None:
        """One target is pulled away; the line of least squares runs after it, the other one need not."""
        states = [{name: self.number(f"outlier.{when}.{name}") for name in _PULLED} for when in ("before", "after")]
        tug = self.tug = Tug(self.plot_region, self.pen, self.examples, states)
        legend = Legend(self.panel, self.pen)
        plot = self.plot
        leaving = [plot.sticks, plot.squares, self.columns, self.level, self.level_symbol, self.loss_row]
        leaving += [self.weight_row, self.bias_row]
        self.play(*(FadeOut(mobject) for mobject in leaving), run_time=0.6)
        self.play(
            FadeOut(plot.axes),
            FadeIn(tug.axes),
            ReplacementTransform(plot.points, tug.points),
            ReplacementTransform(plot.line, tug.lines[0]),
            run_time=1.2,
        )
        self.play(FadeIn(legend.words[0]), Create(legend.keys[0]), run_time=0.6)
        self.play(FadeIn(legend.words[1]), Create(legend.keys[1]), Create(tug.lines[1]), run_time=1.0)
        ghost = tug.ghost
        moving = Live(lambda share: numbers.pulled(self.values, share))
        moving.shape(tug.points[-1], lambda _: tug.pull(moving.now("target")))
        for line, kind in zip(tug.lines, KINDS, strict=True):
            self.follow(moving, tug, line, kind)
        self.wait(1.5)
        self.add(ghost)
        self.play(moving.share.animate.set_value(1.0), run_time=4.0)
        moving.stop()
        self.answer()
        moves = [Fly(line, move) for line, move in zip(tug.lines, legend.moves, strict=True)]
        self.play(LaggedStart(*moves, lag_ratio=0.4), run_time=1.6)
        self.legend = legend

    def follow(self, moving: Live, tug: Tug, line: object, kind: str) -> None:
        """Let one of the two lines follow the state."""
        moving.shape(line, lambda line: tug.follow_line(line, moving.now(f"{kind}.weight"), moving.now(f"{kind}.bias")))

    def summary(self) -> None:
        """The best line with its squares, the line at the start dashed; their losses as bars."""
        self.play(*(FadeOut(mobject) for mobject in self.clear_stage()), run_time=0.6)
        plot = self.plot = self.make_plot()
        ghost = plot.draw_line(plot.ghost(), self.number("start.weight"), self.number("start.bias"))
        top, below = self.panel.rows(0.32, 1.0, gap=0.2)
        formula = self.pen.row("general", 56).fit(top.width)
        formula.at(top.left, top.y - 0.15)
        table = LossSummary(below, self.pen)
        self.play(FadeIn(plot.axes, plot.points), FadeIn(plot.line), run_time=0.8)
        self.play(FadeIn(plot.sticks, plot.squares), FadeIn(formula), run_time=0.8)
        self.play(FadeIn(table.words[0], table.numbers[0]), FadeIn(table.bars[0]), run_time=0.9)
        self.add(ghost)
        self.begin_at("start")
        self.play(FadeIn(table.words[1]), run_time=0.4)
        self.glide(plot)
        self.play(FadeIn(table.numbers[1]), TransformFromCopy(table.bars[0], table.bars[1]), run_time=1.0)

    def glide(self, plot: object) -> None:
        """The line goes from the start to the best one once more."""
        ends = [self.state_of(line) for line in ("start", "best")]
        (w0, b0), (w1, b1) = [(Fraction(end["weight"]), Fraction(end["bias"])) for end in ends]
        moving = Live(lambda share: self.state(w0 + share * (w1 - w0), b0 + share * (b1 - b0)))
        names = ["weight", "bias", *(f"{k}.prediction" for k in range(self.count))]
        holder = self.plot.line
        moving.shape(holder, lambda _: self.plot.follow({name: moving.now(name) for name in names}))
        self.play(moving.share.animate.set_value(1.0), run_time=2.2)
        moving.stop()


_PULLED = ("target", *(f"{kind}.{name}" for kind in KINDS for name in ("weight", "bias", "prediction")))
