"""Walks down a surface: the states of a descent or of another optimiser, where a walk comes to rest, and when it
arrives there."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from engine import Adam, CriticalPoint, GradientDescent, Momentum, Node, Optimiser, Step, descend
from scenes.lessons.numbers.landscape_surfaces import Place, Terrain

Number = Fraction | float
OPTIMISERS: dict[str, type[Optimiser]] = {"descent": GradientDescent, "momentum": Momentum, "adam": Adam}
_LOST = 1e9  # a walk that is farther away has left every picture
_REST = 1 / 300  # of its steepest gradient: what is flatter is called rest
REACH = 25  # a part of the size of a picture: a walk that ends so near to a point has ended there
_EXACTLY = 40  # steps that exact numbers are kept for


@dataclass(frozen=True)
class State:
    """A place, its loss and its two slopes."""

    weight: Number
    bias: Number
    loss: Number
    slopes: tuple[Number, Number]

    @property
    def place(self) -> Place:
        """For drawing."""
        return float(self.weight), float(self.bias)

    @property
    def steepness(self) -> float:
        """The length of the gradient."""
        return math.hypot(*map(float, self.slopes))


Walk = tuple[State, ...]


def walk(
    terrain: Terrain,
    start: tuple[Number, Number],
    rate: Number,
    steps: int,
    optimiser: str = "descent",
    until: Callable[[State], bool] = lambda state: False,
) -> Walk:
    """All states of so many steps; it ends early with one for which `until` is true, and where it has left every
    picture. Exact numbers stay exact on a quadratic surface, for short walks."""
    exactly = terrain.rational and terrain.quadratic and steps <= _EXACTLY and optimiser == "descent"
    kind = Fraction if exactly else float
    given: dict[str, Any] = {"weight": kind(start[0]), "bias": kind(start[1])}
    states: list[State] = []

    def is_over(step: Step) -> bool:
        weight, bias = (step.parameters[name].number for name in ("weight", "bias"))
        slopes = step.gradient("weight").item(), step.gradient("bias").item()
        numbers = [float(number) for number in (weight, bias, step.loss, *slopes)]
        if not all(math.isfinite(number) for number in numbers) or max(map(abs, numbers[:2])) > _LOST:
            return True
        states.append(State(weight, bias, step.loss, slopes))
        return until(states[-1])

    def loss(at: Mapping[str, Node]) -> Node:
        return terrain.loss(at["weight"], at["bias"])

    descend(loss, given, kind(rate), steps, OPTIMISERS[optimiser](), is_over)
    if states:
        states[0] = State(start[0], start[1], states[0].loss, states[0].slopes)
    return tuple(states)


def walk_to_rest(terrain: Terrain, start: tuple[Number, Number], rate: Number, steps: int) -> Walk:
    """A descent up to the first state that is as good as flat, beside the steepest before it, or of so many steps."""
    steepest = 0.0

    def is_flat(state: State) -> bool:
        nonlocal steepest
        steepest = max(steepest, state.steepness)
        return state.steepness <= _REST * steepest

    return walk(terrain, start, rate, steps, until=is_flat)


def is_finished(states: Walk) -> bool:
    """Whether it has come to rest."""
    return states[-1].steepness <= _REST * max(state.steepness for state in states)


def place_of(point: CriticalPoint) -> Place:
    """Where a critical point lies."""
    return point.position[0], point.position[1]


def nearest(place: Place, points: Sequence[CriticalPoint], reach: float) -> int | None:
    """Which of the points lies nearest, none farther than this."""
    far = [math.dist(place, (point.position[0], point.position[1])) for point in points]
    found = min(range(len(far)), key=far.__getitem__, default=None)
    return found if found is not None and far[found] <= reach else None


def arrival(states: Walk, goal: Place, radius: float) -> int | None:
    """The first step from which on it stays within a radius of its goal, if it ends there."""
    inside = [math.dist(state.place, goal) <= radius for state in states]
    if not inside or not inside[-1]:
        return None
    return len(inside) - next((k for k, near in enumerate(reversed(inside)) if not near), len(inside))


def written(name: str, states: Walk) -> Iterator[tuple[str, Number | int]]:
    """A walk in the trace: `NAME.steps`, and for each state `NAME.K` (its number), `.weight`, `.bias`, `.loss` and the
    gradient."""
    yield f"{name}.steps", len(states) - 1
    for k, state in enumerate(states):
        yield f"{name}.{k}", k
        yield f"{name}.{k}.weight", state.weight
        yield f"{name}.{k}.bias", state.bias
        yield f"{name}.{k}.loss", state.loss
        yield f"{name}.{k}.gradient.weight", state.slopes[0]
        yield f"{name}.{k}.gradient.bias", state.slopes[1]
        yield f"{name}.{k}.gradient.length", state.steepness
