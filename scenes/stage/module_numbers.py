"""The numbers of a lesson whose module has no more than PARAMETERS and trace(values)."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from engine import Trace
from scenes.stage import parameters
from scenes.stage.parameters import Values
from scenes.stage.writing.toml_text import LessonError, shown


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
    """A trace, if it is one; raises LessonError."""
    if isinstance(result, Trace):
        return result
    code = sys.modules[module].trace.__code__
    raise LessonError(
        f"{shown(Path(code.co_filename))}:{code.co_firstlineno}: trace(values) is to give an engine.Trace, not"
        f" {type(result).__name__}"
    )
