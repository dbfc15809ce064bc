"""The same gradients through PyTorch's optimisers, step by step: parameters and state to 1e-12."""

import numpy as np
import pytest

from engine.training.optimisers import OPTIMISERS, AdaGrad, Adam, AdamW, GradientDescent, Momentum, Nesterov, RMSProp

torch = pytest.importorskip("torch")
hypothesis = pytest.importorskip("hypothesis")
given, settings, strategies = hypothesis.given, hypothesis.settings, hypothesis.strategies

STEPS = 60
SHAPES = {"number": (), "vector": (5,), "matrix": (3, 4), "stack": (2, 1, 3), "one": (1, 1)}

# What our state calls it, what PyTorch's does.
THEIR_STATE = {
    "velocity": "momentum_buffer",
    "sum_of_squares": "sum",
    "mean_square": "square_avg",
    "mean_gradient": "grad_avg",
    "first_moment": "exp_avg",
    "second_moment": "exp_avg_sq",
}

below_one = strategies.one_of(strategies.just(0.0), strategies.floats(0.01, 0.999))
decays = strategies.floats(0.5, 0.9999)
epsilons = strategies.sampled_from([1e-12, 1e-10, 1e-8, 1e-7, 1e-3, 0.1, 1.0])
penalties = strategies.one_of(strategies.just(0.0), strategies.floats(1e-4, 0.5))
above_zero = strategies.floats(0.01, 0.999)

PAIRS = {
    "gradient_descent": strategies.builds(
        lambda penalty: (
            GradientDescent(weight_decay=penalty),
            lambda p: torch.optim.SGD(p, lr=1.0, weight_decay=penalty),
        ),
        penalties,
    ),
    "momentum": strategies.builds(
        lambda momentum, dampening, penalty: (
            Momentum(momentum, dampening, weight_decay=penalty),
            lambda p: torch.optim.SGD(p, lr=1.0, momentum=momentum, dampening=dampening, weight_decay=penalty),
        ),
        below_one,
        below_one,
        penalties,
    ),
    "nesterov": strategies.builds(
        lambda momentum, penalty: (
            Nesterov(momentum, weight_decay=penalty),
            lambda p: torch.optim.SGD(p, lr=1.0, momentum=momentum, nesterov=True, weight_decay=penalty),
        ),
        above_zero,
        penalties,
    ),
    "adagrad": strategies.builds(
        lambda epsilon, penalty: (
            AdaGrad(epsilon, weight_decay=penalty),
            lambda p: torch.optim.Adagrad(p, lr=1.0, eps=epsilon, weight_decay=penalty),
        ),
        epsilons,
        penalties,
    ),
    "rmsprop": strategies.builds(
        lambda decay, epsilon, momentum, centred, penalty: (
            RMSProp(decay, epsilon, momentum, centred, weight_decay=penalty),
            lambda p: torch.optim.RMSprop(
                p, lr=1.0, alpha=decay, eps=epsilon, momentum=momentum, centered=centred, weight_decay=penalty
            ),
        ),
        decays,
        epsilons,
        below_one,
        strategies.booleans(),
        penalties,
    ),
    "adam": strategies.builds(
        lambda beta1, beta2, epsilon, penalty: (
            Adam(beta1, beta2, epsilon, weight_decay=penalty),
            lambda p: torch.optim.Adam(p, lr=1.0, betas=(beta1, beta2), eps=epsilon, weight_decay=penalty),
        ),
        below_one,
        decays,
        epsilons,
        penalties,
    ),
    "adamw": strategies.builds(
        lambda beta1, beta2, epsilon, penalty: (
            AdamW(beta1, beta2, epsilon, weight_decay=penalty),
            lambda p: torch.optim.AdamW(p, lr=1.0, betas=(beta1, beta2), eps=epsilon, weight_decay=penalty),
        ),
        below_one,
        decays,
        epsilons,
        penalties,
    ),
}


class Together:
    """One of our optimisers and one of PyTorch's, from the same parameters, compared after every step."""

    def __init__(self, optimiser, theirs, start):
        self.optimiser = optimiser
        self.parameters = start
        self.state = optimiser.start(start)
        self.tensors = {name: torch.tensor(array, requires_grad=True) for name, array in start.items()}
        self.theirs = theirs(list(self.tensors.values()))
        self.largest = {}

    def step(self, gradients, learning_rate, their_gradients=None):
        for name, tensor in self.tensors.items():
            tensor.grad = torch.tensor(gradients[name]) if their_gradients is None else their_gradients[name]
        for group in self.theirs.param_groups:
            group["lr"] = learning_rate
        self.theirs.step()
        self.parameters, self.state = self.optimiser.step(self.parameters, gradients, self.state, learning_rate)
        self.compare("parameter", self.parameters, {name: t.detach() for name, t in self.tensors.items()})
        for remembered, their_name in THEIR_STATE.items():
            if remembered in self.state:
                kept = {name: self.theirs.state[tensor].get(their_name) for name, tensor in self.tensors.items()}
                if any(tensor is None for tensor in kept.values()):
                    # Without momentum PyTorch keeps no velocity.
                    assert remembered == "velocity"
                    assert self.optimiser.momentum == 0
                    continue
                self.compare(remembered, self.state[remembered], kept)

    def compare(self, what, arrays, tensors):
        """To 1e-12 of the largest value that each entry has had: where terms cancel no two orders of adding agree."""
        for name, array in arrays.items():
            want = tensors[name].numpy().copy()
            assert array.shape == want.shape
            assert array.dtype == np.float64
            assert np.all(np.isfinite(want))
            largest = np.maximum(self.largest.get((what, name), 0.0), np.abs(want))
            self.largest[what, name] = largest
            wrong = np.abs(array - want) > 1e-12 * largest
            assert not wrong.any(), f"{what} {name}: {array[wrong]} and PyTorch's {want[wrong]}"


