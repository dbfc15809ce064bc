"""Every row of the table, against derivatives that are not ours: the complex step (Squire and Trapp 1998) where the
operation has one, central differences elsewhere."""

from fractions import Fraction

import numpy as np
import pytest

from engine import OPERATIONS, ExactnessError, Node, apply, backward, constant, variable
from engine.numbers import as_array

RNG = np.random.default_rng(7)
AWAY = np.array([[-1.7, -0.4, 0.3], [0.8, 1.5, 2.2]])  # no kinks, no poles
POSITIVE = np.array([[0.2, 0.9, 1.3], [2.1, 3.7, 0.5]])

CASES = {
    "add": [(AWAY, POSITIVE), (AWAY, POSITIVE[0]), (AWAY[:, :1], POSITIVE), (AWAY, np.array(2.0))],
    "subtract": [(AWAY, POSITIVE), (AWAY[0], POSITIVE)],
    "multiply": [(AWAY, POSITIVE), (AWAY, POSITIVE[0]), (AWAY[:, :1], POSITIVE)],
    "divide": [(AWAY, POSITIVE), (AWAY[0], POSITIVE), (np.array(2.0), POSITIVE)],
    "negate": [(AWAY,)],
    "power": [(POSITIVE,)],
    "square": [(AWAY,)],
    "relu": [(AWAY,)],
    "exp": [(AWAY,)],
    "log": [(POSITIVE,)],
    "tanh": [(AWAY,)],
    "sigmoid": [(AWAY,)],
    "sum": [(AWAY,)],
    "mean": [(AWAY,)],
    "matmul": [
        (AWAY, RNG.normal(size=(3, 4))),
        (AWAY, RNG.normal(size=3)),
        (AWAY[0], RNG.normal(size=(3, 4))),
        (AWAY[0], RNG.normal(size=3)),
        (RNG.normal(size=(5, 2, 3)), RNG.normal(size=(3, 4))),  # stacks of matrices
        (RNG.normal(size=(2, 3)), RNG.normal(size=(5, 3, 4))),
        (RNG.normal(size=(5, 2, 3)), RNG.normal(size=3)),
        (AWAY[0], RNG.normal(size=(5, 3, 4))),
    ],
}
KEYWORDS = {
    "power": [{"exponent": 3}, {"exponent": -2}, {"exponent": 0.5}, {"exponent": 0}, {"exponent": 1}],
    "sum": [{"axis": None}, {"axis": 0}, {"axis": 1}],
}
KEYWORDS["mean"] = KEYWORDS["sum"]


def test_every_row_is_checked():
    assert set(CASES) == set(OPERATIONS)


@pytest.mark.parametrize("name", sorted(CASES))
def test_gradient_equals_central_differences(name: str):
    for keywords in KEYWORDS.get(name, [{}]):
        for arguments in CASES[name]:
            check(name, arguments, keywords)


def check(name: str, arguments: tuple[np.ndarray, ...], keywords: dict[str, object]) -> None:
    nodes = [variable(argument) for argument in arguments]
    output = apply(name, *nodes, **keywords)
    weights = RNG.normal(size=output.value.shape)  # a scalar that depends on every entry in its own way
    walk = backward(output, weights)
    for position, argument in enumerate(arguments):
        gradient = walk.gradient(nodes[position])
        assert gradient.shape == argument.shape
        for place in np.ndindex(argument.shape):
            difference = slope(name, arguments, keywords, position, place, weights)
            assert gradient[place] == pytest.approx(difference, rel=2e-6, abs=2e-8), (name, position, place)


def slope(name, arguments, keywords, position, place, weights) -> float:
    step = 1e-6
    ends = []
    for sign in (1, -1):
        moved = [np.array(argument, dtype=float) for argument in arguments]
        moved[position][place] += sign * step
        ends.append(float(np.sum(weights * apply(name, *(constant(m) for m in moved), **keywords).value)))
    return (ends[0] - ends[1]) / (2 * step)


@pytest.mark.parametrize(
    ("name", "function", "points"),
    [
        ("exp", np.exp, AWAY),
        ("log", np.log, POSITIVE),
        ("tanh", np.tanh, AWAY),
        ("sigmoid", lambda z: 1 / (1 + np.exp(-z)), AWAY),
        ("square", lambda z: z * z, AWAY),
    ],
)
def test_value_and_derivative_equal_the_complex_step(name: str, function, points: np.ndarray):
    node = variable(points)
    output = apply(name, node)
    np.testing.assert_allclose(output.value, function(points), rtol=1e-15, atol=1e-15)
    complex_step = np.imag(function(points + 1e-30j)) / 1e-30
    np.testing.assert_allclose(backward(output).gradient(node), complex_step, rtol=1e-14, atol=1e-15)


