"""How lessons are to look, by a lesson file: language and shape, colours, symbols, and a logo."""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from dataclasses import fields
from hashlib import sha256
from io import BytesIO
from typing import Any

from scenes.lessons.lesson_file.beside import beside
from scenes.lessons.lesson_file.letters import check_letters
from scenes.lessons.lesson_file.toml import Document, kind_of
from scenes.stage.custom import Logo
from scenes.stage.frame.layout import ASPECTS
from scenes.stage.look.theme import DARK, THEMES
from scenes.stage.near import no_such, quoted
from scenes.stage.writing import formulas
from scenes.stage.writing.words import LANGUAGES

CHOICES = {"language": LANGUAGES, "aspect": tuple(ASPECTS), "theme": tuple(THEMES)}
COLORS = tuple(field.name for field in fields(DARK) if field.name != "name")
LONGEST_SYMBOL = 3  # characters: as many as there is room for inside of a node
_KEYS = (*CHOICES, "reduced_motion", "logo", "colors")
_COLOR = re.compile(r"#[0-9A-Fa-f]{6}")
_LARGEST_LOGO = 5_000_000  # bytes
_MOST_PIXELS = 16_000_000
_KEPT = (1600, 400)  # pixels
_WIDEST, _HIGHEST = 20, 2  # how many times as wide as high, or as high as wide


def look(document: Document, table: Mapping[str, Any]) -> dict[str, str | bool]:
    """What the options of the command line are where they are not given."""
    for key, value in table.items():
        keys = ("look", key)
        if key not in _KEYS:
            raise document.fault(keys, no_such("key", key, _KEYS))
        if key == "reduced_motion" and not isinstance(value, bool):
            raise document.fault(keys, "must be true or false")
        if key in CHOICES and value not in CHOICES[key]:
            given = quoted(value) if isinstance(value, str) else kind_of(value)
            raise document.fault(keys, f"must be one of {', '.join(CHOICES[key])}, got {given}")
    return {key: value for key, value in table.items() if key not in ("logo", "colors")}


def colors_and_logo(document: Document, table: Mapping[str, Any]) -> tuple[tuple[tuple[str, str], ...], Logo | None]:
    """One's own colours by the theme's names, and the logo."""
    colors = table.get("colors", {})
    if not isinstance(colors, dict):
        raise document.fault(("look", "colors"), "must be a table, [look.colors]")
    for name, color in colors.items():
        if name not in COLORS:
            raise document.fault(("look", "colors", name), no_such("colour", name, COLORS))
        if not isinstance(color, str) or not _COLOR.fullmatch(color):
            given = quoted(color) if isinstance(color, str) else kind_of(color)
            raise document.fault(("look", "colors", name), f'must be a colour such as "#F2B42E", got {given}')
    logo = table.get("logo")
    if logo is not None and not isinstance(logo, str):
        raise document.fault(("look", "logo"), 'must be the name of a picture, such as "logo.png"')
    return tuple(sorted(colors.items())), _logo(document, logo) if logo is not None else None


def symbols(document: Document, table: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """One's own symbols of quantities."""
    known, house = formulas.load().symbols, formulas.load().plain
    own: list[tuple[str, str]] = []
    for quantity, symbol in table.items():
        keys = ("symbols", quantity)
        if quantity not in known:
            raise document.fault(keys, no_such("quantity", quantity, known))
        if not isinstance(symbol, str):
            raise document.fault(keys, f"must be a text, got {kind_of(symbol)}")
        if symbol == house[quantity]:
            continue  # as plain characters it would be another drawing: ŷ and a hat over y
        if not 1 <= len(symbol.strip()) <= LONGEST_SYMBOL:
            raise document.fault(keys, f'must be 1 to {LONGEST_SYMBOL} characters, such as "θ"')
        if any(char.isdigit() for char in symbol):
            raise document.fault(keys, "must have no digit: it would look like a number of the lesson")
        check_letters(document, keys, symbol.strip())
        own.append((quantity, symbol.strip()))
    return tuple(sorted(own))


def _logo(document: Document, written: str) -> Logo:
    keys = ("look", "logo")
    with beside(document, keys, written).open("rb") as file:
        content = file.read(_LARGEST_LOGO + 1)
    if len(content) > _LARGEST_LOGO:
        raise document.fault(keys, f"{quoted(written)} must have at most {_LARGEST_LOGO // 1_000_000} MB")
    try:
        width, height, made = _kept(content)
    except Exception:  # whatever a damaged picture makes the decoder raise
        raise document.fault(keys, f"{quoted(written)} is no PNG or JPEG that can be read") from None
    if not made:
        raise document.fault(keys, f"{quoted(written)} must have at most {_MOST_PIXELS // 1_000_000} megapixels")
    if not 1 / _HIGHEST <= width / height <= _WIDEST:
        raise document.fault(
            keys,
            f"{quoted(written)} must be at most {_WIDEST} times as wide as high, and {_HIGHEST} times as high as wide",
        )
    return Logo(made, width / height, sha256(made).hexdigest())


def _kept(content: bytes) -> tuple[int, int, bytes]:
    """Width, height and a PNG of a picture, as large as a film needs it; no PNG of one too large to be opened."""
    from PIL import Image, ImageOps

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of pictures that are large, and refused here
        try:
            with Image.open(BytesIO(content), formats=("PNG", "JPEG")) as picture:
                if picture.width * picture.height > _MOST_PIXELS:
                    return picture.width, picture.height, b""
                picture.draft("RGB", _KEPT)  # a JPEG is read no larger than that
                picture.thumbnail(_KEPT)
                kept = ImageOps.exif_transpose(picture).convert("RGBA")
        except Image.DecompressionBombError:
            return 0, 0, b""
    made = BytesIO()
    kept.save(made, format="PNG")
    return kept.width, kept.height, made.getvalue()
