"""Every row of the table against the same formula, written out here once more: its value, and its gradient by the
complex step (Squire and Trapp 1998) and by central differences. Then what is true of every row: exact numbers, NaN."""

import math
from fractions import Fraction

import numpy as np
import pytest

from engine import OPERATIONS, ExactnessError, apply, backward, constant, variable

RNG = np.random.default_rng(7)
AWAY = np.array([[-1.7, -0.4, 0.3], [0.8, 1.5, 2.2]])  # no kinks, no poles
POSITIVE = np.array([[0.2, 0.9, 1.3], [2.1, 3.7, 0.5]])
CUBE = np.linspace(-2.3, 2.4, 24)[RNG.permutation(24)].reshape(2, 3, 4)  # no two are alike
COLUMNS = CUBE[:, :1]  # shape (2, 1, 4)
SINGLE = np.array(0.7)
MASK = AWAY > 0.5

PAIRS = [
    (AWAY, POSITIVE),
    (AWAY, POSITIVE[0]),
    (AWAY[0], POSITIVE),
    (AWAY[:, :1], POSITIVE),
    (AWAY[:, :1], POSITIVE[:1]),  # both are repeated
    (AWAY, np.array(2.0)),
    (np.array(2.5), POSITIVE),
    (SINGLE, np.array(2.0)),
    (CUBE, POSITIVE[:, :1, np.newaxis]),
    (COLUMNS, POSITIVE[0][:, np.newaxis]),
]
MATRICES = [
    (AWAY, RNG.normal(size=(3, 4))),
    (AWAY, RNG.normal(size=3)),
    (AWAY[0], RNG.normal(size=(3, 4))),
    (AWAY[0], RNG.normal(size=3)),
    (AWAY[:, :1], AWAY[:1]),  # an outer product
    (RNG.normal(size=(5, 2, 3)), RNG.normal(size=(3, 4))),  # stacks of matrices
    (RNG.normal(size=(2, 3)), RNG.normal(size=(5, 3, 4))),
    (RNG.normal(size=(5, 2, 3)), RNG.normal(size=3)),
    (AWAY[0], RNG.normal(size=(5, 3, 4))),
    (RNG.normal(size=(2, 1, 2, 3)), RNG.normal(size=(4, 3, 1))),
]
AXES = [
    ((array,), {"axis": axis, "keepdims": keepdims})
    for array, axes in (
        (AWAY, (None, 0, 1, -1, (0, 1))),
        (CUBE, (None, 1, -3, (2, 0), (-1, -2), ())),
        (COLUMNS, (1, 2)),
        (SINGLE, (None, ())),
    )
    for axis in axes
    for keepdims in (False, True)
]
ONE_AXIS = [((array,), {"axis": axis}) for array, axes in ((AWAY, (0, -1)), (CUBE, (1, 2, -3))) for axis in axes]
KEYS = [
    *((AWAY, key) for key in (1, -1, np.int64(1), (1, 2), (), ..., None, (..., None, 1), (None, 0), slice(0, 0))),
    *(
        (AWAY, key)
        for key in (slice(None, None, -1), (slice(None), slice(0, 3, 2)), (slice(-1, None), slice(2, 0, -1)))
    ),
    *((AWAY, key) for key in (np.array([1, 0, 1, 1]), (np.array([[0, 1], [1, 1]]), slice(None, None, -1)))),
    *((AWAY, key) for key in (MASK, np.array([True, False]), (slice(None), np.array([True, False, True])))),
    (AWAY, (np.array([0, 1, 1, 0]), np.array([2, 2, 2, -1]))),  # two places, each twice
    *((CUBE, key) for key in ((0, ..., -1), (np.array([0, 1, 1]), slice(None), np.array([3, 3, 0])), CUBE > 0)),
    *((SINGLE, key) for key in ((), ..., None)),
]


def plainly(arguments):
    return [(pair, {}) for pair in arguments]


