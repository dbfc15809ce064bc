"""Second and third derivatives by hand; exact ones where the mathematics is rational. Random graphs and networks stand
against PyTorch in the files of that name."""

import math
from fractions import Fraction

import numpy as np
import pytest

from engine import (
    LOSSES,
    Network,
    apply,
    backward,
    constant,
    gradient_nodes,
    hessian,
    hessian_times,
    variable,
)


def fractions(*numbers) -> np.ndarray:
    return np.array([Fraction(number) for number in numbers], dtype=object)


def derivatives(function, start, order: int) -> list[float]:
    """f, f', f'' and so on at a number, each by going back through the one before."""
    x = variable(start)
    found = [function(x)]
    for _ in range(order):
        found += gradient_nodes(found[-1], [x])
    return [node.number for node in found]


@pytest.mark.parametrize(
    ("function", "start", "want"),
    [
        (lambda x: x**5, 2.0, [32, 80, 160, 240, 240, 120, 0]),
        (lambda x: x**-1, 2.0, [1 / 2, -1 / 4, 1 / 4, -3 / 8, 3 / 4]),  # (-1)^n n! / x^(n+1)
        (lambda x: 1 / x, 2.0, [1 / 2, -1 / 4, 1 / 4, -3 / 8, 3 / 4]),
        (np.sqrt, 4.0, [2, 1 / 4, -1 / 32, 3 / 256]),
        (np.log, 2.0, [math.log(2), 1 / 2, -1 / 4, 1 / 4, -3 / 8]),
        (lambda x: np.exp(2 * x), 0.0, [1, 2, 4, 8, 16]),
        (np.sin, 0.5, [math.sin(0.5), math.cos(0.5), -math.sin(0.5), -math.cos(0.5), math.sin(0.5)]),
        (np.cos, 0.5, [math.cos(0.5), -math.sin(0.5), -math.cos(0.5), math.sin(0.5)]),
        # tanh' = 1 - t^2, tanh'' = -2 t (1 - t^2), tanh''' = (1 - t^2) (6 t^2 - 2); t = 3/5 at log 2
        (np.tanh, math.log(2), [3 / 5, 16 / 25, -96 / 125, 64 / 625]),
        # s' = s (1 - s), s'' = s' (1 - 2 s), s''' = s' (1 - 6 s + 6 s^2); s = 3/4 at log 3
        (lambda x: x.sigmoid(), math.log(3), [3 / 4, 3 / 16, -3 / 32, -3 / 128]),
        (lambda x: x.apply("softplus"), math.log(3), [math.log(4), 3 / 4, 3 / 16, -3 / 32, -3 / 128]),
        # erf' = 2 / sqrt(pi) e^(-x^2), erf'' = -2 x erf', erf''' = (4 x^2 - 2) erf'
        (lambda x: x.apply("erf"), 0.0, [0, 2 / math.sqrt(math.pi), 0, -4 / math.sqrt(math.pi)]),
        # x P(x) with P' = p, p' = -x p: P + x p, 2 p - x^2 p, -4 x p + x^3 p
        (
            lambda x: x.apply("gelu"),
            1.0,
            [0.841344746068543, 0.841344746068543 + 0.241970724519143, 0.241970724519143, -3 * 0.241970724519143],
        ),
        (lambda x: x.relu() ** 3, 2.0, [8, 12, 12, 6, 0]),
        (lambda x: abs(x) ** 3, -2.0, [8, -12, 12, -6, 0]),
        (lambda x: np.maximum(x * x, x) * x, 3.0, [27, 27, 18, 6, 0]),
        (lambda x: np.where(x > 0, x**3, x), 2.0, [8, 12, 12, 6, 0]),
        # x^x (1 + log x); x^x ((1 + log x)^2 + 1 / x)
        (lambda x: x**x, 1.0, [1, 1, 2, 3]),
        (lambda x: 2.0**x, 1.0, [2 * math.log(2) ** n for n in range(4)]),
    ],
)
def test_derivatives_of_any_order_by_hand(function, start: float, want):
    np.testing.assert_allclose(derivatives(function, start, len(want) - 1), want, rtol=1e-13, atol=1e-14)


