"""Networks of dense layers. A layer works out z = a W + b, row by row for a batch, and the next activation f(z)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from numbers import Integral
from typing import Any

import numpy as np

from engine.functions import run
from engine.mapping import FrozenMapping
from engine.networks.initialisation import INITIALISATIONS
from engine.numbers import Array, as_array, as_kind, frozen, is_exact

ACTIVATIONS = ("identity", "relu", "leaky_relu", "tanh", "sigmoid", "softplus", "gelu", "sin", "softmax")


def activate(name: str, z: Any) -> Any:
    """An activation by name, of nodes or plain numbers. Raises ValueError for one that is not known."""
    if name not in ACTIVATIONS:
        raise ValueError(f"activation: must be one of {', '.join(ACTIVATIONS)}, got {name!r}")
    return z if name == "identity" else run(name, z)


@dataclass(frozen=True, eq=False)
class Dense:
    """One layer: weight of shape (inputs, outputs), so that weight[i, j] leads from input i to neuron j; bias of shape
    (outputs,); an activation by name. Both are kept as read-only copies."""

    weight: Array
    bias: Array
    activation: str = "identity"

    def __post_init__(self) -> None:
        for name in ("weight", "bias"):
            array = as_array(getattr(self, name))
            array.flags.writeable = False
            object.__setattr__(self, name, array)
        if self.weight.ndim != 2 or 0 in self.weight.shape:
            raise ValueError(f"weight: must have shape (inputs, outputs), got {self.weight.shape}")
        if self.bias.shape != (self.outputs,):
            raise ValueError(f"bias: must have shape ({self.outputs},), one for each neuron, got {self.bias.shape}")
        if is_exact(self.weight) != is_exact(self.bias):
            raise TypeError("weight and bias: exact and float numbers do not mix; convert one of them first")
        if self.activation not in ACTIVATIONS:
            raise ValueError(f"activation: must be one of {', '.join(ACTIVATIONS)}, got {self.activation!r}")

    @property
    def inputs(self) -> int:
        """How many numbers come in."""
        return int(self.weight.shape[0])

    @property
    def outputs(self) -> int:
        """How many neurons there are."""
        return int(self.weight.shape[1])


@dataclass(frozen=True, eq=False)
class Forward:
    """A forward pass: what came in, and for each layer z = a W + b and the activation f(z); nodes or arrays."""

    inputs: Any
    z: tuple[Any, ...]
    activations: tuple[Any, ...]

    @property
    def prediction(self) -> Any:
        """The last layer's activation, shape (..., outputs)."""
        return self.activations[-1]


