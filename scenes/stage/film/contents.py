"""The table of contents: the titles of all lessons as a list, or as a row of dots that says where the film is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import LEFT, RIGHT, Dot, Line, VGroup

from scenes.stage.declared import constant, stands_for
from scenes.stage.frame.region import Region
from scenes.stage.look.theme import Theme
from scenes.stage.writing.typeset import Label

WHY_A_NUMBER = "the lesson's place in the film"
_SIZE = 32
_LEAST = 0.7  # titles that had to be smaller than this for two columns stand in one
_GAP, _INDENT = 0.5, 0.95  # between columns; of a title, from the left of its column
_PITCH = 0.55  # between the dots of the row
_FILLED = 0.85  # the share of its row that a part may fill


class Contents(VGroup):
    """`titles` of the lessons, numbered, all of one size, in two columns where the region is wide enough for them; each
    has a dot in front of it."""

    def __init__(self, titles: Sequence[str], region: Region, theme: Theme) -> None:
        super().__init__()
        widest = max(Label(title, _SIZE, theme.ink).width for title in titles)
        in_two = region.columns(1.0, 1.0, gap=_GAP)[0].width - _INDENT
        columns = 2 if len(titles) > 5 and region.width > region.height and widest * _LEAST < in_two else 1
        parts = region.columns(*[1.0] * columns, gap=_GAP)
        share = min(1.0, (parts[0].width - _INDENT) / widest)
        longest = -(-len(titles) // columns)
        pitch = min(region.height / longest, 0.85)
        self.lines = VGroup()
        for place, title in enumerate(titles):
            column, row = parts[place // longest], place % longest
            y = region.y + pitch * ((longest - 1) / 2 - row)
            dot = stands_for(Dot(radius=0.09, color=theme.muted).move_to([column.left + 0.15, y, 0]), None)
            number = constant(Label(f"{place + 1}", _SIZE * share, theme.muted), f"{place + 1}", why=WHY_A_NUMBER)
            words = Label(title, _SIZE * share, theme.ink)
            left = column.left + _INDENT
            for text in (number, words):
                text.shift([0, y - 0.1 - text.baseline, 0])
            number.set_x(left - 0.25, direction=RIGHT)
            words.set_x(left, direction=LEFT)
            self.lines.add(VGroup(dot, number, words))
        self.add(self.lines)


class Whereabouts(VGroup):
    """A dot for each lesson on a line; those that are over are filled, the one that comes is lit and larger."""

    def __init__(self, lessons: int, coming: int, theme: Theme) -> None:
        super().__init__()
        places = [RIGHT * _PITCH * (place - (lessons - 1) / 2) for place in range(lessons)]
        if lessons > 1:
            self.add(Line(places[0], places[-1], stroke_color=theme.faint, stroke_width=3))
        for place, at in enumerate(places, start=1):
            lit = place == coming
            color = theme.ink if lit else theme.muted if place < coming else theme.faint
            self.add(Dot(radius=0.16 if lit else 0.09, color=color).move_to(at))


def stacked(parts: Sequence[VGroup], region: Region, shares: Sequence[float]) -> None:
    """Put parts below one another into the middle of rows of a region, none larger than its row."""
    for part, row in zip(parts, region.rows(*shares), strict=True):
        part.scale(min(1.0, region.width / part.width, _FILLED * row.height / part.height))
        part.move_to(np.array([region.x, row.y, 0.0]))
