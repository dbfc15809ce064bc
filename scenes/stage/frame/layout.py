"""The regions of a frame of any shape: heading at the top, caption at the bottom, the stage between them."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.stage.frame.region import Region

# The shorter side of every frame that is delivered at the quality `h`; legible sizes are given in these pixels.
REFERENCE_PIXELS = 1080
EM_PER_SIZE = 0.5 / 48  # Manim's font size 48 sets an em of half a unit of the scene
LINE_PITCH = 1.35  # em from one line of a caption to the next


@dataclass(frozen=True)
class Aspect:
    """A shape of frame, in units of the scene. A unit is 135 pixels (16:9, 9:16) or 120 (4:3, 1:1) of 1080."""

    name: str
    width: float
    height: float

    @property
    def ratio(self) -> float:
        """Width over height."""
        return self.width / self.height


ASPECTS = {
    aspect.name: aspect
    for aspect in (
        Aspect("16:9", 128 / 9, 8.0),
        Aspect("4:3", 12.0, 9.0),
        Aspect("1:1", 9.0, 9.0),
        Aspect("9:16", 8.0, 128 / 9),
    )
}


@dataclass(frozen=True)
class Layout:
    """A frame of any shape, cut into bands. Lessons ask it for regions and never name a place themselves."""

    width: float
    height: float
    logo_ratio: float = 0.0  # width over height of a logo, 0 where there is none

    @property
    def is_wide(self) -> bool:
        """Whether things stand better beside one another than below one another."""
        return self.width > 1.2 * self.height

    @property
    def is_tall(self) -> bool:
        """Whether the frame stands upright, as a telephone does."""
        return self.height > 1.2 * self.width

    @property
    def pixels_per_unit(self) -> float:
        """Pixels of a frame whose shorter side has 1080, to a unit of the scene."""
        return REFERENCE_PIXELS / min(self.width, self.height)

    @property
    def safe(self) -> Region:
        """The frame without 5 % at each side (EBU R 95, graphics safe area)."""
        return Region(-0.45 * self.width, -0.45 * self.height, 0.45 * self.width, 0.45 * self.height)

    @property
    def heading(self) -> Region:
        """The band of the title and of the place in the lesson; two lines in an upright frame."""
        safe, beside = self.safe, self.logo.width + 0.3 if self.logo_ratio else 0.0
        return Region(safe.left, safe.top - (0.75 if self.is_tall else 0.36), safe.right - beside, safe.top)

    @property
    def logo(self) -> Region:
        """Where a logo stands, at the right of the heading: as high as that, at most a fifth of the frame wide."""
        safe = self.safe
        width = min(0.2 * safe.width, 0.5 * self.logo_ratio)
        height = width / self.logo_ratio if self.logo_ratio else 0.0
        bottom = safe.top - (0.75 if self.is_tall else 0.36)
        return Region(safe.right - width, bottom, safe.right, bottom + height)

    @property
    def caption(self) -> Region:
        """The band of the caption; nothing else enters it."""
        safe = self.safe
        height = self.caption_lines * LINE_PITCH * EM_PER_SIZE * self.caption_size + 0.05
        return Region(safe.left, safe.bottom, safe.right, safe.bottom + height)

    @property
    def caption_size(self) -> float:
        """The font size of captions."""
        return 32.0 if self.is_wide and self.pixels_per_unit > 130 else 36.0

    @property
    def caption_characters(self) -> int:
        """How many characters a line of a caption takes; a frame has room for 62 of them, a narrow one for fewer."""
        return min(62, int(self.safe.width / (0.45 * EM_PER_SIZE * self.caption_size)))

    @property
    def caption_lines(self) -> int:
        """The most lines of a caption: 124 characters, two lines of the design's 62, find room in them."""
        return 2 if self.is_wide else 3 if not self.is_tall else 4

    @property
    def stage(self) -> Region:
        """Where the picture stands; a hair inside the safe area, for lines have a width."""
        safe = self.safe
        return Region(safe.left + 0.03, self.caption.top + 0.2, safe.right - 0.03, self.heading.bottom - 0.2)
