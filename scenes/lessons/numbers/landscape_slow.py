"""Slow places of a descent: beside the watershed between two valleys, and where its loss hardly falls for a while."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction

from engine import CriticalPoint
from scenes.lessons.numbers.landscape_surfaces import Terrain
from scenes.lessons.numbers.landscape_walks import (
    REACH,
    Number,
    Walk,
    is_finished,
    nearest,
    place_of,
    walk_to_rest,
    written,
)
from scenes.stage import parameters

_BESIDE = 1000  # parts of the way between both starts, of which two neighbours lie beside the watershed
_NEAR = 12  # a part of the picture: what is nearer to a saddle is beside it
SLOW = 0.1  # of the steepest gradient on a way: what is less is slow
_SHELF = 0.02  # of the fall of a descent: what loses less is a shelf
_AFTER = 0.1  # of it, that comes after a shelf
_LEAST_SHELF = 8  # steps


def beside_the_watershed(
    ground: Terrain,
    starts: Sequence[tuple[Fraction, Fraction]],
    rate: Fraction,
    limits: tuple[int, float],
    chosen: Sequence[CriticalPoint],
    ends: Sequence[int],
) -> Iterator[tuple[str, Number | int]]:
    """Two starts that are neighbours on the way from the first to the second, whose descents part; where there are none
    such, the first start and its neighbour. `ridge.near` is for how many steps the first is slow beside a
    saddle, within `ridge.radius` of it: from `ridge.near.from` to `ridge.near.to`, unless they come back."""
    steps, size = limits

    def between(part: int) -> tuple[Fraction, Fraction]:
        share = Fraction(part, _BESIDE)
        (w0, b0), (w1, b1) = starts
        return w0 + share * (w1 - w0), b0 + share * (b1 - b0)

    def end_of(part: int) -> tuple[Walk, int | None]:
        states = walk_to_rest(ground, between(part), rate, steps)
        return states, nearest(states[-1].place, chosen, size / REACH)

    parts = -1 not in ends and ends[0] != ends[1]
    yield "ridge.parts", int(parts)
    if not parts:
        other = between(1) if starts[0] != starts[1] else (starts[0][0] + Fraction(1, _BESIDE), starts[0][1])
        for j, start in enumerate((starts[0], other)):
            yield from written(f"ridge.{j}", walk_to_rest(ground, start, rate, steps))
        yield "ridge.apart", _apart(starts[0], other)
        return
    low, high = 0, _BESIDE
    walks = {0: end_of(0)[0], _BESIDE: end_of(_BESIDE)[0]}
    while high - low > 1:
        middle = (low + high) // 2
        states, end = end_of(middle)
        walks[middle] = states
        low, high = (middle, high) if end == ends[0] else (low, middle)
    pair = [walks[low], walks[high]]
    for j, states in enumerate(pair):
        yield from written(f"ridge.{j}", states)
    yield "ridge.apart", _apart(between(low), between(high))
    saddles = [point for point in chosen if point.kind == "saddle"]
    for point in saddles[:1]:
        radius = size / _NEAR
        slow = SLOW * max(state.steepness for state in pair[0])
        near = [
            k
            for k, state in enumerate(pair[0])
            if math.dist(state.place, place_of(point)) <= radius and state.steepness <= slow
        ]
        yield "ridge.radius", radius
        yield "ridge.near", len(near)
        if near and near[-1] - near[0] + 1 == len(near):
            yield "ridge.near.from", near[0]
            yield "ridge.near.to", near[-1]
        if near:
            slowest = min(near, key=lambda k: pair[0][k].steepness)
            yield "ridge.slowest", slowest


def _apart(one: tuple[Fraction, Fraction], other: tuple[Fraction, Fraction]) -> Number:
    """The distance of two starts, exact along one coordinate."""
    along = [abs(a - b) for a, b in zip(one, other, strict=True)]
    return max(along) if min(along) == 0 else math.hypot(*map(float, along))


def with_a_shelf(ground: Terrain, values: parameters.Values) -> Iterator[tuple[str, Number | int]]:
    """A descent with a shelf in its loss: `shelf.from` and `shelf.to` are the steps between which it hardly falls,
    though much of its fall is still to come; without one `shelf` is 0."""
    start = Fraction(values["plateau_weight"]), Fraction(values["plateau_bias"])
    states = walk_to_rest(ground, start, Fraction(values["learning_rate"]), int(values["steps"]))
    yield from written("flat", states)
    losses = [float(state.loss) for state in states]
    begin, end = _shelf(losses)
    yield "flat.shelf", end - begin
    yield "flat.pause", end if end > begin else max(1, len(states) // 2)
    yield "flat.shelf.from", begin
    yield "flat.shelf.to", end
    yield "flat.shelf.fall", losses[begin] - losses[end]
    yield "flat.last.loss", states[-1].loss
    yield "flat.finished", int(is_finished(states))


def _shelf(losses: Sequence[float]) -> tuple[int, int]:
    """The longest stretch of steps that loses hardly anything of the whole fall, with much of it still to come."""
    fall = max(losses) - losses[-1]
    best = (0, 0)
    begin = 0
    for end in range(len(losses)):
        while abs(losses[begin] - losses[end]) > _SHELF * fall:
            begin += 1
        if losses[end] - losses[-1] >= _AFTER * fall and end - begin > best[1] - best[0]:
            best = begin, end
    return best if fall > 0 and best[1] - best[0] >= _LEAST_SHELF else (0, 0)
