"""The operations as functions, on nodes and on plain numbers; and far from zero, against 60 decimal figures."""

import math
from decimal import Decimal, localcontext
from fractions import Fraction

import numpy as np
import pytest

from engine import (
    ExactnessError,
    Node,
    absolute,
    backward,
    concatenate,
    cos,
    exp,
    gelu,
    leaky_relu,
    log,
    log_softmax,
    maximum,
    minimum,
    relu,
    sigmoid,
    sin,
    softmax,
    softplus,
    sqrt,
    tanh,
    variable,
    where,
)

FAR = (-1000, -700, -40, -36.5, -20, -1, -1e-9, 0, 1e-9, 1, 20, 36.5, 40, 700, 1000)
PAIRS = [(a, b) for a in (-1000, -40, 0, 40, 1000) for b in (-1000, -40, 0, 0.5, 40, 1000)]


def decimally(formula, *numbers) -> float:
    """A formula worked out with 500 figures: 1 + e^-1000 still is not 1."""
    with localcontext() as context:
        context.prec = 500
        return float(formula(*(Decimal(number) for number in numbers)))


def close(ours: float, want: float) -> bool:
    return ours == pytest.approx(want, rel=5e-15, abs=0)


def in_each_way(function, numbers, **keywords):
    """On a node of an array, on an array, and on single numbers where that makes sense."""
    yield function(variable(np.array(numbers, dtype=float)), **keywords).value.tolist()
    yield function(np.array(numbers, dtype=float), **keywords).tolist()


@pytest.mark.parametrize(
    ("function", "formula"),
    [
        (sigmoid, lambda x: 1 / (1 + (-x).exp())),
        (softplus, lambda x: (1 + x.exp()).ln()),
        (tanh, lambda x: (x.exp() - (-x).exp()) / (x.exp() + (-x).exp())),
    ],
)
def test_far_from_zero_functions_keep_their_figures(function, formula):
    want = [decimally(formula, x) for x in FAR]
    for found in in_each_way(function, FAR):
        assert all(map(close, found, want)), function.__name__
    for x, value in zip(FAR, want, strict=True):
        assert close(function(float(x)), value)
        assert close(function(variable(float(x))).number, value)


def test_the_derivative_of_softplus_keeps_its_figures():
    node = variable(np.array(FAR, dtype=float))
    want = [decimally(lambda x: 1 / (1 + (-x).exp()), x) for x in FAR]
    assert all(map(close, backward(softplus(node).sum()).gradient(node), want))


def test_softmax_keeps_its_figures():
    for pair in PAIRS:
        want = decimally(lambda a, b: a.exp() / (a.exp() + b.exp()), *pair)
        for found in in_each_way(softmax, pair):
            assert close(found[0], want), pair


def test_log_softmax_keeps_its_figures_where_it_is_almost_zero_too():
    for pair in PAIRS:
        want = decimally(lambda a, b: -(1 + (b - a).exp()).ln(), *pair)
        for found in in_each_way(log_softmax, pair):
            assert close(found[0], want), pair
    assert log_softmax(np.array([40.0, 0.0]))[0] == pytest.approx(-4.248354255291589e-18, rel=1e-15)  # -log(1 + e^-40)
    triple = log_softmax(np.array([5.0, 5.0, -35.0]))  # two are the largest
    assert close(triple[0], decimally(lambda x: -(2 + x.exp()).ln(), -40))


def test_softmax_of_impossible_classes():
    assert softmax(np.array([0.0, -math.inf])).tolist() == [1.0, 0.0]
    assert log_softmax(np.array([0.0, -math.inf])).tolist() == [0.0, -math.inf]
    node = variable([0.0, 0.0, -math.inf])
    assert backward(softmax(node), np.array([1.0, 0, 0])).gradient(node).tolist() == [0.25, -0.25, 0]


def test_gelu_far_out_is_nothing_or_the_number_itself():
    for kind in ("none", "tanh"):
        node = variable([-1000.0, -40.0, 40.0, 1000.0])
        made = gelu(node, approximate=kind)
        assert made.value.tolist() == [0.0, 0.0, 40.0, 1000.0]
        assert backward(made.sum()).gradient(node).tolist() == [0.0, 0.0, 1.0, 1.0]


