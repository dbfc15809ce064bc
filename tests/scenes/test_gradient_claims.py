"""The words chosen for a trace of the gradient lesson are true of it, for any parameters."""

import math
from fractions import Fraction

import pytest
from hypothesis import given, settings, strategies

from scenes.lessons.numbers import gradient, gradient_claims
from scenes.lessons.numbers.gradient_functions import CURVES, GROUNDS
from scenes.stage.parameters import SettingError
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
    if step == "little":
        assert abs(one - first) <= 0.0005 * abs(first) + 1e-12
        assert float(abs(trace.number("step.weight") - start)) <= 0.1 * float(trace.number("nudge.0.size"))
    elif clearly(one, first):
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
        descent = gradient_claims.caption_variant(trace, "descend")
        if descent == "little":
            assert abs(end - first) <= 0.0005 * abs(first) + 1e-12
        elif clearly(end, first):
            assert descent == ("rises" if end > first else "falls")


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
        "step": {"falls", "rises", "same", "little", "flat"},
        "overstep": {"rises", "between", "lower", "elsewhere", "flat"},
        "arrow": {"arrow", "flat"},
        "turn": {"clear", "faint", "flat"},
        "descend": {"falls", "rises", "same", "little", "flat"},
    }
    for shot in words.load(language).lesson("gradient").shots:
        captions = set() if isinstance(shot.caption, str) else set(shot.caption)
        assert captions == variants.get(shot.name, set())


def test_a_gradient_that_floats_lose_is_called_faint():
    values = gradient.defaults() | {"surface": "waves", "weight": Fraction(math.pi / 2), "bias": Fraction(0)}
    assert gradient_claims.caption_variant(gradient.trace(values), "turn") == "faint"


@pytest.mark.parametrize(
    ("function", "start"),
    [("plateau", "6"), ("plateau", "-10"), ("plateau", "3"), ("wave", "1000000"), ("wave", "1.57")],
)
def test_far_out_too_the_ratio_of_a_shrinking_nudge_heads_for_the_slope(function: str, start: str):
    values = gradient.defaults() | {"function": function, "start": Fraction(start)}
    slope = float(gradient.trace(values).number("start.gradient"))
    first, last = (abs(float(gradient.nudged(values, Fraction(1, 10**power))["ratio"]) / slope - 1) for power in (1, 9))
    assert last < 1e-5 < first


def test_what_a_nudge_changes_far_out_is_known_to_all_digits():
    """By hand, to thirty digits: exp(-36) - exp(-36.2404)."""
    values = gradient.defaults() | {"function": "plateau", "start": Fraction(6)}
    assert float(gradient.nudged(values, Fraction(1, 50))["change"]) == pytest.approx(4.9565124215845e-17, rel=1e-12)


def test_a_start_where_the_plateau_is_flat_for_floats_is_refused_in_one_line():
    values = gradient.defaults() | {"function": "plateau", "start": Fraction(30)}
    with pytest.raises(SettingError, match=r"^gradient\.start: must be from -10 to 10 on this curve, plateau; got 30$"):
        gradient.trace(values)


def test_a_step_that_no_number_shows_is_not_said_to_fall():
    far = gradient.trace(gradient.defaults() | {"function": "plateau", "start": Fraction(6)})
    assert gradient_claims.caption_variant(far, "step") == "little"
    slow = gradient.trace(gradient.defaults() | {"surface_rate": Fraction(1, 10**9)})
    assert gradient_claims.caption_variant(slow, "descend") == "little"
