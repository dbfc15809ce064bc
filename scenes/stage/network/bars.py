"""Two counts as bars of one scale, each with its word above and its number at its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from manim import Rectangle, ValueTracker, VGroup

from scenes.stage.frame.region import Region
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.typeset import Label
from scenes.stage.writing.values import Value

_HEIGHT = 0.5  # units of the scene
_LEAST = 0.03


@dataclass(frozen=True)
class Bar:
    """A count: its word, its number, its bar, and how long it becomes."""

    word: Label
    number: Value
    body: Rectangle
    full: float
    total: int


class Bars(VGroup):
    """`bars` from top to bottom, the longest as long as the region is wide; all start empty."""

    def __init__(self, region: Region, pen: Pen, rows: Sequence[tuple[str, str, str]]) -> None:
        super().__init__()
        self.pen = pen
        counts = [int(pen.number_of(path)) for _, path, _ in rows]
        self.bars: list[Bar] = []
        for (key, path, meaning), count, band in zip(rows, counts, region.rows(*[1] * len(rows)), strict=True):
            word = pen.label(key, 34)
            if word.width > region.width:
                word.scale(region.width / word.width)
            word.move_to([region.left + word.width / 2, band.y + 0.85, 0])
            number = pen.value(path, 54, "ink").fit(region.width)
            number.shift([region.left - float(number.get_left()[0]), band.y + 0.1 - number.baseline, 0])
            color = pen.theme.of(meaning) if meaning else pen.theme.muted
            body = Rectangle(height=_HEIGHT, width=_LEAST, stroke_width=0, fill_color=color, fill_opacity=1)
            body.move_to([region.left + _LEAST / 2, band.y - 0.4, 0])
            self.bars.append(Bar(word, number, body, max(_LEAST, region.width * count / max(counts)), count))
            self.add(word, number, body)

    def grow(self, bar: Bar, share: float) -> None:
        """Draw this share of a bar."""
        width = max(_LEAST, bar.full * share)
        left = float(bar.body.get_left()[0])
        bar.body.stretch_to_fit_width(width)
        bar.body.shift([left - float(bar.body.get_left()[0]), 0, 0])

    def run(self, bar: Bar, share: ValueTracker) -> None:
        """Let bar and number follow a share until `stop`."""
        bar.number.follow(
            lambda: Fraction(round(bar.total * float(np.clip(share.get_value(), 0, 1)))),
            0,
            [Fraction(0), Fraction(bar.total)],
        )
        bar.body.add_updater(lambda _: self.grow(bar, float(share.get_value())))

    def stop(self, bar: Bar) -> None:
        """Come to rest."""
        bar.number.rest()
        bar.body.clear_updaters()
        self.grow(bar, 1.0)
