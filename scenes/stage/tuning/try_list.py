"""The list of the tries: where the knobs stood, the loss as a number and as a bar, a frame round the best so far."""

from __future__ import annotations

import numpy as np
from manim import Animation, Line, RoundedRectangle, Transform, VGroup, VMobject

from scenes.stage.declared import stands_for
from scenes.stage.drawings import outlines
from scenes.stage.drawings.plots.history_table import Column, HistoryTable
from scenes.stage.frame.region import Region
from scenes.stage.writing.fitting import LEAST_SIZE
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.values import Value

QUANTITIES = ("weight", "bias", "loss")
# Of the width, for the bars, and units of the scene from the numbers to them: the first with which all can be read.
_BARS = ((0.27, 0.22), (0.2, 0.22), (0.15, 0.22), (0.08, 0.22), (0.05, 0.12))
_EDGE = 0.12  # units of the scene from the frame to what it stands round
_SIZE = 40.0  # font size of the headings
_WORD = (30.0, LEAST_SIZE)  # font sizes of the word for the best
_BETWEEN = 0.5  # units of the scene, between the tries and their losses where nothing stands between them


class TryList(VGroup):
    """`rows[k]` are the numbers of try k, `bars[k]` its loss as a bar, all to one scale. `framed(k)` is the frame for a
    row, `word(k)` the word for the best in it."""

    def __init__(self, region: Region, pen: Pen, tries: int) -> None:
        super().__init__()
        self.pen, self.tries = pen, tries
        inner = region.inset(_EDGE, 0.0)
        for share, gap in _BARS:
            left, right = inner.columns(1 - share, share, gap=gap)
            columns = [Column(pen.label("try", 30), "try.<k>")]
            columns += [Column(pen.symbol(quantity, _SIZE), f"try.<k>.{quantity}") for quantity in QUANTITIES]
            self.table = HistoryTable(left, pen, columns, tries, whole=True)
            if self.table.size >= LEAST_SIZE:
                break
        self.header, self.rule, self.rows = self.table.header, self.table.rule, self.table.rows
        self.foot = right.left
        self.end = right.right
        self.middles = [self._middle(k) for k in range(tries + 1)]
        pitch = self.middles[0] - self.middles[1]
        self.height_of_row = min(0.72, 0.98 * pitch)
        self.rule.put_start_and_end_on([region.left, self.rule.get_y(), 0], [region.right, self.rule.get_y(), 0])
        self.left, self.right = region.left, region.right
        losses = [pen.number_of(f"try.{k}.loss") for k in range(tries + 1)]
        largest = max(losses)
        shares = [float(loss / largest) if largest else 0.0 for loss in losses]
        self.bars = [self._bar(k, share) for k, share in enumerate(shares)]
        self.bar_ends = [self.foot + share * (self.end - self.foot) for share in shares]
        self.feet = [self._foot(k) for k in range(tries + 1)]
        self.add(self.table, *self.feet, *self.bars)

    def framed(self, k: int) -> VGroup:
        """The frame round a row."""
        return self._frame_at(self.middles[k])

    def _frame_at(self, y: float) -> VGroup:
        frame = RoundedRectangle(
            corner_radius=0.12,
            width=self.right - self.left,
            height=self.height_of_row,
            stroke_color=self.pen.theme.ink,
            stroke_width=3,
        )
        return VGroup(frame.move_to([(self.left + self.right) / 2, y, 0]))

    def word(self, k: int) -> VMobject:
        """The word for the frame, in it behind the bar of its row; an empty group where that has no room for it."""
        for size in _WORD:
            label = self.pen.label("best", size, self.pen.theme.ink)
            if label.width <= self.end - self.bar_ends[k] - _EDGE:
                break
        else:
            return VGroup()
        return label.shift([self.end - float(label.get_right()[0]), self.rows[k][0].baseline - label.baseline, 0])

    @property
    def knob_columns(self) -> list[VMobject]:
        """The columns of weight and bias, with their headings."""
        return [row[column] for row in (self.header, *self.rows) for column in (1, 2)]

    @property
    def slack(self) -> float:
        """How much narrower the list can be without the columns of weight and bias."""
        tries, losses = ([row[column] for row in (self.header, *self.rows)] for column in (0, 3))
        left = min(float(loss.get_left()[0]) for loss in losses)
        return left - max(float(number.get_right()[0]) for number in tries) - _BETWEEN

    def close_up(self, frame: VMobject) -> list[Animation]:
        """What moves when the columns of weight and bias have gone: the tries come nearer to their losses."""
        slack = self.slack
        self.left += slack
        rule = self.rule.copy().put_start_and_end_on([self.left, self.rule.get_y(), 0], self.rule.get_end())
        narrow = frame.copy()
        narrow.become(self._frame_at(float(frame.get_center()[1])))
        tries = [row[0].animate.shift([slack, 0, 0]) for row in (self.header, *self.rows)]
        return [Transform(self.rule, rule), Transform(frame, narrow), *tries]

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

    def _bar(self, k: int, share: float) -> VMobject:
        """The loss as a bar, its corners in the order of those of the gauge, out of which it comes."""
        half, length, y = 0.25 * self.height_of_row, share * (self.end - self.foot), self.middles[k]
        outline = [(0, -half), (length, -half), (length, -half / 2), (length, 0), (length, half / 2), (length, half)]
        corners = [(self.foot + along, y + across, 0) for along, across in [*outline, (0, half), outline[0]]]
        bar = VMobject(stroke_width=0, fill_color=self.pen.theme.loss, fill_opacity=1)
        outlines.draw(bar, [np.array(corners)] if share else [])
        return stands_for(bar, "loss")
