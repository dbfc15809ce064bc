"""The stage of lesson 8: the network, what it answers, the losses, and what is counted, all of one record."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np
from manim import FadeIn, FadeOut, Mobject, ReplacementTransform, UpdateFromAlphaFunc, VGroup, smooth, squish_rate_func
from numpy.typing import NDArray

from engine import Dataset
from engine.traces.sources import network_trace
from scenes.lessons.numbers import training as numbers
from scenes.lessons.numbers import training_slow as slow
from scenes.lessons.numbers.training_runs import Run, Runs
from scenes.stage.drawings.networks.layout import lay_out
from scenes.stage.drawings.networks.network import NetworkPicture
from scenes.stage.drawings.networks.state import NetworkState
from scenes.stage.drawings.plots.residuals import ResidualSticks
from scenes.stage.frame.region import Region
from scenes.stage.lesson import Lesson
from scenes.stage.motion.live import Live
from scenes.stage.training.counters import NARROW, Counter
from scenes.stage.training.fit_curve import FitCurve
from scenes.stage.training.fit_map import FitMap
from scenes.stage.training.loss_chart import LossChart, Series
from scenes.stage.writing.values import Number

Array = NDArray[np.float64]
Parameters = Mapping[str, Array]
Fit = FitCurve | FitMap
_THICKEST = 8.0  # stroke width of the largest weight of a training,
_GROWN = 4.0  # but of weights that grow more than so many times, as when training diverges, larger ones stay at it
_ROOMY = 0.25  # where neurons have this radius or more


class TrainingStage(Lesson):
    """In a wide frame the network stands on the left, the examples and the losses on the right; in an upright one they
    stand below one another. What a shot leaves on the stage for the next one is kept here."""

    net: NetworkPicture
    fit: Fit
    chart: LossChart
    series: Series
    epoch: Counter
    loss: Counter

    def lay_out(self, inputs: int) -> None:
        """Cut the stage: for two inputs the picture of the answers is a map, and wants to be square."""
        stage = self.layout.stage
        if self.layout.is_tall:
            shares = (0.55, 3.3, 3.5, 2.7) if inputs == 1 else (0.55, 2.6, 4.7, 2.2)
            self.head, self.net_region, self.fit_region, self.chart_region = stage.rows(*shares, gap=0.25)
            return
        left, right = stage.columns(1.0, 1.1, gap=0.5 if self.layout.is_wide else 0.3)
        lines = 1 if left.width > NARROW else 2
        if inputs == 1:
            self.head, self.net_region = left.rows(0.12 * lines, 1.0, gap=0.15)
            self.fit_region, self.chart_region = right.rows(1.2, 1.0, gap=0.2)
        else:
            self.head, self.net_region, self.chart_region = left.rows(0.2 * lines, 1.0, 0.9, gap=0.15)
            self.fit_region = right

    @property
    def runs(self) -> Runs:
        """The trainings of the lesson."""
        return numbers.runs(self.values)

    def make_fit(self, run: Run, region: Region, examples: Dataset, held_out: Dataset | None = None) -> Fit:
        """The picture of what a network answers: a curve for one input, regions for two."""
        kind = FitCurve if examples.inputs.shape[1] == 1 else FitMap
        return kind(region, self.pen, examples, held_out, run.network)

    def make_net(self, run: Run, region: Region) -> NetworkPicture:
        """The network of a training at its start; its edges have one scale for all records."""
        names = [name for name in run.network.parameters if name.endswith("weight")]
        first, most = (
            max(float(np.abs(run.training.parameters[name][:records]).max()) for name in names)
            for records in (1, run.last + 1)
        )
        widest = min(most, _GROWN * first)
        state = NetworkState.of_parameters(run.parameters(0))
        radius = lay_out(region, run.network.widths, 0, 0).radius
        thickest = _THICKEST * float(np.clip(radius / _ROOMY, 0.4, 1.0))
        return NetworkPicture(
            region, self.pen, state, above=(), below=(), largest_weight=widest or 1.0, thickest=thickest
        )

    def state_of(self, run: Run, row: int) -> NetworkState:
        """What flows through the network at the start for one example, forward and back."""
        inputs, targets = run.examples.inputs[row], run.examples.targets[row]
        return NetworkState.of_trace(network_trace(run.network, inputs, targets, "mean_squared_error"))

    def flowing(self, run: Run, inputs: Array) -> NetworkState:
        """The network at its start with the activations of an input."""
        weights = NetworkState.of_parameters(run.parameters(0)).weights
        passed = run.network.forward(inputs)
        return NetworkState(weights, (inputs, *(np.asarray(activation) for activation in passed.activations)))

    # -- movement --------------------------------------------------------------------

    def step(self, run: Run, record: int = 0) -> Live:
        """The way of one step, straight from the parameters of a record to those of the next, all of them together:
        `loss`, `weight` (the one that the slow epoch looks at) and `share`, on which the record counts too."""
        layer, i, j = slow.chosen_weight(self.runs.first)

        def state_at(share: Fraction) -> Mapping[str, Number]:
            at, loss = slow.state(run, share, record)
            return {"loss": loss, "weight": float(at[f"layer.{layer}.weight"][i, j]), "share": share + record}

        return Live(state_at)

    def follow_step(
        self, moving: Live, run: Run, fit: Fit, net: NetworkPicture, series: Series, record: int = 0
    ) -> None:
        """Let the pictures show the parameters on the way of a step."""

        self.whole(fit.answer, net, series)

        def at() -> Parameters:
            return slow.state(run, Fraction(moving.now("share")) - record, record)[0]

        moving.shape(fit.answer, lambda _: fit.show(at()))
        moving.shape(net, lambda _: net.show(NetworkState.of_parameters(at())))
        moving.shape(
            series, lambda series: series.towards(record, float(moving.now("share")), float(moving.now("loss")))
        )

    def live(self, run: Run, last: int, first: int = 0) -> Live:
        """The states of a training from one record to another, as the share goes from 0 to 1."""

        def state_at(share: Fraction) -> Mapping[str, Number]:
            record = round(first + float(share) * (last - first))
            found: dict[str, Number] = {
                "record": record,
                "step": int(run.steps[record]),
                "epoch": int(run.epochs[record]),
                "loss": float(run.losses[record]),
            }
            if run.training.held_out_losses is not None:
                found["held_out.loss"] = float(run.held_out_losses[record])
            return found

        return Live(state_at)

    def follow(self, moving: Live, run: Run, fit: Fit, net: NetworkPicture | None, *series: Series) -> None:
        """Let pictures show the record of a moving state."""
        self.whole(fit.answer, *([] if net is None else [net]), *series)
        now = moving.now
        moving.shape(fit.answer, lambda _: fit.show(run.parameters(int(now("record")))))
        if net is not None:
            moving.shape(net, lambda _: net.show(NetworkState.of_parameters(run.parameters(int(now("record"))))))
        for one in series:
            moving.shape(one, lambda one: one.upto(float(now("record"))))

    def count(self, moving: Live, counter: Counter, quantity: str, prefix: str) -> None:
        """Let a counter follow a training, and name the record that it shows."""
        places = None if "loss" in quantity else 0

        def path_now() -> str:
            return f"{prefix}.record.{moving.now('record')}.{quantity}"

        moving.number(counter.number, quantity, places, path_now)

    def whole(self, *groups: Mobject) -> None:
        """Groups whose parts came to the stage, or were moved, one by one are one thing again, and can follow a
        state: Manim takes a group off the stage when a part of it is animated alone."""
        for group in groups:
            self.remove(group, *group.get_family())
            self.add(group)

    def turn_into(self, old: Mobject, new: Mobject, *others: Mobject) -> None:
        """A part of the picture becomes a part of the next one, and the rest gives way to these others."""
        moved = old.copy()
        gone = self.clear_stage()
        self.play(
            FadeOut(*gone, rate_func=squish_rate_func(smooth, 0.0, 0.5)),
            ReplacementTransform(moved, new),
            FadeIn(*others, rate_func=squish_rate_func(smooth, 0.5, 1.0)),
            run_time=1.0,
        )

    def run_through(self, moving: Live, run_time: float, **kwargs: Any) -> None:
        """Play a moving state to its end."""
        self.play(moving.share.animate.set_value(1.0), run_time=run_time, **kwargs)
        moving.stop()

    def growing(self, mobject: Mobject, draw: Any, run_time: float, **kwargs: Any) -> UpdateFromAlphaFunc:
        """An animation that draws something by a share of the way."""
        return UpdateFromAlphaFunc(mobject, lambda _, share: draw(share), run_time=run_time, **kwargs)

    def sticks(self, fit: Fit, run: Run, at: Parameters) -> VGroup:
        """From each example to what the network answers there; nothing where an answer has no height."""
        if isinstance(fit, FitMap):
            return VGroup()
        answered = run.network.forward(run.examples.inputs, at).prediction[:, 0].tolist()
        inputs, targets = (part[:, 0].tolist() for part in (run.examples.inputs, run.examples.targets))
        return ResidualSticks(fit.axes, inputs, targets, answered).set_z_index(1)
