"""Whether the film's fonts have every letter of a text."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from scenes.lessons.lesson_file.toml import Document
from scenes.stage.writing.sealed import sealed

_FONTS = (
    "#set page(width: auto, height: auto)\n"
    '#set text(font: ("Libertinus Serif", "New Computer Modern Math"), fallback: false)\n'
)
_IN_NO_FONT = "\U0010fffd"  # the last one that is nobody's
_USED = re.compile(r'xlink:href="#(g[0-9A-F]+)"')
_NO_LETTERS = ("Cc", "Cs", "Co", "Cn")
_TURNS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")  # the line around


def check_letters(document: Document, keys: tuple[str, ...], text: str) -> None:
    """Raises SettingError for a text with a letter that could not be shown."""
    for letter in dict.fromkeys(text):
        if letter == " ":
            continue
        if unicodedata.category(letter) in _NO_LETTERS or letter in _TURNS:
            raise document.fault(keys, f"must be text, got the character U+{ord(letter):04X}")
        if not _is_known(letter):
            raise document.fault(
                keys, f"the fonts of the film have no {letter} (U+{ord(letter):04X}); they have Latin, Greek, Cyrillic"
            )


@cache
def _is_known(letter: str) -> bool:
    return not letter.isprintable() or _glyphs(letter) != _glyphs(_IN_NO_FONT)


@cache
def _glyphs(letter: str) -> tuple[str, ...]:
    """What is drawn for a letter."""
    source = f'{_FONTS}#text("{letter}")' if letter not in '"\\' else f'{_FONTS}#text("\\{letter}")'
    return tuple(_USED.findall(sealed(source.encode(), format="svg").decode()))
