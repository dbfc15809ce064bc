"""Two knobs with their tries beside a network of many: the question of which way to turn them, in one picture."""

from __future__ import annotations

from collections.abc import Callable

from manim import LEFT, RIGHT, VGroup

from scenes.stage.drawings.shapes import Knob, question_box
from scenes.stage.frame.region import Region
from scenes.stage.tuning.board import Counted, knobs_on
from scenes.stage.tuning.many_knobs import ManyKnobs
from scenes.stage.tuning.try_list import TryList
from scenes.stage.writing.pen import Pen

_APART = 0.5  # units of the scene, from the number of knobs to the first of them
_HEAD = 1.0  # units of the scene, the height of the headings
_ROOMY = 4.6  # a region this wide has room for the numbers of neurons
_PAIR = ("weight", "bias")


class KnobSummary(VGroup):
    """`few` and `many` count the knobs; under them the list of the `tries` and the `network`. `turned` says how far a
    knob is turned at the best try."""

    def __init__(
        self, left: Region, right: Region, pen: Pen, tries: int, best: int, turned: Callable[[str], float]
    ) -> None:
        super().__init__()
        head, body = _cut(left)
        self.few = Counted("knobs", "knobs", pen, head.width).at(head.left, head.y - 0.14)
        self.knobs = self._knobs(pen, turned, roomy=True)
        if self.knobs.width + _APART > head.right - float(self.few.get_right()[0]):
            self.knobs = self._knobs(pen, turned, roomy=False)
        self.knobs.move_to([head.right - self.knobs.width / 2, head.y, 0])
        self.tries = TryList(body, pen, tries)
        self.frame, self.word = self.tries.framed(best), self.tries.word(best)
        head, body = _cut(right)
        side, gap = (0.72, 0.35) if right.width > _ROOMY else (0.6, 0.16)
        self.ask = question_box(side, side, pen.theme, 46)
        room = head.width - float(self.ask.width) - gap
        self.many = Counted("knobs", "network.parameters", pen, room)
        start = head.x - (float(self.many.width) + gap + float(self.ask.width)) / 2
        self.many.at(start, head.y - 0.14 + (0.3 if self.many.height > 0.8 else 0.0))
        self.ask.move_to([float(self.many.get_right()[0]) + gap + self.ask.width / 2, head.y, 0])
        self.network = ManyKnobs(body, pen, counted=right.width > _ROOMY)
        self.rings = VGroup(*(self.network.rings(layer) for layer in range(1, self.network.count + 1)))
        self.asked, self.asking = knobs_on(self.network.network, pen)
        self.add(
            self.few,
            self.knobs,
            self.tries,
            self.frame,
            self.word,
            self.many,
            self.ask,
            self.network,
            self.rings,
            self.asking,
        )

    @staticmethod
    def _knobs(pen: Pen, turned: Callable[[str], float], *, roomy: bool) -> VGroup:
        """The two knobs, each behind its symbol."""
        knobs = VGroup()
        for name in _PAIR:
            knob = Knob(name, pen.theme, 0.36 if roomy else 0.26)
            symbol = pen.symbol(name, 46 if roomy else 40).next_to(knob, LEFT, buff=0.14)
            knobs.add(VGroup(symbol, knob.turn(turned(name))))
        return knobs.arrange(RIGHT, buff=0.6 if roomy else 0.25)


def _cut(region: Region) -> tuple[Region, Region]:
    head = Region(region.left, region.top - _HEAD, region.right, region.top)
    return head, Region(region.left, region.bottom, region.right, region.top - _HEAD - 0.1)
