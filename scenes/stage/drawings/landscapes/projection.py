"""Looking at a landscape: from where, and what a viewer standing there sees where."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]

_SAMPLES = 48  # heights that are looked at between a point and the end of the hills before it
_TOLERANCE = 0.003  # of half the width of the ground


@dataclass(frozen=True)
class View:
    """From where one looks, without perspective, in degrees. `azimuth` is how far the viewer has walked around the
    landscape, counterclockwise seen from above; at 0 the first coordinate runs to the right. `elevation` is 90 from
    above and 0 from the side. Raises ValueError for an elevation outside of these, or what is not finite."""

    azimuth: float
    elevation: float

    def __post_init__(self) -> None:
        if not np.isfinite(self.azimuth) or not 0 <= self.elevation <= 90:
            raise ValueError(f"a view has a finite azimuth and an elevation from 0 to 90 degrees, got {self}")

    def toward(self, other: View, share: float) -> View:
        """A view on the way to another one."""
        azimuth = self.azimuth + (other.azimuth - self.azimuth) * share
        return View(azimuth, self.elevation + (other.elevation - self.elevation) * share)

    @property
    def to_viewer(self) -> Points:
        """The direction towards the viewer: right, away from the map's lower side, up; of length 1."""
        (sine, cosine), (rise, run) = _sine_cosine(self.azimuth), _sine_cosine(self.elevation)
        return np.array([sine * run, -cosine * run, rise])

    def project(self, points: Points) -> Points:
        """Points in space, shape (..., 3), as places on the screen, shape (..., 2)."""
        (sine, cosine), (rise, run) = _sine_cosine(self.azimuth), _sine_cosine(self.elevation)
        screen = np.array([[cosine, sine, 0.0], [-sine * rise, cosine * rise, run]])
        return np.asarray(points @ screen.T)

    def from_behind(self, middles: Points) -> NDArray[np.intp]:
        """The order in which the cells of a grid are painted, given their middles on the ground, shape (n, 2): one that
        another hides comes before it. It holds for any heights: of two cells of a grid that a line of sight crosses,
        the nearer one is not farther away in either direction of the grid."""
        sine, cosine = _sine_cosine(self.azimuth)
        return np.argsort(middles @ np.array([sine, -cosine]), kind="stable")


ABOVE = View(0.0, 90.0)
ASIDE = View(-35.0, 28.0)


def seen(
    points: Points, view: View, height_over: Callable[[Points], Points], highest: float, half: Points
) -> NDArray[np.bool_]:
    """Which points, shape (n, 3), no hill hides: no height between one and the viewer is above the line of sight, but
    for rounding of the ground's shape. The ground is a rectangle around the origin, `half` as wide and deep on each
    side; `height_over` gives its heights over places, shape (n, samples, 2) to (n, samples), none above `highest`."""
    direction = view.to_viewer
    run = float(np.hypot(*direction[:2]))
    if run < 1e-9 or not len(points):
        return np.ones(len(points), dtype=bool)
    along, steepness = direction[:2] / run, direction[2] / run
    with np.errstate(divide="ignore", invalid="ignore"):  # parallel to a border: it is never reached
        exits = np.where(along == 0, np.inf, (np.sign(along) * half - points[:, :2]) / along)
        reach = np.maximum(0.0, np.minimum(exits.min(axis=1), (highest - points[:, 2]) / steepness))
    shares = np.linspace(0, 1, _SAMPLES + 1)[1:] ** 1.5  # closer to one another near the point
    way = shares * np.minimum(reach, 2 * float(np.hypot(*half)))[:, np.newaxis]
    places = points[:, np.newaxis, :2] + way[..., np.newaxis] * along
    sight = points[:, 2:3] + way * steepness
    hidden = (height_over(places) > sight + _TOLERANCE * float(np.hypot(*half))) & (way > 0)
    return np.asarray(~np.any(hidden, axis=1))


def _sine_cosine(degrees: float) -> tuple[float, float]:
    """Exact at multiples of 90 degrees, so that from above nothing is left of the heights."""
    if degrees % 90 == 0:
        quarter = int(degrees // 90) % 4
        return (0.0, 1.0, 0.0, -1.0)[quarter], (1.0, 0.0, -1.0, 0.0)[quarter]
    return float(np.sin(np.radians(degrees))), float(np.cos(np.radians(degrees)))
