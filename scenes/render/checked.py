"""What is to be checked, and what a check found. Needs no Manim."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from scenes.lessons import index
from scenes.stage.checks.found import Found
from scenes.stage.checks.shown_numbers import NumberRead
from scenes.stage.custom import NOTHING, Custom
from scenes.stage.parameters import Values
from scenes.stage.settings import Chapter


@dataclass(frozen=True)
class LessonJob:
    """A lesson with its parameters in one language, shape of frame and theme; with `chapter` what a film adds to it:
    its first shot, and the card after its last one. `given` are the files in which lessons from outside are found."""

    lesson: str
    values: Values
    language: str
    aspect: str
    theme: str
    chapter: Chapter | None = None
    custom: Custom = NOTHING
    given: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What it is called in the report.

        >>> LessonJob("loss", {}, "en", "16:9", "dark", Chapter(("loss",), 1)).name
        'film.loss'
        """
        is_part = self.chapter is not None and self.chapter.lesson is not None
        return f"{index.FILM}.{self.lesson}" if is_part else self.lesson

    @property
    def shots(self) -> tuple[str, ...] | None:
        """The shots that are looked at; None for all."""
        if self.chapter is None or self.chapter.lesson is None:
            return None
        first, *_, last, card = index.shots(self.lesson, self.language, self.chapter)
        return (first, last, card)


@dataclass(frozen=True)
class FileJob:
    """All Manim scenes that a Python file defines, or one of them."""

    path: Path
    scene: str | None = None

    @property
    def name(self) -> str:
        """As it was asked for: my_scene.py, or my_scene.py:ClassName."""
        return f"{self.path}:{self.scene}" if self.scene is not None else str(self.path)


Job = LessonJob | FileJob


@dataclass(frozen=True)
class Checked:
    """What was found in one lesson or scene. `language` and `theme` are "" for a scene of somebody's own file.

    `seconds` is how long the film is as far as it was played; `broken`, if not "", says why it could not be played to
    its end, `trace` where that came from; `is_unknown` that there is no such scene. `agreed` are the digits that say
    what they are there for; `numbers` is what was read at rest.
    """

    lesson: str
    language: str = ""
    aspect: str = ""
    theme: str = ""
    found: tuple[Found, ...] = ()
    instants: int = 0
    texts: int = 0
    digits: int = 0
    agreed: int = 0
    seconds: float = 0.0
    numbers: tuple[NumberRead, ...] = field(default=(), repr=False)
    broken: str = ""
    is_unknown: bool = False
    trace: str = field(default="", repr=False)

    @property
    def stem(self) -> str:
        """What its pictures are called by.

        >>> Checked("neuron", "en", "9:16", "dark").stem
        'neuron.en.9x16.dark'
        """
        parts = (self.lesson, self.language, self.aspect.replace(":", "x"), self.theme)
        return ".".join(part for part in parts if part)
