"""The glyphs that numbers are set from: typeset once, then copied, so a number can change in every frame."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from manim import VMobject
from numpy.typing import NDArray

from scenes.stage.writing.typeset import Formula, em

SIZE = 48.0
MINUS = "−"
APPROXIMATELY = "≈"

# Advance widths in em: New Computer Modern keeps the metrics of Computer Modern (Knuth 1986, cmr10 and cmsy10).
_ADVANCE = {".": 0.278, ",": 0.278, MINUS: 0.722, "=": 0.778, APPROXIMATELY: 0.778, "·": 0.278, "(": 0.389, ")": 0.389}
_DIGIT_ADVANCE = 0.5
_SOURCE = {".": "1.1", ",": '1","1', MINUS: "1 - 1", "=": "1 = 1", APPROXIMATELY: "1 approx 1", "·": "1 dot.op 1"}


@dataclass(frozen=True)
class Glyph:
    """One outline: points from the pen position on the baseline, and the advance, both in em."""

    points: NDArray[np.float64]
    advance: float

    @property
    def bottom(self) -> float:
        """The lowest point, in em from the baseline."""
        return float(self.points[:, 1].min())

    @property
    def height(self) -> float:
        """From the lowest to the highest point, in em."""
        return float(np.ptp(self.points[:, 1]))


@cache
def _digits() -> dict[str, Glyph]:
    formula = Formula("0123456789", SIZE, "#FFFFFF")
    leaves = formula.submobjects
    unit = em(SIZE)
    # The pen starts where the ink of 0 would if it stood in the middle of its advance, as it does in this font.
    first = leaves[0]
    pen = float(first.get_center()[0]) - _DIGIT_ADVANCE * unit / 2
    return {
        str(digit): Glyph(
            (leaf.points - [pen + digit * _DIGIT_ADVANCE * unit, formula.baseline, 0]) / unit, _DIGIT_ADVANCE
        )
        for digit, leaf in enumerate(leaves)
    }


@cache
def glyph(char: str) -> Glyph:
    """The glyph of a digit, a decimal separator, a sign, a relation, a dot or a bracket; KeyError for any other
    character."""
    if char.isdigit():
        return _digits()[char]
    advance = _ADVANCE[char]
    source = _SOURCE.get(char)
    formula = Formula(source if source is not None else "(1)", SIZE, "#FFFFFF")
    leaf: VMobject = formula.submobjects[1 if source is not None else (0 if char == "(" else 2)]
    unit = em(SIZE)
    left = float(leaf.get_center()[0]) - advance * unit / 2
    return Glyph((leaf.points - [left, formula.baseline, 0]) / unit, advance)
