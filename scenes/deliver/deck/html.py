"""A deck for a browser: one HTML file with everything in it, or a folder with a page; it asks nobody for anything."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import resources
from io import BytesIO
from pathlib import Path

from markupsafe import Markup

from scenes.deliver.deck.slides import Slide, Slides
from scenes.deliver.templates import coded, colours, filled, policy
from scenes.render.edition import Edition
from scenes.render.frames import last_frame
from scenes.stage.writing import words

PAGE, MEDIA = "index.html", "media"
_HERE = resources.files("scenes.deliver.deck")
_COLOURS = ("background", "panel", "ink", "muted", "faint", "target")
_SCRIPTS = ("stage.js", "speaker.js", "deck.js")


@dataclass(frozen=True)
class _Medium:
    """A slide as the page has it: how it is called in an address, where its last frame is, and its video: that is a
    file beside the page, or inside it, in base 64."""

    slide: Slide
    place: str
    picture: str
    video: str = ""
    coded: str = ""


def one_file(decks: Sequence[Slides], look: Edition) -> str:
    """The page with all videos and pictures inside. `decks` are the same slides in several languages, the first one is
    shown first; `look` says how all of them look."""
    return _page(decks, look, _inside, "data: blob:")


def into_folder(decks: Sequence[Slides], look: Edition, folder: Path) -> None:
    """The page, called `PAGE`, into a new folder, with the videos and pictures in `MEDIA` beside it."""
    (folder / MEDIA).mkdir(parents=True)

    def beside(slide: Slide, place: str, number: int) -> _Medium:
        language, _, name = place.partition("/")
        stem = f"{MEDIA}/{language}.{number:03}.{name}"
        (folder / f"{stem}.mp4").write_bytes(slide.video.read_bytes())
        (folder / f"{stem}.webp").write_bytes(_picture(slide.video))
        return _Medium(slide, place, f"{stem}.webp", video=f"{stem}.mp4")

    (folder / PAGE).write_text(_page(decks, look, beside, "'self' file: data:"), encoding="utf-8")


def is_deck(folder: Path) -> bool:
    """Whether a folder holds a deck that was made here, and nothing else."""
    try:
        page = (folder / PAGE).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*")} - {PAGE, MEDIA}
    return '<meta name="generator" content="Backreel">' in page and all(f'"{name}"' in page for name in names)


def _page(decks: Sequence[Slides], look: Edition, medium: Callable[[Slide, str, int], _Medium], media_from: str) -> str:
    theme = look.colors
    width, height = look.rate.size(look.frame)
    catalogues = {deck.language: words.load(deck.language) for deck in decks}
    root = f":root {{ {colours(theme, _COLOURS)} --ratio: {width} / {height}; }}"
    style = f"{root}\n{_read('deck.css')}"
    script = "\n".join(['"use strict";', *map(_read, _SCRIPTS)])
    return filled(
        "deck/deck.html",
        languages=[
            {
                "deck": deck,
                "name": catalogues[deck.language].name,
                "media": [
                    medium(slide, f"{deck.language}/{slide.name}", number)
                    for number, slide in enumerate(deck.slides, start=1)
                ],
            }
            for deck in decks
        ],
        words={language: catalogue.outputs["deck"] for language, catalogue in catalogues.items()},
        theme=theme,
        width=width,
        height=height,
        is_calm=look.reduced_motion,
        style=Markup(style),
        script=Markup(script),
        policy=policy(style, script, img=media_from, media=media_from),
    )


def _inside(slide: Slide, place: str, number: int) -> _Medium:
    picture = f"data:image/webp;base64,{coded(_picture(slide.video))}"
    return _Medium(slide, place, picture, coded=coded(slide.video.read_bytes()))


def _picture(video: Path) -> bytes:
    """The last frame as WebP: a quarter of the bytes of a PNG, and made in a quarter of the time."""
    file = BytesIO()
    last_frame(video).save(file, format="WEBP", quality=90, method=2)
    return file.getvalue()


def _read(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")
