"""What a lesson is told besides its parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from scenes.stage.look.theme import DARK, Theme
from scenes.stage.parameters import Values


@dataclass(frozen=True)
class Settings:
    """`values` are the lesson's parameters, None for its defaults; `shots` those that are drawn, None for all; `speech`
    how many seconds the narration of a shot takes. The shape of the frame is Manim's own setting."""

    values: Values | None = None
    language: str = "en"
    theme: Theme = DARK
    shots: tuple[str, ...] | None = None
    reduced_motion: bool = False
    speech: Mapping[str, float] = field(default_factory=dict)
