"""Sticks and squares of the errors: lengths and areas, measured on the drawn points."""

import numpy as np
import pytest
from manim import VMobject

from scenes.stage.drawings.plots.axes import Axes
from scenes.stage.drawings.plots.residuals import ResidualSquares, ResidualSticks
from scenes.stage.drawings.plots.scales import Linear
from scenes.stage.frame.region import Region
from tests.scenes.drawings.pens import pen

INPUTS, TARGETS = [1.0, 2.1, 3.0], [2.0, 4.0, 2.5]


@pytest.fixture
def axes() -> Axes:
    return Axes(Region(-5, -3, 4, 2), pen(), Linear(0, 5), Linear(0, 5), equal=True)


def area(shape: VMobject) -> float:
    """Half the cross product along the border (the shoelace formula)."""
    x, y = shape.points[::4, 0], shape.points[::4, 1]
    return abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1))) / 2


def test_the_area_of_a_square_is_the_squared_error(axes: Axes):
    squares = ResidualSquares(axes, INPUTS, TARGETS, [1.5, 2.1, 3.0])  # errors -0.5, -1.9, 0.5
    assert [area(square) / axes.unit**2 for square in squares] == pytest.approx([0.25, 3.61, 0.25])
    for square in squares:
        assert square.width == pytest.approx(square.height)
    squares.follow([2.0, 4.1558, 1.5])
    assert len(squares[0].points) == 0  # no error, no square
    assert [area(square) / axes.unit**2 for square in squares[1:]] == pytest.approx([0.02427364, 1.0])


def test_a_square_has_its_stick_for_a_side(axes: Axes):
    predictions = [1.5, 2.1, 3.0]
    squares = ResidualSquares(axes, INPUTS, TARGETS, predictions)
    sticks = ResidualSticks(axes, INPUTS, TARGETS, predictions)
    for square, stick, error in zip(squares, sticks, (-0.5, -1.9, 0.5), strict=True):
        assert stick.height == pytest.approx(abs(error) * axes.unit)
        assert (stick.get_bottom()[1], stick.get_top()[1]) == pytest.approx(
            (square.get_bottom()[1], square.get_top()[1])
        )
        side = square.get_right() if error < 0 else square.get_left()  # a target above the line: square on the left
        assert side[0] == pytest.approx(stick.get_center()[0])


def test_no_square_lies_across_a_rising_line(axes: Axes):
    slope, start = 0.9, 0.4
    squares = ResidualSquares(axes, INPUTS, TARGETS, [slope * x + start for x in INPUTS])
    for square in squares:
        corners = square.points[::4]
        x = (corners[:, 0] - axes.plot.left) / axes.unit
        y = (corners[:, 1] - axes.plot.bottom) / axes.unit
        above = y - (slope * x + start)
        assert (above >= -1e-9).all() or (above <= 1e-9).all()


def test_squares_want_axes_of_equal_scale():
    axes = Axes(Region(-5, -3, 4, 2), pen(), Linear(0, 5), Linear(0, 5))
    with pytest.raises(ValueError, match="equal"):
        ResidualSquares(axes, INPUTS, TARGETS, TARGETS)


@pytest.mark.parametrize("far", [30.0, -1e300, float("nan"), float("inf")])
def test_what_leaves_the_plot_is_cut_off(axes: Axes, far: float):
    squares, sticks = ResidualSquares(axes, [2], [2], [far]), ResidualSticks(axes, [2], [2], [far])
    for shape in (squares[0], sticks[0]):
        assert np.isfinite(shape.points).all()
        for point in shape.points:
            assert axes.plot.inset(-1e-6).holds(point)
    assert (len(sticks[0].points) > 0) == bool(np.isfinite(far))


def test_they_follow_and_stay_the_same_mobjects(axes: Axes):
    squares = ResidualSquares(axes, INPUTS, TARGETS, TARGETS)
    before = squares.get_family()
    squares.follow([1, 1, 1])
    assert squares.get_family() == before
