"""Examples of a data set in a plot."""

import numpy as np
import pytest

from scenes.stage.declared import declared
from scenes.stage.drawings.plots.axes import Axes
from scenes.stage.drawings.plots.data_points import DataPoints, HeldOutPoints, TrainingPoints
from scenes.stage.drawings.plots.scales import Linear
from scenes.stage.frame.region import Region
from tests.scenes.drawings.pens import pen


@pytest.mark.parametrize("kind", [TrainingPoints, HeldOutPoints])
def test_marks_stand_at_their_examples(kind: type[DataPoints]):
    axes = Axes(Region(-5, -3, 4, 2), pen(), Linear(0, 4), Linear(0, 10))
    marks = kind(axes, np.array([1.0, 3.5, 9.0]), np.array([2.0, 10.0, 5.0]))
    plot = axes.plot
    assert marks[0].get_center() == pytest.approx([plot.left + plot.width / 4, plot.bottom + plot.height / 5, 0])
    assert marks[1].get_center() == pytest.approx(axes.at(3.5, 10))
    assert len(marks[2].get_family()) == 1  # outside of the plot: nothing is drawn, but its place is kept
    assert declared(marks).meaning == "target"


def test_held_out_examples_differ_by_shape():
    axes = Axes(Region(-5, -3, 4, 2), pen(), Linear(0, 4), Linear(0, 10))
    disc, diamond = TrainingPoints(axes, [1], [1])[0], HeldOutPoints(axes, [1], [1])[0]
    assert len(diamond.points) == 4 * 4
    assert len(disc.points) > 4 * 4
    assert diamond.get_top()[0] == pytest.approx(diamond.get_bottom()[0])  # it stands on a corner
    assert disc.get_fill_color() != diamond.get_fill_color()
