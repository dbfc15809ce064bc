"""`backreel slides`: the shots of lessons, or of the film of all, as decks."""

from __future__ import annotations

import json
from pathlib import Path

import click

from scenes.deliver.deck.deliver import KINDS, Wanted, deliver_decks
from scenes.deliver.drawn import chapters
from scenes.lessons import index
from scenes.stage.parameters import Setting
from scripts import options
from scripts.drawing import Drawing, drawn
from scripts.kinds import several
from scripts.progress import shown

LARGE = 100_000_000  # bytes: many course systems and nearly all mail take no file that is larger


@click.command("slides")
@options.lessons
@click.option(
    "--to", "kinds", callback=several(KINDS), default="html", show_default=True, help=f"Which kinds: {','.join(KINDS)}"
)
@options.languages
@click.option("--folder", "as_folder", is_flag=True, help="Of html: a folder with page and videos, not one file.")
@drawn
@options.as_json
@options.preview
@options.quiet
@options.verbose
def command(
    lessons: tuple[str, ...],
    kinds: tuple[str, ...],
    languages: tuple[str, ...],
    as_folder: bool,
    settings: list[Setting],
    output: Path,
    drawing: Drawing,
    as_json: bool,
    preview: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Each LESSON as a deck; a slide is a shot, and where it asks something it waits for the room.

    Without a name: one deck of all lessons. Several languages (-l en -l ru) are in one page, which
    can be switched; of other kinds there is one file for each.
    """
    if as_folder and "html" not in kinds:
        raise click.UsageError("--folder is of html; say --to html too")
    names = list(dict.fromkeys(map(options.checked_lesson, lessons)))
    values = {name: options.checked_values(name, settings) for name in names or options.film_lessons()}
    made: list[Path] = []
    for name in names or [index.FILM]:
        wanted = []
        for language in languages:
            look = drawing.edition(name, values.get(name, {}), language)
            wanted.append(Wanted(tuple(chapters(values, look)) if name == index.FILM else (look,)))
        made += deliver_decks(
            wanted,
            kinds,
            output,
            lambda one: shown(f"{one.look.lesson} ({one.look.language})", quiet),
            drawing.how,
            as_folder,
        )
    for path in made:
        if path.suffix == ".html" and path.stat().st_size > LARGE:
            click.echo(
                f"{path.name} is {path.stat().st_size / 1e6:.0f} MB: a browser opens it from a disk, mail and course"
                " systems may not take it; -q m makes less of it, --folder leaves the videos outside",
                err=True,
            )
    paths = [str(path) for path in made]
    click.echo(json.dumps({"outputs": paths}, ensure_ascii=False) if as_json else "\n".join(paths))
    if preview:
        click.launch(paths[0])
