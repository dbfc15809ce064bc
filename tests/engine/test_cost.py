"""What derivatives cost: by hand, as really executed on Fractions that count, and how it grows."""

from collections import Counter
from fractions import Fraction
from itertools import pairwise
from time import perf_counter

import numpy as np
import pytest

from engine import LOSSES, Cost, Dense, Network, apply, backward, constant, costs, variable


def test_the_neuron():
    # (w x + b - y)^2. Forward: w x, + b, - y, the square. Back: 2 e and times the 1 that the walk begins with, then
    # times x for w; b and the subtraction pass on what comes.
    # A tangent: tw x, + tb, 2 e and times the tangent.
    # Nudging: the pass three times, and for w and for b the nudge, the difference, the division.
    w, b = variable(1.0, "w"), variable(0.0, "b")
    found = costs((w * 2.1 + b - 4.0) ** 2)
    assert found.parameters == 2
    assert found.forward == Cost(multiplications=2, additions=2)
    assert found.backward == Cost(multiplications=3)
    assert found.tangents == Cost(multiplications=3, additions=1)
    assert found.backpropagation == Cost(multiplications=5, additions=2)
    assert found.forward_mode == Cost(multiplications=2 + 2 * 3, additions=2 + 2 * 1)
    assert found.nudging == Cost(multiplications=3 * 2 + 2, additions=3 * 2 + 2 * 2)


def test_the_network_of_lesson_seven():
    # 2-3-2-1 with ReLU, one example, mean squared error of one number.
    # Forward: x W1, 3 inner products of length 2: 6 *, 3 +, and 3 + for b1. a W2: 2 of length 3: 6 *, 4 +, and 2 +.
    #   a W3: 1 of length 2: 2 *, 1 +, and 1 +. Loss: 1 +, the square 1 *, the mean 1 *.
    # Back: mean 1 *, square 2 *. W3: 2 *; into layer 2: 2 *. W2: 6 *; into layer 1: 3 inner products of length 2: 6 *,
    #   3 +. W1: 6 *. Nothing is worked out for x; biases take what comes.
    # Tangents: x tW1: 6 *, 3 +, + tb1: 3 +. a tW2 and ta W2: 12 *, 8 +, together 2 +, + tb2: 2 +. 4 *, 2 +, 1 +, 1 +.
    #   Square 2 *, mean 1 *.
    # Parameters: 6 + 3 + 6 + 2 + 2 + 1.
    found = costs(loss_of(Network.of((2, 3, 2, 1), "relu", seed=0), np.ones((1, 2)), np.zeros((1, 1))))
    assert found.parameters == 20
    assert found.forward == Cost(6 + 6 + 2 + 1 + 1, 6 + 6 + 2 + 1)
    assert found.backward == Cost(1 + 2 + 2 + 2 + 6 + 6 + 6, 3)
    assert found.tangents == Cost(6 + 12 + 4 + 2 + 1, 6 + 12 + 4)
    assert found.forward_mode == Cost(16 + 20 * 25, 15 + 20 * 22)
    assert found.nudging == Cost(21 * 16 + 20, 21 * 15 + 20 * 2)


def loss_of(network, inputs, targets, name="mean_squared_error"):
    nodes = {name: variable(array, name) for name, array in network.parameters.items()}
    return LOSSES[name](network.forward(inputs, nodes).prediction, targets)


@pytest.mark.parametrize(
    ("left", "right", "forward", "back", "repeated"),
    [
        # n m inner products of length k; back n k of length m and k m of length n
        ((2, 3), (3, 4), (24, 16), (48, 6 * 3 + 12 * 1), 0),
        ((3,), (3,), (3, 2), (6, 0), 0),
        ((2, 3), (3,), (6, 4), (12, 3 * 1), 0),
        ((3,), (3, 4), (12, 8), (24, 3 * 3), 0),
        # five products 2x3 by 3x4, the right factor repeated: 5 - 1 additions for each of its 12 entries
        ((5, 2, 3), (3, 4), (120, 80), (240, 5 * (6 * 3 + 12)), 4 * 12),
        ((2, 3), (5, 3, 4), (120, 80), (240, 5 * (6 * 3 + 12)), 4 * 6),
        # ten products: 2 for each of the 30 entries on the left, 5 for each of the 24 on the right
        ((5, 2, 3), (2, 1, 3, 4), (240, 160), (480, 10 * (6 * 3 + 12)), 30 + 4 * 24),
    ],
)
def test_products_of_matrices(left, right, forward, back, repeated):
    product = variable(np.ones(left)) @ variable(np.ones(right))
    found = costs(product.sum())
    assert found.forward == Cost(forward[0], forward[1] + product.size - 1)
    assert found.backward == Cost(back[0], back[1] + repeated)


