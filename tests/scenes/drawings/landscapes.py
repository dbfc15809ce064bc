"""Surfaces and regions for drawings of landscapes under test."""

from collections.abc import Callable

import numpy as np
from manim import Mobject

from engine import Levels, Surface, function_surface
from scenes.stage.drawings.landscapes.projection import View
from scenes.stage.drawings.landscapes.surface import SurfacePicture
from scenes.stage.frame.region import Region
from tests.scenes.drawings.pens import pen

WIDE, SQUARE, TALL, SMALL = Region(-6, -2, 6, 2.5), Region(-3, -3, 3, 3), Region(-2, -5, 2, 5), Region(0, 0, 3, 2.6)
REGIONS = (WIDE, SQUARE, TALL, SMALL)


def surface(
    function: Callable[..., object], first: tuple[float, float], second: tuple[float, float], points: int = 41
) -> Surface:
    """A function over a grid of points x points."""
    return function_surface(function, np.linspace(*first, points), np.linspace(*second, points))


def saddle(a, b):
    return a**2 - b**2


def points_of(*mobjects: Mobject) -> np.ndarray:
    """All points of these and of what is in them."""
    return np.concatenate([member.points for mobject in mobjects for member in mobject.get_family()])


def leaves(mobject: Mobject, region: Region) -> bool:
    """Whether a point sticks out of a region."""
    points = points_of(mobject)
    low, high = points.min(axis=0), points.max(axis=0)
    within = region.left - 1e-6 <= low[0] and high[0] <= region.right + 1e-6
    return not (within and region.bottom - 1e-6 <= low[1] and high[1] <= region.top + 1e-6)


def ridge(a, b):
    """A wall of height 1 along a = 0, half a unit thick at its foot."""
    return np.maximum(0.0, 1 - 4 * np.abs(a)) + 0 * b


def ridge_picture(view: View, **kwargs) -> SurfacePicture:
    return SurfacePicture(
        SQUARE, pen(), surface(ridge, (-2, 2), (-2, 2), 81), Levels(np.array([0.5]), "linear"), view=view, **kwargs
    )
