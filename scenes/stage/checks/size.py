"""Text that is too small to be read from the last row."""

from __future__ import annotations

from scenes.stage.checks.crossings import Crossings
from scenes.stage.checks.fault import Kind
from scenes.stage.checks.frame import Frame, TextUnit
from scenes.stage.checks.glyphs import Glyphs
from scenes.stage.checks.limits import CAP_HEIGHT, CAP_HEIGHT_OF_SCRIPTS, READABLE_OPACITY
from scenes.stage.checks.naming import Naming
from scenes.stage.checks.sighting import Sighting
from scenes.stage.checks.stillness import WhileStanding
from scenes.stage.checks.view import View

# Cap height over em, from the fonts' own tables (OS/2, sCapHeight).
_CAPS = {"New Computer Modern": 0.683, "Libertinus Serif": 0.645, "DejaVu Sans": 0.729}
_CAP = 0.7
_SCRIPT = 0.85  # of the largest em of a text: smaller glyphs are sub- or superscripts
_ROUNDING = 0.05  # pixels
_NONE = float("inf")
_NO_SIZE = frozenset("·.,:;−–—-=+ˆ⏟")  # marks whose size says nothing


class CapHeights:
    """Cap heights in pixels of a frame whose shorter side has 1080."""

    def __init__(self, glyphs: Glyphs) -> None:
        self._glyphs = glyphs

    def of(self, unit: TextUnit, view: View) -> list[float | None]:
        """For each glyph of a text the height of a capital letter at its size; None where that cannot be told."""
        reads, ems = self._glyphs.reads(unit), self._glyphs.ems(unit)
        return [
            None if em is None else em * _cap(read.family if read is not None else "") * view.reference_scale
            for read, em in zip(reads, ems, strict=True)
        ]


class Size:
    """The cap height of each text against the limit for text and for sub- and superscripts."""

    kinds: frozenset[Kind] = frozenset({"too-small"})
    only_at_rest = False

    def __init__(self, glyphs: Glyphs, heights: CapHeights, naming: Naming, crossings: Crossings) -> None:
        self._glyphs = glyphs
        self._heights = heights
        self._naming = naming
        self._crossings = crossings
        self._standing = WhileStanding()

    def look(self, frame: Frame) -> list[Sighting]:
        """Every text that stands and has glyphs that are too small."""
        return list(self._standing.look(frame, lambda unit: self._judged(unit, frame)))

    def _judged(self, unit: TextUnit, frame: Frame) -> Sighting | None:
        heights = self._measured(unit, frame.view) if unit.opacity >= READABLE_OPACITY else []
        if not heights:
            return None
        largest = max(heights)
        scripts = [height for height in heights if height < _SCRIPT * largest]
        for height, limit in ((largest, CAP_HEIGHT), (min(scripts, default=_NONE), CAP_HEIGHT_OF_SCRIPTS)):
            if height < limit - _ROUNDING and not self._crossings.is_hidden(unit, frame):
                name = self._naming.quoted(unit)
                where = " in its sub- or superscripts" if limit == CAP_HEIGHT_OF_SCRIPTS else ""
                what = f"{name} has a cap height of {height:.0f} px of 1080{where}; {limit:g} can be read"
                return Sighting("too-small", unit.identity, what, unit.box)
        return None

    def _measured(self, unit: TextUnit, view: View) -> list[float]:
        reads = self._glyphs.reads(unit)
        return [
            height
            for read, height in zip(reads, self._heights.of(unit, view), strict=True)
            if height and (read is None or read.character not in _NO_SIZE)
        ]


def _cap(family: str) -> float:
    return next((cap for name, cap in _CAPS.items() if family.startswith(name)), _CAP)
