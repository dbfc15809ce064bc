"""Which film is wanted: a lesson with its parameters, its language, and how it is to look. Needs no Manim."""

from __future__ import annotations

from dataclasses import dataclass

from scenes.lessons import index
from scenes.render.quality import QUALITIES, Quality
from scenes.stage.custom import NOTHING, Custom
from scenes.stage.frame.layout import ASPECTS, Aspect
from scenes.stage.look.theme import THEMES, Theme
from scenes.stage.parameters import Values
from scenes.stage.settings import Chapter, Settings, Speech
from scenes.stage.writing import words
from scenes.stage.writing.words import Catalogue


@dataclass(frozen=True)
class Edition:
    """One film of a lesson, or with `chapter` what a lesson is in a film of several. `quality`, `aspect` and `theme`
    are names of the tables that they come from; KeyError for one that is not there. A transparent one has no
    background, and the colours for a ground like its theme's. `speech` says of shots how long a voice speaks in
    them, `custom` what a user has instead of the house's own."""

    lesson: str
    values: Values
    language: str = "en"
    quality: str = "h"
    aspect: str = "16:9"
    theme: str = "dark"
    reduced_motion: bool = False
    chapter: Chapter | None = None
    is_transparent: bool = False
    speech: tuple[tuple[str, Speech], ...] = ()
    custom: Custom = NOTHING

    @property
    def shots(self) -> tuple[str, ...]:
        """The names of its shots, in order."""
        return index.shots(self.lesson, self.language, self.chapter)

    @property
    def stem(self) -> str:
        """What its files are called: lesson and language, then whatever is not as usual.

        >>> Edition("neuron", {}).stem, Edition("neuron", {}, "ru", aspect="9:16", theme="light").stem
        ('neuron.en', 'neuron.ru.9x16.light')
        """
        unusual = [
            self.aspect.replace(":", "x") if self.aspect != "16:9" else "",
            self.theme if self.theme != "dark" else "",
            "calm" if self.reduced_motion else "",
            "transparent" if self.is_transparent else "",
        ]
        name = self.custom.film if self.chapter is not None and self.custom.film else self.lesson
        return ".".join([name, self.language, *filter(None, unusual)])

    @property
    def catalogue(self) -> Catalogue:
        """The words of its language."""
        return words.load(self.language, self.custom)

    @property
    def colors(self) -> Theme:
        """Its colours."""
        return self.custom.theme(THEMES[self.theme])

    @property
    def frame(self) -> Aspect:
        """The shape of the frame."""
        return ASPECTS[self.aspect]

    @property
    def rate(self) -> Quality:
        """Lines and frames a second."""
        return QUALITIES[self.quality]

    def settings(self, shots: tuple[str, ...] | None = None) -> Settings:
        """What its lesson is told."""
        return Settings(
            self.values,
            self.language,
            self.colors,
            shots,
            self.reduced_motion,
            dict(self.speech),
            self.chapter,
            self.custom,
        )
