"""Decks, delivered: the same shots as slides of several kinds, in one language or in more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from errno import EEXIST
from pathlib import Path

from scenes.deliver.deck.html import into_folder, is_deck, one_file
from scenes.deliver.deck.others import put_all, write_others
from scenes.deliver.deck.slides import Slides, slides_of
from scenes.deliver.drawn import How, drawn
from scenes.deliver.files import workshop
from scenes.render.advance import Progress
from scenes.render.edition import Edition

KINDS = ("html", "pptx", "pdf", "manim-slides")


@dataclass(frozen=True)
class Wanted:
    """A lesson, or a film of several, in one language: its editions."""

    editions: tuple[Edition, ...]

    @property
    def look(self) -> Edition:
        """What all of its editions have in common."""
        return self.editions[0]


def deliver_decks(
    wanted: Sequence[Wanted],
    kinds: Sequence[str],
    output: Path,
    progress: Callable[[Wanted], AbstractContextManager[Progress]],
    how: How,
    as_folder: bool = False,
) -> tuple[Path, ...]:
    """Decks of these kinds into a folder. `wanted` is the same film in several languages: a page shows all of them, of
    the other kinds there is one for each. With `as_folder` the page's videos lie in a folder beside it.

    Files appear when all of them are whole. Raises FileExistsError for a folder in the way that is no deck, and as
    `drawn` does.
    """
    look = wanted[0].look
    languages = "-".join(one.look.language for one in wanted)
    stem = look.stem.replace(f".{look.language}", f".{languages}", 1)
    name = f"{stem}.slides" if as_folder else f"{stem}.slides.html"
    if "html" in kinds and as_folder:
        _make_sure_of(output / name)
    with workshop(output) as shop, ExitStack() as stack:
        decks: list[Slides] = []
        for one in wanted:
            with progress(one) as told:
                film, _ = stack.enter_context(drawn(one.editions, shop, told, how))
            decks.append(slides_of(film))
        made: list[Path] = []
        if "html" in kinds:
            if as_folder:
                into_folder(decks, look, shop / name)
            else:
                (shop / name).write_text(one_file(decks, look), encoding="utf-8")
            made.append(shop / name)
        for one, deck in zip(wanted, decks, strict=True):
            made += write_others(kinds, one.editions, deck, shop)
        return put_all(made, output)


def _make_sure_of(folder: Path) -> None:
    """Before long work: nothing is in a deck's way but an older one."""
    if folder.exists() and not is_deck(folder):
        raise FileExistsError(EEXIST, "is in the way, and is no deck (or has other files in it); move it", str(folder))
