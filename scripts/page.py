"""`backreel page`: lessons as web pages with everything in them."""

from __future__ import annotations

import json
from pathlib import Path

import click

from scenes.deliver.page.deliver import deliver_pages
from scenes.stage.parameters import Setting
from scripts import options
from scripts.drawing import Drawing, drawn
from scripts.progress import shown


@click.command("page")
@options.lessons
@options.languages
@drawn
@options.as_json
@options.preview
@options.quiet
@options.verbose
def command(
    lessons: tuple[str, ...],
    languages: tuple[str, ...],
    settings: list[Setting],
    output: Path,
    drawing: Drawing,
    as_json: bool,
    preview: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Each LESSON as a web page: film, captions, transcript, formulas, numbers, and an experiment by hand.

    A page is one file, asks nobody for anything, and works from disk. Without a name: one page of all
    lessons. Several languages (-l en -l ru): a page for each, with links from one to the other.
    """
    names = list(dict.fromkeys(map(options.checked_lesson, lessons)))
    values = {name: options.checked_values(name, settings) for name in names or options.film_lessons()}
    made: list[Path] = []
    for group in [[name] for name in names] or [list(values)]:
        wanted = [[drawing.edition(name, values[name], language) for name in group] for language in languages]
        made += deliver_pages(
            wanted, output, lambda edition: shown(f"{edition.lesson} ({edition.language})", quiet), drawing.how
        )
    paths = [str(path) for path in made]
    click.echo(json.dumps({"outputs": paths}, ensure_ascii=False) if as_json else "\n".join(paths))
    if preview:
        click.launch(paths[0])
