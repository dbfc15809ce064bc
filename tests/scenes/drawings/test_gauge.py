"""A gauge: how far it is filled, and what it says beyond its scale."""

from fractions import Fraction as F

import numpy as np
import pytest

from scenes.stage.declared import declared
from scenes.stage.drawings.plots.gauge import Gauge
from scenes.stage.drawings.plots.scales import Linear, Logarithmic, Scale
from scenes.stage.frame.region import Region
from tests.scenes.drawings.pens import pen

LYING, STANDING = Region(-5, -1.2, 5, 1.2), Region(-1.5, -3, 1.5, 3)
NUMBERS = {"a.loss": F("3.61"), "b.loss": F(12), "c.loss": F(0)}


def gauge(region: Region, scale: Scale, path: str = "a.loss") -> Gauge:
    return Gauge(region, pen("ru", NUMBERS), scale, path)


def test_the_bar_is_filled_in_proportion():
    lying = gauge(LYING, Linear(0, 10))
    assert lying.fill.width / lying.trough.width == pytest.approx(0.361)
    assert lying.fill.get_left()[0] == pytest.approx(lying.trough.get_left()[0])
    lying.fill_to(5)
    assert lying.fill.width / lying.trough.width == pytest.approx(0.5)
    standing = gauge(STANDING, Linear(0, 10))
    assert standing.fill.height / standing.trough.height == pytest.approx(0.361)
    assert standing.fill.get_bottom()[1] == pytest.approx(standing.trough.get_bottom()[1])
    assert declared(standing.fill).meaning == "loss"


def test_a_logarithmic_gauge_is_filled_by_the_logarithm():
    lying = gauge(LYING, Logarithmic(F(1, 100), 100)).fill_to(1)
    assert lying.fill.width / lying.trough.width == pytest.approx(0.5)
    assert len(lying.fill_to(F(1, 1000)).fill.points) == 0


def test_its_number_is_bound_to_its_quantity():
    found = gauge(LYING, Linear(0, 10))
    assert (found.value.path, found.value.shown, found.value.relation) == ("a.loss", "3,61", "=")
    assert found.value.height > 0.3  # about 45 pixels of 1080: to be read from the last row


def test_beyond_its_scale_it_is_full_and_its_end_is_broken():
    full, over = gauge(LYING, Linear(0, 10)).fill_to(10), gauge(LYING, Linear(0, 10), "b.loss")
    assert full.fill.width == pytest.approx(full.trough.width)
    assert over.fill.get_right()[0] > over.trough.get_right()[0] + 0.1
    assert len(over.fill.points) == len(full.fill.points)
    assert len({round(x, 6) for x in over.fill.points[::4, 0]}) == 3  # both ends, and the teeth
    assert over.fill.get_right()[0] <= LYING.right + 1e-6


def test_no_loss_leaves_it_empty():
    assert len(gauge(LYING, Linear(0, 10), "c.loss").fill.points) == 0


@pytest.mark.parametrize("region", [LYING, STANDING])
def test_the_mark_stands_at_the_smallest_so_far(region: Region):
    found = gauge(region, Linear(0, 10))
    assert len(found.smallest.points) == 0
    found.mark_smallest(F(5, 2))
    axis = 0 if found.lies else 1
    tip = found.smallest.points[0]
    assert tip[axis] == pytest.approx(found.at(2.5)[axis])
    assert found.smallest.get_center()[axis] == pytest.approx(found.at(2.5)[axis])
    assert len(found.mark_smallest(11).smallest.points) == 0


@pytest.mark.parametrize("scale", [Linear(0, 10), Logarithmic(F(1, 1000), 10), Linear(0, 2_000_000)])
@pytest.mark.parametrize(
    "region", [LYING, STANDING, Region(0, 0, 3.4, 2.2), Region(0, 0, 2.2, 2.6), Region(-3.6, 0, 3.6, 3)]
)
def test_it_keeps_inside_its_region(region: Region, scale: Scale):
    found = gauge(region, scale, "b.loss").mark_smallest(0.001)
    assert region.left - 1e-6 <= found.get_left()[0]
    assert found.get_right()[0] <= region.right + 1e-6
    assert region.bottom - 1e-6 <= found.get_bottom()[1]
    assert found.get_top()[1] <= region.top + 1e-6
    assert found.reading.get_bottom()[1] > max(found.fill.get_top()[1], found.smallest.get_top()[1])
    assert np.isfinite(found.fill.points).all()
    assert found.trough.height > 0.3
    assert found.trough.width > 0.3


def test_gauges_side_by_side_are_level():
    one, other = gauge(LYING, Linear(0, 20)), gauge(LYING, Linear(0, 20), "b.loss")  # 3,61 has a comma, 12 has none
    assert one.trough.get_top()[1] == pytest.approx(other.trough.get_top()[1])
    assert one.reading.baseline == pytest.approx(other.reading.baseline)


def test_it_can_be_moved_and_scaled_like_any_mobject():
    found = gauge(LYING, Linear(0, 10))
    width = found.width
    assert found.copy().scale(0.5).shift([1, 0, 0]).width == pytest.approx(width / 2)
