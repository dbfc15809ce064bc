"""The state of a dense network that a drawing shows: weights, and for one example what flows through them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import count, takewhile

import numpy as np
from numpy.typing import NDArray

from engine import Trace

Array = NDArray[np.float64]


@dataclass(frozen=True)
class NetworkState:
    """Floats of a network, layer by layer. `weights[k][i, j]` leads from neuron i to neuron j of the layer after it.

    What is known for one example only is empty otherwise: `activations`, the inputs first; `deltas`, dL/dz of each
    layer; `weight_gradients`, in the shape of the weights.
    """

    weights: tuple[Array, ...]
    activations: tuple[Array, ...] = ()
    deltas: tuple[Array, ...] = ()
    weight_gradients: tuple[Array, ...] = ()

    @property
    def widths(self) -> tuple[int, ...]:
        """Inputs, then the neurons of each layer."""
        return (len(self.weights[0]), *(weight.shape[1] for weight in self.weights))

    def forward_signal(self, layer: int) -> Array:
        """activation x weight on each edge into a layer (counted from 1), shape (inputs, outputs)."""
        return self.activations[layer - 1][:, None] * self.weights[layer - 1]

    def backward_signal(self, layer: int) -> Array:
        """weight x dL/dz on each edge into a layer (counted from 1): what flows back along it, shape
        (inputs, outputs)."""
        return self.weights[layer - 1] * self.deltas[layer - 1][None, :]

    @classmethod
    def of_parameters(cls, parameters: Mapping[str, Array]) -> NetworkState:
        """The weights `layer.1.weight`, `layer.2.weight` and so on of a network (`Network.parameters`)."""
        found = takewhile(parameters.__contains__, (f"layer.{k}.weight" for k in count(1)))
        return cls(tuple(np.asarray(parameters[name], dtype=np.float64) for name in found))

    @classmethod
    def of_trace(cls, trace: Trace, prefix: str = "") -> NetworkState:
        """The state in a trace of `engine.traces.sources.network_trace`. Raises ValueError where there is no network,
        or a batch instead of one example."""

        def numbers(paths: Iterable[str]) -> Array:
            return np.array([trace[path].array for path in paths])

        neurons = [
            list(takewhile(lambda path: f"{path}.bias" in trace, (f"{prefix}layer.{k}.neuron.{j}" for j in count(1))))
            for k in takewhile(lambda k: f"{prefix}layer.{k}.neuron.1.bias" in trace, count(1))
        ]
        inputs = list(takewhile(trace.__contains__, (f"{prefix}input.{i}" for i in count(1))))
        if not neurons or not inputs:
            raise ValueError(f"the trace has no network under {prefix!r}: {prefix}layer.1.neuron.1.bias is missing")
        if trace[inputs[0]].shape:
            raise ValueError(f"{inputs[0]}: a batch; a drawing shows one example")
        widths = [len(inputs), *map(len, neurons)]

        def matrices(name: str) -> tuple[Array, ...]:
            return tuple(
                np.array([numbers(f"{path}.{name}.{i}" for i in range(1, width + 1)) for path in layer]).T
                for width, layer in zip(widths[:-1], neurons, strict=True)
            )

        def rows(name: str) -> tuple[Array, ...]:
            return tuple(numbers(f"{path}.{name}" for path in layer) for layer in neurons)

        return cls(
            matrices("weight"),
            (numbers(inputs), *rows("activation")),
            rows("gradient.z"),
            matrices("gradient.weight"),
        )


def largest(arrays: Iterable[Array]) -> float:
    """The largest size of a number in arrays; 0 if there is none."""
    return max((float(np.abs(array).max()) for array in arrays if array.size), default=0.0)
