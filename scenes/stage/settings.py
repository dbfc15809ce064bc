"""What a lesson is told besides its parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from scenes.stage.custom import NOTHING, Custom
from scenes.stage.look.theme import DARK, Theme
from scenes.stage.parameters import Values


@dataclass(frozen=True)
class Chapter:
    """A lesson as part of a film: the lessons of the film, in order, and which of them this one is, counted from 1; 0
    is the opening."""

    lessons: tuple[str, ...]
    number: int

    @property
    def lesson(self) -> str | None:
        """The lesson; None for the opening."""
        return self.lessons[self.number - 1] if self.number else None

    @property
    def following(self) -> Chapter | None:
        """The chapter after this one; None after the last."""
        return Chapter(self.lessons, self.number + 1) if self.number < len(self.lessons) else None


@dataclass(frozen=True)
class Speech:
    """How many seconds a voice speaks in a shot: for each text that stands in the caption's band, in order, from when
    it stands there; or, from when the first one does, for all of the shot."""

    texts: tuple[float, ...] = ()
    whole: float = 0.0


SILENT = Speech()


@dataclass(frozen=True)
class Settings:
    """`values` are the lesson's parameters, None for its defaults; `shots` those that are drawn, None for all; `speech`
    what the narration of a shot takes; `chapter` its place in a film, None where it stands alone; `custom` what a user
    has instead of the house's own words, symbols and logo. The shape of the frame is Manim's own setting."""

    values: Values | None = None
    language: str = "en"
    theme: Theme = DARK
    shots: tuple[str, ...] | None = None
    reduced_motion: bool = False
    speech: Mapping[str, Speech] = field(default_factory=dict)
    chapter: Chapter | None = None
    custom: Custom = NOTHING
