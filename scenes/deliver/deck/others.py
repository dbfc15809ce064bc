"""The decks that are no pages: one for each language."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from scenes.deliver.deck.presentation import FOLDER, put_presentation, write_presentation
from scenes.deliver.deck.slides import Slides
from scenes.deliver.files import put_in_place
from scenes.render.edition import Edition


def write_others(kinds: Sequence[str], editions: Sequence[Edition], slides: Slides, shop: Path) -> list[Path]:
    """Write the decks of these kinds into a folder: pptx, pdf, manim-slides; all other kinds are left out."""
    look = editions[0]
    size, theme = look.rate.size(look.frame), look.settings().theme
    made: list[Path] = []
    if "pptx" in kinds:
        from scenes.deliver.deck.powerpoint import write_powerpoint  # takes its time to load, and not all want it

        made.append(shop / f"{look.stem}.pptx")
        write_powerpoint(slides, size, theme, made[-1])
    if "pdf" in kinds:
        from scenes.deliver.deck.handout import write_handout

        made.append(shop / f"{look.stem}.handout.pdf")
        write_handout(slides, editions, made[-1])
    if "manim-slides" in kinds:
        made.append(write_presentation(slides, size, theme, look.stem, shop))
    return made


def put_all(made: Sequence[Path], output: Path) -> tuple[Path, ...]:
    """Move finished decks to their final names."""
    presentations = [path for path in made if path.parent.name == FOLDER]
    placed = put_in_place([path for path in made if path not in presentations], output)
    return (*placed, *(put_presentation(path, output) for path in presentations))
