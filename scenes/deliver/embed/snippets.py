"""Snippets that are pasted as text: Markdown, Quarto, and a cell of a notebook."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from scenes.deliver.embed.player import Player, html
from scenes.lessons import index
from scenes.render.edition import Edition

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$&^!@])")


def markdown(player: Player) -> str:
    """CommonMark, for those places too that take no HTML: the poster leads to the video, links under it."""
    return f"[![{_text(player.alt)}]({player.poster})]({player.video})\n\n{_links(player)}\n"


def quarto(player: Player) -> str:
    """The player where Quarto makes HTML of it; where it makes PDF or Word, the poster with its alternative text and
    the links."""
    return (
        '::: {.content-visible when-format="html"}\n'
        f"```{{=html}}\n{html(player).rstrip()}\n```\n"
        ":::\n\n"
        '::: {.content-visible unless-format="html"}\n'
        f"![{_links(player)}]({player.poster}){{fig-alt={_quoted(player.alt)}}}\n"
        ":::\n"
    )


def notebook(edition: Edition, settings: Mapping[str, str], file: Path | None = None) -> str:
    """A cell that shows the lesson, in a notebook whose kernel has Backreel; the video becomes part of the notebook."""
    usual = Edition("", {})
    source = index.find(edition.lesson).source if edition.lesson != index.FILM else None
    told = [repr(source.asked if source is not None else edition.lesson)]
    if settings:
        told.append(repr(dict(settings)))
    if file is not None:
        told.append(f"config={str(file)!r}")
    told.append(f"language={edition.language!r}")
    told.append(f"quality={edition.quality!r}")
    names = ("aspect", "theme", "reduced_motion")
    told += [f"{name}={getattr(edition, name)!r}" for name in names if getattr(edition, name) != getattr(usual, name)]
    return f"from scenes.deliver.notebook import show\n\nshow({', '.join(told)})\n"


def _links(player: Player) -> str:
    w = player.words
    linked = ((w["video"], player.video), (w["captions"], player.captions), (w["transcript"], player.transcript))
    return " · ".join([f"**{_text(player.title)}**", *(f"[{word}]({address})" for word, address in linked)])


def _text(text: str) -> str:
    """Plain text as Markdown that shows exactly that text."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def _quoted(text: str) -> str:
    """Plain text as the value of an attribute of pandoc."""
    escaped = " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
