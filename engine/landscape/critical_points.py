"""Critical points, where the gradient is zero: found by Newton's method from many starts and certified, not guessed
from a grid."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.backward import backward
from engine.graph import Node, variable
from engine.hessian import gradient_nodes
from engine.numbers import Array
from engine.training.dataset import check_whole

Function = Callable[..., Node]
Floats = NDArray[np.float64]

# Beside the size of the box:
_LONGEST = 0.02  # step of Newton's method: longer ones jump over narrow valleys
_REST = 1e-13  # step after which a point is at rest
_NEARLY = 1e-6  # where rounding keeps the steps from vanishing entirely
_SAME = 1e-5  # distance of two points that are one

# As they are; all positive, which leads down (Dauphin et al. 2014, algorithm 1); all negative, which leads up.
_BENDS: tuple[Callable[[Array], Array], ...] = (np.positive, np.abs, lambda curvatures: -np.abs(curvatures))

_MOST_STEPS = 200
_MOST_STARTS = 10**6
_NO_CURVATURE = 1e-12  # beside the strongest one: no step is made along it, because rounding would decide where to
_FLAT = 1e-7  # beside the strongest one: a curvature whose sign cannot be trusted


@dataclass(frozen=True, eq=False)
class CriticalPoint:
    """A point where the gradient is zero. `kind` is minimum, maximum or saddle by the signs of the Hessian's
    `eigenvalues` (rising), degenerate where one of them is too near to zero to have a sign. `gradient` is the length of
    the gradient that is left. `position` has one coordinate for each argument of the function."""

    position: tuple[float, ...]
    value: float
    kind: str
    gradient: float
    eigenvalues: tuple[float, ...]


def critical_points(
    function: Function,
    ranges: Sequence[tuple[float, float]],
    starts: int = 25,
    tolerance: float = 1e-10,
) -> tuple[CriticalPoint, ...]:
    """All critical points that Newton's method finds within a box, lowest value first.

    `function` takes a node for each coordinate, all of one shape, and works entry by entry: it gives a node of that
    shape. `ranges` has (low, high) for each coordinate. The method starts from a grid of `starts` points along each,
    all at once, three times: with Newton's step, which leads to points of any kind, and with all curvatures taken as
    positive and as negative, which finds minima and maxima from farther away. A step is cut to a fiftieth of the box.
    Lengths, gradients and curvatures are measured in units of the box, so that neither the units of the coordinates nor
    those of the function matter.

    A point counts if its gradient is at most `tolerance` times the usual one in the box (the median of the starts), its
    step has become nothing, and it lies within. Points nearer to one another than a hundred-thousandth of the box are
    one. A curvature below 1e-7 of the point's strongest, or of the usual one in the box, makes it degenerate: along the
    floor of a valley, or on a plateau, every start leads to a degenerate point of its own. That all points are found is
    likely with many starts, and not proved.

    Raises ValueError for a box without inside, a tolerance that is not positive, and for a function that does not give
    one number for each entry.

    >>> points = critical_points(lambda a, b: a**3 - 3 * a + b**2, [(-2, 2), (-2, 2)])
    >>> [(point.kind, round(point.value, 9)) for point in points]
    [('minimum', -2.0), ('saddle', 2.0)]
    """
    low, span = _box(ranges)
    check_whole("starts", starts, 1)
    if starts ** len(low) > _MOST_STARTS:
        raise ValueError(f"starts: {starts} along each of {len(low)} coordinates are over {_MOST_STARTS}; take fewer")
    if not tolerance > 0:
        raise ValueError(f"tolerance: must be above 0, got {tolerance}")
    line = np.linspace(0, 1, starts + 2)[1:-1]

    def in_the_box(places: Array) -> tuple[Array, Array, Array]:
        values, gradients, hessians = derivatives(function, low + span * places)
        return values, gradients * span, hessians * np.outer(span, span)

    with np.errstate(all="ignore"):  # a start that runs away, or has no number, is dropped
        places = np.array(list(product(line, repeat=len(low))))
        _, gradients, hessians = in_the_box(places)
        steep, curved = _usual(gradients), _usual(_curvatures(hessians))
        places = np.concatenate([_newton(in_the_box, places, bend) for bend in _BENDS])
        places = places[((places >= -1e-9) & (places <= 1 + 1e-9)).all(axis=1)]
        _, gradients, hessians = in_the_box(places)
        lengths = np.linalg.norm(gradients, axis=1)
        order = np.argsort(lengths, kind="stable")
        order = order[lengths[order] <= tolerance * steep]
        chosen = order[_different(places[order])]
        kinds = [_kind(curvatures, curved) for curvatures in _curvatures(hessians[chosen])]
        found = derivatives(function, low + span * places[chosen])
    points = (_point(*parts) for parts in zip(low + span * places[chosen], kinds, *found, strict=True))
    return tuple(sorted(points, key=lambda point: (point.value, point.position)))


def derivatives(function: Function, points: Any) -> tuple[Floats, Floats, Floats]:
    """Values, gradients and Hessians of a function that works entry by entry, at many points in one walk for each
    coordinate: shapes (points,), (points, n) and (points, n, n) for points of shape (points, n). Raises ValueError for
    a function that does not give a node of its arguments' shape.

    >>> derivatives(lambda a, b: a * b**2, [[1.0, 3.0]])[2].tolist()
    [[[0.0, 6.0], [6.0, 2.0]]]
    """
    array = np.array(points, dtype=np.float64)
    coordinates = [variable(column) for column in array.T]
    output = function(*coordinates)
    if not isinstance(output, Node) or output.shape != (len(array),):
        got = f"shape {output.shape}" if isinstance(output, Node) else type(output).__name__
        raise ValueError(f"function: must give a node of its arguments' shape ({len(array)},), got {got}")
    gradients, hessians = np.zeros(array.shape), np.zeros((*array.shape, array.shape[1]))
    if output.requires_gradient:
        for row, slope in enumerate(gradient_nodes(output, coordinates)):
            gradients[:, row] = slope.value
            if slope.requires_gradient:
                walk = backward(slope)
                for column, coordinate in enumerate(coordinates):
                    hessians[:, row, column] = walk.gradient(coordinate)
    return np.array(output.value), gradients, hessians


def _newton(
    in_the_box: Callable[[Array], tuple[Array, Array, Array]], places: Array, bend: Callable[[Array], Array]
) -> Array:
    """Where Newton's steps come to rest."""
    places = places.copy()
    running = np.arange(len(places))
    rested = []
    relative = np.full(len(places), np.inf)
    for _ in range(_MOST_STEPS):
        _, gradients, hessians = in_the_box(places[running])
        fine = np.isfinite(gradients).all(axis=1) & np.isfinite(hessians).all(axis=(1, 2))
        fine &= (np.abs(places[running] - 0.5) < 1.5).all(axis=1)  # not farther off than one more box
        running = running[fine]
        steps = _steps(gradients[fine], hessians[fine], bend)
        length = np.abs(steps).max(axis=1)
        places[running] += steps * np.minimum(1.0, _LONGEST / np.maximum(length, _REST))[:, np.newaxis]
        relative[running] = length
        rested.append(running[length < _REST])
        running = running[~(length < _REST)]
        if not len(running):
            break
    rested.append(running[relative[running] < _NEARLY])
    return np.asarray(places[np.sort(np.concatenate(rested))])


