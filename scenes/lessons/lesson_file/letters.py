"""Whether the film's fonts have every letter of a text, and whether there is anything to see."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from scenes.lessons.lesson_file.toml import Document
from scenes.stage.writing.sealed import sealed

_FONTS = (
    "#set page(width: auto, height: auto)\n"
    '#set text(font: ("Libertinus Serif", "New Computer Modern Math"), fallback: false)\n'
)
_IN_NO_FONT = "\U0010fffd"  # the last one that is nobody's
_BETWEEN = "|"
_USED = re.compile(r'xlink:href="#(g[0-9A-F]+)"')
_NO_LETTERS = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
_BLANK = " \u00a0\u2009\u202f"  # spaces of all widths that texts are set with
_known: dict[str, bool] = dict.fromkeys(_BLANK + _BETWEEN, True)


def check_letters(document: Document, keys: tuple[str, ...], text: str) -> None:
    """Raises SettingError for a text with a letter that could not be shown, or with nothing to be seen."""
    for letter in dict.fromkeys(text):
        if unicodedata.category(letter) in _NO_LETTERS:
            raise document.fault(keys, f"must be text, got the character U+{ord(letter):04X}")
    if unicodedata.category(text[0]).startswith("M"):
        raise document.fault(keys, "must begin with a letter: a mark stands on the letter before it")
    _look_up(set(text) - set(_known))
    for letter in text:
        if not _known[letter]:
            raise document.fault(
                keys, f"the fonts of the film have no {letter} (U+{ord(letter):04X}); they have Latin, Greek, Cyrillic"
            )


def _look_up(letters: Iterable[str]) -> None:
    """Set letters, all at once, and see which of them come out as what stands for a missing one, or as nothing."""
    wanted = list(letters)
    if not wanted:
        return
    asked = [_IN_NO_FONT, *wanted]
    source = _FONTS + "".join(f"#box[{_set(_BETWEEN)}]#box[{_set(letter)}]" for letter in asked)
    drawn = _USED.findall(sealed(source.encode(), format="svg").decode())
    missing, *shapes = (shape.split() for shape in " ".join(drawn).split(drawn[0])[1:])
    for letter, shape in zip(wanted, shapes, strict=True):
        _known[letter] = bool(shape) and shape != missing


def _set(letter: str) -> str:
    return f'#text("{letter}")' if letter not in '"\\' else f'#text("\\{letter}")'
