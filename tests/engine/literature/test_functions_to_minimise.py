"""Functions on which descent is tried: their published minima, gradients and Hessians."""

import math
from fractions import Fraction

import numpy as np
import pytest

from engine import backward, cos, descend, exact, exp, hessian, hessian_times, variable


def rosenbrock(x):
    """sum of 100 (x[i + 1] - x[i]^2)^2 + (1 - x[i])^2."""
    return (100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2).sum()


def tenths(count: int):
    return variable([Fraction(number, 10) for number in range(count)])


def test_rosenbrock_start_and_minimum():
    """Moré, Garbow and Hillstrom, "Testing Unconstrained Optimization Software", ACM TOMS 7 (1981), problem 1: from
    (-1.2, 1) to f = 0 at (1, 1). By hand at the start: 100 (1 - 1.44)^2 + 2.2^2 = 19.36 + 4.84 = 24.2; df/dx =
    -400 (-1.2)(-0.44) - 2 (2.2) = -215.6; df/dy = 200 (-0.44) = -88. At (1, 1) the Hessian is 1200 - 400 + 2 = 802,
    -400 and 200."""
    start = variable([exact("-1.2"), Fraction(1)])
    f = rosenbrock(start)
    assert f.number == exact("24.2")
    assert backward(f).gradient(start).tolist() == [exact("-215.6"), -88]
    end = variable([Fraction(1), Fraction(1)])
    f = rosenbrock(end)
    assert f.number == 0
    assert backward(f).gradient(end).tolist() == [0, 0]
    assert hessian(f, [end]).tolist() == [[802, -400], [-400, 200]]


def test_rosenbrock_in_scipy():
    """SciPy, scipy.optimize.rosen_der, rosen_hess and rosen_hess_prod, "Examples"; here exact."""
    nine = tenths(9)
    gradient = ["-2", "10.6", "15.6", "13.4", "6.4", "-3", "-12.4", "-19.4", "62"]
    assert backward(rosenbrock(nine)).gradient(nine).tolist() == [exact(figure) for figure in gradient]
    four = tenths(4)
    assert hessian(rosenbrock(four), [four]).tolist() == [
        [-38, 0, 0, 0],
        [0, 134, -40, 0],
        [0, -40, 130, -80],
        [0, 0, -80, 200],
    ]
    direction = [Fraction(number, 2) for number in range(9)]
    (product,) = hessian_times(rosenbrock(nine), [nine], [direction])
    assert product.tolist() == [0, 27, -10, -95, -192, -265, -278, -195, -180]


def beale(x):
    return sum((y - x[0] * (1 - x[1] ** power)) ** 2 for power, y in enumerate(map(exact, ("1.5", "2.25", "2.625")), 1))


def test_beale():
    """Moré, Garbow and Hillstrom (1981), problem 5 (Beale 1958): from (1, 1) to f = 0 at (3, 0.5). At the start the
    terms are y_i^2: 2.25 + 5.0625 + 6.890625 = 14.203125. Exact."""
    assert beale(variable([Fraction(1), Fraction(1)])).number == exact("14.203125")
    end = variable([Fraction(3), Fraction(1, 2)])
    f = beale(end)
    assert f.number == 0
    assert backward(f).gradient(end).tolist() == [0, 0]
    assert np.linalg.eigvalsh(hessian(f, [end]).astype(float)).min() > 0


def himmelblau(x):
    return (x[0] ** 2 + x[1] - 11.0) ** 2 + (x[0] + x[1] ** 2 - 7.0) ** 2


def critical_point(point):
    """Two of Newton's steps: from six right decimals they end at the limits of a float."""
    for _ in range(2):
        x = variable(point)
        f = himmelblau(x)
        point = point - np.linalg.solve(hessian(f, [x]), backward(f).gradient(x))
    x = variable(point)
    f = himmelblau(x)
    assert backward(f).gradient(x) == pytest.approx([0, 0], abs=1e-11)
    return point, f.number, np.linalg.eigvalsh(hessian(f, [x]))