def _steps(gradients: Array, hessians: Array, bend: Callable[[Array], Array]) -> Array:
    """Newton's steps -H^-1 g, with the curvatures bent; along a direction without curvature there is none."""
    curvatures, axes = np.linalg.eigh(hessians)
    sizes = np.abs(curvatures)
    along = np.einsum("kij,ki->kj", axes, gradients)
    bent = sizes > _NO_CURVATURE * sizes.max(axis=1, keepdims=True)
    return np.asarray(
        -np.einsum("kij,kj->ki", axes, np.where(bent, along / np.where(bent, bend(curvatures), 1.0), 0.0))
    )


def _curvatures(hessians: Array) -> Array:
    """The eigenvalues of each Hessian, rising; NaN where it is not finite."""
    found = np.full(hessians.shape[:2], np.nan)
    fine = np.isfinite(hessians).all(axis=(1, 2))
    found[fine] = np.linalg.eigvalsh(hessians[fine])
    return found


def _usual(vectors: Array) -> float:
    """The median length of those that are finite and not zero; 0 if there is none."""
    lengths = np.linalg.norm(vectors, axis=1)
    lengths = lengths[np.isfinite(lengths) & (lengths > 0)]
    return float(np.median(lengths)) if len(lengths) else 0.0


def _different(places: Array) -> list[int]:
    """Which of the places to keep so that no two are the same, the first of them."""
    kept: list[int] = []
    for number, place in enumerate(places):
        if not (np.abs(places[kept] - place).max(axis=1, initial=0) < _SAME).any():
            kept.append(number)
    return kept


def _kind(curvatures: Array, usual: float) -> str:
    """By Sylvester's law of inertia the signs are those of the Hessian itself, whatever the units of the box."""
    strongest = max(float(np.abs(curvatures).max()), usual)
    if np.abs(curvatures).min() <= _FLAT * strongest:
        return "degenerate"
    if (curvatures > 0).all():
        return "minimum"
    return "maximum" if (curvatures < 0).all() else "saddle"


def _point(position: Array, kind: str, value: Any, gradient: Array, hessian: Array) -> CriticalPoint:
    length, eigenvalues = float(np.linalg.norm(gradient)), np.linalg.eigvalsh(hessian)
    return CriticalPoint(tuple(position.tolist()), float(value), kind, length, tuple(eigenvalues.tolist()))


def _box(ranges: Any) -> tuple[Array, Array]:
    """The lower corner and the sides."""
    try:
        box = np.array(ranges, dtype=np.float64)
    except (TypeError, ValueError):
        box = np.empty(0)
    fits = box.ndim == 2 and len(box) > 0 and box.shape[1] == 2 and bool(np.isfinite(box).all())
    if not fits or (box[:, 0] >= box[:, 1]).any():
        got = " ".join(repr(ranges).split())
        raise ValueError(f"ranges: must be (low, high) for each coordinate, low below high, got {got:.80}")
    return box[:, 0], box[:, 1] - box[:, 0]
