"""What a nudge of the weight changes: a line for each change, and from one to the next the factor between them."""

from __future__ import annotations

from collections.abc import Sequence

from manim import PI, CurvedArrow, Line, Triangle, VGroup

from scenes.stage.frame.region import Region
from scenes.stage.writing.fitting import LEAST_SIZE
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.rows import Row

_SIZE, _FACTOR_SIZE = 46.0, 40.0
_LINE = 0.8  # units of the scene: the height of a line at full size, with air
_BEND = 0.8  # units of the scene: an arrow round the side, with the air around it


class NudgeBoard(VGroup):
    """`changes` are those of weight, prediction and loss; `factors[i]` leads from one to the next.

    A factor stands at the side of its two changes, behind an arrow round the side; where there is no room for that, on
    a line between them.
    """

    def __init__(self, region: Region, pen: Pen, factors: Sequence[str], centered: bool) -> None:
        super().__init__()
        self.pen = pen
        self.changes = [pen.row(f"change_{quantity}", _SIZE) for quantity in ("weight", "prediction", "loss")]
        times = [pen.times(path, _FACTOR_SIZE) for path in factors]
        widest = max(float(change.width) for change in self.changes)
        least = max((float(factor.width) for factor in times), default=0.0) * LEAST_SIZE / _FACTOR_SIZE
        if min(widest, 0.6 * region.width) + _BEND + least <= region.width:
            self.factors = self._beside(region, times, centered)
        else:
            self.factors = self._between(region, times)
        self.add(*self.changes, *self.factors)

    def _beside(self, region: Region, times: Sequence[Row], centered: bool) -> list[VGroup]:
        widest = max(float(change.fit(0.6 * region.width).width) for change in self.changes)
        left = region.x - widest / 2 - 0.1 * region.width if centered else region.left
        for change, line in zip(self.changes, region.rows(1, 1, 1), strict=True):
            change.at(left, line.y - 0.14)
        made = []
        for above, below, factor in zip(self.changes, self.changes[1:], times, strict=False):
            x = max(float(above.get_right()[0]), float(below.get_right()[0])) + 0.15
            top, low = float(above.get_center()[1]) - 0.08, float(below.get_center()[1]) + 0.08
            arrow = CurvedArrow(
                [x, top, 0], [x, low, 0], angle=-2.2, color=self.pen.theme.muted, stroke_width=3, tip_length=0.16
            )
            behind = float(arrow.get_right()[0]) + 0.15
            made.append(VGroup(arrow, factor.fit(region.right - behind).at(behind, (top + low) / 2 - 0.13)))
        return made

    def _between(self, region: Region, times: Sequence[Row]) -> list[VGroup]:
        lines = region.rows(1, 0.9, 1, 0.9, 1)
        scale = min(1.0, max(lines[0].height / _LINE, LEAST_SIZE / _FACTOR_SIZE))
        for change, line in zip(self.changes, lines[::2], strict=True):
            change.fit(region.width / scale).scale(scale).at(region.left, line.y - 0.12 * scale)
        made = []
        for factor, line in zip(times, lines[1::2], strict=False):
            x, low = region.left + 0.25, line.bottom + 0.06
            shaft = Line([x, line.top - 0.04, 0], [x, low, 0], stroke_color=self.pen.theme.muted, stroke_width=3)
            head = Triangle(fill_color=self.pen.theme.muted, fill_opacity=1, stroke_width=0).scale(0.1)
            factor.fit((region.width - 0.55) / scale).scale(scale).at(region.left + 0.55, line.y - 0.12 * scale)
            made.append(VGroup(shaft, head.rotate(PI).move_to([x, low, 0]), factor))
        return made
