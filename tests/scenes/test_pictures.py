"""Pictures against the trace: lengths, places and slopes, measured on the drawn points."""

from fractions import Fraction

import numpy as np
import pytest

from engine import exact
from scenes.stage.drawings.shapes import Knob
from scenes.stage.frame.region import Region
from scenes.stage.look.theme import DARK
from scenes.stage.neuron.loss_parabola import LossParabola
from scenes.stage.neuron.parameter_line import ParameterLine
from scenes.stage.neuron.prediction_line import PredictionLine
from scenes.stage.neuron.rate_panel import RatePanel
from scenes.stage.neuron.valley import Valley
from scenes.stage.writing.rows import Row
from scenes.stage.writing.typeset import Formula, use_own_text_folder
from scenes.stage.writing.values import Value

REGION = Region(-6.4, -2.4, 0.2, 0.05)


@pytest.fixture(autouse=True)
def _text_folder():
    use_own_text_folder()


def test_the_square_on_the_stick_has_the_loss_as_its_area():
    line = PredictionLine(REGION, DARK, 4.0, [2.1, 4.1558])
    corners = line.square(2.1).get_vertices()
    width, height = np.ptp(corners[:, 0]) / line.unit, np.ptp(corners[:, 1]) / line.unit
    assert width == pytest.approx(1.9)
    assert width * height == pytest.approx(3.61)
    assert line.stick(2.1).get_length() / line.unit == pytest.approx(1.9)
    line.reshape(square := line.square(2.1), 4.1558)
    side = np.ptp(square.points[:, 0]) / line.unit
    assert side**2 == pytest.approx(0.02427364)


@pytest.mark.parametrize(
    ("target", "predictions"),
    [(4, [2.1, 4.1558]), (0, [0, 0]), (-1, [-43209.872]), (1e6, [1e-3, 5e5]), (0.001, [0.002])],
)
def test_the_number_line_holds_target_predictions_and_square(target: float, predictions: list[float]):
    line = PredictionLine(REGION, DARK, target, predictions)
    for number in (target, *predictions):
        assert line.shows(number)
    top = line.square(predictions[0]).get_top()[1]
    assert top <= REGION.top + 1e-9


def test_the_tangent_has_the_slope_of_the_engine():
    line = PredictionLine(REGION, DARK, 4.0, [2.1])
    parabola = LossParabola(line, DARK, 2.1)
    start, end = parabola.tangent(2.1, -3.8).get_start_and_end()
    slope = ((end[1] - start[1]) / parabola.unit) / ((end[0] - start[0]) / line.unit)
    assert slope == pytest.approx(-3.8)
    # the tangent touches: the curve a little to either side is above it by the square of the distance
    near, here = parabola.at(2.2), parabola.at(2.1)
    rise = (near - here)[1] / parabola.unit
    assert rise - (-3.8 * 0.1) == pytest.approx(0.01)


def test_the_step_is_shorter_than_the_gradient_by_the_learning_rate():
    line = ParameterLine(REGION, DARK, "weight", unit=0.3)
    gradient, step = line.gradient(-7.98), line.step(0.798)
    assert gradient.width == pytest.approx(0.3 * 7.98)
    assert gradient.get_left()[0] < line.origin[0]
    assert step[0].get_length() == pytest.approx(gradient.width * 0.1)
    assert step[1].get_center()[0] > line.origin[0]
    assert len(line.gradient(0.0)) == 0


def test_a_panel_cuts_what_leaves_it():
    panel = RatePanel(REGION, DARK, 0.0, [1.0, -30.0, 900.0], reach=2.0)
    assert [len(dot) for dot in panel.dots] == [1, 0, 0]
    for segment in panel.segments:
        for point in segment.get_all_points():
            assert panel.plot.bottom - 1e-9 <= point[1] <= panel.plot.top + 1e-9


def test_the_gradient_stands_at_a_right_angle_on_the_level_lines():
    start, nearest = (1.0, 0.0), (940 / 541, 190 / 541)
    valley = Valley(Region(-6, -2.4, 1, 2.8), DARK, 2.1, start, nearest, -1.9)
    way = valley.at(*start) - valley.at(*nearest)
    along = valley.floor[0].get_end() - valley.floor[0].get_start()
    assert float(np.dot(way, along)) == pytest.approx(0, abs=1e-9)
    # both axes have one scale, and the floor is the line 2.1 w + b = 4
    assert np.linalg.norm(way) / valley.unit == pytest.approx(1.9 / np.hypot(2.1, 1))
    for point in valley.floor[0].get_start_and_end():
        weight, bias = (point[:2] - [valley.region.x, valley.region.y]) / valley.unit + valley.center
        assert 2.1 * weight + bias == pytest.approx(4)


