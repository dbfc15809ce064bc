"""A plot: two axes with ticks, and where a pair of numbers stands between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from manim import DashedLine, Line, VGroup, VMobject

from scenes.stage.drawings.outlines import Points
from scenes.stage.drawings.plots.scales import Linear, Logarithmic, Numbers, Scale
from scenes.stage.drawings.plots.tick_labels import (
    TickLabel,
    depth,
    digit_height,
    inside,
    labels_in_a_column,
    labels_in_a_row,
    rise,
)
from scenes.stage.frame.region import Point, Region
from scenes.stage.writing.binding import Number
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.typeset import Formula, Label

Place = list[float] | Point
_TICK = 0.09  # units of the scene, as all that follows
_GAP = 0.11  # from a tick to its label
_END_GAP = 0.18  # from an axis to the symbol at its end
_ATTEMPTS = 5
_SHORT = 0.6  # a symbol no wider than this stands at the tip of the horizontal axis, a wider word below it


@dataclass(frozen=True)
class _Margins:
    """What labels take from the region at each side."""

    left: float = 0.6
    right: float = 0.2
    bottom: float = _TICK + _GAP + 0.25
    top: float = 0.2

    def within(self, region: Region) -> Region:
        return Region(
            region.left + self.left, region.bottom + self.bottom, region.right - self.right, region.top - self.top
        )


class Axes(VGroup):
    """A plot inside a region. `plot` is the rectangle between the axes; `grid`, `lines`, `labels` and `ends` are its
    parts, to be shown one after the other.

    `x_end` and `y_end` are symbols or words at the ends of the axes. With `equal` a unit is as long on both axes: then
    a square is a square and a gradient stands at a right angle on level lines; the plot is as large as fits. Raises
    ValueError if an axis with `equal` is not linear.
    """

    def __init__(
        self,
        region: Region,
        pen: Pen,
        x: Scale,
        y: Scale,
        *,
        x_end: Label | Formula | None = None,
        y_end: Label | Formula | None = None,
        equal: bool = False,
    ) -> None:
        super().__init__()
        if equal and not (isinstance(x, Linear) and isinstance(y, Linear)):
            raise ValueError("axes of equal scale are both linear")
        self.pen = pen
        self.x, self.y = x, y
        self.equal = equal
        self._ends = (x_end, y_end)
        self._word_row = 0.0
        self._set_plot(_Margins().within(region))
        for attempt in range(_ATTEMPTS):  # what the labels take decides on the plot, and its size on the labels
            before = self._written
            self._set_plot(self._margins().within(region))
            if attempt > 0 and self._written == before:
                break
        self.labels = VGroup(*self._stand(region))
        self.ends = VGroup(*(end for end in self._ends if end is not None))
        self._place_ends(region)
        self.grid = VGroup()
        self.lines = VGroup()
        self._draw_lines()
        self.add(self.grid, self.lines, self.labels, self.ends)

    # -- places ----------------------------------------------------------------

    def at(self, x: Number, y: Number) -> Point:
        """The place of a pair of numbers; it can lie outside the plot."""
        return np.array([self.x_place(x), self.y_place(y), 0.0])

    def x_place(self, number: Number) -> float:
        """How far to the right a number stands."""
        return self.plot.left + self.x.share(number) * self.plot.width

    def y_place(self, number: Number) -> float:
        """How high a number stands."""
        return self.plot.bottom + self.y.share(number) * self.plot.height

    def places(self, xs: Numbers, ys: Numbers) -> Points:
        """The places of many pairs, shape (n, 3); NaN where a number is not finite or has no place on its axis."""
        across = self.plot.left + self.x.shares(xs) * self.plot.width
        up = self.plot.bottom + self.y.shares(ys) * self.plot.height
        return np.stack([across, up, np.zeros(len(across))], axis=1)

    def holds(self, x: Number, y: Number) -> bool:
        """Whether a pair of numbers lies in the plot."""
        within = self.plot.inset(-1e-9)
        return within.holds(self.at(x, y))

    @property
    def unit(self) -> float:
        """The length of 1 on the horizontal axis, in units of the scene; with `equal`, on both. Raises TypeError where
        the axis is logarithmic."""
        if not isinstance(self.x, Linear):
            raise TypeError("a logarithmic axis has no unit")
        return self.plot.width / float(self.x.span)

    # -- the layout --------------------------------------------------------------

    def _set_plot(self, room: Region) -> None:
        """The plot, as large as it is in this room, and the labels that its axes take."""
        if self.equal:
            assert isinstance(self.x, Linear)
            assert isinstance(self.y, Linear)
            across, up = float(self.x.span), float(self.y.span)
            unit = min(room.width / across, room.height / up)
            room = room.inset((room.width - unit * across) / 2, (room.height - unit * up) / 2)
        self.plot = room
        self._x_labels = labels_in_a_row(self.x, room.width, self.pen)
        self._y_labels = labels_in_a_column(self.y, room.height, self.pen)

    @property
    def _written(self) -> list[str]:
        """What the labels say."""
        return [label.tick.text() for label in (*self._x_labels, *self._y_labels)]

    def _margins(self) -> _Margins:
        x_end, y_end = self._ends
        right = left = 0.0
        for label in self._x_labels:
            half, share = float(label.width) / 2, self.x.share(label.tick.number)
            right = max(right, half - (1 - share) * self.plot.width)
            left = max(left, half - share * self.plot.width)
        row = _TICK + _GAP + rise(self._x_labels)
        below = row + depth(self._x_labels)
        if x_end is not None and x_end.width <= _SHORT:
            right = max(right, _END_GAP + float(x_end.width))
            below = max(below, float(x_end.height) / 2)
        elif x_end is not None:
            self._word_row = self._row_of_word(x_end)
            below = max(below, row + self._word_row + x_end.baseline - float(x_end.get_bottom()[1]))
        left = max(left, _TICK + _GAP + max((float(label.width) for label in self._y_labels), default=0.0))
        top = rise(self._y_labels) - digit_height() / 2
        if y_end is not None:
            top = max(top, _END_GAP + float(y_end.height))
            if y_end.width <= _SHORT:
                left = max(left, float(y_end.width) / 2)
        return _Margins(left, right, below, top)

    def _stand(self, region: Region) -> list[TickLabel]:
        for label in self._x_labels:
            label.centered(self.x_place(label.tick.number), self._row)
        for label in self._y_labels:
            label.beside(self.plot.left - _TICK - _GAP, self.y_place(label.tick.number))
        return [*inside(self._x_labels, region), *self._y_labels]

    def _place_ends(self, region: Region) -> None:
        x_end, y_end = self._ends
        if y_end is not None:
            y_end.move_to([self.plot.left, self.plot.top + _END_GAP + y_end.height / 2, 0])
            region.keep(y_end)
        if x_end is None:
            return
        if x_end.width <= _SHORT:
            x_end.move_to([self.plot.right + _END_GAP + x_end.width / 2, self.plot.bottom, 0])
            return
        x_end.shift([self.plot.right - float(x_end.get_right()[0]), self._row - self._word_row - x_end.baseline, 0])
        if not self._word_row:
            self.labels.remove(*self._covered(x_end))

    @property
    def _row(self) -> float:
        """The baseline of the labels below the horizontal axis."""
        return self.plot.bottom - _TICK - _GAP - rise(self._x_labels)

    def _row_of_word(self, word: Label | Formula) -> float:
        """How far below the labels a word at the end of the axis stands: beside them, where it takes the place of one
        of them at most, otherwise on a row of its own."""
        if len(self._covered(word)) <= 1:
            return 0.0
        return depth(self._x_labels) + _GAP + float(word.get_top()[1]) - word.baseline

    def _covered(self, word: Label | Formula) -> list[TickLabel]:
        """The labels in whose place a word at the end of the axis stands, if it stands beside them."""
        left = self.plot.right - float(word.width) - _END_GAP
        return [label for label in self._x_labels if self.x_place(label.tick.number) + label.width / 2 > left]

    # -- the lines ---------------------------------------------------------------

    def _draw_lines(self) -> None:
        plot = self.plot
        for x in (self.x_place(label.tick.number) for label in self._x_labels):
            self.grid.add(self._faint([x, plot.bottom, 0], [x, plot.top, 0]))
            self.lines.add(self._line([x, plot.bottom, 0], [x, plot.bottom - _TICK, 0]))
        for y in (self.y_place(label.tick.number) for label in self._y_labels):
            self.grid.add(self._faint([plot.left, y, 0], [plot.right, y, 0]))
            self.lines.add(self._line([plot.left, y, 0], [plot.left - _TICK, y, 0]))
        if _crosses_zero(self.x):
            self.grid.add(self._faint([self.x_place(0.0), plot.bottom, 0], [self.x_place(0.0), plot.top, 0], 3))
        if _crosses_zero(self.y):
            self.grid.add(self._faint([plot.left, self.y_place(0.0), 0], [plot.right, self.y_place(0.0), 0], 3))
        self.lines.add(*self._axis(self.x, [plot.left, plot.bottom, 0], [plot.right, plot.bottom, 0]))
        self.lines.add(*self._axis(self.y, [plot.left, plot.bottom, 0], [plot.left, plot.top, 0]))

    def _axis(self, scale: Scale, start: Place, end: Place) -> list[VMobject]:
        """An axis; the part between zero and the lowest power of a logarithmic one, which is to no scale, is dashed."""
        foot = scale.foot if isinstance(scale, Logarithmic) else 0.0
        begin, stop = np.array(start), np.array(end)
        middle = begin + foot * (stop - begin)
        parts: list[VMobject] = [self._line(middle, stop, 3)]
        if foot:
            muted = self.pen.theme.muted
            parts.append(DashedLine(begin, middle, dash_length=0.06, stroke_color=muted, stroke_width=3))
        return parts

    def _line(self, start: Place, end: Place, width: float = 2.5) -> Line:
        return Line(start, end, stroke_color=self.pen.theme.muted, stroke_width=width)

    def _faint(self, start: Place, end: Place, width: float = 1.5) -> Line:
        return Line(start, end, stroke_color=self.pen.theme.faint, stroke_width=width)


def _crosses_zero(scale: Scale) -> bool:
    """Whether zero stands in the plot, clear of the axes at its border."""
    return isinstance(scale, Linear) and 0.06 < scale.share(0.0) < 1.0
