"""The deep network of lesson 7: any dense network on one example, one neuron that collects its delta, and what comes of
it if an edge is forgotten. Small networks with ReLU are exact; others are floats."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine import Trace, constant, derivative, loss_of, variable
from engine.networks.initialisation import he_normal
from engine.networks.network import Dense, Network, activate
from engine.traces.sources import network_trace
from scenes.lessons.numbers import network_layers as layers
from scenes.stage.drawings.networks.layout import drawn
from scenes.stage.parameters import Values

Number = Fraction | float
LOSS = "squared_error"
_MOST_EXACT = 400  # parameters; Fractions of larger networks have too many digits
_EXACT = ("relu", "leaky_relu")
_BIAS = 0.4  # standard deviation of the biases that the seed gives
_NUDGE = Fraction(1, 10**6)  # against the size of what is nudged, or 1


@dataclass(frozen=True)
class Deep:
    """The network and its example."""

    network: Network
    inputs: NDArray[Any]
    targets: NDArray[Any]

    @classmethod
    def of(cls, values: Values) -> Deep:
        """Weights, biases, and what is not given of the example are drawn from the seed and rounded to tenths; those
        of wide layers, which are small, to hundredths."""
        widths, activation = layers.widths(str(values["layers"])), str(values["activation"])
        generator = np.random.default_rng(int(values["seed"]))  # type: ignore[arg-type]
        parameters = sum(a * b + b for a, b in pairwise(widths))
        exact = activation in _EXACT and parameters <= _MOST_EXACT

        def kept(array: NDArray[np.float64], digits: int = 1) -> NDArray[Any]:
            unit = 10**digits
            whole = np.rint(array * unit).astype(int)
            return np.vectorize(lambda n: Fraction(int(n), unit), otypes=[object])(whole) if exact else whole / unit

        made = []
        for place, (a, b) in enumerate(pairwise(widths), 1):
            weight = kept(he_normal(a, b, generator), 1 if a <= 8 else 2)
            bias = kept(generator.normal(0.0, _BIAS, b))
            made.append(Dense(weight, bias, activation if place < len(widths) - 1 else "identity"))

        def example(name: str, count: int) -> NDArray[Any]:
            seeded = kept(generator.normal(0.0, 1.2, count))
            given = layers.numbers(str(values[name]))
            return seeded if given is None else _row(given, exact)

        return cls(Network(tuple(made)), example("inputs", widths[0]), example("targets", widths[-1]))

    @property
    def widths(self) -> tuple[int, ...]:
        """Inputs, then the neurons of each layer."""
        return self.network.widths

    @cached_property
    def trace(self) -> Trace:
        """All numbers of the forward and the backward pass."""
        return network_trace(self.network, self.inputs, self.targets, LOSS, "deep.")

    def loss(self, network: Network, inputs: NDArray[Any]) -> Number:
        """The loss of this example with another network or other inputs, by the engine."""
        given = constant(inputs, "input")
        prediction = network.forward(given).prediction
        return loss_of(LOSS)(prediction, constant(self.targets, "target")).number

    def slopes(self, layer: int) -> list[Number]:
        """The slopes of the activation in a hidden layer, neuron by neuron: the gates."""
        found = []
        for neuron in range(1, self.widths[layer] + 1):
            z = variable(self.trace.number(f"deep.layer.{layer}.neuron.{neuron}.z"), "z")
            found.append(derivative(activate(self.network.layers[layer - 1].activation, z), z).item())
        return found

    # -- one neuron that collects --------------------------------------------------

    def contribution(self, layer: int, neuron: int, target: int) -> Number:
        """What a neuron gets back along one of its outgoing edges: its weight times the delta at its other end."""
        path = f"deep.layer.{layer + 1}.neuron.{target}"
        return self.trace.number(f"{path}.weight.{neuron}") * self.trace.number(f"{path}.gradient.z")

    def contributions(self, layer: int, neuron: int) -> list[Number]:
        """The same along all of them."""
        return [self.contribution(layer, neuron, j) for j in range(1, self.widths[layer + 1] + 1)]

    @cached_property
    def collector(self) -> tuple[int, int]:
        """The layer and the neuron that the lesson looks at: of a hidden layer (of the inputs where there is none) with
        the most neurons behind it; if there is one, a neuron whose gradient is not what one edge brings, and through
        whose gate it passes."""
        hidden = range(1, len(self.widths) - 1) or range(1)
        layer = max(hidden, key=lambda k: self.widths[k + 1])
        neurons = [neuron + 1 for neuron in drawn(self.widths[layer]) if neuron is not None]

        def worth(neuron: int) -> tuple[int, int]:
            slope = self.slopes(layer)[neuron - 1] if layer else 1
            return int(slope != 0), min(3, sum(part != 0 for part in self.contributions(layer, neuron)))

        return layer, max(neurons, key=worth)

    def numbers(self) -> Iterator[tuple[str, Number | int]]:
        """The trace, and what belongs to the neuron that collects."""
        for path in self.trace:
            yield path, self.trace.number(path)
        yield "deep.layers", len(self.widths) - 1
        for k, width in enumerate(self.widths):
            yield f"deep.width.{k}", width
        layer, neuron = self.collector
        for k in range(1, len(self.widths) - 1):
            for j, slope in enumerate(self.slopes(k), 1):
                yield f"deep.layer.{k}.neuron.{j}.slope", slope
        parts = self.contributions(layer, neuron)
        slope = self.slopes(layer)[neuron - 1] if layer else Fraction(1)
        total = sum(parts[1:], parts[0])
        yield "collect.layer", layer
        yield "collect.neuron", neuron
        yield "collect.edges", len(parts)
        yield "collect.slope", slope
        for j, part in enumerate(parts, 1):
            yield f"collect.gradient.part.{j}", part
        seen = [j for j in drawn(len(parts)) if j is not None]
        kept = max(seen, key=lambda j: abs(parts[j]))
        yield "wrong.edge", kept + 1
        yield "wrong.gradient.one", parts[kept] * slope
        yield "wrong.gradient.all", total * slope
        yield "wrong.gradient.nudged", self._nudged(layer, neuron)

    def _nudged(self, layer: int, neuron: int) -> Number:
        """The gradient of the collecting neuron measured without any derivative: its bias (the input, where it is one)
        is nudged up and down, and the difference of the losses divided by that of the biases."""
        array = self.network.parameters[f"layer.{layer}.bias"] if layer else self.inputs
        at = array[neuron - 1]
        size = _NUDGE * max(1, round(abs(at)))
        nudge = size if self.network.exact else 100 * float(size)

        def loss(step: Number) -> Number:
            moved = array.copy()
            moved[neuron - 1] = at + step
            if not layer:
                return self.loss(self.network, moved)
            return self.loss(self.network.with_parameters({f"layer.{layer}.bias": moved}), self.inputs)

        return (loss(nudge) - loss(-nudge)) / (2 * nudge)


def _row(numbers: tuple[Fraction, ...], exact: bool) -> NDArray[Any]:
    row = np.empty(len(numbers), dtype=object)
    row[:] = numbers
    return row if exact else row.astype(np.float64)


def check_together(values: Mapping[str, Any]) -> None:
    """Raises SettingError where the example does not fit the network."""
    from scenes.stage.parameters import SettingError

    widths = layers.widths(str(values["layers"]))
    for name, count, what in (("inputs", widths[0], "inputs"), ("targets", widths[-1], "outputs")):
        given = layers.numbers(str(values[name]))
        if given is not None and len(given) != count:
            raise SettingError(
                f"network.{name}: the network {values['layers']} has {count} {what}, got {len(given)} numbers"
            )
