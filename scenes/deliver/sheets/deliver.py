"""Sheets, delivered: an exercise sheet and its answer sheet, as Markdown, as PDF, and the numbers as a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from scenes.deliver.files import put_in_place, workshop
from scenes.deliver.sheets.markdown import markdown
from scenes.deliver.sheets.page import Page
from scenes.deliver.sheets.plans import sheet
from scenes.stage.custom import NOTHING, Custom
from scenes.stage.parameters import Values

_PAGES: Mapping[str, tuple[str, Callable[[Page], bytes]]] = {
    "markdown": ("md", lambda page: markdown(page).encode()),
    "pdf": ("pdf", lambda page: _pdf(page)),
}
KINDS = (*_PAGES, "csv")


def deliver_sheets(
    lesson: str,
    values: Values,
    languages: Sequence[str],
    kinds: Sequence[str],
    output: Path,
    version: int | None = None,
    custom: Custom = NOTHING,
) -> list[Path]:
    """LESSON.LANGUAGE.exercise and .answers of these kinds, and LESSON.LANGUAGE.numbers.csv, into a folder; a version
    is in their names and titles. Files appear when all of them are whole. Raises OSError where the folder cannot be
    written to."""
    asked = sheet(lesson, values)
    with workshop(output) as shop:
        made: list[Path] = []
        for language in languages:
            stem = f"{lesson}.{language}" + ("" if version is None else f".{version}")
            pages = {
                name: Page(asked, language, name == "answers", version, custom) for name in ("exercise", "answers")
            }
            written = {
                f"{stem}.{name}.{_PAGES[kind][0]}": _PAGES[kind][1](page)
                for kind in kinds
                if kind in _PAGES
                for name, page in pages.items()
            }
            if "csv" in kinds:
                from scenes.deliver.sheets.table import table

                written[f"{stem}.numbers.csv"] = table(pages["answers"]).encode()
            for name, content in written.items():
                (shop / name).write_bytes(content)
                made.append(shop / name)
        return put_in_place(made, output)


def _pdf(page: Page) -> bytes:
    from scenes.deliver.sheets.pdf import pdf  # typst is loaded only where it is wanted

    return pdf(page)
