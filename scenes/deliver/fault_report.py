"""The report of a check, for people and for programs, and the pictures of the faults."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scenes.deliver.files import put_in_place, workshop
from scenes.render.checked import Checked
from scenes.stage.checks.found import Found

FOLDER = "check"
_NAMED = 6


@dataclass(frozen=True)
class Reported:
    """A check with the places of its pictures, one for each fault."""

    checked: Checked
    pictures: tuple[Path, ...]


def keep(checked: Checked, output: Path) -> Reported:
    """Put the pictures of the faults, and what was read, into a folder of the output folder; those of an earlier check
    of the same are taken away. Raises OSError where the folder cannot be written to."""
    folder = output / FOLDER
    clear(checked.stem, output)
    texts = {f"{checked.stem}.numbers.json": _numbers(checked).encode()} if checked.numbers else {}
    names = [f"{checked.stem}.{i:02}.{found.fault.kind}.png" for i, found in enumerate(checked.found, start=1)]
    files = texts | {name: found.picture for name, found in zip(names, checked.found, strict=True)}
    if files:
        with workshop(folder) as shop:
            for name, content in files.items():
                (shop / name).write_bytes(content)
            put_in_place([shop / name for name in files], folder)
    return Reported(checked, tuple(folder / name for name in names))


def clear(stem: str, output: Path) -> None:
    """Take away what an earlier check of this stem left."""
    folder = output / FOLDER
    if folder.is_dir():
        for old in folder.iterdir():
            rest = old.name.removeprefix(f"{stem}.")
            if rest != old.name and (rest == "numbers.json" or (rest[:2].isdigit() and rest.endswith(".png"))):
                old.unlink(missing_ok=True)


def to_json(reports: Sequence[Reported], seconds: float) -> str:
    """{"checked": {...}, "faults": [{"lesson", "language", "aspect", "theme", "shot", "time", "kind", "what",
    "picture"}]}; times in seconds; `checked.broken` says what could not be played to its end."""
    checked = [report.checked for report in reports]
    faults = [
        {
            **_labels(report.checked),
            "shot": found.fault.shot,
            "time": round(found.fault.time, 3),
            "kind": found.fault.kind,
            "what": found.fault.what,
            "picture": str(picture),
        }
        for report in reports
        for found, picture in zip(report.checked.found, report.pictures, strict=True)
    ]
    answer = {
        "checked": {
            "lessons": _different(one.lesson for one in checked),
            "languages": _different(one.language for one in checked),
            "aspects": _different(one.aspect for one in checked),
            "themes": _different(one.theme for one in checked),
            "instants": sum(one.instants for one in checked),
            "texts": sum(one.texts for one in checked),
            "digits": sum(one.digits for one in checked),
            "digits_agreed": sum(one.agreed for one in checked),
            "film_seconds": round(sum(one.seconds for one in checked), 3),
            "seconds": round(seconds, 3),
            "broken": [{**_labels(one), "why": one.broken} for one in checked if one.broken],
        },
        "faults": faults,
    }
    return json.dumps(answer, ensure_ascii=False, allow_nan=False)


def lines(report: Reported) -> list[str]:
    """A line for each fault, and one for what could not be played."""
    checked = report.checked
    name = " ".join(part for part in _labels(checked).values() if part)
    written = [_line(name, found, picture) for found, picture in zip(checked.found, report.pictures, strict=True)]
    return [*written, f"{name}  {checked.broken}"] if checked.broken else written


def total(reports: Sequence[Reported], seconds: float) -> str:
    """What was checked, in one line."""
    checked = [report.checked for report in reports]
    faults = sum(len(one.found) for one in checked)
    broken = sum(1 for one in checked if one.broken)
    said = [_counted(faults, "fault") if faults else "no faults"] if faults or not broken else []
    if broken:
        said.append(f"{broken} of {len(checked)} could not be played")
    lessons = _different(one.lesson for one in checked)
    editions = [_different(getattr(one, label) for one in checked) for label in ("language", "aspect", "theme")]
    named = [", ".join(lessons) if len(lessons) <= _NAMED else f"{len(lessons)} lessons and scenes"]
    what = " × ".join([*named, *(", ".join(different) for different in editions if different)])
    instants, texts = sum(one.instants for one in checked), sum(one.texts for one in checked)
    digits, agreed = sum(one.digits for one in checked), sum(one.agreed for one in checked)
    looked = (
        f"{_counted(instants, 'instant')}, {_counted(texts, 'text')}, {agreed} of {digits} digits read as they should"
    )
    return f"{', '.join(said)}: {what}; {looked}; {seconds:.0f} s"


def _line(name: str, found: Found, picture: Path) -> str:
    fault = found.fault
    shot = f"  {fault.shot}" if fault.shot else ""
    return f"{name}{shot}  {fault.time:.1f} s  {fault.kind}: {fault.what} ({picture})"


def _labels(checked: Checked) -> Mapping[str, str]:
    return {
        "lesson": checked.lesson,
        "language": checked.language,
        "aspect": checked.aspect,
        "theme": checked.theme,
    }


def _numbers(checked: Checked) -> str:
    """JSON: a list of {"path", "exact", "shown", "read", "relation", "shot", "from", "to"}; times in seconds."""
    rows: list[dict[str, Any]] = [
        {
            "path": row.path,
            "exact": row.exact,
            "shown": row.shown,
            "read": row.read,
            "relation": row.relation,
            "shot": row.shot,
            "from": round(row.start, 6),
            "to": round(row.end, 6),
        }
        for row in checked.numbers
    ]
    return json.dumps(rows, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def _different(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(value for value in values if value))


def _counted(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
