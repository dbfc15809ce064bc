"""Every row of the table in PyTorch: values, gradients and forward mode, also at kinks and at NaN."""

import math

import numpy as np
import pytest

from engine import OPERATIONS, apply, backward, forward_mode, gradient_nodes, variable

torch = pytest.importorskip("torch")
functional = torch.nn.functional
NAN = math.nan

# For each row what PyTorch calls it, the shapes of its arguments (positive numbers) or arrays, and keywords of ours.
A, B, C = (4, 2, 3), (2, 1), (3,)
SIGNED = np.random.default_rng(2).normal(size=(2, 3))
MASK = SIGNED > 0
KEY = (np.array([0, 1, 1]), slice(None, None, 2))


def spread(a):
    return torch.zeros(2, 3, dtype=a.dtype).index_put(tuple(map(torch.tensor, ([0, 1, 1], [2, 0, 0]))), a, True)


ROWS = {
    "add": [(torch.add, (A, B), {}), (torch.add, (C, ()), {})],
    "subtract": [(torch.sub, (A, B), {}), (torch.sub, (B, C), {})],
    "multiply": [(torch.mul, (A, B), {}), (torch.mul, ((), C), {})],
    "divide": [(torch.div, (A, B), {}), (torch.div, (C, A), {})],
    "negate": [(torch.neg, (A,), {})],
    "power": [
        (lambda a: a**-1.5, (A,), {"exponent": -1.5}),
        (lambda a: a**3, (SIGNED,), {"exponent": 3}),
        (torch.pow, (A, B), {}),
        (torch.pow, ((), C), {}),
        (torch.pow, (C, SIGNED), {}),
    ],
    "square": [(torch.square, (SIGNED,), {})],
    "abs": [(torch.abs, (SIGNED,), {})],
    "relu": [(torch.relu, (SIGNED,), {})],
    "leaky_relu": [
        (functional.leaky_relu, (SIGNED,), {}),
        (lambda a: functional.leaky_relu(a, 0.3), (SIGNED,), {"slope": 0.3}),
    ],
    "maximum": [(torch.maximum, (SIGNED, B), {}), (torch.maximum, (A, ()), {})],
    "minimum": [(torch.minimum, (SIGNED, B), {})],
    "where": [(lambda a, b: torch.where(torch.tensor(MASK), a, b), (SIGNED, B), {"condition": MASK})],
    "exp": [(torch.exp, (SIGNED,), {})],
    "log": [(torch.log, (A,), {})],
    "sqrt": [(torch.sqrt, (A,), {})],
    "sin": [(torch.sin, (SIGNED,), {})],
    "cos": [(torch.cos, (SIGNED,), {})],
    "tanh": [(torch.tanh, (SIGNED,), {})],
    "sech_squared": [(lambda a: a.cosh() ** -2, (SIGNED,), {})],
    "sigmoid": [(torch.sigmoid, (SIGNED,), {})],
    "softplus": [(functional.softplus, (SIGNED,), {})],
    "erf": [(torch.erf, (SIGNED,), {})],
    "gelu": [
        (functional.gelu, (SIGNED,), {}),
        (lambda a: functional.gelu(a, approximate="tanh"), (SIGNED,), {"approximate": "tanh"}),
    ],
    "sum": [
        (lambda a: a.sum(1), (A,), {"axis": 1}),
        (lambda a: a.sum((0, -1), keepdim=True), (A,), {"axis": (0, -1), "keepdims": True}),
        (torch.sum, (A,), {}),
    ],
    "mean": [
        (lambda a: a.mean(-1), (A,), {"axis": -1}),
        (lambda a: a.mean((2, 1)), (A,), {"axis": (2, 1)}),
        (torch.mean, (A,), {}),
    ],
    "max": [
        (lambda a: a.amax(-1), (A,), {"axis": -1}),
        (lambda a: a.amax((0, 2), keepdim=True), (A,), {"axis": (0, 2), "keepdims": True}),
        (torch.amax, (A,), {}),
    ],
    "matmul": [
        (torch.matmul, shapes, {})
        for shapes in ((A, (3, 5)), (A, C), ((2,), A), (C, C), (B, (1, 4)), ((4, 1, 2, 3), (5, 3, 2)))
    ],
    "reshape": [(lambda a: a.reshape(3, -1), (A,), {"shape": (3, -1)})],
    "transpose": [
        (lambda a: a.permute(2, 0, 1), (A,), {"axes": (2, 0, 1)}),
        (lambda a: a.permute(2, 1, 0), (A,), {}),
    ],
    "broadcast_to": [(lambda a: a.expand(5, 2, 3), (B,), {"shape": (5, 2, 3)})],
    "index": [
        (lambda a: a[1, ..., 1:], (A,), {"key": (1, ..., slice(1, None))}),
        (lambda a: a[[0, 1, 1], ::2], (A,), {"key": KEY}),
        (lambda a: a[torch.tensor(MASK)], (SIGNED,), {"key": MASK}),
        (lambda a: a[:, None, torch.tensor([2, 0])].flip(0), (SIGNED,), {"key": (slice(None, None, -1), None, [2, 0])}),
    ],
    "scatter": [(spread, (C,), {"key": (np.array([0, 1, 1]), np.array([2, 0, 0])), "shape": (2, 3)})],
    "concatenate": [
        (lambda *pieces: torch.cat(pieces, -2), (A, (4, 1, 3), A), {"axis": -2}),
        (lambda *pieces: torch.cat(pieces), (C, (1,)), {}),
    ],
    "softmax": [
        (lambda a: a.softmax(-1), (SIGNED,), {}),
        (lambda a: a.softmax(1), (A,), {"axis": 1}),
    ],
    "log_softmax": [
        (lambda a: a.log_softmax(-1), (SIGNED,), {}),
        (lambda a: a.log_softmax(0), (A,), {"axis": 0}),
    ],
}
EVERY_CASE = pytest.mark.parametrize(
    ("name", "case"), [(name, case) for name in sorted(ROWS) for case in range(len(ROWS[name]))]
)


