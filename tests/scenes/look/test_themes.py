"""The colours of every theme: contrast, and how far apart quantities are for all kinds of vision.

Computed by somebody else's code (coloraide: OKLab, WCAG contrast), with the published matrices of Machado, Oliveira and
Fernandes (2009), "A Physiologically-based Model for Simulation of Color Vision Deficiency", severity 1, linear sRGB.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from coloraide import Color
from PIL import Image

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
BY_ANOTHER_MODEL = 3 * JUST_NOTICEABLE  # the search gave way a little here: the models do not agree for tritan vision
TEXT = 7.0  # WCAG 2.2, 1.4.6, contrast (enhanced), for text of any size
SHAPE = 3.0  # WCAG 2.2, 1.4.11, for shapes that say something
FAINT = (1.5, 2.0)  # seen, but background: the checks of a frame let text stand on what is under 2 to 1
BANDS = 7  # of a landscape, at least; each just noticeably different from the next

themes = pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)


def seen(color: str, vision: str) -> np.ndarray:
    """A colour in OKLab, as somebody with this vision sees it."""
    linear = np.clip(MACHADO[vision] @ Color(color).convert("srgb-linear").coords(), 0, 1)
    return np.array(Color("srgb-linear", linear.tolist()).convert("oklab").coords())


def simulated(color: str, deficiency: str, model: str, severity: float) -> np.ndarray:
    """The same by coloraide's own simulation."""
    linear = Color(color).convert("srgb-linear").filter(deficiency, severity, method=model)
    return np.array(linear.clip().convert("oklab").coords())


def nearest(places: dict[str, np.ndarray]) -> tuple[float, str, str]:
    """The two that are least apart, and how far."""
    return min((float(np.linalg.norm(places[a] - places[b])), a, b) for a, b in combinations(places, 2))


def contrast(one: str, other: str) -> float:
    """WCAG's ratio."""
    return Color(one).contrast(Color(other), method="wcag21")


@themes
@pytest.mark.parametrize("vision", MACHADO)
def test_any_two_quantities_stay_apart(theme: Theme, vision: str):
    places = {meaning: seen(theme.of(meaning), vision) for meaning in MEANINGS}
    distance, *pair = nearest(places)
    assert distance >= APART[theme.name] >= 3 * JUST_NOTICEABLE, (pair, round(distance, 4))


@themes
@pytest.mark.parametrize("deficiency", ["protan", "deutan"])
@pytest.mark.parametrize("severity", [0.6, 0.8])
def test_they_stay_apart_for_the_milder_forms_too(theme: Theme, deficiency: str, severity: float):
    """Three in four of those with a red-green deficiency have a milder form, and in between the distances are not
    in between: protan 0.8 sees target and loss nearer to each other than protan 1 does."""
    distance, *pair = nearest({m: simulated(theme.of(m), deficiency, "machado", severity) for m in MEANINGS})
    assert distance >= APART[theme.name], (pair, round(distance, 4))


@themes
@pytest.mark.parametrize("deficiency", ["protan", "deutan", "tritan"])
def test_they_stay_apart_by_another_model(theme: Theme, deficiency: str):
    """Brettel, Vienot and Mollon (1997), "Computerized simulation of color appearance for dichromats"; Machado's matrix
    for tritan vision is an approximation by its authors' own account."""
    distance, *pair = nearest({m: simulated(theme.of(m), deficiency, "brettel", 1.0) for m in MEANINGS})
    assert distance >= BY_ANOTHER_MODEL, (pair, round(distance, 4))


@themes
def test_every_quantity_can_be_text_of_any_size(theme: Theme):
    for meaning in (*MEANINGS, "ink", "muted"):
        for ground in (theme.background, theme.panel):
            assert contrast(getattr(theme, meaning), ground) >= TEXT, (meaning, ground)


@themes
def test_on_all_ground_of_a_landscape_text_paths_and_lines_are_legible(theme: Theme):
    for ground in Color.steps([theme.level_low, theme.level_high], steps=9, space="oklab"):
        ground = ground.convert("srgb").to_string(hex=True, fit="clip")
        assert contrast(theme.ink, ground) >= TEXT, ground
        for shape in (*MEANINGS, "level_line"):
            assert contrast(getattr(theme, shape), ground) >= SHAPE, (shape, ground)


@themes
@pytest.mark.parametrize("vision", MACHADO)
def test_the_bands_of_a_landscape_can_be_told_apart(theme: Theme, vision: str):
    ends = seen(theme.level_low, vision) - seen(theme.level_high, vision)
    assert float(np.linalg.norm(ends)) >= (BANDS - 1) * JUST_NOTICEABLE


@themes
@pytest.mark.parametrize("vision", MACHADO)
def test_a_muted_edge_is_not_taken_for_a_quantity(theme: Theme, vision: str):
    for meaning in MEANINGS:
        distance = float(np.linalg.norm(seen(theme.muted, vision) - seen(theme.of(meaning), vision)))
        assert distance > JUST_NOTICEABLE, meaning


@themes
def test_faint_lines_can_be_seen_and_do_not_shout(theme: Theme):
    for ground in (theme.background, theme.panel):
        assert FAINT[0] <= contrast(theme.faint, ground) < FAINT[1]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("weight", "negative_weight"),
        ("weight", "bias"),
        ("weight", "gradient"),
        ("negative_weight", "gradient"),
        ("loss", "gradient"),
        ("loss", "prediction"),
        ("target", "prediction"),
        ("target", "loss"),
        ("input", "gradient"),
    ],
)
@pytest.mark.parametrize("grey", ["luminance", "luma"])
def test_on_a_printer_without_colours_what_shares_a_picture_differs_in_lightness(a: str, b: str, grey: str):
    """By more than is just noticeable, whether the printer takes luminance for grey or, as Pillow does, the luma of
    ITU-R BT.601; dash, shape and width have to do the rest there."""
    one, other = (lightness_in_grey(THEMES["print"].of(meaning), grey) for meaning in (a, b))
    assert abs(one - other) > JUST_NOTICEABLE


def lightness_in_grey(color: str, grey: str) -> float:
    """OKLab's lightness of a colour printed in black alone."""
    if grey == "luminance":
        y = Color(color).luminance()
        return float(Color("srgb-linear", [y, y, y]).convert("oklab")["lightness"])
    level = Image.new("RGB", (1, 1), color).convert("L").getpixel((0, 0)) / 255
    return float(Color("srgb", [level, level, level]).convert("oklab")["lightness"])


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
