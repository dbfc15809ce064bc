"""Forward mode by hand, exactly, and against the walk back. Each row against PyTorch: test_rows_against_pytorch.py."""

import math
from fractions import Fraction

import numpy as np
import pytest

from engine import OPERATIONS, Network, apply, backward, constant, forward_mode, hessian, variable


def fractions(*numbers) -> np.ndarray:
    return np.array([Fraction(number) for number in numbers], dtype=object)


def test_the_neuron_by_hand():
    # prediction = w x + b, loss = (prediction - y)^2 with w = 1, b = 0, x = 21/10, y = 4.
    # w moves at rate 1: the prediction at rate 21/10, the loss at rate 2 (21/10 - 4) 21/10 = -399/50.
    w, b = variable(Fraction(1)), variable(Fraction(0))
    prediction = w * Fraction(21, 10) + b
    loss = (prediction - 4) ** 2
    along_w, along_b = forward_mode(loss, {w: 1}), forward_mode(loss, {b: 1})
    assert along_w.tangent(prediction).item() == Fraction(21, 10)
    assert along_w.tangent(loss).item() == Fraction(-399, 50)
    assert along_b.tangent(loss).item() == Fraction(-19, 5)
    assert along_w.tangent(b).item() == 0
    both = forward_mode(loss, {w: Fraction(1, 2), b: -3})
    assert both.tangent(loss).item() == Fraction(-399, 100) + Fraction(57, 5)
    assert {type(found.tangent(loss).item()) for found in (along_w, along_b, both)} == {Fraction}


def test_elementary_functions_by_hand():
    x = variable([0.0, 1.0])
    passed = forward_mode(np.exp(x) * np.sin(x), {x: [1.0, 2.0]})
    # (e^x sin x)' = e^x (sin x + cos x)
    want = [1.0, 2 * math.e * (math.sin(1) + math.cos(1))]
    np.testing.assert_allclose(passed.tangent(passed.output), want, rtol=1e-15)


def test_every_entry_has_its_tangent_in_its_shape():
    x, y = variable([[1.0], [2.0]]), variable([3.0, 4.0, 5.0])
    product = x * y
    passed = forward_mode(product.sum(axis=1), {x: [[1.0], [0.0]]})
    assert passed.tangent(product).tolist() == [[3, 4, 5], [0, 0, 0]]
    assert passed.tangent(passed.output).tolist() == [12, 0]
    assert passed.tangent(y).tolist() == [0, 0, 0]
    for array in (passed.tangent(product), passed.tangent(y), passed.tangent(x)):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 7.0


def test_a_number_that_is_used_twice_adds_up():
    x = variable(Fraction(3))
    assert forward_mode(x * x * x, {x: 1}).tangent(x).item() == 1
    cube = x * x * x
    assert forward_mode(cube, {x: 1}).tangent(cube).item() == 27
    pair = variable(fractions(1, 2))
    joined = np.concatenate([pair, pair * pair, pair])
    assert forward_mode(joined, {pair: fractions(1, 10)}).tangent(joined).tolist() == [1, 10, 2, 40, 1, 10]


def test_what_lies_beside_the_direction_stands_still():
    x, y, unused = variable(2.0), variable(5.0), variable([1.0, 2.0])
    output = x * y
    assert forward_mode(output, {}).tangent(output).item() == 0
    assert forward_mode(output, {unused: [1.0, 1.0]}).tangent(output).item() == 0
    assert forward_mode(output, {x: 1.0}).tangent(unused).tolist() == [0, 0]


def test_a_node_between_may_be_moved_by_itself():
    x = variable(2.0)
    square = x * x
    output = square * x
    assert forward_mode(output, {square: 1.0}).tangent(output).item() == 2  # x, held still


