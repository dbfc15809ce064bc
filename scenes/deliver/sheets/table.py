"""The numbers of a sheet as a table for a spreadsheet: CSV with a byte order mark, its columns and numbers as the
language writes them, a semicolon between cells where the comma is the decimal sign."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from fractions import Fraction
from io import StringIO

from engine.exact import ratio
from engine.rounding import Rounded, rounded
from scenes.deliver.sheets.page import Page
from scenes.deliver.sheets.sheet import Part

_FIGURES = 10  # of a number that is rounded; as many as a spreadsheet shows


def table(page: Page) -> str:
    """One row for each number: its place, the part of the sheet, its letter, what it is, whether the digits are exact,
    the number, its exact value, its path in the trace."""
    separator = page.catalogue.decimal_separator
    text = StringIO()
    writer = csv.writer(text, delimiter=";" if separator == "," else ",", lineterminator="\r\n")
    writer.writerow(page.words["columns"])
    for place, (heading, key) in enumerate(_numbers(page), start=1):
        value = page.sheet.value(key)
        number = rounded(value, figures=_FIGURES, most=_FIGURES)
        is_exact = isinstance(value, Fraction | int)
        writer.writerow(
            [
                place,
                heading,
                page.plain.key(key),
                page.meaning(key),
                page.words["digits_exact" if number.exact else "digits_rounded"],
                _written(number, separator),
                ratio(Fraction(value)) if is_exact else "",
                page.sheet.plan.paths[key],
            ]
        )
    return "\ufeff" + text.getvalue()


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


def _written(number: Rounded, separator: str) -> str:
    """As a spreadsheet reads it."""
    text = Rounded(number.negative, number.digits, None, number.exact).text(separator, "-")
    return text if number.exponent is None else f"{text}E{number.exponent}"
