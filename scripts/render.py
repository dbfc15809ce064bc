"""`backreel render`: lessons, or the film of all of them, to videos and everything that belongs to them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import click

from scenes.deliver.lesson import Delivery, deliver, deliver_film
from scenes.deliver.narration.narrate import narrator
from scenes.deliver.video.kinds import KINDS, SMALL, SOUNDS, Wish, bytes_of, kinds_of
from scenes.lessons import index
from scenes.stage.parameters import Setting
from scripts import options
from scripts.drawing import Drawing, drawn
from scripts.progress import shown

_STYLE = ("language", "quality", "aspect", "theme", "reduced_motion")


@click.command("render")
@options.lessons
@click.option("--to", "written", metavar="KINDS", help=f"Files of these kinds, with commas: {','.join(KINDS)}")
@click.option("--transparent", "is_transparent", is_flag=True, help="No background: webm and mov, or webp and png.")
@click.option("--max-size", "most", metavar="SIZE", help="Of gif and webp, each: 8MB. As large and fine as fits.")
@click.option("--shots", "shots", metavar="NAMES", help="Of one LESSON these alone, with commas: a file of each.")
@click.option(
    "--subtitles", "with_subtitles", is_flag=True, help="The captions in mp4, webm and mov, to be switched on."
)
@options.language
@drawn
@click.option(
    "--watch", "watched", is_flag=True, help="Keep a still of one LESSON, anew at every save; Ctrl-C ends it."
)
@click.option("--shot", help="With --watch: the shot whose last frame it is; without it, the poster's.")
@click.option("--narrate", "is_narrated", is_flag=True, help="A voice of this machine speaks what is said.")
@click.option(
    "--voice-dir",
    "recordings",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder with your own recordings, one for each shot: neuron.loss.wav",
)
@options.as_json
@options.preview
@options.quiet
@options.verbose
def command(
    lessons: tuple[str, ...],
    written: str | None,
    is_transparent: bool,
    most: str | None,
    shots: str | None,
    with_subtitles: bool,
    language: str,
    settings: list[Setting],
    output: Path,
    drawing: Drawing,
    watched: bool,
    shot: str | None,
    is_narrated: bool,
    recordings: Path | None,
    as_json: bool,
    preview: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Render each LESSON: video, poster, captions, transcript, trace and the report of shown numbers.

    Without a name: the film of all lessons, with title, table of contents and chapters. Shots that
    were finished before, in a call that was stopped too, are not drawn again (`backreel cache`).

    A film that is narrated waits for the voice. Recordings are called after what they say, as the
    captions (WebVTT) are: LESSON.SHOT, or LESSON.SHOT.question and LESSON.SHOT apart; with --narrate
    too the voice speaks what is not recorded.

    Kinds: mp4 is H.264, webm VP9, mov ProRes 4444 (with --transparent); gif and webp go round; png is
    a folder of pictures, one for each frame, as the mp4 shows it, with --transparent exactly as drawn.
    """
    names = list(dict.fromkeys(map(options.checked_lesson, lessons)))
    if watched:
        if written or is_transparent or most or shots or with_subtitles:
            raise click.UsageError(
                "--to, --transparent, --max-size, --shots and --subtitles go with films, not with --watch"
            )
        if drawing.how.cluster is not None:
            raise click.UsageError("--cluster draws films; --watch draws its still here")
        if is_narrated or recordings is not None:
            raise click.UsageError("a still does not speak: --watch goes without --narrate and --voice-dir")
        _watch(names, shot, language, settings, output, as_json, preview, quiet)
        return
    if shot is not None:
        raise click.UsageError("--shot goes with --watch; of a film all shots are rendered")
    wish = _wish(names, language, written, is_transparent, most, shots, with_subtitles)
    if (is_narrated or recordings is not None) and not set(wish.kinds) & set(SOUNDS):
        raise click.UsageError(f"{', '.join(wish.kinds)} cannot be heard: a narration goes into {', '.join(SOUNDS)}")
    values = {name: options.checked_values(name, settings) for name in names or options.film_lessons()}
    look = drawing.edition(index.FILM, {}, language, is_transparent)
    speaker = narrator(language, is_narrated, recordings, names)
    deliveries = []
    for name in names or [index.FILM]:
        with shown(f"{name} ({language})", quiet) as progress:
            if name == index.FILM:
                deliveries.append(deliver_film(values, look, output, progress, drawing.how, wish, speaker))
            else:
                edition = replace(look, lesson=name, values=values[name])
                deliveries.append(deliver(edition, output, progress, drawing.how, wish, speaker))
        if deliveries[-1].silent and not quiet:
            click.echo(f"backreel: nothing is spoken in {', '.join(deliveries[-1].silent)}", err=True)
    for line in (line for delivery in deliveries for line in delivery.told):
        click.echo(line, err=True)
    if as_json:
        answers = [_answer(delivery) for delivery in deliveries]
        click.echo(json.dumps(answers[0] if len(answers) == 1 else answers, ensure_ascii=False))
    else:
        click.echo("\n".join(str(path) for delivery in deliveries for path in delivery.outputs))
    if preview:
        click.launch(str(deliveries[0].outputs[0]))


