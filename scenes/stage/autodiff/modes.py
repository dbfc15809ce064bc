"""Both modes side by side: the same network, what each does with it, and what that costs."""

from __future__ import annotations

from manim import RIGHT, UP, VGroup

from scenes.stage.autodiff.sweep_net import SweepNet
from scenes.stage.drawings.shapes import question_box
from scenes.stage.frame.region import Region
from scenes.stage.writing.pen import INK, Pen
from scenes.stage.writing.typeset import Label

_TITLE, _WORD, _NUMBER = 36.0, 32.0, 46.0


class ModePanel(VGroup):
    """A title above a network. `passes` and `cost` are a word with a number each, `ask` stands where the number of
    passes is not known yet; none of the three is part of the panel."""

    def __init__(self, region: Region, pen: Pen, mode: str, inputs: int, hidden: int) -> None:
        super().__init__()
        flat = region.width > 1.9 * region.height
        if flat:
            drawn, words = region.columns(1.3, 1.0, gap=0.3)
            title, passes, cost = words.rows(1, 1, 1)
        else:
            title, drawn, passes, cost = region.rows(0.55, region.height - 2.0, 0.75, 0.7)
        self.title = pen.label(mode, _TITLE, pen.theme.ink)
        _fit(self.title, title)
        self.net = SweepNet(drawn.inset(0.1, 0.05), pen.theme, inputs, hidden)
        self.passes = _counted(pen, passes, "passes", "modes.count.0", _NUMBER)
        self.cost = _counted(pen, cost, "multiplications", f"modes.{mode}.multiplications", 40)
        self.ask = question_box(0.62, 0.6, pen.theme, 36)
        self.ask.move_to(self.passes[1]).align_to(self.passes[1], RIGHT).shift(RIGHT * 0.12)
        self.add(self.title, self.net)

    def count(self, passes: int) -> None:
        """Show so many passes."""
        self.passes[1].bind(f"modes.count.{passes}", passes)


def _counted(pen: Pen, region: Region, word: str, path: str, size: float) -> VGroup:
    label, number = pen.label(word, _WORD), pen.value(path, size, INK)
    number.next_to(label, RIGHT, buff=0.35)
    number.shift(UP * (label.baseline - number.baseline))
    both = VGroup(label, number)
    both.scale(min(1.0, region.width / float(both.width)))
    return both.move_to([region.x, region.y, 0])


def _fit(label: Label, region: Region) -> None:
    label.scale(min(1.0, region.width / float(label.width))).move_to([region.x, region.y, 0])
