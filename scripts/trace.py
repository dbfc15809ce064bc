"""`backreel trace`: all numbers of a lesson."""

from __future__ import annotations

import errno
from collections.abc import Callable, Mapping
from math import isfinite
from pathlib import Path
from typing import Any

import click
from numpy.typing import NDArray

from engine import Quantity
from engine.exact import ratio
from scenes.deliver.files import put_in_place, workshop
from scenes.lessons import index
from scenes.stage.parameters import Setting, Values
from scenes.stage.writing.words import LANGUAGES
from scripts import options
from scripts.named import Named

FORMATS: dict[str, Callable[[str, Values], bytes]] = {
    "json": lambda name, values: index.trace_json(name, values).encode(),
    "csv": lambda name, values: index.trace(name, values).to_csv().encode(),
    "npz": lambda name, values: index.trace(name, values).to_npz(),
}
FIRST_ENTRIES = 3


@click.command("trace")
@options.lesson
@options.settings
@click.option("--to", "kind", type=click.Choice(list(FORMATS)), help="All numbers, in a format for programs.")
@click.option("-o", "--output", type=Named(path_type=Path), metavar="FILE", help="The file to write.")
@click.option("--json", "as_json", is_flag=True, help="The same as --to json.")
@click.option(
    "-l",
    "--language",
    "table_language",
    type=click.Choice(LANGUAGES),
    help="Of csv: for a spreadsheet of this language, with what each number is.",
)
@options.verbose
def command(
    lesson: str | None,
    settings: list[Setting],
    kind: str | None,
    output: Path | None,
    as_json: bool,
    table_language: str | None,
    verbose: bool,
) -> None:
    """All numbers of a LESSON: path, value, exact value. Needs no Manim."""
    name = options.checked_lesson(lesson)
    file = None if output == Path("-") else output
    wanted = _checked_format(name, kind, as_json, file)
    if table_language is not None and wanted != "csv":
        raise click.UsageError("-l is for the table of a class: --to csv")
    values = options.checked_values(name, settings)
    if wanted is None:
        click.echo("\n".join(_table(index.trace(name, values))))
        return
    if table_language is None:
        written = FORMATS[wanted](name, values)
    else:
        from scenes.deliver.sheets.table import trace_table

        written = trace_table(index.trace(name, values), table_language).encode()
    if file is None:
        click.echo(written, nl=False)
    else:
        click.echo(str(_write(written, file)))


def _checked_format(name: str, kind: str | None, as_json: bool, file: Path | None) -> str | None:
    """The format that is asked for, else that of the file's name, else None: a table for a person."""
    if as_json and kind not in (None, "json"):
        raise click.UsageError(f"--json is --to json, and --to {kind} says otherwise; give one of them")
    wanted = "json" if as_json else kind
    if wanted is None and file is not None:
        wanted = file.suffix.lower().removeprefix(".")
        if wanted not in FORMATS:
            raise click.UsageError(f"say which format {file} is to have: --to {', '.join(FORMATS)}")
    if wanted == "npz" and file is None and click.get_binary_stream("stdout").isatty():
        raise click.UsageError(f"NPZ is binary and not for a terminal; name a file: --to npz -o {name}.npz")
    return wanted


def _write(written: bytes, file: Path) -> Path:
    if file.is_dir():
        raise IsADirectoryError(errno.EISDIR, "is a folder; name a file in it", str(file))
    with workshop(file.parent) as shop:
        made = shop / file.name
        made.write_bytes(written)
        return put_in_place([made], file.parent)[0]


def _table(quantities: Mapping[str, Quantity]) -> list[str]:
    width = max(map(len, quantities), default=0)
    return [f"{path:<{width}}  {_row(quantity)}".rstrip() for path, quantity in quantities.items()]


def _row(quantity: Quantity) -> str:
    """Value and exact value; of an array its shape, and the first entries."""
    shape = f"({' x '.join(map(str, quantity.shape))}) " if quantity.shape else ""
    value = shape + _first(quantity, quantity.array, lambda number: _value(number, quantity.is_exact))
    exact = _first(quantity, quantity.numbers, lambda number: _short(ratio(number))) if quantity.is_exact else ""
    return f"{value:<24}  {exact}"


def _first(quantity: Quantity, numbers: NDArray[Any], written: Callable[[Any], str]) -> str:
    more = ["..."] if quantity.numbers.size > FIRST_ENTRIES else []
    return ", ".join([*map(written, numbers.reshape(-1)[:FIRST_ENTRIES]), *more])


def _value(number: float, exact: bool) -> str:
    return "beyond floats" if exact and not isfinite(number) else repr(float(number))


def _short(exact: str) -> str:
    return exact if len(exact) <= 60 else f"{exact[:28]}...{exact[-28:]} ({len(exact)} characters; --json has all)"
