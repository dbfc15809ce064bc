"""What a lesson from outside raises, in one line that says in which file and line."""

from __future__ import annotations

import os
import traceback
from collections.abc import Collection
from difflib import get_close_matches
from pathlib import Path

from scenes.lessons.where import Source
from scenes.stage.parameters import SettingError
from scenes.stage.writing.own_texts import LessonError, known, shown


def explained(fault: BaseException, files: Collection[Path], called: str) -> LessonError:
    """What was raised while code in these files ran."""
    what = " ".join(str(fault).split())
    kind = type(fault).__name__
    said = f"{kind}: {what}" if what else kind
    if isinstance(fault, SyntaxError) and fault.filename:
        return LessonError(f"{shown(Path(fault.filename))}:{fault.lineno}: {kind}: {fault.msg}")
    own = {os.path.realpath(file) for file in files}
    frames = [frame for frame in traceback.extract_tb(fault.__traceback__) if os.path.realpath(frame.filename) in own]
    if isinstance(fault, ImportError) and "relative import" in what:
        said += "; a file stands alone: import what lies beside it by its name, or install the package"
    if frames:
        return LessonError(f"{shown(Path(frames[-1].filename))}:{frames[-1].lineno}: {said}")
    return LessonError(f"{called}: {said}")


def of_lesson(fault: BaseException, lesson: str, source: Source) -> BaseException:
    """What is to be said of something that was raised while a lesson from outside was played: the fault itself where
    it says all, or is none of the lesson's."""
    if isinstance(fault, LessonError | SettingError | OSError | MemoryError) or not isinstance(fault, Exception):
        return fault
    written = getattr(fault, "text", "")
    if type(fault).__name__ == "WordsError" and isinstance(written, str) and written:
        what = " ".join(str(fault).split())
        for text in known()[lesson].words.values():
            if written in text.source:
                return text.fault(what, written)
    return explained(fault, source.files, source.called)


def nearest(name: str, names: Collection[str]) -> str:
    """The nearest of some names, in words."""
    close = get_close_matches(name, names, n=1, cutoff=0.0)
    return f"the nearest is {close[0]}" if close else "there is none"
