"""`backreel embed`: what to paste into a course, and the files that it names."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urlsplit

import click

from scenes.deliver.embed.deliver import KINDS, embed
from scenes.deliver.lesson import deliver, deliver_film
from scenes.lessons import index
from scenes.stage.parameters import Setting
from scripts import options
from scripts.drawing import Drawing, drawn
from scripts.kinds import several
from scripts.progress import shown


def _base(ctx: click.Context, param: click.Parameter, value: str) -> str:
    """An address of the web, or a folder beside the page."""
    try:
        told = urlsplit(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is no address; say https://HOST/FOLDER", ctx, param) from None
    is_web = told.scheme in ("http", "https") and bool(told.netloc)
    if (told.scheme and not is_web) or told.query or told.fragment or not value.isprintable() or " " in value:
        raise click.BadParameter(f"{value!r} is no address of a folder; say https://HOST/FOLDER", ctx, param)
    return value


@click.command("embed")
@options.lesson
@click.option(
    "--for",
    "kinds",
    callback=several(KINDS),
    default="html",
    show_default=True,
    help=f"For which places: {','.join(KINDS)}",
)
@click.option(
    "--at",
    "base",
    callback=_base,
    default="",
    metavar="URL",
    help="Where the files will lie; without it, beside the page.",
)
@click.option("--inside", is_flag=True, help="Of html: video, captions and poster inside the snippet.")
@options.language
@drawn
@options.as_json
@options.quiet
@options.verbose
def command(
    lesson: str | None,
    kinds: tuple[str, ...],
    base: str,
    inside: bool,
    language: str,
    settings: list[Setting],
    output: Path,
    drawing: Drawing,
    as_json: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """What to paste to have a LESSON in a course: video, captions, poster, alternative text, transcript.

    Without a name: the film of all lessons. It is rendered as by `backreel render`; shots that are
    finished are not drawn again. For moodle a package is written that most course systems import
    (SCORM 1.2); all else is printed.
    """
    if inside and "html" not in kinds:
        raise click.UsageError("--inside is for html; --for html")
    if inside and base:
        raise click.UsageError("--inside and --at do not go together: with --inside there are no files to lie anywhere")
    name = options.checked_lesson(lesson) if lesson is not None else index.FILM
    values = {one: options.checked_values(one, settings) for one in ((name,) if lesson else options.film_lessons())}
    edition = drawing.edition(name, values.get(name, {}), language)
    delivery = None
    if set(kinds) != {"notebook"}:  # its cell renders by itself
        with shown(f"{name} ({language})", quiet) as progress:
            if name == index.FILM:
                delivery = deliver_film(values, edition, output, progress, drawing.how)
            else:
                delivery = deliver(edition, output, progress, drawing.how)
    told = {setting.key: setting.text for setting in settings if setting.where is None}
    file = options.given_file()
    made = embed(delivery, edition, kinds, output, told, base, inside, file.document.path if file is not None else None)
    if as_json:
        paths = [str(path) for path in (*(delivery.outputs if delivery else ()), *made.packages)]
        click.echo(json.dumps({"outputs": paths, "snippets": made.snippets}, ensure_ascii=False))
        return
    for kind, snippet in made.snippets.items():
        if len(kinds) > 1 and not quiet:
            click.echo(f"-- {kind}", err=True)
        click.echo(snippet)
    if delivery is not None and made.snippets and not quiet:
        click.echo(f"(the files are in {output})", err=True)
    for package in made.packages:
        click.echo(str(package))
