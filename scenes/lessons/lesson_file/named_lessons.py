"""The lessons that a lesson file may name: ours, those of installed packages, and those that the call brings."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from scenes.lessons import index
from scenes.lessons.lesson_file.toml import Document
from scenes.stage.near import no_such
from scenes.stage.writing.text_checks import NAME


def check_lesson(document: Document, keys: tuple[str, ...], name: str, others: Sequence[str] = ()) -> None:
    """Raises SettingError for a lesson that is not there; `others` are what else could have been meant. Raises
    LessonError for one of a package that cannot be used."""
    try:
        index.find(name)
    except index.UnknownLesson as wrong:
        kind = "lesson or key" if others else "lesson"
        told = no_such(kind, name, (*wrong.names, *others))
        file = f"{name}.py"
        if NAME.fullmatch(name) and any((folder / file).is_file() for folder in (Path.cwd(), document.path.parent)):
            told = (
                f"no {kind} {name!r}; a lesson that is a file is named in the call: backreel still {file} -c"
                f" {document.path.name}"
            )
        raise document.fault(keys, told) from None
