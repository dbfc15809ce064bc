"""Laws of contour levels, for any surface."""

from decimal import Decimal
from itertools import pairwise

import numpy as np
import pytest

from engine import contour_levels

hypothesis = pytest.importorskip("hypothesis")
st = hypothesis.strategies

pytestmark = pytest.mark.filterwarnings("error")
numbers = st.one_of(st.floats(), st.floats(-100, 100), st.integers(-5, 5).map(float))
surfaces = st.lists(numbers, min_size=2, max_size=40)
scales = st.sampled_from((None, "linear", "logarithmic"))


def finite(values):
    array = np.array(values)
    return array[np.isfinite(array)]


def uneven(values):
    heights = finite(values)
    if len(heights) < 2:
        return False
    low, high = heights.min(), heights.max()
    return bool(high / 2 - low / 2 > max(1e-9 * max(abs(low), abs(high)), 1e-300))


@hypothesis.settings(deadline=None, max_examples=400)
@hypothesis.given(surfaces.filter(uneven), st.integers(1, 40), scales)
def test_levels_rise_strictly_within_the_surface(values, count, scale):
    levels = contour_levels(values, count, scale)
    heights = finite(values)
    assert 1 <= len(levels.values) <= 2 * count + 12
    assert (np.diff(levels.values) > 0).all()
    assert heights.min() < levels.values[0]
    assert levels.values[-1] < heights.max()
    assert scale in (None, levels.scale)


@hypothesis.settings(deadline=None)
@hypothesis.given(st.floats(-1e6, 1e6), st.floats(1e-3, 1e6), st.integers(3, 40))
def test_linear_levels_are_one_round_step_apart(low, size, count):
    """All are multiples of a step of 1, 2, 2.5 or 5 times a power of ten, and about as many as asked for."""
    levels = contour_levels([low, low + size], count, "linear").values
    assert count / 1.6 - 1 <= len(levels) <= count * 1.6 + 2
    if len(levels) > 1:
        exact = [Decimal(repr(level)) for level in levels.tolist()]
        steps = {right - left for left, right in pairwise(exact)}
        assert len(steps) == 1
        step = steps.pop().normalize()
        assert step.as_tuple().digits in ((1,), (2,), (2, 5), (5,))
        assert all(level % step == 0 for level in exact)


@hypothesis.settings(deadline=None)
@hypothesis.given(st.integers(-250, 250), st.integers(1, 20), st.integers(0, 10**6))
def test_ten_times_the_heights_have_ten_times_the_levels(power, count, seed):
    heights = np.random.default_rng(seed).normal(size=50) ** 3
    plain = contour_levels(heights, count)
    scaled = contour_levels(heights * 10.0**power, count)
    assert scaled.scale == plain.scale
    assert scaled.values == pytest.approx(plain.values * 10.0**power, rel=1e-9)


@hypothesis.settings(deadline=None)
@hypothesis.given(surfaces.filter(uneven), st.randoms())
def test_the_order_of_the_heights_does_not_matter(values, random):
    shuffled = list(values)
    random.shuffle(shuffled)
    one, other = contour_levels(values), contour_levels(shuffled)
    assert one.values.tolist() == other.values.tolist()
    assert one.scale == other.scale
