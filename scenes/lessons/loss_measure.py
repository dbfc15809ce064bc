"""Lesson 1, first act: the line, its errors, why their sum is no measure, their squares, and the mean of them."""

from __future__ import annotations

from fractions import Fraction

from manim import (
    RIGHT,
    UP,
    Create,
    FadeIn,
    FadeOut,
    LaggedStart,
    ReplacementTransform,
    TransformFromCopy,
    ValueTracker,
)

from scenes.stage.computed import drawable
from scenes.stage.drawings.shapes import question_box
from scenes.stage.loss.columns import Columns
from scenes.stage.loss.stacks import Stacks
from scenes.stage.loss.stage import LossStage
from scenes.stage.motion.live import Live
from scenes.stage.motion.moves import Fly

FORMULA = 44.0


class LossMeasure(LossStage):
    """The shots up to the loss."""

    def line(self) -> None:
        """The examples come, then a line; its weight tilts it, its bias lifts it."""
        self.lay_out()
        self.plot = plot = self.make_plot()
        self.make_head()
        self.begin_at("start")
        self.play(FadeIn(plot.axes), run_time=0.8)
        self.play(LaggedStart(*(FadeIn(point, scale=0.3) for point in plot.points), lag_ratio=0.25), run_time=1.5)
        self.gather(plot.points)
        self.formula = self.pen.row("line", 60).fit(self.panel.width)
        self.formula.centered(self.panel.x, self.bench.y)
        ask = question_box(0.95, 0.85, self.theme, 52).next_to(self.formula.parts[1], RIGHT, buff=0.25)
        guesses = [
            plot.draw_line(plot.ghost(), self.number(f"{line}.weight"), self.number(f"{line}.bias"))
            for line in ("cancel", "best", "start")
        ]
        self.play(FadeIn(*self.formula.parts[:2], ask), run_time=0.6)
        self.play(LaggedStart(*map(Create, guesses), lag_ratio=0.5), run_time=1.6)
        self.answer()
        self.play(
            FadeOut(*guesses, ask), Create(plot.line), FadeIn(*self.formula.parts[2:], shift=UP * 0.1), run_time=1.0
        )
        self.remove(*self.formula.parts)
        self.add(self.formula)
        size = abs(Fraction(self.number("turned.weight")) - Fraction(self.number("wrong.weight")))
        inputs = [x for x, _ in self.examples]
        self.play(Fly(self.formula.parts[2], self.weight_row), run_time=0.8)
        self.sway(size, Fraction(0), 2.0)
        self.play(Fly(self.formula.parts[5], self.bias_row), run_time=0.8)
        self.sway(Fraction(0), size * max(map(abs, inputs)) / 2, 2.0)

    def errors(self) -> None:
        """A stick from each point to the line; the sticks stand up beside one another, with their signs."""
        plot = self.plot
        ends = [number for line in ("start", "cancel") for number in self.of_line(line)]
        self.columns = columns = Columns(self.bench, self.pen, self.count, min(ends), max(ends))
        columns.follow(self.of_line("start"))
        self.labels = columns.numbers([f"start.{k}.error" for k in range(self.count)])
        self.play(LaggedStart(*(Create(stick) for stick in plot.sticks), lag_ratio=0.3), run_time=1.5)
        self.gather(plot.sticks)
        self.answer()
        self.error_row = self.over_columns(self.pen.row("error", FORMULA))
        self.play(FadeOut(self.formula), Create(columns.base), FadeIn(self.error_row), run_time=0.7)
        self.grow(columns)
        if self.labels:
            self.play(LaggedStart(*map(FadeIn, self.labels), lag_ratio=0.2), run_time=1.0)

    def grow(self, columns: Columns) -> None:
        """A copy of each stick becomes a bar of these columns."""
        grown = zip(columns.thin(self.plot.sticks), columns.bars, strict=True)
        self.play(LaggedStart(*(ReplacementTransform(*pair) for pair in grown), lag_ratio=0.3), run_time=1.8)
        self.gather(columns.bars)

    def cancel(self) -> None:
        """The sum of the errors; then a line that runs against the examples, and whose sum is zero."""
        columns = self.columns
        total = self.over_columns(self.pen.row("sum", FORMULA, line="start"))
        number = total.parts[-1]
        self.play(ReplacementTransform(self.error_row.parts[0], total.parts[2]), run_time=0.6)
        self.play(FadeIn(*total.parts[:2], total.parts[3]), Fly(columns.bars, number), run_time=1.0)
        self.remove(*total.parts)
        self.add(total)
        if self.labels:
            self.play(*map(FadeOut, self.labels), run_time=0.4)

        def add_up(moving: Live) -> None:
            moving.number(number, "sum.error")

        self.think()
        self.travel("cancel", 2.4, squares=False, also=[add_up, self.errors_follow])
        number.bind("cancel.sum.error", self.number("cancel.sum.error"))
        self.answer()
        stacks = Stacks(self.bench, self.pen, self.of_line("cancel"))
        lying = [ReplacementTransform(bar, piece) for bar, piece in zip(columns.bars, stacks.pieces, strict=True)]
        self.play(FadeOut(columns.base), LaggedStart(*lying, lag_ratio=0.25), run_time=1.9)
        self.play(*(Fly(bar, row) for bar, row in zip(stacks.stacks, stacks.rows, strict=True)), run_time=1.0)
        self.stacks, self.total = stacks, total

    def errors_follow(self, moving: Live) -> None:
        """Let the columns of errors follow the line."""
        columns = self.columns
        moving.shape(columns.bars, lambda _: columns.follow(self.each(moving.now, "error")))

    def squares(self) -> None:
        """Each stick unfolds into a square; the areas stand beside one another as columns."""
        plot, old, stacks = self.plot, self.columns, self.stacks
        old.follow(self.of_line("cancel"))
        upright = [ReplacementTransform(piece, bar) for piece, bar in zip(stacks.pieces, old.bars, strict=True)]
        self.play(FadeOut(self.total, stacks.rows), FadeIn(old.base), *upright, run_time=1.0)
        self.gather(old.bars)
        self.travel("start", 1.6, squares=False, also=[self.errors_follow])
        self.columns = columns = self.square_columns("start").follow(self.of_line("start", "squared.error"))
        self.labels = columns.numbers([f"start.{k}.squared.error" for k in range(self.count)])
        self.answer()
        unfolded = [
            ReplacementTransform(flat, square) for flat, square in zip(plot.folded(), plot.squares, strict=True)
        ]
        self.play(LaggedStart(*unfolded, lag_ratio=0.3), run_time=1.8)
        self.gather(plot.squares)
        self.error_row = self.over_columns(self.pen.row("squared", FORMULA))
        self.play(FadeOut(old.bars), ReplacementTransform(old.base, columns.base), FadeIn(self.error_row), run_time=0.8)
        grown = [TransformFromCopy(square, bar) for square, bar in zip(plot.squares, columns.bars, strict=True)]
        self.play(LaggedStart(*grown, lag_ratio=0.3), run_time=1.8)
        self.gather(columns.bars)
        if self.labels:
            self.play(LaggedStart(*map(FadeIn, self.labels), lag_ratio=0.2), run_time=0.8)

    def mean(self) -> None:
        """The columns level out to one height, the mean: the loss."""
        columns = self.columns
        squares, loss = self.of_line("start", "squared.error"), self.float("start.loss")
        formula = self.over_columns(self.pen.row("mean", FORMULA), fold=4)
        if self.labels:
            self.play(*map(FadeOut, self.labels), run_time=0.4)
        self.level = columns.level(loss)
        self.level_symbol = self.pen.symbol("loss", 40)
        self.put_symbol()
        share = ValueTracker(0.0)

        def flow(_: object) -> None:
            at = share.get_value()
            columns.follow([(1 - at) * drawable(square) + at * loss for square in squares], closed=at)

        self.think()
        columns.bars.add_updater(flow)
        self.play(share.animate.set_value(1.0), run_time=2.2)
        columns.bars.clear_updaters()
        self.answer()
        self.play(Create(self.level), FadeIn(self.level_symbol), run_time=0.7)
        self.play(
            Fly(self.level_symbol, formula.parts[0]),
            FadeIn(*formula.parts[1:3]),
            ReplacementTransform(self.error_row.parts[0], formula.parts[3]),
            run_time=1.0,
        )
        self.play(FadeIn(*formula.parts[4:8]), run_time=0.8)
        self.play(Fly(self.level, formula.parts[8]), run_time=0.9)
        self.remove(*formula.parts)
        columns.bars.add_updater(flow)
        self.formula = formula
        self.add(formula)
        self.play(share.animate.set_value(0.0), run_time=1.2)
        columns.bars.clear_updaters()
        columns.follow(squares)
