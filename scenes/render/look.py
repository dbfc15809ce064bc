"""One look at a shot, by a process that knows the code and the words as they are now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from scenes.lessons import index
from scenes.render.edition import Edition
from scenes.render.still import render_still
from scenes.stage.writing.words import WordsError


def look(lesson: str, shot: str | None, settings: Sequence[str], style: Mapping[str, str | bool], path: Path) -> str:
    """The last frame of a shot (of the poster's if none is named) as a PNG, with the parameters that these settings
    give; `style` are the other parts of its edition. Returns the name of the shot."""
    edition = Edition(lesson, index.values(lesson, settings), **style)  # type: ignore[arg-type]
    if shot is not None and shot not in edition.shots:
        raise WordsError(f"{edition.language}: there is no shot {shot} in {lesson} any more")
    return render_still(edition, shot, path)