@pytest.mark.parametrize(
    ("make", "forward", "back"),
    [
        (lambda a, b: a + b, Cost(0, 6), Cost(0, 3)),  # each b collects from two rows
        (lambda a, b: a * b, Cost(6), Cost(12, 3)),
        (lambda a, b: a / b, Cost(6), Cost(18, 3)),
        (lambda a, b: a * 2.0 + b.sum(), Cost(6, 8), Cost(6, 5)),  # the sum's gradient collects from 6 entries
        (lambda a, b: apply("broadcast_to", b, shape=(2, 3)) * a, Cost(6), Cost(12, 3)),
        (lambda a, b: a.mean(axis=0) * b, Cost(3 + 3, 3), Cost(3 + 3 + 3)),
        (lambda a, b: a * a, Cost(6), Cost(12, 6)),  # two contributions for each entry meet
        (lambda a, b: b[[0, 0, 2]], Cost(), Cost(0, 1)),  # two meet at entry 0
        (lambda a, b: np.exp(a) + np.exp(a), Cost(0, 6, 12), Cost(12, 6)),
        (lambda a, b: a.exp() - a.exp().sum(axis=1, keepdims=True), Cost(0, 4 + 6, 12), Cost(12, 4 + 6)),
        (lambda a, b: constant(np.ones(3)) * 2.0 + b, Cost(3, 3), Cost()),  # constants are worked out going forward
    ],
)
def test_repeated_arguments_and_meeting_contributions(make, forward, back):
    output = make(variable(np.ones((2, 3)), "a"), variable(np.full(3, 2.0), "b"))
    found = costs(output.sum())
    assert found.forward == forward + Cost(additions=output.size - 1)
    assert found.backward == back


def test_a_tangent_is_added_up_where_the_walk_back_copies():
    # max over 3: back 3 products with the share; forward 3 products and 2 additions. A mean likewise, divided once.
    a = variable([1.0, 3.0, 2.0])
    assert costs(a.max()).backward == Cost(3)
    assert costs(a.max()).tangents == Cost(3, 2)
    assert costs(a.mean()).backward == Cost(1)
    assert costs(a.mean()).tangents == Cost(1, 2)


# What is executed -------------------------------------------------------------------------------------------------


@pytest.fixture
def executed(monkeypatch):
    """Counts the arithmetic of every Fraction, whoever does it. Sums that begin from 0 do not count that addition."""
    tally = Counter()

    def counting(kind, rule):
        def operator(a, b):
            tally[kind] += kind == "multiplications" or (a != 0 and b != 0)
            return rule(a, b)

        return operator

    for kind, names in (("additions", ("add", "sub")), ("multiplications", ("mul", "truediv"))):
        for name in names:
            for method in (f"__{name}__", f"__r{name}__"):
                monkeypatch.setattr(Fraction, method, counting(kind, getattr(Fraction, method)))

    def taken():
        cost = Cost(tally["multiplications"], tally["additions"])
        tally.clear()
        return cost

    return taken


def positive(*shape):
    """Fractions above 0, so that no ReLU is off and no number is 0."""
    array = np.empty(int(np.prod(shape)), dtype=object)
    array[:] = [Fraction(2 + place % 5, 3) for place in range(array.size)]
    return array.reshape(shape)


def exact_network(widths, activation="relu"):
    return Network(tuple(Dense(positive(n, m), positive(m), activation) for n, m in pairwise(widths)))


@pytest.mark.parametrize("widths", [(1, 1), (2, 3, 2, 1), (4, 5, 3)])
@pytest.mark.parametrize("examples", [1, 3])
def test_a_network_does_what_is_counted(executed, widths, examples):
    network = exact_network(widths)
    inputs, targets = positive(examples, widths[0]), -positive(examples, widths[-1])
    executed()
    output = loss_of(network, inputs, targets)
    forward = executed()
    walk = backward(output)
    back = executed()
    found = costs(output)
    assert (found.forward, found.backward) == (forward, back)
    assert found.parameters == sum((n + 1) * m for n, m in pairwise(widths))
    # nudge every parameter by itself; the gradient of this network is near, so it was no other calculation
    executed()
    nudge = Fraction(1, 10**9)
    base, slopes = loss_of(network, inputs, targets), {}
    for name, array in network.parameters.items():
        for place in np.ndindex(array.shape):
            moved = array.copy()
            moved[place] += nudge
            output = loss_of(network.with_parameters({name: moved}), inputs, targets)
            slopes[name, place] = (output.number - base.number) / nudge
    assert found.nudging == executed()
    gradients = {node.name: walk.gradient(node) for node in walk.visited if node.name}
    assert all(
        slope == pytest.approx(float(gradients[name][place]), rel=1e-6) for (name, place), slope in slopes.items()
    )


