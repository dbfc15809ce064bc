"""Snippets, delivered: the files that they name, and what is to be pasted or given to a course system."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scenes.deliver.embed import player as players
from scenes.deliver.embed import snippets
from scenes.deliver.embed.scorm import write_package
from scenes.deliver.files import put_in_place, workshop
from scenes.deliver.lesson import Delivery
from scenes.render.edition import Edition

KINDS = ("html", "markdown", "notebook", "quarto", "moodle")
_SNIPPETS: Mapping[str, Callable[[players.Player], str]] = {
    "html": players.html,
    "markdown": snippets.markdown,
    "quarto": snippets.quarto,
}


@dataclass(frozen=True)
class Embedded:
    """What is to be pasted, by kind, and the packages that were written."""

    snippets: Mapping[str, str]
    packages: tuple[Path, ...]


def embed(
    delivery: Delivery | None,
    edition: Edition,
    kinds: Sequence[str],
    output: Path,
    settings: Mapping[str, str],
    base: str = "",
    inside: bool = False,
    file: Path | None = None,
) -> Embedded:
    """Snippets of a delivery that lies in a folder, and for course systems a package beside it. A cell of a notebook
    needs no delivery.

    `base` is the address where the files will lie; without it they lie beside the page. With `inside` the snippet for
    HTML holds all of them. `settings` are those of the edition, KEY by VALUE, over those of a lesson
    `file`. Raises OSError where the folder cannot be
    written to.
    """
    found: dict[str, str] = {}
    packages: list[Path] = []
    size = edition.rate.size(edition.frame)
    for kind in kinds:
        if kind == "notebook":
            found[kind] = snippets.notebook(edition, settings, file)
            continue
        assert delivery is not None
        if kind == "moodle":
            packages.append(_package(delivery, size, output))
        elif kind == "html" and inside:
            found[kind] = players.html(players.player(delivery, size, players.inside, is_inside=True))
        else:
            found[kind] = _SNIPPETS[kind](players.player(delivery, size, players.beside(base), is_elsewhere=bool(base)))
    return Embedded(found, tuple(packages))


def _package(delivery: Delivery, size: tuple[int, int], output: Path) -> Path:
    with workshop(output) as shop:
        package = shop / f"{delivery.outputs[0].stem}.scorm.zip"
        write_package(delivery, size, package)
        return put_in_place([package], output)[0]
