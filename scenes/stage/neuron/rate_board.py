"""Learning rates side by side: for each a title, a panel, a question, and the answer."""

from __future__ import annotations

from collections.abc import Sequence

from manim import DOWN, RIGHT, UP, VGroup

from scenes.stage.drawings.shapes import question_box
from scenes.stage.frame.region import Region
from scenes.stage.neuron.rate_panel import RatePanel
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.rows import Row


class RateBoard(VGroup):
    """`predictions[j][k]` is the prediction after k steps at the j-th rate; `fates[j]` the word for what becomes of it.

    The panels stand in one row, or, in an upright region, two by two.
    """

    def __init__(
        self, region: Region, pen: Pen, target: float, predictions: Sequence[Sequence[float]], fates: Sequence[str]
    ) -> None:
        super().__init__()
        self.pen = pen
        upright = region.height > region.width
        self.law = self._law(region.width)
        height = float(self.law.height) + 0.1
        region, law = region.rows(region.height - height - 0.2, height, gap=0.2)
        self.law.move_to([law.x, law.y, 0])
        reach = 2.4 * abs(predictions[0][0] - target) or 1.0
        self.panels: list[RatePanel] = []
        self.titles: list[Row] = []
        self.asks: list[VGroup] = []
        self.verdicts: list[VGroup] = []
        lines = region.rows(1.0, 1.0, gap=0.15) if upright else [region]
        a_line = len(predictions) // len(lines)
        cells = [cell for line in lines for cell in line.columns(*[1.0] * a_line, gap=0.3)]
        for index, (cell, line, fate) in enumerate(zip(cells, predictions, fates, strict=True)):
            head, plot, foot = cell.rows(0.75, 2.6, 1.2)
            self.panels.append(RatePanel(plot, pen.theme, target, line, reach))
            rate = pen.value(f"rate.{index}.learning_rate", 42, relation=True)
            title = Row([pen.symbol("learning_rate", 42), rate], 42, pen.theme.ink)
            self.titles.append(title.fit(cell.width).centered(cell.x, head.y - 0.1))
            self.asks.append(question_box(0.8, 0.62, pen.theme).move_to([cell.x, foot.y, 0]))
            self.verdicts.append(self._verdict(index, fate, foot))

    def _law(self, width: float) -> VGroup:
        """The factor as a formula, and the one rate at which it is zero."""
        factor, perfect = self.pen.row("factor", 38), self.pen.row("perfect_rate", 38)
        lands = self.pen.label("lands", 32)
        for part in (factor, perfect):
            part.shift([0, -part.baseline, 0])
        lands_at = VGroup(perfect, lands).arrange(RIGHT, buff=0.2)
        lands.shift(UP * (perfect.baseline - lands.baseline))
        if factor.width + lands_at.width + 0.9 > 1.25 * width:  # two lines before small print
            for line in (factor, lands_at):
                line.scale(min(1.0, width / line.width))
            return VGroup(factor, lands_at).arrange(DOWN, buff=0.2)
        line = VGroup(factor, lands_at).arrange(RIGHT, buff=0.9)
        lands_at.shift(UP * (factor.baseline - perfect.baseline))
        return line.scale(min(1.0, width / line.width))

    @property
    def shown(self) -> VGroup:
        """What stands there when every question is answered."""
        return VGroup(*self.panels, *self.titles, *self.verdicts, self.law)

    def _verdict(self, index: int, fate: str, region: Region) -> VGroup:
        words = Row([self.pen.label(fate, 36, self.pen.theme.ink)], 36, self.pen.theme.ink).fit(region.width)
        factor = self.pen.times(f"rate.{index}.factor", 38).fit(region.width)
        word = self.pen.label("error", 34)
        product = VGroup(word, factor).arrange(RIGHT, buff=0.15)
        word.shift(UP * (factor.baseline - word.baseline))
        if product.width > 1.3 * region.width:  # no room for the word: the caption says what is multiplied
            product.remove(word)
        product.scale(min(1.0, region.width / product.width))
        return VGroup(words.centered(region.x, region.y + 0.15), product.move_to([region.x, region.y - 0.4, 0]))
