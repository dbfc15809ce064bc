"""A fault of a lesson that somebody is writing, in one line: which file, which line, what is wrong."""

from __future__ import annotations

import re
import traceback
from pathlib import Path

HOUSE = Path(__file__).parents[2]  # the folder of our packages
PACKAGES = ("engine", "scenes")
_PLAIN = ("SettingError", "WordsError", "FormulaError")  # whose message says it all; by name, as classes come anew


def fault_line(fault: BaseException) -> str:
    """The file and line of the house where it is, and what it is."""
    kind = type(fault).__name__
    what = " ".join(str(fault).split())
    if isinstance(fault, SyntaxError) and fault.filename is not None:
        return f"{_from_here(fault.filename)}:{fault.lineno}: {fault.msg}"
    if kind == "LessonError":  # it names file and line itself
        return what
    if kind in _PLAIN:
        place = _place_of_words(what, getattr(fault, "text", ""))
        return f"{place}: {what}" if place else what
    ours = [frame for frame in traceback.extract_tb(fault.__traceback__) if _is_ours(frame.filename)]
    place = f"{_from_here(ours[-1].filename)}:{ours[-1].lineno}: " if ours else ""
    return f"{place}{kind}: {what}" if what else f"{place}{kind}"


def _is_ours(file: str) -> bool:
    return any(Path(file).is_relative_to(HOUSE / package) for package in PACKAGES)


def _from_here(file: str) -> str:
    return str(Path(file).relative_to(HOUSE)) if _is_ours(file) else file


def _place_of_words(what: str, text: str) -> str:
    """The line of the words that a message quotes, or that begin as this text; nothing where it is not found."""
    quoted = re.search(r"\{[^{}]+\}", what)
    for wanted in filter(None, (quoted and quoted[0], text[:30])):
        for file in sorted((HOUSE / "scenes" / "text").rglob("*.toml")):
            for number, line in enumerate(file.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
                if wanted in line:
                    return f"{_from_here(str(file))}:{number}"
    return ""
