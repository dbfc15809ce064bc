"""The table of rules: one row an operation, its sign and its derivative with respect to each argument."""

from __future__ import annotations

from manim import Line, VGroup

from scenes.stage.frame.region import Region
from scenes.stage.writing.fitting import shrink
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.rows import Row

OPERATIONS = ("square", "subtract", "add", "multiply")  # in the order in which the walk back comes by
_SIZE = 42.0


class Rules(VGroup):
    """`rows[name]` are the three cells of an operation: what it works out, and what a nudge of each argument is
    multiplied by. The third is missing where there is one argument."""

    def __init__(self, region: Region, pen: Pen) -> None:
        super().__init__()
        head, *lines = region.rows(1.35, *[1.0] * len(OPERATIONS))
        columns = region.columns(1.15, 1.0, 1.0)
        self.heads = [pen.row(f"rule_head_{which}", 32) for which in ("value", "first", "second")]
        for cell, column in zip(self.heads, columns, strict=True):
            cell.centered(column.x, head.y - 0.06)
        y = head.bottom
        self.rule = Line([region.left, y, 0], [region.right, y, 0], stroke_color=pen.theme.faint, stroke_width=3)
        self.rows: dict[str, list[Row]] = {}
        for name, line in zip(OPERATIONS, lines, strict=True):
            cells = [pen.row(f"rule_{name}_{which}", _SIZE) for which in self._columns(name)]
            for cell, column in zip(cells, columns, strict=False):
                shrink(cell, column.width - 0.1)
                cell.centered(column.x, line.y - 0.12)
            self.rows[name] = cells
        self.add(*self.heads, self.rule, *(cell for cells in self.rows.values() for cell in cells))

    def _columns(self, name: str) -> tuple[str, ...]:
        return ("value", "first") if name == "square" else ("value", "first", "second")
