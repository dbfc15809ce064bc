"""What comes back along each path, added up: on as many lines as it needs to be read."""

from __future__ import annotations

from scenes.stage.writing.fitting import LEAST_SIZE
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.rows import Row
from scenes.stage.writing.values import Value

_SHRUNK = 0.85  # of its size, below which a row rather stands on one line more


def path_sum(pen: Pen, paths: int, width: float, size: float) -> tuple[Row, int]:
    """The parts and their sum no wider than `width`, and on how many lines: one, two or three (the
    last only where the parts are exact: a rounded one would stand far from its sign); else the sum alone."""
    row = pen.row(f"paths_{paths}", size)
    if row.width * _SHRUNK <= width or paths == 1:
        return row.fit(width), 1
    last = float(row.parts[-2].get_right()[0])
    whole, summands = (last - float(row.parts[i].get_left()[0]) for i in (0, 2))
    if whole * _SHRUNK <= width:
        row.fold(len(row.parts) - 1).fit(width)
        _set_below(row, 1, 0.0)
        return row, 2
    exact = all(part.relation == "=" for part in row.parts[2:-1] if isinstance(part, Value))
    if exact and summands * LEAST_SIZE <= width * size:
        row.fold(2)
        _set_below(row, 2, float(row.parts[0].height))
        return row.scale(min(1.0, width / float(row.width))), 3
    return pen.row("paths_1", size).fit(width), 1


def _set_below(row: Row, above: int, down: float) -> None:
    """Set the result lower, with its left edge below that of another part."""
    result = row.parts[-1]
    result.shift([float(row.parts[above].get_left()[0] - result.get_left()[0]), -down, 0])
