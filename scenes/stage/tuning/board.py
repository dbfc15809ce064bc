"""How many knobs there are, and knobs that ask which way they should be turned."""

from __future__ import annotations

from manim import VGroup

from scenes.stage.drawings.networks.network import NetworkPicture
from scenes.stage.drawings.shapes import Knob
from scenes.stage.tuning.turning import way_round
from scenes.stage.writing.fitting import LEAST_SIZE
from scenes.stage.writing.pen import Pen

_LARGEST = 0.24  # radius of a knob on an edge, units of the scene
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
    """One edge into each layer, and on each of them a knob that asks."""
    edges, asking = VGroup(), VGroup()
    radius = min(_LARGEST, 0.22 * network.layout.column_pitch)
    for layer in range(1, network.layers + 1):
        targets, sources = network.drawn(layer), network.drawn(layer - 1)
        edge = network.edge(layer, sources[len(sources) // 2], targets[len(targets) // 2])
        edges.add(edge)
        asking.add(asking_knob("weight", pen, radius).shift((edge.ends[0] + edge.ends[1]) / 2))
    return edges, asking