def test_exact_derivatives_of_any_order():
    # f = (x + 1/x)^2 = x^2 + 2 + x^-2: f' = 2 x - 2 x^-3, f'' = 2 + 6 x^-4, f''' = -24 x^-5; at 1/2
    found = derivatives(lambda x: (x + 1 / x) ** 2, Fraction(1, 2), 3)
    assert found == [Fraction(25, 4), -15, 98, -768]
    assert {type(number) for number in found} == {Fraction}


def test_the_exact_hessian_of_the_valley_of_rosenbrock():
    # f = (1 - x)^2 + 100 (y - x^2)^2 (Rosenbrock 1960): f_xx = 2 - 400 y + 1200 x^2, f_xy = -400 x, f_yy = 200
    def valley(x, y):
        return (1 - x) ** 2 + 100 * (y - x * x) ** 2

    x, y = variable(Fraction(1, 2)), variable(Fraction(-1, 3))
    matrix = hessian(valley(x, y), [x, y])
    assert matrix.tolist() == [[Fraction(2) + Fraction(400, 3) + 300, -200], [-200, 200]]
    assert {type(entry) for entry in matrix.flat} == {Fraction}
    x, y = variable(1.0), variable(1.0)
    assert hessian(valley(x, y), [x, y]).tolist() == [[802, -400], [-400, 200]]
    assert hessian(valley(x, y), [y]).tolist() == [[200]]


def test_the_exact_hessian_of_least_squares():
    # The mean of (A w - b)^2 over 3 rows has the Hessian 2 A^T A / 3
    rows = np.array([fractions(1, 2), fractions(0, "1/2"), fractions(-1, 3)])
    weight = variable(fractions("1/7", 5).reshape(2, 1))
    loss = LOSSES["mean_squared_error"](rows @ weight, fractions(1, 2, 3).reshape(3, 1))
    # A^T A = [[1 + 0 + 1, 2 + 0 - 3], [-1, 4 + 1/4 + 9]]
    assert hessian(loss, [weight]).tolist() == [[Fraction(4, 3), Fraction(-2, 3)], [Fraction(-2, 3), Fraction(53, 6)]]


def test_the_exact_hessian_of_a_relu_network():
    # relu(w x + b) v at x = 2 with w = 1, b = 1/2, v = 3: bilinear while the neuron is awake.
    # In the order w, b, v: d2 / dw dv = x = 2, d2 / db dv = 1, all others 0.
    network = Network.neuron([Fraction(1)], Fraction(1, 2), "relu")
    nodes = {name: variable(array) for name, array in network.parameters.items()}
    v = variable(Fraction(3))
    output = (network.forward(fractions(2), nodes).prediction * v).sum()
    assert hessian(output, [*nodes.values(), v]).tolist() == [[0, 0, 2], [0, 0, 1], [2, 1, 0]]


def test_the_hessian_of_softmax_cross_entropy():
    # diag(p) - p p^T with p = (1/6, 2/6, 3/6)
    logits = variable([0.0, math.log(2), math.log(3)])
    want = np.array([[5, -2, -3], [-2, 8, -6], [-3, -6, 9]]) / 36
    matrix = hessian(LOSSES["cross_entropy"](logits, np.array(1)), [logits])
    np.testing.assert_allclose(matrix, want, rtol=1e-14, atol=1e-16)


def test_an_exponent_that_is_a_variable():
    # f = x^y at (2, 0): f_x = y x^(y-1), f_xy = x^(y-1) (1 + y log x) = 1/2, f_yy = (log 2)^2
    x, y = variable(2.0), variable(0.0)
    np.testing.assert_allclose(hessian(x**y, [x, y]), [[0, 1 / 2], [1 / 2, math.log(2) ** 2]], rtol=1e-15)
    bases, exponents = variable([2.0, 3.0]), variable([0.0, 1.0])
    matrix = hessian((bases**exponents).sum(), [bases, exponents])
    want = np.zeros((4, 4))
    want[0, 2] = want[2, 0] = 1 / 2
    want[1, 3] = want[3, 1] = 1 + math.log(3)
    want[2, 2], want[3, 3] = math.log(2) ** 2, 3 * math.log(3) ** 2
    np.testing.assert_allclose(matrix, want, rtol=1e-14)
    zero = variable(0.0)
    assert hessian(zero ** constant(0.0), [zero]).tolist() == [[0.0]]  # 0 * 0^-1 is no NaN
    assert hessian(zero ** constant(2.0), [zero]).tolist() == [[2.0]]


