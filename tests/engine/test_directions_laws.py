"""Laws of principal directions and of projections, for any path."""

import numpy as np
import pytest

from engine import principal_directions, project

hypothesis = pytest.importorskip("hypothesis")
st = hypothesis.strategies

numbers = st.floats(-100, 100).map(lambda number: round(number, 3))
widths = st.integers(2, 6)


def arrays(*shape):
    count = int(np.prod(shape))
    return st.lists(numbers, min_size=count, max_size=count).map(lambda row: np.array(row).reshape(shape))


@st.composite
def moving_paths(draw):
    width, states = draw(widths), draw(st.integers(3, 12))
    path = draw(arrays(states, width))
    hypothesis.assume(np.ptp(path, axis=0).max() > 0)
    return path


@hypothesis.settings(deadline=None)
@hypothesis.given(moving_paths())
def test_principal_directions(path):
    plane = principal_directions(path)
    centred = path - path.mean(axis=0)
    whole = (centred**2).sum()
    assert plane.axes @ plane.axes.T == pytest.approx(np.eye(2), abs=1e-12)
    for axis, share in zip(plane.axes, plane.shares, strict=True):
        assert share == pytest.approx(((centred @ axis) ** 2).sum() / whole, abs=1e-12)
        assert 0 <= share <= 1 + 1e-15
    assert plane.shares[0] >= plane.shares[1]
    values = np.linalg.eigvalsh(centred.T @ centred)
    assert sum(plane.shares) == pytest.approx((values[-1] + values[-2]) / whole, abs=1e-12)
    assert (plane.axes @ (path[0] - path[-1]) >= -1e-9).all()


@hypothesis.settings(deadline=None)
@hypothesis.given(moving_paths(), st.integers(0, 1000))
def test_no_other_plane_keeps_more_of_the_variance(path, seed):
    plane = principal_directions(path)
    other, _ = np.linalg.qr(np.random.default_rng(seed).normal(size=(path.shape[1], 2)))
    centred = path - path.mean(axis=0)
    assert ((centred @ other) ** 2).sum() <= ((centred @ plane.axes.T) ** 2).sum() * (1 + 1e-12) + 1e-9


@hypothesis.settings(deadline=None)
@hypothesis.given(st.data())
def test_projections(drawn):
    width = drawn.draw(widths)
    path = drawn.draw(arrays(drawn.draw(st.integers(1, 6)), width))
    origin, first, second = (drawn.draw(arrays(width)) for _ in range(3))
    lengths = np.linalg.norm(first), np.linalg.norm(second)
    hypothesis.assume(min(lengths) > 0)
    hypothesis.assume(abs(first @ second) < 0.99 * lengths[0] * lengths[1])
    seen = project(path, origin, first, second)
    in_plane = seen.coordinates @ np.array([first, second])
    missed = path - origin - in_plane
    assert missed @ np.array([first / lengths[0], second / lengths[1]]).T == pytest.approx(0, abs=1e-8)
    assert 0 <= seen.share <= 1
    whole = ((path - origin) ** 2).sum()
    assert seen.share * whole == pytest.approx((in_plane**2).sum(), rel=1e-9, abs=1e-9)
    again = project(origin + in_plane, origin, first, second)
    assert again.coordinates == pytest.approx(seen.coordinates, rel=1e-7, abs=1e-9)


@hypothesis.settings(deadline=None)
@hypothesis.given(moving_paths())
def test_a_path_in_two_dimensions_loses_nothing(path):
    plane = principal_directions(path[:, :2]) if np.ptp(path[:, :2], axis=0).max() > 0 else None
    hypothesis.assume(plane is not None)
    assert sum(plane.shares) == pytest.approx(1, abs=1e-12)
    seen = project(path[:, :2], plane.origin, *plane.axes)
    assert plane.origin + seen.coordinates @ plane.axes == pytest.approx(path[:, :2], abs=1e-9)
