"""The networks of the lesson and what its shots point out in them."""

from __future__ import annotations

import numpy as np
from manim import VGroup
from numpy.typing import NDArray

from scenes.stage.declared import stands_for
from scenes.stage.drawings.networks.network import NetworkPicture
from scenes.stage.drawings.networks.state import NetworkState
from scenes.stage.drawings.path_arrow import PathArrow
from scenes.stage.frame.region import Region
from scenes.stage.writing.pen import Pen


class DeepNetwork(NetworkPicture):
    """A `NetworkPicture` with arrows for what flows back along edges, and rings round its neurons."""

    def __init__(self, region: Region, pen: Pen, state: NetworkState, prefix: str = "deep.") -> None:
        super().__init__(region, pen, state, prefix)
        for kind in ("activation", "z", "gradient.z"):
            self.values(kind).set_z_index(3)

    def halo(self, layer: int, neuron: int) -> VGroup:
        """A ring in the gradient's colour round a neuron."""
        body = self.neuron(layer, neuron).body.copy().set_fill(opacity=0)
        body.set_stroke(self.theme.gradient, width=8, opacity=1)
        return stands_for(VGroup(body), "gradient").set_z_index(2)

    def collected(self, layer: int, neuron: int) -> VGroup:
        """Thick arrows back along all drawn edges out of a neuron, as thick as what each brings, the largest thickest;
        in the order of the neurons that they come from."""
        flows: NDArray[np.float64] = np.abs(self.state.backward_signal(layer + 1)[neuron - 1])
        largest = float(flows.max()) or 1.0
        thickest = max(0.09, self.thickest_arrow)
        return VGroup(
            *(
                PathArrow(
                    np.array(self.edge(layer + 1, neuron, j).ends[::-1]),
                    self.theme,
                    max(0.04, thickest * float(flows[j - 1]) / largest) if flows[j - 1] else 0.0,
                ).set_z_index(1)
                for j in self.drawn(layer + 1)
            )
        )
