"""The chain rule lesson passes the check, as it is and with an expression of a dozen operations, long names and curved
machines; `scripts/backreel check chain --aspect ... --theme ...` tries the rest."""

import pytest

from scenes.lessons import index
from scenes.render.check import check
from scenes.render.checked import LessonJob
from scenes.stage.parameters import read_settings

DOZEN = (
    "expression=(rate*x^3 + bias_2*x^2) / rate - tanh(x*rate)*relu(bias_2 - x)",
    "values=x=-1.25",
    "inner=sine",
    "outer=exp",
    "input=-2.5",
    "e=0",
)


@pytest.mark.parametrize(
    ("settings", "language", "aspect", "theme"),
    [((), "en", "16:9", "dark"), (DOZEN, "ru", "9:16", "light")],
    ids=["plain", "dozen"],
)
def test_the_chain_rule_lesson_has_no_fault(settings: tuple[str, ...], language: str, aspect: str, theme: str):
    values = read_settings({"chain": index.parameters("chain")}, [f"chain.{setting}" for setting in settings], "chain")
    [checked] = check(LessonJob("chain", values, language, aspect, theme), lambda share: None)
    assert not checked.broken
    assert [(found.fault.kind, found.fault.shot, found.fault.what) for found in checked.found] == []
    # Witnesses that something was looked at: the digits were read off the outlines, and all of them agreed.
    assert checked.instants > 250
    assert checked.digits == checked.agreed > 5000
    assert all(row.read == row.shown for row in checked.numbers)
    assert {row.shot for row in checked.numbers} >= {"nudge", "multiply", "slope", "locals", "paths", "overwrite"}
