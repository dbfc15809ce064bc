"""How numbers and formulas fly to their places."""

from fractions import Fraction

import pytest
from manim import UP, Line, Square

from scenes.stage.look.theme import DARK
from scenes.stage.motion.moves import Fly
from scenes.stage.writing.values import Value


def _flown(source, target, share):
    target.shift([3.0, 0.0, 0.0])
    fly = Fly(source, target, rate_func=lambda alpha: alpha)
    fly.begin()
    fly.interpolate(share)
    return fly.mobject


@pytest.mark.parametrize("share", [0.0, 0.3, 0.7, 1.0])
def test_what_comes_from_a_high_shape_is_never_larger_than_in_the_end(share):
    high = Line([0, 0, 0], [0, 5, 0])
    assert _flown(high, Square(0.4), share).height == pytest.approx(0.4)


def test_what_comes_from_a_low_shape_grows():
    low = Line([0, 0, 0], 0.2 * UP)
    assert _flown(low, Square(0.4), 0.0).height == pytest.approx(0.2)
    assert _flown(low, Square(0.4), 0.5).height == pytest.approx(0.3)


def test_the_same_number_starts_as_large_as_it_stands_there():
    large, small = (Value("a", Fraction(7, 2), size, DARK.ink) for size in (60, 40))
    height = large.height
    assert _flown(large, small, 0.0).height == pytest.approx(height)