LINEAR = {
    "sum": [((2, 3),), {"axis": 0}],
    "mean": [((2, 3),), {"axis": (0, 1)}],
    "reshape": [((2, 3),), {"shape": (3, 2)}],
    "transpose": [((2, 3),), {}],
    "broadcast_to": [((2, 1),), {"shape": (4, 2, 3)}],
    "index": [((2, 3),), {"key": (slice(None), np.array([0, 0, 2]))}],
    "scatter": [((2, 3),), {"key": (slice(None), np.array([0, 0, 2])), "shape": (2, 4)}],
    "concatenate": [((2, 3), (2, 1)), {"axis": 1}],
}


def test_a_linear_row_pushes_a_tangent_forward_by_its_own_value():
    """A product of matrices does for one factor while the other stands still."""
    assert {*LINEAR, "matmul"} == {name for name, row in OPERATIONS.items() if row.linear}
    generator = np.random.default_rng(0)
    for name, (shapes, keywords) in LINEAR.items():
        nodes = [variable(generator.normal(size=shape)) for shape in shapes]
        directions = [generator.normal(size=shape) for shape in shapes]
        output = apply(name, *nodes, **keywords)
        want = apply(name, *map(constant, directions), **keywords).value
        tangent = forward_mode(output, dict(zip(nodes, directions, strict=True))).tangent(output)
        np.testing.assert_allclose(tangent, want, rtol=1e-15, err_msg=name)
    left, right = (variable(generator.normal(size=shape)) for shape in ((2, 3), (3, 4)))
    direction = generator.normal(size=(3, 4))
    product = left @ right
    tangent = forward_mode(product, {right: direction}).tangent(product)
    np.testing.assert_allclose(tangent, left.value @ direction, rtol=1e-15)


def test_every_column_of_a_jacobian_and_every_row_meet():
    # n passes forward give the columns of the matrix of which the walks back give the rows.
    network = Network.of((3, 4, 2), "tanh", "softmax", seed=1)
    x = variable(np.array([0.5, -1.0, 2.0]))
    output = network.forward(x).prediction
    columns = [forward_mode(output, {x: unit}).tangent(output) for unit in np.eye(3)]
    rows = [backward(output, unit).gradient(x) for unit in np.eye(2)]
    np.testing.assert_allclose(np.array(columns).T, rows, rtol=1e-13, atol=1e-16)


def test_an_exact_network_gives_the_walks_product_exactly():
    network = Network.neuron(fractions("1/2", -3), Fraction(1, 3), "leaky_relu")
    nodes = {name: variable(array, name) for name, array in network.parameters.items()}
    inputs = np.array([fractions(1, 2), fractions(4, "1/5")])
    loss = (network.forward(inputs, nodes).prediction ** 2).mean()
    weight, bias = nodes.values()
    direction = {weight: fractions("1/7", 2).reshape(2, 1), bias: fractions(5)}
    tangent = forward_mode(loss, direction).tangent(loss).item()
    walk = backward(loss)
    assert tangent == sum(np.sum(walk.gradient(node) * rate) for node, rate in direction.items())
    assert type(tangent) is Fraction
    # The loss is a mean of squares of something linear: half the second derivative along the direction is the mean of
    # the squares of the tangents.
    prediction = network.forward(inputs, nodes).prediction
    moved = forward_mode(prediction, direction).tangent(prediction)
    flat = np.concatenate([rate.ravel() for rate in direction.values()])
    assert flat @ hessian(loss, [weight, bias]) @ flat / 2 == np.sum(moved**2) / 2


def test_a_direction_that_does_not_fit():
    x, y = variable([1.0, 2.0]), variable(Fraction(1))
    with pytest.raises(ValueError, match=r"direction: must have the variable's shape \(2,\), got \(\)"):
        forward_mode(x * 2.0, {x: 1.0})
    for node, rate in ((y, 0.5), (x, fractions(1, 2))):
        with pytest.raises(TypeError, match="direction: exact and float numbers do not mix"):
            forward_mode(node * 2, {node: rate})
