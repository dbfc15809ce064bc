"""Typst where there is nothing to be read: for sources that hold what users wrote."""

from __future__ import annotations

from functools import cache
from tempfile import TemporaryDirectory
from typing import Any


def sealed(source: bytes, **how: Any) -> bytes:
    """A source set by Typst, as `typst.compile` says, with the fonts that come inside its wheel. Its root is an empty
    folder, and packages are looked for there: whatever the source says, no file is read."""
    import typst  # only where something is set

    with TemporaryDirectory(prefix="backreel-text-") as nothing:
        made = typst.compile(
            source, root=nothing, package_path=nothing, package_cache_path=nothing, font_paths=fonts(), **how
        )
    assert isinstance(made, bytes)
    return made


@cache
def fonts() -> Any:
    """Only the embedded fonts: a system font of the same name would replace them without a word."""
    import typst

    return typst.Fonts(include_system_fonts=False)
