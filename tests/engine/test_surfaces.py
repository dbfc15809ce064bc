"""Loss surfaces, against loops of plain forward passes written here, point by point."""

import math
from fractions import Fraction

import numpy as np
import pytest

from engine import (
    Dataset,
    Dense,
    Loss,
    Network,
    Surface,
    absolute,
    direction_surface,
    function_surface,
    random_direction,
    tanh,
    train,
    weight_surface,
)

ACTIVATIONS = {
    "identity": lambda z: z,
    "relu": lambda z: np.where(z > 0, z, 0),
    "leaky_relu": lambda z: np.where(z > 0, z, 0.01 * z),
    "tanh": np.tanh,
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
    "softplus": lambda z: np.log(1 + np.exp(z)),
    "gelu": lambda z: z * np.vectorize(lambda x: (1 + math.erf(x / math.sqrt(2))) / 2)(z),
    "sin": np.sin,
    "softmax": lambda z: np.exp(z) / np.exp(z).sum(axis=1, keepdims=True),
}


def cross_entropy(prediction, targets):
    shares = np.exp(prediction) / np.exp(prediction).sum(axis=1, keepdims=True)
    return -np.mean([np.log(row[int(number)]) for row, number in zip(shares, targets[:, 0], strict=True)])


LOSSES = {
    "mean_squared_error": lambda prediction, targets: np.mean((prediction - targets) ** 2),
    "squared_error": lambda prediction, targets: np.sum((prediction - targets) ** 2),
    "mean_absolute_error": lambda prediction, targets: np.mean(np.abs(prediction - targets)),
    "binary_cross_entropy": lambda prediction, targets: (
        -np.mean(targets * np.log(1 / (1 + np.exp(-prediction))) + (1 - targets) * np.log(1 / (1 + np.exp(prediction))))
    ),
    "cross_entropy": cross_entropy,
}


def forward(parameters, activations, inputs):
    flowing = inputs
    for place, activation in enumerate(activations, 1):
        z = flowing @ parameters[f"layer.{place}.weight"] + parameters[f"layer.{place}.bias"]
        flowing = ACTIVATIONS[activation](z)
    return flowing


def over_weights(network, first, second, data, loss):
    activations = [layer.activation for layer in network.layers]
    values = np.empty((len(first[1]), len(second[1])))
    for i, a in enumerate(first[1]):
        for j, b in enumerate(second[1]):
            moved = {name: np.array(array, dtype=float) for name, array in network.parameters.items()}
            moved[first[0][0]][first[0][1]] = a
            moved[second[0][0]][second[0][1]] = b
            values[i, j] = LOSSES[loss](forward(moved, activations, data.inputs), data.targets)
    return values


def along_directions(network, first, second, directions, data, loss):
    activations = [layer.activation for layer in network.layers]
    values = np.empty((len(first), len(second)))
    for i, a in enumerate(first):
        for j, b in enumerate(second):
            moved = {n: p + a * directions[0][n] + b * directions[1][n] for n, p in network.parameters.items()}
            values[i, j] = LOSSES[loss](forward(moved, activations, data.inputs), data.targets)
    return values


def everywhere(network):
    """Every parameter by name and index."""
    return [(name, index) for name, array in network.parameters.items() for index in np.ndindex(array.shape)]


def some_network(widths, activations, seed=0):
    """Weights and biases of ordinary size, none of them 0."""
    generator = np.random.default_rng(seed)
    return Network(
        tuple(
            Dense(generator.normal(size=(m, n)), generator.normal(size=n), activation)
            for m, n, activation in zip(widths[:-1], widths[1:], activations, strict=True)
        )
    )


def some_data(examples, inputs, targets, seed=1):
    generator = np.random.default_rng(seed)
    return Dataset(generator.normal(size=(examples, inputs)), generator.normal(size=(examples, targets)))


CLASSES = Dataset(np.random.default_rng(2).normal(size=(6, 2)), [[0], [2], [1], [1], [0], [2]])
LABELS = Dataset(np.random.default_rng(3).normal(size=(5, 2)), [[0], [1], [1], [0], [1]])

