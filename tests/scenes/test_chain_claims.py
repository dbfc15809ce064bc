"""The words chosen for a trace of the chain lesson are true of it, for any parameters."""

from fractions import Fraction as F

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scenes.lessons.numbers import chain, chain_claims
from scenes.stage.parameters import Values
from scenes.stage.writing import words

numbers = st.fractions(-4, 4, max_denominator=20)
# Exact machines, and their slopes left and right of a number, by hand.
RUN = {
    "square": lambda x: x * x,
    "double": lambda x: 2 * x,
    "opposite": lambda x: -x,
    "relu": lambda x: max(x, F(0)),
}
SLOPES = {
    "square": lambda x: {2 * x},
    "double": lambda x: {F(2)},
    "opposite": lambda x: {F(-1)},
    "relu": lambda x: {F(0)} if x < 0 else {F(1)} if x > 0 else {F(0), F(1)},
}


def told(**given: object) -> Values:
    return {**chain.defaults(), **given}


def variant(values: Values, shot: str) -> str | None:
    return chain_claims.caption_variant(chain.trace(values), values, shot)


@given(st.sampled_from(list(RUN)), st.sampled_from(list(RUN)), numbers, st.fractions(F(1, 100), 1, max_denominator=100))
@settings(deadline=None, max_examples=120)
def test_what_is_claimed_of_the_machines_is_so(inner: str, outer: str, x: F, nudge: F):
    values = told(inner=inner, outer=outer, input=x, nudge=nudge)
    u, moved = RUN[inner](x), RUN[inner](x + nudge)
    y, output = RUN[outer](u), RUN[outer](moved)
    wanted = "stuck" if moved == u else "held" if output == y else "moves"
    assert variant(values, "nudge") == wanted
    assert variant(values, "multiply") == ("stuck" if moved == u else "product")
    claimed = variant(values, "slope")
    kinks = len(SLOPES[inner](x)) > 1 or len(SLOPES[outer](u)) > 1
    assert (claimed == "kink") == kinks
    if claimed == "straight":  # every nudge up to the widest gives the slope itself
        for share in (F(1, 1000), F(1, 3), F(1)):
            wide = 5 * nudge * share
            there = RUN[inner](x + wide)
            assert {(there - u) / wide} == SLOPES[inner](x)
            assert there == u or {(RUN[outer](there) - y) / (there - u)} == SLOPES[outer](u)
    if claimed == "limit":  # a nudge small enough comes close, on both
        tiny = F(1, 10**9)
        there = RUN[inner](x + tiny)
        assert abs((there - u) / tiny - next(iter(SLOPES[inner](x)))) < F(1, 10**6)
        assert there == u or abs((RUN[outer](there) - y) / (there - u) - next(iter(SLOPES[outer](u)))) < F(1, 10**6)


def test_what_a_float_does_not_show_is_not_called_still():
    assert variant(told(inner="cube", outer="tanh", input=F(9)), "nudge") == "hardly"


@pytest.mark.parametrize(
    ("expression", "values", "wanted"),
    [
        # one use each: overwriting does no harm
        ("a * b + c", "", ("once", "once", "once")),
        # a + b, then a: 5 and 2
        ("(a + b) * a", "", ("twice", "many", "wrong")),
        # the first contribution, a + b, is nothing: the last one is the whole
        ("(a + b) * a", "a=2, b=-2", ("twice", "many", "same")),
        ("a * a * a", "", ("many", "many", "wrong")),
    ],
)
def test_what_is_claimed_of_the_paths_is_so(expression: str, values: str, wanted: tuple[str, str, str]):
    given = told(expression=expression, values=values)
    assert tuple(variant(given, shot) for shot in ("graph", "paths", "overwrite")) == wanted
    assert variant(given, "backward") == wanted[1]


@given(numbers)
@settings(deadline=None, max_examples=20)
def test_overwriting_finds_half_of_the_slope_of_a_square(e: F):
    found = chain.trace(told(e=e))
    assert found.number("square.overwritten.gradient") == e
    assert found.number("square.total.gradient") == 2 * e
    assert variant(told(e=e), "squared") == ("zero" if e == 0 else "wrong")


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_there_are_words_for_every_claim(language: str):
    shots = {shot.name: shot for shot in words.load(language).lesson("chain").shots}
    variants = {
        "nudge": {"moves", "held", "stuck", "hardly"},
        "multiply": {"product", "stuck"},
        "slope": {"limit", "straight", "kink"},
        "graph": {"twice", "many", "once"},
        "locals": {"all", "some"},
        "paths": {"many", "once"},
        "backward": {"many", "once", "some"},
        "overwrite": {"wrong", "same", "once"},
        "squared": {"wrong", "zero"},
    }
    for name, shot in shots.items():
        assert set(shot.caption if isinstance(shot.caption, dict) else ()) == variants.get(name, set())
