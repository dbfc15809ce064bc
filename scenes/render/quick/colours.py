"""Colours of outlines: Manim works out the same array of one colour and one opacity thousands of times."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
from manim import ManimColor, VMobject

from scenes.render.quick.patch import replaced


@contextmanager
def quick_colours() -> Iterator[None]:
    """Within it, the colours of an outline are worked out once for each colour and opacity."""
    slow = VMobject.generate_rgbas_array
    known: dict[tuple[object, object], np.ndarray] = {}

    def generate_rgbas_array(self: VMobject, color: Any, opacity: Any) -> np.ndarray:
        key = _key(color)
        if key is None or not isinstance(opacity, float | int | None) or self.sheen_factor != 0:
            return np.asarray(slow(self, color, opacity))
        found = known.get((key, opacity))
        if found is None:
            found = known[key, opacity] = np.asarray(slow(self, color, opacity))
        return found.copy()

    with replaced(VMobject, "generate_rgbas_array", generate_rgbas_array):
        yield


def _key(colour: object) -> object | None:
    """What is the same for the same colour; None for several colours at once."""
    if type(colour) is ManimColor:
        return colour._internal_value.tobytes()
    if colour is None:
        return "none"
    return colour if type(colour) is str else None
