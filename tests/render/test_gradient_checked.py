"""The gradient lesson passes the check, with its own numbers and with odd ones."""

import pytest

from scenes.lessons import index
from scenes.render.check import check
from scenes.render.checked import LessonJob
from scenes.stage.parameters import read_settings

ODD = (
    "function=cubic",
    "start=-2",
    "large_rate=100",
    "surface=neuron",
    "weight=123456",
    "bias=-123456",
    "surface_rate=0.1",
    "steps=3",
)


@pytest.mark.parametrize(
    ("settings", "language", "aspect", "theme"),
    [((), "en", "16:9", "dark"), (ODD, "ru", "1:1", "light")],
    ids=["plain", "odd"],
)
def test_the_gradient_lesson_has_no_fault(settings: tuple[str, ...], language: str, aspect: str, theme: str):
    given = [f"gradient.{setting}" for setting in settings]
    values = read_settings({"gradient": index.parameters("gradient")}, given, "gradient")
    [checked] = check(LessonJob("gradient", values, language, aspect, theme), lambda share: None)
    assert not checked.broken
    assert [(found.fault.kind, found.fault.shot, found.fault.what) for found in checked.found] == []
    # Witnesses that something was looked at: the digits were read off the outlines, and all of them agreed.
    assert checked.instants > 250
    assert checked.digits == checked.agreed > 5000
    assert {row.shot for row in checked.numbers} >= {"nudge", "slope", "overstep", "surface", "turn", "descend"}
