"""The part of a scene that a camera shows, and the pixels that it is looked at in."""

from __future__ import annotations

from dataclasses import dataclass

import cairo
from manim import Camera

from scenes.stage.frame.layout import REFERENCE_PIXELS

Box = tuple[float, float, float, float]  # left, bottom, right, top in units of the scene
PixelBox = tuple[int, int, int, int]  # left, top, right, bottom in pixels; right and bottom are outside


@dataclass(frozen=True)
class View:
    """A frame of so many pixels, of so many units of the scene, around a middle."""

    pixel_width: int
    pixel_height: int
    width: float
    height: float
    x: float
    y: float

    @classmethod
    def of(cls, camera: Camera) -> View:
        """What a camera shows now."""
        x, y = (float(place) for place in camera.frame_center[:2])
        return cls(camera.pixel_width, camera.pixel_height, float(camera.frame_width), float(camera.frame_height), x, y)

    @property
    def scale(self) -> float:
        """Pixels to a unit of the scene."""
        return self.pixel_width / self.width

    @property
    def reference_scale(self) -> float:
        """Pixels to a unit of the scene in a frame whose shorter side has 1080."""
        return REFERENCE_PIXELS / min(self.width, self.height)

    @property
    def box(self) -> Box:
        """The whole frame."""
        return (self.x - self.width / 2, self.y - self.height / 2, self.x + self.width / 2, self.y + self.height / 2)

    def matrix(self, box: PixelBox = (0, 0, 0, 0)) -> cairo.Matrix:
        """From units of the scene to the pixels of a surface that shows this box; as Manim's camera does it."""
        across, up = self.pixel_width / self.width, self.pixel_height / self.height
        return cairo.Matrix(
            across,
            0,
            0,
            -up,
            self.pixel_width / 2 - self.x * across - box[0],
            self.pixel_height / 2 + self.y * up - box[1],
        )

    def pixels(self, box: Box, margin: int = 0) -> PixelBox | None:
        """The pixels that a box touches, with a margin, as far as they are in the frame; None if there are none."""
        left, bottom, right, top = box
        frame_left, _, _, frame_top = self.box
        x0 = max(0, int((left - frame_left) * self.scale) - margin)
        y0 = max(0, int((frame_top - top) * self.scale) - margin)
        x1 = min(self.pixel_width, int((right - frame_left) * self.scale) + 1 + margin)
        y1 = min(self.pixel_height, int((frame_top - bottom) * self.scale) + 1 + margin)
        return (x0, y0, x1, y1) if x0 < x1 and y0 < y1 else None

    def units(self, box: PixelBox) -> Box:
        """A box of pixels in units of the scene."""
        frame_left, _, _, frame_top = self.box
        x0, y0, x1, y1 = (side / self.scale for side in box)
        return (frame_left + x0, frame_top - y1, frame_left + x1, frame_top - y0)


def union(*boxes: Box) -> Box:
    """The smallest box around boxes."""
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return (min(lefts), min(bottoms), max(rights), max(tops))


def touch(one: Box, other: Box) -> bool:
    """Whether two boxes have anything in common."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
