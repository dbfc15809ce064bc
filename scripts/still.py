"""`backreel still`: the last frame of a shot, or of all of them, at once."""

from __future__ import annotations

import json
from pathlib import Path

import click

from scenes.deliver.lesson import deliver_still, deliver_stills
from scenes.render.edition import Edition
from scenes.stage.parameters import Setting
from scripts import options


@click.command("still")
@options.lesson
@click.option("--shot", help="The shot whose last frame it is; without it, the lesson's poster.")
@click.option("--all", "every", is_flag=True, help="The last frames of all shots.")
@options.language
@options.quality
@options.aspect
@options.theme
@options.settings
@options.output
@options.as_json
@options.preview
@options.verbose
def command(
    lesson: str | None,
    shot: str | None,
    every: bool,
    language: str,
    quality: str,
    aspect: str,
    theme: str,
    settings: list[Setting],
    output: Path,
    as_json: bool,
    preview: bool,
    verbose: bool,
) -> None:
    """The last frame of a shot of a LESSON as a PNG, or with --all those of all shots."""
    name = options.checked_lesson(lesson)
    options.check_shot(name, language, shot)
    if every and shot is not None:
        raise click.UsageError("--all are all shots, and --shot is one; give one of them")
    values = options.checked_values(name, settings)
    edition = Edition(name, values, language, quality, aspect, theme, custom=options.own())
    made = deliver_stills(edition, output) if every else [deliver_still(edition, shot, output)]
    paths = [str(path) for path in made]
    click.echo(json.dumps({"outputs": paths}, ensure_ascii=False) if as_json else "\n".join(paths))
    if preview:
        click.launch(paths[0])
