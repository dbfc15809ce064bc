"""The colours of every theme: contrast, and how far apart quantities are for all kinds of vision.

Computed by somebody else's code (coloraide: OKLab, WCAG contrast), with the published matrices of Machado, Oliveira and
Fernandes (2009), "A Physiologically-based Model for Simulation of Color Vision Deficiency", severity 1, for linear sRGB.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from coloraide import Color

from scenes.stage.look.theme import MEANINGS, THEMES, Theme, meaning_of

MACHADO = {
    "normal": np.eye(3),
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritan": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
JUST_NOTICEABLE = 0.02  # in OKLab, as coloraide's and CSS Color 4's gamut mapping take it
APART = {"dark": 0.09, "light": 0.07, "print": 0.07}  # at least three and a half times that, what the search reached
TEXT = 7.0  # WCAG 2.2, 1.4.6, contrast (enhanced), for text of any size
LARGE = 4.5  # the same, for large text
SHAPE = 1.5  # faint lines carry nothing, but can be seen

themes = pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)


def seen(color: str, vision: str) -> np.ndarray:
    """A colour in OKLab, as somebody with this vision sees it."""
    linear = np.clip(MACHADO[vision] @ Color(color).convert("srgb-linear").coords(), 0, 1)
    return np.array(Color("srgb-linear", linear.tolist()).convert("oklab").coords())


def contrast(one: str, other: str) -> float:
    return Color(one).contrast(Color(other), method="wcag21")


@themes
@pytest.mark.parametrize("vision", MACHADO)
def test_any_two_quantities_stay_apart(theme: Theme, vision: str):
    places = {meaning: seen(theme.of(meaning), vision) for meaning in MEANINGS}
    for a, b in combinations(MEANINGS, 2):
        distance = float(np.linalg.norm(places[a] - places[b]))
        assert distance >= APART[theme.name] >= 3 * JUST_NOTICEABLE, (a, b, vision, round(distance, 3))


@themes
def test_every_quantity_can_be_text_of_any_size(theme: Theme):
    for meaning in (*MEANINGS, "ink", "muted"):
        for ground in (theme.background, theme.panel):
            assert contrast(getattr(theme, meaning), ground) >= TEXT, (meaning, ground)


@themes
def test_the_ground_of_a_landscape_leaves_text_and_paths_legible(theme: Theme):
    for ground in (theme.level_low, theme.level_high):
        for meaning in ("ink", "prediction"):
            assert contrast(getattr(theme, meaning), ground) >= LARGE, (meaning, ground)
    assert contrast(theme.level_low, theme.level_high) >= 1.4
    assert contrast(theme.level_line, theme.level_high) >= 2


@themes
def test_faint_lines_can_be_seen_and_do_not_shout(theme: Theme):
    assert SHAPE <= contrast(theme.faint, theme.background) <= 3


@pytest.mark.parametrize(
    ("a", "b"),
    [("weight", "negative_weight"), ("target", "prediction"), ("loss", "prediction"), ("input", "gradient")],
)
def test_on_a_printer_without_colours_what_shares_a_picture_differs_in_lightness(a: str, b: str):
    """By more than is just noticeable; dash, shape and width have to do the rest there."""
    lightness = [Color(THEMES["print"].of(meaning)).convert("oklab").coords()[0] for meaning in (a, b)]
    assert abs(lightness[0] - lightness[1]) > JUST_NOTICEABLE


@pytest.mark.parametrize(
    ("path", "meaning"),
    [
        ("step.0.weight", "weight"),
        ("step.0.gradient.weight", "gradient"),
        ("layer.1.neuron.2.gradient.bias", "gradient"),
        ("step.0.local.prediction.bias", "bias"),
        ("step.3.error", "loss"),
        ("input.2", "input"),
        ("learning_rate", None),
        ("weights", None),
    ],
)
def test_what_a_path_means(path: str, meaning: str | None):
    assert meaning_of(path) == meaning


def test_what_has_no_meaning_has_the_colour_of_ink():
    for theme in THEMES.values():
        assert theme.of(None) == theme.of("learning_rate") == theme.ink
        assert theme.of("loss") == theme.loss != theme.ink