CASES = {
    "one neuron": (some_network((1, 1), ("tanh",)), some_data(3, 1, 1), "mean_squared_error"),
    "one layer": (some_network((2, 2), ("identity",)), some_data(5, 2, 2), "squared_error"),
    "two layers": (some_network((2, 3, 1), ("relu", "identity")), some_data(5, 2, 1), "mean_absolute_error"),
    "four layers": (
        some_network((1, 2, 2, 2, 1), ("sin", "gelu", "leaky_relu", "tanh")),
        some_data(4, 1, 1),
        "mean_squared_error",
    ),
    "classes": (some_network((2, 3, 3), ("softplus", "identity")), CLASSES, "cross_entropy"),
    "softmax at the end": (some_network((2, 2, 3), ("tanh", "softmax")), some_data(4, 2, 3), "mean_squared_error"),
    "softmax inside": (some_network((2, 3, 2), ("softmax", "sigmoid")), some_data(4, 2, 2), "squared_error"),
    "labels": (some_network((2, 3, 1), ("sigmoid", "identity")), LABELS, "binary_cross_entropy"),
}


@pytest.mark.parametrize("case", CASES)
def test_every_pair_of_parameters(case):
    network, data, loss = CASES[case]
    rows, columns = np.array([-1.5, 0.3, 2.0]), np.array([-0.7, 1.1])
    for first in everywhere(network):
        for second in everywhere(network):
            if first == second:
                continue
            found = weight_surface(network, (first, rows), (second, columns), data, loss)
            wanted = over_weights(network, (first, rows), (second, columns), data, loss)
            assert found.values == pytest.approx(wanted, rel=1e-12, abs=1e-13), (first, second)


@pytest.mark.parametrize("shape", [(1, 1), (1, 7), (7, 1), (2, 2), (40, 3), (3, 40), (17, 23)])
@pytest.mark.parametrize(("tile", "block"), [(1, 1), (100, 60), (300, 400), (2**22, 700), (2**22, 2**19)])
def test_sizes_around_the_borders_of_tiles_and_blocks(shape, tile, block, monkeypatch):
    """Tiles and blocks of one point, of a part of a row, and of more than there is."""
    monkeypatch.setattr("engine.landscape.slice._TILE", tile)
    monkeypatch.setattr("engine.landscape.slice._BLOCK", block)
    network, data = some_network((2, 4, 3, 1), ("tanh", "tanh", "identity")), some_data(5, 2, 1)
    rows, columns = np.linspace(-2, 2, shape[0]), np.linspace(-1, 3, shape[1])
    for first, second in (
        (("layer.1.weight", (0, 1)), ("layer.1.bias", (1,))),
        (("layer.1.weight", (0, 1)), ("layer.1.weight", (1, 3))),
        (("layer.2.weight", (3, 2)), ("layer.1.weight", (1, 3))),
        (("layer.3.weight", (0, 0)), ("layer.3.bias", (0,))),
    ):
        found = weight_surface(network, (first, rows), (second, columns), data)
        wanted = over_weights(network, (first, rows), (second, columns), data, "mean_squared_error")
        assert found.shape == shape
        assert found.values == pytest.approx(wanted, rel=1e-12)


@pytest.mark.parametrize("shape", [(1, 1), (1, 9), (9, 1), (8, 9)])
@pytest.mark.parametrize("at_once", [1, 20, 60, 2**17])
def test_two_directions(shape, at_once, monkeypatch):
    monkeypatch.setattr("engine.landscape.directions._AT_ONCE", at_once)
    for network, data, loss in CASES.values():
        directions = (random_direction(network, 1), random_direction(network, 2, scaling="none"))
        rows, columns = np.linspace(-1, 1, shape[0]), np.linspace(-0.5, 2, shape[1])
        found = direction_surface(network, rows, columns, directions, data, loss)
        wanted = along_directions(network, rows, columns, directions, data, loss)
        assert found.values == pytest.approx(wanted, rel=1e-12)


