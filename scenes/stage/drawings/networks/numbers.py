"""The numbers of a network at its neurons and edges: all of one kind the same size, or none where they could not be
read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from manim import VGroup
from numpy.typing import NDArray

from scenes.stage.drawings.alike import CLEAR, fit_together, stand_beside, widest
from scenes.stage.drawings.clearance import Occupied
from scenes.stage.drawings.networks.layout import LINE, NetworkLayout
from scenes.stage.writing.fitting import FEWER
from scenes.stage.writing.typeset import em
from scenes.stage.writing.values import Value

SIZE = 34.0
_COMFORTABLE = 30.0  # font size inside neurons, for which they become wider
_CAP = 0.66  # em, the height of a digit
MakeValue = Callable[[str], Value]


def path_of(kind: str, layer: int, neuron: int, layers: int) -> str | None:
    """The path of a neuron's quantity; layers and neurons count as in the trace, the inputs being layer 0. None where
    there is no such quantity.

    >>> path_of("activation", 0, 2, 2), path_of("gradient.activation", 2, 1, 2), path_of("z", 1, 3, 2)
    ('input.2', 'gradient.prediction.1', 'layer.1.neuron.3.z')
    """
    if kind in ("activation", "gradient.activation") and layer in (0, layers):
        return f"{kind.replace('activation', 'prediction' if layer else 'input')}.{neuron}"
    return f"layer.{layer}.neuron.{neuron}.{kind}" if layer else None


@dataclass(frozen=True)
class AtNeuron:
    """A number and the neuron that it belongs to, as in the trace."""

    layer: int
    neuron: int
    value: Value


class NetworkNumbers:
    """Values by kind and layer (`groups`). `occupied` holds the edges and neurons, and gains each number placed."""

    def __init__(
        self,
        layout: NetworkLayout,
        edges: Sequence[Mapping[tuple[int, int], NDArray[np.float64]]],
        occupied: Occupied,
        make: MakeValue,
    ) -> None:
        self._layout, self._edges, self._occupied, self._make = layout, edges, occupied, make
        self._at: dict[tuple[str, int, int], Value] = {}
        self.groups: dict[str, list[VGroup]] = {}

    def at(self, kind: str, layer: int, neuron: int) -> Value:
        """One number of a neuron; raises KeyError where it is not written."""
        return self._at[kind, layer, neuron]

    def inside(self, kind: str, numbers: Sequence[AtNeuron]) -> None:
        """Put numbers that fit into the neurons there."""
        self._put(kind, numbers, 0.0)

    def near(self, kind: str, row: int) -> None:
        """Write a kind above the neurons, row 1 being the nearest, or below them, row -1 being the nearest."""
        lift = float(np.sign(row)) * (self._layout.radius + (abs(row) - 0.5) * LINE + 0.05)
        numbers = numbers_of(kind, self._layout, self._make)
        places = [self._layout.places[number.layer][number.neuron - 1] for number in numbers]
        room = min((self._widest(place + [0, lift, 0]) for place in places), default=0.0)
        self._put(kind, numbers if fit_together([number.value for number in numbers], room) else [], lift)

    def beside(self, kind: str, thickness: float) -> None:
        """Write a kind (`weight` or `gradient.weight`) beside the edges, clear of lines so thick."""
        groups = self.groups[kind] = [VGroup() for _ in self._layout.places]
        edges = [(layer, *edge) for layer, edges in enumerate(self._edges) for edge in edges]
        values = [self._make(f"layer.{layer}.neuron.{j}.{kind}.{i}") for layer, i, j in edges]
        lines = [self._edges[layer][i, j] for layer, i, j in edges]
        if stand_beside(values, lines, self._occupied, thickness):
            for (layer, *_), value in zip(edges, values, strict=True):
                groups[layer].add(value)

    def _put(self, kind: str, numbers: Sequence[AtNeuron], lift: float) -> None:
        groups = self.groups[kind] = [VGroup() for _ in self._layout.places]
        for number in numbers:
            number.value.move_to(self._layout.places[number.layer][number.neuron - 1] + [0, lift, 0])
            self._stands(number.value)
            groups[number.layer].add(number.value)
            self._at[kind, number.layer, number.neuron] = number.value

    def _widest(self, place: NDArray[np.float64]) -> float:
        """The width of the widest number that has room around a place."""
        widths = np.arange(0.1, 2.4, 0.05)
        height = _CAP * em(SIZE)
        clear = [float(self._occupied.clearance(place[None], float(width), height)[0]) >= CLEAR for width in widths]
        return float(widths[np.argmin(clear) - 1]) if not all(clear) else float(widths[-1])

    def _stands(self, value: Value) -> None:
        x, y, _ = value.get_center()
        self._occupied.add_box(float(x), float(y), float(value.width), float(value.height))


def numbers_of(kind: str, layout: NetworkLayout, make: MakeValue) -> list[AtNeuron]:
    """The numbers of a kind of all neurons that are drawn, made but not yet placed."""
    last = len(layout.places) - 1
    return [
        AtNeuron(layer, neuron + 1, make(path))
        for layer, places in enumerate(layout.places)
        for neuron in places
        if (path := path_of(kind, layer, neuron + 1, last)) is not None
    ]


def hold(values: Sequence[Value], layout: NetworkLayout) -> float | None:
    """Make numbers fit into neurons, which may become wider for them, but not much: the half width that they then
    have. None where the numbers would be too small to read."""
    radius = layout.radius
    chord = 2 * (radius**2 - (_CAP * em(SIZE) / 2) ** 2) ** 0.5 - 0.2
    longest = min(1.75 * radius, 0.3 * layout.column_pitch)
    for figures in range(len(FEWER)):
        needed = widest(values, figures)
        half_width = float(np.clip(radius + (needed * _COMFORTABLE / SIZE - chord) / 2, radius, longest))
        if fit_together(values, chord + 2 * (half_width - radius), (figures,)):
            return half_width
    return None
