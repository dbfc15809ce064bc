"""The words chosen for a trace of the loss lesson are true of it, for any examples."""

from fractions import Fraction

import pytest
from hypothesis import assume, example, given, settings, strategies

from scenes.lessons.numbers import loss, loss_claims
from scenes.stage.writing import words

decimals = strategies.integers(-40, 40).map(lambda tenths: Fraction(tenths, 10))
tables = strategies.lists(strategies.tuples(decimals, decimals), min_size=2, max_size=5)


@given(tables, decimals, decimals, decimals)
@settings(deadline=None, max_examples=60)
@example([(Fraction(1, 5), Fraction(-1, 5)), (Fraction(2, 5), Fraction(6, 5))], Fraction(-1), Fraction(1), Fraction(0))
def test_what_is_claimed_is_so(rows, weight, bias, outlier):
    assume(len({x for x, _ in rows}) > 1)
    values = {**loss.defaults(), "data": tuple(rows), "weight": weight, "bias": bias, "outlier": outlier}
    trace = loss.trace(values)
    # by hand, without the lesson's own numbers
    errors = sorted(abs(weight * x + bias - y) for x, y in rows)

    def cost(w: Fraction) -> Fraction:
        return sum((w * x + bias - y) ** 2 for x, y in rows)

    variant = {shot: loss_claims.caption_variant(trace, shot) for shot in VARIANTS}
    if variant["absolute"] == "more":
        ratio = trace.number("compared.ratio")
        assert ratio > 1
        assert any(ratio * small == large for small in errors for large in errors)
        assert trace.number("compared.squared.ratio") == ratio**2
    else:
        middle = errors[(len(errors) - 1) // 2]
        assert middle in (0, errors[-1])
    turned, wrong = trace.number("turned.weight"), trace.number("wrong.weight")
    match variant["turn"]:
        case "larger":
            assert turned > weight > wrong
            assert cost(turned) < cost(weight) < cost(wrong)
        case "smaller":
            assert turned < weight < wrong
            assert cost(turned) < cost(weight) < cost(wrong)
        case "neither":
            assert min(cost(turned), cost(wrong)) >= cost(weight)
    on_one_line = all(
        (x2 - x1) * (y3 - y1) == (x3 - x1) * (y2 - y1) for x1, y1 in rows for x2, y2 in rows for x3, y3 in rows
    )
    assert variant["best"] == ("zero" if on_one_line else "rest")
    assert variant["summary"] == ("falls" if trace.number("best.loss") < trace.number("start.loss") else "same")
    squared, absolute = (abs(trace.number(f"outlier.{kind}.move")) for kind in ("squared", "absolute"))
    if variant["outlier"] == "close":
        assert squared != absolute
        assert abs(squared - absolute) < max(squared, absolute) / 100
    else:
        sign = {"squared": 1, "same": 0, "still": 0, "absolute": -1}[variant["outlier"]]
        assert (squared > absolute) - (squared < absolute) == sign
    assert (variant["outlier"] == "still") == (outlier == 0)
    if variant["outlier"] == "same":  # one number for both
        assert trace.number("outlier.squared.move") == trace.number("outlier.absolute.move")


VARIANTS = {
    "absolute": {"more", "plain"},
    "turn": {"larger", "smaller", "neither"},
    "best": {"rest", "zero"},
    "outlier": {"squared", "absolute", "close", "same", "still"},
    "summary": {"falls", "same"},
}


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_there_are_words_for_every_claim(language: str):
    for shot in words.load(language).lesson("loss").shots:
        captions = set() if isinstance(shot.caption, str) else set(shot.caption)
        assert captions == VARIANTS.get(shot.name, set())


def test_moves_that_look_the_same_are_not_called_different():
    # three examples about 1 and one at 900: both lines follow the last target, least squares by a trifle less or more
    rows = tuple((Fraction(x), Fraction(y)) for x, y in (("1", 1), ("1", 2), ("1.0001", 3), ("900", 3)))
    trace = loss.trace({**loss.defaults(), "data": rows, "outlier": Fraction(-3, 2)})
    assert trace.number("outlier.squared.move") != trace.number("outlier.absolute.move")
    assert loss_claims.caption_variant(trace, "outlier") == "close"