def arguments_of(name: str, case: int):
    their, shapes, keywords = ROWS[name][case]
    generator = np.random.default_rng(11)
    arrays = [g if isinstance(g, np.ndarray) else np.array(generator.uniform(0.3, 2.0, g)) for g in shapes]
    return their, arrays, keywords, generator


def tensor(array) -> "torch.Tensor":
    return torch.tensor(array, dtype=torch.float64, requires_grad=True)


def test_every_row_is_compared():
    assert set(ROWS) == set(OPERATIONS)


@EVERY_CASE
def test_value_and_gradient(name: str, case: int):
    their, arrays, keywords, generator = arguments_of(name, case)
    ours, theirs = [variable(array) for array in arrays], [tensor(array) for array in arrays]
    output, other = apply(name, *ours, **keywords), their(*theirs)
    np.testing.assert_allclose(output.value, other.detach().numpy(), rtol=1e-13)
    upstream = np.asarray(generator.normal(size=output.shape))
    other.backward(torch.tensor(upstream))
    walk = backward(output, upstream)
    for node, their_tensor in zip(ours, theirs, strict=True):
        np.testing.assert_allclose(walk.gradient(node), their_tensor.grad.numpy(), rtol=1e-12, atol=1e-14)


@EVERY_CASE
def test_forward_mode(name: str, case: int):
    their, arrays, keywords, generator = arguments_of(name, case)
    directions = [np.asarray(generator.normal(size=array.shape)) for array in arrays]
    ours = [variable(array) for array in arrays]
    output = apply(name, *ours, **keywords)
    tangent = forward_mode(output, dict(zip(ours, directions, strict=True))).tangent(output)
    _, want = torch.func.jvp(their, tuple(map(torch.tensor, arrays)), tuple(map(torch.tensor, directions)))
    np.testing.assert_allclose(tangent, want.numpy(), rtol=1e-12, atol=1e-14)
    # Along one argument alone, the others standing still; and as the walk back has it: gradient times direction.
    for position, direction in enumerate(directions):
        still = [np.zeros_like(each) if place != position else each for place, each in enumerate(directions)]
        _, want = torch.func.jvp(their, tuple(map(torch.tensor, arrays)), tuple(map(torch.tensor, still)))
        tangent = forward_mode(output, {ours[position]: direction}).tangent(output)
        np.testing.assert_allclose(tangent, want.numpy(), rtol=1e-12, atol=1e-14)
        upstream = np.asarray(generator.normal(size=output.shape))
        product = np.sum(backward(output, upstream).gradient(ours[position]) * direction)
        assert np.sum(upstream * tangent) == pytest.approx(product, rel=1e-12, abs=1e-13)


