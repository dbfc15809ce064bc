"""A network without hidden neurons: its answer is a straight line, or a straight border."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import Mobject, VGroup

from scenes.stage.drawings.networks.edges import Edge, WeightScale, wires
from scenes.stage.drawings.networks.network import NetworkPicture
from scenes.stage.frame.region import Point

_THICKEST = 6.0  # stroke width


class StraightNetwork:
    """The inputs and the output of a larger network, at their places there, with nothing between them but an edge from
    each input: `neurons`, the faint `wires` and the `edges`, the widest of which has the largest of these weights."""

    def __init__(self, network: NetworkPicture, weights: Sequence[float]) -> None:
        inputs, outputs = network.neurons[0], network.neurons[-1]
        self.neurons = VGroup(*inputs, *outputs)
        ends = network.layout.places
        last = ends[-1][0]
        flank = np.array([network.layout.half_width or network.layout.radius, 0.0, 0.0])
        pairs = [(ends[0][k] + flank, last - flank) for k in range(len(weights))]
        self.wires = wires(pairs, network.theme)
        scale = WeightScale(max(map(abs, weights)), _THICKEST)
        self.edges = VGroup(
            *(Edge(*pair, weight, scale, network.theme) for pair, weight in zip(pairs, weights, strict=True))
        )
        self.height = float(np.mean([(start + end)[1] / 2 for start, end in pairs]))

    def middle(self, layer: Mobject) -> Point:
        """The place on the edges where a hidden layer comes in."""
        return np.array([float(layer.get_center()[0]), self.height, 0.0])
