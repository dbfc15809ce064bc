"""NumPy's own functions on nodes give what NumPy gives on arrays; what the table lacks is refused by name."""

from fractions import Fraction

import numpy as np
import pytest

from engine import Node, backward, constant, variable

A = np.array([[0.3, 1.7, -0.4], [2.2, -1.1, 0.9]])
B = np.array([[1.2, 0.6, 2.5]])
SQUARE = np.array([[0.3, 1.7], [-0.4, 2.2]])
STACK = np.arange(24.0).reshape(2, 3, 4) / 7

CALLS = {
    "add": lambda a: np.add(a, B),
    "subtract": lambda a: np.subtract(B, a),
    "multiply": lambda a: np.multiply(a, B),
    "divide": lambda a: np.divide(B, a),
    "true_divide": lambda a: np.true_divide(a, B),
    "negative": np.negative,
    "power": lambda a: np.power(a, 3),
    "power of 2": lambda a: np.power(2.0, a),
    "float_power": lambda a: np.float_power(np.abs(a), B),
    "square": np.square,
    "abs": np.abs,
    "absolute": np.absolute,
    "fabs": np.fabs,
    "maximum": lambda a: np.maximum(a, B),
    "minimum": lambda a: np.minimum(B, a),
    "exp": np.exp,
    "log": lambda a: np.log(np.square(a)),
    "sqrt": lambda a: np.sqrt(np.abs(a)),
    "sin": np.sin,
    "cos": np.cos,
    "tanh": np.tanh,
    "matmul": lambda a: np.matmul(B, np.transpose(a)),
    "array @ node": lambda a: SQUARE @ a,
    "node @ array": lambda a: a @ np.ones(3),
    "array + node": lambda a: B + a,
    "array - node": lambda a: B - a,
    "array / node": lambda a: B / a,
    "number ** node": lambda a: np.float64(3) ** a,
    "sum": np.sum,
    "sum, axis": lambda a: np.sum(a, axis=0, keepdims=True),
    "sum, axis in place": lambda a: np.sum(a, 1),
    "mean": lambda a: np.mean(a, axis=(0, 1)),
    "max": lambda a: np.max(a, axis=1),
    "amax": lambda a: np.amax(a, axis=-1, keepdims=True),
    "reshape": lambda a: np.reshape(a, (3, 2)),
    "ravel": np.ravel,
    "transpose": lambda a: np.transpose(a, (1, 0)),
    "swapaxes": lambda a: np.swapaxes(a, 0, -1),
    "broadcast_to": lambda a: np.broadcast_to(a, (2, 2, 3)),
    "expand_dims": lambda a: np.expand_dims(a, -1),
    "expand_dims, two": lambda a: np.expand_dims(a, (0, 2)),
    "squeeze": lambda a: np.squeeze(np.expand_dims(a, 0)),
    "squeeze, axis": lambda a: np.squeeze(np.expand_dims(a, (0, 3)), 3),
    "concatenate": lambda a: np.concatenate([a, B, a]),
    "concatenate, axis": lambda a: np.concatenate((a, SQUARE), axis=1),
    "stack": lambda a: np.stack([a, A]),
    "stack, axis": lambda a: np.stack([a, a, A], axis=-1),
    "where": lambda a: np.where(A > 0, a, 2 * a),
    "where of a node": lambda a: np.where(a > 0, B, a),
    "dot of vectors": lambda a: np.dot(a[0], B[0]),
    "dot": lambda a: np.dot(SQUARE, a),
    "dot with a number": lambda a: np.dot(a, 2.5),
}


@pytest.mark.parametrize("name", CALLS)
def test_a_function_gives_what_it_gives_on_arrays(name: str):
    call, node = CALLS[name], variable(A)
    made = call(node)
    assert isinstance(made, Node)
    np.testing.assert_allclose(made.value, call(A), rtol=1e-15, atol=1e-15)
    weights = np.cos(np.arange(made.size)).reshape(made.shape)
    gradient = backward(made, weights).gradient(node)
    for place in np.ndindex(A.shape):
        high, low = A.copy(), A.copy()
        high[place] += 1e-6
        low[place] -= 1e-6
        difference = np.sum(weights * (call(high) - call(low))) / 2e-6
        assert gradient[place] == pytest.approx(difference, rel=2e-6, abs=2e-8)


