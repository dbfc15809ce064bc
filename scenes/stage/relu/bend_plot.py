"""ReLU as a graph: the line a = z whose left half is pressed flat onto zero, and dots that stand on it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from manim import Dot, Rectangle

from engine import leaky_relu
from scenes.stage.declared import stands_for
from scenes.stage.drawings.plots.axes import Axes
from scenes.stage.drawings.plots.live_curve import LiveCurve
from scenes.stage.drawings.plots.scales import Linear
from scenes.stage.frame.region import Region
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.typeset import Label
from scenes.stage.writing.values import Number

_ROOM = Fraction(3, 2)  # of the largest sum that is shown
_RADIUS = 0.12
OFF_TINT = 0.26  # opacity of the half of a plot where the neuron is off


class BendPlot(Axes):
    """`shown` are the sums that must be on it, `depth` is how much of it lies below zero, against what lies above. Both
    axes have the same scale unless the plot is to fill its region (`equal=False`)."""

    def __init__(
        self, region: Region, pen: Pen, shown: Sequence[Number], depth: Fraction = Fraction(1), *, equal: bool = True
    ) -> None:
        reach = _ROOM * max((abs(Fraction(z)) for z in shown), default=Fraction(0)) or Fraction(1)
        super().__init__(
            region,
            pen,
            Linear(-reach, reach),
            Linear(-reach * depth, reach),
            x_end=pen.symbol("pre_activation", 40),
            y_end=pen.symbol("prediction", 40),
            equal=equal,
        )
        self.reach = reach
        self.add_to_back(self._half_off())
        self.curve = self.bent(Fraction(1))

    def bent(self, leak: Fraction, width: float = 7, dash: tuple[float, ...] = ()) -> LiveCurve:
        """The graph with this slope to the left of zero; with 1 it is a straight line."""
        return self.bend(LiveCurve(self, "prediction", width, dash), leak)

    def bend(self, curve: LiveCurve, leak: Fraction) -> LiveCurve:
        """Give the graph another slope to the left of zero."""
        ends = [-self.reach, Fraction(0), self.reach]
        return curve.through(ends, [leaky_relu(z, leak) for z in ends])

    def dot(self, z: Number, value: Number, meaning: str = "prediction") -> Dot:
        """A point of the graph."""
        dot = Dot(self.at(z, value), radius=_RADIUS, color=self.pen.theme.of(meaning)).set_z_index(3)
        return stands_for(dot, meaning)

    def name_halves(self, size: float) -> list[Label]:
        """The words off and on: over the flat half, and under the other one."""
        zero, level = self.x_place(0), self.y_place(0)
        words = []
        for key, low, high, up in (("off", self.plot.left, zero, 1), ("on", zero, self.plot.right, -1)):
            word = self.pen.label(key, size, self.pen.theme.ink)
            word.scale(min(1.0, 0.9 * (high - low) / float(word.width)))
            room = self.plot.top - level if up > 0 else level - self.plot.bottom
            words.append(word.move_to([(low + high) / 2, level + up * min(0.38, room / 2), 0]))
        return words

    def _half_off(self) -> Rectangle:
        plot, zero = self.plot, self.x_place(0)
        tint = Rectangle(width=zero - plot.left, height=plot.height, stroke_width=0)
        return tint.set_fill(self.pen.theme.faint, opacity=OFF_TINT).move_to([(plot.left + zero) / 2, plot.y, 0])
