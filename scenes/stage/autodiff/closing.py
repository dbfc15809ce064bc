"""The last picture: the neuron with its gradients, and the program in three parts below it: what one writes, what walks
back, what learns."""

from __future__ import annotations

from typing import Protocol

from manim import VGroup, VMobject

from scenes.stage.autodiff.code_block import LARGEST, CodeBlock, size_for
from scenes.stage.autodiff.slots import Slot, name_width
from scenes.stage.autodiff.token import Line
from scenes.stage.frame.layout import Layout
from scenes.stage.neuron.picture import NeuronPicture
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.rows import Row

_DIGIT = 21.5  # pixels of 1080 that a bracket or a digit is high at least


class Shown(Protocol):
    """A program: its lines, and where one begins so."""

    @property
    def lines(self) -> tuple[Line, ...]: ...
    @property
    def forward(self) -> tuple[int, ...]: ...
    def place(self, start: str) -> int: ...


class Closing(VGroup):
    """`blocks` are the three parts, each with its `bands`; `gradients` and `results` stand below the last two."""

    def __init__(self, layout: Layout, pen: Pen, shown: Shown) -> None:
        super().__init__()
        above, below = layout.stage.rows(0.75 if layout.is_tall else 1.2, 1.0, gap=0.25)
        self.picture = p = NeuronPicture(above, pen)
        ahead = [(p.weight_label, p.weight_label.parts[1]), (p.bias_label, p.bias_label.parts[1])]
        ahead.append((p.target_value, p.target_value))
        self.labels = [label for label, number in ahead if is_legible(number, layout)]
        parts = [
            [shown.lines[k] for k in shown.forward],
            [shown.lines[shown.place("loss.backward")]],
            [shown.lines[k] for k in (shown.place("with torch"), shown.place("w -="), shown.place("b -="))],
        ]
        if layout.is_wide:
            cells = below.columns(1.1, 1.25, 1.75, gap=0.35)
            halves = [cell.rows(1.35, 1.0, gap=0.1) for cell in cells]
            rooms, feet = [cells[0], halves[1][0], halves[2][0]], (halves[1][1], halves[2][1])
        elif layout.is_tall:
            halves = [cell.columns(1.0, 0.8, gap=0.3) for cell in below.rows(1.4, 1.0, 1.3, gap=0.2)]
            rooms, feet = [half[0] for half in halves], (halves[1][1], halves[2][1])
        else:
            upper, lower = below.rows(1.3, 1.0, gap=0.1)
            rooms, feet = upper.columns(1.1, 1.25, 1.75, gap=0.3), tuple(lower.columns(1, 1, gap=0.3))
        size = min(LARGEST, *(size_for(room, part) for room, part in zip(rooms, parts, strict=True)))
        self.blocks = [CodeBlock(room, pen, part, size=size) for room, part in zip(rooms, parts, strict=True)]
        self.bands = [block.band(0, len(part) - 1) for block, part in zip(self.blocks, parts, strict=True)]
        names = ("weight", "bias")
        self.gradients: list[Slot] = []
        self.results: list[Row] = []
        for name, letter, left, right in zip(names, "wb", feet[0].rows(1, 1), feet[1].rows(1, 1), strict=True):
            self.gradients.append(Slot(pen, name, letter, left.left, left.y - 0.12, left.width - name_width()))
            row = pen.equation(name, f"step.1.{name}", 40, most=6)
            self.results.append(row.fit(right.width).at(right.left, right.y - 0.12))
        self.add(self.picture, *self.blocks, *self.gradients, *self.results)


def is_legible(number: VMobject, layout: Layout) -> bool:
    """Whether the digits of a number had room enough; its place in the program says it again."""
    tallest = max(float(leaf.height) for leaf in number.submobjects)
    return tallest * layout.pixels_per_unit >= _DIGIT
