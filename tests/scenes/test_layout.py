"""Regions: cut, clipped and kept inside."""

from itertools import pairwise

import numpy as np
import pytest

from scenes.render.quality import QUALITIES
from scenes.stage.frame.layout import ASPECTS, Aspect, Layout
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


def test_a_wide_region_is_split_into_columns_and_any_other_into_rows():
    wide, upright = Region(0, 0, 10, 4), Region(0, 0, 7, 6)
    assert wide.split(1, 1) == wide.columns(1, 1)
    assert upright.split(1, 1) == upright.rows(1, 1)


@pytest.mark.parametrize("aspect", ASPECTS.values(), ids=lambda aspect: aspect.name)
def test_the_bands_of_a_frame_do_not_overlap_and_stay_in_the_safe_area(aspect: Aspect):
    layout = Layout(aspect.width, aspect.height)
    bands = [layout.caption, layout.stage, layout.heading]
    for below, above in pairwise(bands):
        assert below.top < above.bottom
    for band in bands:
        assert -0.45 * aspect.width <= band.left < -0.44 * aspect.width
        assert 0.45 * aspect.width >= band.right > 0.44 * aspect.width
    assert layout.caption.bottom == pytest.approx(-0.45 * aspect.height)
    assert layout.heading.top == pytest.approx(0.45 * aspect.height)
    assert layout.stage.height > 0.55 * aspect.height


@pytest.mark.parametrize("aspect", ASPECTS.values(), ids=lambda aspect: aspect.name)
def test_a_frame_has_the_shape_of_its_name(aspect: Aspect):
    width, height = map(int, aspect.name.split(":"))
    assert aspect.ratio == pytest.approx(width / height)


@pytest.mark.parametrize(
    ("quality", "aspect", "wanted"),
    [
        ("l", "16:9", (854, 480)),
        ("h", "16:9", (1920, 1080)),
        ("h", "4:3", (1440, 1080)),
        ("h", "1:1", (1080, 1080)),
        ("h", "9:16", (1080, 1920)),
        ("k", "16:9", (3840, 2160)),
    ],
)
def test_the_size_of_a_frame_in_pixels(quality: str, aspect: str, wanted: tuple[int, int]):
    assert QUALITIES[quality].size(ASPECTS[aspect]) == wanted