def test_all_variables_in_one_matrix():
    # f = sum of a_i M_ij b_j: f_ab = M, f_aM = e_i b_j, f_Mb = a_i e_j; order a, M (row by row), b
    a, m, b = variable(fractions(2, 3)), variable(fractions(1, 0, -1, 5).reshape(2, 2)), variable(fractions(7, 11))
    matrix = hessian(a @ m @ b, [a, m, b])
    assert matrix.shape == (8, 8)
    assert np.array_equal(matrix, matrix.T)
    assert matrix[:2, 6:].tolist() == [[1, 0], [-1, 5]]
    assert matrix[:2, 2:6].tolist() == [[7, 11, 0, 0], [0, 0, 7, 11]]
    assert matrix[2:6, 6:].tolist() == [[2, 0], [0, 2], [3, 0], [0, 3]]
    for same in (slice(0, 2), slice(2, 6), slice(6, 8)):
        assert not matrix[same, same].any()


def test_what_does_not_depend_is_exactly_zero():
    x, unused = variable(fractions(1, 2)), variable(Fraction(5))
    matrix = hessian((3 * x).sum(), [x, unused])
    assert matrix.tolist() == [[0] * 3] * 3
    assert {type(entry) for entry in matrix.flat} == {Fraction}
    (slope,) = gradient_nodes((3 * x).sum(), [unused])
    assert slope.number == 0
    assert hessian(variable(2.0) * 1.0, []).shape == (0, 0)


def test_gradient_nodes_are_a_graph_with_the_values_of_the_walk():
    x = variable([[0.5, -1.0], [2.0, 0.25]])
    output = np.sum(np.tanh(x) @ x)
    (slope,) = gradient_nodes(output, [x])
    np.testing.assert_allclose(slope.value, backward(output).gradient(x), rtol=1e-15)
    seed = np.array([[1.0, 10.0], [100.0, 1000.0]])
    (slope,) = gradient_nodes(x * x, [x], seed)
    assert slope.value.tolist() == (2 * seed * x.value).tolist()
    assert backward(slope.sum()).gradient(x).tolist() == (2 * seed).tolist()


def test_third_derivatives_of_two_variables():
    # f = x^3 y^2: f_xxy = 12 x y, f_xyy = 6 x^2, f_xxx = 6 y^2, f_yyy = 0
    x, y = variable(Fraction(1, 2)), variable(Fraction(3))
    f_x, f_y = gradient_nodes(x**3 * y**2, [x, y])
    f_xx, f_xy = gradient_nodes(f_x, [x, y])
    _, f_yy = gradient_nodes(f_y, [x, y])
    assert [node.number for node in gradient_nodes(f_xx, [x, y])] == [54, 18]
    assert [node.number for node in gradient_nodes(f_xy, [x, y])] == [18, Fraction(3, 2)]
    assert [node.number for node in gradient_nodes(f_yy, [x, y])] == [Fraction(3, 2), 0]


def test_a_gradient_may_be_part_of_a_loss():
    # g = (d x^3 / d x)^2 = 9 x^4, so dg/dx = 36 x^3
    x = variable(Fraction(2, 3))
    (slope,) = gradient_nodes(x**3, [x])
    assert backward(slope**2).gradient(x).item() == Fraction(32, 3)


def test_hessian_times_is_the_product():
    # f = x^2 y + y^3 at (1, 2): H = [[2 y, 2 x], [2 x, 6 y]] = [[4, 2], [2, 12]]
    x, y = variable(Fraction(1)), variable(Fraction(2))
    output = x * x * y + y**3
    products = hessian_times(output, [x, y], [Fraction(1, 2), -1])  # whole numbers are exact
    assert [product.item() for product in products] == [0, -11]
    assert all(isinstance(product.item(), Fraction) for product in products)
    z = variable([1.0, 2.0, 3.0])
    product, none = hessian_times((z**3).sum(), [z, variable([5.0])], [np.array([1.0, 10.0, 100.0]), [1.0]])
    assert product.tolist() == [6, 120, 1800]
    assert none.tolist() == [0]
    linear = variable([1.0, 2.0])
    assert hessian_times(linear.sum(), [linear], [[1.0, 1.0]])[0].tolist() == [0, 0]


