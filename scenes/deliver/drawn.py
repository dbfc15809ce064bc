"""Films that are drawn: what all that is delivered is made from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from scenes.lessons import index
from scenes.render.advance import Progress
from scenes.render.cache import cached
from scenes.render.clip_key import keys
from scenes.render.clips import Clips
from scenes.render.edition import Edition
from scenes.render.film import Film, render
from scenes.stage.parameters import Values
from scenes.stage.settings import Chapter


class Unfinished(KeyboardInterrupt):
    """Stopped on the way; so many finished shots are kept."""

    def __init__(self, shots: int) -> None:
        super().__init__()
        self.shots = shots


@dataclass(frozen=True)
class How:
    """Shots are drawn by so many processes side by side, or by the workers of a cluster (the address of its
    scheduler); what is in the cache already is not drawn, unless that is not used. `shots` are those wanted, if not
    all."""

    jobs: int = 1
    use_cache: bool = True
    cluster: str | None = None
    shots: tuple[str, ...] = ()


HERE = How()


@contextmanager
def drawn(editions: Sequence[Edition], shop: Path, progress: Progress, how: How) -> Iterator[tuple[Film, Clips]]:
    """A lesson, or a film of several, drawn; its clips stay where they are as long as this lasts. `shop` is a folder
    for them where the cache is not used.

    Raises OSError where the cache cannot be written to, or no cluster answers, ShotsFailed for shots that could not be
    drawn, Unfinished at Ctrl-C.
    """
    with cached() if how.use_cache else nullcontext(Clips(shop / "shots")) as clips:
        wanted = [key for edition in editions for key in keys(edition).values()]
        try:
            film = render(editions, clips, progress, how.jobs, how.cluster, how.shots)
        except KeyboardInterrupt:
            raise Unfinished(sum(clips.find(key) is not None for key in wanted) if how.use_cache else 0) from None
        yield film, clips


def chapters(values: Mapping[str, Values], look: Edition) -> list[Edition]:
    """The opening and the chapters of a film of these lessons, in this order, with these parameters; `look` says
    language, quality, shape, colours and motion."""
    lessons = tuple(values)
    given: list[tuple[str, Values]] = [(index.FILM, {}), *values.items()]
    return [
        replace(look, lesson=lesson, values=own, chapter=Chapter(lessons, number))
        for number, (lesson, own) in enumerate(given)
    ]
