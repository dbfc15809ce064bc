"""From where a block is looked at: so that what matters on it is not hidden behind its hills."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scenes.stage.drawings.landscapes.contour_map import Place
from scenes.stage.drawings.landscapes.projection import ASIDE, View
from scenes.stage.drawings.landscapes.surface import SurfacePicture

VIEWS = (ASIDE, *(View(azimuth, rise) for rise in (36.0, 46.0, 56.0) for azimuth in (-35.0, -50.0, -62.0, -22.0)))


def best_view(block: SurfacePicture, places: Sequence[Place], views: Sequence[View] = VIEWS) -> View:
    """The first view that shows all these places of a block, or the one that shows most of them."""
    points = block.plane.places(np.array([*places]).reshape(-1, 2))
    shown = [int(block.seen_from(view, points).sum()) for view in views]
    return views[shown.index(max(shown))]
