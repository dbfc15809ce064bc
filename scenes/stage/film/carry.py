"""How the carried object goes over into a picture, and comes out of one."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import Animation, Mobject, VMobject

_LEAST, _MOST = 0.15, 6.0  # how much it may shrink or grow on its way
_FADES_FROM = 0.55  # the share of the way after which it fades


class Arrive(Animation):
    """The carried object goes to what it becomes, in size and place, and fades while that appears."""

    def __init__(self, carried: VMobject, into: Mobject, **kwargs: Any) -> None:
        self.into = into
        super().__init__(carried, remover=True, **kwargs)

    def begin(self) -> None:
        carried = self.mobject
        assert isinstance(carried, VMobject)
        self.start, self.end = carried.get_center().copy(), self.into.get_center().copy()
        size = max(self.into.height, self.into.width) / max(carried.height, carried.width)
        self.grown = float(np.clip(size, _LEAST, _MOST))
        self.parts = [
            (part, part.points.copy(), part.get_fill_opacity(), part.get_stroke_opacity())
            for part in carried.get_family()
            if len(part.points)
        ]
        super().begin()

    def interpolate_mobject(self, alpha: float) -> None:
        share = self.rate_func(alpha)
        center = self.start + (self.end - self.start) * share
        size = 1 + (self.grown - 1) * share
        shown = 1 - max(0.0, share - _FADES_FROM) / (1 - _FADES_FROM)
        for part, points, fill, stroke in self.parts:
            part.points = center + (points - self.start) * size
            part.set_fill(opacity=fill * shown, family=False)
            part.set_stroke(opacity=stroke * shown, family=False)
