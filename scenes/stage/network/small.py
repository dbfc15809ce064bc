"""The small network: every weight on its edge, every number at its neuron, the loss at the end."""

from __future__ import annotations

from manim import BackgroundRectangle, VGroup

from scenes.stage.drawings.alike import fit_together
from scenes.stage.drawings.networks.state import NetworkState
from scenes.stage.frame.region import Region
from scenes.stage.network.deep import DeepNetwork
from scenes.stage.network.loss_end import LossEnd, room_for
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.values import Value

PREFIX = "small."
_FANNED = 0.6  # share of the way from the single neuron to the hidden layer where a weight stands
_PAD = 0.05


class SmallNetwork(VGroup):
    """`network` draws neurons and edges; `weights[layer][j]` are the weights of hidden neuron j on its edges, each on a
    patch that interrupts the edge, or none where they could not be read; `biases` stand where `z` comes to stand."""

    def __init__(self, region: Region, pen: Pen, state: NetworkState) -> None:
        super().__init__()
        self.pen, self.theme = pen, pen.theme
        self.count = state.widths[1]
        inner = Region(region.left, region.bottom, region.right - room_for(region), region.top)
        self.network = net = DeepNetwork(inner, pen, state, PREFIX)
        self.end = LossEnd(region, pen, net, PREFIX)
        self.weights = {1: self._on_edges(1), 2: self._on_edges(2)}
        self.biases = self._biases()
        self.add(net, self.end)

    def value(self, kind: str, layer: int, neuron: int) -> Value | None:
        """A number at a neuron, where there is room for it."""
        try:
            found = self.network.value(kind, layer, neuron)
        except KeyError:
            return None
        assert isinstance(found, Value)
        return found

    def weight(self, layer: int, neuron: int) -> Value | None:
        """The number of a hidden neuron's weight on its edge, where there is room for it."""
        if not self.weights[layer]:
            return None
        found = self.weights[layer][neuron - 1][1]
        assert isinstance(found, Value)
        return found

    def hidden(self) -> range:
        """The hidden neurons."""
        return range(1, self.count + 1)

    def _on_edges(self, layer: int) -> list[VGroup]:
        """Part 0 the patch, part 1 the number."""
        values, places = [], []
        room = 0.0
        for j in self.hidden():
            source, target = (1, j) if layer == 1 else (j, 1)
            start, end = self.network.edge(layer, source, target).ends
            path = f"{PREFIX}layer.{layer}.neuron.{target}.weight.{source}"
            values.append(self.pen.value(path, 34, figures=3, most=6))
            share = _FANNED if layer == 1 else 1 - _FANNED
            places.append(start + share * (end - start))
            room = 0.78 * float(abs(end[0] - start[0]))
        if not fit_together(values, room):
            return []
        made = []
        for value, place in zip(values, places, strict=True):
            value.move_to(place)
            patch = BackgroundRectangle(value, color=self.theme.background, fill_opacity=1, buff=_PAD)
            made.append(VGroup(patch, value).set_z_index(2))
        return made

    def _biases(self) -> dict[tuple[int, int], Value]:
        found = {}
        for layer, neurons in ((1, self.hidden()), (2, range(1, 2))):
            for j in neurons:
                z = self.value("z", layer, j)
                if z is not None:
                    bias = self.pen.value(f"{PREFIX}layer.{layer}.neuron.{j}.bias", 34, figures=3, most=5)
                    found[layer, j] = bias.fit(max(float(z.width), 0.9)).move_to(z)
        return found
