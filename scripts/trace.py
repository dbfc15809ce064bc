"""`backreel trace`: all numbers of a lesson."""

from __future__ import annotations

import click

from engine.exact import ratio
from scenes.lessons import index
from scripts import options


@click.command("trace")
@options.lesson
@options.settings
@options.as_json
@options.verbose
def command(lesson: str | None, settings: tuple[str, ...], as_json: bool, verbose: bool) -> None:
    """All numbers of a LESSON: path, value, exact value. Needs no Manim."""
    name = options.checked_lesson(lesson)
    values = options.checked_values(name, settings)
    if as_json:
        click.echo(index.trace_json(name, values), nl=False)
        return
    quantities = index.trace(name, values).values()
    width = max(len(quantity.path) for quantity in quantities)
    for quantity in quantities:
        value = "beyond floats" if quantity.value is None else repr(quantity.value)
        exact = "" if quantity.exact is None else f"  {_short(ratio(quantity.exact))}"
        click.echo(f"{quantity.path:<{width}}  {value:<24}{exact}".rstrip())


def _short(exact: str) -> str:
    return exact if len(exact) <= 60 else f"{exact[:28]}...{exact[-28:]} ({len(exact)} characters; --json has all)"
