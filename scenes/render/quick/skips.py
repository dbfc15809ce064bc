"""Animations that nobody wants to see. Manim sorts what moves from what stands still before each of them, so that what
stands still is drawn once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from manim import Animation, Mobject, Scene

from scenes.render.quick.patch import replaced


@contextmanager
def quick_skips() -> Iterator[None]:
    """Within it, nothing is sorted for an animation of which no frame is drawn."""
    slow = Scene.get_moving_and_static_mobjects

    def sorted_mobjects(self: Scene, animations: Iterable[Animation]) -> tuple[list[Mobject], list[Mobject]]:
        return ([], []) if self.renderer.skip_animations else slow(self, animations)

    with replaced(Scene, "get_moving_and_static_mobjects", sorted_mobjects):
        yield
