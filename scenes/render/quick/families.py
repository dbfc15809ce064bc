"""Families of mobjects, listed without a generator for every level."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from manim import Mobject

from scenes.render.quick.patch import replaced


@contextmanager
def quick_families() -> Iterator[None]:
    """Within it, `Mobject.get_family` answers sooner."""
    slow = Mobject.get_family

    def get_family(self: Mobject, recurse: bool = True) -> list[Mobject]:
        found: list[Mobject] = []
        _enter(self, found)
        # What is in two groups at once is listed at its last place: let Manim do that.
        return found if len(set(found)) == len(found) else slow(self, recurse)

    with replaced(Mobject, "get_family", get_family):
        yield


def _enter(mobject: Mobject, found: list[Mobject]) -> None:
    found.append(mobject)
    for part in mobject.submobjects:
        _enter(part, found)
