"""The shots of a lesson by itself, or of a film of several, with what they show."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from scenes.render.advance import Meter, Progress
from scenes.render.clip_key import keys
from scenes.render.clips import Clip, Clips
from scenes.render.edition import Edition
from scenes.render.farm import Farm, ShotsFailed, can_fork
from scenes.stage.timeline import Mark, ShotSpan, ShownNumber, Timeline, later


@dataclass(frozen=True)
class Film:
    """A film that is drawn, not joined yet: a clip for each of its shots, and what stood on the screen when; `drawn`
    are the shots that had to be drawn (LESSON.SHOT). `poster` is the picture that it is shown by (PNG)."""

    clips: tuple[Clip, ...]
    timeline: Timeline
    drawn: tuple[str, ...]
    poster: Path | None


def render(
    editions: Sequence[Edition],
    clips: Clips,
    progress: Progress,
    jobs: int = 1,
    cluster: str | None = None,
    shots: Collection[str] = (),
) -> Film:
    """Draw the shots that are not among the `clips` yet.

    `editions` is one lesson, or the opening of a film and its chapters. `progress` is told how far it is. So many
    `jobs` are done side by side, where the system can do that; or all by the workers of a `cluster` (the address of its
    scheduler). The clips stay where they are as long as nobody trims their folder. With `shots` the film has these
    shots of a lesson alone, and a poster only if its shot is among them.
    Raises ShotsFailed for shots that could not be drawn; all others are finished before that.
    """
    meter = Meter(editions, progress, shots)
    found: dict[str, Clip] = {}
    missing = _missing(editions, clips, meter, found, shots)
    drawn = _draw(missing, clips, meter, jobs, cluster) if missing else []
    parts = [
        (edition, [found.get(key) or clips.get(key) for key in _keys(edition, shots).values()]) for edition in editions
    ]
    poster = next((clip.poster for clip in parts[0][1] if clip.poster is not None), None)
    return Film(tuple(clip for _, made in parts for clip in made), _timeline(parts), tuple(drawn), poster)


def _keys(edition: Edition, shots: Collection[str]) -> dict[str, str]:
    return {shot: key for shot, key in keys(edition).items() if not shots or shot in shots}


def _missing(
    editions: Sequence[Edition], clips: Clips, meter: Meter, found: dict[str, Clip], wanted: Collection[str]
) -> list[tuple[Edition, list[str]]]:
    """The shots that are not among the clips; the others are put into `found`, by their keys."""
    missing: list[tuple[Edition, list[str]]] = []
    for edition in editions:
        shots = []
        for shot, key in _keys(edition, wanted).items():
            clip = clips.find(key)
            if clip is None:
                shots.append(shot)
            else:
                found[key] = clip
                meter.drawn(edition, shot, clip.frames, True)
        if shots:
            missing.append((edition, shots))
    return missing


def _draw(
    missing: Sequence[tuple[Edition, list[str]]], clips: Clips, meter: Meter, jobs: int, cluster: str | None
) -> list[str]:
    if cluster is not None:
        from scenes.render.cluster import draw_on_cluster

        faults = draw_on_cluster(cluster, missing, clips, meter.drawn)
        if faults:
            raise ShotsFailed(faults)
        return [f"{edition.lesson}.{shot}" for edition, shots in missing for shot in shots]
    from scenes.render.draw import draw  # Manim takes seconds to load: only when something is to be drawn

    drawn: list[str] = []
    with Farm(jobs) if can_fork() else nullcontext() as farm:
        for edition, shots in missing:
            begun = draw(edition, shots, clips, partial(meter.drawn, edition), farm)
            drawn += (f"{edition.lesson}.{shot}" for shot in begun)
    if farm is not None and farm.faults:
        raise ShotsFailed(farm.faults)
    return drawn


def _timeline(parts: Sequence[tuple[Edition, list[Clip]]]) -> Timeline:
    """The clips one after another. In a film the shots are called LESSON.SHOT, and so are the paths of their numbers;
    a chapter begins with its card, which the lesson before ends with."""
    first, _ = parts[0]
    catalogue = first.catalogue
    shots: list[ShotSpan] = []
    numbers: list[ShownNumber] = []
    marks: list[Mark] = []
    begins = 0
    for edition, clips in parts:
        for clip in clips:
            name, owner = clip.span.name, ""
            if edition.chapter is not None:
                name, owner = f"{edition.lesson}.{name}", f"{edition.lesson}."
                if not shots:
                    marks.append(Mark(catalogue.lesson(first.lesson).title, 0))
                elif edition.chapter.following is not None and clip is clips[-1]:
                    coming = str(edition.chapter.following.lesson)
                    name = f"{coming}.card"
                    marks.append(Mark(catalogue.lesson(coming).title, begins))
            shots.append(later(replace(clip.span, name=name), begins))
            numbers += (
                replace(
                    number,
                    path=owner + number.path,
                    shot=name,
                    first_frame=number.first_frame + begins,
                    end_frame=number.end_frame + begins,
                )
                for number in clip.numbers
            )
            begins += clip.frames
    title = catalogue.lesson(first.lesson).title
    return Timeline(
        first.lesson,
        first.language,
        title,
        first.rate.fps,
        tuple(shots),
        tuple(numbers),
        tuple(marks),
    )
