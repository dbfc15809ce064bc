"""A dense network: layers from left to right, weights as edges, and the numbers of one example."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from manim import Animation, AnimationGroup, Dot, VGroup, VMobject

from scenes.stage.declared import constant
from scenes.stage.drawings.clearance import Occupied
from scenes.stage.drawings.networks.edges import Edge, Shade, WeightScale, scale_key, wires
from scenes.stage.drawings.networks.layout import NetworkLayout, lay_out
from scenes.stage.drawings.networks.neurons import Mode, Neuron, Role, outline
from scenes.stage.drawings.networks.numbers import SIZE, AtNeuron, NetworkNumbers, hold, numbers_of
from scenes.stage.drawings.networks.signals import Signal, Signals
from scenes.stage.drawings.networks.state import Array, NetworkState, largest
from scenes.stage.drawings.path_arrow import PathArrow
from scenes.stage.frame.region import Region
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.typeset import Formula
from scenes.stage.writing.values import Value

_DIMMED = 0.14
_LEAST_SIGNAL = 0.02  # units of the scene; what is smaller is not sent


class NetworkPicture(VGroup):
    """A dense network in a state: of one example, with its numbers, or of the weights alone.

    Layers and neurons count from 1, as in the trace; the inputs are layer 0. `above` and `below` are the kinds of
    numbers that stand above and below the neurons, from the nearest outwards (`z`, `bias`, `gradient.z`,
    `gradient.activation`), `beside` those that stand beside the edges (`weight`, `gradient.weight`); `activation`
    stands inside. Their paths begin with `prefix`. Numbers, signals and arrows are no part of the picture until a
    lesson puts them on the screen. All edges are drawn to one scale, on which `largest_weight` (the largest of the
    state, if it is not given) is as wide as an edge can be: `thickest`, or what suits the size of the neurons.
    """

    def __init__(
        self,
        region: Region,
        pen: Pen,
        state: NetworkState,
        prefix: str = "",
        above: Sequence[str] = ("z",),
        below: Sequence[str] = ("gradient.z",),
        beside: Sequence[str] = (),
        largest_weight: float | None = None,
        thickest: float | None = None,
    ) -> None:
        super().__init__()
        self.theme, self.pen, self.state, self.prefix = pen.theme, pen, state, prefix
        inside, self.layout = self._laid_out(region, len(above), len(below))
        slim = min(1.0, self.layout.radius / 0.5)
        self.thickest_arrow = max(0.045, 0.2 * slim)  # units of the scene
        self.largest_signal = max(0.05, 0.16 * slim)
        self.weight_scale = WeightScale(
            largest(state.weights) if largest_weight is None else largest_weight,
            max(2.5, 9 * slim) if thickest is None else thickest,
        )
        layers = range(1, len(state.widths))
        self._edges: list[dict[tuple[int, int], Edge]] = [{}, *(self._edges_into(layer) for layer in layers)]
        self._neurons = [self._neurons_of(layer) for layer in range(len(state.widths))]
        self.wires = VGroup(*(wires([edge.ends for edge in edges.values()], self.theme) for edges in self._edges))
        self.edges = VGroup(*(VGroup(*edges.values()) for edges in self._edges))
        self.neurons = VGroup(*(VGroup(*neurons.values()) for neurons in self._neurons))
        self.gaps = VGroup(*(self._dots(place) for place in self.layout.gaps if place is not None))
        self.add(self.wires, self.edges, self.neurons, self.gaps)
        self._numbers = self._written(region, inside, above, below, beside)
        self.show(state)

    # -- parts -------------------------------------------------------------------

    @property
    def layers(self) -> int:
        """How many layers there are after the inputs."""
        return len(self.state.weights)

    def drawn(self, layer: int) -> list[int]:
        """The neurons of a layer that are drawn, from top to bottom; of a large layer some are left out."""
        return list(self._neurons[layer])

    def neuron(self, layer: int, neuron: int) -> Neuron:
        """One neuron; raises KeyError for one that is not drawn."""
        return self._neurons[layer][neuron]

    def edge(self, layer: int, source: int, target: int) -> Edge:
        """The edge by which neuron `target` of a layer takes what neuron `source` of the layer before gives; raises
        KeyError for one that is not drawn."""
        return self._edges[layer][source, target]

    def edges_into(self, layer: int, neuron: int) -> VGroup:
        """All edges that lead into a neuron."""
        return VGroup(*(edge for (_, target), edge in self._edges[layer].items() if target == neuron))

    def edges_out_of(self, layer: int, neuron: int) -> VGroup:
        """All edges that lead out of a neuron, into the next layer."""
        return VGroup(*(edge for (source, _), edge in self._edges[layer + 1].items() if source == neuron))

    def count(self, layer: int, size: float = 30) -> Formula:
        """How many neurons a layer has, as a label that is declared; the lesson finds its place."""
        neurons = str(self.state.widths[layer])
        return constant(Formula(neurons, size, self.theme.muted), neurons, why="how many neurons the layer has")

    def scale_key(self, size: float = 30) -> VGroup:
        """What the widths and dashes of the edges mean, as two samples; the lesson finds its place."""
        return scale_key(self.weight_scale, size, self.theme, self.pen.catalogue.decimal_separator)

    # -- numbers -----------------------------------------------------------------

    def writes(self, kind: str) -> bool:
        """Whether the numbers of a kind are there. They are not where they would be too small to read, where they
        would not keep clear of the edges, and where the state is of no example."""
        return any(len(group) for group in self._numbers.groups.get(kind, []))

    def values(self, kind: str, layer: int | None = None) -> VGroup:
        """The numbers of a kind of one layer, or a group of these for all layers; bound, and already in their places.
        Empty where they are not written."""
        groups = self._numbers.groups.get(kind) or [VGroup() for _ in self.state.widths]
        return VGroup(*groups) if layer is None else groups[layer]

    def value(self, kind: str, layer: int, neuron: int) -> VMobject:
        """One number of a neuron; raises KeyError where it is not written."""
        return self._numbers.at(kind, layer, neuron)

    def rebind(self, prefix: str) -> None:
        """From now on all numbers are those under another prefix (another step, another example)."""
        for of_kind in self._numbers.groups.values():
            for value in (value for of_layer in of_kind for value in of_layer.submobjects):
                assert isinstance(value, Value)
                path = prefix + value.path.removeprefix(self.prefix)
                value.bind(path, self.pen.number_of(path))
        self.prefix = prefix

    # -- states ------------------------------------------------------------------

    def show(self, state: NetworkState) -> NetworkPicture:
        """Take a state of the same network: widths, colours and dashes of the edges, and which neurons are on. Nothing
        is made anew, so that it can be done in every frame."""
        self.state = state
        for weights, edges in zip(state.weights, self._edges[1:], strict=True):
            numbers = weights.tolist()
            for (source, target), edge in edges.items():
                edge.show(numbers[source - 1][target - 1])
        if state.activations:
            for layer in range(len(state.widths)):
                for neuron, mark in self._neurons[layer].items():
                    mark.show(*self._look(layer, neuron))
        return self

    def follow(self, state_now: Callable[[], NetworkState]) -> NetworkPicture:
        """Show in every frame what `state_now` gives, until `rest` is called."""
        self.add_updater(lambda picture: picture.show(state_now()))
        return self

    def rest(self) -> NetworkPicture:
        """Stop following."""
        return self.clear_updaters(recursive=False)

    def wait_for_forward(self) -> NetworkPicture:
        """Make all neurons but the inputs quiet, as before the forward pass."""
        for neurons in self._neurons[1:]:
            for mark in neurons.values():
                mark.show("waiting")
        return self

    def wake(self, layer: int, **kwargs: Any) -> Animation:
        """The neurons of a layer become what their activations say: on, or off."""
        marks = self._neurons[layer].items()
        return AnimationGroup(*(mark.animate.show(*self._look(layer, neuron)) for neuron, mark in marks), **kwargs)

    # -- what runs along edges -----------------------------------------------------

    def forward_signals(self, layer: int, **kwargs: Any) -> Animation:
        """Spots of light run from the layer before into this one, as large (in area) as |activation x weight|; those
        into one neuron arrive together."""
        scale = largest(map(self.state.forward_signal, range(1, self.layers + 1)))
        flows = self.state.forward_signal(layer)
        return Signals(self._signals(layer, flows, scale, backward=False), self.theme.ink, self.theme, **kwargs)

    def backward_signals(self, layer: int, **kwargs: Any) -> Animation:
        """Spots in the gradient's colour run from this layer back into the one before, as large (in area) as
        |weight x dL/dz|, which is what a neuron there collects; those into one neuron arrive together."""
        scale = largest(map(self.state.backward_signal, range(1, self.layers + 1)))
        flows = self.state.backward_signal(layer)
        return Signals(self._signals(layer, flows, scale, backward=True), self.theme.gradient, self.theme, **kwargs)

    def gradient_arrows(self, layer: int) -> VGroup:
        """Thick arrows from right to left along the edges into a layer, as thick as the gradient of the weight is
        large, to one scale for all layers. Play `RunAlong(arrows)`."""
        scale = largest(self.state.weight_gradients) or 1.0
        gradients = self.state.weight_gradients[layer - 1]
        return VGroup(
            *(
                PathArrow(
                    np.array(edge.ends[::-1]), self.theme, self.thickest_arrow * abs(gradients[i - 1, j - 1]) / scale
                )
                for (i, j), edge in self._edges[layer].items()
            )
        )

    def highlight(self, lit: VGroup, **kwargs: Any) -> Animation:
        """Dim all edges but these."""
        return Shade(self._all_edges, set(lit.submobjects), _DIMMED, **kwargs)

    def highlight_all(self, **kwargs: Any) -> Animation:
        """Undo a highlight."""
        return Shade(self._all_edges, set(self._all_edges.submobjects), _DIMMED, **kwargs)

    # -- how parts are made ----------------------------------------------------------

    @property
    def _all_edges(self) -> VGroup:
        return VGroup(*(edge for edges in self._edges for edge in edges.values()))

    def _edges_into(self, layer: int) -> dict[tuple[int, int], Edge]:
        weights = self.state.weights[layer - 1]
        return {
            (i + 1, j + 1): Edge(*self.layout.ends(layer, i, j), weights[i, j], self.weight_scale, self.theme)
            for j in self.layout.places[layer]
            for i in self.layout.places[layer - 1]
        }

    def _neurons_of(self, layer: int) -> dict[int, Neuron]:
        role: Role = "input" if layer == 0 else "prediction" if layer == self.layers else "hidden"
        holds_number = self.layout.numbers_fit and bool(self.state.activations)
        shape = outline(self.layout.radius, self.layout.half_width)
        return {
            neuron + 1: Neuron(role, shape, place, self.theme, holds_number)
            for neuron, place in self.layout.places[layer].items()
        }

    def _dots(self, place: Array) -> VGroup:
        step = 0.24 * self.layout.pitch
        radius = min(0.05, 0.3 * step)
        return VGroup(*(Dot(place + [0, k * step, 0], radius=radius, color=self.theme.muted) for k in (1, 0, -1)))

    def _look(self, layer: int, neuron: int) -> tuple[Mode, float]:
        """How a neuron looks, and the size of its activation against the largest of all."""
        activation = float(self.state.activations[layer][neuron - 1])
        if activation == 0 and 0 < layer < self.layers:
            return "off", 0.0
        return "on", abs(activation) / (largest(self.state.activations) or 1.0)

    def _signals(self, layer: int, flows: Array, scale: float, *, backward: bool) -> list[Signal]:
        made = []
        for (source, target), edge in self._edges[layer].items():
            flow = float(flows[source - 1, target - 1])
            radius = self.largest_signal * (abs(flow) / scale) ** 0.5 if scale else 0.0
            if radius >= _LEAST_SIGNAL:
                start, end = edge.ends[::-1] if backward else edge.ends
                collector = self.drawn(layer - 1).index(source) if backward else self.drawn(layer).index(target)
                made.append(Signal(start, end, radius, flow < 0, collector))
        return made

    def _laid_out(self, region: Region, above: int, below: int) -> tuple[list[AtNeuron], NetworkLayout]:
        """The layout, its neurons as wide as the numbers inside them need, and these numbers."""
        layout = lay_out(region, self.state.widths, above, below)
        if not layout.numbers_fit or not self.state.activations:
            return [], layout
        numbers = numbers_of("activation", layout, self._make)
        half_width = hold([number.value for number in numbers], layout)
        if half_width is None:
            return [], layout
        return numbers, lay_out(region, self.state.widths, above, below, half_width)

    def _make(self, path: str) -> Value:
        return self.pen.value(self.prefix + path, size=SIZE, figures=3, most=5)

    def _written(
        self,
        region: Region,
        inside: Sequence[AtNeuron],
        above: Sequence[str],
        below: Sequence[str],
        beside: Sequence[str],
    ) -> NetworkNumbers:
        occupied = Occupied(region)
        paths = [{key: np.array(edge.ends) for key, edge in edges.items()} for edges in self._edges]
        numbers = NetworkNumbers(self.layout, paths, occupied, self._make)
        if not self.layout.numbers_fit or not self.state.activations:
            return numbers
        for edges in paths:
            for ends in edges.values():
                occupied.add_line(ends, self.thickest_arrow)
        for places in self.layout.places:
            for x, y, _ in places.values():
                occupied.add_box(x, y, 2 * self.layout.half_width, 2 * self.layout.radius)
        numbers.inside("activation", inside)
        for side, kinds in ((1, above), (-1, below)):
            for row, kind in enumerate(kinds, 1):
                numbers.near(kind, side * row)
        for kind in beside:
            numbers.beside(kind, self.thickest_arrow)
        return numbers
