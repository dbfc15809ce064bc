"""The base of all lessons: parameters -> trace -> shots. One method a shot, in the order of the words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

from manim import UP, Dot, FadeIn, FadeOut, LaggedStart, Mobject, Scene, VGroup, config

from engine import Trace
from scenes.stage import pacing
from scenes.stage.frame.layout import Layout
from scenes.stage.look.theme import DARK, Theme
from scenes.stage.recorder import Recorder
from scenes.stage.writing import words
from scenes.stage.writing.caption import Caption
from scenes.stage.writing.typeset import Label, use_own_text_folder
from scenes.stage.writing.values import Number, Value
from scenes.stage.writing.words import ShotWords


@dataclass(frozen=True)
class Settings:
    """What a lesson is told besides its parameters."""

    values: Mapping[str, Fraction | int] | None = None
    language: str = "en"
    theme: Theme = DARK
    shots: tuple[str, ...] | None = None  # None: all


class Lesson(Scene):
    """A Manim scene that plays the shots of one lesson. Stock `manim render` plays it too, with the default parameters.

    A subclass gives `name`, `poster_shot`, `default_values()` and `compute(values)`, and one method for every shot
    of its words.
    """

    name: ClassVar[str]
    poster_shot: ClassVar[str]

    def __init__(self, settings: Settings | None = None, recorder: Recorder | None = None, **kwargs: Any) -> None:
        self.settings = settings or Settings()
        self.theme = self.settings.theme
        use_own_text_folder()
        super().__init__(random_seed=0, **kwargs)
        self.camera.background_color = self.theme.background
        self.recorder = recorder
        self.layout = Layout(config.frame_width, config.frame_height)
        self.catalogue = words.load(self.settings.language)
        self.words = self.catalogue.lesson(self.name)
        self.values = dict(self.settings.values if self.settings.values is not None else self.default_values())
        self.trace = self.compute(self.values)
        self.after_shot: Callable[[str], None] = lambda name: None
        self._elapsed = 0.0
        self._caption: Caption | None = None

    # -- what a lesson gives ---------------------------------------------------

    def default_values(self) -> Mapping[str, Fraction | int]:
        """The default parameters."""
        raise NotImplementedError

    def compute(self, values: Mapping[str, Fraction | int]) -> Trace:
        """The trace for these parameters."""
        raise NotImplementedError

    def caption_variant(self, shot: str) -> str | None:
        """Which variant of a shot's caption is true for this trace; None where there is only one."""
        return None

    def placeholders(self, text: str) -> str:
        """The words with placeholders that depend on the parameters (the last step) made into paths of the trace."""
        return text

    # -- the film ----------------------------------------------------------------

    def construct(self) -> None:
        """Play the shots in order; those that are not wanted are run through without being drawn."""
        wanted = self.settings.shots
        self.heading = self._heading()
        self.add(self.heading)
        for index, shot in enumerate(self.words.shots):
            self.next_section(shot.name, skip_animations=wanted is not None and shot.name not in wanted)
            self._begin(index, shot)
            getattr(self, shot.name)()
            self._end(shot)

    def play(self, *animations: Any, **kwargs: Any) -> None:
        """As Manim's; the recorder looks at the screen when it is over."""
        super().play(*animations, **kwargs)
        self._elapsed += self.duration
        if self.recorder is not None and not self.renderer.skip_animations:
            self.recorder.look(self, self.number)

    def clear_stage(self, *keep: Mobject) -> list[Mobject]:
        """Everything on the stage besides heading, caption and what is to be kept."""
        kept = {id(self.heading), id(self._caption), *(id(mobject) for mobject in keep)}
        return [mobject for mobject in self.mobjects if id(mobject) not in kept]

    def captions_to_come(self, done: int) -> list[str]:
        """The captions of the shots after the first `done`."""
        return [words.plain(self._filled(self._caption_text(shot))) for shot in self.words.shots[done:]]

    # -- numbers and words ---------------------------------------------------------

    def number(self, path: str) -> Number:
        """A number of the trace, exact where there is an exact one."""
        return self.trace.number(path)

    def float(self, path: str) -> float:
        """A number of the trace for drawing; one beyond the range of floats becomes the largest one."""
        return drawable(self.trace.number(path))

    def value(self, path: str, size: float = 40, color: str | None = None, **kwargs: Any) -> Value:
        """A number on the screen, bound to a quantity, in the colour of what it is."""
        return Value(
            path,
            self.number(path),
            size,
            color or self.theme.of(path),
            separator=self.catalogue.decimal_separator,
            relation_color=self.theme.ink,
            **kwargs,
        )

    def label(self, key: str, size: float = 30, color: str | None = None) -> Label:
        """A word of the lesson."""
        return Label(self.words.labels[key], size, color or self.theme.muted)

    # -- inside --------------------------------------------------------------------

    def _begin(self, index: int, shot: ShotWords) -> None:
        if self.recorder is not None and not self._skipping:
            self.recorder.begin_shot(shot.name)
        self._elapsed = 0.0
        new = Caption(self._filled(self._caption_text(shot)), self.layout.caption, self.theme)
        change = [FadeIn(new, shift=UP * 0.1)]
        if self._caption is not None:
            change.insert(0, FadeOut(self._caption))
        moves: list[Any] = [LaggedStart(*change, lag_ratio=0.8)]
        for place, dot in enumerate(self.places):
            moves.append(dot.animate.set_fill(self.theme.ink if place == index else self.theme.faint))
        self.play(*moves, run_time=0.5)
        self._caption = new

    def _end(self, shot: ShotWords) -> None:
        assert self._caption is not None
        self.wait(pacing.hold(self._caption.text, self._elapsed))
        if self.recorder is not None and not self._skipping:
            description = words.plain(self._filled(shot.description))
            self.recorder.end_shot(self._caption.text, description)
        self.after_shot(shot.name)

    @property
    def _skipping(self) -> bool:
        return bool(self.renderer.file_writer.sections[-1].skip_animations)

    def _caption_text(self, shot: ShotWords) -> str:
        if isinstance(shot.caption, str):
            return shot.caption
        variant = self.caption_variant(shot.name)
        assert variant is not None, shot.name
        return shot.caption[variant]

    def _filled(self, text: str) -> Sequence[str | words.NumberText]:
        return words.fill(self.placeholders(text), self.number, self.catalogue.decimal_separator)

    def _heading(self) -> VGroup:
        region = self.layout.heading
        title = Label(self.words.title, 28, self.theme.muted)
        title.move_to([region.left + title.width / 2, region.y, 0])
        self.places = VGroup(*(Dot(radius=0.055, color=self.theme.faint) for _ in self.words.shots))
        self.places.arrange(buff=0.15)
        self.places.move_to([region.right - self.places.width / 2, region.y, 0])
        return VGroup(title, self.places)


def drawable(number: Number) -> float:
    """A number as a float that drawings can use: beyond the range of floats, the largest one of that sign."""
    try:
        return float(number)
    except OverflowError:
        return 1e300 if number > 0 else -1e300