def test_more_than_two_axes():
    node = variable(STACK)
    for call in (
        lambda a: np.swapaxes(a, 0, 2),
        lambda a: np.transpose(a, (2, 0, 1)),
        np.transpose,
        lambda a: np.max(a, axis=(0, 2)),
        lambda a: np.stack([a[0], a[1]], axis=1),
        lambda a: np.matmul(a, np.swapaxes(a, -1, -2)),
    ):
        np.testing.assert_allclose(call(node).value, call(STACK), rtol=1e-15)


def test_exact_nodes_stay_exact():
    node = variable(np.array([[Fraction(1, 3), Fraction(2)]], dtype=object))
    for made, want in (
        (np.sum(node, axis=1), [Fraction(7, 3)]),
        (np.maximum(node, 1), [[1, 2]]),
        (np.stack([node[0], node[0]])[1], [Fraction(1, 3), 2]),
        (np.where([True, False], node, 5), [[Fraction(1, 3), 5]]),
        (np.array([Fraction(3), Fraction(1)], dtype=object) * node, [[1, 2]]),
    ):
        assert made.value.tolist() == want
        assert {type(entry) for entry in made.value.flat} == {Fraction}


def test_shapes_and_comparisons_are_plain():
    node = variable(A)
    assert (np.shape(node), np.ndim(node), np.size(node)) == ((2, 3), 2, 6)
    assert np.array_equal(np.zeros_like(node), np.zeros((2, 3)))
    assert np.array_equal(np.ones_like(node), np.ones((2, 3)))
    for function in (np.sign, np.floor, np.ceil, np.isfinite, np.isnan, np.isinf):
        found = function(node)
        assert isinstance(found, np.ndarray)
        assert np.array_equal(found, function(A))
    for compare in (np.greater, np.greater_equal, np.less, np.less_equal, np.equal, np.not_equal):
        assert np.array_equal(compare(node, B), compare(A, B))
        assert np.array_equal(compare(B, node), compare(B, A))
    assert np.array_equal(np.float64(0.5) < node, A > 0.5)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda a: np.log1p(a), r"^np\.log1p does not work on nodes; the operations are those of engine\.OPERATIONS$"),
        (lambda a: np.add.reduce(a), r"^np\.add\.reduce does not work on nodes"),
        (lambda a: np.exp(a, out=np.zeros((2, 3))), r"^np\.exp with out does not work on nodes"),
        (lambda a: np.linalg.norm(a), r"^np\.norm does not work on nodes"),
        (lambda a: np.cumsum(a), r"^np\.cumsum does not work on nodes"),
        (lambda a: np.sum(a, dtype=float), r"^np\.sum with dtype does not work on nodes; leave it out$"),
        (lambda a: np.mean(a, where=A > 0), r"^np\.mean with where does not work on nodes; leave it out$"),
        (lambda a: np.max(a, initial=0.0), r"^np\.a?max with initial does not work on nodes; leave it out$"),
        (lambda a: np.concatenate([a, a], axis=None), "concatenate: axis must be a whole number"),
        (lambda a: np.dot(a, constant(STACK)), r"^np\.dot of more than two axes does not work on nodes; use @$"),
        (lambda a: np.where(a), r"^np\.where with one argument does not work on nodes"),
    ],
)
def test_what_the_table_lacks_is_refused_in_one_line(call, message: str):
    with pytest.raises(TypeError, match=message) as caught:
        call(variable(A))
    assert "\n" not in str(caught.value)


def test_adding_to_an_array_in_place_is_refused():
    total = np.zeros((2, 3))
    with pytest.raises(TypeError, match=r"np\.add with out does not work on nodes"):
        total += variable(A)
    assert not total.any()
