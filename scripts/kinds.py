"""An option that takes several names, by commas: `--to markdown,pdf`."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import click

from scenes.stage.near import no_such


def several(kinds: Sequence[str]) -> Callable[[click.Context, click.Parameter, str], tuple[str, ...]]:
    """The callback of an option that takes these; each once, in the order in which they were given."""

    def read(ctx: click.Context, param: click.Parameter, value: str) -> tuple[str, ...]:
        wanted = tuple(dict.fromkeys(kind.strip() for kind in value.split(",") if kind.strip()))
        for kind in wanted:
            if kind not in kinds:
                raise click.BadParameter(no_such("kind", kind, kinds), ctx, param)
        if not wanted:
            raise click.BadParameter(f"say which kinds; there are: {', '.join(kinds)}", ctx, param)
        return wanted

    return read
