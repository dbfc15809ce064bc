"""What is counted and measured over the pictures: epoch, step and loss."""

from __future__ import annotations

from manim import VGroup

from scenes.stage.frame.region import Region
from scenes.stage.writing.fitting import LEAST_SIZE
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.typeset import Formula, Label
from scenes.stage.writing.values import Value

SIZE = 44.0
_GAP = 0.2


class Counter(VGroup):
    """A word or a symbol, and behind it a number that stands still on its left."""

    def __init__(self, name: Label | Formula, number: Value) -> None:
        super().__init__()
        self.name, self.number = name, number
        self.add(name, number)

    def at(self, left: float, baseline: float, right: float) -> Counter:
        """Stand on this baseline, from the left; the number keeps clear of the right end."""
        self.name.shift([left - float(self.name.get_left()[0]), baseline - self.name.baseline, 0])
        begin = float(self.name.get_right()[0]) + _GAP
        self.number.fit(right - begin)
        self.number.shift([begin - float(self.number.get_left()[0]), baseline - self.number.baseline, 0])
        return self


def counters(region: Region, pen: Pen, loss: str, *counted: tuple[str, str]) -> list[Counter]:
    """What is counted (its word and path), and the loss at a path, side by side over a region."""
    whole = [Counter(pen.label(word, 34), pen.value(path, SIZE, relation=True)) for word, path in counted]
    made = [*whole, Counter(pen.symbol("loss", SIZE), pen.value(loss, SIZE, relation=True, figures=4))]
    cells = region.columns(*([1.0] * len(whole)), 1.15, gap=0.25)
    for counter, cell in zip(made, cells, strict=True):
        counter.at(cell.left, cell.y - SIZE / LEAST_SIZE * 0.08, cell.right)
    return made
