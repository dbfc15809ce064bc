"""Lesson 6, its beginning: linear layers in a row draw a line, and collapse into one layer."""

from __future__ import annotations

from fractions import Fraction

from manim import (
    RIGHT,
    AnimationGroup,
    Create,
    Dot,
    FadeIn,
    FadeOut,
    LaggedStart,
    VGroup,
)

from scenes.lessons.numbers import relu_lines as numbers
from scenes.stage.declared import stands_for
from scenes.stage.drawings.plots.axes import Axes
from scenes.stage.drawings.plots.live_curve import LiveCurve
from scenes.stage.drawings.plots.scales import Linear
from scenes.stage.drawings.shapes import question_box, signal
from scenes.stage.lesson import Lesson
from scenes.stage.motion.live import Live
from scenes.stage.motion.moves import Fly
from scenes.stage.relu.stack_board import StackBoard, numbers_of, run_and_land
from scenes.stage.writing.fitting import LEAST_SIZE
from scenes.stage.writing.rows import Row
from scenes.stage.writing.values import Number

_PRODUCT_SIZE = 42.0
_FOLDS = {2: 5, 3: 8, 4: 11}  # the part of the formula of so many biases with which a second line may begin


class ReluStack(Lesson):
    """The shots about the stack of linear layers."""

    board: StackBoard
    axes: Axes
    line: LiveCurve

    # -- linear layers -----------------------------------------------------------------

    def stack(self) -> None:
        """Signals run through the layers and land as dots; what they lie on is asked before it is drawn."""
        stage = self.layout.stage
        top, bottom = stage.rows(0.5 if self.layout.is_tall else 0.72, 1.0, gap=0.25)
        self.plot_region, self.rows_region = (
            bottom.rows(1.5, 1.0, gap=0.2) if self.layout.is_tall else bottom.columns(1.1, 1.0, gap=0.45)
        )
        layers = numbers.layers(self.values)
        heights = [self.float("stack.bias"), *(float(bias) for _, bias in layers)]
        reach = max(2.0, *(1.25 * abs(height) for height in heights))
        self.board = board = StackBoard(top, self.pen, len(layers), reach)
        self.draw_tiles(Fraction(0))
        inputs = numbers.STACK_INPUTS
        ends = [numbers.through(stack, x) for stack in self.both_stacks() for x in (inputs[0], inputs[-1])]
        self.axes = Axes(
            self.plot_region,
            self.pen,
            Linear.around(inputs),
            Linear.around(ends),
            x_end=self.pen.symbol("input", 40),
            y_end=self.pen.symbol("prediction", 40),
        )
        tiles = (
            AnimationGroup(Create(edge), FadeIn(tile, *label, scale=0.9))
            for edge, tile, label in zip(board.edges, board.tiles, board.labels, strict=False)
        )
        self.play(
            LaggedStart(
                FadeIn(board.input_node, board.input_symbol, board.names, shift=RIGHT * 0.3),
                *tiles,
                Create(board.edges[-1]),
                FadeIn(board.prediction_node, board.prediction_symbol, scale=0.8),
                lag_ratio=0.35,
            ),
            run_time=2.2,
        )
        room = self.rows_region
        self.line_row = self.pen.row("line", 60).fit(room.width)
        self.line_row.at(room.left, room.y - 0.14)
        whole = VGroup(*self.line_row.parts[2:])
        ask = question_box(max(0.9, float(whole.width)), 0.8, self.theme, 52).move_to(whole)
        self.play(FadeIn(self.axes), FadeIn(*self.line_row.parts[:2], ask), run_time=0.7)
        self.stack_dots = VGroup()
        flights = []
        for k, given in enumerate(inputs):
            place = self.axes.at(given, self.number(f"point.{k}.prediction"))
            dot = stands_for(Dot(place, radius=0.1, color=self.theme.prediction), "prediction").set_z_index(2)
            self.stack_dots.add(dot)
            flights.append(run_and_land(signal(self.theme, "input").set_z_index(2), dot, board.track))
        self.play(LaggedStart(*flights, lag_ratio=0.25), run_time=3.2)
        self.line = LiveCurve(self.axes, "prediction", 6)
        self.draw_line(Fraction(0))
        self.answer()
        self.play(Create(self.line), run_time=1.0)
        self.play(FadeOut(ask), FadeIn(whole), run_time=0.6)

    def collapse(self) -> None:
        """All weights turn, and the line only turns with them; then the layers slide together into one."""
        board = self.board
        quantities = [
            (row.parts[-1], f"layer.{k}.{quantity}")
            for k, label in enumerate(board.labels, start=1)
            for quantity, row in zip(("weight", "bias"), numbers_of(label), strict=True)
            if quantity == "weight"
        ]
        self.play(
            FadeOut(self.stack_dots),
            self.line_row.animate.shift([0, self.rows_region.rows(1, 1, 1)[0].y - self.rows_region.y, 0]),
            run_time=0.5,
        )
        for way, prefix in ((1, "turned."), (-1, "")):
            moving = Live(lambda share, way=way: self.turned_state(share if way > 0 else 1 - share))
            for value, path in quantities:
                moving.number(value, path)
            moving.shape(board.tiles[0], lambda _: board.settle())
            moving.shape(self.line, lambda _, m=moving: self.draw_all(m.now("share")))
            self.add(self.line)
            self.play(moving.share.animate.set_value(1.0), run_time=1.7)
            for value, path in quantities:
                value.bind(prefix + path, self.number(prefix + path))
            moving.stop()
            board.settle()
        self.answer()
        count = len(board.tiles)
        room = self.rows_region
        lines = [line.y - 0.14 for line in room.rows(1, 1, 1)]
        weight, bias = (self.product(quantity, count, room.width) for quantity in ("weight", "bias"))
        weight.at(room.left, lines[1])
        bias.at(room.left, lines[2])
        places = list(weight.parts[2:-1:2])
        sources = [numbers_of(label) for label in reversed(board.labels)] if places else []
        self.play(
            FadeIn(*(part for part in weight.parts[:-1] if part not in places)),
            *(Fly(rows[0].parts[-1], place) for rows, place in zip(sources, places, strict=True)),
            run_time=1.0,
        )
        self.play(FadeIn(weight.parts[-1], shift=RIGHT * 0.1), run_time=0.5)
        self.play(FadeIn(bias), run_time=0.7)
        single, edges, label = board.single()
        board.draw(single, self.float("stack.weight"), self.float("stack.bias"))
        self.play(
            *(FadeOut(label) for label in (*board.labels, *board.names)),
            *(FadeOut(edge) for edge in board.edges),
            *(tile.animate.move_to(single) for tile in board.tiles),
            run_time=1.2,
        )
        self.play(
            *(FadeOut(tile) for tile in board.tiles),
            FadeIn(single, edges),
            *(
                Fly(row.parts[-1], part)
                for row, own in zip((weight, bias), numbers_of(label), strict=True)
                for part in (own.parts[1],)
            ),
            *(FadeIn(own.parts[0]) for own in numbers_of(label)),
            run_time=0.9,
        )

    def product(self, quantity: str, count: int, width: float) -> Row:
        """How the weight or the bias of the whole stack comes about; its value alone, where all of it would be too
        small to read."""
        row = self.pen.row(f"stack_{quantity}_{count}", _PRODUCT_SIZE)
        natural = float(row.parts[0].height)
        row.fit(width, fold=_FOLDS[count] if quantity == "bias" else None)
        if float(row.parts[0].height) * _PRODUCT_SIZE >= 0.99 * LEAST_SIZE * natural:
            return row
        return self.pen.equation(quantity, f"stack.{quantity}", _PRODUCT_SIZE * 1.1).fit(width)

    def both_stacks(self) -> list[numbers.Table]:
        """The layers as they are given, and with their weights turned."""
        layers = numbers.layers(self.values)
        return [layers, numbers.turned(layers, Fraction(1))]

    def turned_state(self, share: Fraction) -> dict[str, Number]:
        """The layers a share of the way to those with turned weights."""
        stack = numbers.turned(numbers.layers(self.values), share)
        state: dict[str, Number] = {f"layer.{k}.weight": weight for k, (weight, _) in enumerate(stack, start=1)}
        return {**state, "share": share}

    def draw_all(self, share: Number) -> None:
        """Tiles and line of the layers at a share of the way to the turned ones."""
        self.draw_tiles(Fraction(share))
        self.draw_line(Fraction(share))

    def draw_tiles(self, share: Fraction) -> None:
        """The tiles at a share of the way."""
        stack = numbers.turned(numbers.layers(self.values), share)
        for tile, (weight, bias) in zip(self.board.tiles, stack, strict=True):
            self.board.draw(tile, float(weight), float(bias))

    def draw_line(self, share: Fraction) -> None:
        """What the stack gives, over its inputs: every point by a forward pass."""
        stack = numbers.turned(numbers.layers(self.values), share)
        inputs = numbers.STACK_INPUTS
        self.line.through(inputs, [numbers.through(stack, x) for x in inputs])
