"""The film of several lessons: its opening, and what makes a lesson a chapter of it.

Between two lessons there is a card. The scene of the one ends with it: everything goes but one object, which the card
shows; the scene of the next begins with the same card, and the object goes over into its first picture.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any, ClassVar

from manim import (
    UP,
    AnimationGroup,
    FadeIn,
    FadeOut,
    FadeTransform,
    LaggedStart,
    Mobject,
    ReplacementTransform,
    VGroup,
    VMobject,
    Wait,
)

from engine import Trace
from scenes.lessons.index import CARD, CLOSING, FILM, LESSONS, OPENING
from scenes.stage import pacing
from scenes.stage.declared import read_before
from scenes.stage.film.card import Card, big_title
from scenes.stage.film.carry import Arrive
from scenes.stage.film.contents import Contents, Whereabouts, stacked
from scenes.stage.film.emblem import Emblem
from scenes.stage.film.tokens import token
from scenes.stage.heading import Heading
from scenes.stage.lesson import Lesson
from scenes.stage.parameters import Values
from scenes.stage.settings import Chapter
from scenes.stage.writing.caption import Caption
from scenes.stage.writing.words import LessonWords, ShotWords, raw_lesson

_LEAST = 0.02  # units of the scene: what is smaller cannot be seen, and nothing comes out of it


class InFilm(Lesson):
    """A lesson as a chapter: `settings.chapter` says which. Its shots are what they are alone; before and after them
    stands a card."""

    standing_card: Card | None = None
    carried_object: VMobject | None = None
    _acting = False

    @property
    def chapter(self) -> Chapter:
        """The place in the film."""
        assert self.settings.chapter is not None
        return self.settings.chapter

    @property
    def film_words(self) -> LessonWords:
        """The words of the film."""
        return self.catalogue.lesson(FILM)

    # -- the card before ---------------------------------------------------------------

    def enter(self) -> None:
        """The card stands there, as the scene before has left it."""
        self.standing_card = self.make_card(self.chapter)
        self._caption = Caption(self._caption_pieces(self.words_of_card(self.chapter)), self.layout, self.theme)
        for text in (self._caption, self.standing_card.number, self.standing_card.title):
            read_before(text, why="the scene before ends with it")
        self.add(self.standing_card, self._caption)

    def make_room(self, index: int) -> None:
        """The title of the card becomes the heading; the carried object stays."""
        if index or self.standing_card is None:
            return
        card, self.standing_card = self.standing_card, None
        self.remove(card)
        self.add(card.carried, card.number, card.title, card.whereabouts)
        self.play(
            FadeOut(card.number, card.whereabouts),
            ReplacementTransform(card.title, self.heading.title),
            FadeIn(self.heading.places),
            run_time=1.0,
        )
        self.remove(self.heading.title, self.heading.places)
        self.add(self.heading)
        self.carried_object = card.carried

    def play_shot(self, index: int, shot: ShotWords, act: Callable[[], None]) -> None:
        """As ever; it is known when the first caption stands there and the picture begins."""

        def acted() -> None:
            self._acting = True
            act()

        self._acting = False
        super().play_shot(index, shot, acted)

    def play(self, *animations: Any, **kwargs: Any) -> None:
        """With the first animation after the first caption the carried object goes over into the picture."""
        if self.carried_object is not None and self._acting and not isinstance(animations[0], Wait):
            carried, self.carried_object = self.carried_object, None
            into = self.arrives()
            goes = Arrive(carried, into) if into is not None else FadeOut(carried)
            animations = (*animations, goes)
        super().play(*animations, **kwargs)

    # -- the card after ----------------------------------------------------------------

    def leave(self) -> None:
        """Everything goes but one object, and that stands on the card of what comes; or on the last picture."""
        following = self.chapter.following
        shot = replace(self.words_of_card(following), name=CARD if following is not None else CLOSING)
        self.play_shot(len(self.words.shots), shot, lambda: self.show_card(following))

    def guide(self, index: int) -> list[Any]:
        """The heading goes when the lesson is over."""
        return super().guide(index) if index < len(self.words.shots) else [FadeOut(self.heading)]

    def show_card(self, following: Chapter | None) -> None:
        """The carried object comes out of the last picture; title and place in the film follow."""
        carried, rest = self.coming_picture(following)
        source = self.leaves()
        leaving = self.clear_stage()
        comes: Any = FadeIn(carried)
        if source is not None and max(source.width, source.height) > _LEAST:
            source = source.copy().clear_updaters()
            self.add(source)
            comes = FadeTransform(source, carried, stretch=False)
        self.play(AnimationGroup(*map(FadeOut, leaving), run_time=0.7), comes, run_time=1.4)
        self.play(LaggedStart(*(FadeIn(part, shift=UP * 0.1) for part in rest), lag_ratio=0.3), run_time=1.2)
        self.wait(max(0.1, pacing.reading_time(self.title_of(following)) - pacing.LOOK))

    def coming_picture(self, following: Chapter | None) -> tuple[Mobject, list[Mobject]]:
        """The carried object, and what comes with it: the card, or at the end the title of the film."""
        if following is not None:
            card = self.make_card(following)
            return card.carried, [card.number, card.title, card.whereabouts]
        carried = token(None, self.theme)
        title = big_title(self.title_of(None), self.layout, self.theme)
        count = len(self.chapter.lessons)
        whereabouts = Whereabouts(count, count + 1, self.theme)
        stacked((carried, VGroup(title), whereabouts), self.layout.stage.inset(0.3), (1.6, 1.2, 0.8))
        return carried, [title, whereabouts]

    def make_card(self, chapter: Chapter) -> Card:
        """The card of a chapter."""
        return Card(chapter, self.film_words.labels["lesson"], self.title_of(chapter), self.layout, self.theme)

    def title_of(self, chapter: Chapter | None) -> str:
        """The title of a chapter; at the end that of the film."""
        lesson = chapter.lesson if chapter is not None else None
        return self.catalogue.lesson(lesson or FILM).title

    def words_of_card(self, chapter: Chapter | None) -> ShotWords:
        """What is said on the card of a chapter, or at the end."""
        name = chapter.lesson if chapter is not None else CLOSING
        known = next((shot for shot in self.film_words.shots if shot.name == name), None)
        if known is None:
            return self.own_card(str(name))
        if isinstance(known.caption, str):
            return known
        assert chapter is not None
        return replace(known, caption=known.caption["after" if follows(chapter) else "anew"])

    def own_card(self, lesson: str) -> ShotWords:
        """What is said on the card of a lesson from outside: its `card`, else its title."""
        title = self.catalogue.lesson(lesson).title
        said = raw_lesson(self.catalogue.code, lesson).get("card", title)
        return ShotWords(lesson, said, f"{self.film_words.labels['lesson']}: {title}")


class Opening(InFilm):
    """The title, the emblem through which signals and gradients run, and the table of contents."""

    name: ClassVar[str] = FILM
    poster_shot: ClassVar[str] = "title"

    def default_values(self) -> Values:
        return {}

    def compute(self, values: Values) -> Trace:
        return Trace({"lessons": len(self.chapter.lessons)})

    def own_words(self) -> LessonWords:
        shots = {shot.name: shot for shot in self.film_words.shots}
        return LessonWords(self.film_words.title, tuple(shots[name] for name in OPENING), self.film_words.labels)

    def caption_variant(self, shot: str) -> str | None:
        return ("ordered" if is_ordered(self.chapter.lessons) else "free") if shot == "contents" else None

    def enter(self) -> None:
        """The screen is empty."""

    def guide(self, index: int) -> list[Any]:
        """There is no heading."""
        return []

    def title(self) -> None:
        """The title, and below it what happens in every lesson: signals forward, gradients back."""
        stage = self.layout.stage
        top, below = stage.rows(1.0, 2.2, gap=0.2)
        self.big = big_title(self.film_words.title, self.layout, self.theme)
        self.big.scale(min(1.0, top.width / self.big.width, top.height / self.big.height)).move_to([top.x, top.y, 0])
        width = min(below.width, 2.6 * below.height)
        ground = below.inset((below.width - width) / 2, 0.0)
        self.emblem = Emblem(ground, self.theme)
        self.play(FadeIn(self.big, shift=UP * 0.1), run_time=0.8)
        self.play(self.emblem.appear(2.0))
        self.play(self.emblem.forward(2.4))
        self.play(self.emblem.backward(2.2))

    def contents(self) -> None:
        """The title goes up, the lessons are listed one after another."""
        titles = [self.catalogue.lesson(lesson).title for lesson in self.chapter.lessons]
        heading = Heading(self.film_words.title, 1, self.layout, self.theme).title
        listed = self.listed = Contents(titles, self.layout.stage.inset(0.3, 0.1), self.theme)
        gone = self.clear_stage(self.big)
        self.play(*map(FadeOut, gone), ReplacementTransform(self.big, heading), run_time=0.9)
        self.play(LaggedStart(*(FadeIn(line, shift=UP * 0.1) for line in listed.lines), lag_ratio=0.25), run_time=3.0)

    def leaves(self) -> Mobject | None:
        """The dot in front of the first lesson."""
        return self.listed.lines[0][0]


def follows(chapter: Chapter) -> bool:
    """Whether a lesson comes after the one that it follows in the film of all lessons."""
    order, place = list(LESSONS), chapter.number - 1
    return place > 0 and list(chapter.lessons[place - 1 : place + 1]) in [list(pair) for pair in pairwise(order)]


def is_ordered(lessons: Sequence[str]) -> bool:
    """Whether these are the first lessons of the film of all, in its order, none left out: each builds on the ones
    before it."""
    return list(lessons) == list(LESSONS)[: len(lessons)]


def as_chapter(lesson: type[Lesson]) -> type[Lesson]:
    """The lesson as a chapter of a film."""
    return lesson if issubclass(lesson, InFilm) else type(lesson.__name__, (InFilm, lesson), {"name": lesson.name})
