"""Traces of networks, trainings, landscapes and costs. Expected numbers by hand."""

from fractions import Fraction

import numpy as np
import pytest

from engine import (
    Adam,
    Dense,
    Network,
    Trace,
    costs,
    critical_points,
    descend,
    exact,
    function_surface,
    principal_directions,
    project,
    train,
    variable,
    xor,
)
from engine.traces.sources import (
    costs_trace,
    critical_points_trace,
    history_trace,
    network_trace,
    projection_trace,
    surface_trace,
    training_trace,
)


def three_neurons() -> Network:
    """The small network of the storyboard: 1-3-1 with ReLU."""
    first = Dense([[exact("1"), exact("0.5"), exact("-1")]], [exact("0"), exact("0.2"), exact("0.5")], "relu")
    second = Dense([[exact("0.5")], [exact("0.8")], [exact("1")]], [exact("0.1")])
    return Network((first, second))


def test_a_network_neuron_by_neuron():
    trace = network_trace(three_neurons(), [exact("2.1")], [exact("4")], "squared_error", prefix="step.0.")
    # z = (2.1, 1.05 + 0.2, -2.1 + 0.5); y-hat = 1.05 + 1 + 0 + 0.1 = 2.15; L = 1.85^2; dL/dy-hat = -3.7
    want = {
        "input.1": "2.1",
        "layer.1.neuron.1.z": "2.1",
        "layer.1.neuron.2.z": "1.25",
        "layer.1.neuron.3.z": "-1.6",
        "layer.1.neuron.3.activation": "0",
        "prediction.1": "2.15",
        "target.1": "4",
        "loss": "3.4225",
        "gradient.prediction.1": "-3.7",
        # second layer: activation times -3.7
        "layer.2.neuron.1.gradient.weight.1": "-7.77",
        "layer.2.neuron.1.gradient.weight.2": "-4.625",
        "layer.2.neuron.1.gradient.weight.3": "0",
        "layer.2.neuron.1.gradient.bias": "-3.7",
        # back through the weights 0.5, 0.8, 1: dL/da; the third gate is closed: dL/dz = 0
        "layer.1.neuron.1.gradient.activation": "-1.85",
        "layer.1.neuron.2.gradient.z": "-2.96",
        "layer.1.neuron.3.gradient.activation": "-3.7",
        "layer.1.neuron.3.gradient.z": "0",
        # first layer: 2.1 times dL/dz
        "layer.1.neuron.1.gradient.weight.1": "-3.885",
        "layer.1.neuron.2.gradient.weight.1": "-6.216",
        "layer.1.neuron.3.gradient.weight.1": "0",
        # the sum over paths: 1 * -1.85 + 0.5 * -2.96 + -1 * 0
        "gradient.input.1": "-3.33",
    }
    assert {path: trace.number(f"step.0.{path}") for path in want} == {path: exact(n) for path, n in want.items()}
    # 4 numbers outside of layers, 2 gradients; neurons with 1, 1, 1 and 3 weights: 6 numbers each, and 2 a weight
    assert len(trace) == 6 + 4 * 6 + 2 * 6


def test_a_batch_has_arrays_over_the_examples():
    trace = network_trace(Network.neuron([2.0], 1.0), [[1.0], [3.0]], [[0.0], [0.0]], "mean_squared_error")
    # predictions 3 and 7; mean of 9 and 49 is 29; dL/dprediction = 2 * prediction / 2; dL/dw = 3 * 1 + 7 * 3
    assert trace["layer.1.neuron.1.z"].value == (3.0, 7.0)
    assert trace["gradient.prediction.1"].value == (3.0, 7.0)
    assert trace.number("loss") == 29.0
    assert trace.number("layer.1.neuron.1.gradient.weight.1") == 24.0
    assert trace.number("layer.1.neuron.1.gradient.bias") == 10.0
    assert trace["gradient.input.1"].value == (6.0, 14.0)