MINIMA = ("3.0 2.0", "-2.805118 3.131312", "-3.779310 -3.283186", "3.584428 -1.848126")
ROUNDED = {"3.131312": "3.131313", "-1.848126": "-1.848127"}


@pytest.mark.parametrize("figures", MINIMA)
def test_minima_of_himmelblau(figures, printed):
    """Himmelblau, Applied Nonlinear Programming (1972); figures of Wikipedia, "Himmelblau's function", where f = 0.

    Two of them are cut off, not rounded. f = 0 means y = 11 - x^2 and x + y^2 = 7, so x^4 - 22 x^2 + x + 114 = 0, and
    without the root 3: x^3 + 3 x^2 - 13 x - 38 = 0. The root x = -2.805118087 has x^2 = 7.868687482, so
    y = 3.131312518, which is 3.131313; x = 3.584428340 has x^2 = 12.848126527, so y = -1.848127."""
    x, y = figures.split()
    point, height, curvatures = critical_point(np.array([float(x), float(y)]))
    assert point[0] ** 4 - 22 * point[0] ** 2 + point[0] + 114 == pytest.approx(0, abs=1e-11)
    assert point.tolist() == printed(f"{x} {ROUNDED.get(y, y)}")
    assert bool(point[1] == printed(y)) == (y not in ROUNDED)
    assert height == pytest.approx(0, abs=1e-20)
    assert curvatures.min() > 0


def test_the_maximum_of_himmelblau(printed):
    """Wikipedia, "Himmelblau's function": 181.617 at (-0.270845, -0.923039)."""
    point, height, curvatures = critical_point(np.array([-0.270845, -0.923039]))
    assert point.tolist() == printed("-0.270845 -0.923039")
    assert height == printed("181.617")
    assert curvatures.max() < 0


def test_minima_of_himmelblau_that_are_copied_wrongly():
    """Indusmic, "Himmelblau Function" (web page), gives minima at (-2.805118, 3.283186) and (3.584458, -1.848126): the
    second coordinate of the first is another minimum's without its sign, and the second has a digit changed. By hand at
    the first: 7.868687 + 3.283186 - 11 = 0.151873 and -2.805118 + 10.779310 - 7 = 0.974192, squared and added
    0.972116."""
    assert himmelblau(variable([-2.805118, 3.283186])).number == pytest.approx(0.972116, abs=5e-6)
    right, wrong = (himmelblau(variable([x, -1.848126])).number for x in (3.584428, 3.584458))
    assert right < 1e-10 < 1e-8 < wrong


def test_gradient_descent_on_three_equations(printed):
    """Wikipedia, "Gradient descent", "Solution of a non-linear system": F = |G|^2 / 2, one step of 0.001 from 0:
    F(0) = 58.456, x = (0.0075, 0.002, -0.20944), F(x) = 23.306."""

    def squares(parameters):
        x = parameters["x"]
        first = 3.0 * x[0] - cos(x[1] * x[2]) - 1.5
        second = 4.0 * x[0] ** 2 - 625.0 * x[1] ** 2 + 2.0 * x[1] - 1.0
        third = exp(-x[0] * x[1]) + 20.0 * x[2] + (10.0 * math.pi - 3.0) / 3.0
        return {"g1": first, "g2": second, "g3": third, "loss": (first**2 + second**2 + third**2) / 2.0}

    before, after = descend(squares, {"x": [0.0, 0.0, 0.0]}, 0.001, 1).steps
    assert [before.nodes[f"g{k}"].number for k in (1, 2, 3)] == printed("-2.5 -1 10.472")
    assert before.loss == printed("58.456")
    assert after.parameters["x"].value.tolist() == printed("0.0075 0.002 -0.20944")
    assert [after.nodes[f"g{k}"].number for k in (1, 2, 3)] == printed("-2.48 -1.00 6.28")
    assert after.loss == printed("23.306")
