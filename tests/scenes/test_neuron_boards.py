"""The drawings of the lesson `neuron` that put numbers side by side: valley, learning rates, summary."""

from itertools import pairwise

import numpy as np
import pytest

from engine import exact
from scenes.lessons.numbers import neuron as numbers
from scenes.stage.frame.layout import ASPECTS, Layout
from scenes.stage.frame.region import Region
from scenes.stage.look.theme import DARK
from scenes.stage.neuron import valley_scales
from scenes.stage.neuron.picture import NeuronPicture
from scenes.stage.neuron.rate_board import RateBoard
from scenes.stage.neuron.summary import NeuronSummary
from scenes.stage.neuron.valley import Valley
from scenes.stage.writing import words
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.typeset import use_own_text_folder

START, NEAREST = (1.0, 0.0), (940 / 541, 190 / 541)  # the foot of the perpendicular on 2.1 w + b = 4
ODD = {"input": "-123456", "target": "123456", "weight": "123456"}


@pytest.fixture(autouse=True)
def _text_folder():
    use_own_text_folder()


def _pen(aspect="16:9", given=None, language="en"):
    catalogue = words.load(language)
    values = {**numbers.defaults(), **{name: exact(text) for name, text in (given or {}).items()}}
    shape = ASPECTS[aspect]
    layout = Layout(shape.width, shape.height)
    return Pen("neuron", DARK, catalogue, catalogue.lesson("neuron").labels, numbers.trace(values).number, layout)


def _valley():
    return Valley(Region(-6, -2.4, 1, 2.8), DARK, 2.1, START, NEAREST, -1.9)


def _loss_at(valley, point):
    weight, bias = (point[:2] - [valley.region.x, valley.region.y]) / valley.unit + valley.center
    return (2.1 * weight + bias - 4) ** 2


def test_level_lines_stand_at_equal_steps_of_the_loss():
    valley = _valley()
    assert valley.losses[:3] == [2, 4, 6]  # the first loss is 3.61
    found = {round(_loss_at(valley, end), 6) for line in valley.levels for end in line.get_start_and_end()}
    assert found == {float(loss) for loss in valley.losses}


def test_the_written_losses_are_those_of_the_places_where_they_stand():
    valley, pen = _valley(), _pen()
    floor = valley.on_level(pen.value("valley.loss", 34), 0.0, up=valley_scales.UP)
    losses = valley_scales.level_losses(valley, pen, 1, floor)
    assert 2 <= len(losses) <= 3
    for _, label in losses:
        assert _loss_at(valley, label.get_center()) == pytest.approx(float(label.tick.number))


def test_the_arrow_of_the_gradient_leaves_the_dot_free():
    valley = _valley()
    arrow, dot = valley.uphill(START, NEAREST), valley.dot(START, DARK.ink)
    away = [np.linalg.norm(point - dot.get_center()) for point in arrow.get_all_points()]
    assert min(away) > dot.width / 2


def test_the_signs_of_the_summary_stand_under_one_another():
    pen = _pen()
    machine, bench = pen.layout.stage.rows(1.12, 1.0, gap=0.2)
    summary = NeuronSummary(bench, pen, NeuronPicture(machine, pen))
    for gradient, result in zip(summary.gradients, summary.results, strict=False):
        assert gradient.parts[1].get_left()[0] == pytest.approx(result.parts[1].get_left()[0])
    for line in (summary.gradients, summary.results):
        assert np.ptp([row.baseline for row in line]) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("aspect", ["16:9", "1:1", "9:16"])
@pytest.mark.parametrize("given", [{}, ODD])
def test_the_summary_stays_on_its_bench_and_its_rows_apart(aspect, given):
    pen = _pen(aspect, given)
    machine, bench = pen.layout.stage.rows(0.62 if pen.layout.is_tall else 1.12, 1.0, gap=0.2)
    summary = NeuronSummary(bench, pen, NeuronPicture(machine, pen))
    assert bench.left - 1e-6 <= summary.get_left()[0]
    assert summary.get_right()[0] <= bench.right + 1e-6
    if not pen.layout.is_tall:
        for line in (summary.gradients, summary.results):
            assert all(a.get_right()[0] < b.get_left()[0] for a, b in pairwise(line))


@pytest.mark.parametrize(("aspect", "language"), [("16:9", "en"), ("1:1", "ru"), ("9:16", "ru")])
def test_what_is_said_of_the_rates_stands_on_common_lines(aspect, language):
    pen = _pen(aspect, language=language)
    steps = range(numbers.RATE_STEPS + 1)
    predictions = [[float(pen.number_of(f"rate.{j}.step.{k}.prediction")) for k in steps] for j in range(4)]
    stage = pen.layout.stage
    board = RateBoard(stage, pen, 4.0, predictions, ["creeps", "settles", "swings", "diverges"])
    a_line = 2 if pen.layout.is_tall else 4
    for first in range(0, 4, a_line):
        factors = [factor[-1] for _, factor in board.verdicts[first : first + a_line]]
        assert np.ptp([factor.baseline for factor in factors]) == pytest.approx(0, abs=1e-9)
    for panel, (word, factor) in zip(board.panels, board.verdicts, strict=True):
        assert word.width <= panel.box.width + 1e-6
        assert factor.width <= panel.box.width + 1e-6
        assert panel.box.get_bottom()[1] > word.get_top()[1]
        assert word.get_bottom()[1] > factor.get_top()[1]
    if pen.layout.is_tall:
        assert min(factor.get_bottom()[1] for _, factor in board.verdicts[:2]) - board.titles[2].get_top()[1] > 0.3
