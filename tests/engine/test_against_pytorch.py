"""The same expressions in PyTorch: values and gradients to 1e-10."""

import numpy as np
import pytest

from engine import OPERATIONS, apply, backward, constant, descend, variable

torch = pytest.importorskip("torch")
hypothesis = pytest.importorskip("hypothesis")
given, settings, strategies = hypothesis.given, hypothesis.settings, hypothesis.strategies

UNARY = ("negate", "square", "relu", "tanh", "sigmoid", "exp")
BINARY = ("add", "subtract", "multiply", "divide")
THEIRS = {
    "negate": lambda a: -a,
    "square": lambda a: a**2,
    "relu": torch.relu,
    "tanh": torch.tanh,
    "sigmoid": torch.sigmoid,
    "exp": torch.exp,
    "add": lambda a, b: a + b,
    "subtract": lambda a, b: a - b,
    "multiply": lambda a, b: a * b,
    "divide": lambda a, b: a / b,
}

steps = strategies.lists(
    strategies.tuples(
        strategies.sampled_from(UNARY + BINARY), strategies.integers(0, 10**6), strategies.integers(0, 10**6)
    ),
    min_size=1,
    max_size=12,
)


@given(steps, strategies.integers(0, 2**32 - 1))
@settings(deadline=None, max_examples=200)
def test_random_graphs(program, seed: int):
    generator = np.random.default_rng(seed)
    leaves = [generator.uniform(0.5, 1.5, shape) for shape in ((2, 3), (3,), (2, 1), ())]
    ours = [variable(leaf) for leaf in leaves]
    theirs = [torch.tensor(leaf, dtype=torch.float64, requires_grad=True) for leaf in leaves]
    left, right = list(ours), list(theirs)
    for name, first, second in program:
        places = [first % len(left), second % len(left)][: 1 if name in UNARY else 2]
        value = apply(name, *(left[place] for place in places))
        if not np.all(np.isfinite(value.value)) or np.abs(value.value).max() > 1e6:
            continue
        left.append(value)
        right.append(THEIRS[name](*(right[place] for place in places)))
    total, other = left[-1].sum(), right[-1].sum()
    other.backward()
    walk = backward(total)
    assert total.number == pytest.approx(other.item(), rel=1e-10, abs=1e-10)
    for node, tensor in zip(ours, theirs, strict=True):
        want = np.zeros(tensor.shape) if tensor.grad is None else tensor.grad.numpy()
        np.testing.assert_allclose(walk.gradient(node), want, rtol=1e-10, atol=1e-8)


ROWS = {
    **{name: (their, {}) for name, their in THEIRS.items()},
    "power": (lambda a: a**-1.5, {"exponent": -1.5}),
    "log": (torch.log, {}),
    "sum": (lambda a: a.sum(1), {"axis": 1}),
    "mean": (lambda a: a.mean(-1), {"axis": -1}),
    "matmul": (lambda a, b: a @ b, {}),
}


def test_every_row_is_compared():
    assert set(ROWS) == set(OPERATIONS)


@pytest.mark.parametrize("name", sorted(ROWS))
def test_each_row(name: str):
    generator = np.random.default_rng(11)
    their, keywords = ROWS[name]
    row = OPERATIONS[name]
    shapes = [(4, 2, 3), (3, 5) if name == "matmul" else (2, 1)][: len(row.local or row.pull)]
    starts = [generator.uniform(0.3, 2.0, shape) for shape in shapes]
    ours = [variable(start) for start in starts]
    theirs = [torch.tensor(start, requires_grad=True) for start in starts]
    output, other = apply(name, *ours, **keywords), their(*theirs)
    np.testing.assert_allclose(output.value, other.detach().numpy(), rtol=1e-13)
    upstream = generator.normal(size=output.value.shape)
    other.backward(torch.tensor(upstream))
    walk = backward(output, upstream)
    for node, tensor in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(walk.gradient(node), tensor.grad.numpy(), rtol=1e-12, atol=1e-14)


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