def test_a_whole_grid_on_several_threads():
    """Large enough that the blocks go to several threads; 7 points of it worked out by the loop."""
    network, data = some_network((2, 16, 16, 1), ("tanh", "relu", "identity")), some_data(64, 2, 1)
    line = np.linspace(-2, 2, 120)
    first, second = ("layer.1.weight", (0, 0)), ("layer.1.weight", (1, 5))
    directions = (random_direction(network, 1), random_direction(network, 2))
    over = weight_surface(network, (first, line), (second, line), data)
    along = direction_surface(network, line, line, directions, data)
    for i, j in ((0, 0), (0, 119), (119, 0), (119, 119), (60, 61), (7, 113), (99, 14)):
        a, b = line[[i]], line[[j]]
        assert over.values[i, j] == pytest.approx(
            over_weights(network, (first, a), (second, b), data, "mean_squared_error").item(), rel=1e-12
        )
        assert along.values[i, j] == pytest.approx(
            along_directions(network, a, b, directions, data, "mean_squared_error").item(), rel=1e-12
        )


def test_a_neuron_by_hand():
    """y-hat = w x + b over (1, 1), (2, 3): at w = 1, b = 0 the errors are 0 and -1, mean 1/2; at w = 2, b = -1 both are
    0; at w = 2, b = 0 they are 1 and 1; at w = 1, b = -1 they are -1 and -2, mean 5/2."""
    network, data = Network.neuron([7.0], 5.0), Dataset([[1.0], [2.0]], [[1.0], [3.0]])
    surface = weight_surface(
        network, (("layer.1.weight", (0, 0)), [1, 2]), (("layer.1.bias", (0,)), [-1, 0]), data, "mean_squared_error"
    )
    assert surface.values.tolist() == [[2.5, 0.5], [0.0, 1.0]]
    assert surface.first.tolist() == [1.0, 2.0]
    assert surface.second.tolist() == [-1.0, 0.0]
    assert surface.lowest == (2.0, -1.0, 0.0)
    assert surface.finite


def test_the_first_axis_is_the_first_parameter():
    """With weight 1 on 2 and weight 2 on 5: prediction 2 w1 + 5 w2, target 0, so the loss is its square."""
    network, data = Network.neuron([0.0, 0.0], 0.0), Dataset([[2.0, 5.0]], [[0.0]])
    first, second = ("layer.1.weight", (0, 0)), ("layer.1.weight", (1, 0))
    surface = weight_surface(network, (first, [0, 1, 2]), (second, [0, 1]), data)
    assert surface.values.tolist() == [[0.0, 25.0], [4.0, 49.0], [16.0, 81.0]]
    turned = weight_surface(network, (second, [0, 1]), (first, [0, 1, 2]), data)
    assert turned.values.tolist() == [[0.0, 4.0, 16.0], [25.0, 49.0, 81.0]]


def test_exact_networks_and_data():
    network = Network.neuron([Fraction(1, 3)], Fraction(1, 7), "relu")
    data = Dataset([[Fraction(1)], [Fraction(2)]], [[Fraction(1)], [Fraction(3)]])
    surface = weight_surface(network, (("layer.1.weight", (0, 0)), [1, 2]), (("layer.1.bias", (0,)), [0]), data)
    assert surface.values.tolist() == [[0.5], [1.0]]
    assert surface.values.dtype == np.float64
    still = {name: np.zeros(array.shape) for name, array in network.parameters.items()}
    moved = {**still, "layer.1.weight": np.array([[Fraction(1, 3)]])}
    surface = direction_surface(network, [2], [0], (moved, still), data)
    # prediction x + 1/7 of targets 1 and 3: errors 1/7 and -6/7
    assert surface.values.item() == pytest.approx(37 / 98, rel=1e-14)


def test_a_huge_weight_that_is_replaced_leaves_no_rounding():
    """1e30 stands where 1 is put: 1 * 3 - 1 = 2, squared 4. The difference 1 - 1e30 would have lost the 1."""
    network = Network.neuron([1e30], 0.0)
    surface = weight_surface(
        network, (("layer.1.weight", (0, 0)), [1.0]), (("layer.1.bias", (0,)), [0.0]), Dataset([[3.0]], [[1.0]])
    )
    assert surface.values.item() == 4.0


