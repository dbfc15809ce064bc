"""Numbers in a row, the slope between two of them above the arrow: x, u and y with dy/du and du/dx."""

from __future__ import annotations

import numpy as np
from manim import Circle, VGroup

from scenes.stage.chain.machine_row import QUANTITIES
from scenes.stage.declared import stands_for
from scenes.stage.drawings.shapes import edge, gradient_arrow
from scenes.stage.frame.region import Region
from scenes.stage.look.theme import meaning_of
from scenes.stage.writing.pen import Pen

_RADIUS = 0.48
_HEIGHT = 1.9  # at full size, numbers included
_APART = 2.9  # between middles, at most


class FactorChain(VGroup):
    """`edges` run forward; `arrows`, back along them, and `factors`, the slopes, are shown by a lesson."""

    def __init__(self, region: Region, pen: Pen) -> None:
        super().__init__()
        radius = _RADIUS * min(1.0, region.height / _HEIGHT)
        apart = min(_APART, (region.width - 2 * radius - 0.4) / 2)
        middles = [np.array([region.x + place * apart, region.y + 0.16, 0.0]) for place in (-1, 0, 1)]
        self.circles, self.values = [], []
        for quantity, middle in zip(QUANTITIES, middles, strict=True):
            means = meaning_of(quantity)
            color = pen.theme.of(means)
            circle = Circle(radius, stroke_color=color, stroke_width=4, fill_color=pen.theme.panel, fill_opacity=1)
            self.circles.append(stands_for(circle.move_to(middle), means))
            value = pen.value(quantity, 38).fit(apart - 0.3)
            value.shift([*(middle - value.get_center())[:1], middle[1] - radius - 0.4 - value.baseline, 0])
            region.keep(value)
            self.values.append(value)
        symbols = [pen.symbol(name, 46).move_to(middle) for name, middle in zip(QUANTITIES, middles, strict=True)]
        ends = [(middles[k] + [radius + 0.08, 0, 0], middles[k + 1] - [radius + 0.06, 0, 0]) for k in range(2)]
        self.edges = [edge(*pair, pen.theme.muted) for pair in ends]
        self.arrows = [gradient_arrow(end, start, pen.theme) for start, end in ends]
        self.factors = []
        for (start, end), path in zip(ends, ("local.inner", "local.outer"), strict=True):
            factor = pen.times(path, 38).fit(float(end[0] - start[0]) - 0.05)
            self.factors.append(factor.centered(float(start[0] + end[0]) / 2, region.y + 0.42))
        self.add(*self.edges, *self.circles, *symbols, *self.values)
