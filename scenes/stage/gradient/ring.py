"""Nudges of one length all around a place: arrows on the map, and what each does to the loss as a bar."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import Line, Rectangle, VGroup, VMobject

from scenes.stage.declared import stands_for
from scenes.stage.drawings.landscapes.live_arrow import LiveArrow
from scenes.stage.frame.region import Point, Region
from scenes.stage.look.theme import Theme
from scenes.stage.writing import fitting
from scenes.stage.writing.pen import Pen

_THIN = 0.06
_BAR = 0.52  # of a column
_ICON = 0.56  # length of an arrow below its bar
_LABEL = 34.0
_AIR = 0.14
# columns that a number may be wide: of the largest changes, of both those on the level, of one alone
_EXTREME, _LEVEL, _ALONE = 4.0, 1.7, 4.4


def nudge_arrow(theme: Theme, start: Point, end: Point, clear: float = 0.18) -> LiveArrow:
    """A nudge from a place to another; it begins clear of the place's mark."""
    way = end - start
    length = float(np.linalg.norm(way))
    arrow = LiveArrow(theme, "ink", _THIN)
    if length > clear:
        arrow.span(start + way / length * clear, end)
    arrow.set_fill(theme.muted)
    return arrow


class RingBoard(VGroup):
    """A column for each nudge: its direction as a small arrow at the foot, its change of the loss as a bar from a line
    of no change. `labels` are the numbers of the first, the opposite and the two nudges at right angles."""

    def __init__(self, region: Region, pen: Pen, changes: Sequence[float], directions: Sequence[Point]) -> None:
        super().__init__()
        theme = pen.theme
        count = len(changes)
        columns = region.columns(*[1.0] * count)
        values = {k: pen.value(f"ring.{k}.change", _LABEL, "loss") for k in range(0, count, count // 4)}
        stands_out = changes[0] > 0 > changes[count // 2]
        for k, value in list(values.items()):
            level = k % (count // 2) != 0
            width = (_LEVEL if level else _EXTREME if stands_out else 2.0) * columns[0].width
            if level and stands_out and not fitting.shortened(value, width, _LABEL, value.shorten):
                value.shorten(0)
                width = _ALONE * columns[0].width if k < count // 2 else 0.0  # there is room for one of the two
            if width:
                value.fit(width)
            else:
                del values[k]
        tall = max(float(value.height) for value in values.values()) + 2 * _AIR
        self.symbol = pen.formula("Delta {loss}", 42)
        above = tall if stands_out else tall + float(self.symbol.height) + _AIR  # else a bar may reach up below it
        room = Region(region.left, region.bottom + _ICON + 0.25 + tall, region.right, region.top - above)
        most, least = max(0.0, *changes), min(0.0, *changes)
        span = most - least or 1.0
        zero = room.bottom + room.height * (-least / span)
        self.zero = Line([region.left, zero, 0], [region.right, zero, 0], stroke_color=theme.muted, stroke_width=3)
        self.bars: list[VMobject] = []
        self.icons: list[LiveArrow] = []
        for column, change, direction in zip(columns, changes, directions, strict=True):
            height = room.height * change / span
            bar = Rectangle(width=_BAR * column.width, height=max(abs(height), 1e-3))
            bar.set_fill(theme.loss, opacity=0.75).set_stroke(theme.loss, width=2)
            bar.move_to([column.x, zero + height / 2, 0])
            self.bars.append(stands_for(bar, "loss"))
            middle = np.array([column.x, region.bottom + _ICON / 2, 0.0])
            half = direction * min(_ICON, column.width) / 2
            self.icons.append(LiveArrow(theme, "ink", 0.05).span(middle - half, middle + half).set_fill(theme.muted))
        self.values = list(values.values())
        self.symbol.move_to([columns[count // 2 + 1].x, region.top - float(self.symbol.height) / 2, 0])
        for k, value in values.items():
            level = stands_out and bool(k % (count // 2))  # its number stands on the free side, above the line
            up = 1 if changes[k] >= 0 or level else -1
            beside = [changes[k]] if stands_out else [changes[(k + step) % count] for step in (-1, 0, 1)]
            edge = zero + up * max(0.0, *(up * change for change in beside)) * room.height / span
            value.move_to([columns[k].x, edge + up * (float(value.height) / 2 + _AIR), 0])
            if level:
                aside = float(value.width) / 2 - _BAR * columns[0].width / 2
                value.shift([aside if k < count // 2 else -aside, 0, 0])
            region.keep(value)
        self.add(self.zero, *self.bars, *self.icons, *self.values, self.symbol)
