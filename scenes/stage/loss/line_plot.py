"""A line among its examples: sticks of the errors, real squares on them, all of which follow the line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from manim import LEFT, RIGHT, VGroup, VMobject

from scenes.stage.drawings.plots.axes import Axes
from scenes.stage.drawings.plots.data_points import TrainingPoints
from scenes.stage.drawings.plots.live_curve import LiveCurve
from scenes.stage.drawings.plots.residuals import ResidualSquares, ResidualSticks
from scenes.stage.frame.region import Region
from scenes.stage.loss.ranges import Ranges
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.values import Number

State = Mapping[str, Number]
_FLAT = 1e-3  # of a square's width, before it unfolds


class LinePlot(VGroup):
    """`axes`, `points`, `line`, `sticks`, `squares` are its parts; `follow` takes a state (weight, bias, and a
    prediction for each example)."""

    def __init__(
        self,
        region: Region,
        pen: Pen,
        ranges: Ranges,
        examples: Sequence[tuple[Fraction, Fraction]],
        state: State,
        falling: bool,
    ) -> None:
        super().__init__()
        ends = {"x_end": pen.symbol("input", 40), "y_end": pen.symbol("target", 40)}
        self.axes = Axes(region, pen, ranges.x, ranges.y, equal=ranges.equal, **ends)
        inputs, targets = zip(*examples, strict=True)
        predictions = self._predictions(state, len(inputs))
        self.points = TrainingPoints(self.axes, inputs, targets).set_z_index(3)
        self.line = LiveCurve(self.axes).set_z_index(2)
        self.sticks = ResidualSticks(self.axes, inputs, targets, predictions).set_z_index(1)
        self.squares = ResidualSquares(self.axes, inputs, targets, predictions, falling, upright=True)
        self.follow(state)

    def follow(self, state: State) -> None:
        """Show another line."""
        predictions = self._predictions(state, len(self.sticks))
        self.draw_line(self.line, state["weight"], state["bias"])
        self.sticks.follow(predictions)
        self.squares.follow(predictions)

    def holds(self, state: State) -> bool:
        """Whether all squares of a line have room in the plot."""
        plot = self.axes.plot
        for k, (x, target) in enumerate(zip(self.sticks.inputs, self.sticks.targets, strict=True)):
            foot, end = self.axes.at(x, target), self.axes.at(x, state[f"{k}.prediction"])
            side = abs(end[1] - foot[1])
            leftward = (end[1] < foot[1]) != self.squares.falling
            far = foot[0] - side if leftward else foot[0] + side
            if not (plot.left <= far <= plot.right and plot.bottom <= end[1] <= plot.top):
                return False
        return True

    def draw_line(self, line: LiveCurve, weight: Number, bias: Number) -> LiveCurve:
        """Let a line run across the plot."""
        ends = (Fraction(self.axes.x.low), Fraction(self.axes.x.high))  # type: ignore[attr-defined]
        return line.through(ends, [Fraction(weight) * end + Fraction(bias) for end in ends])

    def ghost(self) -> LiveCurve:
        """The line as it is now, dashed and thin, to compare with."""
        ghost = LiveCurve(self.axes, width=3, dash=(0.12, 0.12)).set_stroke(self.axes.pen.theme.muted)
        return ghost

    def folded(self) -> list[VMobject]:
        """The squares as they are before they unfold from their sticks."""
        flat = []
        for stick, square in zip(self.sticks, self.squares, strict=True):
            shape = square.copy()
            if len(shape.points) and len(stick.points):
                rightwards = square.get_center()[0] > stick.get_center()[0]
                shape.stretch(_FLAT, 0, about_edge=LEFT if rightwards else RIGHT)
            flat.append(shape)
        return flat

    @staticmethod
    def _predictions(state: State, count: int) -> list[Number]:
        return [state[f"{k}.prediction"] for k in range(count)]
