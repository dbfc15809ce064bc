"""The programs of two frameworks, and which of their lines do the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from manim import CubicBezier, VGroup, VMobject

from scenes.stage.autodiff.code_block import CodeBlock, size_for
from scenes.stage.autodiff.token import Line
from scenes.stage.declared import stands_for
from scenes.stage.frame.region import Region
from scenes.stage.writing.pen import Pen

_TITLE = 0.55  # units of the scene for the name above a program
_BETWEEN = 1.1  # units of the scene between programs side by side, for what connects them
_DENSE = 0.84  # of the usual pitch of lines, where there is little height
_CAP = 20.5  # pixels of 1080 that a capital letter is high at least
_CAP_OF_EM = 0.729  # DejaVu Sans Mono
Rows = Sequence[int]


@dataclass(frozen=True)
class Choice:
    """A way to show both: these lines of each (-1 is an empty one), side by side or not, in a font size."""

    first: Rows
    second: Rows
    beside: bool
    size: float
    spread: float


class TwinPrograms(VGroup):
    """`first` and `second` are the blocks; `pairs[k]` are the places of lines that do the same; `links[k]` connects
    them, or is empty where the programs stand below one another. Links are no part of the drawing."""

    def __init__(
        self,
        region: Region,
        pen: Pen,
        programs: tuple[Sequence[Line], Sequence[Line]],
        ways: Sequence[tuple[Rows, Rows]],
        same: Sequence[tuple[int, int]],
    ) -> None:
        super().__init__()
        self.theme = pen.theme

        def picked(side: int, rows: Rows) -> list[Line]:
            return [programs[side][k] if k >= 0 else () for k in rows]

        choice = _chosen(region, pen, ways, picked)
        lines = picked(0, choice.first), picked(1, choice.second)
        lengths = [max(line[-1].column + len(line[-1].text) for line in some if line) for some in lines]
        heights = [float(len(some)) for some in lines]
        cut = region.columns(*lengths, gap=_BETWEEN) if choice.beside else region.rows(*heights, gap=0.15)
        self.beside = choice.beside
        self.titles, self.blocks = [], []
        for name, cell, some in zip(("pytorch", "tensorflow"), cut, lines, strict=True):
            head = Region(cell.left, cell.top - _TITLE, cell.right, cell.top)
            body = Region(cell.left, cell.bottom, cell.right, head.bottom)
            title = pen.label(name, 36, pen.theme.ink)
            if choice.beside:
                block = CodeBlock(body, pen, some, size=choice.size, spread=choice.spread)
                top = max(line.get_top()[1] for line in block.code if line.line)
                title.shift([block.left - float(title.get_left()[0]), min(top + 0.3, head.y) - title.baseline, 0])
            else:  # the name stands beside the short lines in the middle
                block = CodeBlock(cell, pen, some, size=choice.size, spread=choice.spread)
                title.move_to([cell.right - float(title.width) / 2, cell.y, 0])
            self.titles.append(title)
            self.blocks.append(block)
        self.first, self.second = self.blocks
        place = {k: row for row, k in enumerate(choice.first)}, {k: row for row, k in enumerate(choice.second)}
        self.pairs = [(place[0][a], place[1][b]) for a, b in same if a in place[0] and b in place[1]]
        self.add(*self.titles, *self.blocks)

    def link(self, pair: tuple[int, int], meaning: str | None = None) -> VMobject:
        """A curve from a line to the one that does the same; nothing where they do not stand side by side."""
        if not self.beside:
            return VGroup()
        start, end = self.first.end_of(pair[0]), self.second.start_of(pair[1])
        bend = np.array([0.5 * (end[0] - start[0]), 0.0, 0.0])
        curve = CubicBezier(start, start + bend, end - bend, end)
        curve.set_stroke(self.theme.of(meaning) if meaning else self.theme.muted, width=5 if meaning else 2.5)
        return stands_for(curve, meaning)


def _chosen(
    region: Region, pen: Pen, ways: Sequence[tuple[Rows, Rows]], picked: Callable[[int, Rows], list[Line]]
) -> Choice:
    """The first way in which both can be read, side by side rather than below one another; the largest if none can."""
    least = _CAP / (_CAP_OF_EM * 0.5 / 48 * pen.layout.pixels_per_unit)
    found = []
    for first, second in ways:
        lines = picked(0, first), picked(1, second)
        lengths = [max(line[-1].column + len(line[-1].text) for line in some if line) for some in lines]
        left, right = region.columns(*lengths, gap=_BETWEEN)
        above, below = region.rows(float(len(first)), float(len(second)), gap=0.15)
        for beside, cells in ((True, (left, right)), (False, (above, below))):
            head = _TITLE if beside else 0.0
            rooms = [Region(cell.left, cell.bottom, cell.right, cell.top - head) for cell in cells]
            for spread in (1.0, _DENSE):
                size = min(size_for(room, some, spread=spread) for room, some in zip(rooms, lines, strict=True))
                found.append(Choice(first, second, beside, size, spread))
    return next((choice for choice in found if choice.size >= least), max(found, key=lambda choice: choice.size))
