"""Walks that go on step by step, all at one pace: balls between two states, numbers at the last state reached."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from manim import Mobject, ValueTracker
from manim.utils.rate_functions import ease_in_out_sine

from scenes.stage.motion.live import steady_places
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.values import Number, Value

_LOOKS = 8  # steps at which a number is tried for room


class Run:
    """From step to step: play `to(last)`, then `stop()`. A number shows what is at `path(step)` for the step that was
    reached last; a shape is drawn for a progress with its share of the step that is being made."""

    def __init__(self, pen: Pen, first: int = 0) -> None:
        self._pen = pen
        self._progress = ValueTracker(float(first))
        self._numbers: list[tuple[Value, Callable[[int], str]]] = []
        self._shapes: list[tuple[Mobject, Callable[[Mobject], object]]] = []

    @property
    def progress(self) -> float:
        """How many steps, and which share of the next."""
        return float(self._progress.get_value())

    @property
    def step(self) -> int:
        """The state that was reached last."""
        return math.floor(self.progress + 1e-9)

    def counter(self, value: Value, path: Callable[[int], str]) -> None:
        """Let a number show a whole quantity, such as the step itself."""
        value.follow(lambda: self._reached(value, path), 0)
        self._numbers.append((value, path))

    def number(self, value: Value, path: Callable[[int], str], last: int) -> None:
        """Let a number show a quantity, to a steady number of places."""
        first = self.step
        tried = {round(first + (last - first) * k / _LOOKS) for k in range(_LOOKS + 1)}
        passing = [self._pen.number_of(path(step)) for step in sorted(tried)]
        value.follow(lambda: self._reached(value, path), steady_places(*passing), passing)
        self._numbers.append((value, path))

    def _reached(self, value: Value, path: Callable[[int], str]) -> Number:
        """The number of the state that was reached last; the value is bound to it, for it may stand there for long."""
        value.path = path(self.step)
        value.number = self._pen.number_of(value.path)
        return value.number

    def shape(self, mobject: Mobject, redraw: Callable[[float], object]) -> None:
        """Draw a mobject anew in every frame, after the numbers."""

        def redrawn(_: Mobject) -> None:
            for value, _path in self._numbers:
                value.catch_up()
            redraw(self.progress)

        mobject.add_updater(redrawn)
        self._shapes.append((mobject, redrawn))

    def to(self, last: int) -> Any:
        """The animation that goes on to this step."""
        return self._progress.animate(rate_func=ease_in_out_sine).set_value(float(last))

    def stop(self) -> None:
        """Everything comes to rest on the state that was reached."""
        for value, path in self._numbers:
            value.bind(path(self.step), self._pen.number_of(path(self.step)))
            value.rest()
        for mobject, redraw in self._shapes:
            redraw(mobject)
            mobject.remove_updater(redraw)
        self._numbers, self._shapes = [], []
