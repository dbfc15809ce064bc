"""One training step of a 2-64-64-1 network, batch of 256, float64: forward, backward, gradient descent."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine import LOSSES, GradientDescent, Network
from engine.training.train import loss_and_gradients
from scripts.benchmarks.measure import Result, compare

RATE = 1e-3


def results() -> Iterator[Result]:
    """Against HIPS autograd (not slower) and PyTorch (at most 1.3 times its time), with tanh and with ReLU."""
    import torch

    torch.set_num_threads(1)
    generator = np.random.default_rng(0)
    inputs = generator.normal(size=(256, 2))
    targets = np.sin(2 * inputs[:, :1])
    for activation in ("tanh", "relu"):
        network = Network.of((2, 64, 64, 1), activation, initialisation="glorot_uniform", seed=0)
        ours = _ours(network, inputs, targets)
        what = f"training step, {activation}, against"
        yield compare(f"{what} HIPS autograd", ours, _autograd(network, inputs, targets), 1.0, calls=100)
        yield compare(f"{what} PyTorch", ours, _pytorch(network, inputs, targets), 1 / 1.3, calls=100)


def _ours(network, inputs, targets):
    optimiser, loss = GradientDescent(), LOSSES["mean_squared_error"]
    parameters = network.parameters
    state = optimiser.start(parameters)

    def step():
        nonlocal parameters, state
        _, gradients = loss_and_gradients(network, parameters, inputs, targets, loss)
        parameters, state = optimiser.step(parameters, gradients, state, RATE)

    return step


def _autograd(network, inputs, targets):
    import autograd.numpy as anp
    from autograd import value_and_grad

    bend = anp.tanh if network.layers[0].activation == "tanh" else lambda z: anp.maximum(z, 0)

    def loss(parameters):
        flowing = inputs
        for place in range(0, len(parameters), 2):
            flowing = anp.dot(flowing, parameters[place]) + parameters[place + 1]
            if place < len(parameters) - 2:
                flowing = bend(flowing)
        return anp.mean((flowing - targets) ** 2)

    derivative = value_and_grad(loss)
    parameters = [np.array(array) for array in network.parameters.values()]

    def step():
        nonlocal parameters
        _, gradients = derivative(parameters)
        parameters = [p - RATE * g for p, g in zip(parameters, gradients, strict=True)]

    return step


def _pytorch(network, inputs, targets):
    import torch

    bend = torch.nn.Tanh if network.layers[0].activation == "tanh" else torch.nn.ReLU
    linear = [torch.nn.Linear(layer.inputs, layer.outputs, dtype=torch.float64) for layer in network.layers]
    model = torch.nn.Sequential(linear[0], bend(), linear[1], bend(), linear[2])
    optimiser = torch.optim.SGD(model.parameters(), lr=RATE)
    given, wanted = torch.tensor(inputs), torch.tensor(targets)

    def step():
        optimiser.zero_grad()
        ((model(given) - wanted) ** 2).mean().backward()
        optimiser.step()

    return step
