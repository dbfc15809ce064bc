"""A sheet as PDF/UA-1, by Typst: formulas have alternative text, the fonts come with Typst."""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib import resources

from scenes.deliver.sheets.page import Page
from scenes.stage.writing.sealed import sealed


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
    return sealed(
        resources.files("scenes.deliver.sheets").joinpath("sheet.typ").read_bytes(),
        format="pdf",
        sys_inputs={"sheet": json.dumps(told, ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=0,
    )


def _given(given: tuple) -> list[dict[str, object]]:
    return [{"equation": asdict(equation), "meaning": meaning} for equation, meaning in given]