def test_losses_that_overflow_are_infinite_and_said():
    network, data = Network.neuron([1.0], 0.0), Dataset([[1e200]], [[0.0]])
    places = (("layer.1.weight", (0, 0)), [0.0, 1.0]), (("layer.1.bias", (0,)), [0.0, 1.0])
    surface = weight_surface(network, *places, data)
    assert surface.values.tolist() == [[0.0, 1.0], [math.inf, math.inf]]
    assert not surface.finite
    assert surface.lowest == (0.0, 0.0, 0.0)
    still = {name: np.zeros(array.shape) for name, array in network.parameters.items()}
    ones = {name: np.ones(array.shape) for name, array in network.parameters.items()}
    along = direction_surface(network, [-1.0, 0.0], [0.0], (ones, still), data)
    assert along.values.tolist() == [[1.0], [math.inf]]


def test_no_finite_loss_has_no_lowest_point():
    surface = function_surface(lambda a, b: a * b * math.nan, [0, 1], [0, 1])
    assert not surface.finite
    with pytest.raises(ValueError, match="the surface has no finite loss"):
        _ = surface.lowest


def test_a_loss_of_ones_own():
    loss = Loss("mean_quartic", lambda prediction, target: (prediction - target) ** 4, True, "mean of 4th powers")
    network, data = Network.neuron([0.0], 0.0), Dataset([[1.0], [2.0]], [[0.0], [0.0]])
    places = (("layer.1.weight", (0, 0)), [1.0]), (("layer.1.bias", (0,)), [0.0])
    assert weight_surface(network, *places, data, loss).values.item() == (1 + 16) / 2
    ones = {name: np.ones(array.shape) for name, array in network.parameters.items()}
    assert direction_surface(network, [1], [0], (ones, ones), data, loss).values.item() == (2**4 + 3**4) / 2


def test_a_surface_of_a_trained_network_holds_its_loss():
    """At the trained weights the surface has the loss that training ended with."""
    data = some_data(20, 2, 1)
    training = train(Network.of((2, 5, 1), "tanh", seed=0), data, learning_rate=0.05, epochs=30)
    network = training.trained
    directions = (random_direction(network, 0), random_direction(network, 1))
    along = direction_surface(network, [-1, 0, 1], [-1, 0, 1], directions, data)
    assert along.values[1, 1] == pytest.approx(training.losses[-1], rel=1e-13)
    own = network.parameters["layer.1.weight"][1, 2], network.parameters["layer.2.bias"][0]
    places = (("layer.1.weight", (1, 2)), own[:1]), (("layer.2.bias", (0,)), own[1:])
    assert weight_surface(network, *places, data).values.item() == pytest.approx(training.losses[-1], rel=1e-13)


def test_surfaces_cannot_be_changed():
    line = np.array([0.0, 1.0])
    surface = function_surface(lambda a, b: a + b, line, line)
    for array in (surface.first, surface.second, surface.values):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 5.0
    line[0] = -9.0
    assert surface.first.tolist() == [0.0, 1.0]


def test_functions_over_a_grid():
    """By hand; the function may ignore an argument, and may be one of nodes."""
    assert function_surface(lambda a, b: 2 * a, [1, 2], [5, 6, 7]).values.tolist() == [[2.0] * 3, [4.0] * 3]
    assert function_surface(lambda a, b: 3.0, [1, 2], [5, 6]).values.tolist() == [[3.0, 3.0], [3.0, 3.0]]
    assert function_surface(lambda a, b: np.log(a) + b, [0, 1], [0]).values.tolist() == [[-math.inf], [0.0]]
    bent = function_surface(lambda a, b: absolute(tanh(a)) + b, [-1, 0], [0])
    assert bent.values.tolist() == [[math.tanh(1)], [0.0]]
    assert isinstance(bent, Surface)


