"""Regions: cut, clipped and kept inside."""

import numpy as np
import pytest

from scenes.stage.frame.layout import Layout
from scenes.stage.frame.region import Region

SQUARE = Region(-1.0, -1.0, 1.0, 1.0)


def point(x: float, y: float) -> np.ndarray:
    return np.array([x, y, 0.0])


@pytest.mark.parametrize(
    ("start", "end", "inside"),
    [
        ((0, 0), (0.5, 0.5), ((0, 0), (0.5, 0.5))),
        ((-2, 0), (2, 0), ((-1, 0), (1, 0))),
        ((0, 0), (3, 3), ((0, 0), (1, 1))),
        ((0.5, 0), (1e300, 0), ((0.5, 0), (1, 0))),  # a descent that blew up
        ((-1e300, 0.25), (0, 0.25), ((-1, 0.25), (0, 0.25))),
        ((2, 2), (3, 3), None),
        ((-3, 2), (3, 2), None),
    ],
)
def test_a_line_is_cut_at_the_borders(start, end, inside):
    found = SQUARE.clip(point(*start), point(*end))
    if inside is None:
        assert found is None
    else:
        np.testing.assert_allclose(found, [point(*inside[0]), point(*inside[1])], atol=1e-9)


def test_columns_and_rows_fill_the_region_in_their_shares():
    left, right = Region(0, 0, 10, 4).columns(1, 3, gap=2)
    assert (left.left, left.right, right.left, right.right) == (0, 2, 4, 10)
    high, low = Region(0, 0, 10, 4).rows(3, 1)
    assert (high.top, high.bottom, low.top, low.bottom) == (4, 1, 1, 0)


def test_the_bands_of_a_frame_do_not_overlap_and_stay_in_the_safe_area():
    layout = Layout(14.222, 8.0)
    assert layout.heading.bottom > layout.stage.top > layout.stage.bottom > layout.caption.top
    assert layout.safe.left == pytest.approx(-0.45 * 14.222)
    assert layout.caption.bottom == layout.safe.bottom
