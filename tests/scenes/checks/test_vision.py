"""Contrast and colour distance against published values."""

import numpy as np
import pytest

from scenes.stage.checks import vision
from scenes.stage.checks.limits import COLOUR_DISTANCE
from scenes.stage.look.theme import MEANINGS, THEMES


def _rgb(colour: str) -> np.ndarray:
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#FFFFFF", 21.0),  # WCAG 2.2, definition of contrast ratio
        ("#FFFFFF", "#FFFFFF", 1.0),
        ("#767676", "#FFFFFF", 4.54),  # WebAIM: the lightest grey that passes 4.5 on white
        ("#777777", "#FFFFFF", 4.48),
        ("#FF0000", "#FFFFFF", 4.0),  # W3C, understanding 1.4.3
    ],
)
def test_contrast(one: str, other: str, ratio: float):
    assert float(vision.contrast(_rgb(one), _rgb(other))) == pytest.approx(ratio, abs=0.005)
    assert vision.contrast(_rgb(other), _rgb(one)) == vision.contrast(_rgb(one), _rgb(other))


@pytest.mark.parametrize(
    ("colour", "lab"),
    [  # Ottosson, A perceptual color space for image processing, 2020; values of the CSS Color 4 test suite
        ("#FFFFFF", (1.0, 0.0, 0.0)),
        ("#FF0000", (0.62796, 0.22486, 0.12585)),
        ("#00FF00", (0.86644, -0.23389, 0.17950)),
        ("#0000FF", (0.45201, -0.03246, -0.31153)),
    ],
)
def test_oklab(colour: str, lab: tuple[float, float, float]):
    assert vision.oklab(_rgb(colour)) == pytest.approx(lab, abs=2e-4)


def test_grey_is_grey_to_all_eyes():
    grey = _rgb("#808080")
    for kind in vision.VISIONS:
        assert vision.distance(grey, grey, kind) == 0
        assert vision.oklab(grey, kind)[1:] == pytest.approx((0, 0), abs=1e-3)


def test_red_and_green_come_closer_for_deutan_eyes():
    red, green = _rgb("#D04040"), _rgb("#708030")
    assert vision.distance(red, green, "deutan") < 0.5 * vision.distance(red, green)


@pytest.mark.parametrize(("theme", "apart"), [("dark", 0.094), ("light", 0.072), ("print", 0.071)])
def test_themes_are_as_far_apart_as_the_search_for_them_said(theme: str, apart: float):
    of = THEMES[theme].of
    pairs = [(a, b) for a in MEANINGS for b in MEANINGS if a < b]
    least = min(vision.least_distance(_rgb(of(a)), _rgb(of(b)))[0] for a, b in pairs)
    assert least == pytest.approx(apart, abs=0.002)
    assert least > COLOUR_DISTANCE
