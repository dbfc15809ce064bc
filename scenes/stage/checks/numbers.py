"""The check that every number on the screen is a number of the engine: read off the outlines, at rest and in flight."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from manim import VMobject

from scenes.stage.checks.binding_truth import BindingTruth
from scenes.stage.checks.fault import Fault, Kind
from scenes.stage.checks.limits import NUMBER_PAUSES
from scenes.stage.checks.numerals import Numeral, Sign, numerals
from scenes.stage.checks.origins import origin_of
from scenes.stage.checks.read_texts import Frame, ReadText, opacity_of, read_texts
from scenes.stage.checks.reader import Reader, box_of
from scenes.stage.checks.relations import beside_equals, relation_before, unmarked
from scenes.stage.checks.shown_numbers import Counts, NumberRead, NumbersRead
from scenes.stage.writing.binding import Binding, Number, binding_of

_VISIBLE = 0.3
_DOT = 0.04  # units of the scene
_AROUND = frozenset("=≈()")  # what belongs to a bound number besides the number itself
_PARTS = frozenset("−⁻·•.,×")  # parts of a number that may be apart from it while it is on its way


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
        self._half_made: list[tuple[VMobject, Binding, _Finding]] = []
        self._paused: dict[Binding, float] = {}  # numbers on their way that stand still, and since when

    @property
    def rows(self) -> Sequence[NumberRead]:
        """Every number that was read at rest."""
        return self._shown.rows

    def look(self, frame: Frame) -> list[Fault]:
        """What is wrong at this instant and was not before in this shot."""
        texts = read_texts(frame, self._reader)
        # On their way, texts pass over one another: there each is read by itself.
        together = [texts] if frame.at_rest else [[text] for text in texts]
        numbers = [n for some in together for n in numerals([sign for text in some for sign in text.signs])]
        findings = [*_unreadable(texts), *self._half_made_before(texts), *self._judged(texts, numbers)]
        findings += [*_strays(texts, numbers), *self._false_bindings(texts)]
        findings += self._own_relations(texts)
        findings += self._stale(texts, frame.time)
        findings += self._relations([text for text in texts if text.stands], numbers, frame.at_rest)
        if frame.at_rest:
            self._shown.look(_rows(texts, numbers, frame))
        self.counts += Counts(instants=1)
        return [fault for fault in (_fault(finding, frame) for finding in findings) if self._is_new(fault)]

    def _is_new(self, fault: Fault) -> bool:
        key = (fault.kind, fault.what, fault.shot)
        new = key not in self._told
        self._told.add(key)
        return new

    def _judged(self, texts: Sequence[ReadText], numbers: Sequence[Numeral]) -> Iterator[_Finding]:
        """The numbers that do not say what the glyphs that they are put together from are there for."""
        text_of = {id(sign.leaf): text for text in texts for sign in text.signs}
        for number in numbers:
            finding = _judged(number, text_of)
            agreed = number.digits if finding is None else 0
            self.counts += Counts(numbers=1, digits=number.digits, agreed=agreed)
            if finding is not None:
                yield finding

    def _false_bindings(self, texts: Sequence[ReadText]) -> Iterator[_Finding]:
        """Bindings that say what is not so."""
        for text in texts:
            bound: dict[Binding, list[VMobject]] = {}
            for sign in text.signs:
                binding = binding_of(sign.leaf)
                if binding is not None:
                    bound.setdefault(binding, []).append(sign.leaf)
            for binding, leaves in bound.items():
                for what in self._truth.faults(binding):
                    yield _Finding("wrong-number", what, leaves)

    def _half_made_before(self, texts: Sequence[ReadText]) -> Iterator[_Finding]:
        """Digits that were half-made on their way, and have not become again what they were, as in a wave."""
        if all(text.stands for text in texts):
            whole = {id(sign.leaf): binding_of(sign.leaf) for text in texts for sign in text.signs}
            for leaf, binding, finding in self._half_made:
                if whole.get(id(leaf)) != binding:
                    yield finding
            self._half_made = []
        for text in texts:
            for leaf in text.unread if not text.stands else ():
                binding = binding_of(leaf)
                if binding is not None and _is_seen(leaf, text):
                    finding = _Finding("unreadable-glyph", f"{binding.path} is shown with half-made digits", [leaf])
                    self._half_made.append((leaf, binding, finding))

    def _stale(self, texts: Sequence[ReadText], time: float) -> Iterator[_Finding]:
        """Numbers that were on their way and stand still at a number that is not that of their quantity."""
        moving: dict[Binding, list[VMobject]] = {}
        for text in texts:
            for sign in text.signs:
                binding = binding_of(sign.leaf)
                if binding is not None and not binding.at_rest:
                    moving.setdefault(binding, []).append(sign.leaf)
        self._paused = {binding: self._paused.get(binding, time) for binding in moving}
        for binding, since in self._paused.items():
            if time - since >= NUMBER_PAUSES:
                what = self._truth.fault_of_stale(binding)
                if what:
                    yield _Finding("wrong-number", what, moving[binding])

    def _own_relations(self, texts: Sequence[ReadText]) -> Iterator[_Finding]:
        """Equals signs that belong to a rounded number."""
        for text in texts:
            for sign in text.signs:
                binding = binding_of(sign.leaf) if sign.read.character == "=" else None
                if binding is not None and self._truth.is_rounded(binding):
                    yield _wrong_relation(sign, binding.shown)

    def _relations(self, texts: Sequence[ReadText], numbers: Sequence[Numeral], at_rest: bool) -> Iterator[_Finding]:
        """Equals signs that have a rounded number on one of their sides; at rest, also numbers that have no sign."""
        signs = [sign for text in texts for sign in text.signs]
        inks = [leaf for text in texts for leaf in (*text.rules, *text.unread)]
        told = set()
        for equals, number in beside_equals(signs, inks, numbers, self._is_rounded):
            told.add(id(number))
            yield _wrong_relation(equals, number.text)
        if not at_rest:
            return  # their signs may be on their way to them
        for number in unmarked(signs, inks, numbers, self._is_rounded):
            if id(number) in told:
                continue
            what = f"“{number.text}” is rounded, and nothing says so: ≈ must stand in front of it"
            yield _Finding("wrong-relation", what, number.leaves)

    def _is_rounded(self, number: Numeral) -> bool:
        bindings = map(binding_of, number.leaves)
        return any(binding is not None and self._truth.is_rounded(binding) for binding in bindings)


def _judged(number: Numeral, text_of: dict[int, ReadText]) -> _Finding | None:
    bindings = list({id(b): b for b in map(binding_of, number.leaves)}.values())
    binding = bindings[0]
    text = text_of[id(number.leaves[-1])]
    name = text.name
    if len(bindings) > 1:
        paths = " and ".join(b.path if b is not None else "to none" for b in bindings)
        what = f"“{number.text}” in “{name}” reads as one number; its glyphs belong to {paths}"
        return _Finding("wrong-number", what, number.leaves)
    if binding is None:
        if all(text_of[id(leaf)].declares(number, leaf) for leaf in number.leaves):
            return None
        what = f"“{number.text}” in “{name}” is bound to no quantity and not declared as a constant"
        return _Finding("unbound-number", what, number.leaves)
    if number.text == binding.shown or (not text.stands and _is_part(number.text, binding.shown)):
        return None
    what = f"{binding.path} must show {binding.shown}; the screen shows “{number.text}”"
    return _Finding("wrong-number", what, number.leaves)


def _is_part(read: str, shown: str) -> bool:
    """Whether a string is another one in which some characters are still missing."""
    rest = iter(shown)
    return all(character in rest for character in read)


def _strays(texts: Sequence[ReadText], numbers: Sequence[Numeral]) -> Iterator[_Finding]:
    """Glyphs of bound numbers that are in no number that was read."""
    in_numbers = {id(leaf) for number in numbers for leaf in number.leaves}
    for text in texts:
        allowed = _AROUND if text.stands else _AROUND | _PARTS
        for sign in text.signs:
            binding = binding_of(sign.leaf)
            character = sign.read.character
            if binding is not None and id(sign.leaf) not in in_numbers and character not in allowed:
                what = f"{binding.path} must show {binding.shown}; a glyph of it reads “{character}”"
                yield _Finding("wrong-number", what, [sign.leaf])


def _unreadable(texts: Sequence[ReadText]) -> Iterator[_Finding]:
    """Glyphs that stand there and cannot be read."""
    for text in texts:
        if not text.stands:
            continue
        for leaf in text.unread:
            if not _is_seen(leaf, text):
                continue
            binding = binding_of(leaf)
            if binding is not None:
                yield _Finding("unreadable-glyph", f"{binding.path} is shown with half-made digits", [leaf])
            elif _has_digits(leaf):
                what = f"a glyph of “{text.name}” is bound to no quantity and cannot be read: it might be a digit"
                yield _Finding("unbound-number", what, [leaf])
            else:
                what = f"a glyph of “{text.name}” cannot be read: it might be a digit"
                yield _Finding("unreadable-glyph", what, [leaf])
        missing = [sign.leaf for sign in text.signs if sign.read.missing]
        if missing:
            what = f"“{text.name}” shows a box where its font lacks a character"
            yield _Finding("unreadable-glyph", what, missing)


def _is_seen(leaf: VMobject, text: ReadText) -> bool:
    """Whether an outline is there for a viewer: while one is written, its line is not whole before it is filled."""
    opacity = opacity_of(leaf) if text.stands else leaf.get_fill_opacity()
    return opacity > _VISIBLE and max(leaf.width, leaf.height) >= _DOT


def _has_digits(leaf: VMobject) -> bool:
    """Whether the text that a glyph was made in has digits."""
    origin = origin_of(leaf)
    return origin is not None and bool(origin.fonts) and origin.has_digits


def _wrong_relation(equals: Sign, number: str) -> _Finding:
    what = f"“=” stands beside {number}, which is rounded: right is “≈”"
    return _Finding("wrong-relation", what, [equals.leaf])


def _rows(texts: Sequence[ReadText], numbers: Sequence[Numeral], frame: Frame) -> Iterator[NumberRead]:
    signs = [sign for text in texts for sign in text.signs]
    for number in numbers:
        binding = binding_of(number.leaves[-1])
        if binding is not None:
            exact = str(binding.number) if isinstance(binding.number, Fraction | int) else repr(float(binding.number))
            relation = relation_before(number, signs)
            span = (frame.shot, frame.since, frame.time)
            yield NumberRead(binding.path, exact, binding.shown, number.text, relation, *span)


def _fault(finding: _Finding, frame: Frame) -> Fault:
    lefts, bottoms, rights, tops = zip(*map(box_of, finding.leaves), strict=True)
    box = (min(lefts), min(bottoms), max(rights), max(tops))
    return Fault(finding.kind, finding.what, frame.since, frame.shot, box)
