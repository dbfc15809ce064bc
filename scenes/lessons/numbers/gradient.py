"""The numbers of lesson 3: the slope of a loss over one weight and a step against it; the gradient of a loss over a
weight and a bias, nudges all around, and the descent.

All of them come from the engine's graphs and walks, exactly where the function is rational. What a nudge does is the
difference of the function at two places, without cancellation: no derivative is used.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction

from engine import Trace
from scenes.lessons.numbers.gradient_functions import (
    CURVES,
    FAR,
    GROUNDS,
    Curve,
    Ground,
    Number,
    State,
    change_on_curve,
    on_curve,
    on_ground,
)
from scenes.lessons.numbers.gradient_windows import nudge_size, other_place
from scenes.stage import parameters
from scenes.stage.parameters import ChoiceParameter, NumberParameter, SettingError

PARAMETERS = (
    ChoiceParameter("function", "neuron", tuple(CURVES), meaning="the curve: a loss over one weight"),
    NumberParameter("start", "1", "number", -FAR, FAR, meaning="the weight at the start, on the curve"),
    NumberParameter(
        "learning_rate", "0.1", "number", 0, 100, exclusive_minimum=True, meaning="the learning rate on the curve"
    ),
    NumberParameter(
        "large_rate", "0.25", "number", 0, 100, exclusive_minimum=True, meaning="a second learning rate on the curve"
    ),
    ChoiceParameter("surface", "bowl", tuple(GROUNDS), meaning="the surface: a loss over a weight and a bias"),
    NumberParameter("weight", "2", "number", -FAR, FAR, meaning="the weight where the descent on the surface starts"),
    NumberParameter("bias", "0", "number", -FAR, FAR, meaning="the bias where the descent on the surface starts"),
    NumberParameter(
        "surface_rate", "0.2", "number", 0, 100, exclusive_minimum=True, meaning="the learning rate on the surface"
    ),
    NumberParameter(
        "steps", "8", "integer", 1, 40, meaning="how many steps the descent on the surface shows", unit="steps"
    ),
)

NUDGES = 3  # each a tenth of the one before
AROUND = 8  # nudges of one length, in even turns from the gradient on
_DIGITS = 10**15  # a direction is taken to so many parts, so that exact numbers stay short
_FLAT = Fraction(1, 10)  # how much of the largest change one along the level line may make
_TRIES = 12  # tenths of a length at which nudges all around are tried
_LOST = 1e100  # a descent that is farther away has left every picture


def defaults() -> parameters.Values:
    """The default parameters."""
    return parameters.defaults(PARAMETERS)


def trace(values: parameters.Values) -> Trace:
    """All numbers of the lesson for these parameters; raises SettingError where they do not go together."""
    check_together(values)
    return Trace(dict([*_on_the_curve(values), *_on_the_surface(values)]))


def check_together(values: parameters.Values) -> None:
    """Raises SettingError for a start that is too far out on its curve."""
    start, limit = Fraction(values["start"]), curve_of(values).limit
    if abs(start) > limit:
        raise SettingError(
            f"gradient.start: must be from -{limit} to {limit} on this curve, {values['function']}; "
            f"got {float(start):.6g}"
        )


def curve_of(values: parameters.Values) -> Curve:
    """The loss over one weight."""
    return CURVES[str(values["function"])]


def ground_of(values: parameters.Values) -> Ground:
    """The loss over a weight and a bias."""
    return GROUNDS[str(values["surface"])]


# -- one weight ------------------------------------------------------------------------


def _on_the_curve(values: parameters.Values) -> Iterator[tuple[str, Number | int]]:
    curve, start = curve_of(values), Fraction(values["start"])
    for k, coefficient in enumerate(curve.coefficients):
        yield f"curve.coefficient.{k}", coefficient
    loss, slope = on_curve(curve, start)
    yield from _place("start", start, loss, slope)
    first = nudge_size(curve, start)
    for k in range(NUDGES):
        size = first / 10**k
        yield f"nudge.{k}.size", size
        yield from ((f"nudge.{k}.{name}", number) for name, number in nudged(values, size).items())
    other = other_place(curve, start, slope)
    yield from _place("other", other, *on_curve(curve, other))
    for name, rate in (("step", "learning_rate"), ("large", "large_rate")):
        yield rate, Fraction(values[rate])
        move = -Fraction(values[rate]) * Fraction(slope)
        landing, move = (start + move, move) if curve.rational else (float(start + move), float(move))
        yield f"{name}.move", move
        yield from _place(name, landing, *on_curve(curve, landing))
        yield f"{name}.change", change_on_curve(curve, start, move)
        yield f"{name}.promise", loss + slope * move


def nudged(values: parameters.Values, size: Fraction) -> dict[str, Number]:
    """What a nudge of the weight by so much does: where it ends, how the loss changes, and the ratio of both."""
    curve, start = curve_of(values), Fraction(values["start"])
    after, change = on_curve(curve, start + size)[0], change_on_curve(curve, start, size)
    ratio = change / size if curve.rational else float(change) / float(size)
    return {"weight": start + size, "loss": after, "change": change, "ratio": ratio}


def on_the_way(values: parameters.Values, weight: Fraction) -> dict[str, Number]:
    """The loss and its slope at any weight."""
    loss, slope = on_curve(curve_of(values), weight)
    return {"weight": weight, "loss": loss, "gradient": slope}


def _place(name: str, weight: Number, loss: Number, slope: Number) -> Iterator[tuple[str, Number]]:
    yield f"{name}.weight", weight
    yield f"{name}.loss", loss
    yield f"{name}.gradient", slope


# -- a weight and a bias ---------------------------------------------------------------


def _on_the_surface(values: parameters.Values) -> Iterator[tuple[str, Number | int]]:
    ground, rate = ground_of(values), Fraction(values["surface_rate"])
    for k, coefficient in enumerate(ground.coefficients):
        yield f"surface.coefficient.{k}", coefficient
    yield "surface_rate", rate
    states = descent(values)
    yield "steps", len(states) - 1
    for k, state in enumerate(states):
        yield f"step.{k}", k
        for name, slope in zip(("weight", "bias"), state.slopes, strict=True):
            yield f"step.{k}.{name}", getattr(state, name)
            yield f"step.{k}.gradient.{name}", slope
        yield f"step.{k}.loss", state.loss
    yield "step.0.gradient.length", _length(states[0].slopes)
    yield from _all_around(ground, states[0])


def descent(values: parameters.Values) -> list[State]:
    """Step by step against the gradient, both parameters at once; it ends early where it has left every picture."""
    ground, rate, steps = ground_of(values), Fraction(values["surface_rate"]), int(values["steps"])
    weight, bias = Fraction(values["weight"]), Fraction(values["bias"])
    states = [_state(ground, weight, bias, exactly=True)]
    while len(states) <= steps:
        here, exactly = states[-1], ground.rational and (ground.quadratic or len(states) < 2)
        kind = Fraction if exactly else float
        slopes = [kind(slope) for slope in here.slopes]
        there = [kind(place) - kind(rate) * slope for place, slope in zip(here[:2], slopes, strict=True)]
        if not all(abs(place) < _LOST for place in there):
            break
        following = _state(ground, *there, exactly=exactly)
        if not all(math.isfinite(number) for number in (following.loss, *following.slopes)):
            break
        states.append(following)
    return states


def _state(ground: Ground, weight: Number, bias: Number, exactly: bool) -> State:
    loss, *slopes = on_ground(ground, weight, bias, exactly=exactly)
    return State(weight, bias, loss, (slopes[0], slopes[1]))


def _all_around(ground: Ground, start: State) -> Iterator[tuple[str, Number]]:
    """Nudges of one length, from the gradient's direction on in even turns, and what each does to the loss."""
    sizes = [_first_size(start) / 10**k for k in range(_TRIES)]
    for size in (*(sizes if any(start.slopes) else ()), sizes[0]):
        changes, places = _changes(ground, start, size)
        if is_plain(changes):
            break
    yield "ring.size", size
    for k, (place, change) in enumerate(zip(places, changes, strict=True)):
        yield f"ring.{k}.weight", place[0]
        yield f"ring.{k}.bias", place[1]
        yield f"ring.{k}.change", change


