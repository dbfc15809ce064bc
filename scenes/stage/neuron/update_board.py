"""The update of both parameters: a line for each with its gradient and its step, and the formula with it."""

from __future__ import annotations

from collections.abc import Mapping

from manim import UP, VGroup

from scenes.stage.frame.region import Region
from scenes.stage.neuron.parameter_line import ParameterLine
from scenes.stage.writing.pen import Pen


class UpdateBoard(VGroup):
    """All lines have one unit, so the arrows of both parameters, and gradient and step, can be compared by length."""

    def __init__(self, region: Region, pen: Pen, gradients: Mapping[str, float], moves: Mapping[str, float]) -> None:
        super().__init__()
        longest = max(map(abs, (*gradients.values(), *moves.values()))) or 1.0
        self.lines: list[ParameterLine] = []
        self.marks: list[VGroup] = []
        self.uphill: list[VGroup] = []
        self.steps: list[VGroup] = []
        self.rows = []
        for name, cell in zip(gradients, region.rows(*[1.0] * len(gradients)), strict=True):
            beside = cell.columns(0.6 if cell.width > 9 else 0.4, 1.0, gap=0.3)
            place, words = beside if cell.height < 2 else cell.rows(0.8, 1.0)
            line = ParameterLine(place, pen.theme, name, (place.width / 2 - 0.2) / longest)
            self.lines.append(line)
            self.marks.append(pen.symbol(name, 40).next_to(line.start, UP, buff=0.22))
            self.uphill.append(line.gradient(gradients[name]))
            self.steps.append(line.step(moves[name]))
            row = pen.row(f"update_{name}", 42, k=0, next=1).fit(words.width, fold=6).at(words.left, words.y - 0.13)
            if row.folded_at is not None:
                row.set_y(words.y)
            self.rows.append(row)
        self.add(*self.lines, *self.marks, *self.uphill, *self.steps, *self.rows)

    @property
    def moving(self) -> list[tuple[VGroup, VGroup]]:
        """Gradient and step of each parameter that has one: a gradient of zero has no arrow."""
        return [(uphill, step) for uphill, step in zip(self.uphill, self.steps, strict=True) if len(uphill)]
