"""A state that moves: numbers and drawings follow the engine through the states in between, then come to rest on the
trace."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from manim import Mobject, ValueTracker

from scenes.stage.computed import drawable
from scenes.stage.writing.values import Number, Value

# In-between states are taken at thousandths of the way, so that exact numbers stay short.
_PARTS = 1000
_LOOKS = 4  # parts of the way at which a number is tried for room
_SAME = 1e-9  # what floats of one number may differ by, as a part of it
_MOST_PLACES = 7  # a number below 0.0001 is written with an exponent, as at rest


class Live:
    """`state_at(share)` is the engine's state at a share between 0 and 1 of the way. Play
    `share.animate.set_value(1)`."""

    def __init__(self, state_at: Callable[[Fraction], Mapping[str, Number]]) -> None:
        self.share = ValueTracker(0.0)
        self._state_at = state_at
        self._known: tuple[int, Mapping[str, Number]] = (-1, {})
        self._numbers: list[Value] = []
        self._quantities: list[str] = []
        self._shapes: list[tuple[Mobject, Callable[[Mobject], object]]] = []

    def now(self, quantity: str) -> Number:
        """A quantity of the state at this moment."""
        part = round(self.share.get_value() * _PARTS)
        if part != self._known[0]:
            self._known = (part, self._state_at(Fraction(part, _PARTS)))
        return self._known[1][quantity]

    def number(
        self,
        value: Value,
        quantity: str,
        places: int | None = None,
        path_now: Callable[[], str] | None = None,
    ) -> None:
        """Let a number on the screen show a quantity of the moving state, to a steady number of places: those that are
        given (0 for what is counted), or as many as its size asks for. Where the states in between are in the trace
        too, `path_now` says under which path the number that it shows is found."""
        passing = [self._state_at(Fraction(part, _LOOKS))[quantity] for part in range(_LOOKS + 1)]
        if all(number == passing[0] for number in passing):
            return
        steady = steady_places(*passing) if places is None else places

        def number_now() -> Number:
            number = self.now(quantity)
            if path_now is not None:
                value.bind(path_now(), number)
            return number

        value.follow(number_now, steady, passing)
        self._numbers.append(value)
        self._quantities.append(quantity)

    def strays(self) -> Iterator[tuple[str, Number, Number]]:
        """The quantities that are something else at the end of the way than what their numbers will rest on: each with
        both."""
        last = self._state_at(Fraction(1))
        for quantity, value in zip(self._quantities, self._numbers, strict=True):
            if not math.isclose(drawable(last[quantity]), drawable(value.number), rel_tol=_SAME, abs_tol=_SAME):
                yield quantity, last[quantity], value.number

    def shape(self, mobject: Mobject, redraw: Callable[[Mobject], object]) -> None:
        """Redraw a mobject in every frame, after the numbers."""

        def redrawn(mobject: Mobject) -> None:
            for value in self._numbers:  # a shape may be placed by them: they must not be a frame behind
                value.catch_up()
            redraw(mobject)

        mobject.add_updater(redrawn)
        self._shapes.append((mobject, redrawn))

    def stop(self) -> None:
        """Let everything come to rest; the numbers show the quantities that they are bound to."""
        for value in self._numbers:
            value.rest()
        for mobject, redraw in self._shapes:
            redraw(mobject)
            mobject.remove_updater(redraw)


def steady_places(*numbers: Number) -> int | None:
    """Decimal places that give about four figures for these numbers; None (scientific notation) where they are too
    large or too small for that."""
    largest = max(abs(Fraction(number)) for number in numbers)
    if largest == 0:
        return 3
    if largest >= 10**7:
        return None
    places = max(0, 3 - math.floor(math.log10(largest)))
    return min(6, places) if places <= _MOST_PLACES else None
