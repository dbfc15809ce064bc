"""Critical points of functions that hypothesis puts together from their known critical points."""

import math

import numpy as np
import pytest

from engine import critical_points

hypothesis = pytest.importorskip("hypothesis")
st = hypothesis.strategies

settings = hypothesis.settings(deadline=None, max_examples=40)
places = st.floats(-0.9, 0.9)
curvatures = st.one_of(st.floats(0.05, 20), st.floats(-20, -0.05))


@settings
@hypothesis.given(places, places, curvatures, curvatures, st.floats(0, math.pi), st.floats(-5, 5))
def test_a_quadratic_function_has_one_point_of_its_own_kind(x, y, first, second, angle, height):
    """height + (first u^2 + second v^2) / 2 in turned coordinates u, v: its Hessian has these eigenvalues."""
    c, s = math.cos(angle), math.sin(angle)

    def function(a, b):
        u, v = c * (a - x) + s * (b - y), c * (b - y) - s * (a - x)
        return (first * u**2 + second * v**2) / 2 + height

    (point,) = critical_points(function, [(-1, 1), (-1, 1)], starts=5)
    assert point.position == pytest.approx((x, y), abs=1e-9)
    assert point.value == pytest.approx(height, abs=1e-9)
    assert point.eigenvalues == pytest.approx(sorted((first, second)), rel=1e-9, abs=1e-9)
    both = {first > 0, second > 0}
    assert point.kind == ("saddle" if len(both) == 2 else "minimum" if both == {True} else "maximum")


@hypothesis.settings(settings, max_examples=20)
@hypothesis.given(
    st.lists(st.integers(-9, 9), min_size=2, max_size=4, unique=True).map(sorted),
    st.integers(-9, 9),
    st.sampled_from((1e-8, 1.0, 1e8)),
    st.sampled_from((1e-3, 1.0, 1e3)),
)
def test_a_polynomial_with_known_roots_of_its_derivative(roots, centre, factor, unit):
    """f'(x) = product of (x - root): the last root is a minimum, and they take turns to the left of it. With
    (y - centre)^2 added a maximum becomes a saddle. Units of function and coordinate are drawn too."""
    slope = np.polynomial.Polynomial.fromroots(roots)
    terms = slope.integ().coef

    def function(x, y):
        x, y = x / unit, y / unit
        return factor * (sum(float(term) * x**power for power, term in enumerate(terms) if power) + (y - centre) ** 2)

    points = critical_points(function, [(-10 * unit, 10 * unit)] * 2)
    found = sorted((point.position[0] / unit, point.position[1] / unit, point.kind) for point in points)
    wanted = [("minimum", "saddle")[place % 2] for place in range(len(roots))][::-1]
    assert [kind for _, _, kind in found] == wanted
    assert [x for x, _, _ in found] == pytest.approx(roots, abs=1e-6)
    assert [y for _, y, _ in found] == pytest.approx([centre] * len(roots), abs=1e-6)


@settings
@hypothesis.given(st.floats(-3, 3), st.floats(-3, 3), st.floats(-4, 4))
def test_one_neuron_and_one_example_have_a_valley_and_no_point(x, bias_weight, target):
    """(w x + b v - y)^2 has a whole line of minima, whatever x, v and y are; where both are 0 it is level."""
    points = critical_points(lambda w, b: (w * x + b * bias_weight - target) ** 2, [(-3, 3), (-3, 3)], starts=5)
    assert {point.kind for point in points} <= {"degenerate"}
