"""A mapping that cannot be changed, and unlike Python's own MappingProxyType can be copied and sent to other
processes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

Value = TypeVar("Value")


class FrozenMapping(Mapping[str, Value]):
    """What stands under each name, in order.

    >>> frozen = FrozenMapping({"weight": 1.5})
    >>> frozen["weight"], dict(frozen)
    (1.5, {'weight': 1.5})
    """

    __slots__ = ("_entries",)

    def __init__(self, entries: Mapping[str, Value]) -> None:
        self._entries = dict(entries)

    def __getitem__(self, name: str) -> Value:
        return self._entries[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __repr__(self) -> str:
        return f"FrozenMapping({self._entries!r})"