ALONE = plainly([(AWAY,), (SINGLE,), (CUBE,), (COLUMNS,)])
ALL_POSITIVE = plainly([(POSITIVE,), (SINGLE,), (np.abs(CUBE),)])
CASES = {
    **{name: plainly(PAIRS) for name in ("add", "subtract", "multiply", "divide", "maximum", "minimum")},
    **dict.fromkeys(
        ("negate", "square", "abs", "relu", "exp", "sin", "cos", "tanh", "sech_squared", "sigmoid", "softplus"), ALONE
    ),
    **dict.fromkeys(("log", "sqrt"), ALL_POSITIVE),
    **dict.fromkeys(("sum", "mean", "max"), AXES),
    **{name: [*ALONE[:1], *ONE_AXIS] for name in ("softmax", "log_softmax")},
    "power": [
        *(
            ((POSITIVE,), {"exponent": exponent})
            for exponent in (3, -2, 0.5, 0, 1, Fraction(3, 2), np.array([2.0, 0, -1]))
        ),
        *(((AWAY,), {"exponent": exponent}) for exponent in (3, 2, -1)),
        ((SINGLE,), {"exponent": -1.5}),
        ((POSITIVE, AWAY), {}),
        ((POSITIVE, AWAY[0]), {}),
        ((SINGLE, AWAY), {}),
        ((POSITIVE[:, :1], SINGLE), {}),
        ((POSITIVE, np.array([[0.0], [1.0]])), {}),
        ((SINGLE, np.array(0.0)), {}),
    ],
    "leaky_relu": [*ALONE, ((AWAY,), {"slope": Fraction(1, 5)}), ((SINGLE,), {"slope": 2})],
    "gelu": [(arguments, {"approximate": kind}) for arguments, _ in ALONE for kind in ("none", "tanh")],
    "erf": ALONE,
    "where": [
        *(((AWAY, POSITIVE), {"condition": condition}) for condition in (MASK, MASK[0], MASK[:, :1], True)),
        ((AWAY[0], POSITIVE[:, :1]), {"condition": MASK}),
        ((SINGLE, np.array(2.0)), {"condition": MASK}),  # the condition is the largest
        ((SINGLE, np.array(2.0)), {"condition": np.array(False)}),
        ((CUBE, SINGLE), {"condition": CUBE > 0}),
    ],
    "matmul": plainly(MATRICES),
    "reshape": [
        *(((AWAY,), {"shape": shape}) for shape in ((3, 2), (-1,), 6, (1, 2, 1, 3))),
        *(((SINGLE,), {"shape": shape}) for shape in ((1, 1), ())),
        ((CUBE,), {"shape": (4, -1)}),
    ],
    "transpose": [
        *ALONE,
        ((AWAY,), {"axes": (1, 0)}),
        *(((CUBE,), {"axes": axes}) for axes in ((1, 2, 0), (-1, 0, 1), (0, 2, 1))),
    ],
    "broadcast_to": [
        ((AWAY,), {"shape": (2, 3)}),
        ((AWAY,), {"shape": (4, 2, 3)}),
        ((COLUMNS,), {"shape": (2, 3, 4)}),
        ((SINGLE,), {"shape": (3, 1)}),
    ],
    "index": [((array,), {"key": key}) for array, key in KEYS],
    "scatter": [((np.array(array[key]) * 1.5,), {"key": key, "shape": array.shape}) for array, key in KEYS],
    "concatenate": [
        ((AWAY,), {}),
        ((AWAY, POSITIVE), {"axis": 1}),
        ((AWAY, POSITIVE[:1], AWAY[:0]), {"axis": 0}),
        ((CUBE[..., :1], CUBE, CUBE[..., 2:], CUBE[..., 1:2]), {"axis": -1}),
        ((COLUMNS, CUBE, COLUMNS), {"axis": -2}),
    ],
}


