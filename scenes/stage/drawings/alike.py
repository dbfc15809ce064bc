"""Numbers that are written alike: one size and as many figures for all of a kind, or none where they could not be
read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from scenes.stage.drawings.clearance import Occupied, Place
from scenes.stage.writing.fitting import FEWER, LEAST_SIZE
from scenes.stage.writing.values import Value

CLEAR = 0.05  # units of the scene that a number keeps from everything
SPACE = 0.16  # units of the scene by which it counts as wider, so that two numbers never read as one


def widest(values: Sequence[Value], figures: int) -> float:
    """The width of the widest number when all are written with these figures, a place in the table FEWER."""
    for value in values:
        value.shorten(figures)
    return max((float(value.width) for value in values), default=0.0)


def fit_together(values: Sequence[Value], width: float, figures: Iterable[int] = range(len(FEWER))) -> bool:
    """Make all numbers, set at one font size, no wider than this, with as many figures (places in the table FEWER) as
    they can all have; False where they would be too small to read."""
    for fewer in figures:
        share = width / max(1e-9, widest(values, fewer))
        if not values or share * values[0].size >= LEAST_SIZE:
            for value in values:
                value.scale(min(1.0, share))
            return True
    return False


def stand_beside(
    values: Sequence[Value], lines: Sequence[NDArray[np.float64]], occupied: Occupied, thickness: float
) -> bool:
    """Put each number beside its line, clear of lines so thick and of all that is there; `occupied` gains them. False,
    and nothing is put anywhere, where there is no room for all."""
    for _ in _ever_smaller(values):
        there, places = occupied.copy(), []
        for value, line in zip(values, lines, strict=True):
            place = _beside(value, line, there, thickness)
            if place is None:
                break
            places.append(place)
        else:
            for value, place in zip(values, places, strict=True):
                _put(value, place, occupied)
            return True
    return False


def stand_beside_if_possible(
    values: Sequence[Value], lines: Sequence[NDArray[np.float64]], occupied: Occupied, thickness: float
) -> list[Value]:
    """As `stand_beside`, one number after the other; those that found room."""
    found = []
    for value, line in zip(values, lines, strict=True):
        if stand_beside([value], [line], occupied, thickness):
            found.append(value)
    return found


def _ever_smaller(values: Sequence[Value]) -> Iterator[None]:
    """Smaller while they stay legible, then with fewer figures; at the end as they were."""
    asked = values[0].size if values else LEAST_SIZE
    scale = 1.0
    for figures, size in ((0, asked), (0, LEAST_SIZE), (len(FEWER) // 2, LEAST_SIZE), (len(FEWER) - 1, LEAST_SIZE)):
        widest(values, figures)
        wanted = min(1.0, size / asked)
        for value in values:
            value.scale(wanted / scale)
        scale = wanted
        yield
    for value in values:
        value.scale(1 / scale)


def _beside(value: Value, line: NDArray[np.float64], occupied: Occupied, thickness: float) -> Place | None:
    size = float(value.width), float(value.height)
    place = occupied.beside(line, size, thickness)
    if place.clearance < CLEAR:
        return None
    occupied.add_box(place.x, place.y, size[0] + SPACE, size[1])
    return place


def _put(value: Value, place: Place, occupied: Occupied) -> None:
    value.move_to([place.x, place.y, 0])
    occupied.add_box(place.x, place.y, float(value.width) + SPACE, float(value.height))
