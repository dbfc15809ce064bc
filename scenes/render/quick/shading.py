"""Light on the faces of surfaces, all of them at once, by the rules of Manim's ThreeDCamera."""

from __future__ import annotations

import numpy as np
from manim.constants import DOWN, UP
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Places = NDArray[np.int64]

_ALIGNED = 1e-6  # vectors whose normalised cross product is shorter point the same way to Manim


def end_corners(firsts: Places, counts: Places) -> Places:
    """Where the second corner of each outline is that Manim looks at; the first one is its first point."""
    return firsts + (counts - 1) // 6 * 3


def shaded(colours: Floats, points: Floats, firsts: Places, counts: Places, light: Floats) -> Floats:
    """Colours (outlines x 2 x 4: at the first corner and at the second) with light and shadow. An outline is `counts`
    of the points, from `firsts` on."""
    made = colours.copy()
    seconds = (counts - 1) // 6 * 3
    for which, corners in enumerate((np.zeros_like(counts), seconds)):
        before = firsts + np.where(corners > 2, corners - 3, np.maximum(counts - 4, 0))
        after = firsts + np.where(corners < counts - 3, corners + 3, np.minimum(3, counts - 1))
        here = points[firsts + corners]
        normals = unit_normals(points[after] - here, points[before] - here)
        normals[counts < 8] = UP  # one curve has no face
        to_light = light - here
        far = _lengths(to_light)
        facing = _dots(normals, to_light / np.where(far == 0, 1, far))
        strength = np.array([0.5 * one**3 for one in facing])  # an array's power may be rounded otherwise
        made[:, which, :3] += np.where(strength < 0, 0.5 * strength, strength)[:, None]
    return made


def unit_normals(first: Floats, second: Floats) -> Floats:
    """As manim's get_unit_normal, for rows of vectors."""
    sizes = [np.abs(one).max(axis=1, keepdims=True) for one in (first, second)]
    one, other = (vectors / np.where(size == 0, 1, size) for vectors, size in zip((first, second), sizes, strict=True))
    normals = np.cross(one, other)
    lengths = _lengths(normals)
    made = normals / np.where(lengths == 0, 1, lengths)
    for row in np.flatnonzero(lengths[:, 0] <= _ALIGNED):
        made[row] = _upright(one[row] if sizes[0][row, 0] else other[row])
    return np.asarray(made)


def _dots(one: Floats, other: Floats) -> Floats:
    """A product for each row, rounded as that of two vectors alone: a colour may hang on the last bit."""
    return np.asarray(np.matmul(one[:, None, :], other[:, :, None])[:, 0, 0])


def _lengths(vectors: Floats) -> Floats:
    return np.sqrt(_dots(vectors, vectors))[:, None]


def _upright(along: Floats) -> Floats:
    """For vectors that span no face: across them, towards the z axis."""
    x, y, z = along
    if abs(x) < _ALIGNED and abs(y) < _ALIGNED:
        return np.asarray(DOWN, dtype=np.float64)
    across = np.array([-x * z, -y * z, x * x + y * y])
    return across / np.sqrt(np.dot(across, across))
