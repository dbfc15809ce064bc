"""Losses, random networks and training in PyTorch: values and the gradient of every parameter to 1e-10."""

import numpy as np
import pytest

from engine import (
    ACTIVATIONS,
    LOSSES,
    Dense,
    Network,
    backward,
    constant,
    descend,
    forward_mode,
    hessian,
    huber,
    variable,
)

torch = pytest.importorskip("torch")
hypothesis = pytest.importorskip("hypothesis")
given, settings, strategies = hypothesis.given, hypothesis.settings, hypothesis.strategies
functional = torch.nn.functional

THEIR_ACTIVATIONS = {
    "identity": lambda z: z,
    "relu": torch.relu,
    "leaky_relu": functional.leaky_relu,
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "softplus": lambda z: functional.softplus(z, threshold=100),  # from 20 on PyTorch's own leaves out 2e-9
    "gelu": functional.gelu,
    "sin": torch.sin,
    "softmax": lambda z: z.softmax(-1),
}
THEIR_LOSSES = {
    "squared_error": lambda p, t: functional.mse_loss(p, t, reduction="sum"),
    "half_squared_error": lambda p, t: functional.mse_loss(p, t, reduction="sum") / 2,
    "mean_squared_error": functional.mse_loss,
    "half_mean_squared_error": lambda p, t: functional.mse_loss(p, t) / 2,
    "absolute_error": lambda p, t: functional.l1_loss(p, t, reduction="sum"),
    "mean_absolute_error": functional.l1_loss,
    "huber": lambda p, t: functional.huber_loss(p, t, reduction="sum"),
    "mean_huber": functional.huber_loss,
    "binary_cross_entropy": functional.binary_cross_entropy_with_logits,
    "cross_entropy": functional.cross_entropy,
}


def test_every_activation_and_loss_is_compared():
    assert set(THEIR_ACTIVATIONS) == set(ACTIVATIONS)
    assert set(THEIR_LOSSES) == set(LOSSES)


def tensor(array) -> "torch.Tensor":
    return torch.tensor(np.asarray(array), requires_grad=True)


