"""`backreel render`: a lesson to a video and everything that belongs to it."""

from __future__ import annotations

import json
from pathlib import Path

import click

from scenes.deliver.lesson import deliver
from scenes.render.edition import Edition
from scripts import options
from scripts.progress import shown


@click.command("render")
@options.lesson
@options.language
@options.quality
@options.aspect
@options.theme
@options.reduced_motion
@options.settings
@options.output
@options.as_json
@options.preview
@options.quiet
@options.verbose
def command(
    lesson: str | None,
    language: str,
    quality: str,
    aspect: str,
    theme: str,
    reduced_motion: bool,
    settings: tuple[str, ...],
    output: Path,
    as_json: bool,
    preview: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Render a LESSON: video, poster, captions, transcript, trace and the report of shown numbers."""
    name = options.checked_lesson(lesson)
    values = options.checked_values(name, settings)
    edition = Edition(name, values, language, quality, aspect, theme, reduced_motion)
    with shown(f"{name} ({language})", quiet) as progress:
        delivery = deliver(edition, output, progress)
    film = delivery.timeline
    if as_json:
        answer = {
            "outputs": [str(path) for path in delivery.outputs],
            "frames": film.frames,
            "seconds": film.seconds(film.frames),
            "shots": [shot.name for shot in film.shots],
            "cached": 0,
        }
        click.echo(json.dumps(answer, ensure_ascii=False))
    else:
        click.echo("\n".join(str(path) for path in delivery.outputs))
    if preview:
        click.launch(str(delivery.outputs[0]))
