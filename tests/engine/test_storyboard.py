"""Numbers that the film's lessons show, with a hand calculation beside each; exact where the film says so. (The neuron
step by step: test_neuron_by_hand.py.)"""

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

from engine import LOSSES, Dense, Network, backward, constant, descend, exact, forward_mode, leaky_relu, relu, variable
from engine.training.train import loss_and_gradients

X, TARGET = exact("2.1"), exact("4")


def decimals(figures: str):
    return [exact(figure) for figure in figures.split()]


def neuron(activation, weight: str, bias: str, rate: str, steps: int):
    """Lesson neuron or relu: L = (f(w x + b) - y)^2, followed for so many updates."""

    def model(parameters):
        z = parameters["w"] * constant(X) + parameters["b"]
        prediction = activation(z)
        return {"z": z, "prediction": prediction, "loss": (prediction - constant(TARGET)) ** 2}

    return descend(model, {"w": exact(weight), "b": exact(bias)}, exact(rate), steps).steps


def identity(z):
    return z


class TestChain:
    """Lesson chain."""

    def test_a_value_that_feeds_two_paths_collects_from_both(self):
        # e * e at -1.9: each path brings -1.9; a program that overwrites keeps one of them
        e = variable(exact("-1.9"))
        walk = backward(e * e)
        contributions = [edge.contribution.item() for edge in walk.edges]
        assert contributions == [exact("-1.9"), exact("-1.9")]
        assert walk.gradient(e).item() == exact("-3.8") == sum(contributions)

    def test_the_rates_multiply_along_a_path(self):
        # x -> u = 3 x -> y = u^2 at x = 2: u' = 3, dy/du = 2 u = 12, dy/dx = 36; forward and backward alike
        x = variable(Fraction(2))
        u = x * 3
        y = u**2
        forward, walk = forward_mode(y, {x: Fraction(1)}), backward(y)
        assert (forward.tangent(u).item(), walk.gradient(u).item()) == (3, 12)
        assert forward.tangent(y).item() == walk.gradient(x).item() == 36


class TestNeuron:
    """Lesson neuron: what test_neuron_by_hand.py leaves out."""

    def test_one_rate_lands_at_the_nearest_point_of_the_valley(self):
        # rate 50/541 from (1, 0): w = 1 + 7.98 * 50/541 = 1 + 399/541, b = 3.8 * 50/541 = 190/541
        last = neuron(identity, "1", "0", "50/541", 1)[1]
        assert last.parameters["w"].number == Fraction(940, 541)
        assert last.parameters["b"].number == Fraction(190, 541)
        assert last.loss == 0

    @pytest.mark.parametrize("rate", ["0.01", "0.1", "0.15", "0.2"])
    def test_the_miss_is_multiplied_by_the_same_factor_at_every_step(self, rate):
        # w moves by -2 rate e x and b by -2 rate e, so e by -2 rate e (x^2 + 1), and 2 (2.1^2 + 1) = 10.82
        misses = [step.nodes["prediction"].number - TARGET for step in neuron(identity, "1", "0", rate, 4)]
        factor = 1 - exact("10.82") * exact(rate)
        assert [after / before for before, after in pairwise(misses)] == [factor] * 4

    def test_a_rate_of_a_hundredth(self):
        first = neuron(identity, "1", "0", "0.01", 1)[1]
        assert [first.parameters[name].number for name in "wb"] == decimals("1.0798 0.038")

    def test_a_rate_of_a_fifth_blows_up(self):
        # factor 1 - 0.2 * 10.82 = -1.164
        losses = [step.loss for step in neuron(identity, "1", "0", "0.2", 5)]
        assert all(after / before == exact("-1.164") ** 2 for before, after in pairwise(losses))