def _erf(z):
    """Maclaurin's series: 2 / sqrt(pi) times the sum of (-1)^n z^(2n+1) / (n! (2n+1))."""
    total, term = 0.0, z
    for n in range(60):
        total, term = total + term / (2 * n + 1), -term * z * z / (n + 1)
    return total * 2 / math.sqrt(math.pi)


def _gelu(a, approximate):
    if approximate == "tanh":
        return a / 2 * (1 + np.tanh(math.sqrt(2 / math.pi) * (a + 0.044715 * a**3)))
    return a * (1 + _erf(a / math.sqrt(2))) / 2


def _largest(a, axis, keepdims):
    return np.sum(a * (a.real == np.max(a.real, axis, keepdims=True)), axis, keepdims=keepdims)


def _scatter(a, key, shape):
    spread = np.zeros(shape, a.dtype)
    places = np.arange(math.prod(shape)).reshape(shape)[key]
    for place, entry in zip(np.ravel(places), np.ravel(a), strict=True):
        spread.flat[place] += entry
    return spread


FORMULAS = {  # of complex arrays
    "add": lambda a, b: a + b,
    "subtract": lambda a, b: a - b,
    "multiply": lambda a, b: a * b,
    "divide": lambda a, b: a / b,
    "negate": lambda a: -a,
    "power": lambda a, exponent: a ** (float(exponent) if isinstance(exponent, Fraction) else exponent),
    "square": lambda a: a * a,
    "abs": lambda a: np.where(a.real < 0, -a, a),
    "relu": lambda a: np.where(a.real > 0, a, 0),
    "leaky_relu": lambda a, slope=0.01: np.where(a.real > 0, a, float(slope) * a),
    "maximum": lambda a, b: np.where(a.real > b.real, a, b),
    "minimum": lambda a, b: np.where(a.real < b.real, a, b),
    "where": lambda a, b, condition: np.where(condition, a, b),
    "exp": np.exp,
    "log": np.log,
    "sqrt": np.sqrt,
    "sin": np.sin,
    "cos": np.cos,
    "tanh": np.tanh,
    "sech_squared": lambda a: 1 / np.cosh(a) ** 2,
    "sigmoid": lambda a: 1 / (1 + np.exp(-a)),
    "softplus": lambda a: np.log(1 + np.exp(a)),
    "erf": _erf,
    "gelu": _gelu,
    "sum": np.sum,
    "mean": np.mean,
    "max": _largest,
    "matmul": lambda a, b: a @ b,
    "reshape": lambda a, shape: a.reshape(shape),
    "transpose": np.transpose,
    "broadcast_to": lambda a, shape: a + np.zeros(shape),
    "index": lambda a, key: a[key],
    "scatter": _scatter,
    "concatenate": lambda *pieces, axis=0: np.concatenate(pieces, axis),
    "softmax": lambda a, axis=-1: np.exp(a) / np.exp(a).sum(axis, keepdims=True),
    "log_softmax": lambda a, axis=-1: a - np.log(np.exp(a).sum(axis, keepdims=True)),
}
EVERY_ROW = pytest.mark.parametrize("name", sorted(CASES))
RATIONAL = pytest.mark.parametrize("name", sorted(name for name, row in OPERATIONS.items() if row.rational))


def test_every_row_is_checked():
    assert set(CASES) == set(FORMULAS) == set(OPERATIONS)


def complex_steps(name, arguments, keywords, weights) -> list[np.ndarray]:
    """The gradient of sum(weights * formula) with respect to each argument, without rounding of differences."""
    gradients = []
    for position, argument in enumerate(arguments):
        gradient = np.zeros(argument.shape)
        for place in np.ndindex(argument.shape):
            moved = [np.array(each, dtype=complex) for each in arguments]
            moved[position][place] += 1e-30j
            gradient[place] = np.sum(weights * np.imag(FORMULAS[name](*moved, **keywords))) / 1e-30
        gradients.append(gradient)
    return gradients


