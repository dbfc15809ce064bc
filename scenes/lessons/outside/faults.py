"""What a lesson from outside raises, in one line that says in which file and line."""

from __future__ import annotations

import os
import re
import sys
import traceback
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from scenes.lessons.where import Source
from scenes.stage.near import nearest, quoted
from scenes.stage.parameters import SettingError, defaults
from scenes.stage.writing import formulas
from scenes.stage.writing.own_texts import known
from scenes.stage.writing.toml_text import LessonError, shown

_LONGEST = 300  # characters of what somebody's code says


def explained(fault: BaseException, files: Collection[Path], called: str) -> LessonError:
    """What was raised while code in these files ran."""
    what = _text(fault.args[0] if isinstance(fault, KeyError) and fault.args else fault)  # no quotation marks
    kind = type(fault).__name__
    said = f"{kind}: {what}" if what else kind
    if isinstance(fault, SyntaxError) and fault.filename:
        return LessonError(f"{shown(Path(fault.filename))}:{fault.lineno or 1}: {kind}: {_text(fault.msg)}")
    own = {os.path.realpath(file) for file in files}
    frames = [frame for frame in traceback.extract_tb(fault.__traceback__) if os.path.realpath(frame.filename) in own]
    if isinstance(fault, ImportError) and "relative import" in what:
        said += "; a file stands alone: import what lies beside it by its name, or install the package"
    if frames:
        return LessonError(f"{shown(Path(frames[-1].filename))}:{frames[-1].lineno}: {said}")
    return LessonError(f"{called}: {said}")


def _text(raised: object) -> str:
    """What is raised as a line that is not too long, also where it cannot say itself what it is."""
    try:
        line = " ".join(str(raised).split())
    except Exception:
        return ""
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}..."


def of_lesson(fault: BaseException, lesson: str, module: str, source: Source) -> BaseException:
    """What is to be said of something that was raised while a lesson from outside was played: the fault itself where
    it says all, or is none of the lesson's. `module` gives its numbers."""
    if isinstance(fault, LessonError | SettingError | OSError | KeyboardInterrupt):
        return fault
    written = getattr(fault, "text", "")
    if type(fault).__name__ == "WordsError" and isinstance(written, str) and written:
        what = _text(fault)
        path = re.search(r"\{(@?)([^{}|]+)", what)
        if path is not None and "is no" in what:
            names = list(formulas.load().symbols) if path[1] else _names(lesson, module)
            what += f"; {nearest_said(path[2], names)}"
        for text in known()[lesson].words.values():
            if written in text.source:
                return text.fault(what, written)
    if type(fault) is KeyError and fault.args and isinstance(fault.args[0], str):
        told = f"{quoted(fault.args[0])} is not there; {nearest_said(fault.args[0], _names(lesson, module))}"
        fault = KeyError(told).with_traceback(fault.__traceback__)
    if type(fault) is AttributeError and fault.obj is not None:
        names = [name for name in dir(fault.obj) if name[0] != "_"]
        if names:
            close = nearest(fault.name, names)
            fault = AttributeError(f"{fault}; the nearest is {close}").with_traceback(fault.__traceback__)
    return explained(fault, source.files, source.called)


def _names(lesson: str, module: str) -> list[str]:
    """What a lesson may ask for by name: numbers of its trace, labels, sentences, symbols."""
    names = list(formulas.load().symbols)
    for text in known()[lesson].words.values():
        part = text.read()
        names += [*part.get("labels", {}), *(key for shot in part["shots"] for key in shot.get("sentences", {}))]
    with suppress(Exception):  # a trace that cannot be made says so elsewhere
        names += sys.modules[module].trace(defaults(getattr(sys.modules[module], "PARAMETERS", ())))
    return names


def nearest_said(name: str, names: Collection[str]) -> str:
    """The nearest of some names, in words."""
    return f"the nearest is {nearest(name, names)}" if names else "there is none"
