"""Gradient descent of any model with its whole history; by hand, and how it says that it diverged."""

import math
import warnings
from fractions import Fraction

import numpy as np
import pytest

from engine import (
    Adam,
    ExactnessError,
    Momentum,
    Nesterov,
    Node,
    StepDecay,
    backward,
    constant,
    descend,
    exact,
    exp,
    forward_and_backward,
    log,
    relu,
    tanh,
    variable,
)

INF, NAN = math.inf, math.nan


@pytest.fixture(autouse=True)
def _no_warnings():
    """What overflows is a state of the history, never a warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def squared(p):
    return (p["w"] * 2.1 + p["b"] - 4.0) ** 2


def bowl(p):
    return p["w"] ** 2


def numbers(history, name):
    return [step.parameters[name].number for step in history.steps]


class TestSteps:
    def test_a_factor_a_step(self):
        # w - 2 rate w: times 1 - 2 rate
        history = descend(bowl, {"w": Fraction(8)}, Fraction(1, 4), 3)
        assert numbers(history, "w") == [8, 4, 2, 1]
        assert [step.loss for step in history.steps] == [64, 16, 4, 1]
        assert [step.gradient("w").item() for step in history.steps] == [16, 8, 4, 2]
        assert (history.diverged, history.reason) == (False, None)

    def test_all_parameters_move_together(self):
        # L = a b at (1, 2): gradients (2, 1), both of step 0; with an a that had moved, b would have become 2.5
        history = descend(lambda p: p["a"] * p["b"], {"a": Fraction(1), "b": Fraction(2)}, Fraction(1), 1)
        assert (numbers(history, "a")[1], numbers(history, "b")[1]) == (-1, 1)

    def test_momentum(self):
        # velocity 2 w = 2, w = 1 - 1/2; then velocity 1/2 * 2 + 2 * 1/2 = 2, w = 0
        history = descend(bowl, {"w": Fraction(1)}, Fraction(1, 4), 2, Momentum(Fraction(1, 2)))
        assert numbers(history, "w") == [1, Fraction(1, 2), 0]

    def test_nesterov(self):
        # velocity 2, step 2 + 1/2 * 2 = 3: w = 1 - 3/4; velocity 1 + 1/2 = 3/2, step 1/2 + 3/4 = 5/4: w = 1/4 - 5/16
        history = descend(bowl, {"w": Fraction(1)}, Fraction(1, 4), 2, Nesterov(Fraction(1, 2)))
        assert numbers(history, "w") == [1, Fraction(1, 4), Fraction(-1, 16)]

    def test_a_schedule(self):
        # rates 1/4, 1/4, 1/8: factors 1/2, 1/2, 3/4
        history = descend(bowl, {"w": Fraction(16)}, StepDecay(Fraction(1, 4), 2, Fraction(1, 2)), 3)
        assert numbers(history, "w") == [16, 8, 4, 3]

    def test_a_schedule_is_asked_for_no_step_that_is_not_made(self):
        rates = [0.25, 0.25]
        assert numbers(descend(bowl, {"w": 4.0}, lambda k: rates[k], 2), "w") == [4, 2, 1]

    def test_arrays(self):
        # each entry by itself
        start = np.array([[4.0, -8.0], [0.0, 1.0]])
        history = descend(lambda p: (p["w"] ** 2).sum(), {"w": start}, 0.25, 2)
        np.testing.assert_array_equal(history.steps[2].parameters["w"].value, start / 4)
        np.testing.assert_array_equal(history.path, [start.ravel(), start.ravel() / 2, start.ravel() / 4])

    def test_named_nodes(self):
        def model(p):
            error = p["w"] - 3
            return {"error": error, "loss": error * error}

        step = descend(model, {"w": Fraction(1)}, Fraction(1, 2), 0).steps[0]
        assert (step.nodes["error"].number, step.loss) == (-2, 4)
        assert step.gradient("error").item() == -4  # 2 * -2, from both paths
        with pytest.raises(KeyError):
            step.gradient("miss")

    def test_the_path_is_read_only_and_in_order(self):
        history = descend(squared, {"w": 1.0, "b": 0.0}, 0.1, 1)
        np.testing.assert_allclose(history.path, [[1.0, 0.0], [1.798, 0.38]], rtol=1e-14)
        assert not history.path.flags.writeable

    def test_a_rate_of_one_half_kills_the_neuron_in_two_updates(self):
        # Gradients -7.98, -3.8: w = 4.99, b = 1.9, z = 12.379, miss 8.379, gradients 35.1918, 16.758:
        # w = -12.6059, b = -6.479, z = -32.95139: off, L = 16, and nothing moves again
        history = descend(lambda p: (relu(p["w"] * 2.1 + p["b"]) - 4.0) ** 2, {"w": 1.0, "b": 0.0}, 0.5, 6)
        np.testing.assert_allclose(history.path[:3], [[1, 0], [4.99, 1.9], [-12.6059, -6.479]], rtol=1e-12)
        assert history.path[3:].tolist() == [history.path[2].tolist()] * 4
        assert [step.loss for step in history.steps[2:]] == [16.0] * 5
        assert [step.gradient("w").item() for step in history.steps[2:]] == [0.0] * 5
        assert not history.diverged

    def test_a_loss_of_no_parameter_moves_nothing(self):
        history = descend(lambda p: constant(2.0) * 3.0, {"w": 1.0}, 0.1, 2)
        assert numbers(history, "w") == [1, 1, 1]

    def test_a_start_in_the_minimum_stays(self):
        history = descend(bowl, {"w": 0.0}, 0.1, 3, Adam())
        assert (numbers(history, "w"), history.reason) == ([0, 0, 0, 0], None)


class TestDivergence:
    def test_a_rate_that_is_too_large_ends_where_it_overflows(self):
        # the miss is multiplied by -1.164 a step; 3.61 * 1.164^(2k) passes 1.797693e308 at k = 2332.7
        history = descend(squared, {"w": 1.0, "b": 0.0}, 0.2, 5000)
        assert (history.diverged, history.reason) == (True, "the loss is inf at step 2333")
        assert len(history.steps) == 2334
        losses = [step.loss for step in history.steps]
        np.testing.assert_allclose(losses[:100], [3.61 * 1.164 ** (2 * k) for k in range(100)], rtol=1e-9)
        assert np.isfinite(losses[:-1]).all()
        assert np.isfinite(history.path).all()

    def test_large_numbers_are_no_reason(self):
        # 1 - 2 * 10 = -19 a step
        history = descend(bowl, {"w": Fraction(1)}, Fraction(10), 300)
        assert history.steps[-1].loss == Fraction(19) ** 600 > 10**700
        assert not history.diverged

    @pytest.mark.parametrize("start", [NAN, INF, -INF])
    def test_a_parameter_that_is_not_finite(self, start):
        history = descend(bowl, {"w": start}, 0.1, 5)
        assert history.reason == f"the parameter w is {start} at step 0"
        assert len(history.steps) == 1

    def test_infinite_weights_behind_tanh(self):
        # the loss stays finite, (1 - 3)^2, and the gradient is 0
        history = descend(lambda p: (tanh(p["w"]) - 3.0) ** 2, {"w": 0.1}, 1.7e308, 5)
        assert history.reason == "the parameter w is inf at step 1"
        assert history.steps[-1].loss == 4.0

    @pytest.mark.parametrize(
        ("model", "start", "reason"),
        [
            (lambda p: exp(p["w"]), 1000.0, "the loss is inf at step 0"),
            (lambda p: log(p["w"]), 0.0, "the loss is -inf at step 0"),
            (lambda p: log(p["w"]), -1.0, "the loss is nan at step 0"),
            (lambda p: 1.0 / p["w"], 0.0, "the loss is inf at step 0"),
            (lambda p: p["w"] * NAN, 1.0, "the loss is nan at step 0"),
            (lambda p: p["w"] ** 0.5, 0.0, "the gradient of w is inf at step 0"),
            (lambda p: (p["w"] * 1e200) ** 2, 1e-50, "the gradient of w is inf at step 0"),
        ],
    )
    def test_what_is_not_finite_is_said(self, model, start, reason):
        history = descend(model, {"w": start}, 0.1, 5)
        assert (history.diverged, history.reason, len(history.steps)) == (True, reason, 1)

    def test_one_entry_of_an_array(self):
        history = descend(lambda p: p["w"][0] ** 2, {"w": [1.0, NAN]}, 0.1, 5)
        assert history.reason == "the parameter w holds nan at step 0"

    @pytest.mark.parametrize("bad", [NAN, INF])
    def test_a_schedule_that_gives_no_number(self, bad):
        history = descend(bowl, {"w": 1.0}, lambda k: bad if k == 2 else 0.25, 9)
        assert history.reason == f"the learning rate is {bad} at step 2"
        assert numbers(history, "w") == [1, 0.5, 0.25]


@pytest.mark.parametrize(
    ("arguments", "kind", "message"),
    [
        ((bowl, {"w": 1.0}, 0.1, -1), ValueError, "steps: must be at least 0, got -1"),
        ((bowl, {"w": 1.0}, 0.1, 2.5), TypeError, "steps: must be a whole number, got 2.5"),
        ((bowl, {"w": 1.0}, NAN, 1), ValueError, "learning_rate: must be finite, got nan"),
        ((bowl, {"w": 1.0}, -0.1, 1), ValueError, "learning_rate: must be at least 0, got -0.1"),
        ((bowl, {"w": 1.0}, "0.1", 1), TypeError, "learning_rate: must be a number or a schedule, got '0.1'"),
        ((bowl, {"w": 1.0}, lambda k: "x", 1), TypeError, "learning_rate: must be a number, got 'x'"),
        (
            (bowl, {"w": Fraction(1)}, 0.1, 1),
            TypeError,
            "learning_rate: w is exact and the learning rate is a float; use one kind",
        ),
        (
            (bowl, {"w": 1.0}, Fraction(1, 10), 1),
            TypeError,
            "learning_rate: w is a float and the learning rate is exact; use one kind",
        ),
        (
            (bowl, {"w": Fraction(1)}, lambda k: 0.1, 1),
            TypeError,
            "learning_rate: exact and float do not mix; give learning_rate as Fraction(1, 10)",
        ),
        ((bowl, {"w": Fraction(1)}, Fraction(1, 10), 1, Adam()), ExactnessError, "adam's sqrt of an exact number"),
        ((lambda p: {"cost": p["w"]}, {"w": 1.0}, 0.1, 1), ValueError, "the model gives no `loss`, only: cost"),
        ((lambda p: {}, {"w": 1.0}, 0.1, 1), ValueError, "the model gives no `loss`, only: nothing"),
        ((lambda p: 2.0, {"w": 1.0}, 0.1, 1), TypeError, "model: loss must be a node, got 2.0"),
        ((lambda p: None, {"w": 1.0}, 0.1, 1), TypeError, "model: loss must be a node, got None"),
        (
            (lambda p: {"loss": p["w"], "z": 1}, {"w": 1.0}, 0.1, 1),
            TypeError,
            "model: z must be a node, got 1",
        ),
    ],
)
def test_errors(arguments, kind, message):
    with pytest.raises(kind) as raised:
        descend(*arguments)
    assert str(raised.value).startswith(message)
    assert "\n" not in str(raised.value)


def test_one_step_by_itself():
    step = forward_and_backward(squared, {"w": 1.0, "b": 0.0})
    assert isinstance(step.nodes["loss"], Node)
    assert step.loss == pytest.approx(3.61, rel=1e-15)
    assert [step.gradient(name).item() for name in "wb"] == pytest.approx([-7.98, -3.8], rel=1e-15)


def test_it_is_backward_in_a_loop():
    w = exact("1.5")
    history = descend(lambda p: p["w"] ** 3, {"w": w}, exact("0.1"), 4)
    for step in history.steps:
        assert step.parameters["w"].number == w
        node = variable(w)
        assert backward(node**3).gradient(node).item() == 3 * w**2 == step.gradient("w").item()
        w -= exact("0.1") * 3 * w**2


def test_it_ends_with_the_first_step_that_is_enough():
    """w := w - 1/4 * 2w halves w: 1, 1/2, 1/4, 1/8."""
    asked = []

    def is_enough(step) -> bool:
        asked.append(step.parameters["w"].number)
        return asked[-1] <= Fraction(1, 4)

    history = descend(lambda p: p["w"] ** 2, {"w": Fraction(1)}, Fraction(1, 4), 9, until=is_enough)
    assert [step.parameters["w"].number for step in history.steps] == asked == [1, Fraction(1, 2), Fraction(1, 4)]
    assert not history.diverged
