"""Equals signs beside rounded numbers, and rounded numbers without a sign, found by reading and by place alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from manim import VMobject

from scenes.stage.checks.numerals import Numeral, Sign

RELATIONS = frozenset("=≈≠≤≥<>≡∝∼≃≅≔:→⟶⇒⟹⇔↦∈≪≫")
_PAUSES = frozenset(",;.?!")
# All in em.
_FORMULA_GAP = (
    0.6  # more between two inks is another formula; inside of one, 0.36 on either side of a relation is the most
)
_BAND = (-0.65, 1.25)  # above the baseline: where the middles of all parts of one line are, numerators included
_OFF_LINE = 0.6  # between baselines: more is another line, or part of a fraction
_BAR = (0.1, 0.4)  # above the baseline: where fraction bars are
_BARS = frozenset({"", "−", "–", "—", "-", "_"})  # how they are read: as nothing, or as one of these
_STRETCHED = frozenset("()[]{}|‖⟨⟩⌊⌋⌈⌉√∑∏∫")
_HIGHEST_MIDDLE = 0.6
_WORD_SPACE = 0.18
_LOW = 0.15  # above it a point is the dot of a product
_RELATION_GAP = 0.85  # from a relation sign to a number in brackets
_TIGHT = 0.12


@dataclass(frozen=True)
class _Item:
    """An ink on the screen as seen with the text upright; `up` is how far its middle is above a baseline, in em."""

    leaf: VMobject
    sign: Sign | None
    left: float
    right: float
    up: float

    @property
    def character(self) -> str:
        return self.sign.read.character if self.sign is not None else ""


def beside_equals(
    signs: Sequence[Sign], rules: Iterable[VMobject], numbers: Sequence[Numeral], is_rounded: Callable[[Numeral], bool]
) -> Iterator[tuple[Sign, Numeral]]:
    """Every equals sign that has a rounded number on one of its sides, and that number.

    A side goes up to the next relation, to a gap, to a comma or full stop with a space behind it, or to a word of text.
    `rules` are inks that are no glyphs, such as fraction bars: they hold a formula together.
    """
    if not any(is_rounded(number) for number in numbers):
        return
    number_of = {id(leaf): number for number in numbers for leaf in number.leaves}
    words = _in_words(signs)

    def is_end(item: _Item) -> bool:
        return item.character in RELATIONS or id(item.leaf) in words

    for equals in signs:
        if equals.read.character != "=":
            continue
        em = equals.read.em
        line = _line(equals, signs, rules)
        place = next(i for i, item in enumerate(line) if item.sign is equals)
        if place and line[place - 1].character == ":" and line[place].left - line[place - 1].right < _TIGHT * em:
            continue  # := gives a value and states nothing
        sides = (*_side(line[place:], True, em, is_end), *_side(line[place::-1], False, em, is_end))
        beside = (number_of[id(item.leaf)] for item in sides if id(item.leaf) in number_of)
        rounded = next((number for number in beside if is_rounded(number)), None)
        if rounded is not None:
            yield equals, rounded


def unmarked(
    signs: Sequence[Sign], rules: Iterable[VMobject], numbers: Sequence[Numeral], is_rounded: Callable[[Numeral], bool]
) -> Iterator[Numeral]:
    """Every rounded number that stands in a formula, or alone, without an approximately-equal sign."""
    sign_of = {id(sign.leaf): sign for sign in signs}
    for number in numbers:
        if not is_rounded(number):
            continue
        begin, end = sign_of[id(number.leaves[0])], sign_of[id(number.leaves[-1])]
        line = _line(begin, signs, rules)
        first, last = (next(i for i, item in enumerate(line) if item.sign is sign) for sign in (begin, end))
        formula = (
            *_side(line[last:], True, begin.read.em, _never),
            *_side(line[first::-1], False, begin.read.em, _never),
        )
        if all(item.character not in "≈:≔" for item in formula if item.character):  # := gives a value, as written
            yield number


def _never(item: _Item) -> bool:
    return False


def relation_before(number: Numeral, signs: Iterable[Sign]) -> str:
    """The relation sign in front of a number, with nothing but a bracket between; "" if there is none."""
    turn = number.direction.conjugate()
    for sign in signs:
        if sign.read.character in "=≈":
            way = (number.origin - sign.read.end) * turn / number.em
            if abs(way.imag) < _TIGHT and -_TIGHT < way.real < _RELATION_GAP:
                return sign.read.character
    return ""


def _line(equals: Sign, signs: Sequence[Sign], rules: Iterable[VMobject]) -> list[_Item]:
    """All inks on the line of an equals sign, from left to right."""
    inks = [*((sign.leaf, sign) for sign in signs), *((rule, None) for rule in rules)]
    items = [item for item in (_item(leaf, sign, equals) for leaf, sign in inks) if _BAND[0] < item.up < _BAND[1]]
    bars = [item for item in items if item.character in _BARS and _BAR[0] < item.up < _BAR[1]]
    return sorted((item for item in items if _is_on_line(item, equals, bars)), key=lambda item: item.left)


def _is_on_line(item: _Item, equals: Sign, bars: Sequence[_Item]) -> bool:
    """Whether an ink stands on the line of an equals sign, raised or lowered, or above or below a fraction bar there;
    otherwise it belongs to the line above or below. What is stretched has a baseline of its own, and a middle on the
    line."""
    if item.sign is None or (item.character in _STRETCHED and item.up < _HIGHEST_MIDDLE):
        return True
    turn = complex(np.exp(-1j * equals.read.angle))
    off = abs(((item.sign.read.origin - equals.read.origin) * turn).imag) / equals.read.em
    middle = (item.left + item.right) / 2
    return off < _OFF_LINE or any(bar.left < middle < bar.right for bar in bars)


def _item(leaf: VMobject, sign: Sign | None, equals: Sign) -> _Item:
    turn, em = complex(np.exp(-1j * equals.read.angle)), equals.read.em
    if sign is not None and turn == 1:
        left, bottom, right, top = sign.read.box
    else:
        places = (leaf.points[:, 0] + 1j * leaf.points[:, 1]) * turn
        left, right, bottom, top = (
            float(side) for part in (places.real, places.imag) for side in (part.min(), part.max())
        )
    return _Item(leaf, sign, left, right, ((bottom + top) / 2 - (equals.read.origin * turn).imag) / em)


def _side(line: Sequence[_Item], rightwards: bool, em: float, is_end: Callable[[_Item], bool]) -> Iterator[_Item]:
    """What belongs to one side of the sign that the line begins with."""
    edge = line[0].right if rightwards else line[0].left
    for before, item, behind in zip(line, line[1:], [*line[2:], None], strict=False):
        gap = item.left - edge if rightwards else edge - item.right
        if gap > _FORMULA_GAP * em or is_end(item):
            return
        following = behind if rightwards else before
        is_pause = item.character in _PAUSES and item.up < _LOW
        if is_pause and (following is None or following.left - item.right > _WORD_SPACE * em):
            return
        yield item
        edge = max(edge, item.right) if rightwards else min(edge, item.left)


def _in_words(signs: Sequence[Sign]) -> set[int]:
    """Letters of a text font that stand side by side; names of functions are set in the font of formulas."""
    letters = [sign for sign in signs if sign.read.character.isalpha() and "Math" not in sign.read.family]
    found: set[int] = set()
    for one, other in pairwise(letters):
        if abs(one.read.end - other.read.origin) < _TIGHT * one.read.em:
            found |= {id(one.leaf), id(other.leaf)}
    return found
