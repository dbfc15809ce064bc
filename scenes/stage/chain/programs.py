"""Two programs to which the same contributions come: one overwrites the gradient, one adds to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from manim import Cross, DashedVMobject, RoundedRectangle, VGroup, VMobject

from scenes.stage.frame.region import Region
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.values import Value

_SIZE = 46.0
_WORD = 0.45  # units of the scene for the word above the box
_MARK = 0.6  # units of the scene for the mark beside the box

_TOO_NARROW = 5.0


@dataclass(frozen=True)
class Numbers:
    """Paths in the trace: the contributions in the order in which they come, the sums as they grow, the end of both."""

    contributions: Sequence[str]
    sums: Sequence[str]
    overwritten: str
    total: str


class Program(VGroup):
    """A box that holds a gradient, what the program does with it written above. `held[k]` is what is in it after
    contribution k; `mark`, a tick or a cross, says whether the last of them is right. Neither is part of the
    drawing."""

    def __init__(self, region: Region, pen: Pen, what: str, held: Sequence[str], right: bool) -> None:
        super().__init__()
        self.region = region
        self.word = pen.label(what, 34, pen.theme.ink)
        width, height = min(3.0, 0.92 * region.width - 2 * _MARK), min(0.95, 0.5 * region.height)
        self.box = RoundedRectangle(corner_radius=0.14, width=width, height=height, stroke_color=pen.theme.muted)
        self.box.set_stroke(width=3.5).set_fill(pen.theme.panel, opacity=1)
        self.box.move_to([region.x, region.y - _WORD / 2, 0])
        x, top = float(self.word.get_center()[0]), float(self.box.get_top()[1])
        self.word.shift([region.x - x, top + 0.2 - self.word.baseline, 0])
        self.held = [self._inside(pen, path) for path in held]
        self.mark = self._mark(pen, right).move_to(self.box.get_right() + [_MARK / 2 + 0.1, 0, 0])
        self.add(self.box, self.word)
        if what == "overwrites":  # dashed, as the slope that it finds is drawn
            outline = self.box.copy().set_fill(opacity=0)
            self.box.set_stroke(width=0)
            self.add(DashedVMobject(outline, num_dashes=round(8 * (width + height)), dashed_ratio=0.6))

    def _inside(self, pen: Pen, path: str) -> Value:
        value = pen.value(path, _SIZE, "gradient").fit(float(self.box.width) - 0.3)
        return value.move_to(self.box)

    def _mark(self, pen: Pen, right: bool) -> VMobject:
        """A tick, or a cross."""
        if not right:
            return Cross(stroke_color=pen.theme.ink, stroke_width=7).scale(0.2)
        corners = ([-0.22, 0.0, 0], [-0.07, -0.18, 0], [0.24, 0.22, 0])
        return VMobject(stroke_color=pen.theme.ink, stroke_width=7).set_points_as_corners(corners)


def programs(region: Region, pen: Pen, numbers: Numbers, right: bool) -> tuple[Program, Program]:
    """The one that overwrites, and beside it, or below where it is narrow, the one that adds. `right`: both come to the
    same."""
    cut = region.columns if region.width > _TOO_NARROW else region.rows
    left, other = cut(1, 1, gap=0.2)
    overwrites = Program(left, pen, "overwrites", [*numbers.contributions[:-1], numbers.overwritten], right)
    return overwrites, Program(other, pen, "adds", [*numbers.sums[:-1], numbers.total], True)
