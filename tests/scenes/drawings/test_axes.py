"""Axes: where pairs of numbers stand, and that everything keeps inside its region and clear of everything else."""

from itertools import combinations

import numpy as np
import pytest
from manim import VMobject

from scenes.stage.drawings.plots.axes import Axes
from scenes.stage.drawings.plots.scales import Linear, Logarithmic, Scale
from scenes.stage.frame.region import Region
from scenes.stage.writing.typeset import Label
from tests.scenes.drawings.pens import pen

WIDE, SQUARE, TALL, SMALL = Region(-6, -2, 6, 2), Region(-3, -3, 3, 3), Region(-3.6, -4, 3.6, 5), Region(0, 0, 3.2, 2.4)


def box(mobject: VMobject) -> tuple[float, float, float, float]:
    (left, bottom, _), (right, top, _) = mobject.get_corner([-1, -1, 0]), mobject.get_corner([1, 1, 0])
    return left, bottom, right, top


def apart(one: VMobject, other: VMobject) -> bool:
    a, b = box(one), box(other)
    return a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]


def test_numbers_stand_in_proportion_between_the_ends():
    axes = Axes(WIDE, pen(), Linear(-1, 3), Linear(0, 20))
    plot = axes.plot
    assert list(axes.at(-1, 0)) == pytest.approx([plot.left, plot.bottom, 0])
    assert list(axes.at(3, 20)) == pytest.approx([plot.right, plot.top, 0])
    assert list(axes.at(0, 15)) == pytest.approx([plot.left + plot.width / 4, plot.bottom + plot.height * 3 / 4, 0])
    assert axes.places(np.array([0.0]), np.array([15.0]))[0] == pytest.approx(axes.at(0, 15))
    assert axes.unit == pytest.approx(plot.width / 4)


def test_what_the_plot_holds():
    axes = Axes(WIDE, pen(), Linear(-1, 3), Logarithmic(1, 100))
    assert axes.holds(3, 100)
    assert axes.holds(-1, 1)
    assert not axes.holds(3.01, 10)
    assert not axes.holds(0, 0.99)
    assert not axes.holds(0, 0)


def test_a_logarithmic_axis():
    axes = Axes(SQUARE, pen(), Logarithmic(1, 10**6), Logarithmic(1, 10**6))
    steps = [axes.at(1, 10**k)[1] - axes.at(1, 10 ** (k - 1))[1] for k in range(1, 7)]
    assert steps == pytest.approx([steps[0]] * 6)
    with pytest.raises(TypeError, match="unit"):
        _ = axes.unit


@pytest.mark.parametrize("region", [WIDE, SQUARE, TALL])
def test_equal_axes_have_one_unit(region: Region):
    axes = Axes(region, pen(), Linear(-2, 2), Linear(0, 1), equal=True)
    right, up = axes.at(1, 0) - axes.at(0, 0), axes.at(0, 1) - axes.at(0, 0)
    assert right[0] == pytest.approx(up[1])
    assert axes.unit == pytest.approx(right[0])
    # a gradient (1, 2) and a level line (2, -1) cross at a right angle
    gradient, level = axes.at(1, 2) - axes.at(0, 0), axes.at(2, -1) - axes.at(0, 0)
    assert float(gradient @ level) == pytest.approx(0, abs=1e-9)


def test_equal_axes_are_linear():
    with pytest.raises(ValueError, match="linear"):
        Axes(SQUARE, pen(), Linear(0, 1), Logarithmic(1, 10), equal=True)


def test_each_label_stands_at_its_number():
    axes = Axes(WIDE, pen("ru"), Linear(-1, 3), Linear(0, 20))
    found = 0
    for label in axes.labels:
        below = label.get_top()[1] < axes.plot.bottom
        if below:
            assert label.get_center()[0] == pytest.approx(axes.at(label.tick.number, 0)[0])
        else:
            assert label.get_right()[0] < axes.plot.left
            digits = label.submobjects[-1]
            assert digits.get_center()[1] == pytest.approx(axes.at(0, label.tick.number)[1], abs=0.02)
        found += below
    assert [str(label.tick.number) for label in axes.labels[:found]] == ["-1", "0", "1", "2", "3"]
    assert len(axes.labels) == 5 + 5


SCALES = [
    (Linear(-1, 3), Linear(0, 20), False),
    (Linear(-1, 3), Linear(0, 5), True),
    (Linear(0, 1_200_000), Linear(0, 0.0005), False),
    (Linear(1_000_000.2, 1_000_001.4), Linear(-1234, 5678), False),
    (Logarithmic(1, 10**6), Logarithmic(1, 10**12), False),
    (Linear(-0.03, 4.03, least_step=1), Logarithmic(1e-9, 10, holds_zero=True), False),
]


@pytest.mark.parametrize("region", [WIDE, SQUARE, TALL, SMALL])
@pytest.mark.parametrize(("x", "y", "equal"), SCALES)
@pytest.mark.parametrize("word", ["x", "parameters"])
def test_nothing_leaves_the_region_or_touches_its_neighbours(
    region: Region, x: Scale, y: Scale, equal: bool, word: str
):
    ends = {"x_end": Label(word, 30, "#FFFFFF"), "y_end": Label(word, 30, "#FFFFFF")}
    axes = Axes(region, pen("ru"), x, y, equal=equal, **ends)
    left, bottom, right, top = box(axes)
    assert region.left - 1e-6 <= left
    assert right <= region.right + 1e-6
    assert region.bottom - 1e-6 <= bottom
    assert top <= region.top + 1e-6
    texts = [*axes.labels, *axes.ends]
    assert all(apart(one, other) for one, other in combinations(texts, 2))
    assert all(apart(text, line) for text in texts for line in axes.lines)
    assert equal or min(axes.plot.width / region.width, axes.plot.height / region.height) > 0.3
