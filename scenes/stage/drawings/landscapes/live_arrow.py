"""A thick arrow that follows a state: the same mobject between other ends."""

from __future__ import annotations

import numpy as np
from manim import VMobject

from scenes.stage.declared import stands_for
from scenes.stage.drawings.clearance import spread
from scenes.stage.frame.region import Point
from scenes.stage.look.theme import MEANINGS, Theme

_HEAD, _SPREAD = 2.4, 1.35  # length of the head and half of its width, beside the thickness of the shaft
_CLOSE = 0.1  # units of the scene between places of an outline


class LiveArrow(VMobject):
    """An arrow in the colour of what it means (`ink` says nothing), as long as from its start to its end; nothing where
    they are one point."""

    def __init__(self, theme: Theme, meaning: str = "gradient", thickness: float = 0.13) -> None:
        super().__init__(fill_color=theme.of(meaning), fill_opacity=1, stroke_width=0)
        stands_for(self, meaning if meaning in MEANINGS else None)
        self.thickness = thickness

    def span(self, start: Point, end: Point) -> LiveArrow:
        """Reach from here to there."""
        length = float(np.linalg.norm(end - start))
        self.points = np.zeros((0, 3))
        if length < 1e-3:
            return self
        along = (end - start) / length
        across = np.array([-along[1], along[0], 0.0])
        head = min(_HEAD * self.thickness, 0.65 * length)
        wide = _SPREAD * self.thickness * min(1.0, head / (_HEAD * self.thickness) + 0.35)
        shaft = min(self.thickness / 2, 0.5 * wide)
        neck = end - along * head
        outline = [start + across * shaft, neck + across * shaft, neck + across * wide, end]
        outline += [neck - across * wide, neck - across * shaft, start - across * shaft]
        self.set_points_as_corners([*outline, outline[0]])
        return self

    def outline(self) -> list[Point]:
        """Places along its outline, head and all, close to one another; none where there is no arrow."""
        if not len(self.points):
            return []
        return [np.array([*place, 0.0]) for place in spread(self.points, _CLOSE)]
