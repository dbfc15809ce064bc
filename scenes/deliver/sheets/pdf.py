"""A sheet as PDF/UA-1, by Typst: formulas have alternative text, the fonts come with Typst."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import cache
from importlib import resources

import typst

from scenes.deliver.sheets.page import Page


def pdf(page: Page) -> bytes:
    """The page as a PDF; the same bytes each time."""
    told = {
        "title": page.title,
        "language": page.language,
        "answers": page.answers,
        "how": page.how,
        "given": _given(page.given),
        "sections": [{**asdict(section), "given": _given(section.given)} for section in page.sections],
        "words": {name: page.words[name] for name in ("name", "date", "given", "row")},
    }
    made = typst.compile(
        resources.files("scenes.deliver.sheets").joinpath("sheet.typ").read_bytes(),
        format="pdf",
        font_paths=_fonts(),
        sys_inputs={"sheet": json.dumps(told, ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=0,
    )
    assert isinstance(made, bytes)
    return made


def _given(given: tuple) -> list[dict[str, object]]:
    return [{"equation": asdict(equation), "meaning": meaning} for equation, meaning in given]


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False)
