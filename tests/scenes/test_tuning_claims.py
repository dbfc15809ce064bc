"""The words chosen for the tries are true of them, for any parameters."""

from fractions import Fraction

import pytest
from hypothesis import given, settings, strategies

from scenes.lessons.numbers import tuning, tuning_claims
from scenes.stage.writing import words

VERDICTS = {"better", "worse", "too_far", "closer", "mirrored", "hit", "same", "deaf"}
WAYS = ("up", "down", "stay")

# Few values, so that hits, mirror images and repeated turns are common.
numbers = strategies.integers(-4, 4).map(lambda n: n / 2).map(Fraction)
rows = strategies.lists(strategies.tuples(numbers, numbers), min_size=1, max_size=8).map(tuple)


@given(numbers, numbers, numbers, numbers, rows)
@settings(deadline=None, max_examples=300)
def test_what_is_said_of_a_try_is_so(given_input, target, weight, bias, tries):
    values = tuning.defaults() | {
        "input": given_input,
        "target": target,
        "weight": weight,
        "bias": bias,
        "tries": tries,
        "layers": "2,2",
    }
    trace = tuning.trace(values)
    places = [(weight, bias), *tries]
    errors = [w * given_input + b - target for w, b in places]  # by hand, without the engine
    losses = [error * error for error in errors]
    for k in range(1, len(places)):
        said = tuning_claims.verdict(trace, k)
        before, after = errors[k - 1], errors[k]
        falls, rises = losses[k] < losses[k - 1], losses[k] > losses[k - 1]
        past = (before < 0 < after) or (after < 0 < before)
        truth = {
            "better": falls and not past and after != 0,
            "closer": falls and past,
            "hit": after == 0 and before != 0,
            "worse": rises and not past,
            "too_far": rises and past,
            "mirrored": after == -before and after != 0,
            "deaf": given_input == 0 and places[k][0] != places[k - 1][0] and places[k][1] == places[k - 1][1],
            "same": after == before,
        }
        if truth["deaf"]:
            truth["same"] = False
        assert [verdict for verdict, so in truth.items() if so] == [said]
        moved = [new - old for new, old in zip(places[k], places[k - 1], strict=True)]
        ways = ["up" if change > 0 else "down" if change < 0 else "stay" for change in moved]
        assert tuning_claims.turn(trace, k) == "_".join(ways)
        # the frame of the best so far: no earlier one is as good, no later one better
        best = tuning_claims.best_until(trace, k)
        assert all(loss > losses[best] for loss in losses[:best])
        assert all(loss >= losses[best] for loss in losses[best : k + 1])


@given(numbers, numbers, rows)
@settings(deadline=None, max_examples=300)
def test_what_is_asked_and_learnt_is_so(given_input, target, tries):
    trace = tuning.trace(tuning.defaults() | {"input": given_input, "target": target, "tries": tries, "layers": "2,2"})
    asked = [k for k in range(1, len(tries) + 1) if tuning_claims.question(trace, k) is not None]
    assert len(asked) <= 1
    for k in asked:
        assert k > 1
        loss = [trace.number(f"try.{j}.loss") for j in range(len(tries) + 1)]
        learnt = tuning_claims.lesson_of(trace, k)
        if tuning_claims.question(trace, k) == "guess":
            assert learnt is None
            continue
        earlier = int(trace.number("asked.earlier"))
        assert earlier < k
        assert loss[earlier] < loss[earlier - 1]  # it helped
        assert tuning_claims.turn(trace, earlier) == tuning_claims.turn(trace, k) != "stay_stay"
        assert loss[k] > loss[k - 1]  # and now it does not
        crossed = trace.number(f"try.{k - 1}.error") * trace.number(f"try.{k}.error") < 0
        assert learnt == ("overshot" if crossed else "hurt")


@given(numbers, numbers, rows)
@settings(deadline=None, max_examples=100)
def test_the_captions_are_so(given_input, target, tries):
    trace = tuning.trace(tuning.defaults() | {"input": given_input, "target": target, "tries": tries, "layers": "2,2"})
    loss = [trace.number(f"try.{j}.loss") for j in range(len(tries) + 1)]
    wanted = {
        "knobs": "hit" if loss[0] == 0 else "miss",
        "first": tuning_claims.verdict(trace, 1),
        "tries": "once" if len(tries) == 1 else "start" if min(loss) == loss[0] else "best",
        "map": "hit" if min(loss) == 0 else "lost",
        "many": None,
        "count": None,
        "cost": None,
        "summary": "more",  # 2 * 2 weights and 2 biases
    }
    assert {shot: tuning_claims.caption_variant(trace, shot) for shot in wanted} == wanted


@pytest.mark.parametrize(("layers", "wanted"), [("1, 1", "same"), ("2, 1", "more")])
def test_a_network_with_two_knobs_has_no_more_than_the_neuron(layers: str, wanted: str):
    trace = tuning.trace(tuning.defaults() | {"layers": layers})
    assert tuning_claims.caption_variant(trace, "summary") == wanted


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_there_are_words_for_every_claim(language: str):
    shots = {shot.name: shot for shot in words.load(language).lesson("tuning").shots}
    variants = {
        "knobs": {"miss", "hit"},
        "first": VERDICTS,
        "tries": {"once", "start", "best"},
        "map": {"lost", "hit"},
        "summary": {"more", "same"},
    }
    for name, shot in shots.items():
        captions = set() if isinstance(shot.caption, str) else set(shot.caption)
        assert captions == variants.get(name, set())
    turns = {f"{weight}_{bias}" for weight in WAYS for bias in WAYS}
    assert set(shots["tries"].sentences) == turns | VERDICTS | {"again", "guess", "overshot", "hurt"}