def test_a_knob_turns_with_its_value_and_stops_at_its_end():
    knob = Knob("weight", DARK, 0.4)
    assert knob.turn(0).pointer.get_end()[0] == pytest.approx(0, abs=1e-9)
    assert knob.turn(0.5).pointer.get_end()[0] > 0
    assert knob.turn(-0.5).pointer.get_end()[0] < 0
    far, end = knob.turn(7).pointer.get_end().copy(), knob.turn(1).pointer.get_end()
    assert np.allclose(far, end)


def test_a_value_keeps_its_place_and_says_whether_it_is_exact():
    value = Value("a", exact("-7.98"), 40, DARK.ink, relation=True, separator=",")
    assert (value.shown, value.relation) == ("−7,98", "=")
    baseline, left = value.shift([1.0, 2.0, 0.0]).baseline, value.get_left()[0]
    value.bind("b", Fraction(1, 3))
    assert (value.shown, value.relation, value.path) == ("0,3333", "≈", "b")
    assert value.baseline == pytest.approx(baseline)
    assert value.get_left()[0] == pytest.approx(left, abs=0.02)


def test_a_moving_value_shows_what_it_follows_and_then_its_quantity():
    now = [Fraction(3, 2)]
    value = Value("a", Fraction(2), 40, DARK.ink)
    value.follow(lambda: now[0], places=3)
    value.update(0)
    assert (value.shown, value.at_rest) == ("1.500", False)
    assert (value.rest().shown, value.at_rest) == ("2", True)
    assert value.get_family_updaters() == []


def test_a_rounded_factor_makes_the_relation_in_front_approximate():
    def row(number: Fraction) -> float:
        factor = Value("a", number, 40, DARK.ink, inside=True)
        return float(Row(["x", "=", factor], 40, DARK.ink).parts[1].height)

    equals, approximately = (float(Formula(sign, 40, DARK.ink).height) for sign in ("=", "approx"))
    assert equals != pytest.approx(approximately)
    assert row(Fraction(1, 2)) == pytest.approx(equals)
    assert row(Fraction(1, 3)) == pytest.approx(approximately)


def test_what_follows_a_rounded_expression_is_not_called_equal():
    # 1/3 shown as 0.3333, times 3 is not 1
    factor = Value("a", Fraction(1, 3), 40, DARK.ink, inside=True)
    result = Value("b", Fraction(1), 40, DARK.ink, relation=True)
    Row(["=", factor, "dot", "3", result], 40, DARK.ink)
    assert (result.shown, result.relation) == ("1", "≈")
    exactly = Value("b", Fraction(1), 40, DARK.ink, relation=True)
    Row(["=", Value("a", Fraction(1, 2), 40, DARK.ink, inside=True), "dot", "2", exactly], 40, DARK.ink)
    assert exactly.relation == "="


def test_parts_of_a_row_stand_on_one_baseline():
    row = Row([Formula("x", 40, DARK.ink), "=", Value("a", exact("2.1"), 40, DARK.ink), "dot", "y"], 40, DARK.ink)
    row.fit(1.0).at(-2.0, 0.7)
    assert row.get_left()[0] == pytest.approx(-2.0)
    for part in row.parts:
        assert part.baseline == pytest.approx(0.7, abs=1e-6)


def test_a_number_gets_fewer_figures_before_it_gets_illegible():
    value = Value("a", exact("0.02427364"), 40, DARK.ink)
    width = value.width
    value.fit(width * 0.8)  # 32 is legible
    assert (value.shown, value.relation) == ("0.02427364", "=")
    short = Value("a", exact("0.02427364"), 40, DARK.ink).fit(width * 0.5)
    assert short.width <= width * 0.5 + 1e-9
    assert short.relation == "≈"
    assert short.height > 0.6 * value.height  # it would be 0.5 times as high without fewer figures
    assert len(short.shown) < len("0.02427364")


def test_a_row_says_approximately_where_its_numbers_were_shortened():
    def row() -> Row:
        factor = Value("a", exact("1.2345678"), 40, DARK.ink, inside=True)
        result = Value("b", exact("2.4691356"), 40, DARK.ink, relation=True)
        return Row(["2", "dot", factor, result], 40, DARK.ink, {"2": "twice"})

    whole, narrow = row(), row()
    narrow.fit(whole.width * 0.45)
    assert narrow.width <= whole.width * 0.45 + 1e-9
    assert (whole.parts[3].relation, narrow.parts[3].relation) == ("=", "≈")
    assert narrow.parts[3].shown == "2.469"


def test_a_factor_says_that_it_was_shortened():
    def factor(number: Fraction) -> Row:
        value = Value("a", number, 40, DARK.ink, inside=True)
        return Row(["approx?", "times", value], 40, DARK.ink)

    assert len(factor(Fraction(1, 2)).parts) == 2
    assert len(factor(Fraction(1, 3)).parts) == 3
    long = factor(exact("1.2345678"))
    assert len(long.parts) == 2
    assert len(long.fit(long.width / 2).parts) == 3
