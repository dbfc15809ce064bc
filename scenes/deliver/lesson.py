"""One lesson, delivered: video, poster, captions, transcript, trace and the report of shown numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from scenes.deliver import captions, report
from scenes.deliver.files import put_in_place, workshop
from scenes.deliver.transcript import transcript
from scenes.lessons import index
from scenes.stage.timeline import Timeline

Values = Mapping[str, Fraction | int]


@dataclass(frozen=True)
class Delivery:
    """What a render left: the files, the video first, and the film's timeline."""

    outputs: tuple[Path, ...]
    timeline: Timeline


def deliver(
    lesson: str, values: Values, language: str, quality: str, output: Path, progress: Callable[[int, int | None], None]
) -> Delivery:
    """Render a lesson and put everything that belongs to it into a folder, under the names of the design.

    Files appear when all of them are whole. Raises OSError where the folder cannot be written to.
    """
    from scenes.render.film import render_lesson  # Manim takes seconds to load: only when a film is wanted

    stem = f"{lesson}.{language}"
    with workshop(output) as shop:
        video, poster = shop / f"{stem}.mp4", shop / f"{stem}.png"
        timeline = render_lesson(lesson, values, language, quality, video, poster, progress)
        texts = {
            f"{stem}.vtt": captions.webvtt(timeline),
            f"{stem}.srt": captions.subrip(timeline),
            f"{stem}.txt": transcript(timeline),
            f"{lesson}.trace.json": index.trace_json(lesson, values),
            f"{stem}.numbers.json": report.numbers(timeline),
        }
        for name, text in texts.items():
            (shop / name).write_text(text, encoding="utf-8")
        made = [video, poster, *(shop / name for name in texts)]
        return Delivery(tuple(put_in_place(made, output)), timeline)


def deliver_still(lesson: str, values: Values, language: str, quality: str, shot: str | None, output: Path) -> Path:
    """The last frame of a shot as a PNG in a folder: LESSON.SHOT.LANGUAGE.png."""
    from scenes.render.film import render_still

    with workshop(output) as shop:
        picture = shop / f"{lesson}.{shot or 'poster'}.{language}.png"
        render_still(lesson, values, language, quality, shot, picture)
        return put_in_place([picture], output)[0]
