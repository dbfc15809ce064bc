"""The heading: the lesson's title, small, and a dot for each shot that tells the place in the lesson."""

from __future__ import annotations

from typing import Any

from manim import Dot, VGroup

from scenes.stage.frame.layout import Layout
from scenes.stage.look.theme import Theme
from scenes.stage.writing.typeset import Label


class Heading(VGroup):
    """Title and dots on one line, or, in an upright frame, the dots on a line of their own below it."""

    SIZE = 28.0

    def __init__(self, title: str, shots: int, layout: Layout, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        region = layout.heading
        words = self.title = Label(title, self.SIZE, theme.muted)
        self.places = VGroup(*(Dot(radius=0.055, color=theme.faint) for _ in range(shots)))
        self.places.arrange(buff=0.15)
        first, second = region.rows(1, 1) if layout.is_tall else (region, region)
        room = region.width if layout.is_tall else region.width - words.width - 0.4
        self.places.scale(min(1.0, max(room, 0.35 * region.width) / self.places.width))
        left_over = region.width if layout.is_tall else region.width - self.places.width - 0.4
        words.scale(min(1.0, left_over / words.width))
        words.move_to([region.left + words.width / 2, first.y, 0])
        aside = self.places.width / 2
        self.places.move_to([region.left + aside if layout.is_tall else region.right - aside, second.y, 0])
        self.add(words, self.places)

    def light(self, place: int) -> list[Any]:
        """The animations that show a place in the lesson."""
        colors = (self.theme.ink if place == index else self.theme.faint for index in range(len(self.places)))
        return [dot.animate.set_fill(color) for dot, color in zip(self.places, colors, strict=True)]
