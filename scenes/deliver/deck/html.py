"""A deck for a browser: one HTML file with everything in it, or a folder; it asks nobody for anything."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from scenes.deliver.deck.slides import Slide, Slides
from scenes.render.frames import last_frame_png
from scenes.stage.look.theme import Theme
from scenes.stage.writing import words

_HERE = resources.files("scenes.deliver.deck")


@dataclass(frozen=True)
class _Medium:
    """A slide as the page has it: where its video and its last frame are, and how it is called in an address."""

    slide: Slide
    place: str
    video: str
    picture: str


def deck_page(decks: Sequence[Slides], size: tuple[int, int], theme: Theme, folder: Path | None = None) -> str:
    """The page. `decks` are the same slides in several languages, the first one is shown first; `size` is that of the
    frame. With a `folder` the videos and pictures are put into it and the page names them; else they are inside."""
    languages = [_language(deck, folder) for deck in decks]
    style, script = _colors(theme) + _read("deck.css"), _read("deck.js")
    page = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True).from_string(
        _read("deck.html")
    )
    return page.render(
        languages=languages,
        theme=theme,
        width=size[0],
        height=size[1],
        style=Markup(style),
        script=Markup(script),
        policy=_policy(style, script, is_one_file=folder is None),
        inside=folder is None,
    )


def _language(deck: Slides, folder: Path | None) -> dict[str, object]:
    catalogue = words.load(deck.language)
    return {
        "deck": deck,
        "name": catalogue.name,
        "words": catalogue.outputs["deck"],
        "slides": [_medium(deck.language, number, slide, folder) for number, slide in enumerate(deck.slides, start=1)],
    }


def _colors(theme: Theme) -> str:
    used = ("background", "panel", "ink", "muted", "faint", "target")
    return f":root {{ {' '.join(f'--{name}: {getattr(theme, name)};' for name in used)} }}\n"


def _policy(style: str, script: str, is_one_file: bool) -> str:
    """Nothing but this style, this script, and pictures and videos that are inside or beside the page."""
    media = "data: blob:" if is_one_file else "'self' file: data: blob:"
    return "; ".join(
        [
            "default-src 'none'",
            f"style-src '{_sum(style)}'",
            f"script-src '{_sum(script)}'",
            f"img-src {media}",
            f"media-src {media}",
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )


def _sum(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _medium(language: str, number: int, slide: Slide, folder: Path | None) -> _Medium:
    place = f"{language}/{slide.name}"
    video, picture = slide.video.read_bytes(), last_frame_png(slide.video)
    if folder is None:
        coded = [base64.b64encode(content).decode() for content in (video, picture)]
        return _Medium(slide, place, coded[0], f"data:image/png;base64,{coded[1]}")
    stem = f"{language}.{number:03}.{slide.name}"
    folder.mkdir(exist_ok=True)
    (folder / f"{stem}.mp4").write_bytes(video)
    (folder / f"{stem}.png").write_bytes(picture)
    return _Medium(slide, place, f"{folder.name}/{stem}.mp4", f"{folder.name}/{stem}.png")


def _read(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")
