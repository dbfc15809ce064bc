"""Critical points, against published ones and against derivatives worked out by hand."""

import math
from collections import Counter

import numpy as np
import pytest

from engine import cos, critical_points, descend, exp, function_surface, log, relu, sin, sqrt, tanh
from engine.landscape.critical_points import derivatives

pytestmark = pytest.mark.filterwarnings("error")


def himmelblau(x, y):
    return (x**2 + y - 11.0) ** 2 + (x + y**2 - 7.0) ** 2


def rosenbrock(x, y):
    return 100.0 * (y - x**2) ** 2 + (1.0 - x) ** 2


def three_humps(x, y):
    return 2.0 * x**2 - 1.05 * x**4 + x**6 / 6.0 + x * y + y**2


def six_humps(x, y):
    return (4.0 - 2.1 * x**2 + x**4 / 3.0) * x**2 + x * y + (-4.0 + 4.0 * y**2) * y**2


def lesson(w, b):
    """Storyboard, lesson 9: y-hat = tanh(w x + b), mean squared error over (0, -0.5), (-2, 0.8), (4, 0)."""
    return sum((tanh(w * x + b) - y) ** 2 for x, y in ((0.0, -0.5), (-2.0, 0.8), (4.0, 0.0))) / 3.0


def kinds(points):
    return dict(Counter(point.kind for point in points))


def positions(points, kind):
    return [point.position for point in points if point.kind == kind]


def at(points, position, value, kind, figures=5e-5):
    """The one point that is where it was published, as far as the figures go."""
    near = [point for point in points if np.abs(np.subtract(point.position, position)).max() < figures]
    assert len(near) == 1
    assert near[0].kind == kind
    assert near[0].value == pytest.approx(value, abs=figures)


def test_himmelblau():
    """Himmelblau, Applied Nonlinear Programming (1972): four minima with f = 0, four saddles and one maximum, with
    their figures as in Wikipedia, "Himmelblau's function"; the saddles checked below by their gradients."""
    points = critical_points(himmelblau, [(-5, 5), (-5, 5)])
    assert kinds(points) == {"minimum": 4, "saddle": 4, "maximum": 1}
    for place in ((3.0, 2.0), (-2.80512, 3.13131), (-3.77931, -3.28319), (3.58443, -1.84813)):
        at(points, place, 0.0, "minimum", 1e-5)
    at(points, (-0.270845, -0.923039), 181.617, "maximum", 5e-4)
    for place, value in (
        ((-3.0730, -0.0814), 104.0152),
        ((0.0867, 2.8843), 67.7192),
        ((3.3852, 0.0739), 13.3119),
        ((-0.1280, -1.9537), 178.3372),
    ):
        at(points, place, value, "saddle", 1e-4)
    for point in points:
        x, y = point.position
        u, v = x * x + y - 11, x + y * y - 7
        assert point.value == pytest.approx(u * u + v * v, abs=1e-12)
        assert math.hypot(4 * x * u + 2 * v, 2 * u + 4 * y * v) < 1e-12
        assert point.gradient < 1e-12
        matrix = [[4 * u + 8 * x * x + 2, 4 * x + 4 * y], [4 * x + 4 * y, 2 + 4 * v + 8 * y * y]]
        assert point.eigenvalues == pytest.approx(tuple(np.linalg.eigvalsh(matrix)), rel=1e-12)
    assert [point.value for point in points] == sorted(point.value for point in points)


def test_rosenbrock():
    """Rosenbrock (1960): one minimum, f = 0 at (1, 1), where the Hessian is 802, -400, -400, 200. Its trace is 1002,
    its determinant 802 * 200 - 400^2 = 400: eigenvalues 501 -+ sqrt(501^2 - 400)."""
    (point,) = critical_points(rosenbrock, [(-2, 2), (-1, 3)])
    assert point.kind == "minimum"
    assert point.position == pytest.approx((1, 1), abs=1e-12)
    root = math.sqrt(501**2 - 400)
    assert point.eigenvalues == pytest.approx((501 - root, 501 + root), rel=1e-9)


