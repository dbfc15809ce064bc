"""Where the gradients will stand: `w.grad` and `b.grad`, each with a box for a number that nobody knows yet."""

from __future__ import annotations

from manim import VGroup

from scenes.stage.autodiff.code_block import ADVANCE, LARGEST, CodeLine
from scenes.stage.autodiff.token import Token
from scenes.stage.drawings.shapes import question_box
from scenes.stage.frame.region import Region
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.rows import Row
from scenes.stage.writing.typeset import em

_BOX = (1.5, 0.66)
_NUMBER = 42.0


def name_width() -> float:
    """What `w.grad` takes, with the space behind it."""
    return 6 * ADVANCE * em(LARGEST) + 0.25


class Slot(VGroup):
    """`w.grad` and a box with a question mark; `answer` is the row with the number, no part of it."""

    def __init__(self, pen: Pen, parameter: str, name: str, x: float, y: float, room: float) -> None:
        super().__init__()
        tokens = (Token(name, 0, parameter), Token(".", len(name)), Token("grad", len(name) + 1, "gradient"))
        self.name = CodeLine(tokens, pen, LARGEST, x, y)
        left = float(self.name.get_right()[0]) + 0.25
        self.ask = question_box(min(_BOX[0], room), _BOX[1], pen.theme, 38)
        self.ask.move_to([left + float(self.ask.width) / 2, y + 0.26 * em(LARGEST), 0])
        self.value = pen.value(f"step.0.gradient.{parameter}", _NUMBER, relation=True).fit(room)
        self.value.shift([left - float(self.value.get_left()[0]), y - self.value.baseline, 0])
        self.add(self.name, self.ask)

    def answered(self) -> VGroup:
        """The name with its number."""
        return VGroup(self.name, self.value)


class Found(VGroup):
    """What one framework calls `w.grad` and another `dw`, and its number."""

    def __init__(self, region: Region, pen: Pen, parameter: str, letter: str) -> None:
        super().__init__()
        size = 26.0
        own = (Token(letter, 0, parameter), Token(".", 1), Token("grad", 2, "gradient"))
        name = CodeLine((*own, Token("=", 7), Token(f"d{letter}", 9, "gradient")), pen, size, 0.0, region.y - 0.12)
        value = pen.value(f"step.0.gradient.{parameter}", _NUMBER, relation=True)
        wide = 12.1 * ADVANCE * em(size)
        value.fit(region.width - wide)
        left = region.x - (wide + float(value.width)) / 2
        name.shift([left, 0, 0])
        value.shift([left + wide - float(value.get_left()[0]), region.y - 0.12 - value.baseline, 0])
        self.add(name, value)


def slots(region: Region, pen: Pen) -> list[Slot]:
    """One for each parameter, side by side, or below one another where the region is narrow."""
    cells = region.columns(1, 1, gap=0.1) if region.width > 5.0 else region.rows(1, 1)
    wide = name_width() + 2.0
    made = []
    for cell, parameter, name in zip(cells, ("weight", "bias"), ("w", "b"), strict=True):
        left = max(cell.left, cell.x - wide / 2)
        made.append(Slot(pen, parameter, name, left, cell.y - 0.12, cell.right - left - name_width()))
    return made


def stepped(region: Region, pen: Pen) -> list[Row]:
    """What the update makes of the two parameters, in formulas, one below the other."""
    rows = []
    for cell, parameter in zip(region.rows(1, 1), ("weight", "bias"), strict=True):
        row = pen.row(f"stepped_{parameter}", 40).fit(region.width)
        rows.append(row.centered(cell.x, cell.y - 0.13))
    left = min(float(row.get_left()[0]) for row in rows)
    for row in rows:
        row.at(left, row.baseline)
    return rows


class SumSlot(VGroup):
    """`w.grad` with what stood in it, what comes to it, and the sum of both."""

    def __init__(self, region: Region, pen: Pen) -> None:
        super().__init__()
        tokens = (Token("w", 0, "weight"), Token(".", 1), Token("grad", 2, "gradient"))
        row = pen.row("kept_weight", _NUMBER)
        wide = name_width()
        row.fit(region.width - wide)
        left = region.x - (float(row.width) + wide) / 2
        y = region.y - 0.12
        self.name = CodeLine(tokens, pen, LARGEST, left, y)
        row.at(left + wide, y)
        *before, old, self.plus, self.new, self.total = row.parts
        self.old = VGroup(*before, old)
        self.ask = question_box(0.62, 0.62, pen.theme, 36)
        start = float(self.plus.get_left()[0])
        self.ask.move_to([start + 0.31, y + 0.26 * em(LARGEST), 0])
        self.add(self.name, row)


def sum_slot(region: Region, pen: Pen) -> SumSlot:
    """The slot of the weight, in the middle of a region."""
    return SumSlot(region, pen)