def test_relu_has_slope_zero_at_zero():
    node = variable([-1.0, 0.0, 2.0])
    assert backward(node.relu()).gradient(node).tolist() == [0, 0, 1]
    exact_node = variable(np.array([Fraction(-1), Fraction(0), Fraction(1, 3)], dtype=object))
    assert exact_node.relu().value.tolist() == [0, 0, Fraction(1, 3)]
    assert backward(exact_node.relu()).gradient(exact_node).tolist() == [0, 0, 1]


@pytest.mark.parametrize("name", ["exp", "log", "tanh", "sigmoid"])
def test_what_leaves_the_rationals_is_refused_by_name(name: str):
    with pytest.raises(ExactnessError, match=name):
        apply(name, variable(Fraction(1, 2)))


def test_exact_matrices_stay_exact():
    # [[1/2, 1/3], [1, 2]] @ [6, 3] = [3 + 1, 6 + 6] = [4, 12]
    matrix = variable(np.array([[Fraction(1, 2), Fraction(1, 3)], [Fraction(1), Fraction(2)]], dtype=object))
    vector = variable(np.array([Fraction(6), Fraction(3)], dtype=object))
    product = matrix @ vector
    assert product.value.tolist() == [4, 12]
    walk = backward(product.sum())
    assert walk.gradient(matrix).tolist() == [[6, 3], [6, 3]]  # each row is the vector
    assert walk.gradient(vector).tolist() == [Fraction(3, 2), Fraction(7, 3)]  # the sums of the columns


def test_exact_and_float_numbers_do_not_mix_in_silence():
    for mix in (
        lambda: variable(Fraction(1)) * 0.5,
        lambda: variable(0.5) * Fraction(1),
        lambda: as_array([Fraction(1), 0.5]),
        lambda: backward(variable(Fraction(1)) * 2, seed=1.0),
    ):
        with pytest.raises(TypeError, match="do not mix"):
            mix()


def test_powers_of_exact_numbers_stay_exact_or_are_refused():
    x = variable(Fraction(2, 3))
    assert (x**-2).number == Fraction(9, 4)
    assert backward(x**-2).gradient(x).item() == Fraction(-27, 4)  # -2 x^-3 = -2 * 27/8
    zero = variable(Fraction(0))
    assert backward(zero**0).gradient(zero).item() == 0
    for exponent in (Fraction(1, 2), 0.5):
        with pytest.raises(ExactnessError, match="power with exponent"):
            x**exponent
    with pytest.raises(TypeError, match="constant number, not a node"):
        x**x


def test_an_exact_division_by_zero_names_the_operation():
    with pytest.raises(ZeroDivisionError, match="divide: an exact number"):
        variable(Fraction(1)) / 0
    with pytest.raises(ZeroDivisionError, match="power: an exact number"):
        variable(Fraction(0)) ** -1


def test_numpy_numbers_on_the_left_make_one_node():
    node = variable([3.0, 4.0])
    for product in (np.array([1.0, 2.0]) * node, np.float64(2) * node, np.eye(2) @ node):
        assert isinstance(product, Node)
    assert (np.array([1.0, 2.0]) * node).value.tolist() == [3.0, 8.0]
    assert (np.int64(3) * variable(Fraction(1, 3))).number == 1


def test_sigmoid_keeps_its_figures_far_from_zero():
    # sigmoid(-40) = e^-40 / (1 + e^-40) = 4.248354255291589e-18; e^1000 would overflow
    assert variable(-40.0).sigmoid().number == pytest.approx(4.248354255291589e-18, rel=1e-14)
    assert variable([-1000.0, 1000.0]).sigmoid().value.tolist() == [0.0, 1.0]


def test_sums_of_nothing_and_means_of_nothing():
    nothing = variable(np.array([], dtype=object))
    assert nothing.sum().number == Fraction(0)
    assert isinstance(nothing.sum().number, Fraction)
    with pytest.raises(ValueError, match="mean"):
        nothing.mean()


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