def test_the_three_hump_camel():
    """y = -x / 2 and x (x^4 - 4.2 x^2 + 3.5) = 0, so x^2 = (4.2 -+ sqrt(3.64)) / 2 or x = 0. The published minimum is
    f = 0 at (0, 0), and 0.2986 at (-+1.7476, +-0.8738) (Molga and Smutnicki 2005)."""
    points = critical_points(three_humps, [(-5, 5), (-5, 5)])
    assert kinds(points) == {"minimum": 3, "saddle": 2}
    at(points, (0.0, 0.0), 0.0, "minimum")
    at(points, (-1.7476, 0.8738), 0.2986, "minimum", 1e-4)
    at(points, (1.7476, -0.8738), 0.2986, "minimum", 1e-4)
    inner = math.sqrt((4.2 - math.sqrt(3.64)) / 2)
    assert sorted(positions(points, "saddle")) == [
        pytest.approx((-inner, inner / 2), rel=1e-13),
        pytest.approx((inner, -inner / 2), rel=1e-13),
    ]


def test_the_six_hump_camel():
    """Dixon and Szegö (1978): six minima, of which two are global, -1.0316 at (0.0898, -0.7126) and (-0.0898, 0.7126);
    the others -0.2155 at -+(1.7036, -0.7961) and 2.1043 at -+(1.6071, 0.5687). It rises on all sides, so minima and
    maxima are one more than saddles (Poincaré and Hopf): six minima and two maxima go with seven saddles."""
    points = critical_points(six_humps, [(-3, 3), (-2, 2)])
    assert kinds(points) == {"minimum": 6, "saddle": 7, "maximum": 2}
    for sign in (1, -1):
        at(points, (sign * 0.0898, sign * -0.7126), -1.0316, "minimum", 1e-4)
        at(points, (sign * 1.7036, sign * -0.7961), -0.2155, "minimum", 1e-4)
        at(points, (sign * 1.6071, sign * 0.5687), 2.1043, "minimum", 1e-4)
    assert {round(points[0].value, 4), round(points[1].value, 4)} == {-1.0316}


@pytest.mark.parametrize("box", [2, 3, 5])
def test_the_lesson_of_two_valleys(box):
    points = critical_points(lesson, [(-box, box), (-box, box)])
    certain = [point for point in points if point.kind != "degenerate"]
    assert [point.kind for point in certain] == ["minimum", "minimum", "saddle"]
    assert [point.value for point in certain] == pytest.approx([0.231802, 0.332663, 0.352395], abs=5e-7)
    assert certain[0].position == pytest.approx((-0.094195, 0.150363), abs=5e-7)
    assert certain[1].position == pytest.approx((-0.802240, -0.537657), abs=5e-7)
    assert certain[2].position == pytest.approx((-0.403806, -0.208702), abs=5e-7)
    for point in certain:
        w, b = point.position
        errors = [(x, math.tanh(w * x + b), y) for x, y in ((0, -0.5), (-2, 0.8), (4, 0))]
        slopes = [2 * (t - y) * (1 - t * t) / 3 for _, t, y in errors]
        assert sum(slopes) == pytest.approx(0, abs=1e-14)
        assert sum(s * x for s, (x, _, _) in zip(slopes, errors, strict=True)) == pytest.approx(0, abs=1e-14)
        assert sum((t - y) ** 2 for _, t, y in errors) / 3 == pytest.approx(point.value, rel=1e-14)


@pytest.mark.parametrize(
    ("start", "valley", "height"),
    [((-1.0, 0.0), (-0.802240, -0.537657), 0.332663), ((0.0, 0.0), (-0.094195, 0.150363), 0.231802)],
)
def test_where_descent_starts_decides_where_it_ends(start, valley, height):
    history = descend(lambda p: lesson(p["w"], p["b"]), {"w": start[0], "b": start[1]}, 0.1, 800)
    assert history.path[-1].tolist() == pytest.approx(valley, abs=1e-6)
    assert history.steps[-1].loss == pytest.approx(height, abs=5e-7)


def test_a_grid_only_comes_near_to_a_minimum():
    """The lowest point of a grid is no critical point: the certified one lies lower."""
    line = np.linspace(-2, 2, 21)
    rough = function_surface(lambda w, b: lesson(w, b), line, line).lowest
    point = critical_points(lesson, [(-2, 2), (-2, 2)])[0]
    assert point.value < rough[2] < point.value + 0.05
    assert point.position == pytest.approx(rough[:2], abs=0.2)


def test_the_monkey_saddle_is_degenerate():
    """x^3 - 3 x y^2: the Hessian at its only critical point, (0, 0), is zero."""
    for box in ((-1, 1), (-1, 1.3), (-70, 41)):
        (point,) = critical_points(lambda x, y: x**3 - 3.0 * x * y**2, [box, box])
        assert point.kind == "degenerate"
        assert point.position == pytest.approx((0, 0), abs=1e-5 * (box[1] - box[0]))


