"""Quick copies of mobjects. Manim copies a mobject at the begin of every animation, and each glyph drags along the
outline that it was read from and its colours, which nothing ever changes. Shared, the copy is the same, and made in a
fraction of the time."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from types import FunctionType
from typing import Any

import numpy as np
import svgelements
from manim import CapStyleType, LineJointType, ManimColor, Mobject

_UNCHANGED = (svgelements.Path, ManimColor)  # by Manim itself, once they are made
_SHARED = frozenset(
    {*_UNCHANGED, type(None), bool, int, float, str, bytes, np.float64, FunctionType, CapStyleType, LineJointType}
)
_MISSING = object()


@contextmanager
def shared_copies() -> Iterator[None]:
    """Within it, deep copies of mobjects share what is never changed."""
    before = {kind: vars(kind).get("__deepcopy__", _MISSING) for kind in (*_UNCHANGED, Mobject)}
    for kind in _UNCHANGED:
        kind.__deepcopy__ = _itself
    Mobject.__deepcopy__ = _copied  # type: ignore[method-assign]
    try:
        yield
    finally:
        for kind, method in before.items():
            if method is _MISSING:
                del kind.__deepcopy__
            else:
                kind.__deepcopy__ = method


def _itself(self: Any, memo: Any) -> Any:
    return self


def _copied(self: Mobject, memo: dict[int, Any]) -> Mobject:
    """As Mobject.__deepcopy__, without the detour through `copy` for what most of a mobject consists of."""
    kind = type(self)
    result = kind.__new__(kind)
    memo[id(self)] = result
    attributes = result.__dict__
    for name, value in self.__dict__.items():
        attributes[name] = value if type(value) in _SHARED else _copy_of(value, memo)
    attributes["original_id"] = str(id(self))
    return result


def _copy_of(value: Any, memo: dict[int, Any]) -> Any:
    known = memo.get(id(value))
    if known is not None:
        return known
    if type(value) is np.ndarray and value.dtype != object:
        made = memo[id(value)] = value.copy()
        return made
    if type(value) is list:
        made = memo[id(value)] = []
        for part in value:
            made.append(part if type(part) in _SHARED else _copy_of(part, memo))
        return made
    return copy.deepcopy(value, memo)
