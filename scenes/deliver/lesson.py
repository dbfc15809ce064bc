"""A lesson, or a film of several, delivered: video, poster, captions, transcript, traces, report of shown numbers."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from engine import Trace
from scenes.deliver import captions, report
from scenes.deliver.drawn import HERE, How, chapters, drawn
from scenes.deliver.files import put_in_place, workshop
from scenes.deliver.formulas_in_words import formulas_in_words
from scenes.deliver.narration.narrate import Narrated, Narrator, narrated
from scenes.deliver.transcript import transcript
from scenes.deliver.video.deliver import written
from scenes.deliver.video.kinds import MP4, Wish
from scenes.lessons import index
from scenes.render.advance import Progress
from scenes.render.cache import cached
from scenes.render.clip_key import trace_key
from scenes.render.clips import Clips
from scenes.render.edition import Edition
from scenes.stage.parameters import Values
from scenes.stage.timeline import Timeline


@dataclass(frozen=True)
class Delivery:
    """What a render left: the files, the video first, and the film's timeline. `drawn` are the shots
    that had to be drawn (LESSON.SHOT); the others were finished before. `told` says what was chosen for files
    that were to be small; `silent` are the shots of a narrated film in which nothing is spoken."""

    outputs: tuple[Path, ...]
    timeline: Timeline
    drawn: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    poster_text: str = ""  # what the poster shows


def deliver(
    edition: Edition,
    output: Path,
    progress: Progress,
    how: How = HERE,
    wish: Wish = MP4,
    speaker: Narrator | None = None,
) -> Delivery:
    """Render a lesson and put everything that belongs to it into a folder, under the names of the design. Where there
    is a narrator, the film waits for what is spoken.

    Files appear when all of them are whole. Raises OSError where the folder cannot be written to, and as `drawn` does.
    """
    return _deliver([edition], output, progress, how, wish, speaker)


def deliver_film(
    values: Mapping[str, Values],
    look: Edition,
    output: Path,
    progress: Progress,
    how: How = HERE,
    wish: Wish = MP4,
    speaker: Narrator | None = None,
) -> Delivery:
    """Render the lessons with these parameters, in this order, as one film with chapters.

    `look` says language, quality, shape, colours and motion. Beside the video there are its chapters (WebVTT), and the
    trace of each lesson. Raises as `deliver` does.
    """
    return _deliver(chapters(values, look), output, progress, how, wish, speaker)


def _deliver(
    editions: Sequence[Edition], output: Path, progress: Progress, how: How, wish: Wish, speaker: Narrator | None
) -> Delivery:
    stem = editions[0].stem
    with ExitStack() as stack:
        shop = stack.enter_context(workshop(output))
        how = replace(how, shots=wish.shots)
        speech = _narrated(editions, speaker, shop, how) if speaker is not None else None
        film, clips = stack.enter_context(drawn(speech.editions if speech else editions, shop, progress, how))
        timeline = film.timeline
        silent = speech.silent if speech else ()
        files, told = written(film, wish, shop, stem, editions[0].is_transparent, speech)
        if wish.shots:
            return Delivery(tuple(put_in_place(files, output)), timeline, film.drawn, tuple(told), silent)
        poster = shop / f"{stem}.png"
        assert film.poster is not None  # one of all shots has it
        shutil.copyfile(film.poster, poster)
        texts = {
            f"{stem}.vtt": captions.webvtt(timeline),
            f"{stem}.srt": captions.subrip(timeline),
            f"{stem}.descriptions.vtt": captions.descriptions(timeline),
            f"{stem}.txt": transcript(timeline, _formulas(editions, clips)),
            **({f"{stem}.chapters.vtt": captions.chapters(timeline)} if timeline.chapters else {}),
            **{
                f"{edition.lesson}.trace.json": clips.text(trace_key(edition), partial(_trace, edition))
                for edition in editions
                if edition.lesson != index.FILM
            },
            f"{stem}.numbers.json": report.numbers(timeline),
        }
        for name, text in texts.items():
            (shop / name).write_text(text, encoding="utf-8")
        made = [*files, poster, *(shop / name for name in texts)]
        poster_text = next(clip.span.description for clip in film.clips if clip.poster is not None)
        return Delivery(tuple(put_in_place(made, output)), timeline, film.drawn, tuple(told), silent, poster_text)


def _narrated(editions: Sequence[Edition], speaker: Narrator, shop: Path, how: How) -> Narrated:
    with cached() if how.use_cache else nullcontext(Clips(shop / "texts")) as clips:
        return narrated(editions, speaker, clips, shop, how.shots)


def _formulas(editions: Sequence[Edition], clips: Clips) -> dict[str, list[str]]:
    """The formulas of each shot in words, under the shot's name in the timeline."""
    return {
        f"{edition.lesson}.{shot}" if edition.chapter is not None else shot: found
        for edition in editions
        if edition.lesson != index.FILM
        for shot, found in formulas_in_words(
            edition.lesson,
            edition.values,
            Trace.from_json(clips.text(trace_key(edition), partial(_trace, edition))),
            edition.catalogue,
        ).items()
    }


def _trace(edition: Edition) -> str:
    return index.trace_json(edition.lesson, edition.values)


def deliver_still(edition: Edition, shot: str | None, output: Path) -> Path:
    """The last frame of a shot as a PNG in a folder: LESSON.SHOT.LANGUAGE.png."""
    from scenes.render.still import render_still

    with workshop(output) as shop:
        picture = shop / still_name(edition.stem, shot)
        render_still(edition, shot, picture)
        return put_in_place([picture], output)[0]


def deliver_stills(edition: Edition, output: Path) -> list[Path]:
    """The last frame of every shot of a lesson: LESSON.SHOT.LANGUAGE.png."""
    from scenes.render.still import render_stills

    with workshop(output) as shop:
        made = []
        for picture in render_stills(edition, shop):
            shot = picture.stem.partition(".")[2]
            made.append(picture.rename(shop / still_name(edition.stem, shot)))
        return put_in_place(made, output)


def still_name(stem: str, shot: str | None) -> str:
    """What the picture of a shot is called, or that of the poster, by what files of its edition are called."""
    return stem.replace(".", f".{shot or 'poster'}.", 1) + ".png"
