"""How many knobs there are, and knobs that ask which way they should be turned."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from manim import VGroup

from scenes.stage.drawings.networks.edges import Edge
from scenes.stage.drawings.networks.network import NetworkPicture
from scenes.stage.drawings.shapes import Knob
from scenes.stage.frame.region import Point
from scenes.stage.tuning.turning import way_round
from scenes.stage.writing.fitting import LEAST_SIZE
from scenes.stage.writing.pen import Pen

_LARGEST = 0.24  # radius of a knob on an edge, units of the scene
_UP = (0.12, 0.5, 0.88)  # shares of the way down the layers, where the knobs stand
_APART = 0.74  # units of the scene from one knob to the one below it
_GAP, _BELOW = 0.22, 0.6  # units of the scene, from a word to its number, beside or below it


class Counted(VGroup):
    """A word and a number, no wider than a width: on one baseline, or, where that has no room, the number below."""

    def __init__(self, key: str, path: str, pen: Pen, width: float, size: float = 50.0) -> None:
        super().__init__()
        self.word = pen.label(key, 34)
        self.number = pen.value(path, size, "ink")
        room = width - float(self.word.width) - _GAP
        beside = float(self.number.width) * LEAST_SIZE <= room * size
        self.number.fit(room if beside else width)
        if beside:
            right = float(self.word.get_right()[0])
            self.number.shift([right + _GAP - float(self.number.get_left()[0]), 0, 0])
        else:
            self.number.shift([float(self.word.get_center()[0] - self.number.get_center()[0]), 0, 0])
        self.number.shift([0, self.word.baseline - self.number.baseline - (0 if beside else _BELOW), 0])
        self.add(self.word, self.number)

    def at(self, left: float, baseline: float) -> Counted:
        """Stand with the left edge and the first baseline at these places."""
        return self.shift([left - float(self.get_left()[0]), baseline - self.word.baseline, 0])

    def centered(self, x: float, baseline: float) -> Counted:
        """Stand with the middle at x and the first baseline there."""
        return self.at(x - float(self.width) / 2, baseline)


def asking_knob(meaning: str, pen: Pen, radius: float) -> VGroup:
    """A knob with an arrow each way: part 0 the knob, part 1 the arrows."""
    knob = Knob(meaning, pen.theme, radius)
    return VGroup(knob, VGroup(*(way_round(knob, meaning, up, pen.theme) for up in (False, True))))


def knobs_on(network: NetworkPicture, pen: Pen) -> tuple[VGroup, VGroup]:
    """Edges into each layer, and on each of them a knob that asks: three of them, or one where there is less room."""
    chosen = [_edges(network, layer, _UP) for layer in range(1, network.layers + 1)]
    if any(high - low < _APART for edges in chosen for high, low in pairwise(map(_height, edges))):
        chosen = [_edges(network, layer, (0.5,)) for layer in range(1, network.layers + 1)]
    radius = min(_LARGEST, 0.22 * network.layout.column_pitch)
    edges = VGroup(*(edge for found in chosen for edge in found))
    return edges, VGroup(*(asking_knob("weight", pen, radius).shift(_middle(edge)) for edge in edges))


def _edges(network: NetworkPicture, layer: int, shares: Sequence[float]) -> list[Edge]:
    return [network.edge(layer, *(_at(network.drawn(side), share) for side in (layer - 1, layer))) for share in shares]


def _middle(edge: Edge) -> Point:
    return (edge.ends[0] + edge.ends[1]) / 2


def _height(edge: Edge) -> float:
    return float(_middle(edge)[1])


def _at(drawn: list[int], share: float) -> int:
    """The neuron at a share of the way down a layer."""
    return drawn[round(share * (len(drawn) - 1))]
