"""Matrices with the numbers of the trace, or, where they are too many to be written, with a square for each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from manim import Dot, Square, VGroup, VMobject

from scenes.stage.declared import stands_for
from scenes.stage.drawings.networks.layout import drawn
from scenes.stage.look.theme import meaning_of
from scenes.stage.writing.fitting import FEWER
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.values import Value

_PAD = 0.12  # units of the scene, from the entries to the brackets
_LIP = 0.1  # of a bracket
_SIZE = 32.0
_ROW = 0.5  # units of the scene from one row of numbers to the next
_BETWEEN = 0.24  # between columns of numbers
_TILE = 0.82  # of its cell, the largest square
_HOLLOW = 2.0


@dataclass(frozen=True)
class Entries:
    """What a matrix holds: `path(row, column)`, both counted from 1, of a matrix of so many rows and columns."""

    rows: int
    columns: int
    path: Callable[[int, int], str]

    @property
    def shown(self) -> tuple[list[int | None], list[int | None]]:
        """The rows and columns that are drawn; None is a gap."""
        return _counted(self.rows), _counted(self.columns)


class Matrix(VGroup):
    """`cells[i, j]` is the number or the square of an entry; `brackets`; `dots` where rows or columns are left out.

    With `cell` each entry is a square on a grid of that size, its area the size of the number against the largest of
    the matrix, hollow where it is negative; without, the numbers are written, by a row of the table `FEWER`.
    """

    def __init__(self, pen: Pen, entries: Entries, cell: float | None, fewer: int = 0) -> None:
        super().__init__()
        self.pen, self.entries = pen, entries
        self.cells: dict[tuple[int, int], VMobject] = {}
        self.dots = VGroup()
        rows, columns = entries.shown
        if cell is None:
            self._write(rows, columns, fewer)
        else:
            self._tile(rows, columns, cell)
        self.brackets = self._bracketed()
        self.add(self.brackets, *self.cells.values(), self.dots)

    @property
    def is_exact(self) -> bool:
        """Whether every number is written as it is."""
        return all(not isinstance(cell, Value) or cell.relation == "=" for cell in self.cells.values())

    def row(self, row: int) -> list[VMobject]:
        """The entries of a row that are drawn."""
        return [cell for (i, _), cell in self.cells.items() if i == row]

    def column(self, column: int) -> list[VMobject]:
        """The entries of a column that are drawn."""
        return [cell for (_, j), cell in self.cells.items() if j == column]

    # -- how it is made --------------------------------------------------------------

    def _write(self, rows: Sequence[int | None], columns: Sequence[int | None], fewer: int) -> None:
        x = 0.0
        for j in columns:
            assert j is not None
            column = []
            for place, i in enumerate(rows):
                assert i is not None
                value = self.pen.value(self.entries.path(i, j), _SIZE, figures=3, most=4)
                value.shorten(fewer)
                value.shift([0, -place * _ROW - value.baseline, 0])
                column.append(value)
                self.cells[i, j] = value
            width = max(float(value.width) for value in column)
            for value in column:
                value.shift([x + width - float(value.get_right()[0]), 0, 0])
            x += width + _BETWEEN

    def _tile(self, rows: Sequence[int | None], columns: Sequence[int | None], cell: float) -> None:
        numbers = {
            (i, j): float(self.pen.number_of(self.entries.path(i, j)))
            for i in rows if i is not None
            for j in columns if j is not None
        }  # fmt: skip
        largest = max((abs(number) for number in numbers.values()), default=0.0) or 1.0
        for y, i in enumerate(rows):
            for x, j in enumerate(columns):
                place = np.array([x * cell, -y * cell, 0.0])
                if i is None or j is None:
                    self.dots.add(Dot(place, radius=0.08 * cell, color=self.pen.theme.muted))
                    continue
                self.cells[i, j] = self._square(self.entries.path(i, j), numbers[i, j], largest, cell).move_to(place)

    def _square(self, path: str, number: float, largest: float, cell: float) -> VMobject:
        meaning = meaning_of(path)
        color = self.pen.theme.of(meaning)
        side = max(0.1, (abs(number) / largest) ** 0.5) * _TILE * cell
        square = Square(side, stroke_width=_HOLLOW if number < 0 else 0, stroke_color=color)
        square.set_fill(color, opacity=0 if number < 0 else 1)
        return stands_for(square, meaning)

    def _bracketed(self) -> VGroup:
        inner = VGroup(*self.cells.values(), self.dots)
        (left, bottom, _), (right, top, _) = inner.get_corner([-1, -1, 0]), inner.get_corner([1, 1, 0])
        pad = _PAD
        made = VGroup()
        for side, lip in ((left - pad, _LIP), (right + pad, -_LIP)):
            bracket = VMobject(stroke_color=self.pen.theme.ink, stroke_width=2.5)
            bracket.set_points_as_corners(
                [
                    np.array([side + lip, top + pad, 0.0]),
                    np.array([side, top + pad, 0.0]),
                    np.array([side, bottom - pad, 0.0]),
                    np.array([side + lip, bottom - pad, 0.0]),
                ]
            )
            made.add(bracket)
        return made


def _counted(neurons: int) -> list[int | None]:
    return [None if place is None else place + 1 for place in drawn(neurons)]


MOST_FEWER = len(FEWER)
