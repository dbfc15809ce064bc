"""How many multiplications the gradient of a network takes: by backpropagation, and by nudging every parameter.

The engine counts them on a built graph. Networks of a billion parameters cannot be built here; for them there is a
formula of the widths, which gives the same as the engine wherever both can be had (a test compares them). A network has
one activation in all hidden layers, none at the output, and the squared error as its loss.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from engine import constant, costs, loss_of, variable
from engine.networks.network import Network

# Multiplications for each hidden neuron, forward and back; choosing, as ReLU does, is free.
_OF_ACTIVATION = {"relu": (0, 0), "leaky_relu": (1, 1), "tanh": (0, 5), "sigmoid": (1, 7)}
ACTIVATIONS = tuple(_OF_ACTIVATION)
BILLION = 10**9
MEASURED_UP_TO = 200_000  # parameters of a network that is built to be counted
POINTS = 9  # networks on the axes, about


@dataclass(frozen=True)
class Count:
    """Multiplications for the gradient of one example."""

    parameters: int
    backpropagation: int
    nudging: int


def counted(widths: Sequence[int], activation: str) -> Count:
    """Counted by the engine on the graph of a network of these widths; its numbers do not matter."""
    network = Network.of(widths, activation, seed=0)
    nodes = {name: variable(array, name) for name, array in network.parameters.items()}
    forward = network.forward(np.zeros(widths[0]), nodes)
    found = costs(loss_of("squared_error")(forward.prediction, constant(np.zeros(widths[-1]), "target")))
    return Count(found.parameters, found.backpropagation.multiplications, found.nudging.multiplications)


def by_formula(widths: Sequence[int], activation: str) -> Count:
    """The same by a formula. Forward: one for each weight, one to square each output. Back: one for each weight's
    gradient, one for each weight behind the first layer to carry a delta back, two for each output's error. Nudging:
    forward once, and for each parameter forward again and a division.

    >>> by_formula((2, 3, 2, 1), "relu")
    Count(parameters=20, backpropagation=39, nudging=335)
    """
    edges = [a * b for a, b in pairwise(widths)]
    hidden, outputs = sum(widths[1:-1]), widths[-1]
    ahead, back = _OF_ACTIVATION[activation]
    forward = sum(edges) + outputs + ahead * hidden
    backward = sum(edges) + sum(edges[1:]) + 2 * outputs + back * hidden
    parameters = sum(edges) + sum(widths[1:])
    return Count(parameters, forward + backward, forward + parameters * (forward + 1))


def family(widths: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """This network, then ever wider ones of the same shape, each width multiplied by the same number; the last has as
    near to a billion parameters as there is."""
    last = _multiple(widths, BILLION)
    wanted = np.geomspace(1, last, POINTS)
    for factor in sorted({1, last, *(round(factor) for factor in wanted)}):
        yield tuple(width * factor for width in widths)


def _multiple(widths: Sequence[int], parameters: int) -> int:
    """The multiple of the widths that has parameters nearest to this many."""

    def size(factor: int) -> int:
        return by_formula([width * factor for width in widths], "relu").parameters

    low, high = 1, 10**5
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if size(middle) <= parameters else (low, middle)
    return min((low, high), key=lambda factor: abs(size(factor) - parameters))
