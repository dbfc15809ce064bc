"""What derivatives cost, for any network (hypothesis)."""

from collections import Counter
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

from engine import ACTIVATIONS, LOSSES, Cost, Dense, Network, backward, costs, variable

hypothesis = pytest.importorskip("hypothesis")
given, settings, strategies = hypothesis.given, hypothesis.settings, hypothesis.strategies

widths_of = strategies.lists(strategies.integers(1, 5), min_size=2, max_size=4)


def graph(network, inputs, targets, loss):
    nodes = {name: variable(array, name) for name, array in network.parameters.items()}
    return LOSSES[loss](network.forward(inputs, nodes).prediction, targets)


def positive(*shape):
    """Fractions above 0, so that no ReLU is off and no number is 0."""
    array = np.empty(int(np.prod(shape)), dtype=object)
    array[:] = [Fraction(2 + place % 5, 3) for place in range(array.size)]
    return array.reshape(shape)


class Executed:
    """Counts the arithmetic of every Fraction inside a `with`. Sums that begin from 0 do not count that addition."""

    def __enter__(self):
        self._tally, self._patch = Counter(), pytest.MonkeyPatch()
        for kind, names in (("additions", ("add", "sub")), ("multiplications", ("mul", "truediv"))):
            for name in names:
                for method in (f"__{name}__", f"__r{name}__"):
                    self._patch.setattr(Fraction, method, self._counting(kind, getattr(Fraction, method)))
        return self

    def __exit__(self, *_):
        self._patch.undo()
        self.cost = Cost(self._tally["multiplications"], self._tally["additions"])

    def _counting(self, kind, rule):
        def operator(a, b):
            self._tally[kind] += kind == "multiplications" or (a != 0 and b != 0)
            return rule(a, b)

        return operator


@settings(deadline=None, max_examples=40)
@given(
    widths_of,
    strategies.integers(1, 4),
    strategies.sampled_from(["identity", "relu"]),
    strategies.sampled_from(["squared_error", "half_squared_error", "mean_squared_error", "half_mean_squared_error"]),
)
def test_a_dense_network_does_what_is_counted(widths, examples, activation, loss):
    network = Network(tuple(Dense(positive(n, m), positive(m), activation) for n, m in pairwise(widths)))
    inputs, targets = positive(examples, widths[0]), -positive(examples, widths[-1])
    with Executed() as forward:
        output = graph(network, inputs, targets, loss)
    with Executed() as back:
        backward(output)
    found = costs(output)
    assert (found.forward, found.backward) == (forward.cost, back.cost)


@settings(deadline=None)
@given(
    strategies.lists(strategies.integers(1, 30), min_size=2, max_size=5),
    strategies.integers(1, 40),
    strategies.sampled_from(ACTIVATIONS),
    strategies.sampled_from(["mean_squared_error", "mean_absolute_error", "binary_cross_entropy"]),
)
def test_backpropagation_takes_less_than_five_forward_passes(widths, examples, activation, loss):
    """Baur and Strassen 1983: value and all derivatives together take at most 5 times the value."""
    network = Network.of(widths, activation, seed=0)
    found = costs(graph(network, np.ones((examples, widths[0])), np.zeros((examples, widths[-1])), loss))
    forward, both = (
        cost.multiplications + cost.additions + cost.functions for cost in (found.forward, found.backpropagation)
    )
    assert forward < both < 5 * forward
    assert found.parameters == sum((n + 1) * m for n, m in pairwise(widths))
    for kind in ("multiplications", "additions", "functions"):
        one, nudged = getattr(found.forward, kind), getattr(found.nudging, kind)
        extra = {"multiplications": 1, "additions": 2, "functions": 0}[kind]
        assert nudged == (found.parameters + 1) * one + found.parameters * extra
