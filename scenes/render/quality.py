"""Sizes and frame rates, by Manim's letters, for every shape of frame."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.stage.frame.layout import Aspect


@dataclass(frozen=True)
class Quality:
    """The shorter side of a frame in pixels, and how many frames there are in a second."""

    name: str
    lines: int
    fps: int

    def size(self, aspect: Aspect) -> tuple[int, int]:
        """Width and height in pixels, both even, as 4:2:0 wants them.

        >>> from scenes.stage.frame.layout import ASPECTS
        >>> QUALITIES["l"].size(ASPECTS["16:9"]), QUALITIES["h"].size(ASPECTS["9:16"])
        ((854, 480), (1080, 1920))
        """
        longer = 2 * round(self.lines * max(aspect.ratio, 1 / aspect.ratio) / 2)
        return (longer, self.lines) if aspect.ratio >= 1 else (self.lines, longer)


QUALITIES = {
    "l": Quality("low", 480, 15),
    "m": Quality("medium", 720, 30),
    "h": Quality("high", 1080, 60),
    "p": Quality("production", 1440, 60),
    "k": Quality("4k", 2160, 60),
}
