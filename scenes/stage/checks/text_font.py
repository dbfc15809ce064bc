"""The outlines of a font of Manim's `Text`, which Pango takes from the machine: they are known once the font is met."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
from manim import Text, VMobject
from manim.mobject.text.text_mobject import MarkupText

from scenes.stage.checks.faces import ALPHABET
from scenes.stage.checks.glyph_table import BEARING, Glyph, GlyphTable, curves_of
from scenes.stage.checks.outlines import shapes

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
    def of(cls, text: Text | MarkupText) -> TextFont:
        """The font that a text is set in, apart from single words in others."""
        return cls(text.font, getattr(text, "slant", "NORMAL"), getattr(text, "weight", "NORMAL"))


@cache
def font_table(font: TextFont) -> GlyphTable:
    """Set digits, letters and signs in a font once; takes about half a second."""
    outlines, glyphs = [], []
    for start in range(0, len(ALPHABET), _AT_ONCE):
        part = ALPHABET[start : start + _AT_ONCE]
        capital, *leaves = _leaves(f"H{part}", font)
        if len(leaves) != len(part):
            continue
        em, baseline = capital.height / _CAPITAL, capital.get_bottom()[1]
        measured = shapes([curves_of(leaf) for leaf in leaves])
        outlines.append(measured.shape)
        advance = _advance(leaves) / em if part.isdigit() else None
        for i, (character, leaf) in enumerate(zip(part, leaves, strict=True)):
            width = advance or leaf.width / em + 2 * BEARING
            left = leaf.get_center()[0] - width / 2 * em
            origin = (complex(left, baseline) - measured.center[i]) / em
            name = f"{font.family or 'sans'} (Text)"
            glyphs.append(Glyph(character, name, complex(origin), width, float(measured.radius[i] / em), _ROUNDING))
    return GlyphTable(tuple(glyphs), np.concatenate(outlines))


def _leaves(characters: str, font: TextFont) -> list[VMobject]:
    text = Text(
        characters, font=font.family, slant=font.slant, weight=font.weight, font_size=_SIZE, disable_ligatures=True
    )
    return [leaf for leaf in text.family_members_with_points() if isinstance(leaf, VMobject)]


def _advance(leaves: list[VMobject]) -> float:
    """Digits are all as wide as one another: the way from the middle of one to the middle of the next."""
    return float(np.median([right.get_center()[0] - left.get_center()[0] for left, right in pairwise(leaves)]))
