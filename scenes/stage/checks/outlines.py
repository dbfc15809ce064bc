"""What a filled outline is, however it is cut into curves: its centre, size and shape, from the moments of its area.

The moments are integrals along the boundary (Green), exact on Bézier curves with enough Gauss points, so a curve that
is subdivided, as Manim does when it aligns two outlines, changes nothing. Normalised they are the shape's own, wherever
it stands and however large it is; turned by an angle a, the moment of z^p conj(z)^q is multiplied by exp(i (p - q) a)
(M.-K. Hu, Visual pattern recognition by moment invariants, 1962; J. Flusser, On the independence of rotation moment
invariants, 2000).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

Complex = NDArray[np.complex128]

ORDERS = ((2, 0), (3, 0), (2, 1), (4, 0), (3, 1), (2, 2))
TURNS = np.array([*(p - q for p, q in ORDERS), 0])  # how often each part of a shape turns when the outline turns once
_SAME_POINT = 1e-6
_THINNEST = 1e-4  # area against the square of the size: below it is a line and no area
_NODES = 9  # exact to degree 17, the degree of z^4 conj(z) dz on a cubic curve and of all others here


@dataclass(frozen=True)
class Shapes:
    """Outlines side by side: center (n,) complex, radius (n,) (root mean square distance from the center), shape
    (n, 7) complex: the normalised moments of `ORDERS`, and the area over the radius squared. Radius 0: no area."""

    center: Complex
    radius: NDArray[np.float64]
    shape: Complex


def shapes(outlines: Sequence[Complex]) -> Shapes:
    """The shapes of outlines, each (curves, 4): start, two handles, end. Every subpath is closed by a straight line."""
    count = len(outlines)
    curves = np.concatenate([np.zeros((0, 4), complex), *outlines])
    owner = np.repeat(np.arange(count), [len(outline) for outline in outlines])
    if not len(curves):
        return Shapes(np.zeros(count, complex), np.zeros(count), np.zeros((count, len(TURNS)), complex))
    # Seen from near by: far from the origin, integrals over small things lose digits.
    first = np.zeros(count, complex)
    first[owner[::-1]] = curves[::-1, 0]
    curves = curves - first[owner][:, None]
    curves, owner = _closed(curves, owner)
    at, slope = _quadrature()
    z, dz = curves @ at, np.diff(curves, axis=1) @ slope

    def total(values: Complex) -> Complex:
        sums = values.sum(axis=1)
        return np.bincount(owner, sums.real, count) + 1j * np.bincount(owner, sums.imag, count)

    area = total(z.conj() * dz).imag / 2
    size = np.zeros(count)
    np.maximum.at(size, owner, np.abs(curves).max(axis=1))
    solid = np.abs(area) > _THINNEST * size**2
    area = np.where(solid, area, 1.0)
    center = np.where(solid, total(z * z.conj() * dz) / (2j * area), 0)
    powers = [z - center[owner][:, None]]
    for _ in range(3):
        powers.append(powers[-1] * powers[0])

    def moment(p: int, q: int) -> Complex:
        return total(powers[p - 1] * powers[q].conj() * dz) / (2j * (q + 1) * area)

    spread = moment(1, 1).real
    solid &= spread > 0
    radius = np.sqrt(np.where(solid, spread, 1.0))
    parts = [moment(p, q) / radius ** (p + q) for p, q in ORDERS]
    shape = np.stack([*parts, np.abs(area) / radius**2 + 0j], axis=1)
    return Shapes(center + first, np.where(solid, radius, 0.0), np.where(solid[:, None], shape, 0))


def is_bar(shape: Complex, tolerance: float = 0.01) -> bool:
    """Whether a shape is a rectangle: a rule, the edge of a bracket, no digit of any font here.

    With half sides a and b: r^2 = (a^2 + b^2) / 3, m20 = (a^2 - b^2) / 3, area 4 a b, and the mean of |z|^4 is
    (a^4 + b^4) / 5 + 2 a^2 b^2 / 9.
    """
    long = min(1.0, abs(shape[0]) ** 2)
    expected = [0, 0, 2.25 * (0.4 * (1 + long) + 2 / 9 * (1 - long)), 6 * np.sqrt(1 - long)]
    return bool(np.allclose(np.abs(shape[[1, 2, 5, 6]]), expected, rtol=0, atol=tolerance))


def _closed(curves: Complex, owner: NDArray[np.intp]) -> tuple[Complex, NDArray[np.intp]]:
    """The curves, and a straight line from the end of each subpath to its start."""
    new = (owner[1:] != owner[:-1]) | (np.abs(curves[1:, 0] - curves[:-1, 3]) > _SAME_POINT)
    starts = np.flatnonzero(np.append(True, new))
    ends = np.append(starts[1:], len(curves)) - 1
    start, end = curves[ends, 3], curves[starts, 0]
    lines = np.stack([start, (2 * start + end) / 3, (start + 2 * end) / 3, end], axis=1)
    return np.concatenate([curves, lines]), np.append(owner, owner[starts])


@cache
def _quadrature() -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """What gives the points on a cubic curve from its four points, and the weighted slopes from their three steps."""
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    t = (nodes + 1) / 2
    at = np.stack([(1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3])
    return at, np.stack([3 * (1 - t) ** 2, 6 * (1 - t) * t, 3 * t**2]) * weights / 2
