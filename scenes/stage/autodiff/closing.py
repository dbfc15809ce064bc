"""The last picture: the neuron with its gradients, and the program in three parts below it: what one writes, what walks
back, what learns."""

from __future__ import annotations

from typing import Protocol

from manim import VGroup

from scenes.stage.autodiff.code_block import LARGEST, CodeBlock, size_for
from scenes.stage.autodiff.slots import Slot, name_width
from scenes.stage.autodiff.token import Line
from scenes.stage.frame.layout import Layout
from scenes.stage.neuron.picture import NeuronPicture
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.rows import Row


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
        self.picture = NeuronPicture(above, pen)
        parts = [
            [shown.lines[k] for k in shown.forward],
            [shown.lines[shown.place("loss.backward")]],
            [shown.lines[k] for k in (shown.place("with torch"), shown.place("w -="), shown.place("b -="))],
        ]
        shares = (1.1, 1.25, 1.75)
        flat = not layout.is_tall
        cells = below.columns(*shares, gap=0.35) if flat else below.rows(1.4, 1.0, 1.3, gap=0.2)
        rooms, feet = [], []
        for k, cell in enumerate(cells):
            if flat:
                room, foot = cell.rows(1.35, 1.0, gap=0.1)
            else:
                room, foot = cell.columns(1.0, 0.8, gap=0.3)
            rooms.append(room if k or not flat else cell)
            feet.append(foot)
        size = min(LARGEST, *(size_for(room, part) for room, part in zip(rooms, parts, strict=True)))
        self.blocks = [CodeBlock(room, pen, part, size=size) for room, part in zip(rooms, parts, strict=True)]
        self.bands = [block.band(0, len(part) - 1) for block, part in zip(self.blocks, parts, strict=True)]
        names = ("weight", "bias")
        self.gradients: list[Slot] = []
        self.results: list[Row] = []
        for name, letter, left, right in zip(names, "wb", feet[1].rows(1, 1), feet[2].rows(1, 1), strict=True):
            self.gradients.append(Slot(pen, name, letter, left.left, left.y - 0.12, left.width - name_width()))
            row = pen.equation(name, f"step.1.{name}", 40, most=6)
            self.results.append(row.fit(right.width).at(right.left, right.y - 0.12))
        self.add(self.picture, *self.blocks, *self.gradients, *self.results)