@EVERY_CASE
def test_second_derivatives(name: str, case: int):
    their, arrays, keywords, generator = arguments_of(name, case)
    ours, theirs = [variable(array) for array in arrays], [tensor(array) for array in arrays]
    output, other = apply(name, *ours, **keywords), their(*theirs)
    upstream = np.asarray(generator.normal(size=output.shape))
    slopes = gradient_nodes(output, ours, upstream)
    their_slopes = torch.autograd.grad(other, theirs, torch.tensor(upstream), create_graph=True)
    total, their_total = variable(0.0) * 1.0, sum((t * 0).sum() for t in theirs)
    for slope, their_slope in zip(slopes, their_slopes, strict=True):
        np.testing.assert_allclose(slope.value, their_slope.detach().numpy(), rtol=1e-12, atol=1e-14)
        weights = np.asarray(generator.normal(size=slope.shape))
        total = total + (slope * weights).sum()
        their_total = their_total + (their_slope * torch.tensor(weights)).sum()
    walk = backward(total)
    wants = torch.autograd.grad(their_total, theirs)
    for node, want in zip(ours, wants, strict=True):
        np.testing.assert_allclose(walk.gradient(node), want.numpy(), rtol=1e-11, atol=1e-13)


UNARY_KINKS = [
    ("relu", torch.relu, [-1.0, 0.0, -0.0, 2.0, NAN]),
    ("abs", torch.abs, [-1.0, 0.0, -0.0, 2.0, NAN]),
    ("leaky_relu", functional.leaky_relu, [-1.0, 0.0, -0.0, 2.0, NAN]),
    ("max", torch.amax, [3.0, 1.0, 3.0, 3.0]),
    ("max", torch.amax, [3.0, NAN, 1.0]),
    ("softmax", lambda a: a.softmax(-1), [1.0, NAN]),
    ("softmax", lambda a: a.softmax(-1), [1.0, -math.inf, 2.0]),
    ("log_softmax", lambda a: a.log_softmax(-1), [1.0, NAN]),
    ("log_softmax", lambda a: a.log_softmax(-1), [40.0, -1000.0, 1000.0]),
    ("softplus", functional.softplus, [-1000.0, NAN, 1000.0]),
    ("sigmoid", torch.sigmoid, [-1000.0, NAN, 1000.0]),
]


@pytest.mark.parametrize(("name", "their", "numbers"), UNARY_KINKS)
def test_kinks_and_nan_of_one(name: str, their, numbers):
    """ReLU and |x| have slope 0 at 0; ties for the largest share the gradient evenly; NaN stops nothing."""
    for start in (numbers, *(number for number in numbers if not math.isinf(number))):
        node, their_node = variable(start), tensor(start)
        output, other = apply(name, node), their(their_node)
        other.sum().backward()
        assert np.array_equal(np.isnan(output.value), np.isnan(other.detach().numpy()))
        np.testing.assert_allclose(output.value, other.detach().numpy(), rtol=1e-15)
        gradient = backward(output, np.ones(output.shape)).gradient(node)
        np.testing.assert_allclose(gradient, their_node.grad.numpy(), rtol=1e-15, atol=1e-16)


BINARY_KINKS = [
    ("maximum", torch.maximum, [NAN, 1.0, 2.0, NAN, 0.0], [1.0, NAN, 2.0, NAN, -0.0]),
    ("minimum", torch.minimum, [NAN, 1.0, 2.0, NAN, 0.0], [1.0, NAN, 2.0, NAN, -0.0]),
    ("power", torch.pow, [0.0, 0.0, 0.0, NAN, 0.0], [0.0, 1.0, 2.0, 0.0, 3.5]),
]


@pytest.mark.parametrize(("name", "their", "first", "second"), BINARY_KINKS)
def test_kinks_and_nan_of_two(name: str, their, first, second):
    """Ties share the gradient evenly; 0^e has slope 0 in e."""
    for pair in ((first, second), *zip(first, second, strict=True)):
        nodes, tensors = [variable(start) for start in pair], [tensor(start) for start in pair]
        output, other = apply(name, *nodes), their(*tensors)
        other.sum().backward()
        assert np.array_equal(output.value, other.detach().numpy(), equal_nan=True)
        walk = backward(output, np.ones(output.shape))
        for node, their_node in zip(nodes, tensors, strict=True):
            assert np.array_equal(walk.gradient(node), their_node.grad.numpy(), equal_nan=True)