def arrays(generator):
    return {name: generator.normal(size=shape) for name, shape in SHAPES.items()}


def rough_gradients(generator):
    """Of changing sign, over six orders of magnitude, many of them zero, some parameters wholly."""
    gradients = {
        name: array * 10.0 ** generator.uniform(-3, 3, array.shape) * (generator.random(array.shape) < 0.6)
        for name, array in arrays(generator).items()
    }
    silent = generator.choice(list(SHAPES))
    return {**gradients, silent: np.zeros(SHAPES[silent])}


@pytest.mark.parametrize("name", PAIRS)
def test_step_by_step(name):
    @given(PAIRS[name], strategies.integers(0, 2**32 - 1))
    @settings(deadline=None, max_examples=25, derandomize=True, database=None)
    def same(pair, seed):
        generator = np.random.default_rng(seed)
        together = Together(*pair, arrays(generator))
        for _ in range(STEPS):
            together.step(rough_gradients(generator), float(10.0 ** generator.uniform(-4, -0.5)))

    same()


def test_every_optimiser_is_compared():
    assert list(PAIRS) == list(OPTIMISERS)


DEFAULTS = {
    "gradient_descent": lambda p: torch.optim.SGD(p, lr=0.05),
    "momentum": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9),
    "nesterov": lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9, nesterov=True),
    "adagrad": lambda p: torch.optim.Adagrad(p, lr=0.05),
    "rmsprop": lambda p: torch.optim.RMSprop(p, lr=0.05),
    "adam": lambda p: torch.optim.Adam(p, lr=0.05),
    "adamw": lambda p: torch.optim.AdamW(p, lr=0.05),
}


@pytest.mark.parametrize("name", DEFAULTS)
def test_with_the_defaults_down_a_loss(name):
    """200 steps of minimising the sum of log cosh(w - c), with each side's gradients taken at its own parameters."""
    generator = np.random.default_rng(8)
    goal = arrays(generator)
    together = Together(OPTIMISERS[name](), DEFAULTS[name], arrays(generator))
    for _ in range(200):
        # The slope of log cosh is tanh.
        ours = {key: np.tanh(together.parameters[key] - goal[key]) for key in goal}
        theirs = {key: torch.tanh(t.detach() - torch.tensor(goal[key])) for key, t in together.tensors.items()}
        together.step(ours, 0.05, theirs)


def test_the_defaults_are_pytorchs():
    tensor = [torch.zeros(1, requires_grad=True)]
    adagrad, rmsprop = torch.optim.Adagrad(tensor).defaults, torch.optim.RMSprop(tensor).defaults
    adam, adamw = torch.optim.Adam(tensor).defaults, torch.optim.AdamW(tensor).defaults
    sgd = torch.optim.SGD(tensor, lr=1.0).defaults
    assert Momentum().dampening == sgd["dampening"]
    assert AdaGrad().epsilon == adagrad["eps"]
    ours = RMSProp()
    theirs = tuple(rmsprop[key] for key in ("alpha", "eps", "momentum", "centered"))
    assert (ours.decay, ours.epsilon, ours.momentum, ours.centred) == theirs
    for optimiser, their in ((Adam(), adam), (AdamW(), adamw)):
        assert (optimiser.beta1, optimiser.beta2) == their["betas"]
        assert optimiser.epsilon == their["eps"]
        assert optimiser.weight_decay == their["weight_decay"]
    for optimiser, their in ((GradientDescent(), sgd), (Momentum(), sgd), (AdaGrad(), adagrad), (ours, rmsprop)):
        assert optimiser.weight_decay == their["weight_decay"]


@pytest.mark.parametrize("name", DEFAULTS)
def test_infinities_and_nan_go_where_pytorchs_go(name):
    """A gradient that is infinite, NaN or too large to be squared leaves the same entries finite on both sides."""
    start = np.array([1.0, 1.0, 1.0, 1.0])
    gradient = np.array([np.nan, np.inf, 1e200, 2.0])
    optimiser, parameters = OPTIMISERS[name](), {"w": start}
    tensor = torch.tensor(start, requires_grad=True)
    theirs, state = DEFAULTS[name]([tensor]), optimiser.start(parameters)
    for _ in range(3):
        tensor.grad = torch.tensor(gradient)
        theirs.step()
        parameters, state = optimiser.step(parameters, {"w": gradient}, state, 0.05)
    np.testing.assert_allclose(parameters["w"][2:], tensor.detach().numpy()[2:], rtol=1e-12)
    assert np.isfinite(parameters["w"]).tolist() == torch.isfinite(tensor).tolist() == [False, False, True, True]
