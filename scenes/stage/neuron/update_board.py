"""The update of both parameters: a line for each with its gradient and its step, and the formula with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from manim import DOWN, UP, VGroup, VMobject

from scenes.stage.frame.region import Region
from scenes.stage.neuron.parameter_line import ParameterLine
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.rows import Row


@dataclass(frozen=True)
class Move:
    """How a parameter's step comes of its gradient: the arrow uphill, the same times the learning rate, and the step,
    which is its negative."""

    line: ParameterLine
    uphill: VGroup
    scaled: VGroup
    step: VGroup


class UpdateBoard(VGroup):
    """All lines have one unit, so the arrows of both parameters, and gradient and step, can be compared by length."""

    def __init__(self, region: Region, pen: Pen, gradients: Mapping[str, float], moves: Mapping[str, float]) -> None:
        super().__init__()
        longest = max(map(abs, (*gradients.values(), *moves.values()))) or 1.0
        self.lines: list[ParameterLine] = []
        self.marks: list[VGroup] = []
        self.uphill: list[VGroup] = []
        self.moves: list[Move] = []
        self.rows: list[Row] = []
        for name, cell in zip(gradients, region.rows(*[1.0] * len(gradients)), strict=True):
            beside = cell.columns(0.6 if cell.width > 9 else 0.4, 1.0, gap=0.3)
            place, words = beside if cell.height < 2 else cell.rows(0.8, 1.0)
            line = ParameterLine(place, pen.theme, name, (place.width / 2 - 0.2) / longest)
            self.lines.append(line)
            self.marks.append(pen.symbol(name, 40).next_to(line.start, UP, buff=0.22))
            self.uphill.append(line.gradient(gradients[name]))
            scaled = line.gradient(-moves[name])
            if len(self.uphill[-1]) and len(scaled):
                self.moves.append(Move(line, self.uphill[-1], scaled, line.step(moves[name])))
            row = pen.row(f"update_{name}", 42, k=0, next=1).fit(words.width, fold=6).at(words.left, words.y - 0.13)
            if row.folded_at is not None:
                row.set_y(words.y)
            self.rows.append(row)
        self.add(*self.shown)

    def name_uphill(self, word: VMobject) -> None:
        """Put a word under the first arrow that points uphill, within the width of its line."""
        line, arrow = next((line, arrow) for line, arrow in zip(self.lines, self.uphill, strict=True) if len(arrow))
        word.scale(min(1.0, line.region.width / float(word.width)))
        line.region.keep(word.next_to(arrow, DOWN, buff=0.14))

    @property
    def shown(self) -> list[VGroup]:
        """All that stands there in the end: a gradient of zero has no arrow, a parameter that stays has no step."""
        arrows = [uphill for uphill in self.uphill if len(uphill)]
        return [*self.lines, *self.marks, *arrows, *(move.step for move in self.moves), *self.rows]