@pytest.mark.parametrize(
    ("function", "x", "want"),
    [
        # written out by hand, or from a table: Abramowitz and Stegun (1964), tables 4.2, 4.4, 4.6, 4.14 and 26.1
        (exp, 1.0, 2.718281828459045),
        (log, 2.0, 0.693147180559945),
        (sqrt, 2.0, 1.414213562373095),
        (sin, 1.0, 0.841470984807897),
        (cos, 1.0, 0.540302305868140),
        (tanh, 0.5, 0.462117157260010),
        (sigmoid, 0.0, 0.5),
        (softplus, 0.0, 0.693147180559945),
        (gelu, 1.0, 0.841344746068543),  # P(1), the normal distribution function
        (gelu, -2.0, -0.045500263896358),  # -2 (1 - P(2)) = -2 * 0.022750131948179
        (relu, -1.5, 0.0),
        (leaky_relu, -1.5, -0.015),
        (absolute, -1.5, 1.5),
    ],
)
def test_values_from_tables(function, x: float, want: float):
    assert function(x) == pytest.approx(want, rel=2e-15, abs=1e-15)
    assert function(np.array([x, x])).tolist() == pytest.approx([want, want], rel=2e-15, abs=1e-15)
    assert function([x]).tolist() == [function(x)]
    node = function(variable(x))
    assert isinstance(node, Node)
    assert node.number == function(x)


def test_rational_functions_of_plain_fractions_are_exact():
    third = Fraction(1, 3)
    assert [relu(-third), leaky_relu(-third), absolute(-third)] == [0, -third / 100, third]
    assert [maximum(third, Fraction(1)), minimum(third, Fraction(1))] == [1, third]
    array = np.array([third, -third])
    for found, want in ((relu(array), [third, 0]), (absolute(array), [third, third])):
        assert found.tolist() == want
        assert [type(entry) for entry in found] == [Fraction, Fraction]
    assert where(array > 0, array, array * 2).tolist() == [third, -2 * third]


@pytest.mark.parametrize("function", [exp, log, sqrt, sin, cos, tanh, sigmoid, softplus, gelu, softmax, log_softmax])
def test_others_refuse_fractions_by_name(function):
    for given in (Fraction(1, 3), np.array([Fraction(1, 3)]), variable(Fraction(1, 3))):
        with pytest.raises(ExactnessError, match=f"^{function.__name__} of an exact number"):
            function(given)


def test_exact_and_float_numbers_do_not_mix_in_plain_calls_either():
    for call in (
        lambda: maximum(Fraction(1, 2), 0.25),
        lambda: minimum(np.array([0.5]), np.array([Fraction(1)])),
        lambda: where([True], [0.5], [Fraction(1)]),
        lambda: concatenate([np.array([0.5]), np.array([Fraction(1)])]),
    ):
        with pytest.raises(TypeError, match="exact and float numbers do not mix"):
            call()
    assert maximum(Fraction(1, 2), 3) == 3  # whole numbers are exact


def test_where_takes_conditions_of_nodes_and_numbers():
    x = variable([-1.0, 0.0, 2.0])
    for condition in (x > 0, [False, False, True], np.array([0, 0, 1]), variable([0.0, 0.0, 1.0])):
        chosen = where(condition, x, -x)
        assert chosen.value.tolist() == [1.0, 0.0, 2.0]
        assert backward(chosen.sum()).gradient(x).tolist() == [-1.0, -1.0, 1.0]
    assert where(True, variable(1.0), 5.0).number == 1.0


def test_where_keeps_its_condition_when_the_callers_array_changes():
    condition = np.array([True, False])
    x = variable([1.0, 2.0])
    for made in (where, np.where):
        condition[:] = [True, False]
        chosen = made(condition, x, 0.0)
        condition[:] = [False, True]
        assert backward(chosen.sum()).gradient(x).tolist() == [1.0, 0.0]


def test_concatenate_takes_nodes_and_arrays_together():
    x = variable([[1.0, 2.0]])
    joined = concatenate([np.zeros((1, 2)), x, x], axis=0)
    assert joined.value.tolist() == [[0.0, 0.0], [1.0, 2.0], [1.0, 2.0]]
    # 1 * 10 + 1 * 100, for both columns
    assert backward(joined, np.array([[1.0] * 2, [10.0] * 2, [100.0] * 2])).gradient(x).tolist() == [[110.0, 110.0]]
    assert concatenate([[1.0], [2.0, 3.0]]).tolist() == [1.0, 2.0, 3.0]


def test_small_integers_do_not_overflow():
    # |-128| does not fit into 8 bits, and exp(-(-128)) is no sigmoid
    assert sigmoid(np.array([-128, 0], dtype=np.int8)).tolist() == [pytest.approx(2.5722093726424148e-56), 0.5]
    assert absolute(np.array([-128], dtype=np.int8)).tolist() == [128.0]
