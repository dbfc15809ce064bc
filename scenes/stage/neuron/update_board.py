"""The update of both parameters: a line for each with its gradient and its step, and the formula beside it."""

from __future__ import annotations

from collections.abc import Mapping

from manim import UP, VGroup

from scenes.stage.frame.region import Region
from scenes.stage.look.theme import Theme
from scenes.stage.neuron.formulas import NeuronFormulas
from scenes.stage.neuron.parameter_line import ParameterLine
from scenes.stage.neuron.picture import symbol


class UpdateBoard(VGroup):
    """All lines have one unit, so the arrows of both parameters, and gradient and step, can be compared by length."""

    def __init__(
        self,
        region: Region,
        theme: Theme,
        formulas: NeuronFormulas,
        gradients: Mapping[str, float],
        moves: Mapping[str, float],
    ) -> None:
        super().__init__()
        left, right = region.columns(0.6, 1.0, gap=0.3)
        longest = max(map(abs, (*gradients.values(), *moves.values()))) or 1.0
        self.lines: list[ParameterLine] = []
        self.marks: list[VGroup] = []
        self.uphill: list[VGroup] = []
        self.steps: list[VGroup] = []
        self.rows = []
        for name, place, words in zip(gradients, left.rows(1, 1), right.rows(1, 1), strict=True):
            line = ParameterLine(place, theme, theme.of(name), (left.width / 2 - 0.2) / longest)
            self.lines.append(line)
            self.marks.append(symbol(name, 40, theme).next_to(line.start, UP, buff=0.22))
            self.uphill.append(line.gradient(gradients[name]))
            self.steps.append(line.step(moves[name], theme.of(name)))
            self.rows.append(formulas.update(name, 0, 42).fit(right.width).at(words.left, words.y - 0.13))
        self.add(*self.lines, *self.marks, *self.uphill, *self.steps, *self.rows)

    @property
    def moving(self) -> list[tuple[VGroup, VGroup]]:
        """Gradient and step of each parameter that has one: a gradient of zero has no arrow."""
        return [(uphill, step) for uphill, step in zip(self.uphill, self.steps, strict=True) if len(uphill)]
