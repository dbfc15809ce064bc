"""A line among its examples: sticks of the errors, real squares on them, all of which follow the line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from manim import LEFT, RIGHT, VMobject

from scenes.stage.drawings.plots.axes import Axes
from scenes.stage.drawings.plots.data_points import TrainingPoints
from scenes.stage.drawings.plots.live_curve import LiveCurve
from scenes.stage.drawings.plots.residuals import ResidualSquares, ResidualSticks
from scenes.stage.frame.region import Region
from scenes.stage.loss.ranges import Errors, Examples, Ranges, ranges
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.values import Number

State = Mapping[str, Number]
_FEW = 7
_FOR_LABELS = 0.9  # units of the scene that the labels take, about
_TRIES = 12
_FLAT = 1e-3  # of a square's width, before it unfolds


def fitted_plot(
    region: Region, pen: Pen, examples: Examples, errors: Sequence[Errors], shown: Sequence[Number], state: State
) -> LinePlot:
    """The plot in which the squares of all these lists of errors have room, and further numbers on its vertical axis;
    its labels take what they need. The squares stand clear of a rising line, or of a falling one if the last errors are
    those of one."""
    falling = _falls(examples, errors[-1])
    room = (region.width - _FOR_LABELS) / (region.height - _FOR_LABELS)
    lists = [[y + error for (_, y), error in zip(examples, some, strict=True)] for some in errors]
    for _ in range(_TRIES):
        found = ranges(examples, errors, [Fraction(number) for number in shown], room, falling)
        plot = LinePlot(region, pen, found, examples, state, falling)
        if all(plot.holds(predictions) for predictions in lists):
            break
        room = min(0.97 * room, plot.axes.plot.width / plot.axes.plot.height)
    return plot


def _falls(examples: Examples, errors: Errors) -> bool:
    """Whether the predictions fall from the first example to the last."""
    predictions = [y + error for (_, y), error in zip(examples, errors, strict=True)]
    return predictions[-1] < predictions[0]


def point_radius(count: int) -> float:
    """Smaller marks where there are many."""
    return 0.11 if count <= _FEW else 0.085


class LinePlot:
    """`axes`, `points`, `line`, `sticks`, `squares` are its parts; `follow` takes a state (weight, bias, and a
    prediction for each example)."""

    def __init__(
        self,
        region: Region,
        pen: Pen,
        found: Ranges,
        examples: Examples,
        state: State,
        falling: bool,
    ) -> None:
        ends = {"x_end": pen.symbol("input", 40), "y_end": pen.symbol("target", 40)}
        self.axes = Axes(region, pen, found.x, found.y, equal=found.equal, **ends)
        inputs, targets = zip(*examples, strict=True)
        predictions = self._predictions(state, len(inputs))
        self.points = TrainingPoints(self.axes, inputs, targets, point_radius(len(inputs))).set_z_index(3)
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

    def holds(self, predictions: Sequence[Number]) -> bool:
        """Whether all squares of a line have room in the plot."""
        plot = self.axes.plot.inset(-1e-6)
        for x, target, prediction in zip(self.sticks.inputs, self.sticks.targets, predictions, strict=True):
            foot, end = self.axes.at(x, target), self.axes.at(x, prediction)
            side = abs(end[1] - foot[1])
            leftward = (end[1] < foot[1]) != self.squares.falling
            if not plot.holds(end + [-side if leftward else side, 0, 0]):
                return False
        return True

    def draw_line(self, line: LiveCurve, weight: Number, bias: Number) -> LiveCurve:
        """Let a line run across the plot."""
        ends = (Fraction(self.axes.x.low), Fraction(self.axes.x.high))  # type: ignore[attr-defined]
        return line.through(ends, [Fraction(weight) * end + Fraction(bias) for end in ends])

    def ghost(self) -> LiveCurve:
        """The line as it is now, dashed and thin, to compare with."""
        ghost = LiveCurve(self.axes, width=2.5, dash=(0.12, 0.12)).set_stroke(self.axes.pen.theme.muted)
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
