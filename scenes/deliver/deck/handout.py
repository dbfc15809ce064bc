"""A sheet to print and to write on: the last frame of each shot in the colours of print, what it says, room for notes.
A PDF that screen readers can read (PDF/UA-1)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from importlib import resources
from pathlib import Path

import typst

from scenes.deliver.deck.slides import Slide, Slides
from scenes.render.edition import Edition
from scenes.stage.look.theme import PRINT
from scenes.stage.writing import words


def write_handout(slides: Slides, editions: Sequence[Edition], path: Path) -> None:
    """Write the sheet. `editions` are what the slides were made from; their pictures are drawn into a folder beside
    the path."""
    folder = path.parent / f"{path.stem}.pages"
    pictures = _draw(editions, folder)
    look = editions[0]
    width, height = look.rate.size(look.frame)
    told = {
        "title": slides.title,
        "language": slides.language,
        "notes": words.load(slides.language).outputs["handout"]["notes"],
        "width": width,
        "height": height,
        "ink": PRINT.ink,
        "muted": PRINT.muted,
        "faint": PRINT.faint,
        "slides": [
            _told(slide, before, slides.title, picture)
            for slide, before, picture in zip(slides.slides, (None, *slides.slides), pictures, strict=False)
        ],
    }
    (folder / "handout.json").write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
    (folder / "handout.typ").write_bytes((resources.files("scenes.deliver.deck") / "handout.typ").read_bytes())
    typst.compile(
        folder / "handout.typ",
        output=path,
        root=folder,
        font_paths=typst.Fonts(include_system_fonts=False),
        format="pdf",
        pdf_standards="ua-1",
        timestamp=0,
    )


def _draw(editions: Sequence[Edition], folder: Path) -> list[str]:
    """The last frames of all shots, by their places in the folder."""
    from scenes.render.still import render_stills  # Manim takes seconds to load

    made: list[str] = []
    for number, edition in enumerate(editions):
        own = folder / str(number)
        own.mkdir(parents=True)
        stills = render_stills(replace(edition, theme=PRINT.name), own)
        made += [f"{number}/{still.name}" for still in stills]
    return made


def _told(slide: Slide, before: Slide | None, title: str, picture: str) -> dict[str, object]:
    """A slide as the sheet reads it; `opens` is the chapter that begins with it."""
    is_first = before is None or before.chapter != slide.chapter
    has_chapter = slide.chapter != title
    return {
        "title": _unbroken(slide.title),
        "opens": slide.chapter if is_first and has_chapter else None,
        "level": 3 if has_chapter else 2,
        "picture": picture,
        "description": slide.description,
        "said": [_unbroken(said.text) for said in slide.said if said.text != slide.title],
    }


def _unbroken(text: str) -> str:
    """A sign stays with its number."""
    return text.replace("≈ ", "≈\u00a0")
