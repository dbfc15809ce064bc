"""Numbers as a table for a spreadsheet, those of a sheet or all of a trace.

CSV with a byte order mark, its columns and numbers as the language writes them, a semicolon between cells where the
comma is the decimal sign. In an exact value the bar is a fraction slash: of `1/10` a spreadsheet makes a date.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from io import StringIO
from math import isfinite
from numbers import Rational
from typing import Any

import numpy as np

from engine import Trace
from engine.exact import ratio
from engine.rounding import Rounded, rounded
from scenes.deliver.sheets.page import Page
from scenes.deliver.sheets.sheet import Part
from scenes.stage.writing import words
from scenes.stage.writing.words import Catalogue

_BEGIN_FORMULAS = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"-?([0-9]+([.,⁄][0-9]+)?(E-?[0-9]+)?|inf)")
_FIGURES = 10  # of a number that is rounded; as many as a spreadsheet shows


def table(page: Page) -> str:
    """One row for each number of a sheet: its place, the part, its letter, what it is, whether its digits are exact,
    the number, its exact value, its path in the trace."""
    rows = (
        [
            place,
            heading,
            page.plain.key(key),
            page.meaning(key),
            *_number(page.sheet.value(key), page.catalogue),
            page.sheet.plan.paths[key],
        ]
        for place, (heading, key) in enumerate(_numbers(page), start=1)
    )
    return _csv([page.words["columns"], *rows], page.catalogue)


def trace_table(trace: Trace, language: str) -> str:
    """One row for each number of a trace: its path, its place in an array, what it is, whether its digits are exact,
    the number, its exact value."""
    catalogue = words.load(language)
    told: Mapping[str, Any] = catalogue.outputs["exercise"]
    rows = (
        [path, " ".join(map(str, place)), meaning(path, told["paths"]), *_number(number, catalogue)]
        for path, quantity in trace.items()
        for place, number in np.ndenumerate(quantity.numbers)
    )
    return _csv([told["trace_columns"], *rows], catalogue)


def meaning(path: str, told: Mapping[str, str]) -> str:
    """What a path of a trace names, in words: `told` has those that are not said as they are written; it may have two
    that belong together.

    >>> meaning("step.0.gradient.weight", {"gradient": "slope"})
    'step 0, slope, weight'
    >>> meaning("nudge.rate.loss", {"rate": "learning rate", "nudge rate": "rate of change"})
    'nudge, rate of change, loss'
    """
    said: list[str] = []
    parts = path.split(".")
    for before, part in zip(["", *parts[:-1]], parts, strict=True):
        if part.isdecimal() and said:
            said[-1] += f" {part}"
        else:
            said.append(told.get(f"{before} {part}", told.get(part, part.replace("_", " "))))
    return ", ".join(said)


def _csv(rows: Iterable[Sequence[object]], catalogue: Catalogue) -> str:
    text = StringIO()
    delimiter = ";" if catalogue.decimal_separator == "," else ","
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(map(_plain, row) for row in rows)
    return "\ufeff" + text.getvalue()


def _plain(cell: object) -> object:
    """A cell as a spreadsheet shows it: before a text that it would work out, such as a symbol `=1+1` of a lesson file,
    stands an apostrophe.

    >>> _plain("=1+1"), _plain("-1,5E3"), _plain("-21⁄10"), _plain(-2)
    ("'=1+1", '-1,5E3', '-21⁄10', -2)
    """
    is_formula = isinstance(cell, str) and cell.startswith(_BEGIN_FORMULAS) and not _NUMBER.fullmatch(cell)
    return f"'{cell}" if is_formula else cell


def _number(value: Any, catalogue: Catalogue) -> tuple[str, str, str]:
    """Whether the digits are exact, the digits, and the exact value where there is one."""
    told = catalogue.outputs["exercise"]
    is_exact = isinstance(value, Rational)
    if not is_exact and not isfinite(value):
        return "", str(float(value)), ""
    number = rounded(value, figures=_FIGURES, most=_FIGURES)
    text = Rounded(number.negative, number.digits, None, number.exact).text(catalogue.decimal_separator, "-")
    power = "" if number.exponent is None else f"E{number.exponent}"
    digits = told["digits_exact" if number.exact else "digits_rounded"]
    return digits, f"{text}{power}", ratio(Fraction(value)).replace("/", "⁄") if is_exact else ""


def _numbers(page: Page) -> Iterator[tuple[str, str]]:
    """Heading and key of each number, those that are given first."""
    for key in page.sheet.plan.given:
        yield page.words["given"], key
    for part in page.sheet.plan.parts:
        yield from ((page.words["headings"][part.heading], key) for key in _keys(part))


def _keys(part: Part) -> Iterator[str]:
    yield from part.given
    if part.table is not None:
        columns = (*part.table.given, *part.table.asked)
        yield from (part.table.key(column, row) for row in part.table.rows for column in columns)
    yield from (blank.key for blank in part.blanks)
