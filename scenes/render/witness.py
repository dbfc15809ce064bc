"""What a shot depends on, found out while it is drawn: what it reads, and how that was when it began.

What a shot looks at is known at its end, and how that was is known at its begin. So a process is forked at the begin
that does nothing but remember.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from multiprocessing import Pipe
from multiprocessing.connection import Connection

from scenes.render.clips import Clip, Known
from scenes.render.farm import fork
from scenes.render.stage_state import NoState, state
from scenes.stage.lesson import Lesson
from scenes.stage.reads import watch_attributes


class Witness:
    """Watches a lesson from the begin of a shot on, in the process that draws it."""

    def __init__(self, lesson: Lesson, shot: str) -> None:
        self._reads = lesson.reads
        ours, theirs = Pipe()
        self._process = fork()
        if not self._process:
            ours.close()
            _remember(lesson, shot, theirs)
        theirs.close()
        self._line = ours
        self._reads.clear()
        watch_attributes(lesson, self._reads)

    def known(self) -> Known | None:
        """What the shot depended on, now that it is over; None where it cannot be said."""
        reads = {kind: sorted(found) for kind, found in vars(self._reads).items()}
        try:
            self._line.send(reads)
            digest: str | None = self._line.recv()
        except (OSError, EOFError):
            digest = None
        self._line.close()
        os.waitpid(self._process, 0)
        return Known(reads, digest) if digest is not None else None


def seen_before(lesson: Lesson, shot: str, clips: Iterable[Clip]) -> Clip | None:
    """The clip of these that a shot would make which begins now; None if there is none."""
    tried: dict[str, str] = {}  # many clips of a kind have read the same
    for clip in clips:
        assert clip.known is not None
        reads = repr(clip.known.reads)
        if reads not in tried:
            try:
                tried[reads] = state(lesson, shot, clip.known.reads)
            except NoState:
                tried[reads] = ""
        if tried[reads] == clip.known.digest:
            return clip
    return None


def _remember(lesson: Lesson, shot: str, line: Connection) -> None:
    """The process that remembers: told what was read, it answers how that was. It ends here."""
    try:
        reads = line.recv()
        try:
            line.send(state(lesson, shot, reads))
        except NoState:
            line.send(None)
    except (EOFError, OSError):
        pass  # nobody asks any more
    finally:
        os._exit(0)