@dataclass(frozen=True, eq=False)
class Network:
    """Dense layers in a row. It never changes: training makes a new one.

    >>> network = Network.of(widths=(2, 3, 1), activation="relu", seed=0)
    >>> network.widths, network.size
    ((2, 3, 1), 13)
    >>> network(np.zeros((5, 2))).shape
    (5, 1)
    """

    layers: tuple[Dense, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "layers", tuple(self.layers))
        if not self.layers:
            raise ValueError("layers: a network needs at least one")
        for place, (left, right) in enumerate(pairwise(self.layers), 1):
            if left.outputs != right.inputs:
                raise ValueError(
                    f"layer {place + 1}: takes {right.inputs} inputs, but layer {place} has {left.outputs} neurons"
                )
        if len({is_exact(layer.weight) for layer in self.layers}) > 1:
            raise TypeError("layers: exact and float numbers do not mix; convert one of them first")

    @classmethod
    def of(
        cls,
        widths: Sequence[int],
        activation: str | Sequence[str] = "relu",
        output: str = "identity",
        initialisation: str = "he_normal",
        *,
        seed: int | np.random.Generator,
    ) -> Network:
        """A multilayer perceptron: `widths` counts inputs, hidden neurons and outputs, as (1, 8, 8, 1). Weights are
        drawn layer by layer from `seed`; biases are 0. `activation` is that of all hidden layers, or one for each.

        Raises ValueError for widths below 1, fewer than two of them, or a name that is not known.
        """
        if len(widths) < 2 or any(not isinstance(width, Integral) or width < 1 for width in widths):
            raise ValueError(
                f"widths: must be at least two whole numbers of at least 1, such as (2, 3, 1), got {widths}"
            )
        if initialisation not in INITIALISATIONS:
            raise ValueError(f"initialisation: must be one of {', '.join(INITIALISATIONS)}, got {initialisation!r}")
        hidden = [activation] * (len(widths) - 2) if isinstance(activation, str) else list(activation)
        if len(hidden) != len(widths) - 2:
            raise ValueError(f"activation: {len(widths) - 2} hidden layers need as many names, got {len(hidden)}")
        generator = np.random.default_rng(seed)
        draw = INITIALISATIONS[initialisation]
        return cls(
            tuple(
                Dense(draw(inputs, outputs, generator), np.zeros(outputs), name)
                for (inputs, outputs), name in zip(pairwise(widths), [*hidden, output], strict=True)
            )
        )

    @classmethod
    def neuron(cls, weight: Any, bias: Any, activation: str = "identity") -> Network:
        """A single neuron, from a weight for each input and a bias; exact if these are Fractions.

        >>> from fractions import Fraction
        >>> Network.neuron([Fraction(1, 2)], Fraction(1))(np.array([Fraction(3)]))
        array([Fraction(5, 2)], dtype=object)
        """
        weights = as_array(weight).reshape(-1, 1)
        return cls((Dense(weights, as_array(bias).reshape(1), activation),))

    @property
    def widths(self) -> tuple[int, ...]:
        """Inputs, then the neurons of each layer."""
        return (self.layers[0].inputs, *(layer.outputs for layer in self.layers))

    @property
    def exact(self) -> bool:
        """Whether the parameters are Fractions."""
        return is_exact(self.layers[0].weight)

    @property
    def size(self) -> int:
        """How many parameters there are: weights and biases."""
        return sum(int(array.size) for array in self.parameters.values())

    @cached_property
    def parameters(self) -> Mapping[str, Array]:
        """`layer.1.weight`, `layer.1.bias`, `layer.2.weight` and so on; layers count from 1."""
        named: dict[str, Array] = {}
        for place, layer in enumerate(self.layers, 1):
            named[f"layer.{place}.weight"] = layer.weight
            named[f"layer.{place}.bias"] = layer.bias
        return FrozenMapping(named)

    def with_parameters(self, parameters: Mapping[str, Any]) -> Network:
        """The same network with other parameters; those that are not given stay. Raises KeyError for a name that is
        none, ValueError for another shape."""
        unknown = [name for name in parameters if name not in self.parameters]
        if unknown:
            raise KeyError(f"no parameter {unknown[0]!r}; there are: {', '.join(self.parameters)}")
        merged = {**self.parameters, **parameters}
        for name, array in merged.items():
            if np.shape(array) != self.parameters[name].shape:
                raise ValueError(f"{name}: must have shape {self.parameters[name].shape}, got {np.shape(array)}")
        return Network(
            tuple(
                Dense(merged[f"layer.{place}.weight"], merged[f"layer.{place}.bias"], layer.activation)
                for place, layer in enumerate(self.layers, 1)
            )
        )

    def forward(self, inputs: Any, parameters: Mapping[str, Any] | None = None) -> Forward:
        """A forward pass of one example, shape (inputs,), or of a batch, shape (examples, inputs).

        With nodes as inputs or as `parameters` the pass is a graph; with plain arrays only the numbers are worked
        out. Parameters may be stacks of networks: weights of shape (networks, inputs, outputs) beside biases of shape
        (networks, 1, outputs) give activations of shape (networks, examples, outputs).
        Raises ValueError where the inputs do not fit.
        """
        own = self.parameters if parameters is None else parameters
        shape = np.shape(inputs)
        if not shape or shape[-1] != self.layers[0].inputs:
            raise ValueError(f"inputs: must have shape (..., {self.layers[0].inputs}), got {shape}")
        z: list[Any] = []
        activations: list[Any] = []
        flowing = inputs
        for place, layer in enumerate(self.layers, 1):
            z.append(flowing @ own[f"layer.{place}.weight"] + own[f"layer.{place}.bias"])
            flowing = activate(layer.activation, z[-1])
            activations.append(flowing)
        return Forward(inputs, tuple(z), tuple(activations))

    def __call__(self, inputs: Any) -> Array:
        """The prediction for an example or a batch, as plain numbers. Raises TypeError for float inputs of an exact
        network, and the other way round."""
        given = as_kind(inputs, self.exact)
        if is_exact(given) != self.exact:
            raise TypeError("inputs: exact and float numbers do not mix; give them the network's kind")
        return frozen(self.forward(given).prediction)
