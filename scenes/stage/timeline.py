"""What stood on the screen when: handed from the renderer to everything that is delivered beside the video."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class ShownNumber:
    """A number that stood at rest on the screen, from one frame to another (the last one not included)."""

    path: str
    exact: str | None
    value: float | None
    shown: str
    relation: str
    shot: str
    first_frame: int
    end_frame: int


@dataclass(frozen=True)
class Said:
    """A text in the caption's band, from one frame to another (the last one not included); a voice speaks it so many
    seconds, with what it adds to it."""

    text: str
    first_frame: int
    end_frame: int
    is_question: bool = False
    speech: float = 0.0


@dataclass(frozen=True)
class ShotSpan:
    """A shot: what stood in its caption's band, in order (the last is its caption), its description for those who do
    not see it, its frames (the last one not included); `stops` are frames before which whoever presents it waits for
    the room's guess; `spoken` is what a voice adds after its caption."""

    name: str
    said: tuple[Said, ...]
    description: str
    first_frame: int
    end_frame: int
    stops: tuple[int, ...] = ()
    spoken: str = ""

    @property
    def caption(self) -> str:
        """What stands there when the shot ends."""
        return self.said[-1].text


def later(span: ShotSpan, frames: int) -> ShotSpan:
    """The same shot so many frames later."""
    said = tuple(
        replace(one, first_frame=one.first_frame + frames, end_frame=one.end_frame + frames) for one in span.said
    )
    return replace(
        span,
        said=said,
        first_frame=span.first_frame + frames,
        end_frame=span.end_frame + frames,
        stops=tuple(stop + frames for stop in span.stops),
    )


def cue_names(shot: str, questions: Sequence[bool]) -> list[str]:
    """What the texts of a shot are called, of which these are questions: a question after its shot, the last one as its
    shot, those in between by their place.

    >>> cue_names("loss", [True, False, False])
    ['loss.question', 'loss.2', 'loss']
    """
    names = [f"{shot}.{place}" for place in range(1, len(questions))] + [shot]
    return [f"{shot}.question" if asks else name for name, asks in zip(names, questions, strict=True)]


@dataclass(frozen=True)
class Mark:
    """Where a chapter of a film begins."""

    title: str
    first_frame: int


@dataclass(frozen=True)
class Timeline:
    """The shots and shown numbers of a lesson, or of a film with its chapters; a frame lasts 1/fps seconds."""

    lesson: str
    language: str
    title: str
    fps: int
    shots: tuple[ShotSpan, ...]
    numbers: tuple[ShownNumber, ...]
    chapters: tuple[Mark, ...] = ()

    def seconds(self, frame: int) -> float:
        """When a frame begins."""
        return frame / self.fps

    def chapter_spans(self) -> list[tuple[str, float, float]]:
        """Title, begin and end in seconds of each chapter."""
        starts = [mark.first_frame for mark in self.chapters]
        ends = [*starts[1:], self.frames]
        return [
            (mark.title, self.seconds(start), self.seconds(end))
            for mark, start, end in zip(self.chapters, starts, ends, strict=False)
        ]

    @property
    def frames(self) -> int:
        """The length of the film in frames."""
        return self.shots[-1].end_frame if self.shots else 0
