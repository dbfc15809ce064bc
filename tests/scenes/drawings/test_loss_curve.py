"""The loss curve against its losses, read off the drawn points."""

from fractions import Fraction

import numpy as np
import pytest
from manim import Scene, tempconfig

from scenes.stage.drawings.plots.loss_curve import LossCurve
from scenes.stage.drawings.plots.scales import Linear
from scenes.stage.frame.region import Region
from scenes.stage.writing.typeset import Formula, Label
from tests.scenes.drawings.pens import pen

REGION = Region(-6.4, -2.4, 0.2, 0.05)


def curve(losses: list, **settings) -> LossCurve:
    mine = pen()
    return LossCurve(REGION, mine, losses, Formula("L", 30, "#FFFFFF"), Label("step", 30, "#FFFFFF"), **settings)


def test_it_is_logarithmic_and_zero_stands_on_the_axis():
    found = curve([1.0, 0.1, 0.01, 0.0])
    heights = [found.at(k)[1] for k in range(4)]
    assert heights[0] - heights[1] == pytest.approx(heights[1] - heights[2])
    assert heights[3] == pytest.approx(found.axes.plot.bottom)
    assert heights[2] > heights[3]


def test_steps_stand_at_an_even_pace():
    found = curve([4, 3, 2, 1])
    across = np.diff([found.at(k)[0] for k in range(4)])
    assert across == pytest.approx([across[0]] * 3)
    assert [label.tick.number for label in found.axes.labels if label.get_top()[1] < found.axes.plot.bottom] == [
        0,
        1,
        2,
        3,
    ]


def test_a_linear_axis():
    found = curve([4.0, 2.0, 0.0], scale=Linear(0, 4))
    assert [found.at(k)[1] for k in range(3)] == pytest.approx(
        [found.axes.plot.top, found.axes.plot.y, found.axes.plot.bottom]
    )


def test_it_goes_on_beyond_the_range_of_floats():
    found = curve([Fraction(1), Fraction(10) ** 400, Fraction(10) ** 800])
    heights = [found.at(k)[1] for k in range(3)]
    assert heights[2] - heights[1] == pytest.approx(heights[1] - heights[0])
    assert heights[0] < heights[1]
    assert len(found.training.line.points) == 2 * 4


def test_it_grows_with_the_step():
    found = curve([1.0, 0.1, 0.01, 0.001])
    found.upto(1)
    assert found.training.line.points[-1] == pytest.approx(found.at(1))
    assert len(found.training.line.points) == 4
    found.upto(1.5)
    assert found.training.line.points[-1] == pytest.approx((found.at(1) + found.at(2)) / 2)
    found.upto(0)
    assert len(found.training.line.points) == 0
    assert found.training.dots.get_center() == pytest.approx(found.at(0))
    found.upto(3)
    assert found.training.line.points[-1] == pytest.approx(found.at(3))


def test_of_a_long_descent_only_the_end_has_a_dot():
    found = curve(list(np.geomspace(1, 1e-3, 500)))
    found.upto(250)
    assert found.training.dots.get_center() == pytest.approx(found.at(250))
    assert found.training.dots.width < 0.5
    short = curve([1.0, 0.1, 0.01])
    assert short.training.dots.width > short.at(2)[0] - short.at(0)[0]


def test_held_out_losses_are_dashed_and_end_in_a_diamond():
    found = curve([1.0, 0.1, 0.01], held_out=[1.0, 0.3, 0.5])
    whole, dashes = (series.line.get_subpaths() for series in (found.training, found.held_out))
    assert len(whole) == 1
    assert len(dashes) > 5
    assert found.held_out.line.points[0] == pytest.approx(found.at(0))
    assert len(found.held_out.shape) == 4 * 4
    assert len(found.training.shape) > 4 * 4


@pytest.mark.parametrize("hole", [float("nan"), float("inf")])
def test_a_loss_that_is_not_finite_ends_the_curve(hole: float):
    found = curve([1.0, 10.0, hole, hole])
    for mobject in found.get_family():
        assert np.isfinite(mobject.points).all()
    assert len(found.training.line.points) == 4
    found.upto(2.5)
    assert len(found.training.line.points) == 4
    assert all(np.isfinite(mobject.points).all() for mobject in found.get_family())


@pytest.mark.parametrize("losses", [[0.0, 0.0], [Fraction(0)], [1.0], [5.0, 5.0]])
def test_losses_that_hardly_make_a_curve(losses: list):
    found = curve(losses)
    assert all(np.isfinite(mobject.points).all() for mobject in found.get_family())
    assert found.axes.holds(0, losses[0])


def test_its_animation_ends_at_its_step():
    with tempconfig({"dry_run": True, "frame_rate": 5, "progress_bar": "none", "verbosity": "ERROR"}):
        found = curve([1.0, 0.1, 0.01])
        scene = Scene()
        scene.add(found.upto(0))
        scene.play(found.growing(0, 2), run_time=0.4)
    assert found.training.line.points[-1] == pytest.approx(found.at(2))
