"""The numbers of lesson 9: two descents on one surface, its critical points with their curvatures, two starts beside
the watershed, a plateau, three learning rates, a race of optimisers, and the training of a network in a plane of its
landscape (landscape_network.py).

All of them come from the engine: its walks, its certified critical points, its training.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache

import numpy as np

from engine import CriticalPoint, Trace, critical_points
from engine.landscape.critical_points import derivatives
from scenes.lessons.numbers import landscape_network as network
from scenes.lessons.numbers.landscape_racers import Racer, RacersParameter
from scenes.lessons.numbers.landscape_slow import beside_the_watershed, with_a_shelf
from scenes.lessons.numbers.landscape_surfaces import (
    QUADRATIC,
    SURFACES,
    TANH,
    Place,
    Terrain,
    coefficients,
    terrain,
    window,
)
from scenes.lessons.numbers.landscape_walks import (
    REACH,
    Number,
    Walk,
    arrival,
    is_finished,
    nearest,
    place_of,
    walk,
    walk_to_rest,
    written,
)
from scenes.lessons.numbers.round_numbers import round_below
from scenes.stage import parameters
from scenes.stage.parameters import ChoiceParameter, NumberParameter, SettingError, TableParameter

_FAR = 50  # no start is farther away

PARAMETERS = (
    ChoiceParameter("surface", TANH, SURFACES, meaning="the loss over a weight and a bias"),
    TableParameter(
        "data",
        "0, -0.5; -2, 0.8; 4, 0",
        (NumberParameter("x", "0", "number", -100, 100), NumberParameter("y", "0", "number", -100, 100)),
        1,
        12,
        meaning="the examples x, y of the neuron tanh(w x + b), where that is the surface",
    ),
    NumberParameter("weight", "0", "number", -_FAR, _FAR, meaning="the weight where the first descent starts"),
    NumberParameter("bias", "0", "number", -_FAR, _FAR, meaning="the bias where the first descent starts"),
    NumberParameter("second_weight", "-1", "number", -_FAR, _FAR, meaning="the weight where the second descent starts"),
    NumberParameter("second_bias", "0", "number", -_FAR, _FAR, meaning="the bias where the second descent starts"),
    NumberParameter(
        "learning_rate", "0.1", "number", 0, 100, exclusive_minimum=True, meaning="the learning rate of the descents"
    ),
    NumberParameter("steps", "300", "integer", 5, 400, meaning="how many steps a descent makes at most", unit="steps"),
    NumberParameter("plateau_weight", "0", "number", -_FAR, _FAR, meaning="the weight where the slow descent starts"),
    NumberParameter("plateau_bias", "2.5", "number", -_FAR, _FAR, meaning="the bias where the slow descent starts"),
    ChoiceParameter("rates_surface", "bowl", QUADRATIC, meaning="the surface on which learning rates are compared"),
    NumberParameter("rates_weight", "2", "number", -_FAR, _FAR, meaning="the weight where the compared descents start"),
    NumberParameter("rates_bias", "-1", "number", -_FAR, _FAR, meaning="the bias where the compared descents start"),
    NumberParameter(
        "small_rate",
        "0.05",
        "number",
        0,
        100,
        exclusive_minimum=True,
        meaning="the first of the compared learning rates",
    ),
    NumberParameter(
        "right_rate",
        "0.45",
        "number",
        0,
        100,
        exclusive_minimum=True,
        meaning="the second of the compared learning rates",
    ),
    NumberParameter(
        "large_rate",
        "0.6",
        "number",
        0,
        100,
        exclusive_minimum=True,
        meaning="the third of the compared learning rates",
    ),
    NumberParameter(
        "rates_steps",
        "10",
        "integer",
        1,
        40,
        meaning="how many steps each of the compared descents makes",
        unit="steps",
    ),
    RacersParameter(
        "racers",
        "descent 0.1; momentum 0.1; adam 0.1",
        meaning="the optimisers of the race from the second start, each with its learning rate",
    ),
    NumberParameter(
        "race_steps", "120", "integer", 5, 400, meaning="how many steps the race lasts at most", unit="steps"
    ),
    *network.PARAMETERS,
)

RATES = ("small", "right", "large")
WALKS = ("first", "second")
KINDS = ("minimum", "false", "saddle", "maximum", "degenerate")  # `point.J.kind` is the place in this row
_STARTS = 21  # of the search for critical points, along each side
_BOX = 1.6  # how much larger it is than what the descents visit
_AT = 1e-6  # of what is visited: what starts nearer to a minimum starts at it
_RING = 7  # the same for the ring in which a racer has arrived


def defaults() -> parameters.Values:
    """The default parameters."""
    return parameters.defaults(PARAMETERS)


def trace(values: parameters.Values) -> Trace:
    """All numbers of the lesson for these parameters; raises SettingError where they do not go together."""
    return _trace(tuple(values.items()))


@lru_cache(maxsize=4)
def _trace(items: tuple[tuple[str, parameters.Value], ...]) -> Trace:
    values = dict(items)
    return Trace(dict([*_on_the_surface(values), *_rates(values), *network.numbers(values)]))


def check_together(values: parameters.Values) -> None:
    """Raises SettingError for starts at which the surface has no number, and for a training that diverges."""
    ground = surface_of(values)
    for name in ("", "second_", "plateau_"):
        weight, bias = Fraction(values[f"{name}weight"]), Fraction(values[f"{name}bias"])
        if not walk(ground, (weight, bias), Fraction(1), 0):
            raise SettingError(f"landscape.{name}weight: the surface {values['surface']} is too steep there")
    for kind, starts in ((ground, ("", "second_")), (ground, ("plateau_",)), (rates_surface_of(values), ("rates_",))):
        seen = [tuple(float(Fraction(values[f"{name}{part}"])) for part in ("weight", "bias")) for name in starts]
        try:
            kind.around(seen, 1.0, points=33)
        except ValueError as wrong:
            raise SettingError(f"landscape.{starts[0]}weight: {wrong}: nothing could be seen of it") from None
    network.check_together(values)


def surface_of(values: parameters.Values) -> Terrain:
    """The surface of most of the lesson."""
    data = values["data"]
    assert isinstance(data, tuple)
    return terrain(str(values["surface"]), data)


def rates_surface_of(values: parameters.Values) -> Terrain:
    """The surface on which learning rates are compared."""
    return terrain(str(values["rates_surface"]), ())


def places(trace: Trace, name: str) -> list[Place]:
    """Where a walk of the trace has been, state by state."""
    return [
        (float(trace.number(f"{name}.{k}.weight")), float(trace.number(f"{name}.{k}.bias")))
        for k in range(int(trace.number(f"{name}.steps")) + 1)
    ]


# -- the surface -----------------------------------------------------------------------


def _on_the_surface(values: parameters.Values) -> Iterator[tuple[str, Number | int]]:
    ground = surface_of(values)
    rate, steps = Fraction(values["learning_rate"]), int(values["steps"])
    yield "learning_rate", rate
    starts = [(Fraction(values[f"{name}weight"]), Fraction(values[f"{name}bias"])) for name in ("", "second_")]
    walks = [walk_to_rest(ground, start, rate, steps) for start in starts]
    seen = _visited(walks)
    size = _size(seen)
    found = _critical(ground, seen)
    chosen, ends = _chosen(found, walks, size)
    yield "points", len(chosen)
    yield from ((f"surface.coefficient.{k}", number) for k, number in enumerate(coefficients(str(values["surface"]))))
    lowest = min((point.value for point in found if point.kind == "minimum"), default=math.inf)
    for j, point in enumerate(chosen):
        yield from _point(f"point.{j}", point, lowest, ground)
    for name, states, end in zip(WALKS, walks, ends, strict=True):
        yield from written(name, states)
        yield f"{name}.end", end
        yield f"{name}.finished", int(is_finished(states))
    yield from beside_the_watershed(ground, starts, rate, (steps, size), chosen, ends)
    yield from with_a_shelf(ground, values)
    yield from _race(ground, values, found, chosen)


def _visited(walks: Sequence[Walk]) -> list[Place]:
    """The starts, and where walks have been as long as that is not much farther than the starts lie from one another
    and from where a walk has come to rest."""
    starts = [states[0].place for states in walks]
    ends = [states[-1].place for states in walks if is_finished(states)]
    reach = 1.5 * max(math.dist(starts[0], place) for place in (*starts, *ends)) or 3.0
    return starts + [
        state.place for states in walks for state in states if math.dist(state.place, states[0].place) <= reach
    ]


def _size(seen: Sequence[Place]) -> float:
    """The longer side of what is seen."""
    return max(max(column) - min(column) for column in zip(*seen, strict=True)) or 1.0


def _critical(ground: Terrain, seen: Sequence[Place]) -> tuple[CriticalPoint, ...]:
    try:
        return critical_points(ground.loss, window(seen, 1.0, _BOX), starts=_STARTS)
    except ValueError:  # nothing there changes
        return ()


def _chosen(
    found: Sequence[CriticalPoint], walks: Sequence[Walk], size: float
) -> tuple[list[CriticalPoint], list[int]]:
    """Where the walks have ended, and the lowest saddle between: lowest first, and for each walk which one it is, -1
    for none of them."""
    at = [nearest(states[-1].place, found, size / REACH) if is_finished(states) else None for states in walks]
    wanted = {k for k in at if k is not None}
    start = walks[0][0].place
    saddles = [k for k, point in enumerate(found) if point.kind == "saddle" and k not in wanted]
    saddles.sort(key=lambda k: (round(found[k].value, 9), math.dist(start, place_of(found[k]))))
    wanted |= set(saddles[:1])
    if not wanted and found:
        wanted = {nearest(start, found, math.inf) or 0}
    order = sorted(wanted, key=lambda k: found[k].value)
    return [found[k] for k in order], [order.index(k) if k is not None else -1 for k in at]


def _point(name: str, point: CriticalPoint, lowest: float, ground: Terrain) -> Iterator[tuple[str, Number | int]]:
    kind = point.kind
    if kind == "minimum" and point.value > lowest + 1e-9 * (1 + abs(lowest)):
        kind = "false"
    yield f"{name}.kind", KINDS.index(kind)
    yield f"{name}.weight", point.position[0]
    yield f"{name}.bias", point.position[1]
    yield f"{name}.loss", point.value
    yield f"{name}.gradient.length", point.gradient
    for k, curvature in enumerate(point.eigenvalues):
        yield f"{name}.curvature.{k}", curvature
    axes = np.linalg.eigh(derivatives(ground.loss, [point.position])[2][0])[1]
    for k in range(2):
        yield f"{name}.direction.{k}.weight", float(axes[0, k])
        yield f"{name}.direction.{k}.bias", float(axes[1, k])


# -- rates and the race ----------------------------------------------------------------


def _rates(values: parameters.Values) -> Iterator[tuple[str, Number | int]]:
    ground, steps = rates_surface_of(values), int(values["rates_steps"])
    start = Fraction(values["rates_weight"]), Fraction(values["rates_bias"])
    yield "rates.steps", steps
    named = coefficients(str(values["rates_surface"]))
    yield from ((f"rates.coefficient.{k}", number) for k, number in enumerate(named))
    for k in range(steps + 1):
        yield f"rates.{k}", k
    for name in RATES:
        rate = Fraction(values[f"{name}_rate"])
        yield f"{name}.rate", rate
        states = walk(ground, start, rate, steps)
        yield from written(name, states)
        yield f"{name}.last.loss", states[-1].loss


def _race(
    ground: Terrain, values: parameters.Values, found: Sequence[CriticalPoint], chosen: Sequence[CriticalPoint]
) -> Iterator[tuple[str, Number | int]]:
    """Every racer from the second start: `race.J.arrives` is the first step from which on it stays in a ring around the
    minimum where it ends, -1 where there is none."""
    start = Fraction(values["second_weight"]), Fraction(values["second_bias"])
    most = int(values["race_steps"])
    racers = racers_of(values)
    walks = [walk(ground, start, Fraction(racer.rate), most, racer.optimiser) for racer in racers]
    minima = [point for point in found if point.kind == "minimum"]
    size = _size(_visited(walks))
    apart = (math.dist(walks[0][0].place, place_of(point)) for point in minima)  # no ring is around the start
    radius = float(round_below(Fraction(min([size / _RING, *(far / 2 for far in apart if far > _AT * size)]))))
    ends = [nearest(states[-1].place, minima, radius) for states in walks]
    arrives = [
        None if end is None else arrival(states, place_of(minima[end]), radius)
        for states, end in zip(walks, ends, strict=True)
    ]
    last = most if None in arrives else min(most, max(step for step in arrives if step is not None) + 1)
    last = min(last, max(len(states) for states in walks) - 1)
    yield "racers", len(racers)
    yield "race.radius", Fraction(str(radius))
    yield "race.steps", last
    for k in range(last + 1):
        yield f"race.{k}", k
    for j, (racer, states, end, step) in enumerate(zip(racers, walks, ends, arrives, strict=True)):
        yield from written(f"racer.{j}", states[: last + 1])
        yield f"racer.{j}.rate", racer.rate
        yield f"racer.{j}.arrives", -1 if step is None else step
        where = [i for i, point in enumerate(chosen) if end is not None and point is minima[end]]
        yield f"racer.{j}.end", where[0] if where else -1
        for name, k in (("weight", 0), ("bias", 1)):
            if end is not None:
                yield f"racer.{j}.goal.{name}", minima[end].position[k]
    yield "race.best", min((step for step in arrives if step is not None), default=-1)


def racers_of(values: parameters.Values) -> tuple[Racer, ...]:
    """The optimisers of the race."""
    return RacersParameter("racers", "").racers(str(values["racers"]))
