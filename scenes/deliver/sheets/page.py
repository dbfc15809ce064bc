"""A sheet in a language, with blanks or with answers: what Markdown and PDF are both made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from typing import Any

from scenes.deliver.sheets import sheet as ask
from scenes.deliver.sheets.letters import read_key
from scenes.deliver.sheets.notation import Plain, Spoken, Tex, Typst
from scenes.deliver.sheets.sheet import Blank, Part, Sheet, Table
from scenes.stage.custom import NOTHING, Custom
from scenes.stage.writing import words


@dataclass(frozen=True)
class Equation:
    """A formula in the notations of the outputs."""

    tex: str
    typst: str
    plain: str
    spoken: str


@dataclass(frozen=True)
class Row:
    """Something to be worked out, by its number on the sheet: an equation, or a question in words. `blank`: a place to
    write follows; else `answer` is what a question's is."""

    number: int
    equation: Equation | None
    question: str
    answer: str
    blank: bool


@dataclass(frozen=True)
class Grid:
    """A table: its head, and its cells; an empty one is to be filled in."""

    head: tuple[Equation, ...]
    cells: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Section:
    """A part of the page."""

    heading: str
    given: tuple[tuple[Equation, str], ...]
    notes: tuple[str, ...]
    rules: tuple[Equation, ...]
    grid: Grid | None
    rows: tuple[Row, ...]


class Page:
    """A sheet in one language; with `answers` every number stands in its place. Sheets with other numbers are told
    apart by their `version`."""

    def __init__(
        self, sheet: Sheet, language: str, answers: bool, version: int | None = None, custom: Custom = NOTHING
    ) -> None:
        self.sheet, self.language, self.answers, self.version = sheet, language, answers, version
        self.catalogue = words.load(language, custom)
        separator, letters = self.catalogue.decimal_separator, sheet.plan.letters
        self.tex, self.typst, self.plain = (kind(separator, letters) for kind in (Tex, Typst, Plain))
        self.spoken = Spoken(separator, letters, self.words["spoken"])
        self._numbers = count(1)

    @property
    def words(self) -> Mapping[str, Any]:
        """The words of the sheets."""
        return self.catalogue.outputs["exercise"]

    @property
    def title(self) -> str:
        """What the page is."""
        kind = self.words["answers" if self.answers else "sheet"]
        version = "" if self.version is None else f", {self.words['version'].format(number=self.version)}"
        return f"{self.catalogue.lesson(self.sheet.lesson).title} — {kind}{version}"

    @property
    def how(self) -> str:
        """What to do, or how the answers were made."""
        return str(self.words["how_answers" if self.answers else "how"])

    @cached_property
    def given(self) -> tuple[tuple[Equation, str], ...]:
        """The numbers that are given from the beginning, with what they are."""
        return self._given(self.sheet.plan.given)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The parts, in order."""
        return tuple(map(self._section, self.sheet.plan.parts))

    def meaning(self, key: str) -> str:
        """What a quantity is, in words."""
        above, _, below = key.partition("/")
        if below:
            return self.spoken.key(key)
        if above in self.sheet.plan.letters:
            return str(self.words["variable"])
        read = read_key(above)
        said = self.words["meanings"].get(read.base, "")
        if not said:
            return ""
        index = f" {read.index}" if read.index else ""
        return f"{said}{index}{', ' + self.words['after'] if read.prime else ''}"

    def cell(self, key: str) -> str:
        """A number in a table: with the approximately-equal sign where it is not exact."""
        number = self.sheet.number(key)
        text = number.text(self.catalogue.decimal_separator)
        return text if number.exact else f"≈ {text}"

    def _section(self, part: Part) -> Section:
        rows = [self._row(blank) for blank in part.blanks]
        rows += (self._question(*question) for question in part.questions)
        return Section(
            self.words["headings"][part.heading],
            self._given(part.given),
            tuple(self.words["notes"][note] for note in part.notes),
            tuple(self._equation(lambda notation, one=one: ask.rule(notation, one)) for one in part.rules),
            self._grid(part.table) if part.table is not None else None,
            tuple(rows),
        )

    def _given(self, keys: tuple[str, ...]) -> tuple[tuple[Equation, str], ...]:
        return tuple(
            (self._equation(lambda notation, key=key: ask.given(notation, self.sheet, key)), self.meaning(key))
            for key in keys
        )

    def _row(self, blank: Blank) -> Row:
        if self.answers:
            equation = self._equation(lambda notation: ask.solved(notation, self.sheet, blank))
        else:
            equation = self._equation(lambda notation: ask.asked(notation, blank))
        return Row(next(self._numbers), equation, "", "", not self.answers)

    def _question(self, word: str, path: str) -> Row:
        number = str(self.sheet.trace.number(path))
        return Row(next(self._numbers), None, self.words["questions"][word], number, not self.answers)

    def _grid(self, table: Table) -> Grid:
        columns = (*table.given, *table.asked)
        head = tuple(self._equation(lambda notation, key=key: notation.key(key)) for key in columns)
        cells = tuple(
            (
                str(row),
                *(self.cell(table.key(column, row)) for column in table.given),
                *(self.cell(table.key(column, row)) if self.answers else "" for column in table.asked),
            )
            for row in table.rows
        )
        return Grid(head, cells)

    def _equation(self, write: Any) -> Equation:
        return Equation(write(self.tex), write(self.typst), write(self.plain), write(self.spoken))