@pytest.mark.parametrize("widths", [(1, 1), (2, 3, 2, 1), (4, 5, 3)])
def test_a_tangent_carried_forward_does_what_is_counted(executed, widths):
    """The rules of the product and of the square for every layer, written out: a' = a'W + a W' + b' and 2 e e'."""
    network = exact_network(widths)
    inputs, targets = positive(2, widths[0]), -positive(2, widths[-1])
    output = loss_of(network, inputs, targets)
    activations = [inputs, *network.forward(inputs).activations]
    tangents = {name: positive(*array.shape) for name, array in network.parameters.items()}
    errors = activations[-1] - targets
    executed()
    moving = None
    for place, layer in enumerate(network.layers, 1):
        flowing = activations[place - 1] @ tangents[f"layer.{place}.weight"]
        if moving is not None:
            flowing = flowing + moving @ layer.weight
        moving = flowing + tangents[f"layer.{place}.bias"]  # every ReLU is on
    2 * errors * moving
    squares = executed()
    entries = errors.size
    assert costs(output).tangents == squares + Cost(multiplications=1, additions=entries - 1)  # the mean of them


# How it grows -----------------------------------------------------------------------------------------------------


def dense(widths, examples=1, activation="relu"):
    return costs(
        loss_of(Network.of(widths, activation, seed=0), np.ones((examples, widths[0])), np.zeros((examples, 1)))
    )


@pytest.mark.parametrize("widths", [(2, 3, 2, 1), (1, 8, 8, 1), (30, 20, 1), (784, 30, 10, 1)])
def test_a_dense_network_and_its_weights(widths):
    """For one example a forward pass takes one multiplication for each weight, the walk back two (its gradient, and
    the error signal to the layer before), of which the first layer has no need of the second."""
    weights = [n * m for n, m in pairwise(widths)]
    found = dense(widths)
    loss_forward, loss_back = 2, 3  # square and mean; twice the error, times upstream, the mean
    assert found.forward.multiplications == sum(weights) + loss_forward
    assert found.backward.multiplications == 2 * sum(weights) - weights[0] + loss_back


def test_backpropagation_stays_a_small_multiple_where_nudging_grows():
    totals = []
    for width in (1, 4, 16, 64, 256):
        found = dense((2, width, width, 1), activation="tanh")
        forward, walk, nudging = (total(cost) for cost in (found.forward, found.backpropagation, found.nudging))
        assert walk < 5 * forward
        assert nudging > found.parameters * forward
        assert total(found.forward_mode) > found.parameters * forward
        totals.append((found.parameters, nudging / walk))
    for (parameters, ratio), (more, larger) in pairwise(totals[2:]):
        assert larger / ratio == pytest.approx(more / parameters, rel=0.1)  # in step with the parameters


def total(cost):
    return cost.multiplications + cost.additions + cost.functions


def test_a_batch_costs_as_much_for_each_example():
    one, many = dense((2, 8, 8, 1)), dense((2, 8, 8, 1), examples=100)
    # the mean takes one division however many there are
    assert many.forward.multiplications - 1 == 100 * (one.forward.multiplications - 1)
    assert many.parameters == one.parameters


def test_over_a_million_parameters_are_counted_within_a_second():
    network = Network.of((784, 1000, 300, 10), "relu", seed=0)
    nodes = {name: variable(array, name) for name, array in network.parameters.items()}
    output = LOSSES["cross_entropy"](network.forward(np.ones((1, 784)), nodes).prediction, np.array([[3.0]]))
    begin = perf_counter()
    found = costs(output)
    assert perf_counter() - begin < 1
    assert found.parameters == 785 * 1000 + 1001 * 300 + 301 * 10 > 1_000_000
    assert total(found.backpropagation) < 5 * total(found.forward)
    assert found.nudging.multiplications > 10**12


def test_numbers_do_not_matter():
    def count(draw):
        a, b = variable(draw((3, 2))), variable(draw(2))
        return costs((np.maximum(a, b).relu() + abs(a) + a.max(axis=0)).mean())

    # ties everywhere, gates shut; no ties, some gates open
    assert count(np.zeros) == count(lambda shape: np.random.default_rng(0).normal(size=shape))


def test_an_output_that_is_not_a_single_number_is_refused():
    with pytest.raises(ValueError, match=r"^costs: needs an output that is a single number, got shape \(2,\)$"):
        costs(variable([1.0, 2.0]) * 2.0)


def test_constants_alone_have_nothing_to_derive():
    found = costs(constant(2.0) * 3.0)
    assert (found.parameters, found.forward, found.backward, found.tangents) == (0, Cost(1), Cost(), Cost())


def test_what_the_output_does_not_depend_on_is_not_counted():
    w, other = variable(2.0), variable(np.ones(5))
    other * 2.0
    assert costs(w * w).parameters == 1
