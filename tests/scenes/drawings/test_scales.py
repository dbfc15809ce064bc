"""Where numbers stand on an axis, by hand calculation."""

from fractions import Fraction as F

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenes.stage.drawings.plots.scales import Linear, Logarithmic


def test_linear_shares():
    scale = Linear(2, 6)
    assert [scale.share(number) for number in (2, 3, 6, 8)] == [0, 0.25, 1, 1.5]
    assert list(scale.numbers(np.array([0, 0.5, 1]))) == [2, 4, 6]


def test_logarithmic_shares():
    scale = Logarithmic(F(1, 100), 100)
    assert [scale.share(number) for number in (F(1, 100), 1, 10, 100)] == pytest.approx([0, 0.5, 0.75, 1])
    assert list(scale.numbers(np.array([0, 0.5, 1]))) == pytest.approx([0.01, 1, 100])


def test_zero_stands_below_the_lowest_power():
    scale = Logarithmic(F(1, 1000), 1, holds_zero=True)
    assert scale.share(0) == 0
    assert scale.foot == pytest.approx(0.25)  # one part of four: three decades, and the one that stands for zero
    assert scale.share(F(1, 1000)) == pytest.approx(0.25)
    assert [tick.text() for tick in scale.ticks()][:2] == ["0", "10⁻³"]
    assert Logarithmic(F(1, 1000), 1).share(0) < 0


@pytest.mark.parametrize("scale", [Linear(-1, 3), Logarithmic(F(1, 1000), 100), Logarithmic(F(1, 10), 1, True)])
@given(numbers=st.lists(st.floats(0, 1e6), min_size=1, max_size=8))
def test_many_at_once_stand_where_each_of_them_does(scale: Linear | Logarithmic, numbers: list[float]):
    at_once = scale.shares(np.array(numbers))
    one_by_one = [scale.share(number) for number in numbers]
    placed = np.isfinite(at_once)
    assert at_once[placed] == pytest.approx(np.array(one_by_one)[placed], rel=1e-9, abs=1e-9)
    assert all(number == 0 for number, stands in zip(numbers, placed, strict=True) if not stands)


def test_what_is_no_number_has_no_place():
    for numbers in (np.array([np.nan, np.inf, -np.inf]), [float("nan"), float("inf"), float("-inf")]):
        assert np.isnan(Linear(0, 1).shares(numbers)).all()
        assert np.isnan(Logarithmic(1, 10).shares(numbers)).all()
    assert np.isnan(Logarithmic(1, 10).shares(np.array([-1.0]))).all()
    assert np.isnan(Logarithmic(1, 10).shares([F(-1)])).all()
    with pytest.raises(ValueError, match="negative"):
        Logarithmic(1, 10).share(-1)


def test_numbers_beyond_floats_have_their_places():
    huge = F(10) ** 400
    assert Logarithmic(1, huge).shares([F(10) ** 100, 1 / huge]) == pytest.approx([0.25, -1])
    assert Linear(0, huge).share(huge / 4) == 0.25
    assert np.isfinite(Linear(0, 1).shares([huge, -huge])).all()


@pytest.mark.parametrize(("low", "high"), [(1, 1), (2, 1), (0, 1), (-1, 1)])
def test_a_range_that_cannot_be(low: int, high: int):
    with pytest.raises(ValueError, match="axis"):
        Logarithmic(low, high)
    if low >= high:
        with pytest.raises(ValueError, match="axis"):
            Linear(low, high)


def test_a_scale_around_numbers_holds_them_all():
    scale = Linear.around([1.0, 3.0], [F(2), float("nan")], margin=0.5)
    assert (scale.low, scale.high) == (0, 4)
    assert Linear.around([5]).share(5) == 0.5
    powers = Logarithmic.around([F("3.61"), 1e-7, float("inf")])
    assert (powers.low, powers.high, powers.holds_zero) == (F(1, 10**8), 10, False)
    assert Logarithmic.around([1, 0]).holds_zero
