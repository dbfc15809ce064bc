"""What things on the screen are called in a report, and the words of a text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import normalize

from manim import Group, Mobject, VDict, VGroup, VMobject

from scenes.stage.checks.frame import TextUnit
from scenes.stage.checks.glyphs import Glyphs
from scenes.stage.checks.leaves import Leaf
from scenes.stage.checks.plain import plain
from scenes.stage.checks.reader import Read
from scenes.stage.writing.caption import Caption
from scenes.stage.writing.values import Value

_LONGEST = 48
_WORD_GAP = 0.18  # em between the ink of two glyphs; a word space is a quarter of an em at least
_LINE_GAP = 0.6  # em
_NO_NAME = (VMobject, VGroup, Group, Mobject, VDict)
_LOOK_ALIKES = str.maketrans("aceopxyABCEHKMOPTXY", "асеорхуАВСЕНКМОРТХУ")
_CYRILLIC_WORD = re.compile(r"[A-Za-zЀ-ӿ]*[Ѐ-ӿ][A-Za-zЀ-ӿ]*")


class Naming:
    """Names texts by what is read off the screen, and by their source where that cannot be read."""

    def __init__(self, glyphs: Glyphs) -> None:
        self._glyphs = glyphs

    def text(self, unit: TextUnit) -> str:
        """A text as a viewer reads it, on one line."""
        if isinstance(unit.owner, Caption):
            return unit.owner.text
        reads = self._glyphs.reads(unit)
        seen = [read for read, leaf in zip(reads, unit.leaves, strict=True) if not self._is_rule(read, leaf)]
        if seen and all(read is not None and not read.missing for read in seen):
            return _line([read for read in seen if read is not None])
        if isinstance(unit.owner, Value):
            return unit.owner.shown
        return plain(unit.source) or f"{len(unit.leaves)} glyphs"

    def quoted(self, unit: TextUnit) -> str:
        """A text in quotation marks, cut where it is long."""
        name = " ".join(self.text(unit).split())
        return f'"{name if len(name) <= _LONGEST else name[: _LONGEST - 1] + "…"}"'

    def words(self, unit: TextUnit) -> list[str]:
        """The words of a text that is to be read; none of a formula or a number."""
        return [word for word in self.text(unit).split() if word] if unit.writing == "words" else []

    def _is_rule(self, read: Read | None, leaf: VMobject) -> bool:
        return read is None and self._glyphs.is_rule(leaf)


def shape_name(shape: Leaf) -> str:
    """A shape by its class and the drawing that it is part of: "Line of Axes"."""
    own = type(shape.chain[0]).__name__
    group = next((type(m).__name__ for m in shape.chain[1:] if type(m) not in _NO_NAME), None)
    name = "curve" if type(shape.chain[0]) in _NO_NAME else own
    return f"{name} of {group}" if group is not None and group != own else name


def with_article(name: str) -> str:
    """A name with "a" or "an" in front.

    >>> with_article("Arrow"), with_article("Line of Axes")
    ('an Arrow', 'a Line of Axes')
    """
    return f"{'an' if name[0] in 'AEIOUaeiou' else 'a'} {name}"


def _line(reads: Sequence[Read]) -> str:
    """Characters in the order in which they are set; a gap makes a space."""
    written = ""
    for before, read in zip([None, *reads[:-1]], reads, strict=True):
        if before is not None:
            gap = read.box[0] - before.box[2]
            down = before.box[1] - read.box[3]
            em = max(before.em, read.em)
            if gap > _WORD_GAP * em or gap < -_LINE_GAP * em or down > 0.1 * em:
                written += " "
        written += read.character
    accented = re.sub(r"(\w)ˆ", lambda match: normalize("NFC", f"{match[1]}\u0302"), written)
    # Letters that look alike in both alphabets are read as Latin ones; in a word with others they are Cyrillic.
    return _CYRILLIC_WORD.sub(lambda match: match[0].translate(_LOOK_ALIKES), accented)
