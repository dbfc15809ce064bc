"""The drawings of the loss lesson: what is drawn has the size of its number."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings, strategies

from engine import exact
from scenes.lessons.numbers import loss as numbers
from scenes.stage.frame.layout import ASPECTS, Layout
from scenes.stage.frame.region import Region
from scenes.stage.look.theme import DARK
from scenes.stage.loss.columns import Columns
from scenes.stage.loss.line_plot import fitted_plot
from scenes.stage.loss.ranges import ranges
from scenes.stage.loss.shares import Shares
from scenes.stage.loss.stacks import Stacks
from scenes.stage.loss.summary import LossSummary
from scenes.stage.loss.tug import Tug
from scenes.stage.writing import words
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.typeset import use_own_text_folder

REGION = Region(-3, -2, 3, 2)
# the examples and the line of the defaults, by hand: errors 0.8, 0.3, -0.2, -1.6, -0.9
EXAMPLES = [(Fraction(x), exact(y)) for x, y in zip(range(1, 6), ("0.9", "1.6", "2.3", "3.9", "3.4"), strict=True)]
ERRORS = [exact(text) for text in ("0.8", "0.3", "-0.2", "-1.6", "-0.9")]


@pytest.fixture(autouse=True)
def _text_folder():
    use_own_text_folder()


def _pen(aspect="16:9", given=None):
    catalogue = words.load("en")
    parameters = {parameter.name: parameter for parameter in numbers.PARAMETERS}
    values = {**numbers.defaults(), **{name: parameters[name].read(text) for name, text in (given or {}).items()}}
    shape = ASPECTS[aspect]
    layout = Layout(shape.width, shape.height)
    return Pen("loss", DARK, catalogue, catalogue.lesson("loss").labels, numbers.trace(values).number, layout)


def area(shape):
    """Half the cross product along the border (the shoelace formula)."""
    x, y = shape.points[::4, 0], shape.points[::4, 1]
    return abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1))) / 2


def plot_of(examples, errors, weight, bias):
    state = {"weight": weight, "bias": bias}
    state |= {f"{k}.prediction": y + e for k, ((_, y), e) in enumerate(zip(examples, errors, strict=True))}
    return fitted_plot(Region(-6, -2.5, 0, 3), _pen(), examples, [errors], [], state)


def test_the_areas_of_the_squares_are_the_squared_errors():
    plot = plot_of(EXAMPLES, ERRORS, exact("0.2"), exact("1.5"))
    assert plot.axes.equal  # both sides can be read off the axes
    assert [area(square) / plot.axes.unit**2 for square in plot.squares] == pytest.approx(
        [0.64, 0.09, 0.04, 2.56, 0.81]
    )


@pytest.mark.parametrize(
    "examples", [[(0, 0), (1, 1000), (2, -500)], [(0, 0), (1000, 1), (2000, -1)], [(5, 1), (6, 1), (7, 5)]]
)
def test_where_the_scales_differ_both_sides_are_measured_upright(examples):
    examples = [(Fraction(x), Fraction(y)) for x, y in examples]
    errors = [-y for _, y in examples]  # of the line 0
    plot = plot_of(examples, errors, Fraction(0), Fraction(0))
    unit = plot.axes.plot.height / float(plot.axes.y.span)
    for square, error in zip(plot.squares, errors, strict=True):
        if error:
            assert square.width == pytest.approx(square.height)
            assert square.height / unit == pytest.approx(abs(float(error)), rel=1e-6)


tenths = strategies.integers(-50, 50).map(lambda number: Fraction(number, 10))
stretches = strategies.sampled_from([Fraction(1, 10000), Fraction(1), Fraction(300), Fraction(10**6)])


@given(strategies.lists(strategies.tuples(tenths, tenths, tenths), min_size=2, max_size=5), stretches, stretches)
@settings(deadline=None, max_examples=60)
def test_every_square_has_room_in_the_ranges(rows, across, up):
    examples = [(x * across, y * up) for x, y, _ in rows]
    errors = [error * up for _, _, error in rows]
    assume(len({x for x, _ in examples}) > 1)
    room = 1.2
    found = ranges(examples, [errors], [], room, falling=False)
    for (x, y), error in zip(examples, errors, strict=True):
        assert -1e-9 <= found.y.share(y) <= 1 + 1e-9
        assert -1e-9 <= found.y.share(y + error) <= 1 + 1e-9
        side = float(abs(error) / found.y.span) / room * (-1 if error < 0 else 1)  # a share of the width
        assert -1e-6 <= found.x.share(x) + side <= 1 + 1e-6
    if found.equal:
        assert float(found.x.span / found.y.span) == pytest.approx(room, rel=1e-6)


def test_columns_stand_as_high_as_their_numbers_and_level_out_to_their_mean():
    squares = [error**2 for error in ERRORS]
    columns = Columns(REGION, _pen(), 5, 0, 4).follow(squares)
    assert [bar.height / columns.unit for bar in columns.bars] == pytest.approx([0.64, 0.09, 0.04, 2.56, 0.81])
    before = sum(area(bar) for bar in columns.bars)
    columns.follow([exact("0.828")] * 5)
    assert sum(area(bar) for bar in columns.bars) == pytest.approx(before)  # nothing is lost: the mean
    columns.follow([exact("0.828")] * 5, closed=1.0)
    assert columns.bars.width == pytest.approx(REGION.width)  # one bar
    assert columns.level(exact("0.828")).get_y() == pytest.approx(columns.bars.get_top()[1])


def test_the_columns_of_before_stay_as_outlines():
    columns = Columns(REGION, _pen(), 5, 0, 4).follow([error**2 for error in ERRORS])
    ghosts = columns.ghost_bars()
    columns.follow([Fraction(1)] * 5)
    assert [ghost.height / columns.unit for ghost in ghosts] == pytest.approx([0.64, 0.09, 0.04, 2.56, 0.81])
    assert [ghost.get_center()[0] for ghost in ghosts] == pytest.approx([bar.get_center()[0] for bar in columns.bars])


def test_columns_of_errors_stand_on_both_sides_of_their_base():
    columns = Columns(REGION, _pen(), 5, min(ERRORS), max(ERRORS)).follow(ERRORS)
    for bar, error in zip(columns.bars, ERRORS, strict=True):
        end = bar.get_top() if error > 0 else bar.get_bottom()
        assert (end[1] - columns.y) / columns.unit == pytest.approx(float(error))
    assert columns.bars.get_top()[1] < REGION.top
    assert columns.bars.get_bottom()[1] > REGION.bottom
    assert [value.shown for value in columns.numbers([f"start.{k}.error" for k in range(5)])] == [
        *("0.8", "0.3", "−0.2", "−1.6", "−0.9")
    ]


def test_numbers_that_have_no_room_side_by_side_are_left_out():
    columns = Columns(Region(-1, -2, 1, 2), _pen(), 5, 0, 4)
    assert columns.numbers([f"start.{k}.squared.error" for k in range(5)]) == []


def test_too_high_and_too_low_are_as_long_where_they_cancel():
    errors = [exact(text) for text in ("2.98", "1.55", "0.12", "-2.21", "-2.44")]  # together 0
    stacks = Stacks(REGION, _pen(), errors)
    high, low = stacks.stacks
    assert high.width == pytest.approx(low.width)
    assert high.width == pytest.approx(REGION.width)
    assert len(high) == 3
    assert [piece.width / stacks.unit for piece in stacks.pieces] == pytest.approx([2.98, 1.55, 0.12, 2.21, 2.44])


def test_squared_and_absolute_errors_are_drawn_against_their_means():
    pen = _pen()
    paths = [[f"start.{k}.{kind}.error" for k in range(5)] for kind in ("squared", "absolute")]
    means = [pen.number_of("start.loss"), pen.number_of("start.absolute.loss")]
    shares = Shares(REGION, Region(-3, 2, 3, 3), pen, paths, means, [0, 3])
    for columns, mean, wanted in zip(
        shares.groups, (0.828, 0.76), ([0.64, 0.09, 0.04, 2.56, 0.81], [0.8, 0.3, 0.2, 1.6, 0.9]), strict=True
    ):
        level = shares.mean.get_y() - columns.y
        assert [bar.height / level for bar in columns.bars] == pytest.approx([number / mean for number in wanted])
    assert [[value.shown for value in two] for two in shares.numbers] == [["0.64", "2.56"], ["0.8", "1.6"]]


@pytest.mark.parametrize("aspect", ["16:9", "1:1", "9:16"])
@pytest.mark.parametrize("given", [{}, {"data": "0,0;1,400000;2,-77777.7", "weight": "12345.678"}])
def test_the_bars_of_the_summary_are_as_long_as_the_losses(aspect, given):
    pen = _pen(aspect, given)
    region = Region(-3, -2, 0.6 if aspect == "1:1" else 3, 2)
    summary = LossSummary(region, pen)
    start, best = (float(pen.number_of(f"{line}.loss")) for line in ("start", "best"))
    assert summary.bars[1].width / summary.bars[0].width == pytest.approx(best / start)
    assert summary.get_left()[0] >= region.left - 1e-6
    assert summary.get_right()[0] <= region.right + 1e-6


def test_the_sticks_of_the_outlier_reach_from_its_target_to_both_lines():
    before = {"target": 3, "squared.weight": 0, "squared.bias": 2, "squared.prediction": 2}
    before |= {"absolute.weight": 0, "absolute.bias": 4, "absolute.prediction": 4}
    after = {**before, "target": -1}
    tug = Tug(REGION, _pen(), EXAMPLES, [before, after])
    tug.place_misses(after)
    unit = tug.axes.plot.height / float(tug.axes.y.span)
    assert tug.misses[0].height / unit == pytest.approx(3)  # from -1 to 2
    assert tug.misses[1].get_bottom()[1] == pytest.approx(tug.axes.at(5, -1)[1])
    assert tug.misses[1].height / unit == pytest.approx(5, abs=0.3)  # its last dash may end early