def compare(loss, their, prediction, target, their_target=None) -> None:
    node, other = variable(prediction), tensor(prediction)
    made, want = loss(node, target), their(other, torch.tensor(target if their_target is None else their_target))
    want.backward()
    assert made.number == pytest.approx(want.item(), rel=1e-13)
    assert loss(prediction, target) == pytest.approx(want.item(), rel=1e-13)
    np.testing.assert_allclose(backward(made).gradient(node), other.grad.numpy(), rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("name", LOSSES)
@pytest.mark.parametrize("shape", [(5, 3), (1, 2), (4,), (2, 3, 2)])
def test_losses(name: str, shape):
    generator = np.random.default_rng(4)
    prediction, target = 3 * generator.normal(size=shape), generator.uniform(size=shape)
    if name == "cross_entropy":
        target /= target.sum(-1, keepdims=True)
        if len(shape) == 3:  # PyTorch has the classes along axis 1
            compare(LOSSES[name], lambda p, t: functional.cross_entropy(p.mT, t.mT), prediction, target)
            return
    compare(LOSSES[name], THEIR_LOSSES[name], prediction, target)


@pytest.mark.parametrize("logit", [-1000.0, -40.0, 0.0, 40.0, 1000.0])
def test_cross_entropies_far_out(logit: float):
    for target in (0.0, 0.25, 1.0):
        their = functional.binary_cross_entropy_with_logits
        compare(LOSSES["binary_cross_entropy"], their, np.array([[logit]]), np.array([[target]]))
    compare(LOSSES["binary_cross_entropy"], their, np.array([[0.3], [logit]]), np.array([[1.0], [0.0]]))


def test_class_numbers():
    generator = np.random.default_rng(4)
    prediction, classes = 3 * generator.normal(size=(6, 4)), generator.integers(4, size=6)
    their = functional.cross_entropy
    compare(LOSSES["cross_entropy"], their, prediction, classes)
    compare(LOSSES["cross_entropy"], their, prediction, classes.astype(float)[:, np.newaxis], classes)
    compare(LOSSES["cross_entropy"], their, prediction, np.eye(4)[classes], classes)
    compare(LOSSES["cross_entropy"], their, prediction[0], np.eye(4)[classes[0]], classes[0])
    compare(LOSSES["cross_entropy"], their, 100 * prediction, classes)


@pytest.mark.parametrize("delta", [0.1, 1, 2.5])
def test_huber(delta: float):
    prediction = np.array([[-3.0, -2.5, -1.0], [-0.1, 0.0, 0.05], [0.1, 1.0, 2.5]])  # delta itself too
    for mean, reduction in ((True, "mean"), (False, "sum")):
        compare(
            huber(delta, mean),
            lambda p, t, reduction=reduction: functional.huber_loss(p, t, reduction, delta),
            prediction,
            np.zeros((3, 3)),
        )


names = strategies.sampled_from(sorted(ACTIVATIONS))
networks = strategies.tuples(
    strategies.lists(strategies.integers(1, 6), min_size=2, max_size=5),
    strategies.lists(names, min_size=4, max_size=4),
    strategies.sampled_from(sorted(LOSSES)),
    strategies.integers(1, 7),
    strategies.integers(0, 2**32 - 1),
)


def made(widths, activations, loss, batch, seed):
    """A network with random biases too, its inputs and targets."""
    if loss == "cross_entropy":
        widths = [*widths[:-1], max(2, widths[-1])]
    generator = np.random.default_rng(seed)
    network = Network.of(widths, activations[: len(widths) - 2], activations[-1], "glorot_normal", seed=generator)
    biases = {
        name: generator.normal(size=array.shape) for name, array in network.parameters.items() if name.endswith("bias")
    }
    targets = generator.uniform(size=(batch, widths[-1]))
    if loss == "cross_entropy":
        targets = generator.integers(widths[-1], size=batch)
    return network.with_parameters(biases), generator.normal(size=(batch, widths[0])), targets


def their_prediction(network, inputs, parameters):
    """torch.nn.functional.linear takes weights as (outputs, inputs)."""
    z = []
    for place, layer in enumerate(network.layers, 1):
        z.append(functional.linear(inputs, parameters[f"layer.{place}.weight"].mT, parameters[f"layer.{place}.bias"]))
        inputs = THEIR_ACTIVATIONS[layer.activation](z[-1])
    return inputs, z


def away_from_kinks(network, z, prediction, targets, loss) -> bool:
    """Where a rounding could not lead to the other side."""
    for layer, each in zip(network.layers, z, strict=True):
        if layer.activation.endswith("relu") and (each.abs() < 1e-8).any():
            return False
    if loss.endswith("absolute_error"):
        return bool(((prediction - torch.tensor(targets)).abs() > 1e-8).all())
    return True


@given(networks)
@settings(deadline=None, max_examples=300)
def test_random_networks(drawn):
    network, inputs, targets = made(*drawn)
    loss = drawn[2]
    nodes = {name: variable(array, name) for name, array in network.parameters.items()}
    tensors = {name: tensor(array) for name, array in network.parameters.items()}
    node, other = variable(inputs), tensor(inputs)

    forward = network.forward(node, nodes)
    value = LOSSES[loss](forward.prediction, targets)
    walk = backward(value)
    prediction, z = their_prediction(network, other, tensors)
    hypothesis.assume(away_from_kinks(network, z, prediction, targets, loss))
    want = THEIR_LOSSES[loss](prediction, torch.tensor(targets))
    want.backward()

    np.testing.assert_allclose(forward.prediction.value, prediction.detach().numpy(), rtol=1e-10, atol=1e-12)
    np.testing.assert_allclose(network(inputs), prediction.detach().numpy(), rtol=1e-10, atol=1e-12)
    assert value.number == pytest.approx(want.item(), rel=1e-10)
    for name in nodes:
        their_gradient = tensors[name].grad.numpy()
        np.testing.assert_allclose(walk.gradient(nodes[name]), their_gradient, rtol=1e-10, atol=1e-11, err_msg=name)
    np.testing.assert_allclose(walk.gradient(node), other.grad.numpy(), rtol=1e-10, atol=1e-11)

    # Forward mode along the gradient itself: the square of its length.
    rate = forward_mode(value, {one: walk.gradient(one) for one in nodes.values()}).tangent(value)
    square = sum(float((each.grad**2).sum()) for each in tensors.values())
    assert rate == pytest.approx(square, rel=1e-10, abs=1e-12)


@given(networks)
@settings(deadline=None, max_examples=40)
def test_hessians_of_random_networks(drawn):
    widths, activations, loss, batch, seed = drawn
    bent = [name.replace("leaky_relu", "gelu").replace("relu", "tanh") for name in activations]
    loss = loss.replace("absolute", "squared").replace("mean_huber", "cross_entropy").replace("huber", "cross_entropy")
    network, inputs, targets = made([min(width, 3) for width in widths[:3]], bent, loss, batch, seed)
    nodes = {name: variable(array, name) for name, array in network.parameters.items()}
    value = LOSSES[loss](network.forward(inputs, nodes).prediction, targets)
    matrix = hessian(value, list(nodes.values()))

    def their_loss(flat):
        pieces = torch.split(flat, [array.size for array in network.parameters.values()])
        arrays = zip(network.parameters.items(), pieces, strict=True)
        parameters = {name: piece.reshape(array.shape) for (name, array), piece in arrays}
        prediction, _ = their_prediction(network, torch.tensor(inputs), parameters)
        return THEIR_LOSSES[loss](prediction, torch.tensor(targets))

    flat = torch.tensor(np.concatenate([array.ravel() for array in network.parameters.values()]))
    want = torch.autograd.functional.hessian(their_loss, flat).numpy()
    assert matrix.shape == (network.size, network.size)
    np.testing.assert_allclose(matrix, want, rtol=1e-8, atol=1e-8)


def test_a_layer_of_pytorch_itself():
    theirs = torch.nn.Sequential(torch.nn.Linear(3, 5), torch.nn.Tanh(), torch.nn.Linear(5, 2)).double()
    layers = [
        Dense(layer.weight.detach().numpy().T, layer.bias.detach().numpy(), activation)
        for layer, activation in ((theirs[0], "tanh"), (theirs[2], "identity"))
    ]
    inputs = np.random.default_rng(0).normal(size=(4, 3))
    np.testing.assert_allclose(Network(layers)(inputs), theirs(torch.tensor(inputs)).detach().numpy(), rtol=1e-13)


def test_a_network_with_matrices():
    generator = np.random.default_rng(3)
    given_input, target = generator.normal(size=(5, 2)), generator.normal(size=(5, 1))
    shapes = {"w1": (2, 4), "b1": (4,), "w2": (4, 1), "b2": (1,)}
    start = {name: generator.normal(size=shape) for name, shape in shapes.items()}

    nodes = {name: variable(value) for name, value in start.items()}
    hidden = (constant(given_input) @ nodes["w1"] + nodes["b1"]).relu()
    loss = ((hidden @ nodes["w2"] + nodes["b2"] - constant(target)) ** 2).mean()
    walk = backward(loss)

    tensors = {name: torch.tensor(value, requires_grad=True) for name, value in start.items()}
    their_hidden = torch.relu(torch.tensor(given_input) @ tensors["w1"] + tensors["b1"])
    their_loss = ((their_hidden @ tensors["w2"] + tensors["b2"] - torch.tensor(target)) ** 2).mean()
    their_loss.backward()

    assert loss.number == pytest.approx(their_loss.item(), rel=1e-12)
    for name, node in nodes.items():
        np.testing.assert_allclose(walk.gradient(node), tensors[name].grad.numpy(), rtol=1e-10, atol=1e-12)


def test_gradient_descent_step_by_step():
    def model(p):
        prediction = p["weight"] * constant(2.1) + p["bias"]
        return {"prediction": prediction, "loss": (prediction - constant(4.0)) ** 2}

    history = descend(model, {"weight": 1.0, "bias": 0.0}, 0.15, 20)
    weight, bias = (torch.tensor(v, dtype=torch.float64, requires_grad=True) for v in (1.0, 0.0))
    optimiser = torch.optim.SGD([weight, bias], lr=0.15)
    for step in history.steps:
        assert step.parameters["weight"].number == pytest.approx(weight.item(), abs=1e-12)
        assert step.parameters["bias"].number == pytest.approx(bias.item(), abs=1e-12)
        optimiser.zero_grad()
        ((weight * 2.1 + bias - 4.0) ** 2).backward()
        optimiser.step()
