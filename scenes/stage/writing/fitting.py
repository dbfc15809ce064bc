"""How numbers and rows fit a width: smaller while they stay legible, then with fewer figures, then smaller still."""

from __future__ import annotations

from collections.abc import Callable

from manim import VMobject

LEAST_SIZE = 26.0  # cap height 21 pixels of 1080 where a unit of the scene has 120 of them (limit: checks/limits.py)
FEWER = ((4, 8), (4, 6), (4, 4), (3, 3), (2, 2))  # figures of a rounded number, most figures of an exact one


def fit(mobject: VMobject, width: float, size: float, shorten: Callable[[int], object]) -> None:
    """Make a mobject set at a font size no wider than `width`; it never grows. `shorten(k)` writes its numbers with
    the figures of `FEWER[k]`."""
    shortened(mobject, width, size, shorten)
    shrink(mobject, width)


def shortened(mobject: VMobject, width: float, size: float, shorten: Callable[[int], object]) -> bool:
    """Write it with as many figures as have room at a legible size; whether any number of them has."""
    natural = [float(mobject.width)]
    for times in range(1, len(FEWER)):
        if natural[-1] * LEAST_SIZE <= width * size or natural[-1] <= width:
            return True
        shorten(times)
        natural.append(float(mobject.width))
    shorten(natural.index(min(natural)))
    return min(natural) * LEAST_SIZE <= width * size


def shrink(mobject: VMobject, width: float) -> None:
    """Make it smaller if it is wider than this."""
    if mobject.width > width:
        mobject.scale(width / mobject.width)