def test_what_is_handed_out_is_read_only():
    z = variable([1.0, 2.0])
    for array in (hessian((z**3).sum(), [z]), *hessian_times((z**3).sum(), [z], [[1.0, 1.0]])):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 7.0


Z = variable([1.0, 2.0])


@pytest.mark.parametrize(
    ("call", "kind", "message"),
    [
        (
            lambda: hessian(Z * Z, [Z]),
            ValueError,
            r"hessian: needs an output that is a single number, got .*2",
        ),
        (
            lambda: hessian_times(Z * Z, [Z], [[1.0, 1.0]]),
            ValueError,
            "hessian_times: needs an output that is a",
        ),
        (lambda: hessian(Z.sum(), [constant(1.0)]), ValueError, "depends on no variable.*make it a variable"),
        (lambda: gradient_nodes(Z, [constant(1.0)]), ValueError, "depends on no variable"),
        (
            lambda: gradient_nodes(Z, [Z], np.ones(3)),
            ValueError,
            r"seed: must have .* shape \(2,\), got \(3,\)",
        ),
        (lambda: hessian_times(Z.sum(), [Z], []), ValueError, "directions: 1 variables need as many, got 0"),
        (lambda: hessian_times(Z.sum(), [Z], [1.0]), ValueError, r"directions: must have .* shape \(2,\), got \(\)"),
        (lambda: hessian_times((Z * Z).sum(), [Z], [fractions(1, 2)]), TypeError, "exact and float numbers do not mix"),
        (lambda: hessian_times(Z.sum(), [Z], [fractions(1, 2)]), TypeError, "exact and float numbers do not mix"),
    ],
)
def test_what_does_not_fit_is_named(call, kind, message: str):
    with pytest.raises(kind, match=message):
        call()


@pytest.mark.parametrize("name", ["relu", "abs", "leaky_relu"])
def test_a_kink_has_no_second_derivative_of_its_own(name: str):
    node = variable([-1.0, 0.0, 2.0])
    assert not hessian(apply(name, node).sum(), [node]).any()


FAR = [0.0, 1e-300, 1e-10, -0.01, 0.3, -1.0, 4.0, -9.0, 18.0, -30.0, 30.0, 100.0, -300.0]


@pytest.mark.parametrize("start", FAR)
@pytest.mark.parametrize("name", ["sigmoid", "tanh"])
def test_slopes_far_out_keep_all_their_figures(name: str, start: float):
    mpmath = pytest.importorskip("mpmath")
    with mpmath.workdps(400):
        a = mpmath.mpf(start)
        if name == "tanh":
            value = mpmath.tanh(a)
            want = [value, mpmath.sech(a) ** 2, -2 * value * mpmath.sech(a) ** 2]
        else:
            slope = mpmath.sech(a / 2) ** 2 / 4
            want = [1 / (1 + mpmath.exp(-a)), slope, -slope * mpmath.tanh(a / 2)]
        want = [float(number) for number in want]
    found = derivatives(lambda x: x.apply(name), start, 2)
    np.testing.assert_allclose(found, want, rtol=4e-15 * max(1, abs(start) / 8), atol=0)


def test_the_slope_of_the_sigmoid_at_30_by_hand():
    # s' = e^-30 / (1 + e^-30)^2 = e^-30 (1 - 2 e^-30 + ...); e^-30 = 9.357622968840174605e-14
    assert derivatives(lambda x: x.sigmoid(), 30.0, 1)[1] == pytest.approx(9.35762296884e-14, rel=1e-12)


@pytest.mark.parametrize("start", [-5000.0, -800.0, 800.0, 5000.0, math.inf, -math.inf])
@pytest.mark.parametrize("name", ["sigmoid", "tanh"])
def test_slopes_beyond_the_floats_are_0(name: str, start: float):
    assert derivatives(lambda x: x.apply(name), start, 2)[1:] == [0, 0]
