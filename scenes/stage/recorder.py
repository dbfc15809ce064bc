"""Which number stood on the screen when: read off the scene at rest, for the report of shown numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction

from manim import Scene

from engine.exact import ratio, to_float
from scenes.stage.timeline import Said, ShotSpan, ShownNumber
from scenes.stage.writing.binding import Binding, binding_of

VISIBLE = 0.3


class Recorder:
    """Looks at a scene after each animation. `frame_now` counts the frames of the film so far.

    A row of the report says: from this frame to that one, the string stood there, complete and at rest.
    """

    def __init__(self, frame_now: Callable[[], int]) -> None:
        self.frame_now = frame_now
        self.shots: list[ShotSpan] = []
        self.numbers: list[ShownNumber] = []
        self._open: dict[tuple[str, str, str], tuple[Binding, int]] = {}
        self._before = 0
        self._shot = ""
        self._shot_from = 0
        self._said: list[tuple[str, int, bool, float]] = []
        self._stops: list[int] = []

    def begin_shot(self, name: str) -> None:
        """A new shot begins at this frame."""
        self._shot, self._shot_from, self._said, self._stops = name, self.frame_now(), [], []
        self._before = self._shot_from

    def say(self, text: str, is_question: bool = False, speech: float = 0.0) -> None:
        """From this frame on this text stands in the caption's band, and is spoken for so many seconds."""
        self._said.append((text, self.frame_now(), is_question, speech))

    def stop(self) -> None:
        """Before this frame a question stands there that was thought about."""
        self._stops.append(self.frame_now())

    def look(self, scene: Scene) -> None:
        """An animation has ended: note what stands on the screen now, and what does so no more."""
        now = self.frame_now()
        standing = {(b.path, b.shown, b.relation): b for b in _standing(scene)}
        for key in [key for key in self._open if key not in standing]:
            self._close(key, self._before)
        for key, binding in standing.items():
            self._open.setdefault(key, (binding, now))
        self._before = now

    def end_shot(self, description: str, spoken: str = "") -> None:
        """The shot ends at this frame; what still stands there is noted for it."""
        now = self.frame_now()
        for key in list(self._open):
            self._close(key, now)
        ends = [*(first for _, first, _, _ in self._said[1:]), now]
        said = (
            Said(text, first, end, asks, speech)
            for (text, first, asks, speech), end in zip(self._said, ends, strict=True)
        )
        self.shots.append(
            ShotSpan(self._shot, tuple(said), description, self._shot_from, now, tuple(self._stops), spoken)
        )

    def _close(self, key: tuple[str, str, str], end: int) -> None:
        binding, since = self._open.pop(key)
        if end <= since:
            return
        number = binding.number
        exact = ratio(Fraction(number)) if isinstance(number, Fraction | int) else None
        value = to_float(Fraction(number))
        self.numbers.append(
            ShownNumber(binding.path, exact, value, binding.shown, binding.relation, self._shot, since, end)
        )


def _standing(scene: Scene) -> Iterator[Binding]:
    """The numbers that are complete and at rest: of their glyphs none is faint."""
    found: dict[int, Binding] = {}
    faint: set[int] = set()
    for leaf in scene.get_mobject_family_members():
        binding = binding_of(leaf)
        if binding is None or not binding.at_rest or not len(leaf.points):
            continue
        found[id(binding)] = binding
        if leaf.get_fill_opacity() <= VISIBLE:
            faint.add(id(binding))
    return (binding for key, binding in found.items() if key not in faint)
