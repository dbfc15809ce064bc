"""Lesson 4, first act: two machines in a row, and a nudge that runs through both."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import partial
from itertools import pairwise

from manim import (
    DOWN,
    RIGHT,
    UP,
    Create,
    FadeIn,
    FadeOut,
    LaggedStart,
    MoveAlongPath,
    ReplacementTransform,
    VGroup,
    smooth,
)
from manim import Line as Track

from scenes.lessons.numbers import chain as numbers
from scenes.stage.chain.coupled_lines import CoupledLines
from scenes.stage.chain.machine_row import QUANTITIES, MachineRow
from scenes.stage.chain.slope_plots import SlopePlot
from scenes.stage.drawings.shapes import question_box, signal
from scenes.stage.frame.region import Region
from scenes.stage.lesson import Lesson
from scenes.stage.motion.live import Live
from scenes.stage.motion.moves import Fly, pulse
from scenes.stage.writing.rows import Row
from scenes.stage.writing.values import Number

_RATES = ("inner", "outer")


class ChainMachines(Lesson):
    """The shots with the machines."""

    @property
    def machines_chosen(self) -> tuple[str, str]:
        """The names of both machines."""
        return str(self.values["inner"]), str(self.values["outer"])

    def nudged(self, nudge: Fraction) -> Mapping[str, Number]:
        """The state of both machines with x nudged so far."""
        return numbers.state(self.values, nudge)

    # -- shots -------------------------------------------------------------------

    def machines(self) -> None:
        """The row is built from left to right; a signal runs through it, and each number appears as it comes by."""
        machine, self.bench, self.strip = self.layout.stage.rows(1.2, 3.15, 1.0, gap=0.08)
        self.row = r = MachineRow(machine, self.pen, self.machines_chosen)
        before = {name: self.number(name) for name in QUANTITIES}
        changes = {name: self.number(f"nudge.change.{name}") for name in QUANTITIES}
        self.coupled = c = CoupledLines(self.bench, self.pen, before, changes)
        built = [
            FadeIn(r.circles[0], r.symbols[0], shift=RIGHT * 0.3),
            Create(r.edges[0]),
            FadeIn(r.boxes[0], r.formulas[0], scale=0.8),
            Create(r.edges[1]),
            FadeIn(r.circles[1], r.symbols[1], scale=0.8),
            Create(r.edges[2]),
            FadeIn(r.boxes[1], r.formulas[1], scale=0.8),
            Create(r.edges[3]),
            FadeIn(r.circles[2], r.symbols[2], scale=0.8),
        ]
        self.play(LaggedStart(*built, lag_ratio=0.25), run_time=2.4)
        spot = signal(self.theme, "input").move_to(r.circles[0].get_right())
        for place, value in enumerate(r.values):
            if place:
                self.run_signal(spot, r.edges[2 * place - 2])
                self.play(pulse(VGroup(r.boxes[place - 1], r.formulas[place - 1])), run_time=0.5)
                self.run_signal(spot, r.edges[2 * place - 1])
            self.play(FadeIn(value, scale=0.7), run_time=0.4)
            shown = FadeIn(c.lines[place], shift=UP * 0.1)
            self.play(shown, run_time=0.5)
            self.play(Fly(value, c.dots[place]), run_time=0.5)
        self.remove(spot)

    def nudge(self) -> None:
        """Each dot moves because the one above it moved; the arrows are as long as the changes."""
        c, r = self.coupled, self.row
        size = self.number("nudge.size")
        ask = question_box(0.8, 0.7, self.theme, 44).move_to(c.changes[2]).align_to(c.changes[2], RIGHT)
        ask.next_to(c.changes[2].parts[0], RIGHT, buff=0.45)
        self.play(FadeIn(c.changes[0], shift=RIGHT * 0.15), FadeIn(c.changes[2].parts[0], ask), run_time=0.8)
        self.answer()
        self.play(FadeOut(ask), FadeIn(*c.ghosts), FadeIn(c.changes[1]), FadeIn(c.changes[2].parts[1]), run_time=0.6)
        self.remove(*c.changes[2].parts)
        self.add(*c.bands, *c.arrows, *c.changes, *c.dots)
        moving = Live(lambda share: self.nudged(share * size))
        c.follow(moving)
        for value, name in zip(r.values, QUANTITIES, strict=True):
            moving.number(value, name)
            moving.shape(value, r.region.keep)
        self.play(moving.share.animate.set_value(1.0), run_time=2.4)
        for share in (0.2, 1.0):  # to and fro: where one goes, the others go
            self.play(moving.share.animate.set_value(share), run_time=0.9)
        for value, name in zip(r.values, QUANTITIES, strict=True):
            value.bind(f"nudge.{name}", self.number(f"nudge.{name}"))
        moving.stop()
        self.wait(0.4)
        self.unit = self.pen.label("same_unit" if c.same_unit else "own_unit", 30)
        self.unit.move_to([self.strip.x, self.strip.y + 0.15, 0])
        self.play(FadeIn(self.unit), run_time=0.5)
        for factor in c.factors:
            if len(factor):
                self.play(FadeIn(factor, shift=DOWN * 0.15), run_time=0.7)

    def multiply(self) -> None:
        """The factors fly from between the lines into the product."""
        c = self.coupled
        known = "nudge.rate.outer" in self.trace
        row = self.in_strip("rates" if known else "rate_stuck")
        self.play(FadeOut(self.unit), run_time=0.4)
        result = row.parts[-1]
        digits = result.sign_and_digits
        ask = question_box(max(0.7, float(digits.width)), 0.66, self.theme, 40).move_to(digits)
        ask.shift(RIGHT * max(0.0, float(digits.get_left()[0] - ask.get_left()[0]) - 0.06))
        self.play(FadeIn(*row.parts[:-1][:5], shift=UP * 0.1), FadeIn(result.relation_sign, ask), run_time=0.9)
        if known:
            outer, inner = row.parts[6], row.parts[8]
            self.play(FadeIn(row.parts[5], row.parts[7]), run_time=0.3)
            self.play(Fly(c.factors[0][-1].parts[-1], inner), pulse(c.factors[0]), run_time=0.9)
            self.play(Fly(c.factors[1][-1].parts[-1], outer), pulse(c.factors[1]), run_time=0.9)
        self.answer()
        self.play(FadeOut(ask), FadeIn(digits, scale=1.3), run_time=0.7)
        self.remove(result.relation_sign, digits)
        self.add(row)
        self.rates = VGroup(row)
        if c.whole is not None:
            arrow, factor = c.whole
            self.play(Create(arrow), Fly(result, factor), run_time=1.0)
            self.rates.add(arrow, factor)

    def slope(self) -> None:
        """The nudge shrinks: ratios become slopes; their product is the chain rule."""
        r, c = self.row, self.coupled
        wide = self.number("wide.size")
        plots, ratios, slopes = self.slope_plots()
        back = [value.bind(name, self.number(name)) for value, name in zip(r.values, QUANTITIES, strict=True)]
        factors = [factor for factor in c.factors if len(factor)]
        gone = [*c.lines, *c.ghosts, *c.dots, *c.arrows, *c.bands, *c.changes, *factors, self.rates]
        self.play(*(FadeOut(part) for part in gone), *(FadeIn(value) for value in back), run_time=0.7)
        self.play(*(FadeIn(plot, plot.dot) for plot in plots), run_time=0.8)
        self.play(*(FadeIn(p.triangle) for p in plots), *(Create(p.line) for p in plots), run_time=0.8)
        self.play(*(FadeIn(row, shift=UP * 0.1) for row in ratios), run_time=0.6)
        self.answer()
        moving = Live(lambda share: self.nudged((1 - share) * wide))
        for plot, row, which, pair in zip(plots, ratios, _RATES, pairwise(QUANTITIES), strict=True):
            plot.follow(moving, *(f"change.{name}" for name in pair), f"rate.{which}")
            moving.number(row.parts[1], f"rate.{which}")
        self.play(moving.share.animate(rate_func=smooth).set_value(1.0), run_time=3.6)
        for row, which in zip(ratios, _RATES, strict=True):
            row.parts[1].bind(f"local.{which}", self.number(f"local.{which}"))
        moving.stop()
        self.play(*(ReplacementTransform(row, new) for row, new in zip(ratios, slopes, strict=True)), run_time=0.6)
        chain = self.in_strip("chain")
        self.play(FadeIn(*chain.parts[:6], chain.parts[7], shift=UP * 0.1), run_time=0.7)
        self.play(Fly(slopes[1].parts[1], chain.parts[6]), Fly(slopes[0].parts[1], chain.parts[8]), run_time=1.0)
        self.play(FadeIn(chain.parts[9], scale=1.2), run_time=0.6)

    def in_strip(self, name: str) -> Row:
        """A formula at the foot of the stage."""
        size = 50.0 if self.layout.is_tall else 42.0
        return self.pen.row(name, size).fit(self.strip.width).centered(self.strip.x, self.strip.y - 0.17)

    def slope_plots(self) -> tuple[list[SlopePlot], list[Row], list[Row]]:
        """A plot for each machine with the widest nudge; beside or above it the ratio and the slope it becomes."""
        bench = Region(self.bench.left, self.bench.bottom + 0.2, self.bench.right, self.bench.top)
        is_square = not (self.layout.is_wide or self.layout.is_tall)
        panels = bench.rows(1, 1, gap=0.25) if self.layout.is_tall else bench.columns(1, 1, gap=0.5)
        plots, ratios, slopes = [], [], []
        for place, (panel, which) in enumerate(zip(panels, _RATES, strict=True)):
            head, body = panel.rows(0.4, 1.0) if is_square else panel.columns(0.58, 1.0, gap=0.3)
            pair, machine = QUANTITIES[place : place + 2], self.machines_chosen[place]
            changes = [self.number(f"wide.change.{name}") for name in pair]
            at = self.number(pair[0]), self.number(pair[1])
            ends = self.pen.symbol(pair[0], 38), self.pen.symbol(pair[1], 38)
            plot = SlopePlot(body, self.pen, partial(numbers.curve, machine), ends, at, changes[0])
            plots.append(plot.show(*changes, self.number(f"wide.rate.{which}")))
            for kind, made in (("ratio", ratios), ("slope", slopes)):
                indent = 1.25 if is_square else 0.1  # clear of the symbol on the axis
                row = self.pen.row(f"{kind}_{which}", 42).fit(head.width - indent)
                made.append(row.at(head.left + indent, head.y - 0.16))
                row.parts[1].keep_to(head.right - float(row.parts[1].get_left()[0]))
        return plots, ratios, slopes

    # -- signals -----------------------------------------------------------------

    def run_signal(self, spot: VGroup, edge: VGroup, run_time: float = 0.45) -> None:
        """A spot of light runs forward along an edge."""
        self.play(MoveAlongPath(spot, Track(edge.get_left(), edge.get_right()), rate_func=smooth), run_time=run_time)
