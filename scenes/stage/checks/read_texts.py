"""The texts of an instant as they were read: their glyphs, what could not be read, what is declared of their digits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from manim import Mobject, VMobject

from scenes.stage.checks.glyph_table import EXACT, curves_of
from scenes.stage.checks.numerals import LOWERED, Numeral, Sign
from scenes.stage.checks.origins import origin_of
from scenes.stage.checks.outlines import shapes
from scenes.stage.checks.plain import plain
from scenes.stage.checks.reader import Read, Reader
from scenes.stage.declared import declared

_CURVES_OF_A_GLYPH = range(4, 100)
_LONGEST = 40
_DIGITS = re.compile(r"\d+")


class Unit(Protocol):
    """A text on the screen: its visible glyphs, the text itself, what that is in up to the root, and what it was made
    from."""

    @property
    def leaves(self) -> Sequence[VMobject]: ...
    @property
    def owner(self) -> Mobject: ...
    @property
    def chain(self) -> Sequence[Mobject]: ...
    @property
    def source(self) -> str: ...


class Shape(Protocol):
    """An outline that is not known to be text; `chain` is the outline and what it is in, up to the root."""

    @property
    def mobject(self) -> VMobject: ...
    @property
    def chain(self) -> Sequence[Mobject]: ...


class Frame(Protocol):
    """An instant: what is on the screen, whether an animation has ended, the time in seconds, and since when it has
    looked so."""

    @property
    def units(self) -> Sequence[Unit]: ...
    @property
    def shapes(self) -> Sequence[Shape]: ...
    @property
    def at_rest(self) -> bool: ...
    @property
    def time(self) -> float: ...
    @property
    def since(self) -> float: ...
    @property
    def shot(self) -> str: ...
    def stands(self, unit: Any) -> bool: ...


@dataclass(frozen=True)
class ReadText:
    """What was read of a text: `unread` are glyphs that are nothing known, `rules` lines and bars; `stands`: it is at
    rest, or stands still while other things move."""

    name: str
    owner: Mobject
    chain: Sequence[Mobject]
    signs: Sequence[Sign]
    unread: Sequence[VMobject] = ()
    rules: Sequence[VMobject] = ()
    stands: bool = True

    def declares(self, number: Numeral, leaf: VMobject) -> bool:
        """Whether the digits of a number are declared as constants of this leaf of it, or of something that it is in.

        The whole number may be declared, or each group of digits in it.
        """
        around = [*_groups(self.owner, leaf), *self.chain]
        known = {digits for mobject in around for digits, _ in declared(mobject).constants}
        if {number.text, number.text.lstrip("−")} & known:
            return True
        plain = number.text.translate(LOWERED)
        parts = {part for digits in known for part in _DIGITS.findall(digits)}
        return all(c.isdecimal() for c in plain if c.isnumeric()) and parts.issuperset(_DIGITS.findall(plain))


def read_texts(frame: Frame, reader: Reader) -> list[ReadText]:
    """All texts of an instant, and the shapes that are digits though no text was made for them."""
    # On their way from one outline to another, glyphs may well be none: no rare fonts are looked up for their sake.
    stands = frame.stands
    texts = [_text(u, reader, reader.read_all if stands(u) else reader.glance, stands(u)) for u in frame.units]
    return [*texts, *_digits_among(frame.shapes, reader, frame.at_rest)]


def opacity_of(leaf: VMobject) -> float:
    """How much is seen of an outline, by its fill or by its line."""
    drawn = leaf.get_stroke_opacity() if leaf.get_stroke_width() > 0 else 0.0
    return max(float(leaf.get_fill_opacity()), float(drawn))


def _text(
    unit: Unit, reader: Reader, read: Callable[[Sequence[VMobject]], list[Read | None]], stands: bool
) -> ReadText:
    found = read(unit.leaves)
    origins = [origin_of(leaf) for leaf in unit.leaves]
    if None in found and reader.learn(font for origin in origins if origin is not None for font in origin.fonts):
        found = read(unit.leaves)
    letters = {id(leaf) for leaf, r in zip(unit.leaves, found, strict=True) if _is_letter(leaf, r)}
    pairs = [pair for pair in zip(unit.leaves, found, strict=True) if id(pair[0]) not in letters]
    signs = [Sign(leaf, r) for leaf, r in pairs if r is not None]
    others = [leaf for leaf, r in pairs if r is None]
    rules = [leaf for leaf in others if reader.is_rule(leaf)]
    unread = [leaf for leaf in others if not reader.is_rule(leaf)]
    return ReadText(_name(unit.source, signs), unit.owner, unit.chain, signs, unread, rules, stands)


def _is_letter(leaf: VMobject, read: Read | None) -> bool:
    """Whether a glyph that cannot be read, or reads as a digit, is the outline of a letter as it was made."""
    origin = origin_of(leaf)
    if origin is None or origin.letter is None or (read is not None and not read.character.isnumeric()):
        return False
    measured = shapes([origin.letter, curves_of(leaf)])
    if measured.radius.min() <= 0:
        return False
    made, now = np.abs(measured.shape)  # turned or not
    return bool(np.linalg.norm(made - now) < EXACT)


def _digits_among(shapes: Sequence[Shape], reader: Reader, at_rest: bool) -> Iterator[ReadText]:
    drawn = [s for s in shapes if len(s.mobject.points) // 4 in _CURVES_OF_A_GLYPH and opacity_of(s.mobject) > 0]
    read = reader.glance([shape.mobject for shape in drawn])
    groups: dict[int, list[tuple[Shape, Sign]]] = {}
    for shape, r in zip(drawn, read, strict=True):
        if r is not None:
            group = shape.chain[:2][-1]  # what it is in, or itself
            groups.setdefault(id(group), []).append((shape, Sign(shape.mobject, r)))
    for members in groups.values():
        signs = [sign for _, sign in members]
        if any(sign.is_digit for sign in signs):
            chain = members[0][0].chain[-max(1, len(members[0][0].chain) - 1) :]
            yield ReadText(_name("", signs), chain[0], chain, signs, stands=at_rest)


def _name(source: str, signs: Sequence[Sign]) -> str:
    """What a text is called in a report: its source, or else what was read, cut where it is long."""
    line = " ".join((plain(source) or "".join(sign.read.character for sign in signs) or "a text").split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"


def _groups(owner: Mobject, leaf: Mobject) -> list[Mobject]:
    """A leaf and the groups that it is in, inside its owner."""
    if owner is leaf:
        return [leaf]
    for part in owner.submobjects:
        inside = _groups(part, leaf)
        if inside:
            return [*inside, owner]
    return []
