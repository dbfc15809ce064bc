"""The numbers of lesson 7: backpropagation through a small network, exactly, and through a deep one; what it costs.

`small.` is the network of one input and one hidden layer with ReLU, `deep.` the other one (network_deep.py), both as in
`engine.traces.sources.network_trace`; `cost.` and `scale.` count multiplications (network_costs.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import cache

import numpy as np

from engine import Trace, derivative, relu, variable
from engine.networks.network import Dense, Network
from engine.traces.sources import network_trace
from scenes.lessons.numbers import network_costs, network_deep
from scenes.lessons.numbers import network_layers as layers
from scenes.lessons.numbers.network_deep import LOSS, Deep
from scenes.stage import parameters
from scenes.stage.parameters import ChoiceParameter, NumberParameter, TableParameter, TextParameter

Number = Fraction | float

_MOST = 1_000_000
MOST_NEURONS = 3  # of the small network
SECONDS_A_YEAR = Fraction(86_400) * Fraction("365.25")  # the Julian year

PARAMETERS = (
    NumberParameter("input", "2.1", "number", -_MOST, _MOST, meaning="the input x of the small network"),
    NumberParameter("target", "4", "number", -_MOST, _MOST, meaning="the right answer y of the small network"),
    TableParameter(
        "neurons",
        "1, 0, 0.5; 0.5, 0.2, 0.8; -1, 0.5, 1",
        (
            NumberParameter("weight", "1", "number", -_MOST, _MOST, meaning="its weight"),
            NumberParameter("bias", "0", "number", -_MOST, _MOST, meaning="its bias"),
            NumberParameter("output", "1", "number", -_MOST, _MOST, meaning="the weight that leads out of it"),
        ),
        1,
        MOST_NEURONS,
        meaning="the hidden neurons of the small network: weight, bias, and the weight that leads out of each",
    ),
    NumberParameter("bias", "0.1", "number", -_MOST, _MOST, meaning="the bias of the small network's prediction"),
    TextParameter(
        "layers",
        "2-3-2-1",
        layers.widths,
        layers.LAYERS_ALLOWED,
        meaning="the deep network: how many inputs, then how many neurons in each layer",
    ),
    ChoiceParameter(
        "activation", "relu", network_costs.ACTIVATIONS, meaning="the activation of the deep network's hidden layers"
    ),
    NumberParameter(
        "seed", "1338", "integer", 0, 10**9, meaning="the seed that the deep network's weights are drawn from"
    ),
    TextParameter(
        "inputs", layers.SEED, layers.numbers, layers.NUMBERS_ALLOWED, meaning="the inputs of the deep network"
    ),
    TextParameter(
        "targets", layers.SEED, layers.numbers, layers.NUMBERS_ALLOWED, meaning="the right answers of the deep network"
    ),
)

check_together = network_deep.check_together


def defaults() -> parameters.Values:
    """The default parameters."""
    return parameters.defaults(PARAMETERS)


def trace(values: parameters.Values) -> Trace:
    """All numbers of the lesson for these parameters."""
    check_together(values)
    return Trace(dict(_numbers(values)))


def _numbers(values: parameters.Values) -> Iterator[tuple[str, Number | int]]:
    yield from _small(values)
    deep = Deep.of(values)
    yield from deep.numbers()
    yield from _scale(deep.widths, str(values["activation"]))


def _small(values: parameters.Values) -> Iterator[tuple[str, Number | int]]:
    rows = values["neurons"]
    assert isinstance(rows, tuple)
    weights, biases, outputs = (np.array(column, dtype=object) for column in zip(*rows, strict=True))
    network = Network(
        (
            Dense(weights[None, :], biases, "relu"),
            Dense(outputs[:, None], np.array([Fraction(values["bias"])], dtype=object)),
        )
    )
    given, target = ([Fraction(values[name])] for name in ("input", "target"))
    found = network_trace(network, given, target, LOSS, "small.")
    for path in found:
        yield path, found.number(path)
    off = 0
    for j in range(1, len(rows) + 1):
        path = f"small.layer.1.neuron.{j}"
        z = variable(found.number(f"{path}.z"), "z")
        slope = derivative(relu(z), z).item()
        off += slope == 0
        yield f"{path}.slope", slope
        yield f"small.gradient.path.{j}", found.number(f"{path}.weight.1") * found.number(f"{path}.gradient.z")
    yield "small.error", found.number("small.prediction.1") - found.number("small.target.1")
    yield "small.neurons", len(rows)
    yield "small.off", off


def _scale(widths: tuple[int, ...], activation: str) -> Iterator[tuple[str, Number | int]]:
    for k, (measured, count) in enumerate(_counts(widths, activation)):
        if k == 0:
            yield "cost.parameters", count.parameters
            yield "cost.backpropagation", count.backpropagation
            yield "cost.nudging", count.nudging
        yield f"scale.{k}.measured", int(measured)
        yield f"scale.{k}.parameters", count.parameters
        yield f"scale.{k}.backpropagation", count.backpropagation
        yield f"scale.{k}.nudging", count.nudging
        last = count
    ratio = Fraction(last.nudging, last.backpropagation)
    yield "scale.points", k + 1
    yield "scale.last.parameters", last.parameters
    yield "scale.last.ratio", ratio
    yield "scale.last.years", ratio / SECONDS_A_YEAR


@cache
def _counts(widths: tuple[int, ...], activation: str) -> list[tuple[bool, network_costs.Count]]:
    """Networks of the same shape, ever wider: whether each could be built and counted, and its counts."""
    found = []
    for wide in network_costs.family(widths):
        measured = network_costs.by_formula(wide, activation).parameters <= network_costs.MEASURED_UP_TO
        how = network_costs.counted if measured else network_costs.by_formula
        found.append((measured, how(wide, activation)))
    return found
