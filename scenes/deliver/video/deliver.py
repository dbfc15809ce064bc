"""A film that is drawn, written as files of the kinds that are wanted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from scenes.deliver import captions
from scenes.deliver.narration.narrate import Narrated
from scenes.deliver.video.encoded import mov, webm
from scenes.deliver.video.frames import png_sequence
from scenes.deliver.video.kinds import SMALL, SOUNDS, Wish
from scenes.deliver.video.small import made_small
from scenes.render.film import Film
from scenes.render.join import join
from scenes.stage.timeline import ShotSpan, Timeline, later


def written(
    film: Film, wish: Wish, shop: Path, stem: str, is_transparent: bool, speech: Narrated | None = None
) -> tuple[list[Path], list[str]]:
    """The files (a folder for pictures), and what was chosen for those that were to be small, a line each. `speech` is
    what is spoken, in those that have a sound.

    With shots named there is a file of each, LESSON.SHOT.LANGUAGE. Raises TooLarge.
    """
    files: list[Path] = []
    told: list[str] = []
    for name, videos, timeline in _parts(film, wish, stem):
        cues = captions.cues(timeline) if wish.with_subtitles else []
        subtitles = [(cue.start, cue.end, cue.text) for cue in cues]
        for kind in wish.kinds:
            path = shop / (f"{name}.frames" if kind == "png" else f"{name}.{kind}")
            sound = speech.write(timeline, SOUNDS[kind], shop) if speech is not None and kind in SOUNDS else None
            if kind in SMALL:
                made = made_small(kind, videos, path, wish.most, is_transparent)
                told.append(f"{path.name}: {path.stat().st_size / 1e6:.2f} MB, {made}")
            elif kind == "mp4":
                join(videos, path, timeline, subtitles, sound)
            elif kind == "webm":
                webm(videos, path, timeline, is_transparent, subtitles, sound)
            elif kind == "mov":
                mov(videos, path, timeline, subtitles, sound)
            else:
                png_sequence(videos, path, is_transparent)
            files.append(path)
    return files, told


def _parts(film: Film, wish: Wish, stem: str) -> Sequence[tuple[str, list[Path], Timeline]]:
    if not wish.shots:
        return [(stem, [clip.video for clip in film.clips], film.timeline)]
    return [
        (stem.replace(".", f".{span.name}.", 1), [clip.video], _alone(film.timeline, span))
        for clip, span in zip(film.clips, film.timeline.shots, strict=True)
        if span.name in wish.shots
    ]


def _alone(timeline: Timeline, span: ShotSpan) -> Timeline:
    return replace(timeline, shots=(later(span, -span.first_frame),), numbers=(), chapters=())
