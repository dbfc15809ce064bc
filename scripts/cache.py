"""`backreel cache`: the finished shots that are kept for the next call."""

from __future__ import annotations

import json

import click

from scenes.render import cache
from scripts import options


class Size(click.ParamType):
    """A number of bytes: 0, 500MB, 2GB."""

    name = "size"
    units: dict[str, int] = {"": 1, "B": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9}  # noqa: RUF012

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> int:
        text = value.strip().upper()
        number = text.rstrip("KMGB").strip()
        try:
            size = int(float(number) * self.units[text[len(number) :].strip()])
        except (ValueError, KeyError, OverflowError):
            size = -1
        if size < 0:
            self.fail(f"{value!r} is no size; say for instance 0, 500MB or 2GB", param, ctx)
        return size


@click.command("cache")
@click.option("--trim", "limit", type=Size(), help="Remove what was not used for longest, until so much is left.")
@options.as_json
@options.verbose
def command(limit: int | None, as_json: bool, verbose: bool) -> None:
    """The cache: shots that were finished and are not drawn again while nothing that they show has changed.

    It keeps itself below 2 GB; --trim 0 empties it. BACKREEL_CACHE names another folder for it.
    """
    found = cache.content() if limit is None else cache.trim(limit)
    if as_json:
        click.echo(json.dumps({"folder": str(found.folder), "bytes": found.size, "shots": found.shots}))
        return
    click.echo(f"{found.folder}: {sum(found.shots.values())} shots, {found.size / 1e6:.1f} MB")
    for lesson, shots in found.shots.items():
        click.echo(f"  {lesson:<12}{shots:>6}")
