"""Paths as options take them."""

from __future__ import annotations

from typing import Any

import click


class Named(click.Path):
    """A path that has a name: an empty one is a mistake, such as a variable of the shell that is not set."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value == "":
            self.fail("is empty; name one, or . for this folder", param, ctx)
        return super().convert(value, param, ctx)