@pytest.mark.parametrize(
    "function",
    [
        lambda x, y: x**4 + y**2,
        lambda x, y: x**4 + y**4,
        lambda x, y: x**3 + y**2,
        lambda x, y: (x + y) ** 4 - (x - y) ** 2,
        lambda x, y: x**4 - 1.2 * x**3 + 0.54 * x**2 - 0.108 * x + y**2,  # (x - 0.3)^4 written out
        lambda x, y: x**3 - 0.9 * x**2 + 0.27 * x + y**2,  # (x - 0.3)^3 written out
    ],
)
def test_flatter_than_a_parabola_is_degenerate(function):
    points = critical_points(function, [(-1, 1.1), (-1, 1.1)])
    assert len(points) >= 1
    assert kinds(points) == {"degenerate": len(points)}


def test_a_valley_with_a_level_floor_has_no_isolated_minimum():
    """The loss of one neuron over one example: (2.1 w + b - 4)^2 is 0 on a whole line."""
    points = critical_points(lambda w, b: (2.1 * w + b - 4.0) ** 2, [(-3, 3), (-3, 3)])
    assert kinds(points) == {"degenerate": len(points)}
    assert len(points) > 10
    for point in points:
        assert 2.1 * point.position[0] + point.position[1] == pytest.approx(4, abs=1e-12)


def test_a_bent_valley_and_the_saddle_between_its_arms():
    """(w b - 1)^2 is 0 along w b = 1; at (0, 0) the gradient is 0 and the Hessian [[0, -2], [-2, 0]]."""
    points = critical_points(lambda w, b: (w * b - 1.0) ** 2, [(-3, 3), (-3, 3)])
    (saddle,) = [point for point in points if point.kind == "saddle"]
    assert saddle.position == pytest.approx((0, 0), abs=1e-12)
    assert saddle.eigenvalues == pytest.approx((-2, 2))
    others = [point for point in points if point is not saddle]
    assert len(others) > 10
    for point in others:
        assert point.kind == "degenerate"
        assert point.position[0] * point.position[1] == pytest.approx(1, abs=1e-6)


def test_plateaus_are_never_isolated_points():
    """Far out tanh is level as far as floats can tell: one minimum, and nothing else that claims to be one."""
    points = critical_points(lambda w, b: tanh(w) ** 2 + tanh(b) ** 2, [(-30, 30), (-30, 31)])
    certain = [point for point in points if point.kind != "degenerate"]
    assert [point.kind for point in certain] == ["minimum"]
    assert certain[0].position == pytest.approx((0, 0), abs=1e-12)


@pytest.mark.parametrize("box", [3, 6, 12, 20])
def test_a_hill_with_a_vanishing_foot(box):
    """exp(-x^2 - y^2) has one critical point, its top; where it sinks below what floats hold, everything is level."""
    points = critical_points(lambda x, y: exp(-(x**2) - y**2), [(-box, box), (-box, box)])
    assert [point.position for point in points if point.kind != "degenerate"] == [pytest.approx((0, 0), abs=1e-12)]
    assert {point.kind for point in points if point.kind != "degenerate"} == {"maximum"}


def test_a_constant_is_level_everywhere():
    points = critical_points(lambda x, y: 0.0 * x + 0.0 * y + 5.0, [(-1, 1), (-1, 1)], starts=3)
    assert kinds(points) == {"degenerate": 9}


@pytest.mark.parametrize("function", [lambda x, y: x + 2.0 * y, lambda x, y: x**2 + y, lambda x, y: exp(x) + exp(y)])
def test_slopes_without_an_end_have_none(function):
    assert critical_points(function, [(-2, 2), (-2, 2)]) == ()


@pytest.mark.parametrize("slope", [1e-3, 1e-6, 1e-8])
def test_a_floor_that_slopes_a_little_is_no_critical_point(slope):
    """x^2 + slope y: Newton's step ends at x = 0, but the gradient there is the slope."""
    assert critical_points(lambda x, y: x**2 + slope * y, [(-2, 2), (-2, 2)]) == ()


def test_a_critical_point_outside_of_the_box_is_left_out():
    assert critical_points(lambda x, y: (x - 3.0) ** 2 + y**2, [(-2, 2), (-2, 2)]) == ()
    (point,) = critical_points(lambda x, y: (x - 2.0) ** 2 + y**2, [(-2, 2), (-2, 2)])
    assert point.position == pytest.approx((2, 0), abs=1e-12)


