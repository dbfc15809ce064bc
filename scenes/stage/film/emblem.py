"""The emblem of the film: a small network. Signals run through it to the right, gradients back to the left."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from manim import RIGHT, AnimationGroup, Circle, Create, FadeIn, LaggedStart, Line, Square, Succession, VGroup

from scenes.stage.declared import stands_for
from scenes.stage.drawings.networks.layout import lay_out
from scenes.stage.drawings.networks.signals import Signal, Signals
from scenes.stage.drawings.shapes import gradient_arrow, ring
from scenes.stage.frame.region import Region
from scenes.stage.look.theme import Theme
from scenes.stage.motion.moves import pulse

_WHOLE, _SMALL = (3, 4, 3, 1), (2, 3, 1)


class Emblem(VGroup):
    """Inputs, hidden neurons, a prediction; where it is `whole` more of them, with target and loss. It shows no network
    in particular."""

    def __init__(self, region: Region, theme: Theme, whole: bool = True) -> None:
        super().__init__()
        self.theme = theme
        widths = self.widths = _WHOLE if whole else _SMALL
        columns = region.columns(len(widths), 1.0) if whole else [region]
        self.layout = lay_out(columns[0], widths, above=0, below=0)
        radius = self.radius = self.layout.radius
        meanings = ("input", *[None] * (len(widths) - 2), "prediction")
        self.neurons = [
            [self._neuron(place, radius, meaning) for place in column.values()]
            for column, meaning in zip(self.layout.places, meanings, strict=True)
        ]
        self.edges = VGroup(*(Line(*ends, stroke_color=theme.muted, stroke_width=3) for ends in self._all_ends()))
        self.add(self.edges, *(neuron for column in self.neurons for neuron in column))
        if whole:
            last = self.neurons[-1][0].get_center()
            self.loss = stands_for(
                Square(1.7 * radius, stroke_color=theme.loss, stroke_width=5, fill_color=theme.panel, fill_opacity=1),
                "loss",
            ).move_to([columns[1].right - radius - 0.05, last[1], 0])
            reach = 0.85 * radius + 0.08
            start, end = last + RIGHT * (radius + 0.08), self.loss.get_center() - RIGHT * reach
            self.to_loss = Line(start, end, stroke_color=theme.muted, stroke_width=3)
            self.target = ring(0.5 * radius, theme).move_to(self.loss)
            self.add(self.to_loss, self.loss, self.target)

    def forward(self, run_time: float) -> Succession:
        """Signals run along all edges, layer after layer, and into the loss."""
        waves = [*map(list, map(self._ends, range(1, len(self.widths)))), [self._to_loss()]]
        meanings = ("input", *[None] * (len(waves) - 2), "prediction")
        runs = [
            Signals([Signal(*two, 0.09, False, 0) for two in ends], self.theme.of(meaning), self.theme)
            for ends, meaning in zip(waves, meanings, strict=True)
        ]
        return Succession(*runs, pulse(self.loss, 1.2), run_time=run_time)

    def backward(self, run_time: float) -> LaggedStart:
        """Gradients run back along the same edges; `arrows` stand there afterwards."""
        layers = [[self._to_loss()], *map(list, map(self._ends, range(len(self.widths) - 1, 0, -1)))]
        waves = [VGroup(*(gradient_arrow(end, start, self.theme, 5) for start, end in ends)) for ends in layers]
        self.arrows = VGroup(*waves)
        return LaggedStart(*(AnimationGroup(*map(Create, wave)) for wave in waves), lag_ratio=0.7, run_time=run_time)

    def appear(self, run_time: float) -> LaggedStart:
        """It is built from left to right."""
        columns = [AnimationGroup(*(FadeIn(neuron, scale=0.5) for neuron in column)) for column in self.neurons]
        rest = [Create(self.to_loss), FadeIn(self.loss, scale=0.5), FadeIn(self.target)]
        edges = LaggedStart(*map(Create, self.edges), lag_ratio=0.1)
        return LaggedStart(*columns, edges, *rest, lag_ratio=0.3, run_time=run_time)

    def _neuron(self, place: np.ndarray, radius: float, meaning: str | None) -> Circle:
        color = self.theme.muted if meaning is None else self.theme.of(meaning)
        circle = Circle(radius, stroke_color=color, stroke_width=5, fill_color=self.theme.panel, fill_opacity=1)
        return stands_for(circle.move_to(place), meaning)

    def _ends(self, layer: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        before, here = self.layout.places[layer - 1], self.layout.places[layer]
        return (self.layout.ends(layer, source, target) for source in before for target in here)

    def _to_loss(self) -> tuple[np.ndarray, np.ndarray]:
        return self.to_loss.get_start(), self.to_loss.get_end()

    def _all_ends(self) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        return (ends for layer in range(1, len(self.widths)) for ends in self._ends(layer))
