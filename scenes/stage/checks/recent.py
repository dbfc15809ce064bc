"""What was worked out lately, so that what stands still on the screen costs nothing at the next instant."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Result = TypeVar("Result")


class Recent(Generic[Key, Result]):
    """Results by key; those that nobody asked for between two turns are forgotten."""

    def __init__(self) -> None:
        self._now: dict[Key, Result] = {}
        self._before: dict[Key, Result] = {}

    def turn(self) -> None:
        """The next instant begins."""
        self._before, self._now = self._now, {}

    def get(self, key: Key, make: Callable[[], Result]) -> Result:
        """The result for a key, made if it is not known."""
        found = self._now.get(key)
        if found is None:
            found = self._before.get(key)
            self._now[key] = found = make() if found is None else found
        return found
