"""Products of matrices on one line, as large as a region allows."""

from __future__ import annotations

from collections.abc import Sequence

from manim import VGroup, VMobject

from scenes.stage.frame.region import Region
from scenes.stage.network.matrix import MOST_FEWER, Entries, Matrix
from scenes.stage.writing.fitting import LEAST_SIZE
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.typeset import Formula

_GAP = 0.26
_SIGN = 36.0
_NUMBER_SIZE = 32.0
_MOST_ROWS, _MOST_COLUMNS = 6, 5  # of a matrix whose numbers are written
_CELL = 0.34


class Equation(VGroup):
    """`parts` are matrices and signs in turn, from left to right; an `=` is the approximately-equal sign where a number
    is rounded. `writes` says whether the numbers are written; else each is a square."""

    def __init__(self, region: Region, pen: Pen, given: Sequence[Entries | str], writes: bool) -> None:
        super().__init__()
        self.pen, self.writes = pen, writes
        self.parts: list[VMobject] = []
        if writes:
            self._set(given, None, _fitting(region, pen, given) or 0)
        else:
            self._set(given, _cell(region, given), 0)
        self.scale(min(1.0, region.width / self.width, region.height / self.height))
        self.move_to([region.x, region.y, 0])

    @property
    def matrices(self) -> list[Matrix]:
        """The matrices."""
        return [part for part in self.parts if isinstance(part, Matrix)]

    @property
    def signs(self) -> list[VMobject]:
        """The signs between them."""
        return [part for part in self.parts if not isinstance(part, Matrix)]

    def _set(self, given: Sequence[Entries | str], cell: float | None, fewer: int) -> None:
        matrices = [Matrix(self.pen, entries, cell, fewer) for entries in given if isinstance(entries, Entries)]
        exact = all(matrix.is_exact for matrix in matrices) or cell is not None
        rest, x = iter(matrices), 0.0
        for entries in given:
            if isinstance(entries, Entries):
                part: VMobject = next(rest)
            else:
                sign = entries if entries != "=" or exact else "approx"
                part = Formula(sign, _SIGN, self.pen.theme.ink)
            part.move_to([x + float(part.width) / 2, 0, 0])
            x += float(part.width) + _GAP
            self.parts.append(part)
        self.add(*self.parts)


def can_be_written(regions: Sequence[Region], pen: Pen, equations: Sequence[Sequence[Entries | str]]) -> bool:
    """Whether the numbers of all these equations can be read in their regions."""
    return all(_fitting(region, pen, given) is not None for region, given in zip(regions, equations, strict=True))


def _fitting(region: Region, pen: Pen, given: Sequence[Entries | str]) -> int | None:
    """The place in the table FEWER by which the numbers fit; None where they could not be read."""
    matrices = [entries for entries in given if isinstance(entries, Entries)]
    if any(entries.rows > _MOST_ROWS or entries.columns > _MOST_COLUMNS for entries in matrices):
        return None
    for fewer in range(MOST_FEWER):
        made = [Matrix(pen, entries, None, fewer) for entries in matrices]
        width = sum(float(matrix.width) + _GAP for matrix in made) + 0.45 * (len(given) - len(matrices))
        height = max(float(matrix.height) for matrix in made)
        if min(region.width / width, region.height / height) * _NUMBER_SIZE >= LEAST_SIZE:
            return fewer
    return None


def _cell(region: Region, given: Sequence[Entries | str]) -> float:
    """The size of the squares."""
    matrices = [entries for entries in given if isinstance(entries, Entries)]
    rows = max(len(entries.shown[0]) for entries in matrices)
    columns = sum(len(entries.shown[1]) for entries in matrices)
    spent = len(given) * (_GAP + 0.25)
    return min(_CELL, (region.height - 0.3) / rows, (region.width - spent) / columns)
