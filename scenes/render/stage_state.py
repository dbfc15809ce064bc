"""All that a shot depends on when it begins, as one string: two lessons of one state play it alike.

What stands on the stage, what the lesson keeps of itself and what the shot looks up are written out as pickle does it,
with two differences: functions, which pickle cannot write, are written as their place in the code and what they hold;
and trace, parameters and words, when they hang on something, stand for themselves: of them only that counts which the
shot reads (`scenes.stage.reads`). Where something cannot be written there is no state.
"""

from __future__ import annotations

import pickle
import random
from collections.abc import Iterable, Mapping
from fractions import Fraction
from hashlib import sha256
from io import BytesIO
from pathlib import PurePath
from types import FunctionType, ModuleType
from typing import Any

import numpy as np
from manim import ManimColor, Mobject

from engine import Trace
from scenes.stage.lesson import Lesson
from scenes.stage.reads import ALL, ReadMapping, Reads, ReadTrace
from scenes.stage.writing.words import Catalogue, LessonWords, ShotWords

_OF_EVERY_SCENE = ("mobjects", "foreground_mobjects", "updaters", "always_update_mobjects")
_LOOKED_UP = ("trace", "values", "words", "catalogue", "reads")
_NO_PICTURE = ("settings", "recorder", "after_shot", "shot", "said", "of_manim")
# Of a mobject: which one it was copied from, what only checks read, and what its points were read from.
_NOT_SEEN = ("original_id", "declaration", "path_obj")
_LOOKED_AT = (Lesson, ReadTrace, ReadMapping, Reads, Catalogue, LessonWords)  # what of them is read is known
_PLAIN = frozenset({int, float, bool, type(None), tuple, list, dict, bytes})


class NoState(Exception):
    """Something hangs on the scene that cannot be written out."""


def state(lesson: Lesson, shot: str, reads: Mapping[str, Iterable[str]]) -> str:
    """The state of a lesson in which a shot begins that reads this. Raises NoState."""
    kept = vars(lesson)
    names = set(reads["attributes"]) - {*lesson.of_manim, *_LOOKED_UP, *_NO_PICTURE}
    shots = lesson.words.shots
    told = (
        [kept[name] for name in _OF_EVERY_SCENE],
        [(name, [kept[name]] if name in kept else None) for name in sorted(names)],
        (random.getstate(), np.random.get_state()),  # noqa: NPY002
        [(place, len(shots), vars(one), _variant(lesson, one)) for place, one in enumerate(shots) if one.name == shot],
        [(path, _numbers(lesson.trace, path)) for path in sorted(reads["numbers"])],
        [(key, _at(lesson.values, key)) for key in sorted(reads["values"])],
        [(key, _at(lesson.words.labels, key)) for key in sorted(reads["labels"])],
    )
    into = BytesIO()
    writer = _Writer(into)
    try:
        writer.dump(told)
    except Exception as fault:
        raise NoState(f"{lesson.name}.{shot}: {type(fault).__name__}: {fault}") from fault
    total = sha256(into.getbuffer())
    total.update("\0".join(writer.strings).encode())
    return total.hexdigest()


def _variant(lesson: Lesson, shot: ShotWords) -> str | None:
    """Which variant of its caption a shot says, and of what a voice adds."""
    return None if isinstance(shot.caption, str) and isinstance(shot.spoken, str) else lesson.caption_variant(shot.name)


def _at(mapping: Mapping[str, Any], key: str) -> Any:
    return list(mapping) if key == ALL else [mapping[key]] if key in mapping else None


def _numbers(trace: Trace, path: str) -> Any:
    found = _at(trace, path)
    return found if path == ALL or found is None else found[0].numbers.tolist()


class _Writer(pickle.Pickler):
    """Writes equal things alike: a string is its place in a table, whichever of several equal ones it is."""

    def __init__(self, into: BytesIO) -> None:
        super().__init__(into, protocol=5)
        self.strings: dict[str, int] = {}

    def persistent_id(self, thing: Any) -> Any:
        kind = type(thing)
        if kind in _PLAIN:
            return None
        if kind is str:
            return self._place(thing)
        if kind is Fraction:
            return "number", thing.numerator, thing.denominator
        if kind is ManimColor:
            return "colour", *map(float, thing._internal_value)
        if kind is FunctionType:
            is_bare = not (thing.__closure__ or thing.__defaults__ or thing.__kwdefaults__)
            return ("function", *self._code(thing)) if is_bare else None
        if isinstance(thing, type):
            return "type", self._place(thing.__module__), self._place(thing.__qualname__)
        if isinstance(thing, PurePath):  # a typeset text: in another folder each time, called after what it says
            return "file", self._place(thing.name)
        if kind is ModuleType:
            return "module", self._place(thing.__name__)
        if isinstance(thing, _LOOKED_AT):
            return "looked at", next(place for place, one in enumerate(_LOOKED_AT) if isinstance(thing, one))
        if kind in (set, frozenset):
            return "set", *sorted(map(_plainly, thing))
        return None

    def reducer_override(self, thing: Any) -> Any:
        if type(thing) is FunctionType:
            held = [cell.cell_contents for cell in thing.__closure__ or ()]
            return _made, (*self._code(thing), held, thing.__defaults__, thing.__kwdefaults__)
        if isinstance(thing, Mobject):
            kept = {name: value for name, value in vars(thing).items() if name not in _NOT_SEEN}
            return _made, (type(thing),), kept
        return NotImplemented

    def _code(self, function: FunctionType) -> tuple[int, int, int]:
        return self._place(function.__module__), self._place(function.__qualname__), function.__code__.co_firstlineno

    def _place(self, text: str) -> int:
        return self.strings.setdefault(text, len(self.strings))


def _made(*parts: Any) -> Any:
    """Stands in a pickle for what makes a thing again; none is ever made."""
    raise NotImplementedError


def _plainly(member: object) -> str:
    """A member of a set, which has no order, so that sets can be written alike."""
    if isinstance(member, str | int | float | Fraction | bytes | None):
        return repr(member)
    raise NoState(f"a set of {type(member).__name__}")
