"""Curves: through their points, cut to the plot, with true corners, and never a point that is not finite."""

import numpy as np
import pytest

from scenes.stage.drawings.plots.axes import Axes
from scenes.stage.drawings.plots.live_curve import LiveCurve, abscissas
from scenes.stage.drawings.plots.scales import Linear, Logarithmic
from scenes.stage.frame.region import Region
from tests.scenes.drawings.pens import pen

REGION = Region(-5, -3, 4, 2)


@pytest.fixture
def axes() -> Axes:
    return Axes(REGION, pen(), Linear(-2, 2), Linear(-1, 1))


def numbers(curve: LiveCurve) -> np.ndarray:
    """The ends of its segments as pairs of numbers, read off the screen."""
    plot = curve.axes.plot
    ends = np.concatenate([curve.points[0::4], curve.points[3::4]])
    shares = (ends[:, :2] - [plot.left, plot.bottom]) / [plot.width, plot.height]
    return np.array([-2, -1]) + shares * [4, 2]


def test_it_runs_straight_from_point_to_point(axes: Axes):
    curve = LiveCurve(axes).through([-1, 0, 1], [0, 1, 0])
    assert len(curve.points) == 2 * 4
    assert {tuple(map(float, pair)) for pair in numbers(curve).round(9)} == {(-1, 0), (0, 1), (1, 0)}
    start, third, _, end = curve.points[:4]
    assert third - start == pytest.approx((end - start) / 3)


def test_it_follows_a_state_and_stays_the_same_mobject(axes: Axes):
    curve = LiveCurve(axes).graph(lambda x: x / 2)
    before = (curve, *curve.get_family())
    curve.graph(lambda x: -x / 2)
    assert (curve, *curve.get_family()) == before
    x, y = numbers(curve).T
    assert y == pytest.approx(-x / 2)


def test_a_corner_is_exact(axes: Axes):
    corner = 0.123456
    curve = LiveCurve(axes).graph(lambda x: np.maximum(0, x - corner), corners=[corner])
    x, y = numbers(curve).T
    assert np.abs(x - corner).min() == pytest.approx(0, abs=1e-12)
    assert y == pytest.approx(np.maximum(0, x - corner), abs=1e-9)
    # every point of every segment lies on the bent line, also in the middle of the segment
    middles = (curve.points[0::4] + curve.points[3::4]) / 2
    across = (middles[:, 0] - axes.plot.left) / axes.plot.width * 4 - 2
    up = (middles[:, 1] - axes.plot.bottom) / axes.plot.height * 2 - 1
    assert up == pytest.approx(np.maximum(0, across - corner), abs=1e-9)


def test_a_corner_that_is_not_in_the_plot_is_left_out(axes: Axes):
    assert abscissas(axes, [-2.5, 7]).tolist() == abscissas(axes).tolist()
    assert 0.3333 in abscissas(axes, [0.3333])


def test_a_smooth_curve_looks_smooth(axes: Axes):
    curve = LiveCurve(axes).graph(np.sin)
    steps = np.diff(curve.points[0::4], axis=0)
    angles = np.unwrap(np.arctan2(steps[:, 1], steps[:, 0]))
    assert np.abs(np.diff(angles)).max() < np.radians(2)


def test_it_is_cut_at_the_border(axes: Axes):
    curve = LiveCurve(axes).through([-2, 2], [-3, 3])  # y = 1.5 x leaves at y = +-1, x = +-2/3
    assert numbers(curve) == pytest.approx(np.array([[-2 / 3, -1], [2 / 3, 1]]))
    curve.graph(lambda x: 40 * np.sin(5 * x))
    assert (np.abs(numbers(curve)) <= np.array([2, 1]) + 1e-9).all()
    assert len(LiveCurve(axes).graph(lambda x: x * 0 + 7).points) == 0


@pytest.mark.parametrize("far", [1e7, 1e30, 1e300, np.finfo(float).max])
def test_it_leaves_for_very_far_along_its_line(axes: Axes, far: float):
    curve = LiveCurve(axes).through([0, 1], [0, far])
    assert np.isfinite(curve.points).all()
    assert numbers(curve) == pytest.approx(np.array([[0, 0], [0, 1]]), abs=1e-5)


@pytest.mark.parametrize("hole", [np.nan, np.inf, -np.inf])
def test_what_is_not_finite_ends_a_piece(axes: Axes, hole: float):
    xs = np.array([-1, -0.5, 0, 0.5, 1])
    curve = LiveCurve(axes).through(xs, [0, 0, hole, 0, 0])
    assert np.isfinite(curve.points).all()
    assert len(curve.get_subpaths()) == 2
    assert sorted(numbers(curve)[:, 0]) == pytest.approx([-1, -0.5, 0.5, 1])
    assert len(curve.through(xs, [hole] * 5).points) == 0
    assert len(curve.through(xs, [hole, 0, hole, 0, hole]).points) == 0


def test_functions_with_poles_and_holes(axes: Axes):
    for function in (lambda x: 1 / x, np.log, np.sqrt, lambda x: np.exp(1e4 * x)):
        points = LiveCurve(axes).graph(function).points
        assert len(points) > 0
        assert np.isfinite(points).all()


def test_dashes_lie_on_the_curve(axes: Axes):
    curve = LiveCurve(axes, dash=(0.3, 0.1)).through([-2, 2], [0.5, 0.5])
    pieces = curve.get_subpaths()
    assert len(pieces) == int(np.ceil(axes.plot.width / 0.4))
    lengths = [piece[-1][0] - piece[0][0] for piece in pieces[:-1]]
    assert lengths == pytest.approx([0.3] * len(lengths))
    assert numbers(curve)[:, 1] == pytest.approx(0.5)


def test_on_logarithmic_axes_a_power_is_straight():
    axes = Axes(REGION, pen(), Logarithmic(1, 1000), Logarithmic(1, 10**6))
    points = LiveCurve(axes).graph(lambda x: x**2).points
    slope = axes.plot.height / axes.plot.width  # x from 1 to 10^3, x^2 from 1 to 10^6
    assert points[:, 1] - axes.plot.bottom == pytest.approx(slope * (points[:, 0] - axes.plot.left), abs=1e-9)