class TestRelu:
    """Lesson relu."""

    def test_a_dead_neuron_never_moves(self):
        # w = -1: z = -2.1, prediction 0, L = 4^2 = 16; the gate is closed
        for step in neuron(relu, "-1", "0", "0.1", 20):
            assert (step.nodes["z"].number, step.loss) == (exact("-2.1"), 16)
            assert [step.gradient(name).item() for name in ("z", "w", "b")] == [0, 0, 0]
            assert [step.parameters[name].number for name in "wb"] == [-1, 0]

    def test_a_rate_of_one_half_kills_the_neuron_in_two_updates(self):
        # Gradients -7.98 and -3.8: w = 1 + 3.99 = 4.99, b = 1.9, z = 10.479 + 1.9 = 12.379, e = 8.379.
        # Gradients 2 * 8.379 * 2.1 = 35.1918 and 16.758: w = 4.99 - 17.5959 = -12.6059, b = 1.9 - 8.379 = -6.479,
        # z = -26.47239 - 6.479 = -32.95139: off, and off it stays.
        steps = neuron(relu, "1", "0", "0.5", 4)
        assert [step.nodes["z"].number for step in steps[:3]] == decimals("2.1 12.379 -32.95139")
        assert [steps[2].parameters[name].number for name in "wb"] == decimals("-12.6059 -6.479")
        assert [step.loss for step in steps[2:]] == [16, 16, 16]
        assert steps[4].parameters["w"].number == steps[2].parameters["w"].number

    def test_leaky_relu_lets_a_little_through(self):
        # w = -1, slope 1/100: prediction -0.021, e = -4.021, dL/dz = -8.042 / 100, dL/dw = -0.08042 * 2.1
        first, second = neuron(leaky_relu, "-1", "0", "0.1", 1)
        assert [first.gradient(name).item() for name in ("z", "w", "b")] == decimals("-0.08042 -0.168882 -0.08042")
        assert second.loss < first.loss


class TestNetwork:
    """Lesson network, 1-3-1 with ReLU. z = (2.1, 0.5 * 2.1 + 0.2, -2.1 + 0.5) = (2.1, 1.25, -1.6); y-hat = 0.5 * 2.1 +
    0.8 * 1.25 + 0 + 0.1 = 2.15; miss -1.85; L = 3.4225; dL/dy-hat = -3.7."""

    NETWORK = Network(
        (
            Dense([decimals("1 0.5 -1")], decimals("0 0.2 0.5"), "relu"),
            Dense([[weight] for weight in decimals("0.5 0.8 1")], decimals("0.1")),
        )
    )

    @pytest.fixture
    def nodes(self):
        return {name: variable(array, name) for name, array in self.NETWORK.parameters.items()}

    @pytest.fixture
    def x(self):
        return variable([X], "x")

    @pytest.fixture
    def forward(self, nodes, x):
        return self.NETWORK.forward(x, nodes)

    @pytest.fixture
    def walk(self, forward):
        return backward(LOSSES["squared_error"](forward.prediction, constant([TARGET])))

    def test_forward(self, forward, walk):
        assert forward.z[0].value.tolist() == decimals("2.1 1.25 -1.6")
        assert forward.activations[0].value.tolist() == decimals("2.1 1.25 0")
        assert forward.prediction.value.tolist() == [exact("2.15")]
        assert walk.output.number == exact("3.4225")

    def test_the_error_signals(self, forward, walk):
        # dL/da = -3.7 * (0.5, 0.8, 1); the third gate is closed
        assert walk.gradient(forward.prediction).tolist() == [exact("-3.7")]
        assert walk.gradient(forward.activations[0]).tolist() == decimals("-1.85 -2.96 -3.7")
        assert walk.gradient(forward.z[0]).tolist() == decimals("-1.85 -2.96 0")

    def test_the_gradients_of_both_layers(self, nodes, walk):
        # value that came in times error signal that came back: -3.7 * (2.1, 1.25, 0); 2.1 * (-1.85, -2.96, 0)
        assert walk.gradient(nodes["layer.2.weight"]).ravel().tolist() == decimals("-7.77 -4.625 0")
        assert walk.gradient(nodes["layer.2.bias"]).tolist() == [exact("-3.7")]
        assert walk.gradient(nodes["layer.1.weight"]).ravel().tolist() == decimals("-3.885 -6.216 0")
        assert walk.gradient(nodes["layer.1.bias"]).tolist() == decimals("-1.85 -2.96 0")

    def test_the_input_collects_from_all_paths(self, x, forward, walk):
        # error signals times the first layer's weights: -1.85 * 1, -2.96 * 0.5, 0 * -1
        signals, weights = walk.gradient(forward.z[0]), self.NETWORK.parameters["layer.1.weight"][0]
        assert (signals * weights).tolist() == decimals("-1.85 -1.48 0")
        assert walk.gradient(x).tolist() == [exact("-3.33")]

    def test_training_sees_the_same_gradients(self, nodes, walk):
        loss, gradients = loss_and_gradients(
            self.NETWORK,
            self.NETWORK.parameters,
            np.array([[X]]),
            np.array([[TARGET]]),
            LOSSES["mean_squared_error"],  # of one entry: the same
        )
        assert loss == exact("3.4225")
        assert all(np.array_equal(gradients[name], walk.gradient(node)) for name, node in nodes.items())
