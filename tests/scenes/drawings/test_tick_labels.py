"""Labels of an axis: their digits, their places, and that they stand clear of one another."""

from fractions import Fraction as F
from itertools import pairwise

import numpy as np
import pytest

from scenes.stage.declared import declared
from scenes.stage.drawings.plots.scales import Linear, Logarithmic, Scale
from scenes.stage.drawings.plots.tick_labels import TickLabel, labels_in_a_column, labels_in_a_row
from scenes.stage.drawings.plots.ticks import written
from scenes.stage.writing.values import Value
from tests.scenes.drawings.pens import pen


def outline(leaf) -> np.ndarray:
    return leaf.points - leaf.points[0]


def label(number: F, language: str = "en") -> TickLabel:
    return TickLabel(written([number])[0], pen(language), size=30)


@pytest.mark.parametrize(("language", "separator"), [("en", "."), ("ru", ",")])
def test_a_label_is_set_like_any_other_number(language: str, separator: str):
    number = Value("a", F("-2.5"), 30, "#FFFFFF", separator=separator)
    for ours, theirs in zip(label(F("-2.5"), language), number, strict=True):
        assert outline(ours) == pytest.approx(outline(theirs))
    assert float(label(F("-2.5"), language).width) == pytest.approx(float(number.width))


def test_an_exponent_is_set_like_that_of_any_other_number():
    number = Value("a", F(25, 10**11), 30, "#FFFFFF")
    assert number.shown == "2.5·10⁻¹⁰"
    for ours, theirs in zip(label(F(25, 10**11)), number, strict=True):
        assert outline(ours) == pytest.approx(outline(theirs))


def test_its_digits_are_declared():
    said = [digits for digits, _ in declared(label(F(25, 10**11), "ru")).constants]
    assert sorted(said) == ["10", "2,5", "2,5·10⁻¹⁰", "−10"]
    assert [digits for digits, _ in declared(label(F("-0.5"))).constants] == ["−0.5"]
    assert [digits for digits, _ in declared(label(F(10) ** 7)).constants] == ["10", "7"]


@pytest.mark.parametrize("number", [F(3), F("-0.5"), F(10) ** 9, -(F(10) ** -7), F(25) * 10**9])
def test_it_stands_where_it_is_put(number: F):
    centered = label(number).centered(1.5, 2.0)
    assert centered.get_center()[0] == pytest.approx(1.5)
    assert centered.baseline == pytest.approx(2.0)
    assert label(F(1)).centered(1.5, 2.0).get_bottom()[1] == pytest.approx(2.0)  # a 1 stands on its baseline
    beside = label(number).beside(-1.0, 0.5)
    assert beside.get_right()[0] == pytest.approx(-1.0)
    assert label(F(1)).beside(-1.0, 0.5).get_center()[1] == pytest.approx(0.5)


@pytest.mark.parametrize("length", [0.8, 4.0])
@pytest.mark.parametrize(
    "scale",
    [
        Linear(0, 5),
        Linear(-1, 1),
        Linear(0, 1_200_000),
        Linear(1_000_000.2, 1_000_001.4),
        Linear(0, F(1, 2000)),
        Logarithmic(F(1, 10**9), 10),
        Logarithmic(F(1, 10**9), 10, holds_zero=True),
        Logarithmic(1, F(10) ** 400),
    ],
)
def test_labels_stand_clear_of_one_another(scale: Scale, length: float):
    row = labels_in_a_row(scale, length, pen("ru"))
    for one in row:
        one.centered(scale.share(one.tick.number) * length, 0)
    assert all(right.get_left()[0] - left.get_right()[0] > 0.1 for left, right in pairwise(row))
    column = labels_in_a_column(scale, length, pen("ru"))
    for one in column:
        one.beside(0, scale.share(one.tick.number) * length)
    assert all(high.get_bottom()[1] - low.get_top()[1] > 0.05 for low, high in pairwise(column))
    assert row
    assert column
    assert max(len(row), len(column)) <= 6
