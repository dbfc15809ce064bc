"""Squared and absolute errors of one line beside one another: two groups of columns whose means are level."""

from __future__ import annotations

from collections.abc import Sequence

from manim import DashedLine, VGroup

from scenes.stage.declared import stands_for
from scenes.stage.frame.region import Region
from scenes.stage.loss.columns import Columns
from scenes.stage.writing import fitting
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.values import Number, Value

_TITLE = 40.0
_NUMBER = 34.0
_BELOW = 0.55  # units of the scene, for the numbers of the two columns that are lit
_OVER = 0.15
_DIM = 0.12
_APART = 0.2
_NARROW = 4.0  # units of the scene: in a region no wider than this, word and gap are smaller


class Shares(VGroup):
    """`groups` are the columns of squares and of sizes; `titles` what each shows; `mean` the line at the height of both
    means, with its `word`. `light` leaves two columns of each bright, whose numbers are `numbers`, where they
    have room."""

    def __init__(
        self,
        region: Region,
        titles: Region,
        pen: Pen,
        paths: Sequence[Sequence[str]],
        means: Sequence[Number],
        lit: Sequence[int],
    ) -> None:
        super().__init__()
        theme = pen.theme
        self.pen = pen
        self.lit = sorted(lit)
        word, aside, gap = (26.0, 0.14, 0.25) if region.width < _NARROW else (30.0, 0.15, 0.45)
        self.word = pen.label("mean", word)
        room = Region(region.left, region.bottom + _BELOW, region.right - float(self.word.width) - aside, region.top)
        halves = room.columns(1, 1, gap=gap)
        numbers = [[pen.number_of(path) for path in some] for some in paths]
        # Both groups by one measure: a number against the mean of its group.
        most = max((float(max(some) / mean) for some, mean in zip(numbers, means, strict=True) if mean), default=1.0)
        self.groups: list[Columns] = []
        for half, some, mean in zip(halves, numbers, means, strict=True):
            columns = Columns(half, pen, len(some), 0, float(mean) * most * (1 + _OVER) or 1.0, numbers=False)
            self.groups.append(columns.follow(some))
        y = self.groups[0].height_of(means[0])
        self.mean = DashedLine(
            [room.left, y, 0], [room.right, y, 0], dash_length=0.1, stroke_color=theme.loss, stroke_width=4
        ).set_z_index(2)
        stands_for(self.mean, "loss")
        self.word.move_to([room.right + aside + self.word.width / 2, max(y, self.groups[0].y + 0.1), 0])
        self.titles = VGroup()
        rows = [pen.row(name, _TITLE) for name in ("squared", "absolute")]
        size = min(1.0, *(half.width / float(row.width) for half, row in zip(halves, rows, strict=True)))
        for half, row in zip(halves, rows, strict=True):
            row.scale(size)
            self.titles.add(row.centered(half.x, titles.y - 0.12))
        found = [self._numbers(columns, some) for columns, some in zip(self.groups, paths, strict=True)]
        self.numbers = found if all(found) else []
        self.add(*self.groups, self.mean, self.word, self.titles, *(value for two in self.numbers for value in two))

    def _numbers(self, columns: Columns, paths: Sequence[str]) -> list[Value]:
        room = (columns.region.width - _APART) / 2
        values = [self.pen.value(paths[k], _NUMBER) for k in self.lit]
        for value in values:
            if not fitting.shortened(value, room, _NUMBER, value.shorten):
                return []
            fitting.shrink(value, room)
        for k, value in zip(self.lit, values, strict=True):
            value.move_to([columns.x(k), columns.y - 0.32, 0])
            columns.region.keep(value)
        if len(values) == 2:
            overlap = float(values[0].get_right()[0] - values[1].get_left()[0]) + _APART
            if overlap > 0:
                values[0].shift([-overlap / 2, 0, 0])
                values[1].shift([overlap / 2, 0, 0])
                beyond = columns.region.left - float(values[0].get_left()[0])
                past = float(values[1].get_right()[0]) - columns.region.right
                move = max(0.0, beyond) - max(0.0, past)
                for value in values:
                    value.shift([move, 0, 0])
        return values

    def dimmed(self) -> list[object]:
        """The animations that leave two columns of each group bright."""
        return [
            bar.animate.set_fill(opacity=_DIM).set_stroke(opacity=2 * _DIM)
            for columns in self.groups
            for k, bar in enumerate(columns.bars)
            if k not in self.lit
        ]
