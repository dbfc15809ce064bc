"""Quick copies of mobjects. Manim copies a mobject at the begin of every animation, and each glyph drags along the
outline that it was read from and its colours, which nothing ever changes; shared, the copy is the same and takes a tenth of the
time."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import svgelements
from manim import ManimColor, Mobject

_SHARED = (svgelements.Path, ManimColor)
_ATOMS = frozenset({type(None), bool, int, float, str, bytes, np.float64})
_MISSING = object()


@contextmanager
def shared_copies() -> Iterator[None]:
    """Within it, deep copies of mobjects share what is never changed."""
    before = {kind: vars(kind).get("__deepcopy__", _MISSING) for kind in (*_SHARED, Mobject)}
    for kind in _SHARED:
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
    """As Mobject.__deepcopy__; plain numbers, strings and arrays without the detour through `copy`."""
    kind = type(self)
    result = kind.__new__(kind)
    memo[id(self)] = result
    for name, value in self.__dict__.items():
        made: Any
        if type(value) in _ATOMS:
            made = value
        elif type(value) is np.ndarray and value.dtype != object and id(value) not in memo:
            made = memo[id(value)] = value.copy()
        else:
            made = copy.deepcopy(value, memo)
        setattr(result, name, made)
    result.original_id = str(id(self))
    return result
