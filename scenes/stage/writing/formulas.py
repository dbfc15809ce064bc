"""The formulas of the film, read from `scenes/text/formulas`: the same in every language, no Manim needed."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from typing import Any

from scenes.stage.near import nearest
from scenes.stage.writing import own_texts, toml_text

_PIECE = re.compile(r"`(?P<typst>[^`]*)`|\{(?P<braced>[^{}]*)\}|(?P<sign>[^\s{}`]+)")
_NUMBER = re.compile(r"(?P<kind>[:=(])(?P<path>[a-z0-9_.]+)\)?(?:\|(?P<meaning>[a-z_]+))?(?:\*(?P<larger>[0-9.]+))?")
_DIGITS = re.compile(r"\d+")


class FormulaError(ValueError):
    """A formula that is not there, or that cannot be read; the message is one line."""


@dataclass(frozen=True)
class Sign:
    """A sign or a piece of Typst; `{quantity}` inside it is a symbol in its colour."""

    source: str


@dataclass(frozen=True)
class Symbol:
    """The symbol of a quantity."""

    quantity: str


@dataclass(frozen=True)
class Partial:
    """A partial derivative of one quantity by another."""

    numerator: str
    denominator: str


@dataclass(frozen=True)
class Bound:
    """A number of the trace: `:` plain, `(` in brackets where it is negative, `=` with its relation sign."""

    kind: str
    path: str
    meaning: str | None
    larger: float


Piece = Sign | Symbol | Partial | Bound


@dataclass(frozen=True)
class FormulaRow:
    """A formula as its pieces, and the digits in it that are no data, with the reason."""

    pieces: tuple[Piece, ...]
    constants: Mapping[str, str]


@dataclass(frozen=True)
class Formulas:
    """All formulas: symbols as Typst and as plain characters, and rows by lesson and name. `shots` says of lessons from
    outside which rows a shot shows."""

    symbols: Mapping[str, str]
    plain: Mapping[str, str]
    rows: Mapping[str, Mapping[str, FormulaRow]]
    shots: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)

    def row(self, lesson: str, name: str, filled: Mapping[str, object]) -> FormulaRow:
        """A row with its places such as `<k>` filled in; raises FormulaError where there is none."""
        try:
            row = self.rows[lesson][name]
        except KeyError:
            rows = self.rows.get(lesson)
            hint = f"; the nearest is {nearest(name, rows)}" if rows else ""
            raise FormulaError(f"no formula {lesson}.{name}{hint}") from None
        return FormulaRow(tuple(_filled(piece, filled) for piece in row.pieces), row.constants)


def numbers_in(row: FormulaRow) -> list[str]:
    """The paths of the numbers in a row."""
    return [piece.path for piece in row.pieces if isinstance(piece, Bound)]


@cache
def load(own_symbols: tuple[tuple[str, str], ...] = ()) -> Formulas:
    """The formulas of the film, with a user's own symbols for quantities in them: plain characters that are shown as
    they are. Raises FormulaError for a formula that cannot be read."""
    if own_symbols:
        of_the_house, own = load(), dict(own_symbols)
        typst = {quantity: _as_typst(symbol) for quantity, symbol in own.items()}
        return replace(of_the_house, symbols={**of_the_house.symbols, **typst}, plain={**of_the_house.plain, **own})
    folder = resources.files("scenes") / "text" / "formulas"
    files = [file for file in folder.iterdir() if file.name.endswith(".toml")]
    read = {file.name.removesuffix(".toml"): _read(file.name, file.read_text(encoding="utf-8")) for file in files}
    symbols = read.pop("symbols")
    made = _formulas(symbols["symbols"], symbols["plain"], read)
    for lesson, texts in sorted(own_texts.known().items()):  # not in the order in which they were asked for
        if texts.formulas is not None:
            made = _with_own(made, lesson, texts.formulas)
    return made


def _with_own(made: Formulas, lesson: str, text: toml_text.Text) -> Formulas:
    """Formulas, and with them those of a lesson from outside; raises LessonError."""
    part = text.read()
    symbols, plain = part.pop("symbols", {}), part.pop("plain", {})
    shots = part.pop("shots", {})
    for name, source in symbols.items():
        if made.symbols.get(name, source) != source:
            raise text.fault(f"the symbol {name} is {made.symbols[name]} already; call it otherwise", name)
    symbols, plain = {**made.symbols, **symbols}, {**made.plain, **plain}
    rows = {}
    for name, entry in part.items():
        try:
            rows[name] = _row(f"{lesson}.{name}", entry, symbols)
        except FormulaError as wrong:
            raise text.fault(str(wrong), f"{name}.row") from None
    return Formulas(symbols, plain, {**made.rows, lesson: rows}, {**made.shots, lesson: shots})


def _as_typst(symbol: str) -> str:
    """Plain characters as Typst shows them in a formula: one letter leans as a variable does, more of them stand."""
    quoted = symbol.replace("\\", "\\\\").replace('"', '\\"')
    return symbol if len(symbol) == 1 and symbol.isalpha() else f'"{quoted}"'


def _read(file: str, text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise FormulaError(f"scenes/text/formulas/{file}: {wrong}") from None


def parse(text: str) -> Formulas:
    """Formulas from one text of TOML; raises FormulaError for what cannot be read, or holds a digit without a reason.

    >>> formulas = parse('symbols = {loss = "L"}\\nrows.a.loss.row = "{loss} {=step.<k>.loss}"')
    >>> formulas.row("a", "loss", {"k": 0}).pieces[1].path
    'step.0.loss'
    """
    read = tomllib.loads(text)
    return _formulas(read.get("symbols", {}), read.get("plain", {}), read.get("rows", {}))


def _formulas(
    symbols: Mapping[str, str], plain: Mapping[str, str], rows: Mapping[str, Mapping[str, Mapping[str, object]]]
) -> Formulas:
    return Formulas(
        symbols,
        plain,
        {
            lesson: {name: _row(f"{lesson}.{name}", entry, symbols) for name, entry in entries.items()}
            for lesson, entries in rows.items()
        },
    )


def _row(name: str, entry: Mapping[str, object], symbols: Mapping[str, str]) -> FormulaRow:
    constants = entry.get("constants", {})
    assert isinstance(constants, dict)
    pieces = tuple(_pieces(name, str(entry["row"]), symbols))
    for piece in pieces:
        if isinstance(piece, Sign):
            for digits in _DIGITS.findall(piece.source):
                if digits not in constants:
                    raise FormulaError(f"formula {name}: say why {digits} is no data (constants.{digits})")
    return FormulaRow(pieces, constants)


def _pieces(name: str, text: str, symbols: Mapping[str, str]) -> Iterator[Piece]:
    for match in _PIECE.finditer(text):
        braced = match["braced"]
        if braced is None:
            yield Sign(match["typst"] or match["sign"])
        elif braced in symbols:
            yield Symbol(braced)
        elif "/" in braced:
            above, _, below = braced.partition("/")
            if above not in symbols or below not in symbols:
                missing = above if above not in symbols else below
                raise FormulaError(
                    f"formula {name}: {{{braced}}} names a symbol that is not there; the nearest is"
                    f" {nearest(missing, symbols)}"
                )
            yield Partial(above, below)
        else:
            number = _NUMBER.fullmatch(re.sub(r"<[a-z]+>", "0", braced))
            if number is None:
                raise FormulaError(f"formula {name}: {{{braced}}} is no symbol and no number{_hint(braced, symbols)}")
            places = re.match(r".([a-z0-9_.<>]+)", braced)
            assert places is not None
            yield Bound(number["kind"], places[1], number["meaning"], float(number["larger"] or 1))


def _hint(braced: str, symbols: Mapping[str, str]) -> str:
    """Which symbol was meant, or how a number is written."""
    if "." in braced:
        return f"; a number is written {{:{braced}}}, {{=...}} or {{(...)}}"
    return f"; the nearest is {nearest(braced, symbols)}" if symbols else ""


def _filled(piece: Piece, filled: Mapping[str, object]) -> Piece:
    if not isinstance(piece, Bound):
        return piece
    path = piece.path
    for name, what in filled.items():
        path = path.replace(f"<{name}>", str(what))
    if "<" in path:
        raise FormulaError(f"{piece.path}: the lesson must fill in {path[path.index('<') : path.index('>') + 1]}")
    return Bound(piece.kind, path, piece.meaning, piece.larger)
