"""The whole history of a training beside the same loop in PyTorch: same start, same batches, same rates, to 1e-10."""

import numpy as np
import pytest

from engine import (
    AdaGrad,
    Adam,
    AdamW,
    Constant,
    Cosine,
    Dataset,
    GradientDescent,
    Momentum,
    Nesterov,
    Network,
    RMSProp,
    StepDecay,
    WarmUp,
    circles,
    huber,
    sine,
    spirals,
    train,
)

torch = pytest.importorskip("torch")
functional, optim, schedules = torch.nn.functional, torch.optim, torch.optim.lr_scheduler

OPTIMISERS = {
    "gradient descent": (GradientDescent(), lambda p, rate: optim.SGD(p, lr=rate)),
    "weight decay": (GradientDescent(weight_decay=0.01), lambda p, rate: optim.SGD(p, lr=rate, weight_decay=0.01)),
    "momentum": (Momentum(0.8), lambda p, rate: optim.SGD(p, lr=rate, momentum=0.8)),
    "dampening": (Momentum(0.8, 0.3), lambda p, rate: optim.SGD(p, lr=rate, momentum=0.8, dampening=0.3)),
    "nesterov": (Nesterov(0.9), lambda p, rate: optim.SGD(p, lr=rate, momentum=0.9, nesterov=True)),
    "adagrad": (AdaGrad(), lambda p, rate: optim.Adagrad(p, lr=rate)),
    "rmsprop": (RMSProp(), lambda p, rate: optim.RMSprop(p, lr=rate)),
    "centred": (
        RMSProp(0.95, momentum=0.5, centred=True),
        lambda p, rate: optim.RMSprop(p, lr=rate, alpha=0.95, momentum=0.5, centered=True),
    ),
    "adam": (Adam(), lambda p, rate: optim.Adam(p, lr=rate)),
    "adamw": (AdamW(weight_decay=0.1), lambda p, rate: optim.AdamW(p, lr=rate, weight_decay=0.1)),
}
RATE = 0.02
SCHEDULES = {
    "constant": (Constant(RATE), lambda o: schedules.LambdaLR(o, lambda k: 1.0)),
    "step": (StepDecay(RATE, 7, 0.5), lambda o: schedules.StepLR(o, 7, 0.5)),
    "cosine": (Cosine(RATE, 200, 0.001), lambda o: schedules.CosineAnnealingLR(o, 200, 0.001)),
    "warm up": (
        WarmUp(Constant(RATE), 10, start=RATE / 10),
        lambda o: schedules.LinearLR(o, start_factor=0.1, total_iters=10),
    ),
    "function": (lambda k: RATE / (1 + k), lambda o: schedules.LambdaLR(o, lambda k: 1 / (1 + k))),
}


def classes_of(targets):
    return targets[:, 0].long()


LOSSES = {
    "mean_squared_error": lambda prediction, targets: functional.mse_loss(prediction, targets),
    "mean_absolute_error": lambda prediction, targets: functional.l1_loss(prediction, targets),
    "squared_error": lambda prediction, targets: functional.mse_loss(prediction, targets, reduction="sum"),
    "binary_cross_entropy": functional.binary_cross_entropy_with_logits,
    "cross_entropy": lambda prediction, targets: functional.cross_entropy(prediction, classes_of(targets)),
}
WAVE = (Network.of((1, 6, 5, 1), "tanh", seed=1), sine(23, seed=2), "mean_squared_error")
RINGS = (Network.of((2, 7, 1), "relu", seed=3), circles(21, seed=4), "binary_cross_entropy")
ARMS = (Network.of((2, 6, 3), "gelu", seed=5), spirals(31, classes=3, seed=6), "cross_entropy")
BENDS = {
    "tanh": torch.tanh,
    "relu": torch.relu,
    "gelu": functional.gelu,
    "sigmoid": torch.sigmoid,
    "identity": lambda z: z,
}


