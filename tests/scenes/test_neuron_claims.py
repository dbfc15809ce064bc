"""The words chosen for a trace are true of it, for any parameters."""

from fractions import Fraction

import pytest
from hypothesis import given, settings, strategies

from scenes.lessons.numbers import neuron, neuron_claims
from scenes.stage.writing import words

numbers = strategies.fractions(-20, 20, max_denominator=20)
rates = strategies.fractions(Fraction(1, 1000), 2, max_denominator=1000)


@given(numbers, numbers, numbers, numbers, rates)
@settings(deadline=None, max_examples=60)
def test_what_is_claimed_is_so(given_input, target, weight, bias, rate):
    values = {
        "input": given_input,
        "target": target,
        "weight": weight,
        "bias": bias,
        "learning_rate": rate,
        "steps": 3,
    }
    trace = neuron.trace(values)
    # by hand, without the engine: error, then the error after one and after three steps
    error = weight * given_input + bias - target
    factor = 1 - 2 * rate * (given_input**2 + 1)
    nudged = error + trace.number("nudge.size") * given_input
    wanted = {
        "loss": "zero" if error == 0 else "miss",
        "nudge": compare(nudged**2, error**2),
        "slope": {-1: "right", 0: "flat", 1: "left"}[sign(error)],
        "update": "stay" if error == 0 else "move",
        "again": compare((error * factor) ** 2, error**2),
        "summary": compare((error * factor) ** 2, error**2),
        "repeat": compare((error * factor**3) ** 2, error**2),
        "valley": "still" if error == 0 else {-1: "converges", 0: "swings", 1: "diverges"}[sign(abs(factor) - 1)],
    }
    for shot, variant in wanted.items():
        assert neuron_claims.caption_variant(trace, shot) == variant


def compare(new: Fraction, old: Fraction) -> str:
    return {-1: "falls", 0: "same", 1: "rises"}[sign(new - old)]


def sign(number: Fraction) -> int:
    return (number > 0) - (number < 0)


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_there_are_words_for_every_claim(language: str):
    catalogue = words.load(language).lesson("neuron")
    variants = {
        "loss": {"zero", "miss"},
        "nudge": {"falls", "rises", "same"},
        "slope": {"right", "left", "flat"},
        "update": {"stay", "move"},
        "again": {"falls", "rises", "same"},
        "repeat": {"once", "falls", "rises", "same"},
        "valley": {"still", "converges", "swings", "diverges"},
        "summary": {"falls", "rises", "same"},
    }
    for shot in catalogue.shots:
        captions = set() if isinstance(shot.caption, str) else set(shot.caption)
        assert captions == variants.get(shot.name, set())
    fates = {neuron_claims.fate(e, f) for e in (0, 1) for f in (0.9, 0.1, 0, -0.1, -0.9, -1, -1.1)}
    assert fates == {"still", "creeps", "settles", "lands", "swings", "forever", "diverges"}
    assert fates <= set(catalogue.labels)