def test_a_descent_state_by_state():
    def neuron(p):
        prediction = p["weight"] * exact("2.1") + p["bias"]
        return {"prediction": prediction, "loss": (prediction - 4) ** 2}

    start = {"weight": Fraction(1), "bias": Fraction(0)}
    trace = history_trace(descend(neuron, start, exact("0.1"), 1), prefix="neuron.")
    # the storyboard's lesson 5
    want = {
        "step.0.prediction": "2.1",
        "step.0.loss": "3.61",
        "step.0.gradient.prediction": "-3.8",
        "step.0.gradient.weight": "-7.98",
        "step.0.gradient.bias": "-3.8",
        "step.1.weight": "1.798",
        "step.1.bias": "0.38",
        "step.1.prediction": "4.1558",
        "step.1.loss": "0.02427364",
        "diverged": "0",
    }
    assert {path: trace.number(f"neuron.{path}") for path in want} == {path: exact(n) for path, n in want.items()}


def test_a_training_as_arrays_over_its_records():
    network = Network.neuron([0.5, 0.5], 0.0)
    history = train(network, xor(), optimiser=Adam(), learning_rate=0.1, epochs=2)
    trace = training_trace(history, "training.")
    assert trace["training.step"].value == (0.0, 1.0, 2.0)
    # predictions 0, 0.5, 0.5, 1 for targets 0, 1, 1, 0: squares 0, 0.25, 0.25, 1
    assert trace["training.loss"].value[0] == 0.375
    assert trace["training.layer.1.weight"].shape == (3, 2, 1)
    # d mean / d w1 = 2/4 * (x1 = 1: -0.5 + 1)
    assert trace["training.gradient.layer.1.weight"].value[0][0] == (0.25,)
    assert trace["training.layer.1.weight"].value[1][0][0] == pytest.approx(0.4, abs=1e-8)  # Adam's first step: -rate
    assert "training.held_out_loss" not in trace
    assert trace.number("training.diverged") == 0


def test_a_training_that_blew_up_keeps_its_numbers_in_every_format():
    history = train(Network.neuron([1.0, 1.0], 0.0), xor(), learning_rate=50.0, epochs=400, limit=None)
    trace = training_trace(history)
    assert trace.number("diverged") == 1
    assert not np.isfinite(trace["loss"].array).all()
    for again in (Trace.from_json(trace.to_json()), Trace.from_csv(trace.to_csv()), Trace.from_npz(trace.to_npz())):
        assert again == trace


def test_a_surface_and_a_path_in_it():
    trace = surface_trace(function_surface(lambda a, b: a + 10 * b, [0, 1], [2, 3, 4]), "surface.")
    assert trace["surface.loss"].value == ((20.0, 30.0, 40.0), (21.0, 31.0, 41.0))
    assert trace["surface.second"].value == (2.0, 3.0, 4.0)
    plane = principal_directions([[2.0, 0.0, 0.0], [1.0, 1.0, 0.0], [0.0, 0.0, 0.0]])
    path = projection_trace(project([[0.0, 0.0, 3.0], [4.0, 0.0, 0.0]], plane.origin, *plane.axes))
    # the plane holds the first two axes: 16 of 9 + 16
    assert path.number("share") == pytest.approx(16 / 25, rel=1e-12)


def test_critical_points_by_kind():
    trace = critical_points_trace(critical_points(lambda a, b: a**3 - 3 * a + b**2, [(-2, 2), (-1, 1)]))
    assert trace["minimum.0.position"].value == pytest.approx((1.0, 0.0), abs=1e-9)
    assert trace["saddle.0.eigenvalues"].value == pytest.approx((-6.0, 2.0), abs=1e-7)
    assert trace.number("saddle.0.loss") == pytest.approx(2.0, abs=1e-12)


def test_costs():
    # w * x + b at one example: 1 multiplication, 1 addition; nudging both: the pass three times, two more additions
    # (the nudge, the difference) and a division for each
    w, b = variable(2.0), variable(1.0)
    trace = costs_trace(costs(w * 3.0 + b), "cost.")
    assert trace.number("cost.parameters") == 2
    assert trace.number("cost.forward.multiplications") == 1
    assert trace.number("cost.nudging.multiplications") == 3 + 2
    assert trace.number("cost.nudging.additions") == 3 + 2 * 2
