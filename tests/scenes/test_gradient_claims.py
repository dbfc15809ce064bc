"""The words chosen for a trace of the gradient lesson are true of it, for any parameters."""

import math
from fractions import Fraction

import pytest
from hypothesis import given, settings, strategies

from scenes.lessons.numbers import gradient, gradient_claims
from scenes.lessons.numbers.gradient_functions import CURVES, GROUNDS
from scenes.stage.writing import words

places = strategies.fractions(-8, 8, max_denominator=20)
rates = strategies.fractions(Fraction(1, 1000), 3, max_denominator=1000)

CURVE = {
    "neuron": lambda w: (2.1 * w - 4) ** 2,
    "parabola": lambda w: w**2,
    "valleys": lambda w: (w**2 - 1) ** 2 + 0.3 * w + 0.5,
    "cubic": lambda w: w**3,
    "wave": lambda w: math.sin(w) + 1,
    "plateau": lambda w: 1 - math.exp(-(w**2)),
}
GROUND = {
    "bowl": lambda w, b: w**2 - 1.5 * w * b + b**2,
    "neuron": lambda w, b: (2.1 * w + b - 4) ** 2,
    "saddle": lambda w, b: w**2 - b**2,
    "valleys": lambda w, b: (w**2 - 1) ** 2 + b**2 + 0.3 * w + 0.5,
    "waves": lambda w, b: math.sin(w) + math.cos(b) + 2,
}


def clearly(new: float, old: float) -> int:
    """1 for higher, -1 for lower, 0 where floats do not say."""
    return 0 if math.isclose(new, old, rel_tol=1e-9, abs_tol=1e-9) else 1 if new > old else -1


@given(strategies.sampled_from(sorted(CURVES)), places, rates, rates)
@settings(deadline=None, max_examples=80)
def test_what_is_claimed_of_a_curve_is_so(function, start, rate, large_rate):
    values = gradient.defaults() | {
        "function": function,
        "start": start,
        "learning_rate": rate,
        "large_rate": large_rate,
        "steps": 1,
    }
    trace = gradient.trace(values)
    loss, w = CURVE[function], float(start)
    slope = (loss(w + 1e-6) - loss(w - 1e-6)) / 2e-6
    way = gradient_claims.caption_variant(trace, "fog")
    if abs(slope) > 1e-5 * (1 + abs(loss(w))):
        assert way == ("left" if slope > 0 else "right")
    first, one, large = (loss(float(trace.number(f"{name}.weight"))) for name in ("start", "step", "large"))
    step = gradient_claims.caption_variant(trace, "step")
    if clearly(one, first):
        assert step == ("rises" if one > first else "falls")
    landing = gradient_claims.caption_variant(trace, "overstep")
    if landing == "rises":
        assert clearly(large, first) >= 0
    if landing == "lower":
        assert clearly(large, one) <= 0
        assert clearly(one, first) <= 0
    if landing == "between":
        assert clearly(one, large) <= 0
        assert clearly(large, first) <= 0
    assert trace.number("other.weight") != trace.number("start.weight")
    here, there = (abs(float(trace.number(f"{name}.gradient"))) for name in ("start", "other"))
    assert gradient_claims.caption_variant(trace, "slope") == (
        "start" if here > there else "other" if there > here else "same"
    )


@given(strategies.sampled_from(sorted(GROUNDS)), places, places, rates)
@settings(deadline=None, max_examples=60)
def test_what_is_claimed_of_a_surface_is_so(surface, weight, bias, rate):
    values = gradient.defaults() | {
        "surface": surface,
        "weight": weight,
        "bias": bias,
        "surface_rate": rate,
        "steps": 3,
    }
    trace = gradient.trace(values)
    loss = GROUND[surface]

    def at(path: str) -> float:
        return loss(float(trace.number(f"{path}.weight")), float(trace.number(f"{path}.bias")))

    first = loss(float(weight), float(bias))
    turn = gradient_claims.caption_variant(trace, "turn")
    assert (turn == "flat") == (gradient_claims.caption_variant(trace, "arrow") == "flat")
    if turn == "clear":
        changes = [at(f"ring.{k}") - first for k in range(gradient.AROUND)]
        noise = 1e-9 * (1 + abs(first))
        assert changes[0] >= max(changes) - noise
        assert changes[4] <= min(changes) + noise
        assert max(abs(changes[2]), abs(changes[6])) <= 0.1 * min(changes[0], -changes[4]) + noise
    last = trace.number("steps")
    if last and turn != "flat":
        end = at(f"step.{last}")
        if clearly(end, first):
            assert gradient_claims.caption_variant(trace, "descend") == ("rises" if end > first else "falls")


@given(strategies.sampled_from(sorted(GROUNDS)), places, places)
@settings(deadline=None, max_examples=40)
def test_nudges_have_one_length_and_begin_along_the_gradient(surface, weight, bias):
    trace = gradient.trace(gradient.defaults() | {"surface": surface, "weight": weight, "bias": bias, "steps": 1})
    size = float(trace.number("ring.size"))
    for k in range(gradient.AROUND):
        away = (trace.number(f"ring.{k}.weight") - weight, trace.number(f"ring.{k}.bias") - bias)
        assert math.hypot(*map(float, away)) == pytest.approx(size)
        if k == 0:
            slopes = [float(trace.number(f"step.0.gradient.{name}")) for name in ("weight", "bias")]
            assert float(away[0]) * slopes[1] == pytest.approx(
                float(away[1]) * slopes[0], abs=1e-9 * math.hypot(*slopes)
            )


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_there_are_words_for_every_claim(language: str):
    variants = {
        "fog": {"left", "right", "flat"},
        "slope": {"start", "other", "same"},
        "step": {"falls", "rises", "same", "flat"},
        "overstep": {"rises", "between", "lower", "elsewhere", "flat"},
        "arrow": {"arrow", "flat"},
        "turn": {"clear", "faint", "flat"},
        "descend": {"falls", "rises", "same", "flat"},
    }
    for shot in words.load(language).lesson("gradient").shots:
        captions = set() if isinstance(shot.caption, str) else set(shot.caption)
        assert captions == variants.get(shot.name, set())


def test_a_gradient_that_floats_lose_is_called_faint():
    values = gradient.defaults() | {"surface": "waves", "weight": Fraction(math.pi / 2), "bias": Fraction(0)}
    assert gradient_claims.caption_variant(gradient.trace(values), "turn") == "faint"
