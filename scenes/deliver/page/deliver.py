"""Pages, delivered: lessons drawn, joined, and put into one file a language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import partial
from pathlib import Path

from engine import Trace
from scenes.deliver.drawn import How, drawn
from scenes.deliver.files import put_in_place, workshop
from scenes.deliver.page.contents import PageLesson, page_lesson
from scenes.deliver.page.html import Other, page
from scenes.lessons import index
from scenes.render.advance import Progress
from scenes.render.clip_key import trace_key
from scenes.render.edition import Edition
from scenes.render.join import join


def deliver_pages(
    wanted: Sequence[Sequence[Edition]],
    output: Path,
    progress: Callable[[Edition], AbstractContextManager[Progress]],
    how: How,
) -> tuple[Path, ...]:
    """A page for each of `wanted`: the same lessons in several languages, each page with links to the others.

    A page of several lessons is called, and titled, after the film. Files appear when all of them are whole. Raises as
    `drawn` does.
    """
    names = [page_name(editions) for editions in wanted]
    with workshop(output) as shop:
        made = []
        for editions, name in zip(wanted, names, strict=True):
            look = editions[0]
            lessons = []
            for edition in editions:
                with progress(edition) as told:
                    lessons.append(_lesson(edition, shop, told, how))
            others = [Other(other[0].language, file) for other, file in zip(wanted, names, strict=True) if file != name]
            title = lessons[0].timeline.title if len(lessons) == 1 else _film_title(look)
            text = page(title, look.catalogue, lessons, look.settings().theme, look.rate.size(look.frame), others)
            (shop / name).write_text(text, encoding="utf-8")
            made.append(shop / name)
        return tuple(put_in_place(made, output))


def page_name(editions: Sequence[Edition]) -> str:
    """What the file of a page is called."""
    first = editions[0]
    film = replace(first, lesson=first.custom.film or index.FILM)
    stem = first.stem if len(editions) == 1 else film.stem
    return f"{stem}.html"


def _film_title(look: Edition) -> str:
    return look.catalogue.lesson(index.FILM).title


def _lesson(edition: Edition, shop: Path, told: Progress, how: How) -> PageLesson:
    video = shop / f"{edition.stem}.mp4"
    with drawn([edition], shop, told, how) as (film, clips):
        join([clip.video for clip in film.clips], video, film.timeline)
        poster = film.poster.read_bytes()
        trace = clips.text(trace_key(edition), partial(index.trace_json, edition.lesson, edition.values))
    content = video.read_bytes()
    video.unlink()
    return page_lesson(film.timeline, content, poster, Trace.from_json(trace), edition.values, edition.catalogue)
