"""The history of a descent as a table: one row a step, every number bound to its quantity."""

from __future__ import annotations

from collections.abc import Sequence

from manim import Line, VGroup

from scenes.stage.frame.region import Region
from scenes.stage.look.theme import Theme
from scenes.stage.neuron.picture import MakeValue, symbol
from scenes.stage.writing.typeset import Formula, Label
from scenes.stage.writing.values import Value

MOST_ROWS = 8
FEWEST_ROWS = 5


def rows_shown(steps: int) -> list[int | None]:
    """The steps that a table shows: all, or the first ones, a gap (None) and the last ones."""
    if steps + 1 <= MOST_ROWS:
        return list(range(steps + 1))
    return [*range(MOST_ROWS - 3), None, steps - 1, steps]


class HistoryTable(VGroup):
    """`rows[i]` is a row of the table, header aside; a gap in a long history is a row of dots."""

    SIZE = 36.0
    GAP = 0.42

    def __init__(
        self, region: Region, theme: Theme, value: MakeValue, columns: Sequence[str], steps: int, step_word: Label
    ) -> None:
        super().__init__()
        shown = rows_shown(steps)
        paths = [[f"step.{k}", *(f"step.{k}.{column}" for column in columns)] for k in shown if k is not None]
        numbers = [[value(path, size=self.SIZE, figures=4, most=6) for path in row] for row in paths]
        heads = [step_word, *(symbol(column, 40, theme) for column in columns)]
        widths = [max(float(cell.width) for cell in column) for column in zip(heads, *numbers, strict=True)]
        scale = min(1.0, region.width / (sum(widths) + self.GAP * len(columns)))
        cells = region.columns(*(width + self.GAP for width in widths))
        lines = region.rows(*(1.0 for _ in range(max(len(shown), FEWEST_ROWS) + 1)))

        def put(mark: Label | Formula | Value, column: int, line: Region) -> Label | Formula | Value:
            mark.scale(scale)
            return mark.shift([cells[column].x - float(mark.get_center()[0]), line.y - 0.11 - mark.baseline, 0])

        self.header = VGroup(*(put(head, column, lines[0]) for column, head in enumerate(heads)))
        self.rule = Line(
            [region.left, lines[0].bottom, 0],
            [region.right, lines[0].bottom, 0],
            stroke_color=theme.faint,
            stroke_width=2,
        )
        self.rows: list[VGroup] = []
        waiting = iter(numbers)
        for line, step in zip(lines[1:], shown, strict=False):
            if step is None:
                dots = (Formula("dots.v", self.SIZE, theme.muted) for _ in cells)
                self.rows.append(
                    VGroup(*(dot.move_to([cell.x, line.y, 0]) for dot, cell in zip(dots, cells, strict=True)))
                )
            else:
                self.rows.append(VGroup(*(put(number, column, line) for column, number in enumerate(next(waiting)))))
        self.add(self.header, self.rule, *self.rows)
