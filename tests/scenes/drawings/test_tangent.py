"""Tangents: their slope, to the scales of both axes."""

import numpy as np
import pytest

from scenes.stage.drawings.plots.axes import Axes
from scenes.stage.drawings.plots.scales import Linear, Logarithmic
from scenes.stage.drawings.plots.tangent import Tangent
from scenes.stage.frame.region import Region
from tests.scenes.drawings.pens import pen

REGION = Region(-5, -3, 4, 2)


def test_it_touches_with_the_slope_of_the_engine():
    axes = Axes(REGION, pen(), Linear(-1, 4), Linear(-10, 20))
    line = Tangent(axes, 1, 3.61, -7.98, length=1.5)
    start, end = line.points[0], line.points[-1]
    run, rise = (end - start)[:2] / [axes.plot.width / 5, axes.plot.height / 30]
    assert rise / run == pytest.approx(-7.98)
    assert (start + end) / 2 == pytest.approx(axes.at(1, 3.61))
    assert np.linalg.norm(end - start) == pytest.approx(1.5)
    line.touch(2, 0.04, 0)
    assert line.height == pytest.approx(0)
    assert line.width == pytest.approx(1.5)


def test_it_is_cut_at_the_border():
    axes = Axes(REGION, pen(), Linear(-1, 4), Linear(0, 20))
    line = Tangent(axes, -1, 0, 1)
    assert line.get_left()[0] == pytest.approx(axes.plot.left)
    assert len(line.touch(0, 1, float("nan")).points) == 0


def test_it_is_straight_on_linear_axes_only():
    with pytest.raises(ValueError, match="linear"):
        Tangent(Axes(REGION, pen(), Linear(0, 1), Logarithmic(1, 10)), 0, 1, 1)
