"""The loss lesson passes the check, with ordinary examples and with odd ones.

`scripts/backreel check loss --aspect ... --theme ...` tries all shapes of frame, languages and themes.
"""

import pytest

from scenes.lessons import index
from scenes.render.check import check
from scenes.render.checked import LessonJob
from scenes.stage.parameters import read_settings

ODD = ("data=-2, 400000; 1, -300000; 3, 250000", "weight=-100000", "bias=123456.7", "outlier=3")


@pytest.mark.parametrize(
    ("settings", "language", "aspect", "theme"),
    [((), "en", "16:9", "dark"), (ODD, "ru", "9:16", "light")],
    ids=["plain", "odd"],
)
def test_the_loss_lesson_has_no_fault(settings: tuple[str, ...], language: str, aspect: str, theme: str):
    given = [f"loss.{setting}" for setting in settings]
    values = read_settings({"loss": index.parameters("loss")}, given, "loss")
    [checked] = check(LessonJob("loss", values, language, aspect, theme), lambda share: None)
    assert not checked.broken
    assert [(found.fault.kind, found.fault.shot, found.fault.what) for found in checked.found] == []
    # Witnesses that something was looked at: the digits were read off the outlines, and all of them agreed.
    assert checked.instants > 250
    assert checked.digits == checked.agreed > 3000
    assert {row.shot for row in checked.numbers} >= {"errors", "cancel", "squares", "mean", "turn", "best", "summary"}
