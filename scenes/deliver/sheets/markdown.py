"""A sheet as Markdown: CommonMark with tables, formulas as TeX between dollar signs, as Moodle, Jupyter, GitHub, GitLab
and Quarto read them."""

from __future__ import annotations

from collections.abc import Iterator

from scenes.deliver.plain_text import as_markdown
from scenes.deliver.sheets.page import Grid, Page, Row, Section

_LINE = "\\_" * 24


def markdown(page: Page) -> str:
    """The page as text."""
    return "\n\n".join(_blocks(page)) + "\n"


def _blocks(page: Page) -> Iterator[str]:
    words = page.words
    yield f"# {as_markdown(page.title)}"
    if not page.answers:
        yield f"{words['name']}: {_LINE} {words['date']}: {_LINE}"
    yield page.how
    if page.given:
        yield f"## {words['given']}"
        yield _given(page.given)
    for section in page.sections:
        yield from _section(section, words["row"])


def _section(section: Section, row: str) -> Iterator[str]:
    yield f"## {section.heading}"
    if section.given:
        yield _given(section.given)
    yield from section.notes
    if section.rules:
        yield ", ".join(f"${rule.tex}$" for rule in section.rules)
    if section.grid is not None:
        yield _grid(section.grid, row)
    yield from (_row(row) for row in section.rows)


def _given(given: tuple) -> str:
    return "\n".join(f"- ${equation.tex}$" + (f" ({meaning})" if meaning else "") for equation, meaning in given)


def _row(row: Row) -> str:
    asked = f"${row.equation.tex}$" if row.equation is not None else row.question
    return f"**({row.number})** {asked} {_LINE if row.blank else row.answer}".rstrip()


def _grid(grid: Grid, row: str) -> str:
    lines = [[row, *(f"${column.tex}$" for column in grid.head)], ["---:"] * (len(grid.head) + 1)]
    lines += [[cell or "&nbsp;" for cell in cells] for cells in grid.cells]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
