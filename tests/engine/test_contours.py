"""Levels of contour maps."""

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from engine import contour_levels, function_surface

pytestmark = pytest.mark.filterwarnings("error")


def figures(number):
    """How many figures the shortest decimal of a number has."""
    return len(Decimal(repr(number)).normalize().as_tuple().digits)


def surface(function, half=2.0, points=81):
    line = np.linspace(-half, half, points)
    return function_surface(function, line, line).values


def rosenbrock(x, y):
    return 100 * (y - x**2) ** 2 + (1 - x) ** 2


@pytest.mark.parametrize(
    ("low", "high", "count", "wanted"),
    [
        (0, 13, 12, range(1, 13)),  # 13 / 13 = 1
        (-9, 4, 12, range(-8, 4)),
        (0.2, 0.9, 6, [0.3, 0.4, 0.5, 0.6, 0.7, 0.8]),  # 0.7 / 7 = 0.1
        (-1.3, 1.3, 12, [number / 5 for number in range(-6, 7)]),  # 2.6 / 13 = 0.2
        (3000, 36000, 12, [number * 2500 for number in range(2, 15)]),  # 33000 / 13 = 2538
        (0, 1, 1, [0.5]),
        (99.5, 100.5, 1, [100.0]),
    ],
)
def test_steps_are_round(low, high, count, wanted):
    """Heights spread evenly: the step is the round one nearest to the range divided by one more than the count."""
    levels = contour_levels(np.linspace(low, high, 200), count)
    assert levels.scale == "linear"
    assert levels.values.tolist() == list(map(float, wanted))


def test_levels_are_the_decimals_that_they_are_written_as():
    """0.1 * 3 is 0.30000000000000004; the level is 0.3."""
    assert contour_levels(np.linspace(0, 1, 50), 9).values.tolist() == [n / 10 for n in range(1, 10)]
    assert 0.1 * 3 not in contour_levels(np.linspace(0, 1, 50), 9).values


def test_a_bowl_is_linear():
    levels = contour_levels(surface(lambda x, y: x**2 + y**2))
    assert levels.scale == "linear"
    assert levels.values.tolist() == [0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0, 5.5, 6.0, 6.5, 7.0, 7.5]


@pytest.mark.parametrize("offset", [0.0, 1000.0, -7.0])
def test_rosenbrocks_valley_is_logarithmic(offset):
    """On [-2, 2] x [-2, 2] the function reaches from 0 to 3609 (at (-2, -2): 100 * 36 + 9), and half of the map lies
    below the first of 12 equal steps. The lines go down to the floor of the valley, at 0.5 and less, also where the
    whole is raised or lowered."""
    heights = surface(rosenbrock) + offset
    levels = contour_levels(heights)
    assert levels.scale == "logarithmic"
    over = levels.values - offset
    assert over[0] <= 0.5
    assert over[-1] >= 1000
    factors = over[1:] / over[:-1]
    assert factors.min() > 1.9
    assert factors.max() < 3.5
    below = [(heights < level).mean() for level in levels.values]
    assert (np.diff([0, *below, 1]) < 0.25).all()  # no band between two lines holds more than a quarter of the map


def test_linear_steps_would_leave_the_valley_empty():
    heights = surface(rosenbrock)
    first = contour_levels(heights, scale="linear").values[0]
    assert first >= 200
    assert (heights < first).mean() > 0.4


def test_logarithmic_levels_of_a_decade():
    """Over heights from 1 to 1000 above the lowest, 0: three decades. Asked for 3 levels, one a decade; for 6, two, 1
    and 3; for 9, three, 1, 2 and 5; for more, six."""
    heights = [0.0, *np.geomspace(1, 1000, 500)]
    wanted = {
        3: [10, 100],
        6: [3, 10, 30, 100, 300],
        9: [2, 5, 10, 20, 50, 100, 200, 500],
        18: [1.5, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300, 500, 700],
    }
    for count, levels in wanted.items():
        found = contour_levels(heights, count, scale="logarithmic").values.tolist()
        assert [level for level in found if level > 1.01] == levels


