"""Ways in which things move that Manim has no animation for."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import Animation, Mobject, VMobject, there_and_back

from scenes.stage.writing.values import Value

_SMALLEST, _LARGEST = 0.3, 2.0  # size at the start against that at the end
_OF_ANOTHER_NUMBER = 0.6


class Fly(Animation):
    """A number or symbol comes from where it stood, or from the shape that it measures, to its place.

    It keeps its own outline all the way, so that no frame shows half-made digits; a relation sign waits at its place
    and fades in. It starts in the size of what it comes from, but only the very same number starts larger than it ends:
    a high source would blow the others up.
    """

    def __init__(self, source: Mobject, target: VMobject, **kwargs: Any) -> None:
        self.source = source
        super().__init__(target, introducer=True, **kwargs)

    def begin(self) -> None:
        target = self.mobject
        assert isinstance(target, VMobject)
        signs = set(target.relation_sign.submobjects) if isinstance(target, Value) else set()
        self.waiting = [(leaf, leaf.get_fill_opacity()) for leaf in signs]
        self.flying = [
            (leaf, leaf.points.copy(), leaf.get_fill_opacity(), leaf.get_stroke_opacity())
            for leaf in target.get_family()
            if len(leaf.points) and leaf not in signs
        ]
        points = np.concatenate([points for _, points, *_ in self.flying])
        self.end = (points.min(axis=0) + points.max(axis=0)) / 2
        same = isinstance(self.source, Value) and isinstance(target, Value) and self.source.shown == target.shown
        origin = self.source.sign_and_digits if isinstance(self.source, Value) else self.source
        self.start = origin.get_center().copy()
        as_source = same or not isinstance(target, Value)
        size = float(origin.height / np.ptp(points[:, 1])) if as_source else _OF_ANOTHER_NUMBER
        self.shrunk = float(np.clip(size, _SMALLEST, _LARGEST if same else 1.0))
        self.hidden = 0.0 if same else 1.0
        super().begin()

    def interpolate_mobject(self, alpha: float) -> None:
        share = self.rate_func(alpha)
        center = self.start + (self.end - self.start) * share
        size = self.shrunk + (1 - self.shrunk) * share
        shown = min(1.0, 1 - self.hidden * (1 - 2.5 * share)) if share < 1 else 1.0
        for leaf, points, opacity, of_stroke in self.flying:  # a fraction bar is a stroke
            leaf.points = center + (points - self.end) * size
            leaf.set_fill(opacity=opacity * max(0.0, shown), family=False)
            leaf.set_stroke(opacity=of_stroke * max(0.0, shown), family=False)
        for leaf, opacity in self.waiting:
            leaf.set_fill(opacity=opacity * max(0.0, 2 * share - 1), family=False)


def pulse(mobject: Mobject, by: float = 1.14) -> Any:
    """Grow a little and shrink back: look here."""
    return mobject.animate(rate_func=there_and_back).scale(by)
