"""The history of a descent as a table: one row a step, every number bound to its quantity."""

from __future__ import annotations

from collections.abc import Sequence

from manim import Line, VGroup

from scenes.stage.layout import Region
from scenes.stage.neuron_picture import MakeValue, symbol
from scenes.stage.theme import Theme
from scenes.stage.typeset import Formula

MOST_ROWS = 8
FEWEST_ROWS = 5


def rows_shown(steps: int) -> list[int | None]:
    """The steps that a table shows: all, or the first ones, a gap (None) and the last ones."""
    if steps + 1 <= MOST_ROWS:
        return list(range(steps + 1))
    return [*range(MOST_ROWS - 3), None, steps - 1, steps]


class HistoryTable(VGroup):
    """`rows[i]` is a row of the table, header aside; a gap in a long history is a row of dots."""

    SIZE = 34.0

    def __init__(
        self, region: Region, theme: Theme, value: MakeValue, columns: Sequence[str], steps: int, step_word: VGroup
    ) -> None:
        super().__init__()
        shown = rows_shown(steps)
        cells = region.columns(0.7, *(1.75 if column == "loss" else 1.2 for column in columns), gap=0.15)
        lines = region.rows(*(1.0 for _ in range(max(len(shown), FEWEST_ROWS) + 1)))
        baseline = [line.y - 0.11 for line in lines]
        self.header = VGroup(step_word.move_to([cells[0].x, lines[0].y, 0]))
        for column, cell in zip(columns, cells[1:], strict=True):
            mark = symbol(column, 40, theme)
            self.header.add(mark.shift([cell.x - float(mark.get_center()[0]), baseline[0] - mark.baseline, 0]))
        self.rule = Line(
            [region.left, lines[0].bottom, 0], [region.right, lines[0].bottom, 0], stroke_color=theme.faint, stroke_width=2
        )
        self.rows: list[VGroup] = []
        for place, step in enumerate(shown, start=1):
            row = VGroup()
            if step is None:
                for cell in cells:
                    row.add(Formula("dots.v", self.SIZE, theme.muted).move_to([cell.x, lines[place].y, 0]))
            else:
                paths = [f"step.{step}", *(f"step.{step}.{column}" for column in columns)]
                for path, cell in zip(paths, cells, strict=True):
                    number = value(path, size=self.SIZE, figures=4, most=6)
                    number.scale(min(1.0, cell.width / float(number.width)))
                    number.shift(
                        [cell.x - float(number.get_center()[0]), baseline[place] - number.baseline, 0]
                    )
                    row.add(number)
            self.rows.append(row)
        self.add(self.header, self.rule, *self.rows)
