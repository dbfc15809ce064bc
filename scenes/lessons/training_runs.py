"""Lesson 8, second act: whole trainings in time-lapse, with batches, learning rates, held-out examples, two inputs."""

from __future__ import annotations

import numpy as np
from manim import (
    Create,
    DashedLine,
    FadeIn,
    FadeOut,
    LaggedStart,
    ReplacementTransform,
    VGroup,
    linear,
)

from scenes.lessons.numbers import training as numbers
from scenes.lessons.numbers.training_data import floats
from scenes.lessons.numbers.training_runs import Run
from scenes.lessons.training_epoch import TrainingEpoch
from scenes.stage.drawings.networks.state import NetworkState
from scenes.stage.frame.region import Region
from scenes.stage.motion.moves import pulse
from scenes.stage.training.counters import counters
from scenes.stage.training.legend import Legend
from scenes.stage.training.loss_chart import LossChart, loss_scale
from scenes.stage.training.tiles import Tile, frame_of

_SLOW_BATCHES = 4  # steps that are shown one by one
_DIMMED = 0.2
_LAPSE = 5.0  # seconds


class TrainingRuns(TrainingEpoch):
    """The shots about whole trainings."""

    def again(self) -> None:
        """Many epochs: network, curve, loss and epoch in step."""
        run = self.runs.main
        far = self.chart_of(run.steps[-1], run, "epoch")
        series = far.series(run.steps, run.losses)
        start = 1 if run.steps[1] == 1 else 0
        series.upto(start)
        self.play(FadeOut(self.ghost, self.chart), FadeIn(far), ReplacementTransform(self.series, series), run_time=0.9)
        self.chart, self.series = far, series
        self.think()
        self.lapse(run, start, _LAPSE, "again")
        self.answer()

    def lapse(self, run: Run, start: int, run_time: float, shot: str, step: bool = False) -> None:
        """All records of a training, fast: every part of the stage shows the same one."""
        moving = self.live(run, run.last, start)
        self.follow(moving, run, self.fit, self.net, self.series)
        self.count(moving, self.epoch, "epoch", f"{shot}.epochs")
        self.count(moving, self.loss, "loss", f"{shot}.loss")
        if step:
            self.count(moving, self.step_counter, "step", f"{shot}.steps")
        self.run_through(moving, run_time, rate_func=linear)

    def chart_of(self, last: float, run: Run, word: str, *more: Run) -> LossChart:
        """A chart for these trainings."""
        losses = [one.losses for one in (run, *more)]
        scale = loss_scale(run.losses[0], *losses)
        return LossChart(self.chart_region, self.pen, float(last), scale, self.pen.label(word, 30))

    def batches(self) -> None:
        """The examples are dealt out in batches: each is a step, all of them an epoch."""
        run, fit, net = self.runs.batches, self.fit, self.net
        scale = loss_scale(run.losses[0], run.losses, run.batch_losses)
        chart = LossChart(self.chart_region, self.pen, float(run.steps[-1]), scale, self.pen.label("step", 30))
        series = chart.series(run.steps, run.losses)
        of_batch = chart.series(run.steps, run.batch_losses, width=2.5, color=self.theme.muted)
        legend = self.legend(chart, (series, "all"), (of_batch, "batch"))
        self.play(FadeOut(self.chart, self.series, self.epoch, self.loss, fit.answer, net), run_time=0.6)
        net.show(NetworkState.of_parameters(run.parameters(0)))
        fit.show(run.parameters(0))
        self.step_counter, self.epoch, self.loss = counters(
            self.head, self.pen, "step.0.loss", ("step", "again.start"), ("epoch", "again.start")
        )
        self.chart, self.series = chart, series
        self.play(
            FadeIn(chart, series, of_batch, legend, self.step_counter, self.epoch, self.loss, fit.answer, net),
            run_time=0.7,
        )
        rows = numbers.batch_rows(self.values)
        whole = len(rows) == 1
        shown = 0 if whole or len(rows) > _SLOW_BATCHES or run.last < len(rows) else len(rows)
        for k in range(shown):
            self.light(rows[k])
            moving = self.step(run, k)
            self.follow_step(moving, run, fit, net, series, k)
            self.count(moving, self.loss, "loss", f"batches.{k + 1}.loss")
            moving.shape(of_batch, lambda line, moving=moving: line.upto(float(moving.now("share"))))
            self.run_through(moving, 0.9)
            self.step_counter.number.bind(f"batches.{k + 1}.step", self.number(f"batches.{k + 1}.step"))
        self.light(list(range(len(run.examples))))
        if shown:
            self.epoch.number.bind("again.first", self.number("again.first"))
            self.play(pulse(self.epoch.number, 1.3), run_time=0.5)
        self.answer()
        moving = self.live(run, run.last, shown)
        self.follow(moving, run, fit, net, series, of_batch)
        self.count(moving, self.step_counter, "step", "batches.steps")
        self.count(moving, self.epoch, "epoch", "batches.epochs")
        self.count(moving, self.loss, "loss", "batches.loss")
        self.run_through(moving, 4.0, rate_func=linear)
        self.extra = VGroup(of_batch, legend)

    def light(self, rows: list[int]) -> None:
        """Dim all examples but these."""
        lit = set(rows)
        self.play(
            *(point.animate.set_opacity(1.0 if k in lit else _DIMMED) for k, point in enumerate(self.fit.points)),
            run_time=0.35,
        )

    def legend(self, chart: LossChart, *lines: tuple) -> Legend:
        """What the lines of a chart are, over its plot."""
        plot = chart.axes.plot
        room = Region(plot.left + 0.6, plot.top + 0.08, plot.right, self.chart_region.top)
        return Legend(room, self.pen, lines)

    def rate(self) -> None:
        """The same network with three learning rates: too small, as before, too large."""
        runs = self.runs
        trainings = {"small": runs.small, "own": runs.main, "large": runs.large}
        top, bottom = self.layout.stage.rows(1.0, 1.0, gap=0.3)
        self.play(FadeOut(*self.clear_stage()), run_time=0.6)
        cells = top.columns(1, 1, 1, gap=0.35)
        tiles = [
            Tile(cell, self.pen, self.make_fit(run, frame_of(cell), run.examples), name)
            for cell, (name, run) in zip(cells, trainings.items(), strict=True)
        ]
        scale = loss_scale(runs.main.losses[0], *(run.losses for run in trainings.values()))
        last = max(run.steps[-1] for run in trainings.values())
        chart = LossChart(bottom, self.pen, float(last), scale, self.pen.label("epoch", 30))
        for tile, run in zip(tiles, trainings.values(), strict=True):
            tile.fit.show(run.parameters(0))
        series = [
            chart.series(run.steps, run.losses, width=width)
            for width, run in zip((3, 6, 3), trainings.values(), strict=True)
        ]
        self.play(LaggedStart(*map(FadeIn, tiles), lag_ratio=0.2), FadeIn(chart), run_time=1.0)
        self.add(*series)
        self.think()
        for tile, run, line in zip(tiles, trainings.values(), series, strict=True):
            moving = self.live(run, run.last)
            self.follow(moving, run, tile.fit, None, line)
            self.run_through(moving, 1.8)
            self.play(FadeIn(tile.loss), run_time=0.4)
        self.answer()

    def heldout(self) -> None:
        """A larger network and few examples: the loss on held-out ones turns."""
        runs = self.runs
        run = runs.few
        self.play(FadeOut(*self.clear_stage()), run_time=0.6)
        self.fit = fit = self.make_fit(run, self.fit_region, run.examples, floats(runs.exact_held_out))
        self.net = net = self.make_net(run, self.net_region)
        fit.show(run.parameters(0))
        scale = loss_scale(run.losses[0], run.losses, run.held_out_losses)
        chart = LossChart(self.chart_region, self.pen, float(run.steps[-1]), scale, self.pen.label("epoch", 30))
        self.chart = chart
        self.series = series = chart.series(run.steps, run.losses)
        held = chart.series(run.steps, run.held_out_losses, dashed=True)
        legend = self.legend(chart, (series, "training"), (held, "held_out"))
        self.epoch, self.loss = counters(self.head, self.pen, "few.start.loss", ("epoch", "again.start"))
        self.play(FadeIn(net, self.epoch, self.loss, fit.axes, chart), run_time=0.8)
        self.play(FadeIn(fit.points), FadeIn(legend.items[0], series), run_time=0.6)
        self.play(FadeIn(fit.held_out, scale=1.3), FadeIn(legend.items[1], held), run_time=0.7)
        self.play(self.coming(fit.answer), run_time=0.7)
        moving = self.live(run, run.last)
        self.follow(moving, run, fit, net, series, held)
        self.count(moving, self.epoch, "epoch", "few.epochs")
        self.count(moving, self.loss, "loss", "few.end.loss")
        self.run_through(moving, _LAPSE, rate_func=linear)
        self.answer()
        best = numbers.best_record(run)
        if 0 < best < run.last:
            place = chart.axes.at(run.steps[best], run.held_out_losses[best])
            foot = np.array([place[0], chart.axes.plot.bottom, 0.0])
            mark = DashedLine(foot, place, stroke_color=self.theme.ink, stroke_width=3, dash_length=0.08)
            ghost = fit.ghost(run.parameters(run.last))
            self.play(Create(mark), run_time=0.6)
            self.add(ghost)
            moving = self.live(run, best, run.last)
            self.follow(moving, run, fit, net)
            self.count(moving, self.epoch, "epoch", "few.best.epoch")
            self.count(moving, self.loss, "loss", "few.best.loss")
            self.run_through(moving, 1.6)

    def regions(self) -> None:
        """Two inputs: the same loop bends a border."""
        run = self.runs.regions
        self.play(FadeOut(*self.clear_stage()), run_time=0.6)
        self.net = net = self.make_net(run, self.net_region)
        self.fit = fit = self.make_fit(run, self.fit_region, run.examples)
        fit.show(run.parameters(0))
        self.chart = self.chart_of(run.steps[-1], run, "epoch")
        self.series = self.chart.series(run.steps, run.losses)
        self.epoch, self.loss = counters(self.head, self.pen, "regions.start.loss", ("epoch", "again.start"))
        self.play(FadeIn(net, self.epoch, self.loss, fit.axes, self.chart, self.series), run_time=0.8)
        self.play(FadeIn(fit.points), run_time=0.5)
        self.play(FadeIn(fit.answer), run_time=0.5)
        self.lapse(run, 0, _LAPSE, "regions")
