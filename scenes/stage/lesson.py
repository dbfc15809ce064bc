"""The base of all lessons: parameters -> trace -> shots. One method a shot, in the order of the words."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any, ClassVar

from manim import UP, FadeIn, FadeOut, LaggedStart, Mobject, Scene, config

from engine import Trace
from engine.rounding import rounded
from scenes.stage import pacing
from scenes.stage.computed import Claims, Numbers, SingleNumbers, drawable
from scenes.stage.frame.layout import Layout
from scenes.stage.heading import Heading
from scenes.stage.logo import LogoPicture
from scenes.stage.module_numbers import ModuleNumbers
from scenes.stage.motion.live import Live
from scenes.stage.motion.reduced import without_motion
from scenes.stage.parameters import Values
from scenes.stage.reads import ReadMapping, Reads, ReadTrace
from scenes.stage.recorder import Recorder
from scenes.stage.settings import SILENT, Settings, Speech
from scenes.stage.writing import own_texts, texts_of_modules, words
from scenes.stage.writing.caption import Caption
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.typeset import use_own_text_folder
from scenes.stage.writing.values import Number
from scenes.stage.writing.words import LessonWords, Piece, ShotWords


class Lesson(Scene):
    """A Manim scene that plays the shots of one lesson. Stock `manim render` plays it too, with the default parameters.

    A subclass gives `name`, `poster_shot`, its `numbers` and `claims`, and one method for every shot of its words. A
    shot whose words have a question calls `answer()` where the answer is to be seen, one that has more to say calls
    `say()`; it ends on a frame that stands alone as a slide. `pen` writes numbers, formulas and words; `layout` knows
    the frame. `reads` knows what was looked up in trace, parameters and labels; `of_manim` names the attributes that
    every scene of Manim has. `said` is what stood in the caption's band in this shot, and whether it asked something.
    """

    name: ClassVar[str]
    poster_shot: ClassVar[str]
    numbers: ClassVar[Numbers]
    claims: ClassVar[Claims | None] = None

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """A lesson that names no `numbers` has them in its own module."""
        super().__init_subclass__(**kwargs)
        numbers = getattr(cls, "numbers", None)
        if "name" in vars(cls) and not hasattr(numbers, "defaults"):
            cls.numbers = ModuleNumbers(getattr(numbers, "__name__", cls.__module__))

    def __init__(self, settings: Settings | None = None, recorder: Recorder | None = None, **kwargs: Any) -> None:
        self.settings = settings or Settings()
        self.theme = self.settings.theme
        use_own_text_folder()
        super().__init__(random_seed=0, **kwargs)
        self.of_manim = frozenset(vars(self))
        self.camera.background_color = self.theme.background
        self.recorder = recorder
        self._make_own_words_known()
        custom = self.settings.custom
        logo = custom.logo
        self.layout = Layout(config.frame_width, config.frame_height, logo.ratio if logo is not None else 0.0)
        self.logo = LogoPicture(logo, self.layout) if logo is not None else None
        self.catalogue = words.load(self.settings.language, custom)
        values = self.settings.values if self.settings.values is not None else self.default_values()
        own_words = self.own_words()
        self.reads = Reads()
        self.words = replace(own_words, labels=ReadMapping(own_words.labels, self.reads.labels))
        self.values = ReadMapping(values, self.reads.values)
        self.trace = ReadTrace(self.compute(values), self.reads.numbers)
        self.pen = Pen(self.name, self.theme, self.catalogue, self.words.labels, self.trace.number, self.layout)
        self.before_shot: Callable[[str], None] = lambda name: None
        self.after_shot: Callable[[str], None] = lambda name: None
        self.shot: ShotWords | None = None
        self.said: list[tuple[str, bool]] = []
        self._elapsed = self._came = self._began = 0.0
        self._asking = False
        self._is_question = self._is_sentence = False
        self._thought = False
        self._caption: Caption | None = None

    def _make_own_words_known(self) -> None:
        """A lesson from outside that nobody has looked up, as stock `manim render` plays it, brings its words."""
        module = sys.modules.get(type(self).__module__)
        if module is None or module.__name__.startswith("scenes.") or self.name in own_texts.known():
            return
        texts, _ = texts_of_modules.of_modules(self.name, [module])
        if texts.words and own_texts.keep(self.name, texts.checked(self.name, words.LANGUAGES)):
            words.own_changed()

    # -- what a lesson gives ---------------------------------------------------

    def default_values(self) -> Values:
        """The default parameters."""
        return self.numbers.defaults()

    def compute(self, values: Values) -> Trace:
        """The trace for these parameters."""
        return self.numbers.trace(values)

    def own_words(self) -> LessonWords:
        """The words of this lesson in the language of the film: those of the catalogue under its name."""
        return self.catalogue.lesson(self.name)

    def caption_variant(self, shot: str) -> str | None:
        """Which variant of a shot's caption is true for this trace; None where there is only one."""
        return self.claims.caption_variant(self.trace, shot) if self.claims is not None else None

    def placeholders(self, text: str) -> str:
        """The words with placeholders that depend on the parameters (the last step) made into paths of the trace."""
        return text

    def arrives(self) -> Mobject | None:
        """What the object that the film carries here becomes: a part of the first picture, asked for when the first
        animation after the first caption begins. None where there is no such part."""
        return None

    def leaves(self) -> Mobject | None:
        """What the film carries on to the next lesson: a part of the last picture. None where there is none."""
        return None

    # -- the film ----------------------------------------------------------------

    def construct(self) -> None:
        """Play the shots in order; those that are not wanted are run through without being drawn."""
        self.heading = Heading(self.words.title, len(self.words.shots), self.layout, self.theme)
        if self.logo is not None:
            self.add(self.logo)
        self.enter()
        for index, name in enumerate([shot.name for shot in self.words.shots]):
            self.before_shot(name)
            self.play_shot(index, self.words.shots[index], getattr(self, name))
        self.leave()

    def enter(self) -> None:
        """What stands there before the first shot."""
        self.add(self.heading)

    def leave(self) -> None:
        """What is played after the last shot: nothing, unless the lesson is part of a film."""

    def play_shot(self, index: int, shot: ShotWords, act: Callable[[], None]) -> None:
        """Play one shot: `act` is what is seen, once its question or caption stands there."""
        wanted = self.settings.shots
        self.next_section(shot.name, skip_animations=wanted is not None and shot.name not in wanted)
        self.shot = shot
        self._begin(index, shot)
        act()
        self._end(shot)

    def make_room(self, index: int) -> None:
        """What goes before a shot says anything: nothing, unless the lesson is part of a film."""

    def guide(self, index: int) -> list[Any]:
        """What changes beside the caption when a shot begins: the heading shows the place in the lesson."""
        return self.heading.light(index)

    def play(self, *animations: Any, **kwargs: Any) -> None:
        """As Manim's, without movement where that is wanted; the recorder looks at the screen when it is over."""
        if self.settings.reduced_motion:
            animations = tuple(without_motion(animations, kwargs.pop("rate_func", None)))
        super().play(*animations, **kwargs)
        self._elapsed += self.duration
        if self.recorder is not None and not self.renderer.skip_animations:
            self.recorder.look(self)

    def answer(self) -> None:
        """The question of this shot was read and thought about: its answer takes its place."""
        assert self.shot is not None
        assert self._caption is not None
        if not self._asking:
            raise RuntimeError(f"{self.name}.{self.shot.name}: there is no question to answer")
        self._asking = False
        self._wait_until_read()
        self._say(self._caption_pieces(self.shot))

    def think(self) -> None:
        """Hold the picture until what stands in the caption's band was read and thought about; what answers it can
        then be seen before `answer` says it."""
        assert self._caption is not None
        self.wait(pacing.pause(self._caption.text, self._elapsed, self._still_spoken()))
        self._thought = True
        self._stop()

    def say(self, key: str, **filled: object) -> None:
        """One of the shot's `sentences` takes the place of what stands in the caption's band, once that could be read;
        `filled` are its places, such as k=0 for <k>. A question stays open until `answer`."""
        assert self.shot is not None
        assert self._caption is not None
        text = self.shot.sentences[key]
        for place, what in filled.items():
            text = text.replace(f"<{place}>", str(what))
        self._wait_until_read()
        self._say(self._filled(text))
        self._is_sentence = True

    def _stop(self) -> None:
        """The question was thought about: whoever presents this stops here."""
        if self.recorder is not None and not self._skipping:
            self.recorder.stop()

    def _wait_until_read(self) -> None:
        """Wait until what stands in the caption's band was read, and a question that stands there was thought about."""
        assert self._caption is not None
        still_needed = pacing.pause if self._is_question and not self._thought else pacing.rest_of_reading
        still = still_needed(self._caption.text, self._elapsed, self._still_spoken())
        if still > 0:
            self.wait(still)
        if self._is_question and not self._thought:
            self._stop()

    def clear_stage(self, *keep: Mobject) -> list[Mobject]:
        """Everything on the stage besides heading, logo, caption and what is to be kept."""
        kept = {id(self.heading), id(self.logo), id(self._caption), *(id(mobject) for mobject in keep)}
        return [m for m in self.mobjects if id(m) not in kept and m.family_members_with_points()]

    def complete(self) -> None:
        """A frame is wanted: what was left out while none was is there from now on."""
        if self._caption is not None:
            self._caption.write()

    # -- numbers -------------------------------------------------------------------

    def number(self, path: str) -> Number:
        """A number of the trace, exact where there is an exact one."""
        return self.trace.number(path)

    def float(self, path: str) -> float:
        """A number of the trace for drawing; one beyond the range of floats becomes the largest one."""
        return drawable(self.trace.number(path))

    def moving(self, **ways: tuple[Number, ...]) -> Live:
        """The numbers of the engine while parameters go on their ways: `live = self.moving(weight=(0, 2))`, each from
        the first value to the last, over those between: `(0, 2, 0)` comes back. `live.now(path)` is a number of the
        trace at this moment."""

        def state_at(share: Fraction) -> Mapping[str, Number]:
            now: dict[str, Any] = {name: _on_the_way(stops, share) for name, stops in ways.items()}
            return SingleNumbers(self.compute({**self.values, **now}))

        return Live(state_at)

    def run(self, live: Live, run_time: float = 2.0) -> None:
        """Let a moving state go all of its way, and what follows it come to rest. Raises RuntimeError where a number
        would then jump to another one, that of the trace."""
        self.play(live.share.animate.set_value(1.0), run_time=run_time)
        for path, last, resting in live.strays():
            ends, says = (rounded(number).text() for number in (last, resting))
            raise RuntimeError(
                f"the ride ends where {path} is {ends}, and the trace says {says}: let it come back in the same run,"
                " or put that state into the trace and show that"
            )
        live.stop()

    # -- inside --------------------------------------------------------------------

    def _begin(self, index: int, shot: ShotWords) -> None:
        if not self._skipping:
            self.complete()
            if self.recorder is not None:
                self.recorder.begin_shot(shot.name)
        self.make_room(index)
        self._asking = shot.question is not None
        self.said = []
        first = self._filled(shot.question) if shot.question is not None else self._caption_pieces(shot)
        self._say(first, *self.guide(index), is_question=self._asking)
        self._began = self.renderer.time

    def _say(self, pieces: list[Piece], *beside: Any, is_question: bool = False) -> None:
        """The text takes the place of the caption that stood there."""
        new = Caption(pieces, self.layout, self.theme, is_seen=not self._skipping)
        self._is_question = is_question
        self._is_sentence = False
        self.said.append((new.text, is_question))
        if self.recorder is not None and not self._skipping:
            self.recorder.say(new.text, is_question, self._spoken_for())
        change = [FadeIn(new, shift=UP * 0.1)]
        if self._caption is not None:
            change.insert(0, FadeOut(self._caption))
        self.play(LaggedStart(*change, lag_ratio=0.8), *beside, run_time=pacing.COMES)
        self._caption = new
        self._thought = False
        self._elapsed = 0.0  # reading begins when all of it stands there
        self._came = self.renderer.time

    def _end(self, shot: ShotWords) -> None:
        assert self._caption is not None
        if self._asking:
            raise RuntimeError(f"{self.name}.{shot.name}: its question is never answered")
        if self._is_sentence and not type(self).__module__.startswith("scenes."):
            raise RuntimeError(
                f"{self.name}.{shot.name}: it ends on a sentence, and its caption is gone: a sentence is said between a"
                " question and answer()"
            )
        whole = self._speech.whole - (self.renderer.time - self._began)
        self.wait(pacing.hold(self._caption.text, self._elapsed, max(self._still_spoken(), whole)))
        if self.recorder is not None and not self._skipping:
            description = words.plain(self._filled(shot.description))
            self.recorder.end_shot(description, self.spoken(shot) if self._speech != SILENT else "")
        self.after_shot(shot.name)

    def spoken(self, shot: ShotWords) -> str:
        """What a voice adds after a shot's caption."""
        if isinstance(shot.spoken, str):
            return words.plain(self._filled(shot.spoken))
        with self.reads.set_aside():
            variant = self.caption_variant(shot.name)
        return words.plain(self._filled(shot.spoken.get(variant or "", "")))

    @property
    def _speech(self) -> Speech:
        assert self.shot is not None
        return self.settings.speech.get(self.shot.name, SILENT)

    def _spoken_for(self) -> float:
        """How long a voice speaks the text that stands in the caption's band."""
        seconds = self._speech.texts
        return seconds[len(self.said) - 1] if len(self.said) <= len(seconds) else 0.0

    def _still_spoken(self) -> float:
        """How long a voice still speaks that text, by the frames that there are: each wait falls short of a frame."""
        return self._spoken_for() - (self.renderer.time - self._came)

    @property
    def _skipping(self) -> bool:
        return bool(self.renderer.file_writer.sections[-1].skip_animations)

    def _chosen(self, shot: ShotWords) -> str:
        """The variant of a shot's caption that is true."""
        if isinstance(shot.caption, str):
            return shot.caption
        with self.reads.set_aside():
            variant = self.caption_variant(shot.name)
        if variant is None or variant not in shot.caption:
            raise RuntimeError(
                f"{self.name}.{shot.name}: its captions are {', '.join(shot.caption)}; caption_variant(shot) is to say"
                f" which is true, and gives {variant!r}"
            )
        return shot.caption[variant]

    def _caption_pieces(self, shot: ShotWords) -> list[Piece]:
        return self._filled(self._chosen(shot))

    def _filled(self, text: str) -> list[Piece]:
        try:
            return words.fill(self.placeholders(text), self.number, self.catalogue)
        except words.WordsError as wrong:
            wrong.text = text
            raise


def _on_the_way(stops: Sequence[Number], share: Fraction) -> Number:
    """Where a share of the way is: all its parts, from each stop to the next, are as long."""
    before = min(int(share * (len(stops) - 1)), len(stops) - 2)
    start, end = stops[before : before + 2]
    return start + (share * (len(stops) - 1) - before) * (end - start)
