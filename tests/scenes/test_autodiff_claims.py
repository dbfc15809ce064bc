"""The words chosen for a trace are true of it, for any parameters."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.rounding import rounded
from scenes.lessons.numbers import autodiff, autodiff_claims
from scenes.stage.writing import words

numbers = st.integers(-20, 20).map(lambda k: Fraction(k, 4))
rates = st.integers(1, 100).map(lambda k: Fraction(k, 100))


@given(numbers, numbers, numbers, numbers, rates, st.integers(1, 4))
@settings(deadline=None, max_examples=60)
def test_what_is_claimed_is_so(given_input, target, weight, bias, rate, inputs):
    values = {
        "input": given_input,
        "target": target,
        "weight": weight,
        "bias": bias,
        "learning_rate": rate,
        "inputs": inputs,
    }
    trace = autodiff.trace(values)
    # by hand, without the engine: each error is the one before times a factor; where gradients pile up, two steps take
    # the second error and the same step once more
    error, factor = given_input * weight + bias - target, 1 - 2 * rate * (given_input**2 + 1)
    first, right = error * factor, error * factor**2
    wrong = right + error * (factor - 1)
    assert trace.number("kept.step.2.error") == wrong
    assert trace.number("step.2.error") == right
    alike = rounded(wrong**2).text() == rounded(right**2).text() and wrong**2 != right**2
    kept = "alike" if alike else "worse" if wrong**2 > right**2 else "better" if wrong**2 < right**2 else "same"
    if not alike and min(wrong**2, right**2) > error**2:
        kept = "both"
    change = first**2 - error**2
    update = "falls" if change < 0 else "rises" if change > 0 else "same"
    wanted = {
        "update": "stay" if error == 0 else update,
        "accumulate": "still" if error == 0 else "leaves" if first == 0 else kept,
        "modes": "one" if inputs == 1 else "many",
        "record": None,
    }
    for shot, variant in wanted.items():
        assert autodiff_claims.caption_variant(trace, shot) == variant


def test_a_target_that_was_hit_is_left_again():
    given = {"input": 0, "target": 1, "weight": 0, "bias": 0, "learning_rate": Fraction(1, 2)}
    trace = autodiff.trace({**autodiff.defaults(), **given})
    assert autodiff_claims.caption_variant(trace, "accumulate") == "leaves"
    assert trace.number("kept.step.2.loss") == 1


def test_steps_that_are_too_long_are_no_luck():
    given = {"input": 1, "target": 0, "weight": 1, "bias": 0, "learning_rate": 1}
    trace = autodiff.trace({**autodiff.defaults(), **given})
    # errors by hand: 1, then -3; cleared 9, uncleared 9 - 4
    assert (trace.number("step.2.loss"), trace.number("kept.step.2.loss")) == (81, 25)
    assert autodiff_claims.caption_variant(trace, "accumulate") == "both"


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_there_are_words_for_every_claim(language: str):
    variants = {
        "update": {"falls", "rises", "same", "stay"},
        "accumulate": {"worse", "better", "both", "same", "alike", "leaves", "still"},
        "modes": {"one", "many"},
    }
    for shot in words.load(language).lesson("autodiff").shots:
        captions = set() if isinstance(shot.caption, str) else set(shot.caption)
        assert captions == variants.get(shot.name, set())
