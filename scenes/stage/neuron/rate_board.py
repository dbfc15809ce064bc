"""Learning rates side by side: for each a title, a panel, a question, and the answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from manim import RIGHT, UP, VGroup

from scenes.stage.drawings.shapes import question_box
from scenes.stage.frame.region import Region
from scenes.stage.look.theme import Theme
from scenes.stage.neuron.formulas import NeuronFormulas
from scenes.stage.neuron.rate_panel import RatePanel
from scenes.stage.writing.rows import Row
from scenes.stage.writing.typeset import Label

MakeLabel = Callable[..., Label]


class RateBoard(VGroup):
    """`predictions[j][k]` is the prediction after k steps at the j-th rate; `fates[j]` the word for what becomes of
    it."""

    def __init__(
        self,
        region: Region,
        theme: Theme,
        formulas: NeuronFormulas,
        label: MakeLabel,
        target: float,
        predictions: Sequence[Sequence[float]],
        fates: Sequence[str],
    ) -> None:
        super().__init__()
        self.theme = theme
        self.formulas = formulas
        self.label = label
        region, law = region.rows(4.55, 0.6, gap=0.2)
        reach = 2.4 * abs(predictions[0][0] - target) or 1.0
        self.panels: list[RatePanel] = []
        self.titles: list[Row] = []
        self.asks: list[VGroup] = []
        self.verdicts: list[VGroup] = []
        columns = region.columns(*(1.0 for _ in predictions), gap=0.3)
        for index, (column, line, fate) in enumerate(zip(columns, predictions, fates, strict=True)):
            head, plot, foot = column.rows(0.75, 2.6, 1.2)
            self.panels.append(RatePanel(plot, theme, target, line, reach))
            rate = formulas.value(f"rate.{index}.learning_rate", 42, relation=True)
            self.titles.append(Row(["eta", rate], 42, theme.ink).fit(column.width).centered(column.x, head.y - 0.1))
            self.asks.append(question_box(0.8, 0.62, theme).move_to([column.x, foot.y, 0]))
            self.verdicts.append(self._verdict(index, fate, foot))

        self.law = self._law(law)

    def _law(self, region: Region) -> VGroup:
        """The factor as a formula, and the one rate at which it is zero."""
        factor, perfect = self.formulas.factor(38), self.formulas.perfect_rate(38)
        lands = self.label("lands", 32)
        for part in (factor, perfect):
            part.shift([0, -part.baseline, 0])
        line = VGroup(factor, VGroup(perfect, lands).arrange(RIGHT, buff=0.2)).arrange(RIGHT, buff=0.9)
        perfect.shift(UP * (factor.baseline - perfect.baseline))
        lands.shift(UP * (factor.baseline - lands.baseline))
        line.scale(min(1.0, region.width / line.width))
        return line.move_to([region.x, region.y, 0])

    @property
    def shown(self) -> VGroup:
        """What stands there when every question is answered."""
        return VGroup(*self.panels, *self.titles, *self.verdicts, self.law)

    def _verdict(self, index: int, fate: str, region: Region) -> VGroup:
        words = Row([self.label(fate, 36, self.theme.ink)], 36, self.theme.ink).fit(region.width)
        factor = self.formulas.times(f"rate.{index}.factor", 38)
        product = VGroup(self.label("error", 34), factor).arrange(RIGHT, buff=0.15)
        product[0].shift(UP * (factor.baseline - product[0].baseline))
        product.scale(min(1.0, region.width / product.width))
        return VGroup(words.centered(region.x, region.y + 0.15), product.move_to([region.x, region.y - 0.4, 0]))
