"""The numbers of lesson 2: one neuron whose two knobs are turned by hand, try after try, and a network of many knobs.

Every try is one exact forward pass of the engine; try 0 is the state before the first one. The parameters of the
network are counted on a network of the engine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

import numpy as np

from engine import Trace
from engine.networks.network import Dense, Network
from scenes.lessons.numbers.tuning_tries import State, asked, best
from scenes.stage import parameters
from scenes.stage.drawings.networks.layout import LEFT_OUT
from scenes.stage.near import quoted
from scenes.stage.parameters import NumberParameter, TableParameter, TextParameter

Number = Fraction | float

MOST_TRIES = 8
FARTHEST = 10_000  # that a knob can be turned to
LAYERS = (2, 5)  # fewest and most numbers of a network: the inputs, then the neurons of each layer
WIDEST = 1024  # neurons of a layer
WAYS = 2  # that a knob can be turned: up and down

_LAYERS_ALLOWED = f"{LAYERS[0]} to {LAYERS[1]} whole numbers from 1 to {WIDEST}, written 784, 16, 16, 10"


def layers(text: str) -> tuple[int, ...]:
    """The widths of a network, inputs first; raises ValueError in one line.

    >>> layers("784, 16, 16, 10")
    (784, 16, 16, 10)
    """
    cells = [cell.strip() for cell in text.split(",")]
    if not LAYERS[0] <= len(cells) <= LAYERS[1]:
        raise ValueError(f"must be {_LAYERS_ALLOWED}; got {len(cells)} of them")
    for cell in cells:
        if not re.fullmatch(r"[0-9]{1,9}", cell) or not 1 <= int(cell) <= WIDEST:
            raise ValueError(f"must be {_LAYERS_ALLOWED}; got {quoted(cell)}; {LEFT_OUT}")
    return tuple(map(int, cells))


PARAMETERS = (
    NumberParameter("input", "2.1", "number", -1_000_000, 1_000_000, meaning="the input x"),
    NumberParameter("target", "4", "number", -1_000_000, 1_000_000, meaning="the right answer y"),
    NumberParameter("weight", "1", "number", -FARTHEST, FARTHEST, meaning="the weight w before the first try"),
    NumberParameter("bias", "0", "number", -FARTHEST, FARTHEST, meaning="the bias b before the first try"),
    TableParameter(
        "tries",
        "1.5, 0; 1.5, -0.5; 1.5, 0.5; 2, 0.5; 1.7, 0.5",
        (
            NumberParameter("weight", "1", "number", -FARTHEST, FARTHEST, meaning="the weight of a try"),
            NumberParameter("bias", "0", "number", -FARTHEST, FARTHEST, meaning="the bias of a try"),
        ),
        1,
        MOST_TRIES,
        meaning="where the two knobs are turned to, try after try",
    ),
    TextParameter(
        "layers",
        "784, 16, 16, 10",
        layers,
        _LAYERS_ALLOWED,
        meaning="the network of many knobs: how many inputs, then how many neurons in each layer",
    ),
)


def defaults() -> parameters.Values:
    """The default parameters."""
    return parameters.defaults(PARAMETERS)


def trace(values: parameters.Values) -> Trace:
    """All numbers of the lesson for these parameters."""
    return Trace(dict(_numbers(values)))


def state(values: parameters.Values, weight: Number, bias: Number) -> dict[str, Number]:
    """One exact forward pass at any weight and bias: prediction, error and loss.

    Floats are taken as the binary fractions that they are. Raises ValueError or OverflowError for one that is not
    finite.
    """
    neuron = Network.neuron([Fraction(weight)], Fraction(bias))
    prediction = Fraction(neuron(np.array([Fraction(values["input"])], dtype=object))[0])
    error = prediction - Fraction(values["target"])
    return {"prediction": prediction, "error": error, "loss": error**2}


def states(values: parameters.Values) -> list[State]:
    """The start and, after it, every try."""
    places = [(Fraction(values["weight"]), Fraction(values["bias"])), *values["tries"]]
    return [State(w, b, Fraction(state(values, w, b)["error"])) for w, b in places]


def _numbers(values: parameters.Values) -> Iterator[tuple[str, Number | int]]:
    given = Fraction(values["input"])
    yield "input", given
    yield "target", Fraction(values["target"])
    tried = states(values)
    yield "tries", len(tried) - 1
    for k, at in enumerate(tried):
        yield f"try.{k}", k
        yield f"try.{k}.weight", at.weight
        yield f"try.{k}.bias", at.bias
        yield from ((f"try.{k}.{name}", number) for name, number in state(values, at.weight, at.bias).items())
    place = best(tried)
    yield "best", place
    yield "best.loss", tried[place].loss
    found = asked(tried, given)
    if found is not None:
        yield "asked", found[0]
        if found[1] is not None:
            yield "asked.earlier", found[1]
    yield "knobs", Network.neuron([tried[0].weight], tried[0].bias).size
    yield from _network(layers(str(values["layers"])))


def _network(widths: tuple[int, ...]) -> Iterator[tuple[str, int]]:
    network = Network(tuple(Dense(np.zeros(shape), np.zeros(shape[1])) for shape in pairwise(widths)))
    yield "network.layers", len(network.layers)
    for k, width in enumerate(network.widths):
        yield f"network.width.{k}", width
    for k, layer in enumerate(network.layers, start=1):
        yield f"network.layer.{k}.weights", int(layer.weight.size)
        yield f"network.layer.{k}.parameters", int(layer.weight.size + layer.bias.size)
    yield "network.weights", sum(int(layer.weight.size) for layer in network.layers)
    yield "network.biases", sum(int(layer.bias.size) for layer in network.layers)
    yield "network.parameters", network.size
    yield "network.ways", WAYS
    yield "network.passes", WAYS * network.size
