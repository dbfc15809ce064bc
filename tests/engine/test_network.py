"""Networks of dense layers, by hand: z = a W + b and f(z), names and shapes of parameters, and what is refused."""

import math
from fractions import Fraction

import numpy as np
import pytest

from engine import ACTIVATIONS, Dense, ExactnessError, Network, backward, variable

HALF, THIRD = Fraction(1, 2), Fraction(1, 3)
FIRST = [[1, -2], [HALF, 1]]
SECOND = [[3], [-1]]


def small(kind=float) -> Network:
    """Two inputs, two ReLU neurons, one output."""

    def array(rows):
        return np.array([[kind(entry) for entry in row] for row in rows], dtype=float if kind is float else object)

    return Network((Dense(array(FIRST), array([[0, 1]])[0], "relu"), Dense(array(SECOND), array([[THIRD]])[0])))


def test_a_forward_pass_by_hand_exactly():
    # x = (2, 4): z = (2 + 2, -4 + 4 + 1) = (4, 1); relu keeps them; 12 - 1 + 1/3 = 34/3
    # x = (-2, 0): z = (-2, 5), relu (0, 5): -5 + 1/3 = -14/3
    inputs = np.array([[Fraction(2), Fraction(4)], [Fraction(-2), Fraction(0)]], dtype=object)
    network = small(Fraction)
    made = network.forward(inputs)
    assert made.z[0].tolist() == [[4, 1], [-2, 5]]
    assert made.activations[0].tolist() == [[4, 1], [0, 5]]
    assert made.prediction.tolist() == [[Fraction(34, 3)], [Fraction(-14, 3)]]
    assert {type(entry) for entry in network(inputs).flat} == {Fraction}
    assert network(inputs[0]).tolist() == [Fraction(34, 3)]  # one example
    assert network([2, 4]).tolist() == [Fraction(34, 3)]  # integers are exact
    np.testing.assert_allclose(small()([[2, 4], [-2, 0]]), [[34 / 3], [-14 / 3]], rtol=1e-15)
    assert (network.exact, small().exact) == (True, False)


def test_its_gradients_by_hand_exactly():
    # d prediction / d W1 for x = (2, 4): the output weights 3 and -1 times x; for the biases the output weights.
    network = small(Fraction)
    nodes = {name: variable(array, name) for name, array in network.parameters.items()}
    inputs = variable(np.array([Fraction(2), Fraction(4)]))
    made = network.forward(inputs, nodes)
    walk = backward(made.prediction, np.array([Fraction(1)]))
    assert walk.gradient(nodes["layer.1.weight"]).tolist() == [[6, -2], [12, -4]]
    assert walk.gradient(nodes["layer.1.bias"]).tolist() == [3, -1]
    assert walk.gradient(nodes["layer.2.weight"]).tolist() == [[4], [1]]
    assert walk.gradient(nodes["layer.2.bias"]).tolist() == [1]
    assert walk.gradient(inputs).tolist() == [3 + 2, Fraction(3, 2) - 1]  # W1 times (3, -1)
    assert walk.gradient(made.z[0]).tolist() == [3, -1]


def test_a_single_neuron():
    neuron = Network.neuron([HALF, -1], THIRD)
    assert neuron([Fraction(2), Fraction(1)]).tolist() == [THIRD]
    assert Network.neuron(2.0, 1.0, "sigmoid")([0.5]).tolist() == pytest.approx([1 / (1 + math.exp(-2))], rel=1e-15)
    assert neuron.widths == (2, 1)


@pytest.mark.parametrize(
    ("name", "want"),
    {
        "identity": (-0.5, 2.0),
        "relu": (0.0, 2.0),
        "leaky_relu": (-0.005, 2.0),
        "tanh": (math.tanh(-0.5), math.tanh(2)),
        "sigmoid": (1 / (1 + math.exp(0.5)), 1 / (1 + math.exp(-2))),
        "softplus": (math.log1p(math.exp(-0.5)), math.log1p(math.exp(2))),
        "gelu": tuple(x * (1 + math.erf(x / math.sqrt(2))) / 2 for x in (-0.5, 2)),
        "sin": (math.sin(-0.5), math.sin(2)),
        "softmax": (1 / (1 + math.exp(2.5)), 1 / (1 + math.exp(-2.5))),
    }.items(),
)
def test_each_activation(name: str, want):
    network = Network((Dense(np.eye(2), np.zeros(2), name),))
    assert name in ACTIVATIONS
    np.testing.assert_allclose(network([-0.5, 2.0]), want, rtol=2e-15)
    np.testing.assert_allclose(network.forward(variable([-0.5, 2.0])).prediction.value, want, rtol=2e-15)


