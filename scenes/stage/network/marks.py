"""The parameter that is being nudged, marked in a network: one after the other."""

from __future__ import annotations

from manim import Line, VGroup, VMobject

from scenes.stage.declared import stands_for
from scenes.stage.drawings.networks.network import NetworkPicture
from scenes.stage.look.theme import Theme

_WIDTH = 8  # of a stroke


class Marks(VGroup):
    """A line over the edge of a weight, a ring round the neuron of a bias; for all that are drawn, layer by layer."""

    def __init__(self, network: NetworkPicture, theme: Theme) -> None:
        self._weight = stands_for(VMobject(stroke_color=theme.weight, stroke_width=_WIDTH), "weight")
        self._bias = stands_for(VMobject(stroke_color=theme.bias, stroke_width=_WIDTH), "bias")
        super().__init__(self._weight, self._bias)
        self._outlines = [
            (mobject, points)
            for edges, neurons in list(zip(network.edges, network.neurons, strict=True))[1:]
            for mobject, points in (
                *((self._weight, Line(*edge.ends).points) for edge in edges),
                *((self._bias, neuron.body.points.copy()) for neuron in neurons),
            )
        ]
        self.set_z_index(2)

    @property
    def count(self) -> int:
        """Drawn parameters."""
        return len(self._outlines)

    def light(self, place: int) -> None:
        """Mark this parameter and no other; a negative place marks none."""
        for part in (self._weight, self._bias):
            part.clear_points()
        if place >= 0:
            part, points = self._outlines[min(place, len(self._outlines) - 1)]
            part.points = points.copy()
