"""The numbers of the loss lesson, against values worked out by hand and by NumPy."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import assume, example, given, settings, strategies

from engine import exact
from scenes.lessons.numbers import loss


def trace_of(data: str | None = None, **settings: str):
    parameters = {parameter.name: parameter for parameter in loss.PARAMETERS}
    values = dict(loss.defaults())
    for name, text in {**({"data": data} if data else {}), **settings}.items():
        values[name] = parameters[name].read(text)
    return loss.trace(values)


def numbers(trace, *paths: str) -> list[Fraction]:
    return [Fraction(trace.number(path)) for path in paths]


HAND = "1, 2; 2, 3.5; 3, 3"  # with the line x + 1/2: predictions 1.5, 2.5, 3.5, errors -0.5, -1, 0.5


def test_errors_squares_and_means_worked_out_by_hand():
    trace = trace_of(HAND, weight="1", bias="0.5")
    assert [trace.number(f"start.{k}.prediction") for k in range(3)] == [exact("1.5"), exact("2.5"), exact("3.5")]
    assert [trace.number(f"start.{k}.error") for k in range(3)] == [exact("-0.5"), -1, exact("0.5")]
    assert [trace.number(f"start.{k}.squared.error") for k in range(3)] == [exact("0.25"), 1, exact("0.25")]
    assert [trace.number(f"start.{k}.absolute.error") for k in range(3)] == [exact("0.5"), 1, exact("0.5")]
    assert numbers(trace, "start.sum.error", "start.too_high.error", "start.too_low.error") == [
        -1,
        exact("0.5"),
        exact("-1.5"),
    ]
    assert numbers(trace, "start.loss", "start.absolute.loss") == [Fraction(3, 6), Fraction(2, 3)]  # 1.5 / 3, 2 / 3


def test_the_best_line_worked_out_by_hand():
    # means 2 and 17/6; slope (-1 * -5/6 + 0 + 1 * 1/6) / 2 = 1/2; bias 17/6 - 1 = 11/6;
    # errors 1/3, -2/3, 1/3; squares 1/9, 4/9, 1/9; mean 2/9
    trace = trace_of(HAND)
    assert numbers(trace, "best.weight", "best.bias", "best.loss") == [
        Fraction(1, 2),
        Fraction(11, 6),
        Fraction(2, 9),
    ]


def test_the_defaults_are_short_numbers():
    # the examples are (1, 0.9), (2, 1.6), (3, 2.3), (4, 3.9), (5, 3.4); the line 0.2 x + 1.5; by hand:
    # errors 0.8, 0.3, -0.2, -1.6, -0.9; squares 0.64, 0.09, 0.04, 2.56, 0.81, together 4.14
    trace = trace_of()
    targets = [trace.number(f"example.{k}.target") for k in range(5)]
    assert targets == [*map(exact, ("0.9", "1.6", "2.3", "3.9", "3.4"))]
    wanted = {
        "start.sum.error": "-1.6",
        "start.sum.squared.error": "4.14",
        "start.loss": "0.828",
        "start.absolute.loss": "0.76",
        "cancel.weight": "-0.73",
        "cancel.bias": "4.61",
        "cancel.sum.error": "0",
        "cancel.too_high.error": "4.65",
        "wrong.loss": "1.342",
        "turned.weight": "0.4",
        "turned.loss": "0.46",
        "best.weight": "0.73",
        "best.bias": "0.23",
        "best.loss": "0.1638",
        "compared.ratio": "2",
        "compared.squared.ratio": "4",
        "outlier.after.target": "-1.1",
        "outlier.after.squared.weight": "-0.17",
        "outlier.squared.move": "-2.7",
        "outlier.absolute.move": "0",
    }
    assert {path: trace.number(path) for path in wanted} == {path: exact(text) for path, text in wanted.items()}


def test_the_line_of_least_absolute_errors_lets_an_outlier_go():
    # four examples on the line x, one far above it: no other line has absolute errors below the 5 of that one, for
    # moving off the four costs more than it gains
    examples = [(Fraction(x), Fraction(x)) for x in (1, 2, 3, 5)] + [(Fraction(4), Fraction(9))]
    assert loss.least_absolute_line(sorted(examples)) == (1, 0)


decimals = strategies.integers(-60, 60).map(lambda tenths: Fraction(tenths, 10))
tables = strategies.lists(strategies.tuples(decimals, decimals), min_size=2, max_size=6)


@given(tables)
@settings(deadline=None, max_examples=60)
def test_the_best_line_is_that_of_numpy(rows):
    assume(len({x for x, _ in rows}) > 1)
    xs, ys = (np.array([float(row[column]) for row in rows]) for column in (0, 1))
    design = np.stack([xs, np.ones_like(xs)], axis=1)
    wanted = np.linalg.lstsq(design, ys, rcond=None)[0]
    assert np.allclose([float(number) for number in loss.best_line(rows)], wanted, atol=1e-6)


@given(tables)
@settings(deadline=None, max_examples=40)
def test_no_line_near_by_has_smaller_absolute_errors(rows):
    # the mean absolute error is convex: what is least near by is least everywhere
    assume(len({x for x, _ in rows}) > 1)
    weight, bias = loss.least_absolute_line(rows)

    def cost(w: Fraction, b: Fraction) -> Fraction:
        return sum((abs(w * x + b - y) for x, y in rows), Fraction(0))

    for angle in range(16):
        for size in (Fraction(1, 1000), Fraction(1, 10)):
            dw, db = (Fraction(round(1000 * turn(2 * np.pi * angle / 16)), 1000) * size for turn in (np.cos, np.sin))
            assert cost(weight + dw, bias + db) >= cost(weight, bias)


@given(tables, decimals, decimals)
@settings(deadline=None, max_examples=60)
@example([(Fraction(0), Fraction(0)), (Fraction(-9, 5), Fraction(9, 5))], Fraction(-2), Fraction(-17, 10))
def test_what_the_lines_of_the_lesson_are_chosen_for(rows, weight, bias):
    assume(len({x for x, _ in rows}) > 1)
    trace = loss.trace({**loss.defaults(), "data": tuple(rows), "weight": weight, "bias": bias})
    start, wrong, turned, best, cancel = (
        trace.number(f"{line}.loss") for line in ("start", "wrong", "turned", "best", "cancel")
    )
    assert trace.number("cancel.sum.error") == 0 == trace.number("best.sum.error")
    assert best < cancel
    assert best <= min(start, wrong, turned)
    assert wrong > start
    assert all(trace.number(f"{line}.bias") == trace.number("start.bias") for line in ("wrong", "turned"))


@pytest.mark.parametrize(("points", "seed"), [*product((2, 7, 12), (0, 3))])
def test_examples_from_a_seed_have_one_decimal(points: int, seed: int):
    trace = trace_of(points=str(points), seed=str(seed))
    assert trace.number("points") == points
    for k in range(points):
        assert trace.number(f"example.{k}.input") == k + 1
        assert (10 * trace.number(f"example.{k}.target")).denominator == 1


def test_examples_stand_from_left_to_right():
    trace = trace_of("3, 1; 1, 2; 2, 0")
    assert [trace.number(f"example.{k}.input") for k in range(3)] == [1, 2, 3]
