"""Everything about one step in one picture: under the machine the gradients and what the step made of its numbers."""

from __future__ import annotations

from manim import VGroup

from scenes.stage.frame.region import Region
from scenes.stage.neuron.picture import NeuronPicture
from scenes.stage.writing.fitting import FEWER, LEAST_SIZE
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.rows import Row

_GAP, _WIDEST_GAP = 0.4, 1.1  # units of the scene between columns
_BESIDE_WORDS = 34.0  # font size: the words stand in front of their lines while the numbers keep this size
_DROP = 0.12  # units of the scene from the middle of a line to its baseline


class NeuronSummary(VGroup):
    """`gradients` of weight, bias and prediction, `results` of those and the loss, and their two `words`.

    A column for each quantity, or, in an upright region, a line: what is of one quantity stands together, and in every
    column the relation signs stand under one another.
    """

    SIZE = 42.0
    WORD = 30.0
    QUANTITIES = ("weight", "bias", "prediction", "loss")

    def __init__(self, region: Region, pen: Pen, picture: NeuronPicture) -> None:
        super().__init__()
        self.pen = pen
        self.words = [Row([pen.label(key, self.WORD)], self.WORD, pen.theme.muted) for key in ("gradients", "stepped")]
        self.gradients = [self._gradient(name) for name in self.QUANTITIES[:-1]]
        self.results = [pen.equation(name, f"step.1.{name}", self.SIZE, most=6) for name in self.QUANTITIES]
        if region.height > 0.6 * region.width:
            self._upright(region)
        else:
            self._flat(region)
        self.add(*self.words, *self.gradients, *self.results)

    def _gradient(self, name: str) -> Row:
        number = self.pen.value(f"step.0.gradient.{name}", self.SIZE, relation=True)
        return Row([self.pen.partial("loss", name, self.SIZE), number], self.SIZE, self.pen.theme.ink)

    def _flat(self, region: Region) -> None:
        """Two lines: each behind its word, or, where that leaves too little room, below it."""
        columns = [list(rows) for rows in zip(self.gradients, self.results, strict=False)] + [[self.results[-1]]]
        most = _shortened(columns, region.width)
        aside = max(float(word.width) for word in self.words) + _GAP
        in_front = self.SIZE * _size(columns, region.width - aside) >= _BESIDE_WORDS
        free = Region(region.left + aside, region.bottom, region.right, region.top) if in_front else region
        _scale(columns, _size(columns, free.width) if in_front else most)
        lines = region.rows(1.25, 1)
        heads, cells = (lines, lines) if in_front else zip(*(line.rows(0.3, 1.0) for line in lines), strict=True)
        left = _stand(columns, free, [[cell.y - _DROP for cell in cells[-len(column) :]] for column in columns])
        for word, head in zip(self.words, heads, strict=True):
            word.at(left - aside if in_front else left, head.y - _DROP)

    def _upright(self, region: Region) -> None:
        """Two columns, each below its word."""
        columns = [self.gradients, self.results]
        head, *lines = region.rows(0.5, *[1.0] * len(self.results))
        _scale(columns, _shortened(columns, region.width))
        _stand(columns, region, [[line.y - _DROP for line in lines[: len(column)]] for column in columns])
        for word, column in zip(self.words, columns, strict=True):
            word.at(min(float(row.get_left()[0]) for row in column), head.y - _DROP)


def _parts(column: list[Row]) -> tuple[float, float]:
    """How far a column reaches to the left of its relation signs, and to the right of where they begin."""
    signs = [float(row.parts[1].get_left()[0]) for row in column]
    before = max(sign - float(row.get_left()[0]) for row, sign in zip(column, signs, strict=True))
    behind = max(float(row.get_right()[0]) - sign for row, sign in zip(column, signs, strict=True))
    return before, behind


def _size(columns: list[list[Row]], width: float) -> float:
    """What the rows must be scaled by to have room side by side, at most 1."""
    taken = sum(sum(_parts(column)) for column in columns)
    return min(1.0, (width - _GAP * (len(columns) - 1)) / taken)


def _shortened(columns: list[list[Row]], width: float) -> float:
    """Write the numbers with as many figures as have room at a legible size, and what the rows must be scaled by
    then."""
    size = 0.0
    for times in range(len(FEWER)):
        for column in columns:
            for row in column:
                row.shorten(times)
        size = _size(columns, width)
        if size * NeuronSummary.SIZE >= LEAST_SIZE:
            break
    return size


def _scale(columns: list[list[Row]], size: float) -> None:
    for column in columns:
        for row in column:
            row.scale(size)


def _stand(columns: list[list[Row]], region: Region, baselines: list[list[float]]) -> float:
    """Put the columns side by side into the middle of a region; the left edge of the first."""
    parts = [_parts(column) for column in columns]
    free = region.width - sum(map(sum, parts))
    gap = min(_WIDEST_GAP, free / max(1, len(columns) - 1))
    first = left = region.left + (free - gap * (len(columns) - 1)) / 2
    for column, lines, (before, behind) in zip(columns, baselines, parts, strict=True):
        for row, baseline in zip(column, lines, strict=True):
            row.shift([left + before - float(row.parts[1].get_left()[0]), baseline - row.baseline, 0])
        left += before + behind + gap
    return first
