"""The shots of a film as slides: what every kind of deck is made from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from scenes.render.film import Film
from scenes.stage.timeline import Mark, Said, ShotSpan


@dataclass(frozen=True)
class Slide:
    """A shot: its video with its frames, what is said in it, what there is to be seen for those who do not see it.
    Frames count from its own first one; before those in `stops` it waits for the room's guess. `chapter` is the title
    of its lesson."""

    name: str
    chapter: str
    video: Path
    fps: int
    frames: int
    stops: tuple[int, ...]
    said: tuple[Said, ...]
    description: str

    @property
    def title(self) -> str:
        """What is asked in it; where nothing is, what it says."""
        return next((said.text for said in self.said if said.is_question), self.said[-1].text)

    @property
    def seconds(self) -> float:
        """How long it is."""
        return self.frames / self.fps

    @property
    def stop_seconds(self) -> tuple[float, ...]:
        """Where it waits: in the middle of the last frame before each stop, so that no rounding shows the next one."""
        return tuple((stop - 0.5) / self.fps for stop in self.stops)

    @property
    def halts(self) -> tuple[float, ...]:
        """Where it stands still until somebody goes on: where it waits, and in the middle of its last frame."""
        return tuple(dict.fromkeys((*self.stop_seconds, (self.frames - 0.5) / self.fps)))


@dataclass(frozen=True)
class Slides:
    """A lesson, or a film with its chapters, as slides in one language."""

    title: str
    language: str
    slides: tuple[Slide, ...]


def slides_of(film: Film) -> Slides:
    """The slides of a film that is drawn."""
    timeline = film.timeline
    chapters = timeline.chapters or (Mark(timeline.title, 0),)
    made = tuple(
        _slide(span, clip.video, timeline.fps, _title(chapters, span.first_frame))
        for span, clip in zip(timeline.shots, film.clips, strict=True)
    )
    return Slides(timeline.title, timeline.language, made)


def _title(chapters: tuple[Mark, ...], frame: int) -> str:
    return [mark.title for mark in chapters if mark.first_frame <= frame][-1]


def _slide(span: ShotSpan, video: Path, fps: int, chapter: str) -> Slide:
    first = span.first_frame
    said = tuple(Said(one.text, one.first_frame - first, one.end_frame - first, one.is_question) for one in span.said)
    stops = tuple(stop - first for stop in span.stops)
    return Slide(span.name, chapter, video, fps, span.end_frame - first, stops, said, span.description)
