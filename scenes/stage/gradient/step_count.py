"""Which step a loss belongs to: the word, the number of the step, and the loss there."""

from __future__ import annotations

from manim import DOWN, RIGHT, VGroup

from scenes.stage.frame.region import Region
from scenes.stage.writing.pen import Pen

_GAP, _WIDE = 0.2, 0.5


class StepCount(VGroup):
    """On a line of a region, flush left or in its middle; `tell` another step, and the line stands still."""

    def __init__(self, line: Region, pen: Pen, last: int, centered: bool) -> None:
        super().__init__()
        self.pen = pen
        self.word = pen.label("step", 36)
        self.step = pen.value(f"step.{last}", 42)
        room = float(self.step.width)
        self.loss = pen.equation("loss", "step.0.loss", 46)
        baseline = line.y - 0.14
        left = float(self.word.width) + _GAP + room + _WIDE
        self.loss.fit(line.width - left)
        start = line.x - (left + float(self.loss.width)) / 2 if centered else line.left
        self.word.shift([start - float(self.word.get_left()[0]), baseline - self.word.baseline, 0])
        self.step.next_to(self.word, RIGHT, buff=_GAP)
        self.step.shift(DOWN * (self.step.baseline - baseline))
        self.loss.at(start + left, baseline)
        number = self.loss.parts[1]
        number.keep_to(line.right - float(number.get_left()[0]))
        self.tell(0)
        self.add(self.word, self.step, self.loss)

    def tell(self, step: int) -> None:
        """The loss of this step."""
        for value, path in ((self.step, f"step.{step}"), (self.loss.parts[1], f"step.{step}.loss")):
            value.bind(path, self.pen.number_of(path))