@EVERY_ROW
def test_value_and_gradient_equal_the_formula_and_its_complex_step(name: str):
    for arguments, keywords in CASES[name]:
        nodes = [variable(argument) for argument in arguments]
        output = apply(name, *nodes, **keywords)
        want = FORMULAS[name](*(argument.astype(complex) for argument in arguments), **keywords).real
        assert output.shape == want.shape
        np.testing.assert_allclose(output.value, want, rtol=2e-14, atol=1e-14)
        weights = RNG.normal(size=output.shape)  # a single number that depends on every entry in its own way
        walk = backward(output, weights)
        for node, gradient in zip(nodes, complex_steps(name, arguments, keywords, weights), strict=True):
            assert walk.gradient(node).shape == node.shape
            np.testing.assert_allclose(walk.gradient(node), gradient, rtol=1e-13, atol=2e-14)


@EVERY_ROW
def test_gradient_equals_central_differences(name: str):
    for arguments, keywords in CASES[name]:
        nodes = [variable(argument) for argument in arguments]
        output = apply(name, *nodes, **keywords)
        weights = RNG.normal(size=output.value.shape)
        walk = backward(output, weights)
        for position, argument in enumerate(arguments):
            gradient = walk.gradient(nodes[position])
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
    ("name", "points"),
    [
        *((name, AWAY) for name in ("exp", "sin", "cos", "tanh", "sigmoid", "square")),
        *((name, POSITIVE) for name in ("log", "sqrt")),
    ],
)
def test_elementary_functions_are_right_to_the_last_figures(name: str, points: np.ndarray):
    node = variable(points)
    output = apply(name, node)
    np.testing.assert_allclose(output.value, FORMULAS[name](points), rtol=1e-15, atol=1e-15)
    complex_step = np.imag(FORMULAS[name](points + 1e-30j)) / 1e-30
    np.testing.assert_allclose(backward(output).gradient(node), complex_step, rtol=1e-14, atol=1e-15)


@pytest.mark.parametrize(
    ("name", "argument", "times", "keywords"),
    [
        *((name, AWAY, 2, {}) for name in ("add", "subtract", "multiply", "divide", "maximum", "minimum")),
        ("power", POSITIVE, 2, {}),
        ("where", AWAY, 2, {"condition": MASK}),
        ("matmul", RNG.normal(size=(3, 3)), 2, {}),
        ("matmul", RNG.normal(size=3), 2, {}),
        ("concatenate", AWAY, 4, {"axis": 1}),
    ],
)
def test_a_number_that_is_used_twice_adds_up(name: str, argument: np.ndarray, times: int, keywords):
    node = variable(argument)
    output = apply(name, *[node] * times, **keywords)
    weights = RNG.normal(size=output.shape)
    gradient = sum(complex_steps(name, [argument] * times, keywords, weights))
    if name in ("maximum", "minimum"):  # a tie everywhere: its two halves make d x / d x = 1
        gradient = weights
    np.testing.assert_allclose(backward(output, weights).gradient(node), gradient, rtol=1e-13, atol=2e-14)


def test_an_array_beside_its_own_column_adds_up():
    # f = sum over i, j of a[i, j] a[i, 0]: df/da[i, j] = a[i, 0], and for j = 0 the sum of the row as well
    node = variable(AWAY)
    want = np.repeat(AWAY[:, :1], 3, axis=1)
    want[:, 0] += AWAY.sum(axis=1)
    np.testing.assert_allclose(backward((node * node[:, :1]).sum()).gradient(node), want, rtol=1e-14)


def as_fractions(array: np.ndarray) -> np.ndarray:
    exact = np.empty(array.shape, dtype=object)
    for place in np.ndindex(array.shape):
        exact[place] = Fraction(float(array[place])).limit_denominator(1000)
    return exact


