"""Where the neurons of a dense network stand in a region of any shape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scenes.stage.frame.region import Region

Point = NDArray[np.float64]
MOST_WHOLE = 16  # neurons of a layer that is drawn whole
FIRST, LAST = 7, 3  # neurons that are drawn of a larger layer, before and after the gap
LINE = 0.33  # units of the scene that a line of numbers takes
LEAST_FOR_NUMBERS = 0.3  # radius of the smallest neuron that has room for a number
LEFT_OUT = f"of a layer with more than {MOST_WHOLE} neurons the first {FIRST} and the last {LAST} are drawn"
_LARGEST, _FARTHEST = 0.6, 3.0
_BORDER = 0.07
_GAP = 0.06  # between a neuron and the ends of its edges
_FAN = 50.0 / 90.0  # of the angle at which an edge leaves, how far round the neuron its end stands


@dataclass(frozen=True)
class NetworkLayout:
    """Layers and neurons count from 0, the inputs being layer 0; a neuron that is not drawn has no place.

    A neuron is twice `radius` high and twice `half_width` wide, which is more than its height where its number needs
    it; `numbers_fit` says whether there is room for numbers at all.
    """

    radius: float
    half_width: float
    numbers_fit: bool
    places: tuple[dict[int, Point], ...]
    gaps: tuple[Point | None, ...]
    pitch: float
    column_pitch: float

    def ends(self, layer: int, source: int, target: int) -> tuple[Point, Point]:
        """Where the edge from a neuron of the layer before to one of this layer begins and ends: on the right and on
        the left side of the neurons, never far above or below them, so that numbers find room there."""
        flank = np.array([self.half_width - self.radius, 0.0, 0.0])
        start, end = self.places[layer - 1][source] + flank, self.places[layer][target] - flank
        angle = float(np.arctan2(end[1] - start[1], end[0] - start[0])) * _FAN
        reach = (self.radius + _GAP) * np.array([np.cos(angle), np.sin(angle), 0.0])
        return start + reach, end - reach


def drawn(neurons: int) -> list[int | None]:
    """The neurons of a layer that are drawn, from top to bottom; None is the gap of a layer that is too large.

    >>> drawn(3), drawn(40)
    ([0, 1, 2], [0, 1, 2, 3, 4, 5, 6, None, 37, 38, 39])
    """
    if neurons <= MOST_WHOLE:
        return list(range(neurons))
    return [*range(FIRST), None, *range(neurons - LAST, neurons)]


def lay_out(region: Region, widths: Sequence[int], above: int, below: int, half_width: float = 0.0) -> NetworkLayout:
    """Layers from left to right over the whole region, with room for so many lines of numbers above and below each
    neuron where the neurons are then still large enough to hold a number themselves. Neurons are circles unless a
    larger half width is given."""
    columns = [drawn(width) for width in widths]
    pitch = min(region.height / max(map(len, columns)), _FARTHEST)
    column_pitch = region.width / max(len(widths) - 0.5, 1.0)
    widest = min(0.21 * column_pitch, _LARGEST)
    with_numbers = min(widest, (pitch - (above + below) * LINE) / 2 - 0.14)
    fits = with_numbers >= LEAST_FOR_NUMBERS
    radius = with_numbers if fits else min(widest, 0.4 * pitch)
    half_width = max(radius, half_width)
    side = max(half_width, LINE * 1.5 if fits else 0.0) + _BORDER
    across = np.linspace(region.left + side, region.right - side, len(widths)) if len(widths) > 1 else [region.x]
    lift = (below - above) * LINE / 2 if fits else 0.0
    places, gaps = [], []
    for x, column in zip(across, columns, strict=True):
        heights = region.y + lift + pitch * ((len(column) - 1) / 2 - np.arange(len(column)))
        stand = {neuron: np.array([x, y, 0.0]) for neuron, y in zip(column, heights, strict=True)}
        gaps.append(stand.pop(None, None))
        places.append(stand)
    return NetworkLayout(radius, half_width, fits, tuple(places), tuple(gaps), pitch, column_pitch)
