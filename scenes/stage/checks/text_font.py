"""The outlines of a font of Manim's `Text`, which Pango takes from the machine: they are known once the font is met."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

import numpy as np
from manim import Text, VMobject
from manim.mobject.text.text_mobject import MarkupText

from scenes.stage.checks.faces import ALPHABET, LIGATURES
from scenes.stage.checks.glyph_table import BEARING, Glyph, GlyphTable, curves_of
from scenes.stage.checks.outlines import Complex, shapes

_SIZE = 240.0  # Cairo rounds the outlines of small text by up to a hundredth of an em: look at a large one
_ROUNDING = 0.08  # how far that moves a shape at font size 20; the closest two digits of DejaVu Sans are 0.17 apart
_AT_ONCE = 10
_CAPITAL = 0.7  # height of a capital letter in em, about that in all fonts


@dataclass(frozen=True)
class TextFont:
    """A font as `Text` names it: "" is the machine's own sans."""

    family: str
    slant: str = "NORMAL"
    weight: str = "NORMAL"

    @classmethod
    def all_of(cls, text: Text | MarkupText) -> frozenset[TextFont]:
        """The fonts that a text is set in: its own, and those of single words in it."""
        own = cls(text.font, getattr(text, "slant", "NORMAL"), getattr(text, "weight", "NORMAL"))
        return frozenset({own, *(_in_words(text, own) if isinstance(text, Text) else _in_markup(text, own))})


def _in_words(text: Text, own: TextFont) -> Iterator[TextFont]:
    for family in text.t2f.values():
        yield replace(own, family=family)
    for slant in text.t2s.values():
        yield replace(own, slant=slant)
    for weight in text.t2w.values():
        yield replace(own, weight=weight)


def _in_markup(text: MarkupText, own: TextFont) -> Iterator[TextFont]:
    for tag, change in _TAGS.items():
        if re.search(rf"<{tag}\b", text.original_text):
            yield replace(own, **change)
    for family in _FAMILY.findall(text.original_text):
        yield replace(own, family=family)


_TAGS = {"b": {"weight": "BOLD"}, "i": {"slant": "ITALIC"}, "tt": {"family": "Monospace"}}
_FAMILY = re.compile(r"""\b(?:font_family|face)=["']([^"']+)["']""")


@cache
def font_table(font: TextFont) -> GlyphTable:
    """Set digits, letters and signs in a font once; takes about half a second."""
    parts = [ALPHABET[start : start + _AT_ONCE] for start in range(0, len(ALPHABET), _AT_ONCE)]
    found = [glyph for part in parts for glyph in _measured(list(part), _leaves(f"H{part}", font), font)]
    for letters in LIGATURES:  # where the font sets them apart, nothing is measured
        found += _measured([letters], _leaves(f"H{letters}", font, ligatures=True), font)
    digits = np.array([shape for glyph, shape in found if glyph.character.isdecimal()])
    # A raised or lowered digit that is only a smaller one is read as the digit, and raised by its place.
    kept = [
        (glyph, shape)
        for glyph, shape in found
        if glyph.character.isdecimal()
        or not glyph.character.isnumeric()
        or np.linalg.norm(digits - shape, axis=1).min() > _ROUNDING
    ]
    return GlyphTable(tuple(glyph for glyph, _ in kept), np.array([shape for _, shape in kept]))


def _measured(characters: list[str], leaves: list[VMobject], font: TextFont) -> Iterator[tuple[Glyph, Complex]]:
    """Characters and their shapes, if each is one outline; an H stands in front of them."""
    capital, *leaves = leaves
    if len(leaves) != len(characters):
        return
    em, baseline = capital.height / _CAPITAL, capital.get_bottom()[1]
    measured = shapes([curves_of(leaf) for leaf in leaves])
    advance = _advance(leaves) / em if all(character.isdecimal() for character in characters) else None
    for i, (character, leaf) in enumerate(zip(characters, leaves, strict=True)):
        if not measured.radius[i]:
            continue
        width = advance or leaf.width / em + 2 * BEARING
        left = leaf.get_center()[0] - width / 2 * em
        origin = complex((complex(left, baseline) - measured.center[i]) / em)
        name = f"{font.family or 'sans'} (Text)"
        yield Glyph(character, name, origin, width, float(measured.radius[i] / em), _ROUNDING), measured.shape[i]


def _leaves(characters: str, font: TextFont, ligatures: bool = False) -> list[VMobject]:
    style = {"font": font.family, "slant": font.slant, "weight": font.weight}
    text = Text(characters, **style, font_size=_SIZE, disable_ligatures=not ligatures)
    return [leaf for leaf in text.family_members_with_points() if isinstance(leaf, VMobject)]


def _advance(leaves: list[VMobject]) -> float:
    """Digits are all as wide as one another: the way from the middle of one to the middle of the next."""
    return float(np.median([right.get_center()[0] - left.get_center()[0] for left, right in pairwise(leaves)]))
