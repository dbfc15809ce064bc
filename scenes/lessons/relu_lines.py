"""Lesson 6, first act: ReLU bends the line, and hinges add up to a curve with corners."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
from manim import (
    LEFT,
    RIGHT,
    Create,
    DashedLine,
    Dot,
    FadeIn,
    FadeOut,
    LaggedStart,
    TransformFromCopy,
    VGroup,
    linear,
)

from scenes.lessons.numbers import relu_lines as numbers
from scenes.lessons.relu_stack import ReluStack
from scenes.stage.declared import stands_for
from scenes.stage.drawings.plots.axes import Axes
from scenes.stage.drawings.plots.live_curve import LiveCurve
from scenes.stage.drawings.plots.scales import Linear
from scenes.stage.motion.live import Live
from scenes.stage.motion.moves import Fly, pulse
from scenes.stage.relu.bend_plot import BendPlot
from scenes.stage.relu.hinge_board import HingeBoard
from scenes.stage.writing.fitting import FEWER, LEAST_SIZE

_SLOPE_SIZE = 34.0
_FEW = 3  # neurons
_FAINT = 0.6  # opacity of a hinge beside the sum
_ADDED = 0.2  # the same once it is added
_OVER_PLOT = 0.1  # units of the scene, above the axis' symbol
_POINTS = 60  # of a curve with corners, besides its corners


class ReluLines(ReluStack):
    """The shots from the bend up to the sum of the hinges."""

    # -- the bend ----------------------------------------------------------------------

    def bend(self) -> None:
        """The left half of the line is pressed flat; what is off slides down to zero with it."""
        stage = self.layout.stage
        if self.layout.is_tall:
            left, right = stage.rows(1.5, 1.0, gap=0.3)
        else:
            left, right = stage.columns(1.2, 1.0, gap=0.5 if self.layout.is_wide else 0.25)
        sums = [self.number("step.0.pre_activation"), self.number("dead.0.pre_activation")]
        plot = BendPlot(left, self.pen, sums)
        before = plot.bent(Fraction(1), 3, (0.12, 0.1)).set_stroke(self.theme.muted)
        lines = right.rows(1.0, 1.0, 1.5)
        self.play(*(FadeOut(mobject) for mobject in self.clear_stage()), run_time=0.6)
        self.play(FadeIn(plot), run_time=0.6)
        self.play(Create(plot.curve), run_time=0.8)
        dots = [plot.dot(z, z) for z in dict.fromkeys(sums)]
        self.play(LaggedStart(*(FadeIn(dot, scale=0.4) for dot in dots), lag_ratio=0.4), run_time=0.7)
        self.add(before)
        self.bring_to_front(plot.curve, *dots)
        pressing = Live(lambda share: {"leak": 1 - share})
        pressing.shape(plot.curve, lambda curve: plot.bend(curve, Fraction(pressing.now("leak"))))
        for z, dot in zip(dict.fromkeys(sums), dots, strict=True):
            pressing.shape(
                dot, lambda dot, z=z: dot.move_to(plot.at(z, z if z > 0 else z * Fraction(pressing.now("leak"))))
            )
        self.play(pressing.share.animate.set_value(1.0), run_time=2.2)
        pressing.stop()
        rows = [self.pen.row(name, size) for name, size in (("sum", 50), ("relu", 50), ("relu_slope", 46))]
        total, relu, slopes = (row.fit(right.width) for row in rows)
        total.scale(min(1.0, float(relu.width) / self.pen.row("relu", 50).width))  # the same size
        for row, line in zip(rows, lines, strict=True):
            row.at(right.left, line.y - 0.15)
        self.play(FadeIn(total), run_time=0.6)
        self.play(FadeIn(relu), run_time=0.7)
        self.play(LaggedStart(*map(FadeIn, plot.name_halves(36)), lag_ratio=0.5), run_time=0.8)
        self.play(FadeIn(slopes), run_time=0.8)

    # -- hinges ------------------------------------------------------------------------

    def hinges(self) -> None:
        """Each neuron's hinge, in its tile and in the plot; a dashed line stands where it switches."""
        stage = self.layout.stage
        table = numbers.hinges(self.values)
        if self.layout.is_tall:
            side, plot_region = stage.rows(0.8 if len(table) <= _FEW else 1.1, 1.0, gap=0.3)
        elif self.layout.is_wide:
            side, plot_region = stage.columns(0.72, 1.0, gap=0.4)
        else:
            side, plot_region = stage.rows(0.66 if len(table) <= _FEW else 1.3, 1.0, gap=0.25)
        plot_region = replace(plot_region, top=plot_region.top - _OVER_PLOT)
        self.hinge_board = board = HingeBoard(
            side, self.pen, len(table), [numbers.corner(row) is not None for row in table]
        )
        low, high = numbers.window(table)
        self.xs = sorted(
            {low + (high - low) * k / _POINTS for k in range(_POINTS + 1)}
            | {place for place in map(numbers.corner, table) if place is not None}
        )
        base = Fraction(self.number("output.bias"))
        partial = [base * 0 for _ in self.xs]
        reached = [Fraction(0), base]
        self.heights = []
        for row in table:
            heights = [numbers.hinge(row, x) for x in self.xs]
            self.heights.append(heights)
            partial = [a + b for a, b in zip(partial, heights, strict=True)]
            reached += [min(heights), max(heights), min(partial) + base, max(partial) + base]
        self.hinge_axes = axes = Axes(
            plot_region,
            self.pen,
            Linear(low, high),
            Linear.around(reached),
            x_end=self.pen.symbol("input", 40),
            y_end=self.pen.symbol("prediction", 40),
        )
        self.draw_hinge_tiles(low, high)
        self.play(*(FadeOut(mobject) for mobject in self.clear_stage()), run_time=0.6)
        self.play(FadeIn(axes), run_time=0.6)
        self.hinge_curves, self.switches = [], []
        for k, row in enumerate(table):
            curve = LiveCurve(axes, "prediction", 4).through(self.xs, self.heights[k])
            self.hinge_curves.append(curve)
            self.play(FadeIn(board.tiles[k], board.formulas[k], shift=RIGHT * 0.15), run_time=0.5)
            self.play(TransformFromCopy(board.tiles[k].graph, curve), run_time=0.7)
            corner = board.corners[k]
            place = numbers.corner(row)
            if place is not None:
                mark = self.switch_mark(place)
                self.switches.append(mark)
                self.play(Create(mark), *([Fly(mark, corner)] if corner is not None else []), run_time=0.7)
            self.play(curve.animate.set_stroke(opacity=_FAINT), run_time=0.2)

    def sum(self) -> None:
        """One hinge after the other is added, point by point; a dot runs along the sum, and the neurons switch."""
        axes, board = self.hinge_axes, self.hinge_board
        base = Fraction(self.number("output.bias"))
        total = LiveCurve(axes, "prediction", 7)
        heights = [base for _ in self.xs]
        total.through(self.xs, heights)
        self.play(FadeIn(board.bias, board.bias_tile), run_time=0.5)
        self.play(TransformFromCopy(board.bias_tile.graph, total), run_time=0.7)
        for k, hinge in enumerate(self.heights):
            below = heights
            adding = Live(lambda share: {"share": share})

            def grow(curve: LiveCurve, below=below, hinge=hinge, adding=adding) -> None:  # type: ignore[no-untyped-def]
                share = Fraction(adding.now("share"))
                curve.through(self.xs, [a + share * b for a, b in zip(below, hinge, strict=True)])

            adding.shape(total, grow)
            self.play(
                adding.share.animate.set_value(1.0),
                self.hinge_curves[k].animate.set_stroke(opacity=_ADDED),
                pulse(board.tiles[k], 1.08),
                run_time=1.0,
            )
            adding.stop()
            heights = [a + b for a, b in zip(below, hinge, strict=True)]
        self.answer()
        self.sweep(heights)

    def sweep(self, heights: list[Fraction]) -> None:
        """A dot runs along the sum; the neurons that are on are lit, and over each piece stands its slope."""
        axes, board = self.hinge_axes, self.hinge_board
        table = numbers.hinges(self.values)
        pieces = numbers.segments(table)
        xs, ys = [float(x) for x in self.xs], [float(y) for y in heights]
        dot = stands_for(Dot(radius=0.13, color=self.theme.prediction), "prediction").set_z_index(3)
        dot.move_to(axes.at(pieces[0][0], heights[0]))
        slopes = self.slopes(pieces)
        for k, (start, end) in enumerate(pieces):
            middle = (start + end) / 2
            lit = [weight * middle + bias > 0 for weight, bias, _ in table]
            for neuron, on in enumerate(lit):
                board.light(neuron, on)
            running = Live(lambda share, start=start, end=end: {"input": start + share * (end - start)})

            def run(dot: Dot, running=running) -> None:  # type: ignore[no-untyped-def]
                x = float(running.now("input"))
                dot.move_to(axes.at(x, float(np.interp(x, xs, ys))))

            running.shape(dot, run)
            if k == 0:
                self.play(FadeIn(dot, scale=0.4), run_time=0.4)
            self.play(
                running.share.animate.set_value(1.0),
                *map(FadeIn, slopes[k]),
                run_time=3.6 / len(pieces),
                rate_func=linear,
            )
            running.stop()
            if k + 1 < len(pieces):
                self.add(self.corner_dot(end, heights[self.xs.index(end)]))

    def corner_dot(self, x: Fraction, y: Fraction) -> Dot:
        """A corner of the sum."""
        dot = Dot(self.hinge_axes.at(x, y), radius=0.09, color=self.theme.prediction).set_z_index(2)
        return stands_for(dot, "prediction")

    def slopes(self, pieces: list[tuple[Fraction, Fraction]]) -> list[VGroup]:
        """The slope of the sum over each piece of the plot, above it; nothing where the piece is too narrow for it."""
        axes = self.hinge_axes
        made = []
        for k, ends in enumerate(pieces):
            left, right = (axes.x_place(end) for end in ends)
            room = right - left - 0.3
            value = self.pen.value(f"segment.{k}.slope", _SLOPE_SIZE)
            if value.width * LEAST_SIZE > room * _SLOPE_SIZE:
                value.shorten(len(FEWER) - 1)
            if value.width * LEAST_SIZE > room * _SLOPE_SIZE:
                made.append(VGroup())
                continue
            value.scale(min(1.0, room / float(value.width)))
            value.shift([(left + right) / 2 - float(value.get_x()), axes.plot.top + 0.16 - value.baseline, 0])
            word = self.pen.label("slope", 28)
            both = float(word.width) + 0.2 + float(value.width)
            if both <= room and not any(len(group) == 2 for group in made):
                value.shift([(both - float(value.width)) / 2, 0, 0])
                word.next_to(value, LEFT, buff=0.2).shift([0, value.baseline - word.baseline, 0])
                made.append(VGroup(value, word))
            else:
                made.append(VGroup(value))
        return made

    def switch_mark(self, place: Fraction) -> DashedLine:
        """A dashed line over the input at which a neuron switches."""
        plot, x = self.hinge_axes.plot, self.hinge_axes.x_place(place)
        line = DashedLine(
            [x, plot.bottom, 0], [x, plot.top, 0], dash_length=0.1, stroke_color=self.theme.input, stroke_width=2.5
        )
        return stands_for(line, "input")

    def draw_hinge_tiles(self, low: Fraction, high: Fraction) -> None:
        """Each hinge in its tile, over the inputs of the plot, all to one scale upwards."""
        every = (abs(y) for heights in self.heights for y in heights)
        tallest = max(float(max(every)), abs(self.float("output.bias"))) or 1.0
        for tile, heights in zip(self.hinge_board.tiles, self.heights, strict=True):
            middle, half = float(low + high) / 2, float(high - low) / 2
            tile.through(
                [((float(x) - middle) / half, float(y) / tallest) for x, y in zip(self.xs, heights, strict=True)]
            )
        base = self.float("output.bias") / tallest
        self.hinge_board.bias_tile.through([(-1.0, base), (1.0, base)])
