"""Files that a lesson file names: they lie beside it, or in a folder there."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from scenes.lessons.lesson_file.toml import Document
from scenes.stage.near import quoted


def beside(document: Document, keys: tuple[str, ...], written: str) -> Path:
    """The file of this name; raises SettingError for one that is not there, or lies elsewhere, by a link too."""
    home = document.path.resolve().parent
    try:
        place = (home / written).resolve()
        kind = place.stat().st_mode if place.is_relative_to(home) else None
    except (OSError, ValueError, RuntimeError):
        raise document.fault(keys, f"there is no file {quoted(written)} beside the lesson file") from None
    if kind is None or Path(written).is_absolute():
        raise document.fault(
            keys, f"{quoted(written)} lies elsewhere; a lesson file reads only what lies beside it or in a folder there"
        )
    if not stat.S_ISREG(kind):
        raise document.fault(keys, f"{quoted(written)} is no file")
    return Path(os.path.relpath(place))  # as it was looked at: a link that is put there later is not followed