def test_names_and_sizes():
    network = Network.of((2, 5, 3, 1), ("tanh", "relu"), "sigmoid", "glorot_uniform", seed=0)
    assert [layer.activation for layer in network.layers] == ["tanh", "relu", "sigmoid"]
    assert network.widths == (2, 5, 3, 1)
    assert network.size == 2 * 5 + 5 + 5 * 3 + 3 + 3 + 1
    assert {name: array.shape for name, array in network.parameters.items()} == {
        "layer.1.weight": (2, 5),
        "layer.1.bias": (5,),
        "layer.2.weight": (5, 3),
        "layer.2.bias": (3,),
        "layer.3.weight": (3, 1),
        "layer.3.bias": (1,),
    }
    assert Network.of((4, 2), seed=0).widths == (4, 2)  # no hidden layer


def test_a_network_never_changes():
    weight = np.ones((1, 1))
    network = Network((Dense(weight, np.zeros(1)),))
    weight[:] = 5
    assert network([2.0]).tolist() == [2.0]
    for array in (*network.parameters.values(), network([2.0])):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 7.0
    with pytest.raises(TypeError):
        network.parameters["layer.1.weight"] = np.ones((1, 1))
    moved = network.with_parameters({"layer.1.bias": np.array([3.0])})
    assert (moved([2.0]).tolist(), network([2.0]).tolist()) == ([5.0], [2.0])


def test_a_stack_of_networks_gives_what_each_gives():
    network = Network.of((2, 3, 1), "tanh", seed=0)
    generator, inputs = np.random.default_rng(1), np.random.default_rng(2).normal(size=(4, 2))
    stack = {name: generator.normal(size=(5, *array.shape)) for name, array in network.parameters.items()}
    beside = {name: array[:, np.newaxis, :] if name.endswith("bias") else array for name, array in stack.items()}
    together = network.forward(inputs, beside).prediction
    assert together.shape == (5, 4, 1)
    for place in range(5):
        alone = network.with_parameters({name: array[place] for name, array in stack.items()})
        np.testing.assert_allclose(together[place], alone(inputs), rtol=1e-14)


@pytest.mark.parametrize(
    ("call", "kind", "message"),
    [
        (lambda: Network(()), ValueError, "layers: a network needs at least one"),
        (lambda: Network.of((3,), seed=0), ValueError, r"widths: must be at least two whole numbers .*, got \(3,\)"),
        (lambda: Network.of((3, 0, 1), seed=0), ValueError, r"widths: must be .* of at least 1, .*, got \(3, 0, 1\)"),
        (lambda: Network.of((3, 2.5, 1), seed=0), ValueError, r"widths: must be .*, got \(3, 2.5, 1\)"),
        (lambda: Network.of((2, 1), initialisation="xavier", seed=0), ValueError, "initialisation: must be one of he_"),
        (
            lambda: Network.of((2, 3, 1), "ReLU", seed=0),
            ValueError,
            "activation: must be one of identity, relu, .*ReLU",
        ),
        (
            lambda: Network.of((2, 3, 1), ("relu", "relu"), seed=0),
            ValueError,
            "1 hidden layers need as many names, got 2",
        ),
        (
            lambda: Dense(np.zeros(3), np.zeros(3)),
            ValueError,
            r"weight: must have shape \(inputs, outputs\), got \(3,\)",
        ),
        (lambda: Dense(np.zeros((3, 0)), np.zeros(0)), ValueError, r"weight: must have shape .* got \(3, 0\)"),
        (
            lambda: Dense(np.zeros((3, 2)), np.zeros(3)),
            ValueError,
            r"bias: must have shape \(2,\), one for each neuron",
        ),
        (lambda: Dense(np.zeros((1, 1)), [HALF]), TypeError, "weight and bias: exact and float numbers do not mix"),
        (
            lambda: Network((*small().layers, *Network.neuron([HALF], THIRD).layers)),
            TypeError,
            "layers: exact and float numbers do not mix",
        ),
        (
            lambda: Network((small().layers[1], small().layers[1])),
            ValueError,
            "layer 2: takes 2 inputs, but layer 1 has 1 neurons",
        ),
        (lambda: small()([1.0, 2.0, 3.0]), ValueError, r"inputs: must have shape \(..., 2\), got \(3,\)"),
        (lambda: small()(1.0), ValueError, r"inputs: must have shape \(..., 2\), got \(\)"),
        (lambda: small(Fraction)([0.5, 1.0]), TypeError, "inputs: exact and float numbers do not mix"),
        (lambda: small()([HALF, HALF]), TypeError, "inputs: exact and float numbers do not mix"),
        (
            lambda: small().with_parameters({"layer.3.bias": 0}),
            KeyError,
            r"no parameter 'layer.3.bias'; there are: layer.1",
        ),
        (
            lambda: small().with_parameters({"layer.1.bias": np.zeros(3)}),
            ValueError,
            r"layer.1.bias: must have shape \(2,\), got \(3,\)",
        ),
        (lambda: Network.neuron([HALF], THIRD, "tanh")([HALF]), ExactnessError, "^tanh of an exact number"),
    ],
)
def test_what_does_not_fit_is_named(call, kind, message):
    with pytest.raises(kind, match=message):
        call()
