"""Lesson 8, second act: whole trainings in time-lapse, with batches, learning rates, held-out examples, two inputs."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from manim import (
    Create,
    DashedLine,
    FadeIn,
    FadeOut,
    ReplacementTransform,
    linear,
)

from scenes.lessons.numbers import training as numbers
from scenes.lessons.numbers.training_data import floats
from scenes.lessons.numbers.training_runs import Run
from scenes.lessons.training_epoch import TrainingEpoch
from scenes.stage.drawings.networks.state import NetworkState
from scenes.stage.frame.region import Region
from scenes.stage.motion.live import Live
from scenes.stage.motion.moves import pulse
from scenes.stage.training.counters import counters, held_out_counter
from scenes.stage.training.legend import Legend, room, rows
from scenes.stage.training.loss_chart import LossChart, Series, loss_scale
from scenes.stage.training.tiles import Tile, frame_of
from scenes.stage.writing.values import Value

_SLOW_BATCHES = 4  # steps that are shown one by one
_DIMMED = 0.2
_LAPSE = 3.8  # seconds
_EARLY = 1.6  # most happens in the first epochs, so time runs slower there
_FEW, _EACH = 20, 0.3  # records, and seconds for each
_BESIDE_AXIS, _BESIDE_SYMBOL = 1.35, 0.45  # units of the scene that a legend leaves for the vertical axis
_LABEL = 32.0
_FOR_LABELS, _APART = 1.0, 0.42  # units of the scene


def _slow_at_first(time: float) -> float:
    return time**_EARLY


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
        self.wait(0.3)
        self.lapse(run, start, _LAPSE, "again")
        self.answer()

    def lapse(self, run: Run, start: int, run_time: float, shot: str, step: bool = False) -> None:
        """All records of a training, fast: every part of the stage shows the same one."""
        moving = self.live(run, run.last, start)
        self.follow(moving, run, self.fit, self.net, self.series)
        self.count(moving, self.epoch, "epoch", shot)
        self.count(moving, self.loss, "loss", shot)
        if step:
            self.count(moving, self.step_counter, "step", shot)
        self.time_lapse(moving, run, run_time)

    def time_lapse(self, moving: Live, run: Run, run_time: float) -> None:
        """All records one after the other; a few of them take no longer than they need."""
        if run.last < _FEW:
            self.run_through(moving, min(run_time, max(_EACH * run.last, 0.5)), rate_func=linear)
        else:
            self.run_through(moving, run_time, rate_func=_slow_at_first)

    def chart_of(self, last: float, run: Run, word: str, *more: Run) -> LossChart:
        """A chart for these trainings."""
        losses = [one.losses for one in (run, *more)]
        scale = loss_scale(run.losses[0], *losses)
        return LossChart(self.chart_region, self.pen, float(last), scale, self.pen.label(word, 30))

    def batches(self) -> None:
        """The examples are dealt out in batches: each is a step, all of them an epoch."""
        run, fit, net = self.runs.batches, self.fit, self.net
        scale = loss_scale(run.losses[0], run.losses, run.batch_losses)
        place = self.legend_chart("all", "batch")
        chart = LossChart(place, self.pen, float(run.steps[-1]), scale, self.pen.label("step", 30))
        series = chart.series(run.steps, run.losses)
        of_batch = chart.series(run.steps, run.batch_losses, width=2.5, color=self.theme.muted, dotted=False)
        legend = self.legend(chart, (series, "all"), (of_batch, "batch"))
        self.play(FadeOut(self.chart, self.series, self.epoch, self.loss, fit.answer, net), run_time=0.6)
        net.show(NetworkState.of_parameters(run.parameters(0)))
        fit.show(run.parameters(0))
        self.step_counter, self.epoch, self.loss = counters(
            self.head, self.pen, "step.0.loss", ("step", "batches.steps"), ("epoch", "batches.epochs")
        )
        self.chart, self.series = chart, series
        self.play(
            FadeIn(chart, series, of_batch, legend, self.step_counter, self.epoch, self.loss, fit.answer, net),
            run_time=0.7,
        )
        dealt = numbers.batch_rows(self.values)
        whole = len(dealt) == 1
        shown = 0 if whole or len(dealt) > _SLOW_BATCHES or run.last < len(dealt) else len(dealt)
        for k in range(shown):
            self.light(dealt[k])
            moving = self.step(run, k)
            self.follow_step(moving, run, fit, net, series, k)
            moving.number(self.loss.number, "loss")
            self.loss.number.bind(f"batches.record.{k + 1}.loss", self.number(f"batches.record.{k + 1}.loss"))
            moving.shape(of_batch, lambda line, moving=moving: line.upto(float(moving.now("share"))))
            self.run_through(moving, 0.9)
            self.step_counter.number.bind(f"batches.record.{k + 1}.step", self.number(f"batches.record.{k + 1}.step"))
        self.light(list(range(len(run.examples))))
        if shown:
            self.epoch.number.bind("again.first", self.number("again.first"))
            self.play(pulse(self.epoch.number, 1.3), run_time=0.5)
        self.answer()
        moving = self.live(run, run.last, shown)
        self.follow(moving, run, fit, net, series, of_batch)
        self.count(moving, self.step_counter, "step", "batches")
        self.count(moving, self.epoch, "epoch", "batches")
        self.count(moving, self.loss, "loss", "batches")
        self.time_lapse(moving, run, 2.7)

    def light(self, rows: list[int]) -> None:
        """Dim all examples but these."""
        lit = set(rows)
        self.play(
            *(point.animate.set_opacity(1.0 if k in lit else _DIMMED) for k, point in enumerate(self.fit.points)),
            run_time=0.35,
        )

    def legend(self, chart: LossChart, *lines: tuple[Series, str]) -> Legend:
        """What the lines of a chart are, over its plot."""
        plot = chart.axes.plot
        right = self.chart_region.right
        return Legend(Region(plot.left + _BESIDE_SYMBOL, plot.top + 0.06, right, plot.top + 1), self.pen, lines)

    def legend_chart(self, *words: str) -> Region:
        """The place of a chart, with room for a legend of these words over it."""
        region = self.chart_region
        lines = rows(region.width - _BESIDE_AXIS - _BESIDE_SYMBOL, self.pen, words)
        return Region(region.left, region.bottom, region.right, region.top - room(lines))

    def rate(self) -> None:
        """The same network with three learning rates: too small, as before, too large."""
        runs = self.runs
        trainings = {"small": runs.small, "own": runs.main, "large": runs.large}
        top, bottom = self.layout.stage.rows(1.3, 1.0, gap=0.25)
        cells = top.rows(1, 1, 1, gap=0.25) if self.layout.is_tall else top.columns(1, 1, 1, gap=0.35)
        tiles = [
            Tile(cell, self.pen, self.make_fit(run, frame_of(cell), run.examples), name)
            for cell, (name, run) in zip(cells, trainings.items(), strict=True)
        ]
        scale = loss_scale(runs.main.losses[0], *(run.losses for run in trainings.values()))
        last = max(run.steps[-1] for run in trainings.values())
        place = Region(bottom.left, bottom.bottom, bottom.right - _FOR_LABELS, bottom.top)
        chart = LossChart(place, self.pen, float(last), scale, self.pen.label("epoch", 30))
        for tile, run, name in zip(tiles, trainings.values(), trainings, strict=True):
            tile.fit.show(run.parameters(run.last if name == "own" else 0))
        series = [
            chart.series(run.steps, run.losses, width=width)
            for width, run in zip((3, 6, 3), trainings.values(), strict=True)
        ]
        series[1].upto(runs.main.last)
        labels = self.rate_labels(chart, trainings)
        own = tiles[1]
        now = (own.panel, own.title, own.fit.answer, own.loss, chart, series[1], labels[1])
        self.turn_into(self.fit.points, own.fit.points, *now)
        self.whole(own)
        self.play(FadeIn(tiles[0], tiles[2]), run_time=0.6)
        self.fit = own.fit
        self.add(series[0], series[2])
        self.think()
        trainings_of = list(trainings.values())
        for k in (0, 2):
            moving = self.live(trainings_of[k], trainings_of[k].last)
            self.follow(moving, trainings_of[k], tiles[k].fit, None, series[k])
            self.time_lapse(moving, trainings_of[k], 1.6)
            self.play(FadeIn(tiles[k].loss, labels[k]), run_time=0.4)
        self.answer()

    def rate_labels(self, chart: LossChart, trainings: dict[str, Run]) -> list[Value]:
        """Behind the end of each line its learning rate; those that would touch stand apart."""
        plot = chart.axes.plot
        ends = {name: chart.axes.y_place(float(run.losses[-1])) for name, run in trainings.items()}
        heights = {name: float(np.clip(end, plot.bottom, plot.top)) for name, end in ends.items()}
        order = sorted(heights, key=lambda name: heights[name])
        for low, high in pairwise(order):
            heights[high] = max(heights[high], heights[low] + _APART)
        heights[order[-1]] = min(heights[order[-1]], plot.top)
        for low, high in reversed(list(pairwise(order))):
            heights[low] = min(heights[low], heights[high] - _APART)
        labels = []
        for name in trainings:
            label = self.pen.value(f"rates.{name}.learning_rate", _LABEL).fit(_FOR_LABELS - 0.28)
            label.move_to([plot.right + 0.2 + float(label.width) / 2, heights[name], 0])
            labels.append(label)
        return labels

    def heldout(self) -> None:
        """A larger network and few examples: the loss on held-out ones turns."""
        runs = self.runs
        run = runs.few
        learned = self.fit.points[: len(run.examples)]
        second, below = self.net_region.rows(0.12, 1.0, gap=0.1)
        self.fit = fit = self.make_fit(run, self.fit_region, run.examples, floats(runs.exact_held_out))
        self.net = net = self.make_net(run, below)
        fit.show(run.parameters(0))
        scale = loss_scale(run.losses[0], run.losses, run.held_out_losses)
        place = self.legend_chart("training", "held_out")
        chart = LossChart(place, self.pen, float(run.steps[-1]), scale, self.pen.label("epoch", 30))
        self.chart = chart
        self.series = series = chart.series(run.steps, run.losses)
        held = chart.series(run.steps, run.held_out_losses, dashed=True)
        legend = self.legend(chart, (series, "training"), (held, "held_out"))
        self.epoch, self.loss = counters(self.head, self.pen, "few.start.loss", ("epoch", "few.epochs"))
        self.held_loss = held_out_counter(second, self.pen, "few.start.held_out.loss")
        self.turn_into(learned, fit.points, net, self.epoch, self.loss, fit.axes, chart)
        self.play(FadeIn(legend.items[0], series), run_time=0.5)
        self.play(FadeIn(fit.held_out, scale=1.3), FadeIn(legend.items[1], held, self.held_loss), run_time=0.7)
        self.play(self.coming(fit.answer), run_time=0.7)
        moving = self.live(run, run.last)
        self.follow(moving, run, fit, net, series, held)
        self.count(moving, self.epoch, "epoch", "few")
        self.count(moving, self.loss, "loss", "few")
        self.count(moving, self.held_loss, "held_out.loss", "few")
        self.time_lapse(moving, run, _LAPSE)
        self.answer()
        best = numbers.best_record(run)
        if 0 < best < run.last:
            turn = chart.axes.at(run.steps[best], run.held_out_losses[best])
            foot = np.array([turn[0], chart.axes.plot.bottom, 0.0])
            mark = DashedLine(foot, turn, stroke_color=self.theme.ink, stroke_width=3, dash_length=0.08)
            ghost = fit.ghost(run.parameters(run.last))
            self.play(Create(mark), run_time=0.6)
            self.add(ghost)
            moving = self.live(run, best, run.last)
            self.follow(moving, run, fit, net)
            self.count(moving, self.epoch, "epoch", "few")
            self.count(moving, self.loss, "loss", "few")
            self.count(moving, self.held_loss, "held_out.loss", "few")
            self.run_through(moving, 1.4)

    def regions(self) -> None:
        """Two inputs: the same loop bends a border."""
        run = self.runs.regions
        before = self.net.neurons
        self.lay_out(2)
        self.net = net = self.make_net(run, self.net_region)
        self.fit = fit = self.make_fit(run, self.fit_region, run.examples)
        fit.show(run.parameters(0))
        self.chart = self.chart_of(run.steps[-1], run, "epoch")
        self.series = self.chart.series(run.steps, run.losses)
        self.epoch, self.loss = counters(self.head, self.pen, "regions.start.loss", ("epoch", "regions.epochs"))
        rest = (net.wires, net.edges, net.gaps, self.epoch, self.loss, fit.axes, self.chart, self.series, fit.points)
        self.turn_into(before, net.neurons, *rest)
        self.whole(net)
        self.play(FadeIn(fit.answer), run_time=0.4)
        self.lapse(run, 0, 0.9 * _LAPSE, "regions")
        self.answer()