NETWORK, DATA = Network.of((2, 3, 1), seed=0), some_data(4, 2, 1)
W, B = (("layer.1.weight", (0, 2)), [0.0, 1.0]), (("layer.2.bias", (0,)), [0.0, 1.0])
STILL = {name: np.zeros(array.shape) for name, array in NETWORK.parameters.items()}
FLAT_BIAS = {**STILL, "layer.1.bias": np.zeros((3, 1))}


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: weight_surface(NETWORK, W, W, DATA), ValueError, "second: must be another parameter"),
        (
            lambda: weight_surface(NETWORK, (("w", (0,)), [1]), B, DATA),
            ValueError,
            "first: no parameter 'w'; there are",
        ),
        (
            lambda: weight_surface(NETWORK, W, (("layer.2.bias", (1,)), [1]), DATA),
            ValueError,
            "second: layer.2.bias must",
        ),
        (lambda: weight_surface(NETWORK, W, (("layer.2.bias", (-1,)), [1]), DATA), ValueError, "second: layer.2.bias"),
        (lambda: weight_surface(NETWORK, W, (("layer.2.bias", (0.0,)), [1]), DATA), ValueError, "second: layer.2.bias"),
        (lambda: weight_surface(NETWORK, W, (("layer.2.bias", (0, 0)), [1]), DATA), ValueError, "second: layer.2.bias"),
        (lambda: weight_surface(NETWORK, W, (("layer.2.bias", 0), [1]), DATA), ValueError, "second: must name a param"),
        (lambda: weight_surface(NETWORK, W, ("layer.2.bias", [1]), DATA), ValueError, "second: must name a parameter"),
        (lambda: weight_surface(NETWORK, (W[0], []), B, DATA), ValueError, "first: must be a row of numbers"),
        (lambda: weight_surface(NETWORK, (W[0], [1, 1]), B, DATA), ValueError, "first: must be finite and rising"),
        (lambda: weight_surface(NETWORK, (W[0], [1, math.nan]), B, DATA), ValueError, "first: must be finite"),
        (lambda: weight_surface(NETWORK, (W[0], ["a"]), B, DATA), TypeError, "first: must be a number"),
        (lambda: weight_surface(NETWORK, W, B, some_data(4, 3, 1)), ValueError, "inputs: must have shape"),
        (lambda: weight_surface(NETWORK, W, B, some_data(4, 2, 2)), ValueError, "target: must have the prediction's"),
        (lambda: weight_surface(NETWORK, W, B, DATA.inputs), TypeError, "dataset: must be a Dataset"),
        (lambda: weight_surface(NETWORK, W, B, DATA, "mse"), ValueError, "loss: must be one of"),
        (lambda: weight_surface(NETWORK, W, B, DATA, "cross_entropy"), ValueError, "cross-entropy: needs at least two"),
        (lambda: direction_surface(NETWORK, [0], [0], (STILL,), DATA), ValueError, "directions: must be two, got 1"),
        (lambda: direction_surface(NETWORK, [0], [0], (STILL, {}), DATA), ValueError, "directions[1]: must have layer"),
        (
            lambda: direction_surface(NETWORK, [0], [0], (FLAT_BIAS, STILL), DATA),
            ValueError,
            "directions[0], layer.1.b",
        ),
        (lambda: direction_surface(NETWORK, [0], [1, 0], (STILL, STILL), DATA), ValueError, "second: must be finite"),
        (lambda: direction_surface(NETWORK, [0], [0], (STILL, STILL), DATA, "mse"), ValueError, "loss: must be one of"),
        (
            lambda: function_surface(lambda a, b: np.zeros(3), [0, 1], [0, 1]),
            ValueError,
            "function: must give a number",
        ),
        (lambda: function_surface(lambda a, b: a, [[0, 1]], [0, 1]), ValueError, "first: must be a row of numbers"),
    ],
)
def test_errors_in_one_line(call, error, words):
    with pytest.raises(error) as caught:
        call()
    message = str(caught.value)
    assert message.startswith(words)
    assert "\n" not in message