def test_poles():
    """1/w + w has a maximum at -1 and a minimum at 1, and b^2 makes the one a saddle."""
    points = critical_points(lambda w, b: 1.0 / w + w + b**2, [(-3, 3), (-3, 3)])
    assert [(point.kind, round(point.position[0], 9)) for point in points] == [("saddle", -1.0), ("minimum", 1.0)]


def test_domains():
    """log w - w has its maximum at 1, sqrt(b) - b at 1/4; left of 0 there is nothing."""
    (point,) = critical_points(lambda w, b: log(w) - w + sqrt(b) - b, [(-3, 3), (-3, 3)])
    assert point.kind == "maximum"
    assert point.position == pytest.approx((1, 0.25), abs=1e-12)


@pytest.mark.parametrize(
    "function",
    [
        lambda w, b: log(-(w**2) - b**2),
        lambda w, b: sqrt(w - 100.0) + b,
        lambda w, b: 1.0 / (w * 0.0) + b,
        lambda w, b: exp(exp(exp(w + 5.0))) + b,
    ],
)
def test_functions_without_numbers_have_none(function):
    assert critical_points(function, [(-3, 3), (-3, 3)]) == ()


def test_one_coordinate():
    """x^3 - 3x: a minimum at 1 with f'' = 6, a maximum at -1 with f'' = -6. There are no saddles on a line."""
    low, high = critical_points(lambda x: x**3 - 3.0 * x, [(-2, 2)])
    assert (low.kind, high.kind) == ("minimum", "maximum")
    assert low.position == pytest.approx((1,), rel=1e-14)
    assert low.eigenvalues == pytest.approx((6,), rel=1e-14)
    assert high.value == pytest.approx(2, rel=1e-14)
    waves = critical_points(sin, [(-10, 10)])
    assert kinds(waves) == {"minimum": 3, "maximum": 3}
    for point in waves:
        assert cos(point.position[0]) == pytest.approx(0, abs=1e-13)
    (corner,) = critical_points(lambda x: x**5, [(-1, 1.2)])
    assert corner.kind == "degenerate"


def test_three_coordinates():
    """a^2 + b^2 + c^2 + abc: 2a + bc = 0 and so on. Besides 0 that means a^2 = b^2 = c^2 = 4 with abc = -8: four points
    with the Hessian 2 on the diagonal and -+2 beside it, eigenvalues -2, 4, 4."""
    points = critical_points(lambda a, b, c: a**2 + b**2 + c**2 + a * b * c, [(-4, 4), (-4, 4), (-4, 4.5)], starts=9)
    assert kinds(points) == {"minimum": 1, "saddle": 4}
    assert {tuple(round(x, 9) for x in place) for place in positions(points, "saddle")} == {
        (-2.0, -2.0, -2.0),
        (-2.0, 2.0, 2.0),
        (2.0, -2.0, 2.0),
        (2.0, 2.0, -2.0),
    }
    assert points[0].eigenvalues == pytest.approx((2, 2, 2))
    for point in points[1:]:
        assert point.eigenvalues == pytest.approx((-2, 4, 4))


@pytest.mark.parametrize("factor", [1e-12, 1e-6, 1e6, 1e12, -1.0])
def test_the_units_of_the_function_do_not_matter(factor):
    plain = critical_points(himmelblau, [(-5, 5), (-5, 5)])
    scaled = critical_points(lambda x, y: factor * himmelblau(x, y), [(-5, 5), (-5, 5)])
    turned = {"minimum": "maximum", "maximum": "minimum", "saddle": "saddle"}
    expected = sorted((p.position, p.kind if factor > 0 else turned[p.kind], factor * p.value) for p in plain)
    found = sorted((p.position, p.kind, p.value) for p in scaled)
    assert len(found) == len(expected)
    for (place, kind, value), (position, label, height) in zip(found, expected, strict=True):
        assert place == pytest.approx(position, abs=1e-9)
        assert kind == label
        assert value == pytest.approx(height, abs=1e-12 * abs(factor))


