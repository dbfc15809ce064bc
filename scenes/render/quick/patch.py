"""Methods of other people's classes, replaced for a while."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_MISSING = object()


@contextmanager
def replaced(kind: type, name: str, method: Any) -> Iterator[None]:
    """Within it, a class has this method; afterwards it has its own, or that of a class above it, again."""
    before = vars(kind).get(name, _MISSING)
    setattr(kind, name, method)
    try:
        yield
    finally:
        if before is _MISSING:
            delattr(kind, name)
        else:
            setattr(kind, name, before)
