"""How far a film is, told while it is drawn. Needs no Manim."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from scenes.render.edition import Edition
from scenes.render.estimate import frames_of


@dataclass(frozen=True)
class Advance:
    """How far a film is: frames done, about how many there will be, and which share is done of each shot that is being
    drawn (LESSON.SHOT)."""

    done: int
    total: int
    shots: dict[str, float]


Progress = Callable[[Advance], None]


class Meter:
    """Knows how far each shot is; those to come are guessed."""

    def __init__(self, editions: Sequence[Edition], progress: Progress, shots: Collection[str] = ()) -> None:
        self._progress = progress
        self._guessed = {
            (edition.lesson, shot): frames_of(edition, shot)
            for edition in editions
            for shot in edition.shots
            if not shots or shot in shots
        }
        self._done: dict[tuple[str, str], int] = {}
        self._whole: set[tuple[str, str]] = set()

    def drawn(self, edition: Edition, shot: str, frames: int, is_whole: bool = False) -> None:
        """So many frames of a shot are drawn."""
        now = (edition.lesson, shot)
        self._done[now] = frames
        if is_whole:
            self._whole.add(now)
        done = sum(self._done.values())
        still = sum(
            max(0, guess - self._done.get(one, 0)) for one, guess in self._guessed.items() if one not in self._whole
        )
        begun = [one for one in self._done if one not in self._whole]
        self._progress(
            Advance(done, done + still, {".".join(one): self._done[one] / max(1, self._guessed[one]) for one in begun})
        )
