"""The tuning lesson passes the check: as it is, and with eight tries, negative numbers and wide layers."""

import pytest

from scenes.lessons import index
from scenes.render.check import check
from scenes.render.checked import LessonJob
from scenes.stage.parameters import read_settings

NEGATIVE = (
    "input=-3.7",
    "target=-12.345",
    "weight=-2",
    "bias=-5",
    "tries=-3, -5; -3, -6; 3, -6; 3, -1.5; 2, -1.5; 2.9, -1.5; 2.95, -1.55; 2.93, -1.5",
    "layers=1024, 17, 3",
)


@pytest.mark.parametrize(
    ("settings", "language", "aspect", "theme"),
    [((), "en", "16:9", "dark"), (NEGATIVE, "ru", "1:1", "light")],
    ids=["plain", "negative"],
)
def test_the_tuning_lesson_has_no_fault(settings: tuple[str, ...], language: str, aspect: str, theme: str):
    given = [f"tuning.{setting}" for setting in settings]
    values = read_settings({"tuning": index.parameters("tuning")}, given, "tuning")
    [checked] = check(LessonJob("tuning", values, language, aspect, theme), lambda share: None)
    assert not checked.broken
    assert [(found.fault.kind, found.fault.shot, found.fault.what) for found in checked.found] == []
    assert checked.instants > 300
    assert checked.digits == checked.agreed > 5000
    assert all(row.read == row.shown for row in checked.numbers)
    shots = {"knobs", "first", "tries", "map", "many", "count", "cost", "summary"}
    assert {row.shot for row in checked.numbers} == shots
