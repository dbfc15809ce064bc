"""Lesson 5: one neuron, all the numbers. Its first two acts are one step (neuron_forward.py, neuron_step.py); here are
the lesson itself and its third act: the whole descent, the learning rate, the valley."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from manim import (
    DOWN,
    LEFT,
    RIGHT,
    UP,
    AnimationGroup,
    Create,
    FadeIn,
    FadeOut,
    LaggedStart,
    Mobject,
    TransformFromCopy,
    VGroup,
    linear,
)

from scenes.lessons.neuron_step import NeuronStep
from scenes.lessons.numbers import neuron as numbers
from scenes.lessons.numbers import neuron_claims as claims
from scenes.stage.drawings.plots.history_table import Column, HistoryTable
from scenes.stage.drawings.plots.loss_curve import LossCurve
from scenes.stage.frame.region import Region
from scenes.stage.motion.moves import Fly
from scenes.stage.neuron import valley_scales
from scenes.stage.neuron.picture import NeuronPicture
from scenes.stage.neuron.rate_board import RateBoard
from scenes.stage.neuron.summary import NeuronSummary
from scenes.stage.neuron.valley import Valley
from scenes.stage.writing.values import Number


class NeuronLesson(NeuronStep):
    """x = 2.1, w = 1, b = 0, target 4 unless told otherwise; loss (prediction - target)^2 without a factor 1/2."""

    name: ClassVar[str] = "neuron"
    poster_shot: ClassVar[str] = "summary"
    numbers = numbers
    claims = claims

    def state(self, weight: Number, bias: Number) -> Mapping[str, Number]:
        return numbers.state(self.values, weight, bias)

    def placeholders(self, text: str) -> str:
        return text.replace("{final.", f"{{step.{self.steps}.") if "{final." in text else text

    @property
    def steps(self) -> int:
        """How many updates the history holds."""
        return int(self.values["steps"])

    # -- the whole descent -----------------------------------------------------------------

    def repeat(self) -> None:
        """Row by row the history grows, and the loss curve with it."""
        stage = self.layout.stage
        cut = stage.columns if stage.width > 2 * stage.height else stage.rows
        left, right = cut(1.25, 1.0, gap=0.5)
        quantities = ("weight", "bias", "prediction", "loss")
        columns = [
            Column(self.pen.label("step"), "step.<k>"),
            *(Column(self.pen.symbol(quantity, 40), f"step.<k>.{quantity}") for quantity in quantities),
        ]
        table = HistoryTable(left.inset(0, 0.1), self.pen, columns, self.steps)
        curve = LossCurve(
            right,
            self.pen,
            [self.number(f"step.{k}.loss") for k in range(self.steps + 1)],
            self.pen.symbol("loss", 40),
            self.pen.label("step"),
        )
        p = self.picture
        sources = (p.weight_label.parts[0], p.bias_label.parts[0], p.prediction_symbol, p.loss_symbol)
        headings = [Fly(source, mark) for source, mark in zip(sources, table.header[1:], strict=True)]
        self.play(
            *(FadeOut(mobject) for mobject in self.clear_stage()),
            *headings,
            FadeIn(table.header[0], table.rule),
            run_time=1.0,
        )
        self.play(FadeIn(curve.axes), run_time=0.6)
        self.add(curve.upto(0))
        drawn = 0
        for step, row in zip(table.shown, table.rows, strict=True):
            upto = drawn + 1 if step is None else step
            grown = [curve.growing(drawn, upto)] if upto > drawn else []
            if step == self.steps:
                self.answer()
            self.play(FadeIn(row, shift=DOWN * 0.12), *grown, run_time=0.9 if upto < 2 else 0.5)
            drawn = upto
        self.descent = VGroup(table, curve)

    def rates(self) -> None:
        """Four learning rates side by side, step by step; what becomes of each is asked before it is seen."""
        steps = range(numbers.RATE_STEPS + 1)
        rates = range(len(numbers.COMPARED_RATES))
        predictions = [[self.float(f"rate.{j}.step.{k}.prediction") for k in steps] for j in rates]
        fates = [claims.fate(self.number("step.0.error"), self.number(f"rate.{j}.factor")) for j in rates]
        region = self.layout.stage.inset(0, 0.1)
        board = RateBoard(region, self.pen, self.float("target"), predictions, fates)
        self.play(FadeOut(self.descent), run_time=0.5)
        starts = zip(board.panels, board.titles, board.asks, strict=True)
        self.play(
            LaggedStart(*(FadeIn(p.box, p.goal, p.dots[0], title, ask) for p, title, ask in starts), lag_ratio=0.2),
            run_time=1.4,
        )
        self.play(FadeIn(board.key), run_time=0.5)
        for k in steps[1:]:
            drawn = [Create(panel.segments[k - 1]) for panel in board.panels if len(panel.segments[k - 1])]
            drawn += [FadeIn(panel.dots[k]) for panel in board.panels if len(panel.dots[k])]
            if drawn:
                self.play(*drawn, run_time=0.5 if k < 4 else 0.2, rate_func=linear)
        self.answer()
        answers = zip(board.asks, board.verdicts, strict=True)
        self.play(
            LaggedStart(*(AnimationGroup(FadeOut(ask), FadeIn(answer)) for ask, answer in answers), lag_ratio=0.35),
            run_time=2.4,
        )
        self.play(FadeIn(board.law, shift=UP * 0.1), run_time=0.8)
        self.panels = board.shown

    def arrives(self) -> Mobject:
        return self.picture.prediction_node

    def leaves(self) -> Mobject:
        return self.picture.neuron_node

    def valley(self) -> None:
        """All of it from above: a straight valley, the gradient across the level lines, the steps against it."""
        stage = self.layout.stage
        left, right = stage.rows(1.35, 1.0, gap=0.3) if self.layout.is_tall else stage.columns(1.35, 1.0, gap=0.5)
        start = (self.float("step.0.weight"), self.float("step.0.bias"))
        nearest = (self.float("valley.weight"), self.float("valley.bias"))
        shape = (self.theme, self.float("input"), start, nearest, self.float("step.0.error"))
        room = valley_scales.margin(Valley(left.inset(0.3), *shape), self.pen)
        ground = Region(left.left + room, left.bottom + 0.5, left.right - 0.1, left.top - 0.1)
        valley = Valley(ground, *shape)
        path_places = [(self.float(f"step.{k}.weight"), self.float(f"step.{k}.bias")) for k in range(self.steps + 1)]
        segments, dots = valley.path(path_places, self.theme.ink)
        axes = valley_scales.axes(valley, self.pen)
        right = Region(right.left + 0.35, right.bottom + 0.1, right.right - 0.1, right.top - 0.1)  # room for a key
        places = [line.y - 0.14 for line in right.rows(1, 1, 1, 1)]
        line = self.pen.row("valley", 46).fit(right.width).at(right.left, places[0])
        zero = self.pen.equation("loss", "valley.loss", 40).at(right.left, places[1])
        floor_label = valley.on_level(self.pen.value("valley.loss", 34), 0.0, up=valley_scales.UP)
        side = -1 if self.float("step.0.error") > 0 else 1  # the descent comes from the other one
        losses = valley_scales.level_losses(valley, self.pen, side, floor_label)
        corner = valley.right_angle() if self.float("step.0.error") else VGroup()  # else there is no way down
        ends = [
            self.pen.equation(quantity, f"valley.{quantity}", 42).fit(right.width).at(right.left, place)
            for quantity, place in zip(("weight", "bias"), places[2:], strict=True)
        ]
        self.play(FadeOut(self.panels), run_time=0.5)
        self.play(FadeIn(valley.bands, valley.border, axes), run_time=0.8)
        self.play(LaggedStart(*(Create(line) for line in valley.levels), lag_ratio=0.05), run_time=1.2)
        self.play(FadeIn(losses), Create(valley.floor), run_time=0.8)
        self.play(Fly(valley.floor, line), Fly(floor_label, zero), FadeIn(floor_label), run_time=1.0)
        self.play(FadeIn(valley.dot(start, self.theme.ink).set_z_index(1), scale=0.3), run_time=0.7)
        uphill = valley.uphill(start, nearest).set_z_index(1)
        self.play(Create(uphill), run_time=0.8)
        path = [pair for pair in zip(segments, dots[1:], strict=True) if len(pair[0])]
        for segment, dot in path[:6]:
            self.play(Create(segment), FadeIn(dot), run_time=0.7 if segment is segments[0] else 0.35)
        if path[6:]:
            rest = [AnimationGroup(Create(segment), FadeIn(dot)) for segment, dot in path[6:]]
            self.play(LaggedStart(*rest, lag_ratio=0.3), run_time=2.0)
        goal = valley.dot(nearest, self.theme.target).set_z_index(2)
        goal_key = goal.copy().next_to(ends[0], LEFT, buff=0.14)
        self.play(
            TransformFromCopy(goal, goal_key),
            FadeIn(goal, scale=2.0),
            FadeIn(corner),
            *(Fly(goal, end) for end in ends),
            run_time=1.0,
        )

    def summary(self) -> None:
        """The machine with everything on it: forward the numbers, backward the gradients, then the step."""
        p = self.picture = NeuronPicture(self.machine_and_bench()[0], self.pen)
        table = NeuronSummary(self.bench, self.pen, p)
        self.play(*(FadeOut(mobject) for mobject in self.clear_stage()), run_time=0.6)
        self.play(FadeIn(p.machine, p.weight_label, p.bias_label, p.target_value), run_time=0.8)
        outcome = (p.input_value, p.prediction_value, p.loss_value)
        self.play(LaggedStart(*(FadeIn(value, shift=RIGHT * 0.3) for value in outcome), lag_ratio=0.5), run_time=1.6)
        arrows = [
            p.backward_arrow(p.loss_node, p.prediction_node),
            p.backward_arrow(p.prediction_node, p.neuron_node),
            VGroup(p.backward_arrow(p.neuron_node, p.knob.body), p.backward_arrow_up()),
        ]
        gradients = (FadeIn(row) for row in (table.words[0], *reversed(table.gradients)))
        self.play(
            LaggedStart(*(Create(arrow) for arrow in arrows), lag_ratio=0.5),
            FadeOut(*p.backward_edges),
            LaggedStart(*gradients, lag_ratio=0.4),
            run_time=2.2,
        )
        results = (FadeIn(row, shift=UP * 0.15) for row in (table.words[1], *table.results))
        self.play(LaggedStart(*results, lag_ratio=0.3), run_time=1.8)
