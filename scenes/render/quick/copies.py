"""Quick copies of mobjects. Manim copies a mobject at the begin of every animation, and each glyph drags along the
outline that it was read from and its colours, which nothing ever changes."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import PurePath
from types import FunctionType
from typing import Any

import numpy as np
import svgelements
from manim import CapStyleType, LineJointType, ManimColor, Mobject

from engine import Trace
from engine.graph import Node
from engine.operation import Operation
from engine.quantity import Quantity
from engine.rounding import Rounded
from scenes.render.quick.patch import replaced
from scenes.stage.look.theme import Theme
from scenes.stage.writing.words import Catalogue, LessonWords, ShotWords

# By Manim itself, once they are made; then ours that hang on mobjects (an updater's trace, a pen's words).
_UNCHANGED = (
    *(svgelements.Path, ManimColor, PurePath),
    *(Trace, Quantity, Rounded, Node, Operation),
    *(Catalogue, LessonWords, ShotWords, Theme),
)
_SHARED = frozenset(
    {*_UNCHANGED, type(None), bool, int, float, str, bytes, np.float64, FunctionType, CapStyleType, LineJointType}
)


@contextmanager
def quick_copies() -> Iterator[None]:
    """Within it, deep copies of mobjects share what is never changed."""
    with ExitStack() as stack:
        for kind in _UNCHANGED:
            stack.enter_context(replaced(kind, "__deepcopy__", _itself))
        stack.enter_context(replaced(Mobject, "__deepcopy__", _copied))
        yield


def _itself(self: Any, memo: Any) -> Any:
    return self


def _copied(self: Mobject, memo: dict[int, Any]) -> Mobject:
    """As Mobject.__deepcopy__, without the detour through `copy` for what most of a mobject consists of."""
    kind = type(self)
    result = kind.__new__(kind)
    memo[id(self)] = result
    attributes = result.__dict__
    attributes.update(self.__dict__)
    for name, value in self.__dict__.items():
        of = type(value)
        if of in _SHARED:
            continue
        if of is np.ndarray and id(value) not in memo and value.dtype != object:
            attributes[name] = memo[id(value)] = value.copy()
        else:
            attributes[name] = _copy_of(value, memo)
    attributes["original_id"] = str(id(self))
    return result


def _copy_of(value: Any, memo: dict[int, Any]) -> Any:
    known = memo.get(id(value))
    if known is not None:
        return known
    of = type(value)
    if of is np.ndarray and value.dtype != object:
        made = memo[id(value)] = value.copy()
        return made
    if of is list:
        made = memo[id(value)] = []
        for part in value:
            made.append(part if type(part) in _SHARED else _copy_of(part, memo))
        return made
    method = getattr(of, "__deepcopy__", None)
    if method is None:
        return copy.deepcopy(value, memo)
    made = memo[id(value)] = method(value, memo)
    return made
