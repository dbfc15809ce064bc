"""Nodes and walks: what goes in, what comes out, and that nobody can change it afterwards."""

from fractions import Fraction

import numpy as np
import pytest

from engine import Node, apply, backward, constant, variable
from engine.numbers import as_array


def test_exact_and_float_numbers_do_not_mix_in_silence():
    for mix in (
        lambda: variable(Fraction(1)) * 0.5,
        lambda: variable(0.5) * Fraction(1),
        lambda: as_array([Fraction(1), 0.5]),
        lambda: backward(variable(Fraction(1)) * 2, seed=1.0),
    ):
        with pytest.raises(TypeError, match="do not mix"):
            mix()


def test_numpy_numbers_on_the_left_make_one_node():
    node = variable([3.0, 4.0])
    for product in (np.array([1.0, 2.0]) * node, np.float64(2) * node, np.eye(2) @ node):
        assert isinstance(product, Node)
    assert (np.array([1.0, 2.0]) * node).value.tolist() == [3.0, 8.0]
    assert (np.int64(3) * variable(Fraction(1, 3))).number == 1


def test_an_unknown_operation_and_what_is_no_number_are_named():
    with pytest.raises(ValueError, match=r"no operation 'cosh'; there are: add, "):
        apply("cosh", variable(1.0))
    for wrong in ("2.1", None, 1j, [None]):
        with pytest.raises(TypeError, match="must be a number"):
            variable(wrong)


def test_a_chain_of_a_hundred_thousand_nodes_needs_no_recursion():
    node = start = variable(1.0)
    for _ in range(100_000):
        node = node + 1.0
    assert node.number == 100_001.0
    assert backward(node).gradient(start).item() == 1.0


def test_nodes_cannot_be_changed():
    node = variable([1.0, 2.0])
    with pytest.raises(AttributeError):
        node.value = np.zeros(2)
    with pytest.raises(ValueError, match="read-only"):
        node.value[0] = 5.0


def test_what_the_output_does_not_depend_on_has_gradient_zero():
    used, unused = variable(2.0), variable([1.0, float("inf")])
    assert backward(used * 3).gradient(unused).tolist() == [0.0, 0.0]


def test_a_constant_has_no_gradient_rather_than_a_false_zero():
    x, c = variable(2.0), constant(3.0)
    with pytest.raises(ValueError, match="depends on no variable"):
        backward(x * c).gradient(c)


def test_a_walk_cannot_be_changed():
    x = variable([1.0, 2.0])
    walk = backward((x * x).sum())
    with pytest.raises(TypeError):
        walk.gradients[x.serial] = np.zeros(2)
    arrays = [
        walk.gradient(x),
        *(a for e in walk.edges for a in (e.upstream, e.local, e.contribution) if a is not None),
    ]
    for array in arrays:
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 7.0


def test_a_seed_is_the_upstream_gradient_and_must_fit():
    x = variable([1.0, 2.0])
    seed = np.array([10.0, 100.0])
    assert backward(x * 3, seed).gradient(x).tolist() == [30.0, 300.0]
    seed[0] = 0.0  # still the caller's own
    with pytest.raises(ValueError, match=r"shape \(2,\), got \(3, 2\)"):
        backward(x * 3, np.ones((3, 2)))


def test_a_local_derivative_has_the_shape_of_its_node():
    row, column = variable([1.0, 2.0, 4.0]), variable([[2.0], [3.0]])
    walk = backward(row / column)
    # d(row / column) / d row = 1 / column for all three columns
    assert walk.edges[0].local.tolist() == [[0.5] * 3, [1 / 3] * 3]
    assert [edge.contribution.shape for edge in walk.edges] == [(3,), (2, 1)]


def test_numbers_are_taken_as_they_are():
    assert as_array(3).dtype == np.float64
    assert as_array(Fraction(1, 3)).item() == Fraction(1, 3)
    assert isinstance((variable(Fraction(1, 3)) * 3).number, Fraction)
    assert isinstance(Node(np.array(1.0)).number, float)


def test_comparisons_are_of_the_values_and_equality_is_the_nodes_own():
    x, y = variable([1.0, 2.0, 3.0]), variable([3.0, 2.0, 1.0])
    assert (x < y).tolist() == [True, False, False]
    assert (x <= y).tolist() == [True, True, False]
    assert (x > 2).tolist() == [False, False, True]
    assert (constant(2.0) >= x).tolist() == [True, True, False]
    assert x != y
    assert x == x
    assert variable(Fraction(1, 3)) < Fraction(1, 2)


def test_a_named_node_keeps_its_history():
    x = variable(3.0, "x")
    named = (x * x).named("square of x")
    assert repr(named) == "Node(square of x, 9.0)"
    assert backward(named).gradient(x).item() == 6.0


def test_the_methods_are_rows_of_the_table():
    x = variable([[1.0, 2.0], [3.0, 4.0]])
    made = {
        "index": x[0],
        "sum": x.sum(axis=0),
        "mean": x.mean(),
        "max": x.max(axis=1, keepdims=True),
        "reshape": x.reshape(4, 1),
        "transpose": x.T,
        "abs": abs(x),
        "square": x**2,
        "power": 2.0**x,
        "negate": -x,
    }
    for name, node in made.items():
        assert node.operation.name == name
    assert (made["power"].value.tolist(), made["max"].value.tolist()) == ([[2.0, 4.0], [8.0, 16.0]], [[2.0], [4.0]])
    assert x.transpose(1, 0).value.tolist() == x.transpose((1, 0)).value.tolist() == [[1.0, 3.0], [2.0, 4.0]]
    assert x.reshape((4,)).shape == x.reshape(4).shape == x.reshape(-1).shape == (4,)
    assert (len(x), x.ndim, x.size) == (2, 2, 4)
    with pytest.raises(TypeError, match="a single number has no length"):
        len(variable(1.0))


def test_an_index_array_that_changes_later_changes_nothing():
    x, places = variable([10.0, 20.0]), np.array([0, 0, 1])
    taken = x[places]
    places[:] = 1
    assert backward(taken.sum()).gradient(x).tolist() == [2.0, 1.0]  # the first entry was taken twice


def test_plus_is_the_node_itself():
    x = variable(2.0)
    assert +x is x


def test_a_node_is_iterated_but_is_neither_true_nor_false():
    x = variable([1.0, 2.0, 3.0])
    assert backward(sum(entry * entry for entry in x)).gradient(x).tolist() == [2.0, 4.0, 6.0]
    with pytest.raises(TypeError, match="neither true nor false"):
        bool(x)
    with pytest.raises(TypeError, match="no length"):
        list(variable(1.0))


def test_a_list_of_nodes_never_loses_its_gradients_in_silence():
    a, b = variable(1.0), variable([2.0, 3.0])
    for careless in (lambda: b * [a, a], lambda: variable([a]), lambda: np.asarray(b), lambda: b @ np.array([a, a])):
        with pytest.raises(TypeError, match=r"take its value, or join several with np\.stack"):
            careless()
    joined = np.stack([a, a]) * b
    assert backward(joined.sum()).gradient(a).item() == 5.0  # 2 + 3
