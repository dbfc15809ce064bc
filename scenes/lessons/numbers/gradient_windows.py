"""What the pictures of the gradient lesson show: the piece of a curve or of a surface around a start, a nudge that can
be seen in it, a second place to compare with. Round numbers, chosen from the function; no Manim."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction

from scenes.lessons.numbers.gradient_functions import Curve, Ground, Number, State, on_curve
from scenes.lessons.numbers.round_numbers import round_below

Window = tuple[Fraction, Fraction]
_MARGIN = Fraction(1, 8)  # of the range, at both ends
_SHARES = [Fraction(k, 20) for k in range(2, 19)]  # of the window: where a second place is looked for
_APART = Fraction(1, 5)  # of the window: how far from the start it stands at least
_AIR = 1.25
_WANTED = 0.45  # of the first slope


def curve_window(curve: Curve, start: Fraction, *more: Number) -> Window:
    """The weights that a picture shows: what belongs to the function, the start, and more places."""
    places = [start, *curve.around(start), *(Fraction(place) for place in more)]
    low, high = min(places), max(places)
    room = (high - low or Fraction(1)) * _MARGIN
    return low - room, high + room


def nudge_size(curve: Curve, start: Fraction) -> Fraction:
    """A first nudge of the weight: 1, 2 or 5 times a power of ten, up to a fifth of the picture."""
    low, high = curve_window(curve, start)
    return round_below((high - low) / 5)


def other_place(curve: Curve, start: Fraction, slope: Number) -> Fraction:
    """A second place for the question which of two is steeper: apart from the start, with a slope that is clearly
    another one, on the other side of a valley where there is one."""
    low, high = curve_window(curve, start)
    unit = round_below((high - low) / 40)
    best, found = math.inf, low
    for share in _SHARES:
        place = round((low + share * (high - low)) / unit) * unit
        there = float(on_curve(curve, place)[1])
        if abs(place - start) < _APART * (high - low):
            continue
        ratio = abs(there / float(slope)) if slope else 0.0
        cost = abs(math.log(ratio / _WANTED)) if ratio else 8.0 - min(1.0, abs(there))
        cost += 0.7 if there * float(slope) >= 0 else 0.0
        if cost < best:
            best, found = cost, place
    return found


def ground_window(
    ground: Ground, start: State, ratio: float, path: Sequence[State] = (), uphill: float = 1.2
) -> tuple[tuple[float, float], tuple[float, float]]:
    """The weights and the biases that a picture shows whose ground is so many times as wide as high, with one scale for
    both: what belongs to the function, the start, and some way `uphill` from there, a share of half the picture. With a
    path it is the path instead, as far as it stays in that picture."""
    around = [start[:2], *ground.around(Fraction(start.weight), Fraction(start.bias))]
    whole = _box([*around, _uphill(start, around, uphill)], ratio, float(ground.reach))
    if not path:
        return whole
    inside = [start[:2]]
    for state in path:
        if not all(low <= place <= high for place, (low, high) in zip(state[:2], whole, strict=True)):
            break
        inside.append(state[:2])
    if len(set(inside)) < 2:
        return whole
    return _box([*inside, _uphill(start, inside, uphill / 3)], ratio, float(ground.reach))


def _uphill(start: State, places: Sequence[tuple[Number, Number]], share: float) -> tuple[float, float]:
    """A place uphill from the start, a share of the size of a picture away."""
    size = max(float(max(coordinates) - min(coordinates)) for coordinates in zip(*places, strict=True)) / 2
    slopes = [float(slope) for slope in start.slopes]
    length = max(map(abs, slopes))
    if not length or not math.isfinite(length):
        return float(start.weight), float(start.bias)
    unit = [slope / length for slope in slopes]
    step = share * size / math.hypot(*unit)
    return float(start.weight) + step * unit[0], float(start.bias) + step * unit[1]


def _box(
    places: Sequence[tuple[Number, Number]], ratio: float, reach: float
) -> tuple[tuple[float, float], tuple[float, float]]:
    """What holds all these places in its middle, with air around it."""
    middles, halves = [], []
    for coordinates in zip(*places, strict=True):
        low, high = float(min(coordinates)), float(max(coordinates))
        middles.append((low + high) / 2)
        halves.append((high - low) / 2)
    if max(halves) == 0:
        halves = [reach, reach]
    half = max(halves[0] / ratio, halves[1], max(halves) * 0.5) * _AIR
    return (
        (middles[0] - half * ratio, middles[0] + half * ratio),
        (middles[1] - half, middles[1] + half),
    )
