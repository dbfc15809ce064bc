"""The ReLU lesson passes the check, with its own numbers and with odd ones."""

import pytest

from scenes.lessons import index
from scenes.render.check import check
from scenes.render.checked import LessonJob
from scenes.stage.parameters import read_settings

ODD = (
    "layers=0,0; 0,-3",
    "hinges=0,1,1",
    "input=0",
    "target=-3",
    "weight=0",
    "bias=0",
    "off_bias=0",
)


@pytest.mark.parametrize(
    ("settings", "language", "aspect", "theme"),
    [((), "en", "16:9", "dark"), (ODD, "ru", "1:1", "light")],
    ids=["plain", "odd"],
)
def test_the_relu_lesson_has_no_fault(settings: tuple[str, ...], language: str, aspect: str, theme: str):
    given = [f"relu.{setting}" for setting in settings]
    values = read_settings({"relu": index.parameters("relu")}, given, "relu")
    [checked] = check(LessonJob("relu", values, language, aspect, theme), lambda share: None)
    assert not checked.broken
    assert [(found.fault.kind, found.fault.shot, found.fault.what) for found in checked.found] == []
    assert checked.instants > 300
    assert checked.digits == checked.agreed > 3000
    assert all(row.read == row.shown for row in checked.numbers)
    assert {row.shot for row in checked.numbers} >= {"stack", "collapse", "open", "closed", "dead", "killed", "leaky"}
