"""Lesson 1: what does learning look for? Its first act makes the measure (loss_measure.py); here are the lesson itself
and its second act: why squares, which way to turn the line, the best one, and what an outlier does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import ClassVar

from manim import (
    Create,
    FadeIn,
    FadeOut,
    Mobject,
    ReplacementTransform,
    TransformFromCopy,
    VGroup,
)

from scenes.lessons.loss_measure import LossMeasure
from scenes.lessons.numbers import loss as numbers
from scenes.lessons.numbers import loss_claims as claims
from scenes.stage.drawings.plots.live_curve import LiveCurve
from scenes.stage.loss.shares import Shares
from scenes.stage.loss.summary import LossSummary
from scenes.stage.loss.tug import KINDS, Legend, Tug
from scenes.stage.motion.live import Live
from scenes.stage.motion.moves import Fly
from scenes.stage.writing.values import Number


class LossLesson(LossMeasure):
    """A line prediction = weight * input + bias among a few examples.

    The loss is the mean over them of (prediction - target)^2.
    """

    name: ClassVar[str] = "loss"
    poster_shot: ClassVar[str] = "summary"
    numbers = numbers
    claims = claims

    def arrives(self) -> Mobject:
        return self.plot.points[0]

    def leaves(self) -> Mobject:
        return max(self.plot.squares, key=lambda square: float(square.height))

    def state(self, weight: Number, bias: Number) -> Mapping[str, Number]:
        return numbers.state(self.values, Fraction(weight), Fraction(bias))

    def absolute(self) -> None:
        """The squares make room for the absolute errors of the same line; two errors in both measures."""
        columns = self.columns
        paths = [[f"start.{k}.{name}.error" for k in range(self.count)] for name in ("squared", "absolute")]
        means = [self.number("start.loss"), self.number("start.absolute.loss")]
        lit = {int(self.number("compared.largest")), int(self.number("compared.middle"))}
        shares = Shares(self.bench, self.formula_region, self.pen, paths, means, sorted(lit))
        squares, sizes = shares.groups
        formula, title = self.formula.parts, shares.titles[0]
        self.remove(self.formula)
        self.add(*formula)
        self.play(FadeOut(*formula[:3], *formula[4:], self.level_symbol), run_time=0.5)
        self.play(ReplacementTransform(formula[3], title.parts[0]), run_time=0.5)
        self.play(
            ReplacementTransform(columns.base, squares.base),
            ReplacementTransform(columns.bars, squares.bars),
            ReplacementTransform(self.level, shares.mean),
            run_time=1.2,
        )
        self.play(FadeIn(shares.titles[1]), Create(sizes.base), FadeIn(shares.word), run_time=0.7)
        self.grow(sizes)
        self.answer()
        if self.caption_variant("absolute") == "more":
            dimmed = shares.dimmed()
            if dimmed:
                self.play(*dimmed, run_time=0.8)
            for two in reversed(shares.numbers):
                self.play(*map(FadeIn, two), run_time=0.7)
        self.shares = shares

    def turn(self) -> None:
        """The line tilts by its weight, the wrong way and then the right one; all its squares follow."""
        shares, old = self.shares, self.shares.groups[0]
        columns = self.columns = self.square_columns("start", "wrong", "turned", "best")
        columns.follow(self.of_line("start", "squared.error"))
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
        plot = self.plot
        self.before = VGroup(
            plot.draw_line(plot.ghost(), self.number("start.weight"), self.number("start.bias")),
            columns.ghost_bars(),
            columns.ghost_level(self.number("start.loss")),
        )
        self.add(self.before)
        self.think()
        self.travel("wrong", 1.6)
        self.wait(0.5)
        self.travel("turned", 2.4)
        self.answer()

    def best(self) -> None:
        """Weight and bias move together to the best line; any turn from there makes the squares larger."""
        self.think()
        self.travel("best", 2.6)
        self.answer()
        self.rock(2.6)

    def rock(self, run_time: float) -> None:
        """The line rocks about the middle of the examples: as far as all squares have room."""
        tilt, middle = self.rocking
        weight, bias = (Fraction(self.number(f"best.{name}")) for name in ("weight", "bias"))
        for _ in range(_HALVINGS):
            if all(self.has_room(weight + side, bias - side * middle) for side in (tilt, -tilt)):
                break
            tilt /= 2
        self.sway(tilt, -tilt * middle, run_time, squares=True)

    def outlier(self) -> None:
        """One target is pulled away; the line of least squares runs after it, the other one need not."""
        states = [{name: self.number(f"outlier.{when}.{name}") for name in _PULLED} for when in ("before", "after")]
        tug = self.tug = Tug(self.plot_region, self.pen, self.examples, states)
        legend, plot = Legend(self.panel, self.pen), self.plot
        leaving = [plot.sticks, plot.squares, self.columns, self.level, self.level_symbol, self.loss_row]
        leaving += [self.weight_row, self.bias_row, self.before]
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
        self.play(FadeIn(tug.dots, scale=0.3), *map(Create, tug.misses), run_time=0.7)
        self.gather(tug.misses)
        self.think()
        moving = Live(lambda share: numbers.pulled(self.values, share))
        moving.shape(tug.points, lambda _: tug.pull(moving.now("target")))
        for line, kind in zip(tug.lines, KINDS, strict=True):
            self.pull_along(moving, line, kind)
        for moved in (tug.dots, tug.arrows):
            moving.shape(moved, lambda _: tug.place_dots([moving.now(f"{kind}.prediction") for kind in KINDS]))
        moving.shape(tug.misses, lambda _: tug.place_misses({name: moving.now(name) for name in _PULLED}))
        pulls = [numbers.pulled(self.values, Fraction(part, _LOOKS)) for part in range(_LOOKS + 1)]
        shown, later = [], []
        for row, dot, kind in zip(legend.moves, tug.dots, KINDS, strict=True):
            if not _stops([pull[f"{kind}.move"] for pull in pulls]):
                moving.number(row.parts[-1], f"{kind}.move")
                row.parts[-1].catch_up()
                shown.append(row)
            else:  # it moves by fits and starts: how far is said when it is over
                later.append(Fly(dot, row))
        self.add(tug.ghost, tug.arrows)
        self.play(*map(FadeIn, shown), run_time=0.5)
        self.play(moving.share.animate.set_value(1.0), run_time=3.4)
        moving.stop()
        if later:
            self.play(*later, run_time=0.8)
        self.answer()

    def pull_along(self, moving: Live, line: LiveCurve, kind: str) -> None:
        """Let one of the two lines follow the state."""
        moving.shape(
            line, lambda line: self.tug.follow_line(line, moving.now(f"{kind}.weight"), moving.now(f"{kind}.bias"))
        )

    def summary(self) -> None:
        """The best line with its squares, the line at the start dashed; their losses as bars."""
        self.play(*(FadeOut(mobject) for mobject in self.clear_stage()), run_time=0.6)
        plot = self.plot = self.make_plot()
        ghost = plot.draw_line(plot.ghost(), self.number("start.weight"), self.number("start.bias"))
        top, below = self.panel.rows(0.22 if self.layout.is_tall else 0.27, 1.0, gap=0.2)
        formula = self.pen.row("general", 42 if self.layout.is_tall else 54).fit(top.width)
        formula.at(top.left, top.y - 0.15)
        table = LossSummary(below, self.pen)
        self.play(FadeIn(plot.axes, plot.points), FadeIn(plot.line), run_time=0.8)
        self.play(FadeIn(plot.sticks, plot.squares), FadeIn(formula), run_time=0.8)
        self.play(FadeIn(table.words[0], table.numbers[0]), FadeIn(table.bars[0]), run_time=0.9)
        self.add(ghost)
        self.begin_at("start")
        self.play(FadeIn(table.words[1]), run_time=0.4)
        self.glide()
        self.play(FadeIn(table.numbers[1]), TransformFromCopy(table.bars[0], table.bars[1]), run_time=1.0)

    def glide(self) -> None:
        """The line goes from the start to the best one once more, and its squares with it."""
        plot = self.plot
        (w0, b0), (w1, b1) = (
            [Fraction(self.number(f"{line}.{name}")) for name in ("weight", "bias")] for line in ("start", "best")
        )
        moving = Live(lambda share: self.state(w0 + share * (w1 - w0), b0 + share * (b1 - b0)))
        now = moving.now
        moving.shape(plot.line, lambda line: plot.draw_line(line, now("weight"), now("bias")))
        for group in (plot.sticks, plot.squares):
            moving.shape(group, lambda group: group.follow(self.each(now, "prediction")))
        self.play(moving.share.animate.set_value(1.0), run_time=1.8)
        moving.stop()


_HALVINGS = 40
_LOOKS = 40  # parts of its way at which a move is looked at
_PULLED = ("target", *(f"{kind}.{name}" for kind in KINDS for name in ("weight", "bias", "prediction")))


def _stops(moves: Sequence[Number]) -> bool:
    """Whether something stands still on a part of its way."""
    still = [one == other for one, other in pairwise(moves)]
    return any(still) and not all(still)