def _wish(
    names: list[str],
    language: str,
    written: str | None,
    is_transparent: bool,
    most: str | None,
    shots: str | None,
    with_subtitles: bool,
) -> Wish:
    try:
        kinds = kinds_of(written, is_transparent)
        size = bytes_of(most) if most is not None else None
    except ValueError as wrong:
        raise click.UsageError(str(wrong)) from None
    if size is not None and not set(kinds) & set(SMALL):
        raise click.UsageError("--max-size is for gif and webp; name them with --to")
    if with_subtitles and not set(kinds) & set(SOUNDS):
        raise click.UsageError(f"--subtitles go into {', '.join(SOUNDS)}; name one of them with --to")
    chosen = tuple(dict.fromkeys(shot.strip() for shot in (shots or "").split(",") if shot.strip()))
    if shots is not None and len(names) == 1 and not chosen:
        raise click.UsageError(f"--shots names none; there are: {', '.join(index.shots(names[0], language))}")
    if shots is not None and len(names) != 1:
        raise click.UsageError("--shots are shots of one lesson; name it, and them")
    for shot in chosen:
        options.check_shot(names[0], language, shot)
    return Wish(kinds, size, chosen, with_subtitles)


def _watch(
    names: list[str],
    shot: str | None,
    language: str,
    settings: list[Setting],
    output: Path,
    as_json: bool,
    preview: bool,
    quiet: bool,
) -> None:
    from scenes.deliver.watch import watch_still  # only where it is wanted does it take its time to load

    if len(names) != 1:
        raise click.UsageError("--watch keeps a still of one lesson; name it")
    options.check_shot(names[0], language, shot)
    options.checked_values(names[0], settings)
    file = options.given_file()
    path = file.document.path if file is not None else None
    of_the_call = [setting for setting in settings if setting.where is None]
    for seen in watch_still(names[0], shot, of_the_call, options.said(*_STYLE), output, path):
        if seen.fault is not None:
            click.echo(f"backreel: {seen.fault}", err=True)
            continue
        if not quiet:
            click.echo(f"shot {seen.shot} ({seen.seconds:.1f} s) {seen.picture}", err=True)
        click.echo(json.dumps({"outputs": [str(seen.picture)]}, ensure_ascii=False) if as_json else str(seen.picture))
        if preview:
            click.launch(str(seen.picture))
            preview = False


def _answer(delivery: Delivery) -> dict[str, object]:
    film = delivery.timeline
    chapters = [{"title": mark.title, "from": film.seconds(mark.first_frame)} for mark in film.chapters]
    return {
        "outputs": [str(path) for path in delivery.outputs],
        "frames": film.frames,
        "seconds": film.seconds(film.frames),
        "shots": [shot.name for shot in film.shots],
        **({"chapters": chapters} if chapters else {}),
        "cached": len(film.shots) - len(delivery.drawn),
        "drawn": list(delivery.drawn),
    }
