"""What computes a lesson, and its numbers as drawings take them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from engine import Trace
from scenes.stage.parameters import Values
from scenes.stage.writing.values import Number


class Numbers(Protocol):
    """What computes a lesson: a module of `scenes.lessons.numbers`, or ModuleNumbers of one from outside."""

    def defaults(self) -> Values:
        """The default parameters."""
        ...

    def trace(self, values: Values) -> Trace:
        """The trace for these parameters."""
        ...


class Claims(Protocol):
    """What says which words are true of a lesson's trace: a module of `scenes.lessons.numbers`."""

    def caption_variant(self, trace: Trace, shot: str) -> str | None:
        """Which variant of a shot's caption is true; None where there is only one."""
        ...


class SingleNumbers(Mapping[str, Number]):
    """The single numbers of a trace."""

    def __init__(self, trace: Trace) -> None:
        self._trace = trace

    def __getitem__(self, path: str) -> Number:
        return self._trace.number(path)

    def __iter__(self) -> Iterator[str]:
        return iter(self._trace)

    def __len__(self) -> int:
        return len(self._trace)


def drawable(number: Number) -> float:
    """A number as a float that drawings can use: beyond the range of floats, the largest one of that sign."""
    try:
        return float(number)
    except OverflowError:
        return 1e300 if number > 0 else -1e300
