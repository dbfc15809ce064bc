"""What is counted and measured over the pictures: epoch, step and loss."""

from __future__ import annotations

from collections.abc import Sequence

from manim import VGroup

from scenes.stage.frame.region import Region
from scenes.stage.writing.fitting import shrink
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.typeset import Formula, Label
from scenes.stage.writing.values import Value

SIZE = 44.0
NARROW = 4.6  # units of the scene: in a head no wider than this the loss stands on a second line
START = "again.start"  # the path of the 0 at which all counting begins
_GAP, _SPARE = 0.2, 0.8
_SMALLEST = 0.8  # of the size of a word


class Counter(VGroup):
    """A word or a symbol, and behind it a number that stands still on its left."""

    def __init__(self, name: Label | Formula, number: Value, counts: bool = False) -> None:
        super().__init__()
        self.word, self.number, self.counts = name, number, counts
        self.add(name, number)

    def at(self, left: float, baseline: float, right: float) -> Counter:
        """Stand on this baseline, from the left; the number keeps clear of the right end."""
        natural = float(self.word.width) + _GAP + float(self.number.width)
        if natural > right - left:
            self.word.scale(max(_SMALLEST, (right - left) / natural))
        self.word.shift([left - float(self.word.get_left()[0]), baseline - self.word.baseline, 0])
        begin = float(self.word.get_right()[0]) + _GAP
        if self.counts:
            shrink(self.number, right - begin)  # what is counted keeps all its digits
        else:
            self.number.fit(right - begin)
        self.number.shift([begin - float(self.number.get_left()[0]), baseline - self.number.baseline, 0])
        return self


def counters(region: Region, pen: Pen, loss: str, *counted: tuple[str, str]) -> list[Counter]:
    """What is counted, side by side over a region, and behind it the loss at a path. Each count has its word and the
    path of the largest number that it comes to; it begins at 0."""
    whole = [Counter(pen.label(word, 34), pen.value(path, SIZE, relation=True), True) for word, path in counted]
    made = [*whole, Counter(pen.symbol("loss", SIZE), pen.value(loss, SIZE, relation=True))]
    shares = [float(counter.word.width) + _GAP + float(counter.number.width) for counter in made]
    if region.width < NARROW:
        upper, lower = region.rows(1, 1)
        cells = [*upper.columns(*shares[:-1], gap=0.2), lower]
    else:
        cells = _side_by_side(region, shares)
    for counter, cell in zip(made, cells, strict=True):
        counter.at(cell.left, _baseline(cell), cell.right)
    for counter in whole:
        counter.number.bind(START, pen.number_of(START))
    return made


def _side_by_side(region: Region, widths: Sequence[float]) -> list[Region]:
    """Cells as wide as what stands in them wants, the last as wide as there is room; far apart only a little."""
    gap = 0.3
    short = sum(widths) + gap * (len(widths) - 1) > region.width
    if short:
        return region.columns(*widths, gap=gap)
    spare = (region.width - sum(widths)) / len(widths)
    cells, left = [], region.left
    for width in widths:
        right = left + width + min(spare, _SPARE)
        cells.append(Region(left, region.bottom, right, region.top))
        left = right
    cells[-1] = Region(cells[-1].left, region.bottom, region.right, region.top)
    return cells


def held_out_counter(region: Region, pen: Pen, loss: str) -> Counter:
    """The loss on held-out examples, behind its word."""
    made = Counter(pen.label("held_out", 34), pen.value(loss, SIZE, relation=True))
    return made.at(region.left, _baseline(region), region.right)


def _baseline(region: Region) -> float:
    return region.y - 0.14
