"""Thick arrows along a path: gradients that run back along the edge that the signal came by."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import Animation, VGroup, VMobject
from numpy.typing import NDArray

from scenes.stage.declared import stands_for
from scenes.stage.drawings.clearance import spread
from scenes.stage.look.theme import Theme

Points = NDArray[np.float64]


class PathArrow(VMobject):
    """A thick arrow in the gradient's colour from the first point of a path to the last, `thickness` units of the
    scene thick. `reach` draws a part of it; nothing is drawn where the thickness is zero."""

    def __init__(self, path: Points, theme: Theme, thickness: float, **kwargs: Any) -> None:
        super().__init__(fill_color=theme.gradient, fill_opacity=1, stroke_width=0, **kwargs)
        stands_for(self, "gradient")
        straight = len(path) == 2
        self.path = np.asarray(path, dtype=float)[:, :2] if straight else spread(path, 0.05)
        self.thickness = thickness
        self._run = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(self.path, axis=0), axis=1))])
        self.reach(1.0)

    def lead(self, start: Points, end: Points) -> PathArrow:
        """Be a straight arrow between two other points from now on."""
        self.path = np.array([start[:2], end[:2]], dtype=float)
        self._run = np.array([0.0, float(np.linalg.norm(self.path[1] - self.path[0]))])
        return self.reach(1.0)

    def reach(self, share: float) -> PathArrow:
        """Draw it from its start over a share of the way."""
        length = float(self._run[-1]) * share
        if length < 1e-6 or self.thickness <= 0:
            self.points = np.zeros((0, 3))
            return self
        head = min(head_length(self.thickness), 0.6 * float(self._run[-1]), length)
        shaft = self._along(np.append(self._run[self._run < length - head - 1e-6], length - head))
        tip = self._along(np.array([length]))[0]
        across = _normals(shaft, tip) * self.thickness / 2
        wide = across[-1] * max(2.3, 0.13 / self.thickness)
        point = [shaft[-1] + wide, tip, shaft[-1] - wide]
        outline = np.vstack([shaft + across, point, (shaft - across)[::-1], shaft[:1] + across[:1]])
        self.set_points_as_corners(np.column_stack([outline, np.zeros(len(outline))]))
        return self

    def _along(self, at: Points) -> Points:
        return np.column_stack([np.interp(at, self._run, self.path[:, axis]) for axis in (0, 1)])


def head_length(thickness: float) -> float:
    """How long the head of an arrow is, in units of the scene."""
    return max(0.14, 2.1 * thickness)


def _normals(shaft: Points, tip: Points) -> Points:
    """The normal to the left of the way at each point of the shaft."""
    ahead = np.diff(np.vstack([shaft, tip]), axis=0)
    if len(ahead) > 1:
        ahead[1:-1] = ahead[1:-1] + ahead[:-2]
    ahead /= np.maximum(np.linalg.norm(ahead, axis=1, keepdims=True), 1e-12)
    return np.column_stack([-ahead[:, 1], ahead[:, 0]])


class RunAlong(Animation):
    """Arrows of a group grow along their paths, one after the other; `lag_ratio` is the share of one arrow's time
    after which the next begins."""

    def __init__(self, arrows: VGroup, lag_ratio: float = 0.15, **kwargs: Any) -> None:
        super().__init__(arrows, lag_ratio=lag_ratio, introducer=True, **kwargs)

    def interpolate_mobject(self, alpha: float) -> None:
        arrows = self.mobject.submobjects
        for place, arrow in enumerate(arrows):
            arrow.reach(self.get_sub_alpha(alpha, place, len(arrows)))
