"""What a shot looks at while it is played: numbers of the trace, parameters, words, and what the lesson keeps.

Two films of a lesson differ only in what is read; a shot that begins with the same picture and reads the same is the
same shot.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from engine import Trace
from engine.quantity import Number, Quantity

Held = TypeVar("Held")
ALL = ""  # as a key: which keys there are


class Reads:
    """The keys that were looked up, whether they were there or not: of the trace, of the parameters, of the words, and
    the names of the lesson's attributes."""

    def __init__(self) -> None:
        self.numbers: set[str] = set()
        self.values: set[str] = set()
        self.labels: set[str] = set()
        self.attributes: set[str] = set()

    def clear(self) -> None:
        """Nothing was read yet."""
        for found in vars(self).values():
            found.clear()

    @contextmanager
    def set_aside(self) -> Iterator[None]:
        """What is read within it does not count: only what was made of it is seen, and that is looked at instead."""
        before = [(found, set(found)) for found in vars(self).values()]
        yield
        for found, kept in before:
            found.intersection_update(kept)


class ReadTrace(Trace):
    """A trace that remembers which of its numbers were read."""

    def __init__(self, trace: Trace, reads: set[str]) -> None:
        self._trace, self._reads = trace, reads

    @property
    def _quantities(self) -> dict[str, Quantity]:  # type: ignore[override]
        self._reads.update((ALL, *self._trace))
        return self._trace._quantities

    def __getitem__(self, path: str) -> Quantity:
        self._reads.add(path)
        return self._trace[path]

    def __contains__(self, path: object) -> bool:
        self._reads.add(str(path))
        return path in self._trace

    def __iter__(self) -> Iterator[str]:
        self._reads.add(ALL)
        return iter(self._trace)

    def __len__(self) -> int:
        self._reads.add(ALL)
        return len(self._trace)

    def number(self, path: str) -> Number:
        self._reads.add(path)
        return self._trace.number(path)


class ReadMapping(Mapping[str, Held]):
    """A mapping that remembers which of its keys were read."""

    def __init__(self, mapping: Mapping[str, Held], reads: set[str]) -> None:
        self._mapping, self._reads = mapping, reads

    def __getitem__(self, key: str) -> Held:
        self._reads.add(key)
        return self._mapping[key]

    def __contains__(self, key: object) -> bool:
        self._reads.add(str(key))
        return key in self._mapping

    def __iter__(self) -> Iterator[str]:
        self._reads.add(ALL)
        return iter(self._mapping)

    def __len__(self) -> int:
        self._reads.add(ALL)
        return len(self._mapping)


def watch_attributes(scene: Any, reads: Reads) -> None:
    """From now on it is remembered which attributes of a scene are read. One that was set before it was read is the
    shot's own, and does not count."""
    own: set[str] = set()
    kind = type(scene)

    def read(self: Any, name: str) -> Any:
        if name not in own:
            reads.attributes.add(name)
        return kind.__getattribute__(self, name)

    def write(self: Any, name: str, value: Any) -> None:
        if name not in reads.attributes:
            own.add(name)
        kind.__setattr__(self, name, value)

    methods = {"__getattribute__": read, "__setattr__": write, "__module__": kind.__module__}
    scene.__class__ = type(kind.__name__, (kind,), methods)
