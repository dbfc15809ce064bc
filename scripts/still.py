"""`backreel still`: one picture at once."""

from __future__ import annotations

import json
from pathlib import Path

import click

from scenes.deliver.lesson import deliver_still
from scenes.stage.writing import words
from scripts import options


@click.command("still")
@options.lesson
@click.option("--shot", help="The shot whose last frame it is; without it, the lesson's poster.")
@options.language
@options.quality
@options.settings
@options.output
@options.as_json
@options.preview
@options.verbose
def command(
    lesson: str | None,
    shot: str | None,
    language: str,
    quality: str,
    settings: tuple[str, ...],
    output: Path,
    as_json: bool,
    preview: bool,
    verbose: bool,
) -> None:
    """The last frame of a shot of a LESSON as a PNG."""
    name = options.checked_lesson(lesson)
    shots = [known.name for known in words.load(language).lesson(name).shots]
    if shot is not None and shot not in shots:
        raise click.UsageError(f"no shot {shot!r} in {name}; {options.nearest(shot, shots)}")
    values = options.checked_values(name, settings)
    path = deliver_still(name, values, language, quality, shot, output)
    click.echo(json.dumps({"outputs": [str(path)]}, ensure_ascii=False) if as_json else str(path))
    if preview:
        click.launch(str(path))
