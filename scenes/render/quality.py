"""Sizes and frame rates, by Manim's letters."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Quality:
    """A frame's size in pixels and how many of them there are in a second."""

    name: str
    width: int
    height: int
    fps: int


QUALITIES = {
    "l": Quality("low", 854, 480, 15),
    "m": Quality("medium", 1280, 720, 30),
    "h": Quality("high", 1920, 1080, 60),
    "p": Quality("production", 2560, 1440, 60),
    "k": Quality("4k", 3840, 2160, 60),
}