def _first_size(start: State) -> Fraction:
    """A power of ten below a fifth of the larger coordinate, or of 1."""
    scale = max(abs(Fraction(start.weight)), abs(Fraction(start.bias))) or Fraction(1)
    power = Fraction(10) ** (math.floor(math.log10(scale)) - 1)
    return 2 * power if scale >= 5 * power else power


def _changes(ground: Ground, start: State, size: Fraction) -> tuple[list[Number], list[tuple[Number, Number]]]:
    places, changes = [], []
    angle = math.atan2(float(start.slopes[1]), float(start.slopes[0]))
    length = _length(start.slopes)
    for k in range(AROUND):
        turned = angle + 2 * math.pi * k / AROUND
        toward = (
            Fraction(round(math.cos(turned) * _DIGITS), _DIGITS),
            Fraction(round(math.sin(turned) * _DIGITS), _DIGITS),
        )
        if k % 2 == 0 and isinstance(length, Fraction) and length:  # a right angle keeps what is exact
            along = [Fraction(slope) / length for slope in start.slopes]
            for _ in range(k // 2):
                along = [-along[1], along[0]]
            toward = along[0], along[1]
        place = Fraction(start.weight) + size * toward[0], Fraction(start.bias) + size * toward[1]
        places.append(place)
        changes.append(on_ground(ground, *place)[0] - start.loss)
    return changes, places


def is_plain(changes: list[Number]) -> bool:
    """Whether the nudge along the gradient raises the loss most, the opposite one lowers it most, and those along the
    level line change it little: so it is for small nudges wherever the gradient is not zero."""
    most, least = changes[0], changes[AROUND // 2]
    beside = max(abs(changes[AROUND // 4]), abs(changes[-AROUND // 4]))
    rest = [change for k, change in enumerate(changes) if k not in (0, AROUND // 2)]
    return most > max(rest) and least < min(rest) and least < 0 < most and beside <= _FLAT * min(most, -least)


def _length(slopes: tuple[Number, Number]) -> Number:
    """The length of a gradient, exact where it is a fraction."""
    if all(isinstance(slope, Fraction) for slope in slopes):
        square = Fraction(slopes[0]) ** 2 + Fraction(slopes[1]) ** 2
        above, below = math.isqrt(square.numerator), math.isqrt(square.denominator)
        if above**2 == square.numerator and below**2 == square.denominator:
            return Fraction(above, below)
    return math.hypot(float(slopes[0]), float(slopes[1]))
