"""Evaluation traces that books, papers and courses print to explain forward and reverse mode."""

from fractions import Fraction

import pytest

from engine import backward, exact, exp, forward_mode, log, sin, variable


@pytest.fixture
def griewank():
    x1, x2 = variable(1.5), variable(0.5)
    v1 = x1 / x2
    v2, v3 = sin(v1), exp(x2)
    v4 = v1 - v3
    v5 = v2 + v4
    return x1, x2, v1, v2, v3, v4, v5, v5 * v4


def test_griewank_and_walther_table_1_1_to_1_3(griewank, printed):
    """Griewank and Walther, Evaluating Derivatives, second edition (2008), section 1.2, tables 1.1 to 1.3:
    y = (sin(x1/x2) + x1/x2 - exp(x2)) (x1/x2 - exp(x2)) at (1.5, 0.5), four decimals.

    Two figures are off in the last place, as if worked out from rounded ones. v6 = 1.4924 * 1.3513 = 2.01668 is printed
    as 2.0167; not rounded before, 1.49239874 * 1.35127873 = 2.01664667, which is 2.0166. The gradient of x2 is printed
    as -13.7239; it is v3's path -2.84367747 * 1.64872127 = -4.68843153 and v1's -1.50592166 * 3 / 0.5 = -9.03552998,
    together -13.72396151, which is -13.7240."""
    x1, x2, v1, v2, v3, v4, v5, v6 = griewank
    assert [node.number for node in (v1, v2, v3, v4, v5)] == printed("3.0000 0.1411 1.6487 1.3513 1.4924")
    assert v6.number == printed("2.01664667")
    assert v6.number != printed("2.0167")

    forward = forward_mode(v6, {x1: 1.0})
    tangents = [forward.tangent(node).item() for node in (v1, v2, v3, v4, v5, v6)]
    assert tangents == printed("2.0000 -1.9800 0.0000 2.0000 0.0200 3.0118")

    walk = backward(v6)
    adjoints = [walk.gradient(node).item() for node in (v5, v4, v3, v2, v1)]
    assert adjoints == printed("1.3513 2.8437 -2.8437 1.3513 1.5059")
    assert walk.gradient(x1).item() == printed("3.0118")
    assert walk.gradient(x2).item() == printed("-13.72396151")
    assert walk.gradient(x2).item() != printed("-13.7239")


def test_griewank_and_walther_contributions_add_up(griewank, printed):
    """Table 1.3 again: v4 and x2 are each reached twice. Of x2 the table has the first contribution, -4.6884; the
    second is worked out above."""
    _, x2, _, _, _, v4, _, v6 = griewank
    edges = backward(v6).edges
    assert [edge.contribution.item() for edge in edges if edge.argument is v4] == printed("1.4924 1.3513")
    assert [edge.contribution.item() for edge in edges if edge.argument is x2] == printed("-4.6884 -9.03552998")


def test_baydin_and_others_tables_2_and_3(printed):
    """Baydin, Pearlmutter, Radul and Siskind, "Automatic Differentiation in Machine Learning: a Survey", JMLR 18
    (2018), tables 2 and 3: y = ln(x1) + x1 x2 - sin(x2) at (2, 5), three decimals."""
    x1, x2 = variable(2.0), variable(5.0)
    v1, v2, v3 = log(x1), x1 * x2, sin(x2)
    v4 = v1 + v2
    v5 = v4 - v3
    assert [node.number for node in (v1, v2, v3, v4, v5)] == printed("0.693 10 -0.959 10.693 11.652")

    forward = forward_mode(v5, {x1: 1.0})
    assert [forward.tangent(node).item() for node in (v1, v2, v3, v4, v5)] == [0.5, 5, 0, 5.5, 5.5]

    walk = backward(v5)
    assert [walk.gradient(node).item() for node in (v4, v3, v1, v2)] == [1, -1, 1, 1]
    assert [walk.gradient(node).item() for node in (x1, x2)] == printed("5.5 1.716")
    (through_sine,) = (edge for edge in walk.edges if edge.node is v3)
    assert through_sine.contribution.item() == printed("-0.284")


def test_olah_both_modes():
    """Christopher Olah, "Calculus on Computational Graphs: Backpropagation" (2015): e = (a + b)(b + 1) at a = 2, b = 1;
    whole numbers. Forward mode gives the column of one input, reverse mode the row of the output."""
    a, b = variable(Fraction(2)), variable(Fraction(1))
    c, d = a + b, b + 1
    e = c * d
    assert (c.number, d.number, e.number) == (3, 2, 6)
    forward = forward_mode(e, {b: Fraction(1)})
    assert [forward.tangent(node).item() for node in (a, b, c, d, e)] == [0, 1, 1, 1, 5]
    walk = backward(e)
    assert [walk.gradient(node).item() for node in (e, c, d, a, b)] == [1, 2, 3, 2, 5]


def test_ng_derivatives_with_a_computation_graph():
    """Andrew Ng, Neural Networks and Deep Learning (Coursera, 2017), week 2, "Derivatives with a Computation Graph":
    J = 3 (a + b c) at 5, 3, 2, and the nudges by 0.001 that go with it."""

    def graph(a: str, b: str, c: str):
        a, b, c = (variable(exact(number)) for number in (a, b, c))
        u = b * c
        v = a + u
        return (a, b, c, u, v), v * 3

    nodes, j = graph("5", "3", "2")
    walk = backward(j)
    assert [node.number for node in nodes] == [5, 3, 2, 6, 11]
    assert j.number == 33
    assert [walk.gradient(node).item() for node in nodes] == [3, 6, 9, 3, 3]
    assert graph("5.001", "3", "2")[1].number == exact("33.003")
    assert graph("5", "3.001", "2")[1].number == exact("33.006")
    assert graph("5", "3", "2.001")[1].number == exact("33.009")


def test_jurafsky_and_martin_computation_graph():
    """Jurafsky and Martin, Speech and Language Processing, third edition draft, chapter "Neural Networks", "Computation
    Graphs": L = c (a + 2 b) at a = 3, b = 1, c = -2; whole numbers."""
    a, b, c = (variable(Fraction(number)) for number in (3, 1, -2))
    d = b * 2
    e = a + d
    loss = c * e
    walk = backward(loss)
    assert (d.number, e.number, loss.number) == (2, 5, -10)
    assert [walk.gradient(node).item() for node in (a, b, c, d, e)] == [-2, -4, 5, -2, -2]
