"""The words chosen for a trace of the training lesson are true of it, whatever is trained."""

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings, strategies

from engine import Trace
from scenes.lessons.numbers import training, training_claims
from scenes.lessons.numbers.training_runs import runs
from scenes.stage.writing import words

SHOTS = ("data", "forward", "backward", "update", "again", "batches", "rate", "heldout", "regions")
SHORT = {"epochs": 12, "batch_epochs": 3, "few_epochs": 12, "regions_epochs": 2, "regions_points": 8}


@given(
    strategies.fixed_dictionaries(
        {
            "data": strategies.sampled_from(["sine", "line", "moons", "xor"]),
            "seed": strategies.integers(0, 50),
            "start": strategies.integers(0, 50),
            "points": strategies.integers(8, 20),
            "hidden": strategies.sampled_from(["1", "3, 2", "5"]),
            "activation": strategies.sampled_from(["relu", "tanh", "sigmoid"]),
            "optimiser": strategies.sampled_from(["gradient_descent", "momentum", "adam"]),
            "learning_rate": strategies.sampled_from([Fraction(1, 1000), Fraction(1, 10), Fraction(3), Fraction(100)]),
            "small_rate": strategies.sampled_from([Fraction(1, 10000), Fraction(1, 20)]),
            "large_rate": strategies.sampled_from([Fraction(1, 5), Fraction(2), Fraction(50)]),
            "batch_size": strategies.sampled_from([1, 4, 200]),
            "few": strategies.integers(3, 20),
        }
    )
)
@settings(deadline=None, max_examples=40)
def test_what_is_claimed_is_so(chosen):
    values = {**training.defaults(), **SHORT, **chosen}
    trace, found = training.trace(values), runs(values)
    variant = {shot: training_claims.caption_variant(trace, shot) for shot in SHOTS}
    losses = found.main.losses.tolist()
    two = chosen["data"] in ("moons", "xor")
    assert variant["data"].endswith("_two") == two
    assert variant["forward"] == ("map" if two else "curve" if chosen["activation"] == "relu" else "smooth")
    match variant["update"]:
        case "falls":
            assert losses[1] < losses[0]
        case "little":
            assert losses[0] > losses[1] >= 0.999 * losses[0]
        case "rises":
            assert losses[1] > losses[0]
        case "same":
            assert losses[1] == losses[0]
    rises = sum(b > a for a, b in pairwise(losses))
    match variant["again"]:
        case "counted":
            assert rises == trace.number("again.rises") > 0
            assert losses[-1] < losses[0]
            assert len(losses) - 1 == trace.number("again.epochs")
        case "falls":
            assert rises == 0
            assert len(losses) == 13
            assert losses[-1] < losses[0]
        case "little":
            assert rises == 0
            assert losses[0] > losses[-1] >= 0.999 * losses[0]
        case "worse":
            assert losses[-1] >= losses[0]
        case "diverged":
            assert found.main.training.state == "diverged"
        case other:
            assert other == "rises"
    batches = found.batches
    match variant["batches"]:
        case "whole":
            assert chosen["batch_size"] >= len(found.exact)
        case "better" | "worse":
            per_epoch = -(-len(found.exact) // chosen["batch_size"])
            after = batches.losses[per_epoch]
            assert (after < losses[1]) == (variant["batches"] == "better")
        case "diverged":
            assert batches.training.state == "diverged"
    if variant["rate"] in ("dead", "climbs", "diverged"):
        assert chosen["small_rate"] < chosen["learning_rate"] < chosen["large_rate"]
        assert losses[-1] < found.small.losses[-1] < losses[0]
        assert found.large.losses[-1] > losses[-1 if variant["rate"] == "dead" else 0]
        assert (found.large.training.state == "diverged") == (variant["rate"] == "diverged")
    if variant["rate"] == "dead":
        answers = found.large.network.forward(found.large.examples.inputs, found.large.parameters(found.large.last))
        assert np.ptp(answers.prediction) == 0
    two_classes = found.regions
    answered = two_classes.network.forward(two_classes.examples.inputs, two_classes.parameters(two_classes.last))
    sides = set((answered.prediction[:, 0] > 0.5).tolist())
    assert variant["regions"] == ("diverged" if two_classes.training.diverged else ("", "alike", "border")[len(sides)])
    held, learned = found.few.held_out_losses, found.few.losses
    match variant["heldout"]:
        case "turns":
            best = int(np.argmin(held))
            assert best < len(held) - 1
            assert held[-1] > held[best]
            assert learned[-1] < learned[best] / 1.05
        case "still":
            assert held.min() == held[-1]
        case "diverged":
            assert found.few.training.state == "diverged"


def test_the_default_story_is_the_whole_one():
    trace = training.trace(training.defaults())
    assert {shot: training_claims.caption_variant(trace, shot) for shot in SHOTS} == {
        "data": "bad",
        "forward": "curve",
        "backward": "one",
        "update": "falls",
        "again": "counted",
        "batches": "better",
        "rate": "dead",
        "heldout": "turns",
        "regions": "border",
    }


@pytest.mark.parametrize(
    ("gradients", "wanted"),
    [([1, 2, 0], "one"), ([-1, -2], "one"), ([1, -1], "both"), ([0, 0], "none"), ([10, -0.1], "one")],
)
def test_whether_the_examples_agree(gradients, wanted):
    numbers = {f"step.0.{k}.gradient.weight": float(gradient) for k, gradient in enumerate(gradients)}
    assert training_claims.backward(Trace({"examples": len(gradients), **numbers})) == wanted


VARIANTS = {
    "data": {"bad", "good", "exact", "bad_two", "good_two", "exact_two"},
    "forward": {"curve", "smooth", "map"},
    "backward": {"both", "one", "none"},
    "update": {"falls", "little", "rises", "same"},
    "again": {"counted", "rises", "falls", "little", "down", "worse", "diverged"},
    "batches": {"better", "worse", "alike", "many", "whole", "diverged"},
    "rate": {"dead", "climbs", "diverged", "plain"},
    "heldout": {"turns", "about", "still", "diverged"},
    "regions": {"border", "alike", "diverged"},
}


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_variant_has_its_words(language):
    shots = {shot.name: shot.caption for shot in words.load(language).lesson("training").shots}
    assert {name: set(caption) for name, caption in shots.items() if not isinstance(caption, str)} == VARIANTS
