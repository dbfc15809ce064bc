"""Learning rates side by side: for each a title, a panel, a question, and the answer."""

from __future__ import annotations

from collections.abc import Sequence

from manim import DOWN, RIGHT, UP, VGroup

from scenes.stage.drawings.shapes import question_box
from scenes.stage.frame.region import Region
from scenes.stage.neuron.rate_panel import RatePanel
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.rows import Row
from scenes.stage.writing.typeset import Label

_HEAD = 0.72  # units of the scene: of a title
_WORD = 36.0  # font size of a verdict
_ON_ONE_LINE = 31.0  # it is kept there down to this size
_PITCH = 0.46  # from one of its lines to the next
_BELOW = 0.54  # from its last line to the factor


class RateBoard(VGroup):
    """`predictions[j][k]` is the prediction after k steps at the j-th rate; `fates[j]` the word for what becomes of it.

    The panels stand in one row, or, in an upright region, two by two. `key` names what the first of them shows.
    """

    def __init__(
        self, region: Region, pen: Pen, target: float, predictions: Sequence[Sequence[float]], fates: Sequence[str]
    ) -> None:
        super().__init__()
        self.pen = pen
        upright = region.height > region.width
        self.law = self._law(region.width)
        height = float(self.law.height) + 0.1
        region, law = region.rows(region.height - height - 0.3, height, gap=0.3)
        self.law.move_to([law.x, law.y, 0])
        reach = 2.4 * abs(predictions[0][0] - target) or 1.0
        lines = region.rows(1.0, 1.0, gap=0.4) if upright else [region]
        a_line = len(predictions) // len(lines)
        cells = [cell for line in lines for cell in line.columns(*[1.0] * a_line, gap=0.3)]
        words = self._words(fates, cells[0].width)
        factors = self._factors(len(cells), cells[0].width)
        below = 0.48 + _PITCH * (max(map(len, words)) - 1)  # from a panel to the last line of the words
        self.panels: list[RatePanel] = []
        self.titles: list[Row] = []
        self.asks: list[VGroup] = []
        self.verdicts: list[VGroup] = []
        for index, (cell, line) in enumerate(zip(cells, predictions, strict=True)):
            foot_height = below + _BELOW + 0.12
            head, plot, foot = cell.rows(_HEAD, cell.height - _HEAD - foot_height, foot_height)
            self.panels.append(RatePanel(plot, pen.theme, target, line, reach))
            rate = pen.value(f"rate.{index}.learning_rate", 42, relation=True)
            title = Row([pen.symbol("learning_rate", 42), rate], 42, pen.theme.ink)
            self.titles.append(title.fit(cell.width).centered(cell.x, head.y - 0.1))
            self.asks.append(question_box(0.8, 0.62, pen.theme).move_to([cell.x, foot.y, 0]))
            for place, word in enumerate(words[index]):
                word.shift([cell.x - float(word.get_center()[0]), foot.top - 0.48 - _PITCH * place - word.baseline, 0])
            factor, number = factors[index], factors[index][-1]
            factor.shift([cell.x - float(factor.get_center()[0]), foot.top - below - _BELOW - number.baseline, 0])
            self.verdicts.append(VGroup(words[index], factor))
        self.key = self.panels[0].key(pen.symbol("prediction", 38), pen.symbol("target", 38))

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
        return VGroup(*self.panels, self.key, *self.titles, *self.verdicts, self.law)

    def _words(self, fates: Sequence[str], width: float) -> list[VGroup]:
        """The words for what becomes of each rate, all of one size: on one line each, or, where they would be small,
        the long ones on two."""
        words = [self._label([self.pen.labels[fate]]) for fate in fates]
        if any(word.width * _ON_ONE_LINE > width * _WORD for word in words):
            words = [
                self._label(_folded(self.pen.labels[fate])) if word.width > width else word
                for word, fate in zip(words, fates, strict=True)
            ]
        size = min(1.0, width / max(word.width for word in words))
        return [word.scale(size) for word in words]

    def _label(self, lines: Sequence[str]) -> VGroup:
        return VGroup(*(Label(line, _WORD, self.pen.theme.ink) for line in lines))

    def _factors(self, count: int, width: float) -> list[VGroup]:
        """What the error is multiplied by at each rate, all of one size; without the word where it has no room: the
        caption says what is multiplied."""
        products = []
        for index in range(count):
            factor, word = self.pen.times(f"rate.{index}.factor", 38), self.pen.label("error", 34)
            product = VGroup(word, factor).arrange(RIGHT, buff=0.15)
            word.shift(UP * (factor.baseline - word.baseline))
            products.append(product)
        if max(product.width for product in products) > 1.3 * width:
            products = [product.remove(product[0]) for product in products]
            smaller = [_fitted(product[0], width) for product in products]
            for product, share in zip(products, smaller, strict=True):
                product.scale(min(smaller) / share)
        size = min(1.0, width / max(product.width for product in products))
        return [product.scale(size) for product in products]


def _fitted(row: Row, width: float) -> float:
    """Fit a product into a width; how much smaller its sign is now."""
    before = float(row.parts[-2].height)
    return float(row.fit(width).parts[-2].height) / before


def _folded(text: str) -> list[str]:
    """A text on two lines as equally long as its words allow; on one if it is a single word."""
    words = text.split(" ")
    folds = [[" ".join(words[:place]), " ".join(words[place:])] for place in range(1, len(words))]
    return min(folds, key=lambda lines: max(map(len, lines)), default=[text])