def test_negative_heights_have_logarithmic_levels_too():
    """Over the lowest point, -1 to two figures: -1 + 0.1, + 0.2, + 0.5, + 1 and so on."""
    heights = [-1.0, *(np.geomspace(0.1, 100, 300) - 1)]
    levels = contour_levels(heights, 9).values
    assert contour_levels(heights, 9).scale == "logarithmic"
    assert [level for level in levels if level > -0.89] == [-0.8, -0.5, 0.0, 1.0, 4.0, 9.0, 19.0, 49.0]


def test_what_is_not_finite_is_left_out():
    line = np.linspace(0, 13, 200)
    holes = np.concatenate([line, [math.nan, math.inf, -math.inf]])
    assert contour_levels(holes).values.tolist() == contour_levels(line).values.tolist()


def test_any_shape_and_kind_of_numbers():
    line = np.linspace(0, 13, 200)
    assert contour_levels(line.reshape(20, 10)).values.tolist() == list(range(1, 13))
    assert contour_levels([Fraction(k, 10) for k in range(131)]).values.tolist() == list(range(1, 13))
    assert contour_levels(list(range(14))).values.tolist() == list(range(1, 13))


@pytest.mark.parametrize("size", [1e-300, 1e-100, 1e-9, 1e9, 1e100, 1e300, 1e307])
@pytest.mark.parametrize("scale", ["linear", "logarithmic"])
def test_huge_and_tiny_ranges(size, scale):
    levels = contour_levels(np.linspace(0, size, 500), scale=scale).values
    assert 5 <= len(levels) <= 24
    assert (np.diff(levels) > 0).all()
    assert 0 < levels[0] < levels[-1] < size
    assert max(map(figures, levels.tolist())) <= 3


def test_the_whole_range_of_floats():
    for scale in (None, "linear", "logarithmic"):
        levels = contour_levels([-1.7e308, 0.0, 1e308, 1.7e308], scale=scale).values
        assert np.isfinite(levels).all()
        assert (np.diff(levels) > 0).all()
    assert contour_levels([-1.75e308, 0.0], 1, "linear").values.tolist() == [-1e308]
    wide = contour_levels(np.geomspace(1e-300, 1e300, 1000))
    assert wide.scale == "logarithmic"
    assert 6 <= len(wide.values) <= 24
    assert wide.values[0] < 1e-200
    assert wide.values[-1] > 1e200


def test_a_small_range_far_from_zero():
    levels = contour_levels(np.linspace(1e6, 1e6 + 1, 100), 9)
    assert levels.values.tolist() == [1000000 + k / 10 for k in range(1, 10)]


def test_levels_cannot_be_changed():
    levels = contour_levels([0.0, 1.0, 2.0, 3.0]).values
    with pytest.raises(ValueError, match="read-only"):
        levels[0] = 1.0


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: contour_levels([2.0, 2.0]), ValueError, "values: must differ by more than rounding, got 2.0 to 2.0"),
        (lambda: contour_levels([1.0, 1.0 + 2**-52]), ValueError, "values: must differ by more than rounding"),
        (lambda: contour_levels([0.0, 5e-324]), ValueError, "values: must differ by more than rounding"),
        (lambda: contour_levels([math.nan, math.inf]), ValueError, "values: must have some that are finite"),
        (lambda: contour_levels([]), ValueError, "values: must have some that are finite"),
        (lambda: contour_levels("heights"), TypeError, "values: must be a number"),
        (lambda: contour_levels([1, 2], 0), ValueError, "count: must be at least 1, got 0"),
        (lambda: contour_levels([1, 2], 10**9), ValueError, "count: must be at most 1000"),
        (lambda: contour_levels([1, 2], 2.5), TypeError, "count: must be a whole number"),
        (lambda: contour_levels([1, 2], scale="log"), ValueError, "scale: must be linear or logarithmic, got 'log'"),
    ],
)
def test_errors_in_one_line(call, error, words):
    with pytest.raises(error) as caught:
        call()
    message = str(caught.value)
    assert message.startswith(words)
    assert "\n" not in message
