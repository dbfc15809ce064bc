"""`backreel exercise`: the numbers of a lesson as a sheet with blanks, and as an answer sheet."""

from __future__ import annotations

import json
from pathlib import Path

import click

from scenes.deliver.sheets.deliver import KINDS, deliver_sheets
from scenes.deliver.sheets.drawn_numbers import drawn
from scenes.deliver.sheets.plans import LESSONS
from scenes.stage.parameters import Setting
from scripts import options
from scripts.kinds import several


@click.command("exercise")
@options.lesson
@click.option(
    "--to",
    "kinds",
    callback=several(KINDS),
    default="markdown,pdf",
    show_default=True,
    help=f"Which kinds: {','.join(KINDS)}",
)
@options.languages
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    help="Other numbers, drawn from this seed: a version of the sheet, named so; -s goes over them.",
)
@options.settings
@options.output
@options.as_json
@options.preview
@options.verbose
def command(
    lesson: str | None,
    kinds: tuple[str, ...],
    languages: tuple[str, ...],
    seed: int | None,
    settings: list[Setting],
    output: Path,
    as_json: bool,
    preview: bool,
    verbose: bool,
) -> None:
    """A LESSON worked out by hand: an exercise sheet with blanks, and an answer sheet with every number.

    csv is the table of the same numbers for a spreadsheet: letter, meaning, number, exact value, path in
    the trace. Needs no Manim.
    """
    name = options.checked_lesson(lesson)
    if name not in LESSONS:
        raise click.UsageError(f"the numbers of {name} are not worked out by hand; there are: {', '.join(LESSONS)}")
    values = options.checked_values(name, settings)
    if seed is not None:
        values = options.checked_values(name, [*drawn(name, seed, str(values.get("expression", ""))), *settings])
    paths = [str(path) for path in deliver_sheets(name, values, languages, kinds, output, seed, options.own())]
    click.echo(json.dumps({"outputs": paths}, ensure_ascii=False) if as_json else "\n".join(paths))
    if preview:
        click.launch(paths[0])
