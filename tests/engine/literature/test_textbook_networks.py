"""Small networks that textbooks work out in full."""

from fractions import Fraction

import numpy as np
import pytest

from engine import LOSSES, Dense, Network, backward, constant, descend, hessian, sigmoid, variable


def one_step(network: Network, inputs, target, rate: float):
    """A forward pass, the walk back from (target - output)^2 / 2, and all parameters after one step."""
    nodes = {name: variable(array, name) for name, array in network.parameters.items()}
    forward = network.forward(np.array(inputs), nodes)
    walk = backward(LOSSES["half_squared_error"](forward.prediction, constant([target])))
    new = {name: (node.value - rate * walk.gradient(node)).ravel().tolist() for name, node in nodes.items()}
    return forward, walk, new


def test_han_kamber_and_pei(printed):
    """Han, Kamber and Pei, Data Mining: Concepts and Techniques, third edition (2012), example 9.1, tables 9.1 to 9.4
    (second edition: example 6.9): tuple (1, 0, 1) of class 1, learning rate 0.9. Err is minus dE/d(net input) of
    E = (T - O)^2 / 2.

    One figure is off in the last place, because it was worked out from the rounded output 0.474:
    Err6 = 0.474 * 0.526 * 0.526 = 0.13115, printed 0.1311. Not rounded before, 0.473889 * 0.526111^2 = 0.131169."""
    network = Network(
        (
            Dense([[0.2, -0.3], [0.4, 0.1], [-0.5, 0.2]], [-0.4, 0.2], "sigmoid"),
            Dense([[-0.3], [-0.2]], [0.1], "sigmoid"),
        )
    )
    forward, walk, new = one_step(network, [1.0, 0.0, 1.0], 1.0, 0.9)
    assert forward.z[0].value.tolist() == printed("-0.7 0.1")
    assert forward.z[1].value[0] == printed("-0.105")
    assert forward.activations[0].value.tolist() == printed("0.332 0.525")
    assert forward.prediction.value[0] == printed("0.474")
    assert (-walk.gradient(forward.z[0])).tolist() == printed("-0.0087 -0.0065")
    error = -walk.gradient(forward.z[1])[0]
    assert error == printed("0.131169")
    assert error != printed("0.1311")
    assert new["layer.1.weight"] == printed("0.192 -0.306 0.4 0.1 -0.508 0.194")
    assert new["layer.1.bias"] == printed("-0.408 0.194")
    assert new["layer.2.weight"] == printed("-0.261 -0.138")
    assert new["layer.2.bias"] == [printed("0.218")]


def test_negnevitsky_exclusive_or(printed):
    """Negnevitsky, Artificial Intelligence: A Guide to Intelligent Systems, second edition (2005), section 6.4: the
    first step on (1, 1) -> 0 with learning rate 0.1, four decimals. His thresholds are subtracted: minus the biases.
    His error gradients are minus dE/d(net input)."""
    network = Network(
        (
            Dense([[0.5, 0.9], [0.4, 1.0]], [-0.8, 0.1], "sigmoid"),
            Dense([[-1.2], [1.1]], [-0.3], "sigmoid"),
        )
    )
    forward, walk, new = one_step(network, [1.0, 1.0], 0.0, 0.1)
    assert forward.activations[0].value.tolist() == printed("0.5250 0.8808")
    assert forward.prediction.value.tolist() == [printed("0.5097")]
    assert (-walk.gradient(forward.z[1])).tolist() == [printed("-0.1274")]
    assert (-walk.gradient(forward.z[0])).tolist() == printed("0.0381 -0.0147")
    assert new["layer.1.weight"] == printed("0.5038 0.8985 0.4038 0.9985")
    assert new["layer.2.weight"] == printed("-1.2067 1.0888")
    assert [-bias for bias in new["layer.1.bias"]] == printed("0.7962 -0.0985")
    assert [-bias for bias in new["layer.2.bias"]] == [printed("0.3127")]


def rational(numbers):
    return np.vectorize(Fraction, otypes=[object])(numbers)


CORNERS = rational([[0, 0], [0, 1], [1, 0], [1, 1]])
XOR = rational([[0], [1], [1], [0]])


def test_goodfellow_bengio_and_courville_a_network_that_solves_xor():
    """Goodfellow, Bengio and Courville, Deep Learning (2016), section 6.1, equations 6.4 to 6.11; exact. The solution
    is a global minimum, so every gradient is 0."""
    network = Network(
        (
            Dense(rational([[1, 1], [1, 1]]), rational([0, -1]), "relu"),
            Dense(rational([[1], [-2]]), rational([0])),
        )
    )
    nodes = {name: variable(array) for name, array in network.parameters.items()}
    forward = network.forward(CORNERS, nodes)
    assert forward.z[0].value.tolist() == [[0, -1], [1, 0], [1, 0], [2, 1]]
    assert forward.activations[0].value.tolist() == [[0, 0], [1, 0], [1, 0], [2, 1]]
    assert forward.prediction.value.ravel().tolist() == [0, 1, 1, 0]
    walk = backward(LOSSES["mean_squared_error"](forward.prediction, constant(XOR)))
    assert all(entry == 0 for node in nodes.values() for entry in walk.gradient(node).flat)


def test_goodfellow_bengio_and_courville_the_best_line_for_xor():
    """The same place: least squares on XOR ends at w = 0, b = 1/2, which says 1/2 everywhere; J is the mean of
    (target - prediction)^2, here 1/4. The Hessian of a quadratic is the same everywhere: by hand 2/4 times the sums of
    x_i x_j, x_i and 1 over the four corners."""
    weight, bias = variable(rational([[0], [0]])), variable([Fraction(1, 2)])
    prediction = constant(CORNERS) @ weight + bias
    loss = LOSSES["mean_squared_error"](prediction, constant(XOR))
    walk = backward(loss)
    assert prediction.value.ravel().tolist() == [Fraction(1, 2)] * 4
    assert loss.number == Fraction(1, 4)
    assert [*walk.gradient(weight).ravel(), *walk.gradient(bias)] == [0, 0, 0]
    half = Fraction(1, 2)
    curvature = hessian(loss, [weight, bias])
    assert curvature.tolist() == [[1, half, 1], [half, 1, 1], [1, 1, 2]]
    assert np.linalg.eigvalsh(curvature.astype(float)).min() > 0  # one minimum, and this is it


@pytest.mark.parametrize(
    ("start", "first", "last"),
    [((0.6, 0.9), "0.82", "0.09"), ((2.0, 2.0), "0.98", "0.20")],
)
def test_nielsen_a_neuron_that_is_badly_wrong_learns_slowly(start, first, last, printed):
    """Nielsen, Neural Networks and Deep Learning (2015), chapter 3, "The cross-entropy cost function": one sigmoid
    neuron is to turn 1 into 0, C = (y - a)^2 / 2, learning rate 0.15, 300 epochs (the animations)."""

    def neuron(parameters):
        output = sigmoid(parameters["weight"] * 1.0 + parameters["bias"])
        return {"output": output, "loss": output**2 / 2.0}

    steps = descend(neuron, {"weight": start[0], "bias": start[1]}, 0.15, 300).steps
    assert steps[0].nodes["output"].number == printed(first)
    assert steps[-1].nodes["output"].number == printed(last)
