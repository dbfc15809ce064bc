"""Number lines and changes on them: lengths are to scale, and comparable from line to line."""

from fractions import Fraction as F
from itertools import pairwise

import numpy as np
import pytest

from scenes.stage.drawings.plots.nudge import Mark, Nudge, Spread
from scenes.stage.drawings.plots.number_line import NumberLine, stacked
from scenes.stage.drawings.plots.scales import Linear
from scenes.stage.frame.region import Region
from scenes.stage.writing.typeset import Formula
from scenes.stage.writing.values import Value
from tests.scenes.drawings.pens import pen

REGION = Region(-6, -1, 6, 1)


@pytest.fixture
def line() -> NumberLine:
    return NumberLine(REGION, pen(), Linear(-1, 5))


def test_numbers_stand_at_an_even_pace(line: NumberLine):
    start, end = line.line.get_start_and_end()
    assert line.at(-1) == pytest.approx(start)
    assert line.at(2) == pytest.approx((start + end) / 2)
    assert line.at(5) == pytest.approx(end)
    assert line.unit == pytest.approx((end - start)[0] / 6)
    assert [label.tick.number for label in line.labels] == [0, 2, 4]
    assert (line.holds(5), line.holds(5.1)) == (True, False)
    for label in line.labels:
        assert label.get_center()[0] == pytest.approx(line.at(label.tick.number)[0])
        assert label.get_top()[1] < line.ticks.get_bottom()[1]
    assert line.labels.get_left()[0] >= REGION.left
    assert line.foot < line.labels.get_bottom()[1]


def test_a_symbol_stands_left_of_the_line():
    symbol = Formula("x", 40, "#FFFFFF")
    line = NumberLine(REGION, pen(), Linear(-1, 5), symbol)
    assert symbol.get_left()[0] == pytest.approx(REGION.left)
    assert symbol.get_right()[0] < line.line.get_left()[0]
    assert line.at(-1)[0] == pytest.approx(line.left)


@pytest.mark.parametrize("region", [Region(-6, -3, 6, 3), Region(-3.6, -5, 3.6, 5), Region(-4, -3, 4, 3)])
def test_on_lines_above_one_another_a_unit_is_equally_long(region: Region):
    symbols = [Formula(source, 40, "#FFFFFF") for source in ("x", "u", "y")]
    lines = stacked(region, pen(), [(0, 2), (-1, 8), (F(7, 2), 6)], symbols)
    assert [line.unit for line in lines] == pytest.approx([lines[1].unit] * 3)
    assert len({line.left for line in lines}) == 1
    for line, (low, high) in zip(lines, [(0, 2), (-1, 8), (3.5, 6)], strict=True):
        assert line.holds(low)
        assert line.holds(high)
        assert region.left - 1e-6 <= line.get_left()[0]
        assert line.get_right()[0] <= region.right + 1e-6
    assert all(upper.get_bottom()[1] > lower.y + 0.5 for upper, lower in pairwise(lines))
    # x moves by 0.5, u three times as much: so does the arrow
    assert Nudge(lines[1], 3, 1.5).width == pytest.approx(3 * Nudge(lines[0], 1, 0.5).width)


@pytest.mark.parametrize(("number", "change"), [(1, 0.5), (1, -0.5), (3, 1e-3), (0, F(1, 3))])
def test_an_arrow_is_as_long_as_the_change(line: NumberLine, number: float, change: float):
    arrow = Nudge(line, number, change)
    assert arrow.width == pytest.approx(abs(change) * line.unit)
    tip = arrow.points[np.argmax(arrow.points[:, 0] * np.sign(float(change)))]
    assert tip[0] == pytest.approx(line.at(number + change)[0])
    foot = arrow.points[np.isclose(arrow.points[:, 0], line.at(number)[0], atol=1e-9)]
    assert 0 < np.ptp(foot[:, 1]) < arrow.height  # it starts as a shaft; the head is thicker


def test_an_arrow_changes_and_stays_the_same_mobject(line: NumberLine):
    arrow = Nudge(line, 1, 1)
    assert arrow.reach(1, 2) is arrow
    assert arrow.width == pytest.approx(2 * line.unit)
    assert len(arrow.reach(1, 0).points) == 0
    assert arrow.reach(4, 30).get_right()[0] == pytest.approx(line.right)


def test_a_mark_moves_with_its_number(line: NumberLine):
    mark = Mark(line, 1)
    assert mark.get_center() == pytest.approx(line.at(1))
    assert mark.stand_at(F(9, 2)).get_center() == pytest.approx(line.at(4.5))
    assert len(mark.stand_at(7).points) == 0
    assert mark.stand_at(0).get_center() == pytest.approx(line.at(0))


def test_what_stands_over_a_number_keeps_clear_of_arrows_and_of_the_border(line: NumberLine):
    value = Value("a", F("0.5"), 40, "#FFFFFF")
    line.over(value, 2)
    assert value.get_center()[0] == pytest.approx(line.at(2)[0])
    assert value.get_bottom()[1] > Nudge(line, 1, 2).get_top()[1]
    line.over(value, -1)
    assert value.get_left()[0] == pytest.approx(REGION.left)


def test_a_change_spreads_by_its_rate():
    symbols = [Formula(source, 40, "#FFFFFF") for source in ("x", "u")]
    upper, lower = stacked(Region(-6, -3, 6, 3), pen(), [(0, 6), (0, 6)], symbols)
    band = Spread(upper, lower).span(1, 0.5, 2, 1.5)
    heights = band.points[:, 1]
    widths = [np.ptp(band.points[np.isclose(heights, height), 0]) for height in (heights.max(), heights.min())]
    assert widths[1] == pytest.approx(3 * widths[0])
    assert widths[0] == pytest.approx(0.5 * upper.unit)