@pytest.mark.parametrize("unit", [1e-6, 1e6])
def test_the_units_of_a_coordinate_do_not_matter(unit):
    """x in millionths, y as it is."""
    plain = critical_points(three_humps, [(-5, 5), (-5, 5)])
    scaled = critical_points(lambda x, y: three_humps(x / unit, y), [(-5 * unit, 5 * unit), (-5, 5)])
    assert sorted(p.kind for p in scaled) == sorted(p.kind for p in plain)
    wanted = sorted(p.position for p in plain)
    found = sorted((x / unit, y) for x, y in (p.position for p in scaled))
    assert np.array(found) == pytest.approx(np.array(wanted), abs=1e-9)


def test_the_tolerance_is_kept():
    """With starts on the minimum's own row Newton is exact; a tolerance below what rounding leaves drops points."""
    box = [(-5, 5), (-5, 5)]
    _, gradients, _ = derivatives(himmelblau, np.random.default_rng(0).uniform(-5, 5, size=(1000, 2)))
    usual = np.median(np.linalg.norm(gradients, axis=1))
    for point in critical_points(himmelblau, box, tolerance=1e-12):
        assert point.gradient <= 2e-12 * usual
    assert len(critical_points(himmelblau, box, tolerance=1e-30)) < 9


def test_derivatives_at_many_points():
    """f = a^2 b + b^3: gradient 2ab, a^2 + 3 b^2; Hessian [[2b, 2a], [2a, 6b]]."""
    values, gradients, hessians = derivatives(lambda a, b: a**2 * b + b**3, [[1.0, 2.0], [-3.0, 0.5]])
    assert values.tolist() == [10.0, 4.625]
    assert gradients.tolist() == [[4.0, 13.0], [-3.0, 9.75]]
    assert hessians.tolist() == [[[4.0, 2.0], [2.0, 12.0]], [[1.0, -6.0], [-6.0, 3.0]]]


def test_a_function_that_leaves_a_coordinate_out():
    _, gradients, hessians = derivatives(lambda a, b: b**2, [[1.0, 2.0]])
    assert gradients.tolist() == [[0.0, 4.0]]
    assert hessians.tolist() == [[[0.0, 0.0], [0.0, 2.0]]]
    assert set(kinds(critical_points(lambda a, b: b**2, [(-1, 1), (-1, 1)]))) == {"degenerate"}


def test_a_dead_relu_is_a_plateau():
    points = critical_points(lambda w, b: (relu(w + b) - 1.0) ** 2, [(-3, 3), (-3, 3)])
    assert set(kinds(points)) == {"degenerate"}
    dead = [point for point in points if sum(point.position) < 0]
    assert {point.value for point in dead} == {1.0}


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: critical_points(himmelblau, [(1, 1), (0, 1)]), ValueError, "ranges: must be (low, high)"),
        (lambda: critical_points(himmelblau, [(2, 1), (0, 1)]), ValueError, "ranges: must be (low, high)"),
        (lambda: critical_points(himmelblau, [(0, math.inf), (0, 1)]), ValueError, "ranges: must be (low, high)"),
        (lambda: critical_points(himmelblau, [(0, 1), (0, math.nan)]), ValueError, "ranges: must be (low, high)"),
        (lambda: critical_points(himmelblau, (0, 1)), ValueError, "ranges: must be (low, high)"),
        (lambda: critical_points(himmelblau, [(0, 1), (0, 1, 2)]), ValueError, "ranges: must be (low, high)"),
        (lambda: critical_points(himmelblau, []), ValueError, "ranges: must be (low, high)"),
        (lambda: critical_points(himmelblau, np.ones((30, 2))), ValueError, "ranges: must be (low, high)"),
        (lambda: critical_points(himmelblau, [(0, 1), (0, 1)], starts=0), ValueError, "starts: must be at least 1"),
        (
            lambda: critical_points(himmelblau, [(0, 1), (0, 1)], starts=1001),
            ValueError,
            "starts: 1001 along each of 2",
        ),
        (lambda: critical_points(himmelblau, [(0, 1)] * 2, tolerance=0), ValueError, "tolerance: must be above 0"),
        (lambda: critical_points(himmelblau, [(0, 1)] * 2, tolerance=math.nan), ValueError, "tolerance: must be"),
        (lambda: critical_points(lambda x, y: 3.0, [(0, 1)] * 2), ValueError, "function: must give a node"),
        (lambda: critical_points(lambda x, y: (x + y).sum(), [(0, 1)] * 2), ValueError, "function: must give a node"),
    ],
)
def test_errors_in_one_line(call, error, words):
    with pytest.raises(error) as caught:
        call()
    message = str(caught.value)
    assert message.startswith(words)
    assert "\n" not in message
