"""A history as a table: one row a step, every number bound to its quantity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from manim import Line, VGroup

from scenes.stage.frame.region import Region
from scenes.stage.writing.fitting import LEAST_SIZE
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.typeset import Formula, Label, em
from scenes.stage.writing.values import Value

MOST_ROWS = 8
FEWEST_ROWS = 4
_SIZE, _WELL_READ = 36.0, 30.0  # font sizes: where there is room, and down to which all figures are kept
_PITCH = (1.5, 2.1)  # em from one baseline to the next: least, most
_CLOSE = 1.25  # em from one baseline to the next where a whole table has little room
_GAP = (0.9, 3.2)  # em between columns
_NARROW = 0.6  # em between columns where a whole table has little room
_BASELINE = 0.32  # em from the middle of a row down to its baseline
_FIGURES = ((0, _WELL_READ), (2, _WELL_READ), (3, _WELL_READ), (3, LEAST_SIZE))  # ways by `fitting.FEWER`, least size
_SHORTEST = 4
_SMALLEST_HEAD = 0.87  # of the size given: a label of size 30 stays legible
_KEPT = 10**6  # whole numbers below this, such as the steps, are never rounded


@dataclass(frozen=True)
class Column:
    """A column: its heading, and the path of its numbers, in which `<k>` is the step: `step.<k>.loss`."""

    head: Label | Formula
    path: str


def rows_shown(last: int, most: int = MOST_ROWS) -> list[int | None]:
    """The steps from 0 to `last` in a table of `most` rows: all, or the first ones, a gap (None) and the last ones.

    >>> rows_shown(9, most=5)
    [0, 1, None, 8, 9]
    """
    if last < most:
        return list(range(last + 1))
    behind = 2 if most > 3 else 1
    return [*range(most - 1 - behind), None, *range(last + 1 - behind, last + 1)]


class HistoryTable(VGroup):
    """The steps from 0 to `last`. `shown[i]` is the step of the row `rows[i]`, None for the row of dots that stands for
    the steps left out; `header` holds the headings; `size` is the font size of the numbers.

    Decimal points stand above one another. In a low region there are fewer rows, in a narrow one fewer figures, before
    the text gets too small to read from afar. A `whole` table has a row for every step, closer together instead.
    """

    def __init__(
        self,
        region: Region,
        pen: Pen,
        columns: Sequence[Column],
        last: int,
        most: int = MOST_ROWS,
        *,
        whole: bool = False,
    ) -> None:
        super().__init__()
        room = int(region.height / (_PITCH[0] * em(_SIZE))) - 1
        self.shown = tuple(rows_shown(last, last + 1 if whole else min(most, max(FEWEST_ROWS, room))))
        made = [_Numbers(pen, column, self.shown) for column in columns]
        height = region.height / (len(self.shown) + 1)
        scale = min(
            _fit(made, region.width, _NARROW if whole else _GAP[0]),
            height / ((_CLOSE if whole else _PITCH[0]) * em(_SIZE)),
        )
        self.size = _SIZE * scale
        for numbers in made:
            numbers.scale(scale)
        pitch = min(height, _PITCH[1] * em(_SIZE) * scale)
        baselines = [
            region.top - (row + 0.5) * pitch - _BASELINE * em(_SIZE) * scale for row in range(len(self.shown) + 1)
        ]
        middles, left, right = _spread(made, region, em(_SIZE) * scale)
        for numbers, middle in zip(made, middles, strict=True):
            numbers.stand(middle, baselines)
        self.header = VGroup(*(numbers.head for numbers in made))
        under = region.top - pitch
        self.rule = Line([left, under, 0], [right, under, 0], stroke_color=pen.theme.faint, stroke_width=2.5)
        self.rows = [VGroup(*row) for row in zip(*(numbers.cells for numbers in made), strict=True)]
        self.add(self.header, self.rule, *self.rows)


class _Numbers:
    """One column: its heading, and its cells aligned at the decimal point; the cell of the gap is a column of dots."""

    def __init__(self, pen: Pen, column: Column, shown: Sequence[int | None]) -> None:
        self.head = column.head
        self.cells = [
            Formula("dots.v", _SIZE, pen.theme.muted)
            if step is None
            else pen.value(column.path.replace("<k>", str(step)), _SIZE, figures=4, most=6)
            for step in shown
        ]
        self.values = [cell for cell in self.cells if isinstance(cell, Value)]
        self._measure()

    def shorten(self, times: int) -> None:
        """Write the numbers with fewer figures, by the table `fitting.FEWER`."""
        for value in self.values:
            if value.number != int(value.number) or abs(value.number) >= _KEPT:
                value.shorten(times)
        self._measure()

    def scale(self, scale: float) -> None:
        """Make everything smaller."""
        for cell in self.cells:
            cell.scale(scale)
        self.head.scale(max(scale, _SMALLEST_HEAD))
        self._measure()

    def stand(self, middle: float, baselines: Sequence[float]) -> None:
        """Stand around a middle, with the heading on the first baseline and the cells on the others."""
        self.head.shift([middle - float(self.head.get_center()[0]), baselines[0] - self.head.baseline, 0])
        point = middle - self.numbers_width / 2 + self.before_point
        for cell, baseline in zip(self.cells, baselines[1:], strict=True):
            if isinstance(cell, Value):
                left = point - _before_point(cell)
                cell.shift([left - float(cell.get_left()[0]), baseline - cell.baseline, 0])
            else:
                digits = float(self.values[0].height)
                cell.move_to([middle, baseline + digits / 2, 0])

    def _measure(self) -> None:
        before = [_before_point(value) for value in self.values]
        behind = [float(value.width) - part for value, part in zip(self.values, before, strict=True)]
        self.before_point = max(before)
        self.numbers_width = self.before_point + max(behind)
        self.width = max(float(self.head.width), self.numbers_width)


def _before_point(value: Value) -> float:
    """How far the decimal point of a number, or where one would stand, is from its left edge."""
    whole = next((i for i, char in enumerate(value.shown) if char in ".,·"), len(value.shown))
    last = value.submobjects[len(value.relation_sign) + whole - 1]
    return float(last.get_right()[0] - value.get_left()[0])


def _fit(columns: Sequence[_Numbers], width: float, gap: float) -> float:
    """Write the numbers so that the columns fit into a width; what is returned is how much smaller they must get."""

    def needed() -> float:
        return sum(column.width for column in columns) + gap * em(_SIZE) * (len(columns) - 1)

    for times, least in _FIGURES:
        for column in columns:
            column.shorten(times)
        if needed() * least <= width * _SIZE:
            return min(1.0, width / needed())
    for column in columns:
        column.shorten(_SHORTEST)
    return min(1.0, width / needed())


def _spread(columns: Sequence[_Numbers], region: Region, unit: float) -> tuple[list[float], float, float]:
    """The middles of the columns, and the left and the right edge of the table, in the middle of the region."""
    widths = [column.width for column in columns]
    gaps = len(columns) - 1
    gap = min(_GAP[1] * unit, (region.width - sum(widths)) / gaps) if gaps else 0.0
    whole = sum(widths) + gap * gaps
    left = region.x - whole / 2
    middles = [left + sum(widths[:i]) + gap * i + width / 2 for i, width in enumerate(widths)]
    return middles, left, left + whole
