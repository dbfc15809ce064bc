"""Shots to one video: a lesson by itself, or a film of several."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from scenes.render.clip_key import keys
from scenes.render.clips import Clip, Clips
from scenes.render.draw import draw
from scenes.render.edition import Edition
from scenes.render.estimate import frames_of
from scenes.render.join import join
from scenes.stage.timeline import Mark, ShotSpan, ShownNumber, Timeline
from scenes.stage.writing import words

Progress = Callable[[int, int, str], None]


def render(editions: Sequence[Edition], clips: Clips, video: Path, poster: Path, progress: Progress) -> Timeline:
    """Draw the shots that are not among the `clips` yet, join all into `video` (MP4), and say what stood on the screen
    when. `poster` (PNG) is that of the first edition.

    `editions` is one lesson, or the opening of a film and its chapters. `progress` is told the frames done, about how
    many there will be, and what is being drawn. Whatever is raised, video and poster are not whole then.
    """
    clips.keep_only(key for edition in editions for key in keys(edition).values())
    told = _told(editions, progress)
    parts = [
        (edition, draw(edition, clips, None if place else poster, told(edition)))
        for place, edition in enumerate(editions)
    ]
    timeline = _timeline(parts)
    join([clip.video for _, made in parts for clip in made], video, timeline)
    return timeline


def _told(editions: Sequence[Edition], progress: Progress) -> Callable[[Edition], Callable[[str, int], None]]:
    """What the drawing of each edition tells: the frames of a shot so far. Shots to come are guessed."""
    guessed = {(edition.lesson, shot): frames_of(edition, shot) for edition in editions for shot in edition.shots}
    done: dict[tuple[str, str], int] = {}

    def told(edition: Edition) -> Callable[[str, int], None]:
        def drawn(shot: str, frames: int) -> None:
            now = (edition.lesson, shot)
            done[now] = frames
            still = sum(guess for one, guess in guessed.items() if one not in done) + max(0, guessed[now] - frames)
            progress(sum(done.values()), sum(done.values()) + still, ".".join(now))

        return drawn

    return told


def _timeline(parts: Sequence[tuple[Edition, list[Clip]]]) -> Timeline:
    """The clips one after another. In a film the shots are called LESSON.SHOT, and so are the paths of their numbers;
    a chapter begins with its card, which the lesson before ends with."""
    first, _ = parts[0]
    catalogue = words.load(first.language)
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
            shots.append(_later(replace(clip.span, name=name), begins))
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


def _later(span: ShotSpan, frames: int) -> ShotSpan:
    said = tuple(
        replace(one, first_frame=one.first_frame + frames, end_frame=one.end_frame + frames) for one in span.said
    )
    return replace(span, said=said, first_frame=span.first_frame + frames, end_frame=span.end_frame + frames)
