"""Three number lines above one another whose dots move together: x, u = g(x), y = f(u). Beside each the change, and
between two of them the factor by which a change grows."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise

from manim import PI, CurvedArrow, Line, Triangle, VGroup, VMobject

from scenes.stage.chain.machine_row import QUANTITIES
from scenes.stage.drawings.plots.nudge import Mark, Nudge, Spread
from scenes.stage.drawings.plots.number_line import NumberLine
from scenes.stage.drawings.plots.scales import Linear
from scenes.stage.frame.region import Region
from scenes.stage.look.theme import meaning_of
from scenes.stage.motion.live import Live
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.rows import Row
from scenes.stage.writing.values import Number

_MOST_UNLIKE = 25  # times: where changes are more unlike, one unit for all lines would hide the smaller ones
_ROOM = Fraction(3, 10)  # of the changes, on both sides of them
_RATES = ("inner", "outer")


class CoupledLines(VGroup):
    """`lines`, with `dots` that stand at the numbers, `ghosts` where they stood before, `arrows` of the changes and
    `bands` from one change to the next. `changes` and `factors` are written beside them.

    `whole` is an arrow past both factors with their product, None where it has no room.

    `same_unit` says whether a unit is equally long on all lines, as it is unless the changes are too unlike. The
    numbers before the nudge stand above one another."""

    def __init__(self, region: Region, pen: Pen, before: Mapping[str, Number], changes: Mapping[str, Number]) -> None:
        super().__init__()
        self.pen, self.before = pen, before
        left, right = region.columns(*((1.9, 1.0) if region.width > 9 else (1.35, 1.0)), gap=0.35)
        moved = [Fraction(changes[name]) for name in QUANTITIES]
        largest = max(map(abs, moved))
        self.same_unit = all(_MOST_UNLIKE * abs(change) >= largest for change in moved if change)
        low = min([Fraction(0), *(change / self._scale(change, largest) for change in moved)])
        high = max([Fraction(0), *(change / self._scale(change, largest) for change in moved)])
        room = _ROOM * (high - low)
        symbols = [pen.symbol(name, 44) for name in QUANTITIES]
        indent = max(float(symbol.width) for symbol in symbols) + 0.35
        self.lines: list[NumberLine] = []
        for row, name, change, symbol in zip(left.rows(1, 1, 1), QUANTITIES, moved, symbols, strict=True):
            scale, at = self._scale(change, largest), Fraction(before[name])
            ends = at + (low - room) * scale, at + (high + room) * scale
            self.lines.append(NumberLine(row, pen, Linear(*ends), symbol, indent))
        means = [meaning_of(name) for name in QUANTITIES]
        pairs = list(zip(self.lines, QUANTITIES, means, strict=True))
        self.ghosts = [Mark(line, before[name], mean, hollow=True) for line, name, mean in pairs]
        self.dots = [Mark(line, before[name], mean) for line, name, mean in pairs]
        self.arrows = [Nudge(line, before[name], 0, mean) for line, name, mean in pairs]
        self.bands = [Spread(a, b) for a, b in pairwise(self.lines)]
        self.changes = [self._change(name, line, right) for name, line in zip(QUANTITIES, self.lines, strict=True)]
        self.factors = [self._factor(k, right) for k in range(2)]
        self.whole = self._whole(right)
        self.add(*self.lines)

    def _scale(self, change: Fraction, largest: Fraction) -> Fraction:
        """How much longer a line is than one that shows its change in full."""
        return Fraction(1) if self.same_unit or not change else abs(change) / largest

    def follow(self, moving: Live) -> None:
        """Let dots, arrows, bands and changes follow a state that moves."""

        def now(name: str) -> tuple[Number, Number]:
            return self.before[name], moving.now(f"change.{name}")

        for change, name in zip(self.changes, QUANTITIES, strict=True):
            moving.number(change.parts[1], f"change.{name}")
        for dot, arrow, name in zip(self.dots, self.arrows, QUANTITIES, strict=True):
            moving.shape(dot, lambda dot, name=name: dot.stand_at(sum(now(name))))
            moving.shape(arrow, lambda arrow, name=name: arrow.reach(*now(name)))
        for band, (upper, lower) in zip(self.bands, pairwise(QUANTITIES), strict=True):
            moving.shape(band, lambda band, a=upper, b=lower: band.span(*now(a), *now(b)))

    def _change(self, name: str, line: NumberLine, right: Region) -> Row:
        row = self.pen.row(f"change_{name}", 44).fit(right.width)
        return row.at(right.left, line.y - 0.13)

    def _factor(self, place: int, right: Region) -> VGroup:
        """An arrow down from one change to the next, and the factor beside it; empty where there is none."""
        path = f"nudge.rate.{_RATES[place]}"
        above, below = self.lines[place].y, self.lines[place + 1].y
        x, top, low = right.left + 0.2, above - 0.36, below + 0.42
        muted = self.pen.theme.muted
        shaft = Line([x, top, 0], [x, low, 0], stroke_color=muted, stroke_width=3)
        head = Triangle(fill_color=muted, fill_opacity=1, stroke_width=0).scale(0.1).rotate(PI).move_to([x, low, 0])
        try:
            factor = self.pen.times(path, 38)
        except KeyError:  # the first change is none
            return VGroup()
        factor.fit(right.width - 0.55).at(x + 0.3, (top + low) / 2 - 0.12)
        return VGroup(shaft, head, factor)

    def _whole(self, right: Region) -> tuple[VMobject, Row] | None:
        parts = [*self.changes, *(factor for factor in self.factors if len(factor))]
        x = max(float(part.get_right()[0]) for part in parts) + 0.25
        top, low = self.lines[0].y, self.lines[2].y
        arrow = CurvedArrow([x, top, 0], [x, low, 0], angle=-1.6, color=self.pen.theme.muted, tip_length=0.18)
        arrow.set_stroke(width=3)
        left = float(arrow.get_right()[0]) + 0.15
        factor = self.pen.times("nudge.rate.total", 44)
        if left + factor.width > right.right:
            return None
        return arrow, factor.at(left, (top + low) / 2 - 0.14)
