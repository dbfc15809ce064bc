"""Which number stood on the screen when: read off the scene at rest, for the report of shown numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from manim import Mobject, Scene

from engine.exact import ratio, to_float
from scenes.stage.timeline import ShotSpan, ShownNumber
from scenes.stage.writing.caption import Caption
from scenes.stage.writing.values import Value

Binding = tuple[str, str, str]
VISIBLE = 0.3


@dataclass(frozen=True)
class _Open:
    number: Fraction | float
    since: int


class Recorder:
    """Looks at a scene after each animation. `frame_now` counts the frames of the film so far.

    A row of the report says: from this frame to that one, the string stood there, complete and at rest.
    """

    def __init__(self, frame_now: Callable[[], int]) -> None:
        self.frame_now = frame_now
        self.shots: list[ShotSpan] = []
        self.numbers: list[ShownNumber] = []
        self._open: dict[Binding, _Open] = {}
        self._before = 0
        self._shot = ""
        self._shot_from = 0

    def begin_shot(self, name: str) -> None:
        """A new shot begins at this frame."""
        self._shot, self._shot_from = name, self.frame_now()
        self._before = self._shot_from

    def look(self, scene: Scene, number_of: Callable[[str], Fraction | float]) -> None:
        """An animation has ended: note what stands on the screen now, and what does so no more."""
        now = self.frame_now()
        standing = dict(_standing(scene, number_of))
        for binding in [b for b in self._open if b not in standing]:
            self._close(binding, self._before)
        for binding, number in standing.items():
            self._open.setdefault(binding, _Open(number, now))
        self._before = now

    def end_shot(self, caption: str, description: str) -> None:
        """The shot ends at this frame; what still stands there is noted for it."""
        now = self.frame_now()
        for binding in list(self._open):
            self._close(binding, now)
        self.shots.append(ShotSpan(self._shot, caption, description, self._shot_from, now))

    def _close(self, binding: Binding, end: int) -> None:
        opened = self._open.pop(binding)
        if end <= opened.since:
            return
        path, shown, relation = binding
        number = opened.number
        exact = ratio(Fraction(number)) if isinstance(number, Fraction | int) else None
        value = to_float(Fraction(number))
        self.numbers.append(ShownNumber(path, exact, value, shown, relation, self._shot, opened.since, end))


def _standing(scene: Scene, number_of: Callable[[str], Fraction | float]) -> Iterator[tuple[Binding, Fraction | float]]:
    for mobject in scene.get_mobject_family_members():
        if isinstance(mobject, Value):
            if mobject.at_rest and mobject.submobjects and _opacity(mobject.submobjects[-1]) > VISIBLE:
                yield (mobject.path, mobject.shown, mobject.relation), mobject.number
        elif isinstance(mobject, Caption):
            for number, glyphs in mobject.numbers:
                if _opacity(glyphs[0]) > VISIBLE:
                    yield (number.path, number.shown, number.relation), number_of(number.path)


def _opacity(mobject: Mobject) -> float:
    return float(mobject.get_fill_opacity())  # type: ignore[attr-defined]
