"""The neuron lesson passes the check: each language, shape of frame and theme, with ordinary and with odd numbers.

One film of each is enough here; `scripts/backreel check neuron --aspect ... --theme ...` tries all of them together.
"""

import pytest

from scenes.lessons import index
from scenes.render.check import check
from scenes.render.checked import LessonJob
from scenes.stage.parameters import read_settings

LARGE = ("input=-123456", "target=123456", "weight=123456", "bias=123456", "learning_rate=0.001", "steps=3")
SMALL = ("input=0.001", "target=0.001", "weight=0.001", "bias=0.001", "learning_rate=0.5")
BOTH = ("input=0.001", "target=0.004", "weight=123456", "bias=-123.456")
DIVERGES = ("input=123456", "target=0.001")


@pytest.mark.parametrize(
    ("settings", "language", "aspect", "theme"),
    [
        ((), "en", "16:9", "dark"),
        ((), "ru", "9:16", "light"),
        ((), "ru", "1:1", "print"),
        (LARGE, "en", "1:1", "dark"),
        (SMALL, "ru", "4:3", "dark"),
        (BOTH, "ru", "16:9", "print"),
        (DIVERGES, "en", "9:16", "light"),
    ],
    ids=["plain", "upright", "square", "large", "small", "both", "diverges"],
)
def test_the_neuron_lesson_has_no_fault(settings: tuple[str, ...], language: str, aspect: str, theme: str):
    given = [f"neuron.{setting}" for setting in settings]
    values = read_settings({"neuron": index.parameters("neuron")}, given, "neuron")
    [checked] = check(LessonJob("neuron", values, language, aspect, theme), lambda share: None)
    assert not checked.broken
    assert [(found.fault.kind, found.fault.shot, found.fault.what) for found in checked.found] == []
    # Witnesses that something was looked at: the digits were read off the outlines, and all of them agreed.
    assert checked.instants > 300
    assert checked.digits == checked.agreed > 5000
    assert all(row.read == row.shown for row in checked.numbers)
    assert {row.shot for row in checked.numbers} >= {"forward", "update", "repeat", "rates", "valley", "summary"}
