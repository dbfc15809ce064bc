"""Slides cut where they wait for the room, for decks whose slides run through."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from scenes.deliver.deck.slides import Slide
from scenes.stage.timeline import Said


@dataclass(frozen=True)
class Part:
    """A slide from one frame to another (the last one not included); at its end it `waits` for the room's guess, or
    the slide is over."""

    slide: Slide
    first: int
    end: int

    @property
    def waits(self) -> bool:
        """Whether there is more of the slide."""
        return self.end < self.slide.frames

    @property
    def is_whole(self) -> bool:
        """Whether it is all of the slide."""
        return self.first == 0 and not self.waits

    @property
    def said(self) -> tuple[Said, ...]:
        """What begins to be said in it; where nothing does, what was said last before."""
        begun = tuple(said for said in self.slide.said if self.first <= said.first_frame < self.end)
        return begun or tuple(said for said in self.slide.said if said.first_frame < self.end)[-1:]

    @property
    def title(self) -> str:
        """What is asked in it; where nothing is, what it says at its end."""
        return next((said.text for said in self.said if said.is_question), self.said[-1].text)


def parts_of(slide: Slide) -> Iterator[Part]:
    """The parts of a slide, in order: one more than it has stops."""
    cuts = [0, *slide.stops, slide.frames]
    for first, end in pairwise(cuts):
        if first < end:
            yield Part(slide, first, end)
