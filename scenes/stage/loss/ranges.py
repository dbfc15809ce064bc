"""What a plot with a square on every error must show: ranges of both axes in which every square has room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from scenes.stage.drawings.plots.scales import Linear

Examples = Sequence[tuple[Fraction, Fraction]]
Errors = Sequence[Fraction]

_MARGIN = 0.05  # of a range, at each end
_MOST_FOR_SQUARES = 0.55  # of the width, where a square has a scale of its own
_DISTORTED = 1.9  # a plot of equal scale may show so many times more in one direction than it must
_LEAST_FOR_EXAMPLES = 0.4  # of the width that the squares take, on axes of equal scale
_STEPS = 40


@dataclass(frozen=True)
class Ranges:
    """The scales of both axes; `equal` if a unit is to be as long on both."""

    x: Linear
    y: Linear
    equal: bool


def ranges(
    examples: Examples, errors: Sequence[Errors], shown: Sequence[Fraction], room: float, falling: bool
) -> Ranges:
    """Ranges for these examples with the squares of these lists of errors, and for further numbers on the vertical
    axis; `room` is width over height of the plot. Axes of equal scale where that wastes little room; otherwise the
    squares' sides are measured on the vertical axis alone."""
    ups = [y for _, y in examples] + [y + e for some in errors for (_, y), e in zip(examples, some, strict=True)]
    low, high = min([*ups, *shown]), max([*ups, *shown])
    if low == high:
        low, high = low - 1, high + 1
    reaches = [
        (x, *_sides(error, falling)) for some in errors for (x, _), error in zip(examples, some, strict=True)
    ] + [(x, Fraction(0), Fraction(0)) for x, _ in examples]
    first, last = min(x - left for x, left, _ in reaches), max(x + right for x, _, right in reaches)
    wanted = float((last - first) / (high - low)) / room
    xs = [x for x, _ in examples]
    apart = (max(xs) - min(xs)) / (last - first)
    if 1 / _DISTORTED <= wanted <= _DISTORTED and apart >= _LEAST_FOR_EXAMPLES:
        across, up = _padded(first, last), _padded(low, high)
        shape = Fraction(room)
        if wanted < 1:
            across = _widened(*across, up[1] - up[0], shape)
        else:
            up = _widened(*up, across[1] - across[0], 1 / shape)
        return Ranges(Linear(*across), Linear(*up), True)
    return _own_scales(reaches, *_padded(low, high), room)


def _sides(error: Fraction, falling: bool) -> tuple[Fraction, Fraction]:
    """How far a square reaches to the left and to the right of its example."""
    side, nothing = abs(error), Fraction(0)
    return (side, nothing) if (error < 0) != falling else (nothing, side)


def _padded(low: Fraction, high: Fraction) -> tuple[Fraction, Fraction]:
    margin = (high - low) * Fraction(_MARGIN)
    return low - margin, high + margin


def _widened(low: Fraction, high: Fraction, other: Fraction, shape: Fraction) -> tuple[Fraction, Fraction]:
    """A range about the same middle, `shape` times as long as the other one."""
    middle, half = (low + high) / 2, max(high - low, other * shape) / 2
    return middle - half, middle + half


def _own_scales(
    reaches: Sequence[tuple[Fraction, Fraction, Fraction]], low: Fraction, high: Fraction, room: float
) -> Ranges:
    """The plot is `room` wide and 1 high."""
    most = max(left for _, left, _ in reaches) + max(right for _, _, right in reaches)
    span = max(high - low, most / Fraction(_MOST_FOR_SQUARES * room))
    middle = (low + high) / 2
    width = Fraction(room) * Fraction(1 - 2 * _MARGIN)
    xs = [x for x, _, _ in reaches]
    least, most_unit = Fraction(0), width / (max(xs) - min(xs))
    for _ in range(_STEPS):  # the longest unit of x with which every square has room
        unit = (least + most_unit) / 2
        taken = max(x * unit + right / span for x, _, right in reaches) - min(
            x * unit - left / span for x, left, _ in reaches
        )
        least, most_unit = (unit, most_unit) if taken <= width else (least, unit)
    unit = least
    first = min(x - left / span / unit for x, left, _ in reaches)
    last = max(x + right / span / unit for x, _, right in reaches)
    short = lambda number: Fraction(float(number))  # noqa: E731
    x = Linear(*map(short, _widened(first, last, Fraction(room) / unit, Fraction(1))))
    return Ranges(x, Linear(middle - span / 2, middle + span / 2), False)
