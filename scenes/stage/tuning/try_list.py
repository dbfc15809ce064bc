"""The list of the tries: where the knobs stood, the loss as a number and as a bar, a frame round the best so far."""

from __future__ import annotations

from manim import RIGHT, Line, Rectangle, RoundedRectangle, VGroup

from scenes.stage.declared import stands_for
from scenes.stage.drawings.plots.history_table import Column, HistoryTable
from scenes.stage.frame.region import Region
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.typeset import Label
from scenes.stage.writing.values import Value

QUANTITIES = ("weight", "bias", "loss")
_BARS = 0.27  # of the width, for the bars
_GAP, _EDGE = 0.3, 0.12  # units of the scene: from the numbers to the bars, from the frame to what it stands round
_FLATTEST = 0.012  # of a bar that is there at all
_SIZE = 40.0  # font size of the headings


class TryList(VGroup):
    """`rows[k]` are the numbers of try k, `bars[k]` its loss as a bar, all to one scale. `framed(k)` is the frame for a
    row, with the word for the best over the bars."""

    def __init__(self, region: Region, pen: Pen, tries: int) -> None:
        super().__init__()
        self.pen, self.tries = pen, tries
        inner = region.inset(_EDGE, 0.0)
        left, right = inner.columns(1 - _BARS, _BARS, gap=_GAP)
        columns = [Column(pen.label("try", 30), "try.<k>")]
        columns += [Column(pen.symbol(quantity, _SIZE), f"try.<k>.{quantity}") for quantity in QUANTITIES]
        self.table = HistoryTable(left, pen, columns, tries, whole=True)
        self.header, self.rule, self.rows = self.table.header, self.table.rule, self.table.rows
        self.foot = right.left
        self.end = right.right
        self.middles = [self._middle(k) for k in range(tries + 1)]
        pitch = self.middles[0] - self.middles[1]
        self.height_of_row = min(0.72, 0.92 * pitch)
        self.rule.put_start_and_end_on([region.left, self.rule.get_y(), 0], [region.right, self.rule.get_y(), 0])
        self.left, self.right = region.left, region.right
        losses = [pen.number_of(f"try.{k}.loss") for k in range(tries + 1)]
        largest = max(losses)
        self.bars = [self._bar(k, float(losses[k] / largest) if largest else 0.0) for k in range(tries + 1)]
        self.feet = [self._foot(k) for k in range(tries + 1)]
        self.add(self.table, *self.feet, *self.bars)

    def framed(self, k: int) -> VGroup:
        """The frame round a row."""
        frame = RoundedRectangle(
            corner_radius=0.12,
            width=self.right - self.left,
            height=self.height_of_row,
            stroke_color=self.pen.theme.ink,
            stroke_width=3,
        )
        return VGroup(frame.move_to([(self.left + self.right) / 2, self.middles[k], 0]))

    def word(self) -> Label:
        """The word for the frame, over the column of the bars."""
        label = self.pen.label("best", 30, self.pen.theme.ink)
        label.scale(min(1.0, (self.end - self.foot) / float(label.width)))
        return label.shift([self.end - float(label.get_right()[0]), self.header[0].baseline - label.baseline, 0])

    def number(self, k: int, quantity: str) -> Value:
        """One number of a row."""
        found = self.rows[k][1 + QUANTITIES.index(quantity)]
        assert isinstance(found, Value)
        return found

    def _middle(self, k: int) -> float:
        step = self.rows[k][0]
        return float(step.get_center()[1])

    def _foot(self, k: int) -> VGroup:
        """The line that the bar of a row stands on."""
        y, half = self.middles[k], self.height_of_row / 2
        ends = [self.foot, y - half, 0], [self.foot, y + half, 0]
        return VGroup(Line(*ends, stroke_color=self.pen.theme.muted, stroke_width=2.5))

    def _bar(self, k: int, share: float) -> Rectangle:
        height = 0.5 * self.height_of_row
        bar = Rectangle(
            width=max(share * (self.end - self.foot), _FLATTEST),
            height=height,
            stroke_width=0,
            fill_color=self.pen.theme.loss,
            fill_opacity=0.85 if share else 0.0,
        )
        bar.next_to([self.foot, self.middles[k], 0], RIGHT, buff=0.0)
        return stands_for(bar, "loss")
