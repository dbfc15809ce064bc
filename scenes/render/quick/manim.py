"""Manim in less time, all at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from scenes.render.quick.colours import quick_colours
from scenes.render.quick.copies import quick_copies
from scenes.render.quick.families import quick_families
from scenes.render.quick.glyphs import quick_glyphs
from scenes.render.quick.skips import quick_skips
from scenes.render.quick.steps import quick_steps


@contextmanager
def quick_manim() -> Iterator[None]:
    """Within it, Manim makes the same mobjects and the same movements, in less time."""
    with quick_copies(), quick_families(), quick_colours(), quick_glyphs(), quick_skips(), quick_steps():
        yield
