"""The numbers of a lesson whose module has no more than PARAMETERS and trace(values)."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine import Trace
from scenes.stage import parameters
from scenes.stage.near import quoted
from scenes.stage.parameters import Values
from scenes.stage.writing.toml_text import LessonError, shown

_PATH = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)*")
_PATHS = "a path is words of a-z, 0-9 and _ with points between: step.0.loss"


@dataclass(frozen=True)
class ModuleNumbers:
    """What a module of this name computes, looked up when it is asked for."""

    module: str

    def defaults(self) -> Values:
        """The default parameters."""
        return parameters.defaults(getattr(sys.modules[self.module], "PARAMETERS", ()))

    def trace(self, values: Values) -> Trace:
        """The trace for these parameters; raises LessonError where it is none."""
        return checked(sys.modules[self.module].trace(values), self.module)


def checked(result: object, module: str) -> Trace:
    """A trace, if it is one that can be shown; raises LessonError."""
    if not isinstance(result, Trace):
        raise LessonError(f"{_place(module)}: trace(values) is to give an engine.Trace, not {type(result).__name__}")
    for path, quantity in result.items():
        if not _PATH.fullmatch(path):
            raise LessonError(f"{_place(module)}: trace(values) has the path {quoted(path)}; {_PATHS}")
        if not quantity.is_exact and not np.isfinite(quantity.array).all():
            raise LessonError(f"{_place(module)}: trace(values) has no finite number at {quoted(path)}")
    return result


def _place(module: str) -> str:
    """Where its trace is computed."""
    loaded = sys.modules[module]
    code = getattr(loaded.trace, "__code__", None)
    return f"{shown(Path(code.co_filename))}:{code.co_firstlineno}" if code else shown(Path(str(loaded.__file__)))
