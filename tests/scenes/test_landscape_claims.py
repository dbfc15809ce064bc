"""The words chosen for a trace of the landscape lesson are true of it, for any parameters."""

import math

import pytest
from hypothesis import given, settings, strategies

from scenes.lessons.numbers import landscape, landscape_claims
from scenes.lessons.numbers.landscape_surfaces import SURFACES
from scenes.stage.writing import words

SHOTS = ("contours", "steps", "rates", "valleys", "certify", "saddle", "plateau", "race")
places = strategies.fractions(-3, 3, max_denominator=10)
rates = strategies.fractions("1/100", 1, max_denominator=100)


def values_of(**settings: str):
    return {p.name: p.read(settings.get(p.name, p.default)) for p in landscape.PARAMETERS}


def losses(trace, walk):
    return [float(trace.number(f"{walk}.{k}.loss")) for k in range(int(trace.number(f"{walk}.steps")) + 1)]


def place(trace, name):
    return tuple(float(trace.number(f"{name}.{coordinate}")) for coordinate in ("weight", "bias"))


@given(
    strategies.sampled_from(SURFACES),
    strategies.tuples(places, places),
    strategies.tuples(places, places),
    rates,
    strategies.tuples(rates, rates, rates),
)
@settings(deadline=None, max_examples=15)
def test_what_is_claimed_is_so(surface, first, second, rate, three):
    values = landscape.defaults() | {
        "surface": surface,
        "weight": first[0],
        "bias": first[1],
        "second_weight": second[0],
        "second_bias": second[1],
        "plateau_weight": first[0],
        "plateau_bias": second[1],
        "learning_rate": rate,
        "steps": 80,
        "race_steps": 60,
        "small_rate": three[0],
        "right_rate": three[1],
        "large_rate": three[2],
    }
    trace = landscape.trace(values)
    said = {shot: landscape_claims.caption_variant(trace, shot) for shot in SHOTS}
    for language in words.LANGUAGES:
        for shot in words.load(language).lesson("landscape").shots:
            if shot.name in SHOTS:
                assert said[shot.name] in shot.caption

    def n(path):
        return int(trace.number(path))

    ends = [place(trace, f"{walk}.{n(f'{walk}.steps')}") for walk in landscape.WALKS]
    kinds = landscape_claims.kinds(trace)
    for walk, end in zip(landscape.WALKS, ends, strict=True):
        if n(f"{walk}.end") >= 0:
            assert math.dist(end, place(trace, f"point.{n(f'{walk}.end')}")) < 1
    if said["valleys"] == "false_second":
        assert kinds[n("first.end")] == "minimum"
        assert losses(trace, "second")[-1] > losses(trace, "first")[-1]
    if said["valleys"] == "same":
        assert math.dist(*ends) < 2
    if said["steps"] == "rest":
        assert losses(trace, "first")[-1] < losses(trace, "first")[0]
    if said["steps"] == "rises":
        assert losses(trace, "first")[-1] > losses(trace, "first")[0]
    if said["plateau"] == "arrived":
        last = n("flat.steps")
        steepest = max(trace.number(f"flat.{k}.gradient.length") for k in range(last + 1))
        assert trace.number(f"flat.{last}.gradient.length") < 0.01 * steepest
    if said["rates"] in ("usual", "rises"):
        large = losses(trace, "large")
        assert large == sorted(large)
        assert large[-1] > large[0]
    for j, kind in enumerate(kinds):
        signs = {trace.number(f"point.{j}.curvature.{k}") > 0 for k in range(2)}
        if kind in ("minimum", "false"):
            assert signs == {True}
        if kind == "saddle":
            assert signs == {True, False}
    if said["certify"] == "minima":
        assert {"minimum", "false"} >= set(kinds)
    if said["saddle"] in ("saddle", "parts"):
        assert n("first.end") != n("second.end")
    if said["plateau"] == "plateau":
        slow = losses(trace, "flat")
        begin, end = n("flat.shelf.from"), n("flat.shelf.to")
        assert slow[end] - slow[-1] > 4 * abs(slow[begin] - slow[end])
    arrived = [n(f"racer.{j}.arrives") for j in range(n("racers"))]
    if said["race"] in ("false", "same", "apart"):
        assert min(arrived) == n("race.best") >= 0
        assert max(arrived) <= n("race.steps")
    if said["race"] == "false":
        assert {kinds[n(f"racer.{j}.end")] for j in range(n("racers"))} == {"false"}
    if said["race"] == "none":
        assert max(arrived) == -1


@pytest.mark.parametrize(
    ("shot", "settings", "wanted"),
    [
        ("valleys", {}, "false_second"),
        ("valleys", {"weight": "-1", "second_weight": "0"}, "false_first"),
        ("valleys", {"surface": "bowl"}, "same"),
        ("valleys", {"surface": "saddle", "second_bias": "0.1"}, "open"),
        ("certify", {}, "both"),
        ("certify", {"surface": "bowl"}, "minima"),
        ("certify", {"surface": "saddle"}, "saddles"),
        ("saddle", {}, "saddle"),
        ("saddle", {"surface": "bowl"}, "together"),
        ("plateau", {}, "plateau"),
        ("plateau", {"surface": "bowl"}, "falls"),
        ("plateau", {"surface": "plateau", "plateau_weight": "5", "plateau_bias": "5"}, "stays"),
        ("plateau", {"surface": "saddle", "plateau_bias": "0"}, "still"),
        ("steps", {}, "rest"),
        ("steps", {"surface": "plateau", "weight": "5"}, "same"),
        ("race", {}, "false"),
        ("race", {"surface": "bowl"}, "same"),
        ("race", {"surface": "saddle", "second_bias": "0.1"}, "none"),
        ("rates", {}, "usual"),
        ("rates", {"large_rate": "0.4"}, "other"),
        ("contours", {}, "slope"),
        ("contours", {"surface": "bowl"}, "flat"),
    ],
)
def test_what_is_said_of_some_lessons(shot, settings, wanted):
    assert landscape_claims.caption_variant(landscape.trace(values_of(**settings)), shot) == wanted