def summed_to(array: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """The sum over the axes along which an array of that shape was repeated."""
    array = np.asarray(array)
    axes = tuple(range(array.ndim - len(shape)))
    array = np.asarray(np.sum(array, axis=axes))
    return np.asarray(np.sum(array, axis=tuple(a for a, size in enumerate(shape) if size == 1))).reshape(shape)


@EVERY_ROW
def test_a_contribution_is_the_upstream_gradient_times_the_local_derivative(name: str):
    for arguments, keywords in CASES[name]:
        output = apply(name, *map(variable, arguments), **keywords)
        for edge in backward(output, RNG.normal(size=output.shape)).edges:
            if not OPERATIONS[name].elementwise:
                assert edge.local is None
                continue
            assert edge.local.shape == output.shape
            product = summed_to(edge.upstream * edge.local, edge.argument.shape)
            np.testing.assert_allclose(edge.contribution, product, rtol=1e-14, atol=1e-15)


def exact_cases(name):
    for arguments, keywords in CASES[name]:
        if name == "power" and (len(arguments) == 2 or np.any(np.asarray(keywords["exponent"]) % 1 != 0)):
            continue  # not rational: see below
        yield [as_fractions(argument) for argument in arguments], keywords


@RATIONAL
def test_exact_numbers_give_the_same_and_stay_exact(name: str):
    checked = 0
    for arguments, keywords in exact_cases(name):
        nodes = [variable(argument) for argument in arguments]
        output = apply(name, *nodes, **keywords)
        weights = as_fractions(RNG.normal(size=output.shape))
        walk = backward(output, weights)
        for edge in walk.edges:
            arrays = [edge.contribution, edge.upstream, output.value, *([] if edge.local is None else [edge.local])]
            assert all(type(entry) is Fraction for array in arrays for entry in array.flat), (name, edge.position)
            if edge.local is not None:
                assert np.all(edge.contribution == summed_to(edge.upstream * edge.local, edge.argument.shape))
            checked += 1
        floats = [variable(argument.astype(float)) for argument in arguments]
        twin = apply(name, *floats, **keywords)
        np.testing.assert_allclose(output.value.astype(float), twin.value, rtol=1e-12, atol=1e-13)
        twin_walk = backward(twin, weights.astype(float))
        for node, other in zip(nodes, floats, strict=True):
            exact_gradient = walk.gradient(node).astype(float)
            np.testing.assert_allclose(exact_gradient, twin_walk.gradient(other), rtol=1e-12, atol=1e-13)
    assert checked > 2


@pytest.mark.parametrize("name", sorted(name for name, row in OPERATIONS.items() if not row.rational))
def test_what_leaves_the_rationals_is_refused_by_name(name: str):
    for start in (Fraction(1, 2), as_fractions(AWAY)):
        with pytest.raises(ExactnessError, match=f"^{name} of an exact number is not rational; build .* from floats"):
            apply(name, variable(start))


def test_the_irrational_rows_are_those_that_mathematics_says():
    assert {name for name, row in OPERATIONS.items() if not row.rational} == {
        *(
            "exp",
            "log",
            "sqrt",
            "sin",
            "cos",
            "tanh",
            "sech_squared",
            "sigmoid",
            "softplus",
            "erf",
            "gelu",
            "softmax",
            "log_softmax",
        )
    }


def test_exact_matrices_stay_exact():
    # [[1/2, 1/3], [1, 2]] @ [6, 3] = [3 + 1, 6 + 6] = [4, 12]
    matrix = variable(np.array([[Fraction(1, 2), Fraction(1, 3)], [Fraction(1), Fraction(2)]], dtype=object))
    vector = variable(np.array([Fraction(6), Fraction(3)], dtype=object))
    product = matrix @ vector
    assert product.value.tolist() == [4, 12]
    walk = backward(product.sum())
    assert walk.gradient(matrix).tolist() == [[6, 3], [6, 3]]  # each row is the vector
    assert walk.gradient(vector).tolist() == [Fraction(3, 2), Fraction(7, 3)]  # the sums of the columns


def test_exact_products_of_matrices_without_entries_between_are_exact_zeros():
    left = variable(np.empty((2, 0), dtype=object))
    product = left @ np.empty((0, 3), dtype=object)
    assert [type(entry) for entry in product.value.flat] == [Fraction] * 6
    assert not np.any(product.value)


def test_powers_of_exact_numbers_stay_exact_or_are_refused():
    x = variable(Fraction(2, 3))
    assert (x**-2).number == Fraction(9, 4)
    assert backward(x**-2).gradient(x).item() == Fraction(-27, 4)  # -2 x^-3 = -2 * 27/8
    zero = variable(Fraction(0))
    assert backward(zero**0).gradient(zero).item() == 0
    for exponent in (Fraction(1, 2), 0.5):
        with pytest.raises(ExactnessError, match="power with exponent"):
            x**exponent
    with pytest.raises(ExactnessError, match="power with exponent 2/3"):
        x**x


def test_exponents_may_be_nodes_for_exact_numbers_whole_ones():
    x, exponents = variable(Fraction(2, 3)), constant(np.array([Fraction(3), Fraction(0), Fraction(-1)]))
    powers = x**exponents
    assert powers.value.tolist() == [Fraction(8, 27), 1, Fraction(3, 2)]
    # 3 (2/3)^2 + 0 - (2/3)^-2 = 4/3 - 9/4
    gradient = backward(powers, np.array([Fraction(1)] * 3)).gradient(x).item()
    assert gradient == Fraction(-11, 12)
    assert type(gradient) is Fraction
    wanted = variable(Fraction(3))
    assert (x**wanted).number == Fraction(8, 27)
    with pytest.raises(ExactnessError, match="power with respect to its exponent"):
        backward(x**wanted)  # (2/3)^3 log(2/3)
    whole = variable(np.array([Fraction(1, 2), Fraction(3)]))
    for exponent in (np.array([1, 2]), np.array([Fraction(1), Fraction(2)])):
        squares = apply("power", whole, exponent=exponent)
        assert squares.value.tolist() == [Fraction(1, 2), 9]
        found = backward(squares, np.array([Fraction(1)] * 2)).gradient(whole)
        assert [(entry, type(entry)) for entry in found] == [(1, Fraction), (6, Fraction)]


def test_an_exact_division_by_zero_names_the_operation():
    with pytest.raises(ZeroDivisionError, match="divide: an exact number"):
        variable(Fraction(1)) / 0
    with pytest.raises(ZeroDivisionError, match="power: an exact number"):
        variable(Fraction(0)) ** -1


def exactly_and_in_floats(*numbers):
    return variable(np.array(numbers, dtype=float)), variable(np.array([Fraction(n) for n in numbers], dtype=object))


def test_relu_has_slope_zero_at_zero():
    node = variable([-1.0, 0.0, 2.0])
    assert backward(node.relu()).gradient(node).tolist() == [0, 0, 1]
    exact_node = variable(np.array([Fraction(-1), Fraction(0), Fraction(1, 3)], dtype=object))
    assert exact_node.relu().value.tolist() == [0, 0, Fraction(1, 3)]
    assert backward(exact_node.relu()).gradient(exact_node).tolist() == [0, 0, 1]
    for zero in (0.0, -0.0, Fraction(0)):
        single = variable(zero)
        assert backward(single.relu()).gradient(single).item() == 0


# What PyTorch does at each kink stands in test_rows_against_pytorch.py: the same.


def test_kinks_of_abs_and_leaky_relu():
    for node in exactly_and_in_floats(-3, 0, 2):
        assert backward(abs(node)).gradient(node).tolist() == [-1, 0, 1]
        leaky = node.apply("leaky_relu", slope=Fraction(1, 4))
        assert backward(leaky).gradient(node).tolist() == [0.25, 0.25, 1]


def test_a_tie_of_two_shares_the_gradient_evenly():
    for node in exactly_and_in_floats(1, 2, 5):
        other = node * 0 + 2
        for name, slopes in (("maximum", [0, 0.5, 1]), ("minimum", [1, 0.5, 0])):
            walk = backward(apply(name, node, other))
            assert walk.gradient(other).tolist() == [1 - slope for slope in slopes]
            assert backward(apply(name, node, constant(other.value))).gradient(node).tolist() == slopes


def test_a_tie_for_the_largest_shares_the_gradient_evenly():
    for node in exactly_and_in_floats(3, 1, 3, 3):
        assert backward(node.max()).gradient(node).tolist() == pytest.approx([1 / 3, 0, 1 / 3, 1 / 3])
        square = node.reshape(2, 2)  # [[3, 1], [3, 3]]
        columns = square.max(axis=0)
        seed = columns.value * 0 + np.array([4, 7])
        assert backward(columns, seed).gradient(square).tolist() == [[2, 0], [2, 7]]


@EVERY_ROW
def test_nan_is_passed_on(name: str):
    for arguments, keywords in CASES[name]:
        for position, argument in enumerate(arguments):
            for place in list(np.ndindex(argument.shape))[:7]:

                def moved(to, position=position, place=place, arguments=arguments):
                    copies = [np.array(each) for each in arguments]
                    copies[position][place] = to
                    return copies

                ends = [FORMULAS[name](*(a.astype(complex) for a in moved(to)), **keywords) for to in (-7, 0.1, 7)]
                depends = (ends[0] != ends[1]) | (ends[1] != ends[2])
                output = apply(name, *map(variable, moved(math.nan)), **keywords)
                assert np.array_equal(np.isnan(output.value), depends), (name, position, place)
                backward(output, np.ones(output.shape))  # without a warning


def test_a_power_of_nan_is_nan_but_for_the_exponent_zero():
    # IEEE 754-2019, section 9.2.1: pow(x, 0) is 1 for any x, even a NaN
    node = variable([math.nan, 2.0])
    assert np.array_equal((node**0).value, [1.0, 1.0])
    assert np.array_equal((node**1).value, [math.nan, 2.0], equal_nan=True)


@pytest.mark.parametrize(
    ("call", "kind", "message"),
    [
        (lambda x: apply("cosh", x), ValueError, r"no operation 'cosh'; there are: add, "),
        (lambda x: apply("gelu", x, approximate="sigmoid"), ValueError, "gelu: approximate must be 'none' or 'tanh'"),
        (lambda x: x[:0].max(), ValueError, "max: of no numbers there is none"),
        (lambda x: x[:0].mean(), ValueError, "mean: of no numbers there is none"),
        (lambda x: x**None, TypeError, "power: the exponent must be a number, got None"),
        (lambda x: x ** "2", TypeError, "power: the exponent must be a number, got '2'"),
        (lambda x: apply("concatenate", x, x, axis=None), TypeError, "concatenate: axis must be a whole number"),
    ],
)
def test_what_is_wrong_is_named(call, kind, message: str):
    with pytest.raises(kind, match=message):
        call(variable([1.0, 2.0]))


def test_a_slope_for_exact_numbers_is_exact():
    node = variable(Fraction(-1, 2))
    assert node.apply("leaky_relu", slope=Fraction(1, 10)).number == Fraction(-1, 20)
    with pytest.raises(TypeError, match=r"leaky_relu: exact and float numbers do not mix; .* not 0.1"):
        node.apply("leaky_relu", slope=0.1)


def test_sums_of_nothing_and_means_of_nothing():
    nothing = variable(np.array([], dtype=object))
    assert nothing.sum().number == Fraction(0)
    assert isinstance(nothing.sum().number, Fraction)
    with pytest.raises(ValueError, match="mean"):
        nothing.mean()
