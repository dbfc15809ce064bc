"""The check that every number on the screen is a number of the engine: read off the outlines, at rest and in flight."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from manim import Mobject, VMobject

from scenes.stage.checks.binding_truth import BindingTruth
from scenes.stage.checks.fault import Fault, Kind
from scenes.stage.checks.numerals import LOWERED, Numeral, Sign, numerals
from scenes.stage.checks.reader import Read, Reader, box_of
from scenes.stage.checks.relations import beside_equals
from scenes.stage.checks.shown_numbers import Counts, NumberRead, NumbersRead
from scenes.stage.declared import declared
from scenes.stage.writing.binding import Binding, Number, binding_of

_VISIBLE = 0.3
_DOT = 0.04  # units of the scene
_BESIDE_A_NUMBER = frozenset("=≈()−·•.,")  # what else the glyphs of a bound number may be, besides its digits
_RELATION_GAP = 0.85  # em, with a bracket between
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
    """An outline that is not known to be text, with itself and what it is in, up to the root."""

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


@dataclass(frozen=True)
class _Text:
    """What was read of a text: `unread` are glyphs that are nothing known, `rules` lines and bars."""

    name: str
    chain: Sequence[Mobject]
    owner: Mobject
    signs: Sequence[Sign]
    unread: Sequence[VMobject]
    rules: Sequence[VMobject]


@dataclass(frozen=True)
class _Finding:
    kind: Kind
    what: str
    leaves: Sequence[VMobject]


class NumberCheck:
    """Looks at one instant after the other. `number_of` gives the numbers of a trace that was computed for the check;
    None: the scene has no trace. `separator` is the decimal separator of the language; None: any.

    `rows` are the numbers that stood on the screen at rest; `counts` how much was read, and how much of it agreed.
    """

    def __init__(
        self, reader: Reader, number_of: Callable[[str], Number] | None = None, separator: str | None = None
    ) -> None:
        self.counts = Counts()
        self._reader = reader
        self._truth = BindingTruth(number_of, separator)
        self._shown = NumbersRead()
        self._told: set[tuple[Kind, str, str]] = set()

    @property
    def rows(self) -> Sequence[NumberRead]:
        """Every number that was read at rest."""
        return self._shown.rows

    def look(self, frame: Frame) -> list[Fault]:
        """What is wrong at this instant and was not before in this shot."""
        read = self._reader.read_all if frame.at_rest else self._reader.glance  # on their way, glyphs may be none
        texts = [*(self._text(unit, read) for unit in frame.units), *self._digits_among(frame.shapes)]
        self.counts += Counts(instants=1)
        findings = [*self._unreadable(texts, frame.at_rest), *self._bound_signs(texts)]
        if frame.at_rest:
            findings += self._at_rest(texts, frame)
        else:
            for text in texts:
                for number in numerals(text.signs):
                    findings += self._judged(number, {id(leaf): text for leaf in number.leaves}, at_rest=False)
        return [fault for fault in (_fault(finding, frame) for finding in findings) if self._is_new(fault)]

    def _is_new(self, fault: Fault) -> bool:
        key = (fault.kind, fault.what, fault.shot)
        new = key not in self._told
        self._told.add(key)
        return new

    # -- reading ---------------------------------------------------------------

    def _text(self, unit: Unit, read: Callable[[Sequence[VMobject]], list[Read | None]]) -> _Text:
        found = read(unit.leaves)
        if None in found and self._reader.learn(unit.owner):
            found = read(unit.leaves)
        signs = [Sign(leaf, r) for leaf, r in zip(unit.leaves, found, strict=True) if r is not None]
        others = [leaf for leaf, r in zip(unit.leaves, found, strict=True) if r is None]
        rules = [leaf for leaf in others if self._reader.is_rule(leaf)]
        unread = [leaf for leaf in others if leaf not in rules]
        name = unit.source or "".join(sign.read.character for sign in signs)
        return _Text(_short(name), unit.chain, unit.owner, signs, unread, rules)

    def _digits_among(self, shapes: Sequence[Shape]) -> Iterator[_Text]:
        """Groups of shapes with digits among them, though no text was made for them."""
        filled = [s for s in shapes if len(s.mobject.points) // 4 in _CURVES_OF_A_GLYPH and _opacity(s.mobject) > 0]
        read = self._reader.glance([shape.mobject for shape in filled])
        groups: dict[int, list[tuple[Shape, Sign]]] = {}
        for shape, r in zip(filled, read, strict=True):
            if r is not None:
                owner = shape.chain[min(1, len(shape.chain) - 1)]
                groups.setdefault(id(owner), []).append((shape, Sign(shape.mobject, r)))
        for group in groups.values():
            signs = [sign for _, sign in group]
            if any(sign.is_digit for sign in signs):
                around = group[0][0].chain
                name = "".join(sign.read.character for sign in signs)
                yield _Text(_short(name), around[1:], around[min(1, len(around) - 1)], signs, [], [])

    def _unreadable(self, texts: Sequence[_Text], at_rest: bool) -> Iterator[_Finding]:
        for text in texts:
            for leaf in text.unread:
                binding = binding_of(leaf)
                if _opacity(leaf) <= _VISIBLE or max(leaf.width, leaf.height) < _DOT:
                    continue
                if binding is not None:
                    yield _Finding("unreadable-glyph", f"{binding.path} is shown with half-made digits", [leaf])
                elif at_rest:
                    what = f"a glyph of “{text.name}” cannot be read: it might be a digit"
                    yield _Finding("unreadable-glyph", what, [leaf])
            missing = [sign.leaf for sign in text.signs if sign.read.missing]
            if missing and at_rest:
                what = f"“{text.name}” has a box where the font lacks a character"
                yield _Finding("unreadable-glyph", what, missing)

    # -- judging ---------------------------------------------------------------

    def _at_rest(self, texts: Sequence[_Text], frame: Frame) -> Iterator[_Finding]:
        signs = [sign for text in texts for sign in text.signs]
        text_of = {id(sign.leaf): text for text in texts for sign in text.signs}
        numbers = numerals(signs)
        for number in numbers:
            yield from self._judged(number, text_of, at_rest=True)
        inks = [leaf for text in texts for leaf in (*text.rules, *text.unread)]
        for equals, number in beside_equals(signs, inks, numbers, self._is_rounded):
            yield _wrong_relation(equals, number.text, text_of[id(equals.leaf)])
        rows = (self._row(number, signs, frame) for number in numbers)
        self._shown.look(row for row in rows if row is not None)

    def _judged(self, number: Numeral, text_of: dict[int, _Text], at_rest: bool) -> Iterator[_Finding]:
        """Whether a number says what the glyphs that it is put together from are there for."""
        text = text_of[id(number.leaves[-1])]
        bindings = list({id(b): b for b in map(binding_of, number.leaves)}.values())
        binding = bindings[0]
        if len(bindings) > 1:
            paths = ", ".join(b.path if b is not None else "nothing" for b in bindings)
            what = f"“{number.text}” in “{text.name}” is put together from glyphs that belong to {paths}"
            yield _Finding("wrong-number", what, number.leaves)
        elif binding is None and not _is_declared(number, text):
            what = f"“{number.text}” in “{text.name}” is bound to no quantity and not declared as a constant"
            yield _Finding("unbound-number", what, number.leaves)
        elif binding is not None and not _says(number.text, binding.shown, whole=at_rest):
            what = f"{binding.path} must show {binding.shown}, the screen shows “{number.text}”"
            yield _Finding("wrong-number", what, number.leaves)
        else:
            self.counts += Counts(agreed=number.digits)
        self.counts += Counts(numbers=1, digits=number.digits)

    def _bound_signs(self, texts: Sequence[_Text]) -> Iterator[_Finding]:
        """What is wrong with bindings, and with glyphs of bound numbers that are no digits."""
        for text in texts:
            bindings: dict[Binding, list[VMobject]] = {}
            for sign in text.signs:
                binding = binding_of(sign.leaf)
                if binding is None:
                    continue
                bindings.setdefault(binding, []).append(sign.leaf)
                if sign.read.character == "=" and self._truth.is_rounded(binding):
                    yield _wrong_relation(sign, binding.shown, text)
                elif not sign.is_digit and sign.read.character not in _BESIDE_A_NUMBER | {"⁻", "×"}:
                    what = f"{binding.path} must show {binding.shown}, a glyph of it reads “{sign.read.character}”"
                    yield _Finding("wrong-number", what, [sign.leaf])
            for binding, leaves in bindings.items():
                for what in self._truth.faults(binding):
                    yield _Finding("wrong-number", what, leaves)

    def _is_rounded(self, number: Numeral) -> bool:
        bindings = map(binding_of, number.leaves)
        return any(binding is not None and self._truth.is_rounded(binding) for binding in bindings)

    def _row(self, number: Numeral, signs: Sequence[Sign], frame: Frame) -> NumberRead | None:
        binding = binding_of(number.leaves[-1])
        if binding is None:
            return None
        exact = str(binding.number) if isinstance(binding.number, Fraction | int) else repr(float(binding.number))
        relation = _relation_before(number, signs)
        return NumberRead(
            binding.path, exact, binding.shown, number.text, relation, frame.shot, frame.since, frame.time
        )


def _says(read: str, shown: str, whole: bool) -> bool:
    """Whether a string is what was meant; in flight some of its characters may still be missing."""
    if whole:
        return read == shown
    rest = iter(shown)
    return all(character in rest for character in read)


def _is_declared(number: Numeral, text: _Text) -> bool:
    """Whether its digits are declared as constants of its glyphs, or of something that they are in."""
    around = [*_groups(text.owner, number.leaves[-1]), *text.chain]
    known = {digits for mobject in around for digits, _ in declared(mobject).constants}
    if {number.text, number.text.lstrip("−")} & known:
        return True
    plain = number.text.translate(LOWERED)
    parts = {part for digits in known for part in _DIGITS.findall(digits)}
    return all(c.isdecimal() for c in plain if c.isnumeric()) and parts.issuperset(_DIGITS.findall(plain))


def _groups(owner: Mobject, leaf: Mobject) -> list[Mobject]:
    """A leaf and the groups that it is in, inside its owner."""
    if owner is leaf:
        return [leaf]
    for part in owner.submobjects:
        inside = _groups(part, leaf)
        if inside:
            return [*inside, owner]
    return []


def _wrong_relation(equals: Sign, number: str, text: _Text) -> _Finding:
    what = f"“=” stands beside {number} in “{text.name}”, which is rounded: right is “≈”"
    return _Finding("wrong-relation", what, [equals.leaf])


def _relation_before(number: Numeral, signs: Sequence[Sign]) -> str:
    turn = number.direction.conjugate()
    for sign in signs:
        way = (number.origin - sign.read.end) * turn / number.em
        if sign.read.character in "=≈" and abs(way.imag) < 0.1 and -0.1 < way.real < _RELATION_GAP:
            return sign.read.character
    return ""


def _opacity(leaf: VMobject) -> float:
    drawn = leaf.get_stroke_opacity() if leaf.get_stroke_width() > 0 else 0.0
    return max(float(leaf.get_fill_opacity()), float(drawn))


def _fault(finding: _Finding, frame: Frame) -> Fault:
    lefts, bottoms, rights, tops = zip(*map(box_of, finding.leaves), strict=True)
    box = (min(lefts), min(bottoms), max(rights), max(tops))
    return Fault(finding.kind, finding.what, frame.since, frame.shot, box)


def _short(name: str) -> str:
    line = " ".join(name.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