def predicted(network, parameters, inputs):
    """The forward pass in PyTorch."""
    flowing = inputs
    for place, layer in enumerate(network.layers, 1):
        flowing = BENDS[layer.activation](
            flowing @ parameters[f"layer.{place}.weight"] + parameters[f"layer.{place}.bias"]
        )
    return flowing


def their_training(network, dataset, loss, make_optimiser, make_schedule, batches, held_out=None):
    """PyTorch's own loop: what it is before every step, and after the last. `batches` are row numbers; the last one is
    only looked at."""
    inputs, targets = torch.tensor(dataset.inputs), torch.tensor(dataset.targets)
    parameters = {name: torch.tensor(array, requires_grad=True) for name, array in network.parameters.items()}
    optimiser = make_optimiser(list(parameters.values()), RATE)
    schedule = make_schedule(optimiser)
    history = []
    for step, rows in enumerate(batches):
        optimiser.zero_grad()
        batch_loss = LOSSES[loss](predicted(network, parameters, inputs[rows]), targets[rows])
        batch_loss.backward()
        with torch.no_grad():
            state = {
                "batch_loss": batch_loss.item(),
                "loss": LOSSES[loss](predicted(network, parameters, inputs), targets).item(),
                "rate": optimiser.param_groups[0]["lr"],
                **{name: tensor.detach().numpy().copy() for name, tensor in parameters.items()},
                **{f"gradient.{name}": tensor.grad.numpy().copy() for name, tensor in parameters.items()},
            }
            if held_out is not None:
                given, wanted = torch.tensor(held_out.inputs), torch.tensor(held_out.targets)
                state["held_out"] = LOSSES[loss](predicted(network, parameters, given), wanted).item()
        history.append(state)
        if step < len(batches) - 1:
            optimiser.step()
            schedule.step()
    return history


