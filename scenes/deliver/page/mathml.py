"""Formulas as MathML, set by Typst from the same source that the film's formulas are drawn from.

MathML Core (W3C) is drawn by browsers and read aloud by screen readers. Classes name what a symbol or number is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from engine.rounding import rounded
from scenes.stage.look.theme import meaning_of
from scenes.stage.writing.formulas import Bound, FormulaRow, Formulas, Partial, Piece, Sign, Symbol
from scenes.stage.writing.sealed import sealed
from scenes.stage.writing.words import Catalogue

NumberOf = Callable[[str], Fraction | float]

_PREAMBLE = """
#let of(kind, it) = html.elem("mrow", attrs: (class: kind), it)
#let number(kind, it) = html.elem("mn", attrs: (class: kind), it)
#let slot(kind, path, way) = html.elem("mrow", attrs: (class: kind, data-path: path, data-kind: way), $x$)
"""
_SIGNS = {"dot": "dot.op", "(": "(", ")": ")"}
_MATH = re.compile(r"<math\b.*?</math>", re.DOTALL)
_ONE_LETTER = re.compile(r"<mi>(.)</mi>")
_NUMBER = re.compile(r"(<mn class[^>]*>)<(?:mtext|mn)>([^<]*)</(?:mtext|mn)></mn>")


@dataclass(frozen=True)
class Written:
    """How numbers are written: with the catalogue's decimal separator, each found by its path; where `number_of` is
    None a number is a place that a script fills in. Symbols are the catalogue's too."""

    catalogue: Catalogue
    number_of: NumberOf | None


def rows_as_mathml(rows: Iterable[FormulaRow], written: Written) -> list[Markup]:
    """Each row as a <math> element of its own. Raises KeyError for a number that is not there."""
    sources = [row_source(row.pieces, written) for row in rows]
    if not sources:
        return []
    page = sealed((_PREAMBLE + "\n".join(f"\n$ {source} $\n" for source in sources)).encode(), format="html")
    found = _MATH.findall(page.decode())
    if len(found) != len(sources):
        raise ValueError(f"{len(sources)} formulas became {len(found)}")
    return [Markup(_tidy(math)) for math in found]


def row_source(pieces: Sequence[Piece], written: Written) -> str:
    """A row as Typst. As in the film, `=` beside a rounded number becomes the approximately-equal sign."""
    return " ".join(filter(None, (_piece(pieces, place, written) for place in range(len(pieces)))))


def _piece(pieces: Sequence[Piece], place: int, written: Written) -> str:
    match pieces[place]:
        case Symbol(quantity):
            return _symbol(quantity, written)
        case Partial(above, below):
            return f"(partial {_symbol(above, written)})/(partial {_symbol(below, written)})"
        case Sign("approx?"):
            return "" if _is_exact(pieces[place + 1 :], written) else "approx"
        case Sign("="):
            exact = _is_exact(_before(pieces[:place]), written) and _is_exact(pieces[place + 1 :], written)
            return "=" if exact else "approx"
        case Sign(source):
            return re.sub(r"\{([^{}]+)\}", lambda found: _symbol(found[1], written), _SIGNS.get(source, source))
        case Bound() as bound:
            return _bound(bound, pieces[:place], written)


def _symbol(quantity: str, written: Written) -> str:
    return f'#of("{meaning_of(quantity) or "ink"}", ${written.catalogue.formulas.symbols[quantity]}$)'


def _bound(bound: Bound, before: Sequence[Piece], written: Written) -> str:
    kind = bound.meaning or meaning_of(bound.path) or "ink"
    if written.number_of is None:
        return f'#slot("{kind}", "{bound.path}", "{bound.kind}")'
    number = rounded(written.number_of(bound.path))
    digits = f'#number("{kind}", "{number.text(written.catalogue.decimal_separator).removeprefix("−")}")'
    signed = f'#of("{kind}", $-{digits}$)' if number.negative else digits
    if bound.kind == "=":
        return f"{'=' if number.exact and _is_exact(_before(before), written) else 'approx'} {signed}"
    return f"({signed})" if bound.kind == "(" and number.negative else signed


def _before(pieces: Sequence[Piece]) -> Sequence[Piece]:
    """The side of a relation that ends here."""
    relations = [place for place, piece in enumerate(pieces) if piece in (Sign("="), Sign(":="))]
    return pieces[relations[-1] + 1 :] if relations else pieces


def _is_exact(side: Sequence[Piece], written: Written) -> bool:
    """Whether no number in a side of a relation is rounded, up to the next relation."""
    if written.number_of is None:
        return True  # whoever fills the numbers in says so
    for piece in side:
        if piece in (Sign("="), Sign(":=")) or (isinstance(piece, Bound) and piece.kind == "="):
            return True
        if isinstance(piece, Bound) and not rounded(written.number_of(piece.path)).exact:
            return False
    return True


def _tidy(math: str) -> str:
    """Plain letters, which browsers slant themselves and screen readers know; a number as MathML has it."""
    plain = _ONE_LETTER.sub(lambda letter: f"<mi>{unicodedata.normalize('NFKC', letter[1])}</mi>", math)
    plain = plain.replace("<mo>\u0302</mo>", '<mo stretchy="false">^</mo>')  # a hat, as MathML has it
    plain = re.sub(r"<mo>([()])</mo>", r'<mo stretchy="false">\1</mo>', plain)  # no fraction stands in brackets
    return _NUMBER.sub(r"\1\2</mn>", plain)


def lesson_rows(lesson: str, wanted: Iterable[str], places: Mapping[str, object], known: Formulas) -> list[FormulaRow]:
    """Rows of a lesson, each written `name place=value ...`; `{parameter}` in it is a parameter of the lesson."""
    rows = []
    for entry in wanted:
        name, *filled = entry.format_map(places).split()
        rows.append(known.row(lesson, name, dict(pair.split("=", 1) for pair in filled)))
    return rows


def joined(rows: Iterable[FormulaRow]) -> list[FormulaRow]:
    """The rows; one that begins with a relation goes on where the one before it ends."""
    made: list[FormulaRow] = []
    for row in rows:
        if row.pieces[0] == Sign("=") and made:
            before = made.pop()
            row = FormulaRow(before.pieces + row.pieces, {**before.constants, **row.constants})
        made.append(row)
    return made
