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

Function = Callable[..., Node]
Floats = NDArray[np.float64]

_FLAT = 1e-7  # eigenvalues this small beside the largest, or beside 1, have no sign that can be trusted


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
    starts: int = 15,
    tolerance: float = 1e-10,
) -> tuple[CriticalPoint, ...]:
    """All critical points that Newton's method finds within a box, lowest value first.

    `function` takes a node for each coordinate, all of one shape, and works entry by entry: it gives a node of that
    shape. `ranges` has (low, high) for each coordinate. The method starts from a grid of `starts` points along each,
    all at once; a step is cut to a tenth of the box. A point counts if its gradient is at most `tolerance` times
    the size of the gradients in the box (their median), its step has become nothing beside the box, and it lies within.
    Points nearer to one another than a millionth of the box are one. That all are found is likely with many starts, and
    not proved. Raises ValueError for a box without inside.

    >>> points = critical_points(lambda a, b: a**3 - 3 * a + b**2, [(-2, 2), (-2, 2)])
    >>> [(point.kind, round(point.value, 9)) for point in points]
    [('minimum', -2.0), ('saddle', 2.0)]
    """
    low, high = _box(ranges)
    if starts < 1:
        raise ValueError(f"starts: must be at least 1, got {starts}")
    span = high - low
    lines = [np.linspace(a, b, starts + 2)[1:-1] for a, b in zip(low, high, strict=True)]
    points = np.array(list(product(*lines)))
    with np.errstate(all="ignore"):  # a start that runs away is dropped below
        scale = float(np.nanmedian(np.linalg.norm(derivatives(function, points)[1], axis=1)))
        points, settled = _newton(function, points, span)
        inside = settled & ((points >= low - 1e-9 * span) & (points <= high + 1e-9 * span)).all(axis=1)
        points = _different(points[inside], span)
        if not len(points):
            return ()
        values, gradients, hessians = derivatives(function, points)
    certified = [
        _certified(*parts)
        for parts in zip(points, values, gradients, hessians, strict=True)
        if np.linalg.norm(parts[2]) <= tolerance * max(scale, np.finfo(float).tiny)
    ]
    return tuple(sorted(certified, key=lambda point: (point.value, point.position)))


def derivatives(function: Function, points: Any) -> tuple[Floats, Floats, Floats]:
    """Values, gradients and Hessians of a function that works entry by entry, at many points in one walk for each
    coordinate: shapes (points,), (points, n) and (points, n, n) for points of shape (points, n).

    >>> derivatives(lambda a, b: a * b**2, [[1.0, 3.0]])[2].tolist()
    [[[0.0, 6.0], [6.0, 2.0]]]
    """
    array = np.array(points, dtype=np.float64)
    coordinates = [variable(column) for column in array.T]
    output = function(*coordinates)
    if not isinstance(output, Node) or output.shape != (len(array),):
        shape = getattr(output, "shape", None)
        raise ValueError(f"function: must give a node of its arguments' shape ({len(array)},), got {shape}")
    slopes = gradient_nodes(output, coordinates)
    hessians = np.zeros((len(array), array.shape[1], array.shape[1]))
    for row, slope in enumerate(slopes):
        if slope.requires_gradient:
            walk = backward(slope)
            for column, coordinate in enumerate(coordinates):
                hessians[:, row, column] = walk.gradient(coordinate)
    return np.array(output.value), np.stack([slope.value for slope in slopes], axis=1), hessians


def _newton(function: Function, points: Array, span: Array, most: int = 200) -> tuple[Array, Array]:
    """Where Newton's steps lead, and which of them have come to rest."""
    settled = np.zeros(len(points), dtype=bool)
    running = np.arange(len(points))
    points = points.copy()
    for _ in range(most):
        _, gradients, hessians = derivatives(function, points[running])
        fine = np.isfinite(gradients).all(axis=1) & np.isfinite(hessians).all(axis=(1, 2))
        running, gradients, hessians = running[fine], gradients[fine], hessians[fine]
        if not len(running):
            break
        steps = -np.einsum("kij,kj->ki", np.linalg.pinv(hessians, hermitian=True), gradients)
        relative = np.abs(steps / span).max(axis=1)
        points[running] += steps * np.minimum(1.0, 0.1 / np.maximum(relative, 1e-300))[:, np.newaxis]
        rest = relative < 1e-13
        settled[running[rest]] = True
        running = running[~rest]
    # Rounding can keep the last steps from vanishing entirely; such points are judged by their gradient.
    settled[running] = True
    return points, settled


def _different(points: Array, span: Array) -> Array:
    kept: list[Array] = []
    for point in points:
        if all(np.abs((point - other) / span).max() > 1e-6 for other in kept):
            kept.append(point)
    return np.array(kept)


def _certified(point: Array, value: Any, gradient: Array, hessian: Array) -> CriticalPoint:
    eigenvalues = np.linalg.eigvalsh(hessian)
    size = max(1.0, float(np.abs(eigenvalues).max()))
    if np.abs(eigenvalues).min() <= _FLAT * size:
        kind = "degenerate"
    elif (eigenvalues > 0).all():
        kind = "minimum"
    else:
        kind = "maximum" if (eigenvalues < 0).all() else "saddle"
    length = float(np.linalg.norm(gradient))
    return CriticalPoint(tuple(map(float, point)), float(value), kind, length, tuple(map(float, eigenvalues)))


def _box(ranges: Sequence[tuple[float, float]]) -> tuple[Array, Array]:
    box = np.array(ranges, dtype=np.float64)
    if box.ndim != 2 or box.shape[1:] != (2,) or not np.isfinite(box).all() or (box[:, 0] >= box[:, 1]).any():
        raise ValueError(f"ranges: must be (low, high) for each coordinate, low below high, got {ranges}")
    return box[:, 0], box[:, 1]
