"""Stanford CS231n, course notes "Backpropagation, Intuitions" and "Linear Classification" (Karpathy and others, 2015
on, cs231n.github.io) and the slides of lectures 3 and 4."""

import math
from fractions import Fraction

import numpy as np
import pytest

from engine import LOSSES, backward, constant, exact, exp, maximum, relu, sigmoid, softmax, variable


def test_the_smallest_circuit():
    """Notes, "Compound expressions with chain rule": f = (x + y) z at -2, 5, -4; all figures are whole numbers."""
    x, y, z = (variable(Fraction(number)) for number in (-2, 5, -4))
    q = x + y
    f = q * z
    walk = backward(f)
    assert (q.number, f.number) == (3, -12)
    assert [walk.gradient(node).item() for node in (x, y, z, q)] == [-4, -4, 3, -4]


def test_a_sigmoid_neuron_gate_by_gate(printed):
    """Notes, "Modularity: Sigmoid example", the drawing: green values and red gradients to two decimals."""
    w0, x0, w1, x1, w2 = (variable(number) for number in (2.0, -1.0, -3.0, -2.0, -3.0))
    first, second = w0 * x0, w1 * x1
    added = first + second
    dot = added + w2
    minus = dot * -1.0
    raised = exp(minus)
    plus_one = raised + 1.0
    f = 1.0 / plus_one
    walk = backward(f)

    gates = (first, second, added, dot, minus, raised, plus_one, f)
    assert [gate.number for gate in gates] == printed("-2.00 6.00 4.00 1.00 -1.00 0.37 1.37 0.73")
    red = [walk.gradient(gate).item() for gate in gates]
    assert red == printed("0.20 0.20 0.20 0.20 -0.20 -0.53 -0.53 1.00")
    assert [walk.gradient(node).item() for node in (w0, x0, w1, x1, w2)] == printed("-0.20 0.39 -0.39 -0.59 0.20")
    assert f.number == pytest.approx(sigmoid(np.float64(1.0)), abs=1e-15)


def test_what_is_worked_out_from_rounded_figures_ends_elsewhere(printed):
    """The same drawing. With the 0.20 that stands there the next products would be 2 * 0.20 = 0.40 and -3 * 0.20 =
    -0.60; the drawing's 0.39 and -0.59 are right, because e / (1 + e)^2 = 2.71828 / 13.82553 = 0.19661 and so
    2 * 0.19661 = 0.39322, -3 * 0.19661 = -0.58984."""
    x = variable([-1.0, -2.0])
    slope = backward(sigmoid(x @ constant([2.0, -3.0]) - 3.0)).gradient(x).tolist()
    assert slope == pytest.approx([0.39322, -0.58984], abs=5e-6)
    assert slope[0] != printed("0.40")
    assert slope[1] != printed("-0.60")


def test_add_distributes_max_routes_and_multiply_switches():
    """Notes, "Patterns in backward flow", the drawing: 2 (x y + max(z, w)) at 3, -4, 2, -1."""
    x, y, z, w = (variable(Fraction(number)) for number in (3, -4, 2, -1))
    product, larger = x * y, maximum(z, w)
    added = product + larger
    output = added * 2
    walk = backward(output)
    assert [node.number for node in (product, larger, added, output)] == [-12, 2, -10, -20]
    assert [walk.gradient(node).item() for node in (x, y, z, w)] == [-8, 6, 2, 0]
    assert [walk.gradient(node).item() for node in (product, larger, added)] == [2, 2, 2]


def test_a_matrix_and_a_vector():
    """Lecture 4 (2017), the vectorised example: f = |W x|^2; exact."""
    weight = variable([[exact("0.1"), exact("0.5")], [exact("-0.3"), exact("0.8")]])
    x = variable([exact("0.2"), exact("0.4")])
    q = weight @ x
    f = (q**2).sum()
    walk = backward(f)
    assert q.value.tolist() == [exact("0.22"), exact("0.26")]
    assert f.number == exact("0.116")
    assert walk.gradient(q).tolist() == [exact("0.44"), exact("0.52")]
    assert walk.gradient(weight).tolist() == [[exact("0.088"), exact("0.176")], [exact("0.104"), exact("0.208")]]
    assert walk.gradient(x).tolist() == [exact("-0.112"), exact("0.636")]


def test_hinge_loss_and_cross_entropy_of_the_same_scores(printed):
    """Linear Classification, "SVM vs. Softmax", the figure: scores -2.85, 0.86, 0.28, the last one is right; 1.58 and
    1.04."""
    scores = variable([-2.85, 0.86, 0.28])
    margins = relu(scores - scores[2] + 1.0)
    assert (margins.sum() - 1.0).number == printed("1.58")  # the right class's own margin, 1, does not count
    assert LOSSES["cross_entropy"](scores, constant(2.0)).number == printed("1.04")


def test_softmax_and_half_the_scores(printed):
    """Linear Classification, "Softmax classifier provides probabilities": [1, -2, 0] and its half.

    Printed is e = 2.71: cut off, not rounded. e = 2.71828... rounds to 2.72."""
    assert softmax(np.array([1.0, -2.0, 0.0])).tolist() == printed("0.7 0.04 0.26")
    assert softmax(np.array([0.5, -1.0, 0.0])).tolist() == printed("0.55 0.12 0.33")
    assert exp(np.array([0.5, -1.0, 0.0])).tolist() == printed("1.65 0.37 1")
    raised = exp(np.array([1.0, -2.0, 0.0])).tolist()
    assert raised == printed("2.72 0.14 1")
    assert raised[0] != printed("2.71")


def test_the_probabilities_beside_some_scores_are_not_their_softmax(printed):
    """The same place: scores [12.5, 0.6, -23.0] stand beside the probabilities [0.9, 0.09, 0.01] of another classifier.
    They are often taken for their softmax. That is 1, e^-11.9 = 0.0000068 and e^-35.5 = 4e-16, after division by
    1.0000068."""
    shares = softmax(np.array([12.5, 0.6, -23.0])).tolist()
    assert shares[:2] == printed("0.9999932 0.0000068")
    assert shares[2] < 1e-15
    for share, figure in zip(shares, ("0.9", "0.09", "0.01"), strict=True):
        assert share != printed(figure)


def test_the_logarithm_of_a_cross_entropy_is_natural(printed):
    """Lecture 3 (2016 and 2017), "Softmax classifier": scores 3.2, 5.1, -1.7, the first one is right; exponentials
    24.5, 164.0, 0.18; probabilities 0.13, 0.87, 0.00; L = -log(0.13) = 0.89.

    0.89 is wrong twice: it is the logarithm to base 10, where the notes define the loss with the natural one, and it
    comes from the rounded 0.13. L = log(24.5325 + 164.0219 + 0.1827) - 3.2 = log(188.7371) - 3.2 = 5.2404 - 3.2 =
    2.0404; later years print 2.04."""
    scores = variable([3.2, 5.1, -1.7])
    assert exp(scores).value.tolist() == printed("24.5 164.0 0.18")
    assert softmax(scores).value.tolist() == printed("0.13 0.87 0.00")
    loss = LOSSES["cross_entropy"](scores, constant(0.0)).number
    assert loss == printed("2.0404")
    assert loss == printed("2.04")
    assert loss != printed("0.89")
    assert -math.log10(0.13) == printed("0.89")
