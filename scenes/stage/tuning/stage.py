"""The stage of the tuning lesson: the machine with its two knobs, the prediction's line, the loss gauge, the list."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import ClassVar

from manim import Animation, UpdateFromAlphaFunc, VGroup

from scenes.stage.drawings.plots.gauge import Gauge
from scenes.stage.drawings.plots.scales import Linear
from scenes.stage.frame.layout import Layout
from scenes.stage.frame.region import Region
from scenes.stage.motion.live import Live
from scenes.stage.neuron.stage import NeuronStage, Parameters
from scenes.stage.tuning.try_list import TryList
from scenes.stage.tuning.turning import way_round
from scenes.stage.writing.fitting import LEAST_SIZE
from scenes.stage.writing.values import Number

_PAIR = ("weight", "bias")
_AT_LEISURE = {"tries": 5, "network.layers": 3}  # as many have all the time that they want; of more, each has less
_TINY = Fraction(1, 10_000)  # numbers below it are written with an exponent
_WIDE = 12.0  # units of the scene: a stage with room for the list beside the machine


@dataclass(frozen=True)
class Places:
    """The regions of the machine, the line, the gauge and the list, for a frame of any shape: beside one another,
    below one another, or the machine above all the others."""

    machine: Region
    line: Region
    gauge: Region
    history: Region

    @classmethod
    def of(cls, layout: Layout, *, long: bool = False) -> Places:
        """The regions of a frame; for a list of `long` numbers a square one leaves line and gauge less room."""
        stage = layout.stage
        if layout.is_wide and stage.width > _WIDE:
            left, right = stage.columns(1.4, 1.0, gap=0.5)
            machine, bench = left.rows(0.86, 1.0, gap=0.2)
            line, gauge = bench.columns(1.7, 1.0, gap=0.45)
            return cls(machine, line, gauge, right.inset(0.0, 0.05))
        if layout.is_tall:
            machine, bench, below = stage.rows(1.0, 1.0, 1.45, gap=0.35)
            line, gauge = bench.columns(1.7, 1.0, gap=0.4)
            return cls(machine, line, gauge, below)
        machine, bench = stage.rows(0.66, 1.0, gap=0.15)
        shares = (0.5, 1.0) if long else (0.82, 1.0)
        left, right = bench.columns(1.2, 1.0, gap=0.45) if layout.is_wide else bench.columns(*shares, gap=0.3)
        line, gauge = left.columns(1.5, 1.0, gap=0.3) if layout.is_wide else left.rows(1.1, 1.0, gap=0.15)
        return cls(machine, line, gauge, right)

    def map_and_list(self, layout: Layout) -> tuple[Region, Region]:
        """The map takes the place of all but the list; in a square frame the list goes to the right, where the map can
        be wider by as much as the list can do without."""
        stage = layout.stage
        if layout.is_wide and stage.width > _WIDE:
            return Region(stage.left, stage.bottom, self.history.left - 0.4, stage.top), self.history
        if layout.is_tall:
            return Region(stage.left, self.line.bottom, stage.right, stage.top), self.history
        right = replace(self.history, top=stage.top)
        return Region(stage.left, stage.bottom, right.left - 0.2, stage.top), right


class TuningStage(NeuronStage):
    """What the shots of the lesson share."""

    state_name = "try"
    overhang: ClassVar[float] = 0.1

    places: Places
    gauge: Gauge
    history: TryList
    frame: VGroup

    def stand_list(self) -> None:
        """Share out the frame so that the numbers of the list, however long, can be read in it."""
        for long in (False, True):
            self.places = Places.of(self.layout, long=long)
            self.history = TryList(self.places.history, self.pen, self.last_try)
            if self.history.table.size >= LEAST_SIZE:
                break

    @property
    def tiny_bias(self) -> bool:
        """Whether a bias is, or on its way becomes, so small that it is written with an exponent."""
        return any(0 < abs(self.number(f"try.{k}.bias")) < _TINY for k in range(self.last_try + 1))

    @property
    def last_try(self) -> int:
        """How many tries there are, the start not counted."""
        return int(self.number("tries"))

    def brisk(self, seconds: float, path: str = "tries") -> float:
        """How long a move takes that is made for every try, or every layer."""
        return seconds * min(1.0, _AT_LEISURE[path] / float(self.number(path)))

    def turned(self, name: str, number: Number) -> float:
        """How far a knob is turned: the largest change from the start, of either knob, is three quarters of the
        dial."""
        changes = [
            abs(self.number(f"try.{k}.{of}") - self.number(f"try.0.{of}"))
            for k in range(self.last_try + 1)
            for of in _PAIR
        ]
        return 0.75 * float((number - self.number(f"try.0.{name}")) / (max(changes) or 1))

    def live(self, parameters: Parameters, *, knobs: bool = True, outcome: bool = True) -> Live:
        """As of the neuron, and the gauge with it."""
        moving = super().live(parameters, knobs=knobs, outcome=outcome)
        moving.number(self.gauge.value, "loss")
        moving.shape(self.gauge.fill, lambda _: self.gauge.fill_to(moving.now("loss")))
        return moving

    def ways(self, k: int) -> VGroup:
        """The arrows round the knobs that try k turns."""
        p, arrows = self.picture, VGroup()
        for name, knob in (("weight", p.knob), ("bias", p.bias_knob)):
            change = self.number(f"try.{k}.{name}") - self.number(f"try.{k - 1}.{name}")
            if change:
                arrows.add(way_round(knob, name, change > 0, self.theme))
        return arrows

    def loss_scale(self) -> Linear:
        """From 0 to the largest loss of all tries."""
        largest = max(self.number(f"try.{k}.loss") for k in range(self.last_try + 1))
        return Linear(0, largest or 1)

    def mark_moves(self, before: int, after: int) -> Animation:
        """The mark of the smallest loss moves along the gauge."""
        start, end = (self.number(f"try.{k}.loss") for k in (before, after))

        def moved(_: object, share: float) -> None:
            self.gauge.mark_smallest(start + (end - start) * Fraction(share))

        return UpdateFromAlphaFunc(self.gauge.smallest, moved)