def our_batches(examples, size, seed, epochs):
    """The order that `train` says it keeps: a permutation of NumPy's default generator for each epoch."""
    generator = np.random.default_rng(seed)
    cut = [
        rows[begin : begin + size]
        for rows in (generator.permutation(examples) for _ in range(epochs + 1))
        for begin in range(0, examples, size)
    ]
    return cut[: epochs * -(-examples // size) + 1]


def compare(ours, theirs):
    assert len(ours) == len(theirs)
    close = {"rtol": 1e-10, "atol": 1e-10}
    np.testing.assert_allclose(ours.batch_losses, [state["batch_loss"] for state in theirs], **close)
    np.testing.assert_allclose(ours.losses, [state["loss"] for state in theirs], **close)
    # PyTorch has no step after the last; we repeat the rate of the last one.
    np.testing.assert_allclose(ours.learning_rates[:-1], [state["rate"] for state in theirs[:-1]], **close)
    for name, kept in ours.parameters.items():
        np.testing.assert_allclose(kept, [state[name] for state in theirs], **close, err_msg=name)
        want = [state[f"gradient.{name}"] for state in theirs]
        np.testing.assert_allclose(ours.gradients[name], want, **close, err_msg=name)


@pytest.mark.parametrize("optimiser", OPTIMISERS)
@pytest.mark.parametrize("task", [WAVE, RINGS, ARMS], ids=lambda task: task[2])
def test_every_optimiser_in_mini_batches(task, optimiser):
    network, dataset, loss = task
    rule, theirs = OPTIMISERS[optimiser]
    history = train(network, dataset, loss, rule, RATE, epochs=12, batch_size=6, seed=7)
    batches = our_batches(len(dataset), 6, 7, 12)
    compare(history, their_training(network, dataset, loss, theirs, SCHEDULES["constant"][1], batches))


@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("optimiser", ["gradient descent", "nesterov", "adam"])
def test_every_schedule(optimiser, schedule):
    network, dataset, loss = WAVE
    rule, their_rule = OPTIMISERS[optimiser]
    rate, their_schedule = SCHEDULES[schedule]
    history = train(network, dataset, loss, rule, rate, epochs=10, batch_size=8, seed=1)
    theirs = their_training(network, dataset, loss, their_rule, their_schedule, our_batches(23, 8, 1, 10))
    compare(history, theirs)
    assert history.learning_rates[-1] == history.learning_rates[-2]


@pytest.mark.parametrize("loss", ["mean_squared_error", "mean_absolute_error", "squared_error"])
@pytest.mark.parametrize("optimiser", ["gradient descent", "adam"])
def test_full_batches(loss, optimiser):
    network, dataset, _ = WAVE
    rule, theirs = OPTIMISERS[optimiser]
    history = train(network, dataset, loss, rule, RATE / 10, epochs=40)
    whole = [np.arange(len(dataset))] * 41

    def scaled(parameters, _):
        return theirs(parameters, RATE / 10)

    compare(history, their_training(network, dataset, loss, scaled, SCHEDULES["constant"][1], whole))
    np.testing.assert_array_equal(history.epochs, np.arange(41))


def test_huber():
    network, dataset, _ = WAVE
    history = train(network, dataset, huber(delta=0.5), learning_rate=RATE, epochs=5)
    start = {name: torch.tensor(array, requires_grad=True) for name, array in network.parameters.items()}
    inputs, targets = torch.tensor(dataset.inputs), torch.tensor(dataset.targets)
    descent = optim.SGD(list(start.values()), lr=RATE)
    for record in range(6):
        descent.zero_grad()
        loss = functional.huber_loss(predicted(network, start, inputs), targets, delta=0.5)
        loss.backward()
        assert history.losses[record] == pytest.approx(loss.item(), rel=1e-10)
        descent.step()


def test_held_out_losses():
    network, _, loss = RINGS
    dataset, held_out = circles(40, seed=4).split(0.25, seed=0)
    history = train(network, dataset, loss, Adam(), RATE, epochs=8, batch_size=7, seed=9, held_out=held_out)
    batches = our_batches(30, 7, 9, 8)
    theirs = their_training(network, dataset, loss, OPTIMISERS["adam"][1], SCHEDULES["constant"][1], batches, held_out)
    compare(history, theirs)
    np.testing.assert_allclose(history.held_out_losses, [state["held_out"] for state in theirs], rtol=1e-10)


def test_every_fifth_record_is_every_fifth_state_of_theirs():
    network, dataset, loss = ARMS
    history = train(network, dataset, loss, Adam(), RATE, epochs=7, batch_size=10, seed=0, every=5)
    theirs = their_training(
        network, dataset, loss, OPTIMISERS["adam"][1], SCHEDULES["constant"][1], our_batches(31, 10, 0, 7)
    )
    # 4 batches an epoch: 28 steps
    assert history.steps.tolist() == [0, 5, 10, 15, 20, 25, 28]
    np.testing.assert_array_equal(history.epochs, np.array([0, 5, 10, 15, 20, 25, 28]) / 4)
    kept = [theirs[step] for step in history.steps]
    np.testing.assert_allclose(history.losses, [state["loss"] for state in kept], rtol=1e-10)
    np.testing.assert_allclose(history.batch_losses, [state["batch_loss"] for state in kept], rtol=1e-10)


def test_targets_with_two_columns():
    generator = np.random.default_rng(0)
    dataset = Dataset(generator.normal(size=(9, 3)), generator.normal(size=(9, 2)))
    network = Network.of((3, 4, 2), "sigmoid", seed=0)
    history = train(network, dataset, optimiser=Momentum(0.8), learning_rate=RATE, epochs=20, batch_size=4, seed=3)
    theirs = their_training(
        network,
        dataset,
        "mean_squared_error",
        OPTIMISERS["momentum"][1],
        SCHEDULES["constant"][1],
        our_batches(9, 4, 3, 20),
    )
    compare(history, theirs)
