"""What a sheet asks: the numbers that are given, and those to be worked out, in the order of the passes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from engine import Trace
from engine.rounding import Rounded, rounded
from scenes.deliver.sheets.letters import Letter
from scenes.deliver.sheets.notation import Notation, keys


@dataclass(frozen=True)
class Blank:
    """A number to be worked out, by this formula where one is told."""

    key: str
    formula: str = ""


@dataclass(frozen=True)
class Table:
    """The same for several rows: the columns that are given and those to be filled in. Row 2 of the column `error` is
    the quantity `error.2`, with a prefix in front."""

    given: tuple[str, ...]
    asked: tuple[str, ...]
    rows: tuple[int, ...]
    prefix: str = ""

    def key(self, column: str, row: int) -> str:
        """The quantity in a cell."""
        return f"{self.prefix}{column}.{row}"


@dataclass(frozen=True)
class Part:
    """A part of a sheet. `heading`, `notes` and the questions are keys of words; a question's answer is the number at a
    path of the trace. `rules` are formulas that stand at its head: nothing is asked there."""

    heading: str
    given: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    rules: tuple[Blank, ...] = ()
    table: Table | None = None
    blanks: tuple[Blank, ...] = ()
    questions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Plan:
    """A sheet without its numbers: `paths` say where in the trace each quantity is, `letters` how those are written
    that have no usual letter."""

    given: tuple[str, ...]
    parts: tuple[Part, ...]
    paths: Mapping[str, str]
    letters: Mapping[str, Letter] = field(default_factory=dict)


@dataclass(frozen=True)
class Sheet:
    """A plan and the numbers of a trace."""

    lesson: str
    plan: Plan
    trace: Trace

    def value(self, key: str) -> Fraction | float:
        """The number of a quantity, exact where it can be."""
        return self.trace.number(self.plan.paths[key])

    def number(self, key: str) -> Rounded:
        """The same as it is written."""
        return rounded(self.value(key))

    def asked(self) -> Iterator[str]:
        """All quantities to be worked out, in order."""
        for part in self.plan.parts:
            if part.table is not None:
                yield from (part.table.key(column, row) for row in part.table.rows for column in part.table.asked)
            yield from (blank.key for blank in part.blanks)


def asked(notation: Notation, blank: Blank) -> str:
    """A blank as an equation that ends in front of its number; a formula that is the number itself is not told."""
    formula = [notation.formula(blank.formula), notation.sign("=")] if keys(blank.formula) else []
    return notation.joined([notation.key(blank.key), notation.sign("="), *formula])


def rule(notation: Notation, blank: Blank) -> str:
    """A rule as an equation."""
    return notation.joined([notation.key(blank.key), notation.sign("="), notation.formula(blank.formula)])


def given(notation: Notation, sheet: Sheet, key: str) -> str:
    """A quantity with its number."""
    number = sheet.number(key)
    return notation.joined([notation.key(key), notation.sign(number.relation), notation.number(number)])


def solved(notation: Notation, sheet: Sheet, blank: Blank) -> str:
    """A blank with its number: the formula, the formula with numbers in it where that says more, the number. `=` stands
    only between what is equal as it is written."""
    result = sheet.number(blank.key)
    written = notation.number(result)
    pieces = [notation.key(blank.key)]
    relation = result.relation
    if blank.formula:
        by_letters, by_numbers = notation.formula(blank.formula), notation.formula(blank.formula, sheet.number)
        if by_letters != written:
            pieces += [notation.sign("="), by_letters]
        if by_numbers.replace(" ", "") not in (by_letters.replace(" ", ""), written.replace(" ", "")):
            is_exact = all(sheet.number(key).exact for key in keys(blank.formula))
            pieces += [notation.sign("=" if is_exact else "≈"), by_numbers]
            relation = relation if is_exact else "≈"
    return notation.joined([*pieces, notation.sign(relation), written])
