"""Errors laid end to end: those that are too high in one bar, those that are too low in another, on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
from manim import VGroup, VMobject

from scenes.stage.computed import drawable
from scenes.stage.declared import stands_for
from scenes.stage.drawings import outlines
from scenes.stage.frame.region import Region
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.rows import Row

_THICK = 0.62  # units of the scene, at most
_WORD = 32.0
_NUMBER = 40.0


class Stacks(VGroup):
    """`pieces` are the errors in the order given, `stacks` the two bars (too high, too low), `rows` a word and the sum
    over each."""

    def __init__(self, region: Region, pen: Pen, errors: Sequence[Fraction]) -> None:
        super().__init__()
        theme = pen.theme
        sums = [sum(error for error in errors if error > 0), -sum(error for error in errors if error < 0)]
        self.unit = region.width / (drawable(max(sums)) or 1.0)
        self.pieces = VGroup()
        self.stacks = [VGroup(), VGroup()]
        lines = region.rows(1, 1, gap=0.2)
        ends = [region.left, region.left]
        for error in errors:
            side = 0 if error > 0 else 1
            length = abs(drawable(error)) * self.unit
            style = {"stroke_color": theme.loss, "stroke_width": 3, "fill_color": theme.loss, "fill_opacity": 0.4}
            piece = VMobject(**style)
            half = min(_THICK, 0.4 * lines[side].height) / 2
            y = lines[side].bottom + half
            left, right = ends[side], ends[side] + length
            corners = [(left, y - half), (right, y - half), (right, y + half), (left, y + half), (left, y - half)]
            outlines.draw(piece, [np.array(corners)] if length > 1e-6 else [])
            ends[side] = right
            self.pieces.add(piece)
            self.stacks[side].add(piece)
        stands_for(self.pieces, "loss")
        self.rows = VGroup()
        for key, line in zip(("too_high", "too_low"), lines, strict=True):
            row = Row([pen.label(key, _WORD), pen.value(f"cancel.{key}.error", _NUMBER)], _NUMBER, theme.ink)
            row.parts[1].shift([0.3, 0, 0])
            row.fit(region.width).at(region.left, line.bottom + min(_THICK, 0.4 * line.height) + 0.22)
            self.rows.add(row)
        self.add(self.pieces, self.rows)
