"""Steps of time: at each, Manim asks every mobject for its updaters, and mixes the colours of whatever moves."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from types import FunctionType
from typing import Any

from manim import Mobject, VMobject

from scenes.render.quick.patch import replaced

_MIXED = (
    "fill_rgbas",
    "stroke_rgbas",
    "background_stroke_rgbas",
    "stroke_width",
    "background_stroke_width",
    "sheen_direction",
    "sheen_factor",
)
_VARIABLE = inspect.CO_VARARGS | inspect.CO_VARKEYWORDS


@contextmanager
def quick_steps() -> Iterator[None]:
    """Within it, what has no updater is not asked, and colours are mixed without a detour."""
    slow = VMobject.interpolate_color

    def update(self: Mobject, dt: float = 0, recursive: bool = True) -> Mobject:
        if self.updating_suspended:
            return self
        for updater in self.updaters:
            if _wants_time(updater):
                updater(self, dt)  # type: ignore[call-arg]
            else:
                updater(self)  # type: ignore[call-arg]
        if recursive:
            for part in self.submobjects:
                if part.updaters or part.submobjects or type(part).update is not update:
                    part.update(dt, recursive=recursive)
        return self

    def interpolate_color(self: VMobject, mobject1: VMobject, mobject2: VMobject, alpha: float) -> VMobject:
        mixed, first, second, rest = vars(self), vars(mobject1), vars(mobject2), 1 - alpha
        if alpha == 1.0 or not all(name in first and name in second for name in _MIXED):
            return slow(self, mobject1, mobject2, alpha)
        for name in _MIXED:
            mixed[name] = rest * first[name] + alpha * second[name]
        return self

    with replaced(Mobject, "update", update), replaced(VMobject, "interpolate_color", interpolate_color):
        yield


def _wants_time(updater: Any) -> bool:
    """Whether an updater has a parameter of the name that Manim looks for."""
    if type(updater) is FunctionType and not vars(updater) and not updater.__code__.co_flags & _VARIABLE:
        code = updater.__code__
        return "dt" in code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    return "dt" in inspect.signature(updater).parameters
