"""`backreel new`: a lesson file to start from, and the schema of all lesson files for editors."""

from __future__ import annotations

import errno
import json
import os
from pathlib import Path

import click

from engine.files.whole_file import write_whole
from scenes.lessons.lesson_file.annotated import SCHEMA, annotated, name_of
from scenes.lessons.lesson_file.schema import as_json as schema
from scripts import options
from scripts.named import Named


@click.command("new")
@click.argument("lessons", nargs=-1, metavar="LESSON...")
@options.language
@click.option(
    "-o",
    "--output",
    type=Named(path_type=Path),
    default=Path("."),
    help="The folder for the two files; without it, the current one.",
)
@click.option(
    "--schema",
    "schema_alone",
    is_flag=True,
    help="Print the JSON schema of all lesson files instead; a LESSON that is a file is in it too.",
)
@options.as_json
@options.verbose
def command(
    lessons: tuple[str, ...], language: str, output: Path, schema_alone: bool, as_json: bool, verbose: bool
) -> None:
    """A lesson file to start from, about one LESSON, or about several that are a film.

    All that can be told is there, commented out, with what it means. Beside it goes the schema by which editors
    check and complete lesson files. No file is overwritten.
    """
    if schema_alone:
        for name in lessons:  # one of a file is known from then on
            options.checked_lesson(name)
        click.echo(schema(), nl=False)
        return
    wanted = tuple(dict.fromkeys(map(options.checked_lesson, lessons or (None,))))
    made = {output / name_of(wanted): annotated(wanted, language), output / SCHEMA: schema()}
    _write({path: text.encode() for path, text in made.items()})
    paths = [str(path) for path in made]
    click.echo(json.dumps({"outputs": paths}, ensure_ascii=False) if as_json else "\n".join(paths))


def _write(files: dict[Path, bytes]) -> None:
    """Write files that are not there yet; a schema that is there, and the same, stays. Raises OSError."""
    missing = {path: content for path, content in files.items() if not _is_there(path, content)}
    for folder in {path.parent for path in missing}:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except (FileExistsError, NotADirectoryError):
            raise NotADirectoryError(
                errno.ENOTDIR, "is a file, not a folder; choose another one with -o", str(_in_the_way(folder))
            ) from None
    for path, content in reversed(missing.items()):  # the lesson file, which is asked for, last
        try:
            write_whole(path, content)
        except OSError as wrong:
            raise OSError(wrong.errno, wrong.strerror, str(path)) from None


def _is_there(path: Path, content: bytes) -> bool:
    """Whether a schema is there already; raises FileExistsError for any other file."""
    if not os.path.lexists(path):
        return False
    if path.name == SCHEMA and path.is_file() and path.read_bytes() == content:
        return True
    which = "is another one than that of these lessons" if path.name == SCHEMA else "is not overwritten"
    raise FileExistsError(
        errno.EEXIST, f"is there already, and {which}; remove it, or choose another folder with -o", str(path)
    )


def _in_the_way(folder: Path) -> Path:
    """The first part of a path that is there and no folder."""
    parts = (*reversed(folder.parents), folder)
    return next((part for part in parts if part.exists() and not part.is_dir()), folder)
