"""Which formulas the shots of a lesson from outside show, as its `shots` table says it: `name place=value ...`, where
`{parameter}` is one of the lesson's. What is wrong in it is said before anything is drawn."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scenes.stage.writing.toml_text import Text

_NUMBER = re.compile(r"\{[:=(]([^{}]*)\}")
_PLACE = re.compile(r"<([a-z]+)>")
_ENTRY = re.compile(r"(?:[^{}]|\{[a-z][a-z0-9_]*\})+")


def check(text: Text, listed: Mapping[str, Any], rows: Mapping[str, str], shots: Collection[str]) -> None:
    """Raises LessonError for a shot or a row that is not there, and for a row whose places are not filled in; `rows`
    are those of the lesson by name, as they are written."""
    for shot, entries in listed.items():
        if shot not in shots:
            near = next((form for form in (f"{shot} =", f"{shot}=") if form in text.source), "shots")
            raise text.fault(f"shots: there is no shot {shot!r}; {_nearest(shot, shots)}", near)
        if not isinstance(entries, list) or not all(isinstance(entry, str) for entry in entries):
            raise text.fault(f'shots.{shot} is to be a list of rows: ["curve", "slope k=0"]', shot)
        for entry in entries:
            wrong = _fault(entry, rows)
            if wrong:
                raise text.fault(f"shots.{shot}: {wrong}", f'"{entry}"')


def _fault(entry: str, rows: Mapping[str, str]) -> str:
    """What is wrong with an entry; empty where nothing is. Where its name has a {parameter} nobody knows all of it."""
    name, *pairs = entry.partition(" ?")[0].split() or [entry]
    if not _ENTRY.fullmatch(entry) or (name not in rows and "{" not in name):
        return f"there is no row {name!r}; {_nearest(name, rows)}"
    filled = dict(pair.partition("=")[::2] for pair in pairs)
    if "{" in name:
        return ""
    places = list(dict.fromkeys(place for path in _NUMBER.findall(rows[name]) for place in _PLACE.findall(path)))
    if all(filled.get(place) for place in places) and len(filled) <= len(places):
        return ""
    if not places:
        return f'the row {name} has no places: write "{name}", not {entry!r}'
    wanted = " ".join([name, *(f"{place}=0" for place in places)])
    return f'in the row {name} fill in {" and ".join(f"<{place}>" for place in places)}, such as "{wanted}"'


def _nearest(name: str, names: Collection[str]) -> str:
    close = get_close_matches(name, names, n=1, cutoff=0.0)
    return f"the nearest is {close[0]}" if close else "there is none"
