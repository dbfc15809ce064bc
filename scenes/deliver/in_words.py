"""Signs and formulas in a text as words, as somebody says them who reads it aloud: for transcripts, descriptions and
voices. The words are those of `scenes/text/XX/outputs.toml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from functools import cache

from scenes.stage.writing import formulas, words

_LOWERED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "−0123456789")
_RATIO = re.compile(r"\bd(\w)/d(\w)\b")
_POWER = re.compile(r"·10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
_SIGNS = {"−": "minus", "≈": "approximately"}
_BEGINS = re.compile(r"((?:^|[.?!\]]\s)\s*)([−≈])[ \u00a0]?(?=−?\d)", re.MULTILINE)  # a sentence, with a sign
_ABOUT = re.compile(r"(\b\w+[ \u00a0])?≈[ \u00a0]?")
_PERCENT = re.compile(r"(\d+(?:[.,]\d+)?)((?:·10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?)[ \u00a0]?%")


def in_words(text: str, language: str) -> str:
    """A text as it stands on the screen with its signs in words; numbers stay digits.

    >>> in_words("The slope dL/dw is ≈ −7.98, and ŷ is 2·10⁻⁹.", "en")
    'The slope d L by d w is approximately minus 7.98, and y hat is 2 times ten to the power of minus 9.'
    """
    catalogue = words.load(language)
    signs = catalogue.outputs["signs_in_words"]
    text = _RATIO.sub(lambda found: signs["ratio"].format(above=found[1], below=found[2]), text)
    for plain, said in _symbols(language):
        text = text.replace(plain, said)
    text = _PERCENT.sub(lambda found: f"{found[1]}{found[2]} {_percent(found[1], found[2], catalogue)}", text)
    text = _POWER.sub(lambda found: f" {signs['power']} {found[1].translate(_LOWERED)}", text)
    text = _BEGINS.sub(lambda found: f"{found[1]}{signs[_SIGNS[found[2]]].capitalize()} ", text)
    text = re.sub(r"−(?=\d)", f"{signs['minus']} ", text)
    return _ABOUT.sub(lambda found: _approximately(found[1] or "", signs), text)


def _approximately(before: str, signs: Mapping[str, str]) -> str:
    """The word for ≈, in front of a preposition where the language has it so: приблизительно до 3,6."""
    about = signs["approximately"]
    if before.strip().lower() not in signs["behind_approximately"].split():
        return f"{before}{about} "
    return f"{about.capitalize() if before[0].isupper() else about} {before.lower()}"


@cache
def _symbols(language: str) -> list[tuple[str, str]]:
    """Symbols that are more than a letter, as plain characters and in words, the longest first."""
    plain = formulas.load().plain
    said = words.load(language).outputs["symbols_in_words"]
    return sorted(((plain[name], said[name]) for name in said), key=lambda pair: -len(pair[0]))


def _percent(number: str, power: str, catalogue: words.Catalogue) -> str:
    """The word for per cent that goes with a number; with a power of ten it is that of a fraction."""
    counted = Fraction(1, 2) if power else Fraction(number.replace(",", "."))
    return words.plain(words.fill(catalogue.outputs["signs_in_words"]["percent"], lambda path: counted, catalogue))
