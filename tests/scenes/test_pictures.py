"""Pictures against the trace: lengths, places and slopes, measured on the drawn points."""

from fractions import Fraction

import numpy as np
import pytest

from engine import exact
from scenes.stage.drawings.shapes import Knob
from scenes.stage.frame.layout import ASPECTS, Layout
from scenes.stage.frame.region import Region
from scenes.stage.look.theme import DARK
from scenes.stage.neuron.loss_parabola import LossParabola
from scenes.stage.neuron.parameter_line import ParameterLine
from scenes.stage.neuron.picture import NeuronPicture
from scenes.stage.neuron.prediction_line import PredictionLine
from scenes.stage.neuron.rate_panel import RatePanel
from scenes.stage.neuron.update_board import UpdateBoard
from scenes.stage.neuron.valley import Valley
from scenes.stage.writing import words
from scenes.stage.writing.caption import Caption
from scenes.stage.writing.pen import Pen
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


@pytest.mark.parametrize("prediction", [2.1, 4.5])
def test_the_bar_over_the_prediction_ends_on_the_curve(prediction: float):
    line = PredictionLine(REGION, DARK, 4.0, [2.1, 4.5])
    parabola = LossParabola(line, DARK, prediction)
    bar = parabola.bar(prediction)
    assert bar.get_center()[0] == pytest.approx(line.at(prediction)[0])
    assert bar.get_bottom()[1] == pytest.approx(line.y)
    assert np.ptp(bar.get_vertices()[:, 1]) / parabola.unit == pytest.approx((prediction - 4) ** 2)
    # the square turns into it without folding: both have their corners in one order
    square = line.square(prediction)
    for shape in (square, bar):
        near, far, far_up, near_up = shape.get_vertices()[:4]
        assert np.sign(far[0] - near[0]) == np.sign(far_up[0] - near_up[0]) == np.sign(prediction - 4)


def test_the_curve_of_the_loss_spreads_from_the_prediction_to_both_sides():
    line = PredictionLine(REGION, DARK, 4.0, [2.1])
    left, right = LossParabola(line, DARK, 2.1).curve
    for half in (left, right):
        assert np.allclose(half.get_start(), [line.at(2.1)[0], left.get_start()[1], 0])
    assert left.get_end()[0] < line.at(2.1)[0] < line.at(4.0)[0] < right.get_end()[0]


def test_a_small_square_lies_in_front_of_the_dot():
    line = PredictionLine(REGION, DARK, 4.0, [2.1, 4.1558])
    dot, square = line.dot(2.1), line.square(2.1)
    assert square.z_index < dot.z_index
    width = dot.width
    line.reshape(square, 4.1558)
    line.place(dot, 4.1558)
    assert square.z_index > dot.z_index
    assert dot.width < width
    assert np.allclose(dot.get_center(), line.at(4.1558))
    line.reshape(square, 2.1)
    assert square.z_index < dot.z_index


def test_the_step_is_shorter_than_the_gradient_by_the_learning_rate():
    line = ParameterLine(REGION, DARK, "weight", unit=0.3)
    gradient, step = line.gradient(-7.98), line.step(0.798)
    assert gradient.width == pytest.approx(0.3 * 7.98)
    assert gradient.get_left()[0] < line.origin[0]
    assert step[0].get_length() == pytest.approx(gradient.width * 0.1)
    assert step[1].get_center()[0] > line.origin[0]
    assert len(line.gradient(0.0)) == 0


def board(gradients: dict[str, float], moves: dict[str, float]) -> UpdateBoard:
    numbers = {f"step.0.gradient.{name}": gradient for name, gradient in gradients.items()}
    numbers |= {f"step.{k}.{name}": 1.0 for k in (0, 1) for name in gradients} | {"learning_rate": 0.1}
    catalogue = words.load("en")
    labels = catalogue.lesson("neuron").labels
    pen = Pen("neuron", DARK, catalogue, labels, numbers.__getitem__, Layout(128 / 9, 8.0))
    return UpdateBoard(Region(-6, -2.4, 6, 0.2), pen, gradients, moves)


def test_a_gradient_is_first_scaled_and_then_turned_round():
    weight, bias = board({"weight": -7.98, "bias": -3.8}, {"weight": 0.798, "bias": 0.38}).moves
    assert weight.scaled.width / weight.uphill.width == pytest.approx(0.1)
    assert bias.scaled.width / weight.scaled.width == pytest.approx(3.8 / 7.98)
    origin = weight.line.origin[0]
    assert weight.scaled.get_right()[0] == pytest.approx(origin)
    assert weight.step[0].get_end()[0] - origin == pytest.approx(weight.scaled.width)


def test_a_parameter_without_a_gradient_does_not_move():
    still = board({"weight": 0.0, "bias": -3.8}, {"weight": 0.0, "bias": 0.38})
    assert [move.line.parameter for move in still.moves] == ["bias"]
    assert all(len(part) for part in still.shown)


def neuron_picture(aspect: str, number: Fraction) -> tuple[NeuronPicture, Pen]:
    layout = Layout(ASPECTS[aspect].width, ASPECTS[aspect].height)
    catalogue = words.load("en")
    pen = Pen("neuron", DARK, catalogue, catalogue.lesson("neuron").labels, lambda path: number, layout)
    return NeuronPicture(layout.stage.rows(1, 1)[0], pen), pen


@pytest.mark.parametrize("aspect", ["16:9", "4:3", "1:1", "9:16"])
@pytest.mark.parametrize("factor", [exact("2.1"), Fraction(-3), Fraction(-123456)])
def test_the_factor_of_the_weight_stands_between_the_nodes_and_the_values(aspect: str, factor: Fraction):
    picture, pen = neuron_picture(aspect, factor)
    row = picture.under_weight_edge(pen.times("factor", picture.value_size, "input"))
    assert row.get_top()[1] < picture.line
    assert row.baseline > picture.prediction_value.get_top()[1]
    assert row.get_left()[0] > picture.input_value.get_right()[0]


def test_two_arrows_round_the_knob_lead_one_each_way():
    picture, _ = neuron_picture("16:9", Fraction(1))
    left, right = picture.ways_to_turn()
    center = picture.knob.body.get_center()
    assert left.get_end()[0] < left.get_start()[0] < center[0] < right.get_start()[0] < right.get_end()[0]
    assert left.get_end()[1] == pytest.approx(right.get_end()[1])
    assert left.get_end()[1] > center[1]  # clear of the edges, which run through the middle


@pytest.mark.parametrize("texts", [("Rise on rise", "Rage, grey, deep"), ("Rise on rise. " * 8, "Rage, grey. " * 9)])
def test_letters_that_hang_below_do_not_shift_a_caption(texts: tuple[str, str]):
    (on_line, hanging) = (Caption([text], Layout(128 / 9, 8.0), DARK)[0][0] for text in texts)  # both an R
    assert on_line.get_bottom()[1] == pytest.approx(hanging.get_bottom()[1])


def test_a_panel_ends_the_line_where_it_leaves():
    panel = RatePanel(REGION, DARK, 0.0, [1.0, -30.0, 900.0], reach=2.0)
    assert [len(dot) for dot in panel.dots] == [1, 0, 0]
    leaving, after = panel.segments
    assert leaving.get_bottom()[1] == pytest.approx(REGION.bottom)
    assert np.allclose(leaving[0].get_start(), panel.at(0))
    assert len(after) == 0


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
