"""About how long a shot will be, from what there is to read; for the bar that shows progress."""

from __future__ import annotations

import re

from scenes.render.edition import Edition
from scenes.stage import pacing
from scenes.stage.settings import SILENT

_MOVES = 5.0  # seconds, besides the time for reading


def frames_of(edition: Edition, shot: str) -> int:
    """A guess at the frames of a shot."""
    known = {found.name: found for found in edition.catalogue.lesson(edition.lesson).shots}
    if shot not in known:  # a card of the film
        return round(edition.rate.fps * _MOVES)
    found = known[shot]
    caption = found.caption if isinstance(found.caption, str) else max(found.caption.values(), key=len)
    read = [caption, *([found.question] if found.question else [])]
    seconds = sum(pacing.reading_time(re.sub(r"\{[^}]*\}", "0.5", text)) for text in read)
    speech = dict(edition.speech).get(shot, SILENT)
    return round(edition.rate.fps * (_MOVES + max(seconds, sum(speech.texts), speech.whole)))
