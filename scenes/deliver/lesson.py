"""One lesson, delivered: video, poster, captions, transcript, trace and the report of shown numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from scenes.deliver import captions, report
from scenes.deliver.files import put_in_place, workshop
from scenes.deliver.transcript import transcript
from scenes.lessons import index
from scenes.render.edition import Edition
from scenes.stage.timeline import Timeline


@dataclass(frozen=True)
class Delivery:
    """What a render left: the files, the video first, and the film's timeline."""

    outputs: tuple[Path, ...]
    timeline: Timeline


def deliver(edition: Edition, output: Path, progress: Callable[[int, int | None], None]) -> Delivery:
    """Render a lesson and put everything that belongs to it into a folder, under the names of the design.

    Files appear when all of them are whole. Raises OSError where the folder cannot be written to.
    """
    from scenes.render.film import render_lesson  # Manim takes seconds to load: only when a film is wanted

    stem, lesson = edition.stem, edition.lesson
    with workshop(output) as shop:
        video, poster = shop / f"{stem}.mp4", shop / f"{stem}.png"
        timeline = render_lesson(edition, video, poster, progress)
        texts = {
            f"{stem}.vtt": captions.webvtt(timeline),
            f"{stem}.srt": captions.subrip(timeline),
            f"{stem}.txt": transcript(timeline),
            f"{lesson}.trace.json": index.trace_json(lesson, edition.values),
            f"{stem}.numbers.json": report.numbers(timeline),
        }
        for name, text in texts.items():
            (shop / name).write_text(text, encoding="utf-8")
        made = [video, poster, *(shop / name for name in texts)]
        return Delivery(tuple(put_in_place(made, output)), timeline)


def deliver_still(edition: Edition, shot: str | None, output: Path) -> Path:
    """The last frame of a shot as a PNG in a folder: LESSON.SHOT.LANGUAGE.png."""
    from scenes.render.film import render_still

    with workshop(output) as shop:
        name = edition.stem.replace(".", f".{shot or 'poster'}.", 1)
        picture = shop / f"{name}.png"
        render_still(edition, shot, picture)
        return put_in_place([picture], output)[0]


def deliver_stills(edition: Edition, output: Path) -> list[Path]:
    """The last frame of every shot of a lesson: LESSON.SHOT.LANGUAGE.png."""
    from scenes.render.film import render_stills

    with workshop(output) as shop:
        made = []
        for picture in render_stills(edition, shop):
            shot = picture.stem.partition(".")[2]
            made.append(picture.rename(shop / f"{edition.stem.replace('.', f'.{shot}.', 1)}.png"))
        return put_in_place(made, output)
