"""The numbers of lesson 1: a line prediction = weight * input + bias, its errors (prediction - target) on a few
examples, and the mean of their squares over all examples, the loss.

All of them are exact. The best line comes from the normal equations; the line with the smallest mean absolute error is
found among the lines through two of the examples, for one of them always has it (Bloomfield and Steiger
1983).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

import numpy as np

from engine import LOSSES, Trace, line
from scenes.lessons.numbers.round_numbers import power_of_ten_below, round_below
from scenes.stage import parameters
from scenes.stage.data_parameter import SEED, DataParameter
from scenes.stage.parameters import NumberParameter

Example = tuple[Fraction, Fraction]
Line = tuple[Fraction, Fraction]

PARAMETERS = (
    DataParameter("data", SEED, 2, 12, 1_000_000, meaning="the examples: an input x and a target y each"),
    NumberParameter("seed", "40", "integer", 0, 1_000_000, meaning="the seed of the examples, where data is seed"),
    NumberParameter(
        "points", "5", "integer", 2, 12, meaning="how many examples there are, where data is seed", unit="examples"
    ),
    NumberParameter(
        "noise", "0.6", "number", 0, 10, meaning="how far the examples lie from a line, where data is seed"
    ),
    NumberParameter("weight", "0.2", "number", -1_000_000, 1_000_000, meaning="the weight w of the line at the start"),
    NumberParameter("bias", "1.5", "number", -1_000_000, 1_000_000, meaning="the bias b of the line at the start"),
    NumberParameter(
        "outlier",
        "-1.5",
        "number",
        -10,
        10,
        meaning="how far the last target moves, in ranges of the targets",
        unit="ranges of the targets",
    ),
)

# Examples made from a seed scatter about this line, at x = 1, 2, 3, ..., and are rounded to so many decimals.
_SLOPE, _INTERCEPT, _DECIMALS = 0.6, 1.0, 1

LINES = ("start", "cancel", "wrong", "turned", "best")  # the lines that the lesson rests on

_squared, _absolute = (LOSSES[f"mean_{kind}_error"] for kind in ("squared", "absolute"))


def defaults() -> parameters.Values:
    """The default parameters."""
    return parameters.defaults(PARAMETERS)


def trace(values: parameters.Values) -> Trace:
    """All numbers of the lesson for these parameters."""
    return Trace(dict(_numbers(values)))


def examples(values: parameters.Values) -> list[Example]:
    """The examples (input, target), from left to right."""
    data = values["data"]
    if not isinstance(data, tuple):
        count, noise = int(values["points"]), float(values["noise"])  # type: ignore[arg-type]
        made = line(count, _SLOPE, _INTERCEPT, noise, low=1, high=count, seed=int(values["seed"]))  # type: ignore[arg-type]
        exact = made.rounded(_DECIMALS)
        data = tuple(zip(exact.inputs.ravel().tolist(), exact.targets.ravel().tolist(), strict=True))
    return sorted((Fraction(x), Fraction(y)) for x, y in data)


def state(values: parameters.Values, weight: Fraction, bias: Fraction) -> dict[str, Fraction]:
    """Everything about one line: its prediction for each example, the errors, their squares and sizes, sums and
    means."""
    return dict(_state(examples(values), (Fraction(weight), Fraction(bias))))


def pulled(values: parameters.Values, share: Fraction) -> dict[str, Fraction]:
    """The best lines of both kinds while the last target is pulled away, at a share of its way."""
    given = examples(values)
    before = dict(_pulled(given, Fraction(0)))
    found = dict(_pulled(given, _pull(values) * share))
    for kind in ("squared", "absolute"):
        found[f"{kind}.move"] = found[f"{kind}.prediction"] - before[f"{kind}.prediction"]
    return found


def _numbers(values: parameters.Values) -> Iterator[tuple[str, Fraction | int]]:
    given = examples(values)
    yield "points", len(given)
    for k, (x, y) in enumerate(given):
        yield f"example.{k}.input", x
        yield f"example.{k}.target", y
    start = Fraction(values["weight"]), Fraction(values["bias"])  # type: ignore[arg-type]
    best = best_line(given)
    wrong, turned = _turns(given, start)
    for name, chosen in zip(LINES, (start, _cancelling(given, best), wrong, turned, best), strict=True):
        for path, number in _state(given, chosen):
            yield f"{name}.{path}", number
    yield from _compared(given, start)
    yield "outlier.shift", _pull(values)
    yield "outlier.input", given[-1][0]
    for name, share in (("before", 0), ("after", 1)):
        for path, number in _pulled(given, _pull(values) * share):
            yield f"outlier.{name}.{path}", number
    before, after = (dict(_pulled(given, _pull(values) * share)) for share in (0, 1))
    for kind in ("squared", "absolute"):
        yield f"outlier.{kind}.move", after[f"{kind}.prediction"] - before[f"{kind}.prediction"]


def _state(given: Sequence[Example], chosen: Line) -> Iterator[tuple[str, Fraction]]:
    weight, bias = chosen
    inputs, targets = (np.array([example[column] for example in given], dtype=object) for column in (0, 1))
    predictions = weight * inputs + bias
    errors = predictions - targets
    squares, sizes = _squared.each(predictions, targets), _absolute.each(predictions, targets)
    yield "weight", weight
    yield "bias", bias
    for k in range(len(given)):
        yield f"{k}.prediction", predictions[k]
        yield f"{k}.error", errors[k]
        yield f"{k}.squared.error", squares[k]
        yield f"{k}.absolute.error", sizes[k]
    yield "sum.error", Fraction(sum(errors))
    yield "sum.squared.error", Fraction(sum(squares))
    yield "too_high.error", Fraction(sum(error for error in errors if error > 0))
    yield "too_low.error", Fraction(sum(error for error in errors if error < 0))
    column = (predictions[:, None], targets[:, None])
    yield "loss", Fraction(_squared(*column))
    yield "absolute.loss", Fraction(_absolute(*column))


def best_line(given: Sequence[Example]) -> Line:
    """The line with the smallest mean squared error, by the normal equations."""
    count = len(given)
    across, up = (sum(example[column] for example in given) / count for column in (0, 1))
    spread = sum((x - across) ** 2 for x, _ in given)
    weight = sum((x - across) * (y - up) for x, y in given) / spread
    return Fraction(weight), Fraction(up - weight * across)


def least_absolute_line(given: Sequence[Example]) -> Line:
    """The line with the smallest mean absolute error; where several have it, the one of them through two examples with
    the smallest squares."""

    def costs(chosen: Line) -> tuple[Fraction, Fraction, Fraction]:
        errors = [chosen[0] * x + chosen[1] - y for x, y in given]
        return Fraction(sum(map(abs, errors))), Fraction(sum(error**2 for error in errors)), chosen[0]

    lines = set()
    for (x1, y1), (x2, y2) in combinations(given, 2):
        if x1 != x2:
            weight = (y2 - y1) / (x2 - x1)
            lines.add((weight, y1 - weight * x1))
    return min(lines, key=costs)


def _cancelling(given: Sequence[Example], best: Line) -> Line:
    """A bad line whose errors add up to zero: through the middle of the examples, leaning the other way than the best
    one does."""
    count = len(given)
    across, up = (Fraction(sum(example[column] for example in given), count) for column in (0, 1))
    lean = abs(best[0]) or _range(given, 1) / _range(given, 0) or Fraction(1)
    size = _two_figures_above(lean)
    weight = -size if best[0] >= 0 else size
    return weight, up - weight * across


def _turns(given: Sequence[Example], start: Line) -> tuple[Line, Line]:
    """The line turned the wrong way, by a half, and turned the way in which the loss falls, each by its weight alone.
    Where the least turn that can be seen goes too far to help, both ways by the same."""
    weight, bias = start
    ideal = Fraction(sum(x * (y - bias) for x, y in given), 1) / sum(x * x for x, _ in given)
    seen = (_range(given, 1) or Fraction(1)) / max(abs(x) for x, _ in given) / 5  # less could not be seen
    wanted = abs(ideal - weight)
    size = round_below(max(Fraction(6, 5) * wanted, seen))
    helps = size < 2 * wanted  # the loss is a parabola over the weight
    way = 1 if ideal > weight else -1
    return (weight - way * (size / 2 if helps else size), bias), (weight + way * size, bias)


def _compared(given: Sequence[Example], start: Line) -> Iterator[tuple[str, Fraction | int]]:
    """Two errors of the start line, the largest and one of middle size: how many times as large, and its square."""
    sizes = [abs(start[0] * x + start[1] - y) for x, y in given]
    order = sorted(range(len(given)), key=lambda k: (sizes[k], k))
    largest, middle = order[-1], order[(len(order) - 1) // 2]
    yield "compared.largest", largest
    yield "compared.middle", middle
    ratio = sizes[largest] / sizes[middle] if sizes[middle] else Fraction(0)
    yield "compared.ratio", ratio
    yield "compared.squared.ratio", ratio**2


def _pull(values: parameters.Values) -> Fraction:
    """How far the last target is pulled, in units of the targets."""
    given = examples(values)
    return Fraction(values["outlier"]) * (_range(given, 1) or _range(given, 0))  # type: ignore[arg-type]


def _pulled(given: Sequence[Example], shift: Fraction) -> Iterator[tuple[str, Fraction]]:
    x, y = given[-1]
    moved = [*given[:-1], (x, y + shift)]
    yield "target", y + shift
    for kind, find in (("squared", best_line), ("absolute", least_absolute_line)):
        weight, bias = find(moved)
        yield f"{kind}.weight", weight
        yield f"{kind}.bias", bias
        yield f"{kind}.prediction", weight * x + bias


def _range(given: Sequence[Example], column: int) -> Fraction:
    numbers = [example[column] for example in given]
    return max(numbers) - min(numbers)


def _two_figures_above(number: Fraction) -> Fraction:
    """A positive number rounded up to two significant decimal figures, of which the second is dropped below one."""
    unit = power_of_ten_below(number) / 10
    return -(-number // unit) * unit
