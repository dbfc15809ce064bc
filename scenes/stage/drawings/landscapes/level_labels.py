"""Numbers on level lines, as on a map: each where its line is straight and other lines are far."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from manim import VMobject

from engine import Levels
from scenes.stage.drawings.landscapes.ground import Points
from scenes.stage.drawings.outlines import lengths
from scenes.stage.drawings.plots.tick_labels import TickLabel
from scenes.stage.drawings.plots.ticks import written
from scenes.stage.frame.region import Region
from scenes.stage.writing.pen import Pen

MOST = 6
_TRIED = 48  # places along a line
_DIGITS = 2  # more of them in a height are a reason to write fewer heights
_APART = 0.12  # units of the scene between labels


def numbers(pen: Pen, levels: Levels, size: float, most: int = MOST) -> list[VMobject | None]:
    """The heights of at most `most` of the levels, declared, evenly chosen so that they are short to write: 0.5 and 1
    rather than 0.7 and 1.2, and fewer of them rather than 0.425 and 0.55; None for the others."""
    ticks = written([Fraction(repr(level)) for level in levels.values.tolist()])
    least = max(1, -(-len(ticks) // most))

    def length(every: int, first: int) -> float:
        return float(np.mean([len(tick.text()) for tick in ticks[first::every]] or [0]))

    def digits(every: int, first: int) -> int:
        return max((len(tick.text().strip("−-0.")) for tick in ticks[first::every]), default=0)

    def best(every: int) -> int:
        return min(range(max(1, min(every, len(ticks)))), key=lambda first: length(every, first))

    every = least
    if digits(least, best(least)) > _DIGITS:
        wider = [step for step in range(least, 2 * least + 1) if len(ticks[best(step) :: step]) > 1]
        every = min(wider, key=lambda step: (digits(step, best(step)), step), default=least)
    begin = best(every)
    return [
        TickLabel(tick, pen, size).set_color(pen.theme.ink) if k % every == begin else None
        for k, tick in enumerate(ticks)
    ]


def places(
    lines: Sequence[Sequence[Points]], sizes: Sequence[tuple[float, float] | None], plot: Region, avoid: Points
) -> list[Points | None]:
    """Where to put a label of each size on the lines of its level; None where there is no label, or no room.

    A label lies inside the plot, apart from the others and from the points to `avoid`, shape (n, 2). Among these places
    it takes one where it covers little of other lines, and where its own is straight.
    """
    vertices = [np.concatenate([np.zeros((0, 2)), *level]) for level in lines]
    taken: list[tuple[Points, Points]] = []
    found: list[Points | None] = []
    for k, size in enumerate(sizes):
        best: tuple[float, Points] | None = None
        if size is not None:
            half = np.array(size) / 2
            others = np.concatenate([np.zeros((0, 2)), *vertices[:k], *vertices[k + 1 :]])
            for line in lines[k]:
                for place, bend in _candidates(line, float(half[0])):
                    if not _free(place, half, plot, avoid, taken):
                        continue
                    covered = np.mean(np.all(np.abs(others - place) < half + 0.03, axis=1)) if len(others) else 0.0
                    cost = 400 * float(covered) + bend
                    if best is None or cost < best[0]:
                        best = cost, place
            if best is not None:
                taken.append((best[1], half))
        found.append(best[1] if best else None)
    return found


def _candidates(line: Points, reach: float) -> list[tuple[Points, float]]:
    """Places along a line, and how much it bends there: 0 where it is straight."""
    far = lengths(line)
    if far[-1] < 5 * reach:
        return []
    middles = np.linspace(reach, far[-1] - reach, _TRIED)
    before, here, after = (
        np.column_stack([np.interp(middles + shift, far, column) for column in line.T]) for shift in (-reach, 0, reach)
    )
    chord = np.linalg.norm(after - before, axis=1) / (2 * reach)
    return list(zip(here, 1 - chord, strict=True))


def _free(place: Points, half: Points, plot: Region, avoid: Points, taken: Sequence[tuple[Points, Points]]) -> bool:
    inner = plot.inset(float(half[0]) + 0.08, float(half[1]) + 0.08)
    if not inner.holds(place) or (len(avoid) and np.any(np.all(np.abs(avoid - place) < half + 0.16, axis=1))):
        return False
    return not any(np.all(np.abs(other - place) < half + size + _APART) for other, size in taken)
