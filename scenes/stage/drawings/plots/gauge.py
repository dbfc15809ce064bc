"""A gauge: how large the loss is, as a bar that fills, with its number over it and a mark at the smallest so far."""

from __future__ import annotations

import numpy as np
from manim import Line, Rectangle, VGroup, VMobject

from scenes.stage.declared import stands_for
from scenes.stage.drawings import outlines
from scenes.stage.drawings.plots.scales import Scale
from scenes.stage.drawings.plots.tick_labels import depth, digit_height, labels_in_a_column, labels_in_a_row, rise
from scenes.stage.frame.region import Point, Region
from scenes.stage.writing.binding import Number
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.rows import Row
from scenes.stage.writing.typeset import em

READING = 64.0  # font size of the number
_TICK, _GAP = 0.1, 0.12  # units of the scene, as all that follows
_THICKEST = 0.85
_TEETH = 0.22  # how far the broken end stands out
_MARK = 0.24  # size of the mark at the smallest, which stands out of the bar by as much
_UNDER_READING = 0.1
_DEPTH = 0.22  # em that commas and brackets go below the baseline


class Gauge(VGroup):
    """A bar that lies where the region is wide and stands where it is not. `value` is its number, bound to the quantity
    at `path`; `fill_to` fills the bar, `mark_smallest` puts the mark of the smallest so far.

    Past the end of the scale the bar is full and its end is broken. On a logarithmic scale the bar shows the
    logarithm: its ticks say so. `reading` is the font size of its number.
    """

    def __init__(
        self,
        region: Region,
        pen: Pen,
        scale: Scale,
        path: str,
        quantity: str = "loss",
        reading: float = READING,
    ) -> None:
        super().__init__()
        self.range = scale
        self.lies = region.width > region.height
        self._over = em(reading) + _UNDER_READING  # same for every number, so that gauges side by side are level
        self.value = pen.value(path, reading, quantity, relation=True)
        self.reading = Row([pen.symbol(quantity, reading), self.value], reading, pen.theme.ink).fit(region.width)
        self.bar = self._bar(region, pen)
        self.trough = Rectangle(
            width=self.bar.width,
            height=self.bar.height,
            stroke_color=pen.theme.muted,
            stroke_width=3,
            fill_color=pen.theme.panel,
            fill_opacity=1,
        ).move_to([self.bar.x, self.bar.y, 0])
        self.fill = VMobject(stroke_width=0, fill_color=pen.theme.of(quantity), fill_opacity=1)
        stands_for(self.fill, quantity)
        self.smallest = VMobject(stroke_color=pen.theme.ink, stroke_width=5, fill_color=pen.theme.ink, fill_opacity=1)
        self.ticks, self.labels = VGroup(), VGroup()
        self._draw_ticks(pen)
        beyond = _MARK if self.lies else _TEETH
        self.reading.at(region.left, self.bar.top + beyond + _UNDER_READING + _DEPTH * em(reading))
        self.add(self.trough, self.fill, self.ticks, self.labels, self.smallest, self.reading)
        self.fill_to(pen.number_of(path))

    def at(self, number: Number) -> Point:
        """The place of a number on the middle line of the bar; it can lie beyond its ends."""
        return self._place(self.range.share(number), 0.0)

    def fill_to(self, number: Number) -> Gauge:
        """Fill the bar up to a number."""
        share = self.range.share(number)
        end, half = min(1.0, share), self._thickness / 2
        teeth = _TEETH / self._length if share > 1 else 0.0
        outline = [(0, -half), (end, -half), (end + teeth, -half / 2), (end, 0), (end + teeth, half / 2), (end, half)]
        corners = [self._place(along, across) for along, across in [*outline, (0, half), outline[0]]]
        outlines.draw(self.fill, [np.array(corners)] if end > 0 else [])
        return self

    def mark_smallest(self, number: Number) -> Gauge:
        """Put the mark of the smallest so far at a number; it is out of sight beyond the ends of the scale."""
        share, half = self.range.share(number), self._thickness / 2
        wide = 0.6 * _MARK / self._length
        head = [(share, half), (share - wide, half + _MARK), (share + wide, half + _MARK), (share, half)]
        shapes = [head, [(share, half), (share, -half)]]
        drawn = [np.array([self._place(*corner) for corner in shape]) for shape in shapes]
        outlines.draw(self.smallest, drawn if 0 <= share <= 1 else [])
        return self

    # -- the layout --------------------------------------------------------------

    @property
    def _length(self) -> float:
        return self.bar.width if self.lies else self.bar.height

    @property
    def _thickness(self) -> float:
        return self.bar.height if self.lies else self.bar.width

    def _place(self, share: float, across: float) -> Point:
        """A place along the bar, and across it from its middle: upwards where it lies, to the left where it stands."""
        if self.lies:
            return np.array([self.bar.left + share * self.bar.width, self.bar.y + across, 0.0])
        return np.array([self.bar.x - across, self.bar.bottom + share * self.bar.height, 0.0])

    def _bar(self, region: Region, pen: Pen) -> Region:
        over = self._over
        if self.lies:
            labels = labels_in_a_row(self.range, region.width - 2 * _TEETH, pen)
            below = _TICK + _GAP + rise(labels) + depth(labels)
            thickness = min(_THICKEST, region.height - over - _MARK - below)
            bottom = region.y - (thickness + over + _MARK - below) / 2
            first, last = (float(labels[end].width) / 2 if labels else 0.0 for end in (0, -1))
            left, right = max(0.6 * _MARK, first), max(_TEETH, last)
            return Region(region.left + left, bottom, region.right - right, bottom + thickness)
        bottom, top = region.bottom + digit_height() / 2 + _TICK, region.top - over - _TEETH
        labels = labels_in_a_column(self.range, top - bottom, pen)
        aside = _TICK + _GAP + max((float(label.width) for label in labels), default=0.0)
        thickness = min(_THICKEST, region.width - aside - _MARK)
        left = region.x - (thickness + aside - _MARK) / 2
        return Region(left, bottom, left + thickness, top)

    def _draw_ticks(self, pen: Pen) -> None:
        find = labels_in_a_row if self.lies else labels_in_a_column
        labels = find(self.range, self._length, pen)
        low = -self._thickness / 2
        for label in labels:
            share = self.range.share(label.tick.number)
            ends = self._place(share, low), self._place(share, low - _TICK)
            self.ticks.add(Line(*ends, stroke_color=pen.theme.muted, stroke_width=2.5))
            x, y, _ = self._place(share, low - _TICK - _GAP)
            self.labels.add(label.centered(x, y - rise(labels)) if self.lies else label.beside(x + label.width, y))
