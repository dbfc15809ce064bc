"""A lesson's stage with one neuron on it: the machine, its number line, and how both move through the engine's
states."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import ClassVar

from manim import (
    DOWN,
    LEFT,
    RIGHT,
    Create,
    FadeIn,
    FadeOut,
    LaggedStart,
    MoveAlongPath,
    VGroup,
    VMobject,
    smooth,
)
from manim import Line as Track

from scenes.stage.drawings.shapes import question_box
from scenes.stage.frame.region import Region
from scenes.stage.lesson import Lesson
from scenes.stage.motion.live import Live
from scenes.stage.motion.moves import Fly
from scenes.stage.neuron.picture import NeuronPicture
from scenes.stage.neuron.prediction_line import PredictionLine
from scenes.stage.writing.rows import Row
from scenes.stage.writing.values import Number, Value

Parameters = Callable[[Fraction], tuple[Number, Number]]


class NeuronStage(Lesson):
    """What lessons about one neuron share. A lesson sets `picture`, `line`, `dot`, `square` and `note` as they
    appear."""

    overhang: ClassVar[float] = 0.35  # units of the scene that labels of the number line may stand out of it
    state_name: ClassVar[str] = "step"  # what the states of the trace are called
    picture: NeuronPicture
    line: PredictionLine
    dot: VMobject
    square: VMobject
    note: Row
    target_note: Row
    bench: Region
    bench_left: Region
    bench_right: Region

    def state(self, weight: Number, bias: Number) -> Mapping[str, Number]:
        """One forward pass of the engine at any weight and bias."""
        raise NotImplementedError

    # -- where things stand --------------------------------------------------------

    def machine_and_bench(self) -> list[Region]:
        """The upper part of the stage for the machine, the lower one for what is worked out about it."""
        return self.layout.stage.rows(0.62 if self.layout.is_tall else 1.12, 1.0, gap=0.2)

    def lines(self, count: int) -> list[float]:
        """Baselines for formulas on the right half of the bench, from top to bottom."""
        return [line.y - 0.14 for line in self.bench_right.rows(*[1.0] * count)]

    def written(self, row: Row, baseline: float, beside: float | None = None) -> Row:
        """Put a formula on the right half of the bench: flush left, or in the middle where nothing stands to its left.
        `beside` is the width of what stands in one block with it."""
        bench = self.bench_right
        row.fit(bench.width)
        if self.layout.is_wide:
            return row.at(bench.left, baseline)
        return row.at(bench.x - max(float(row.width), beside or 0.0) / 2, baseline)

    def build_machine(self, run_time: float) -> None:
        """The machine comes to the stage from left to right, without its numbers."""
        p = self.picture
        self.play(
            LaggedStart(
                FadeIn(p.input_node, p.input_symbol, shift=RIGHT * 0.4),
                Create(p.input_edge),
                FadeIn(p.knob, scale=0.7),
                Create(p.weight_edge),
                FadeIn(p.neuron_node, p.formula),
                FadeIn(p.bias_knob, p.bias_edge, shift=DOWN * 0.3),
                Create(p.prediction_edge),
                FadeIn(p.prediction_node, p.prediction_symbol, scale=0.8),
                Create(p.loss_edge),
                FadeIn(p.loss_node, p.loss_symbol, scale=0.8),
                FadeIn(p.target_ring, p.target_symbol, p.target_edge, shift=DOWN * 0.3),
                lag_ratio=0.25,
            ),
            run_time=run_time,
        )

    # -- signals -----------------------------------------------------------------

    def run_signal(self, spot: VMobject, start: VMobject, end: VMobject, run_time: float = 0.6) -> None:
        """A spot of light runs forward along the edge between two nodes."""
        track = Track(start.get_right(), end.get_left())
        self.play(MoveAlongPath(spot, track, rate_func=smooth), run_time=run_time)

    # -- states in between ---------------------------------------------------------

    def live(self, parameters: Parameters, *, knobs: bool = True, outcome: bool = True) -> Live:
        """Let the knobs, and what comes of them, follow a change of weight and bias (a share of the way -> both)."""
        p = self.picture
        moving = Live(
            lambda share: {**self.state(*parameters(share)), **dict(zip(_PAIR, parameters(share), strict=True))}
        )
        if knobs:
            moving.shape(p.weight_label, lambda _: p.settle())
            moving.number(p.weight_label.parts[1], "weight")
            moving.number(p.bias_label.parts[1], "bias")
            moving.shape(p.knob, lambda knob: knob.turn(self.turned("weight", moving.now("weight"))))
            moving.shape(p.bias_knob, lambda knob: knob.turn(self.turned("bias", moving.now("bias"))))
        if outcome:
            moving.number(p.prediction_value, "prediction")
            moving.number(p.loss_value, "loss")
            moving.shape(p.loss_value, lambda _: p.settle())
            moving.number(self.note.parts[1], "prediction")
            moving.shape(self.dot, lambda dot: self.line.place(dot, float(moving.now("prediction"))))
            moving.shape(self.square, lambda square: self.line.reshape(square, float(moving.now("prediction"))))
            moving.shape(  # the number, for the note came to the stage in parts
                self.note.parts[1],
                lambda _: self.line.label_under(self.note, float(moving.now("prediction")), self.target_note),
            )
        return moving

    def between(self, first: int, last: int) -> Parameters:
        """The way from the parameters of one state to those of another."""

        def on_the_way(share: Fraction) -> tuple[Number, Number]:
            starts = (self.number(f"{self.state_name}.{first}.{name}") for name in _PAIR)
            ends = (self.number(f"{self.state_name}.{last}.{name}") for name in _PAIR)
            weight, bias = (a + share * (b - a) for a, b in zip(starts, ends, strict=True))
            return weight, bias

        return on_the_way

    def bind(self, weight: str, bias: str, prediction: str | None = None, loss: str | None = None) -> None:
        """Say which quantities the machine shows when it comes to rest."""
        p = self.picture
        bound: list[tuple[Value, str | None]] = [
            (p.weight_label.parts[1], weight),
            (p.bias_label.parts[1], bias),
            (p.prediction_value, prediction),
            (p.loss_value, loss),
        ]
        if prediction is not None:
            bound.append((self.note.parts[1], prediction))
        for value, path in bound:
            if path is not None:
                value.bind(path, self.number(path))

    def rest(self, moving: Live) -> None:
        """What moved comes to rest, and shows the quantities that it is bound to."""
        moving.stop()
        self.picture.settle()

    def turned(self, name: str, number: Number) -> float:
        """How far a knob is turned: the largest change of the first step, or of the nudge, is three quarters of the
        dial."""
        changes = [self.float(path) for path in ("step.0.move.weight", "step.0.move.bias", "nudge.size")]
        return 0.75 * (float(number) - self.float(f"step.0.{name}")) / (max(map(abs, changes)) or 1.0)

    # -- notes and questions ---------------------------------------------------------

    def number_line(self, predictions: list[str]) -> PredictionLine:
        """The number line for these predictions, with room below for their labels and the target's."""
        notes = [self._note(path) for path in predictions]
        widest = max(float(note.width) for note in notes) + float(self.target_note.width) + 0.45
        levels = 1 if widest <= self.bench_left.width else 2
        visited = map(self.float, predictions)
        overhang = min(self.overhang, self.layout.stage.right - self.bench_left.right)
        return PredictionLine(self.bench_left, self.theme, self.float("target"), visited, levels, overhang)

    def prediction_note(self, path: str) -> Row:
        """The prediction, written under its place on the number line."""
        note = self._note(path)
        self.line.label_under(note, self.float(path), self.target_note)
        return note

    def _note(self, path: str) -> Row:
        return self.pen.equation("prediction", path, 36).fit(min(2.4, self.bench_left.width))

    def compared(self, key: str, path: str, left: float, baseline: float, width: float) -> VGroup:
        """A word (before, after) and a loss on one line: part 0 the word with the symbol, part 1 the number."""
        word = self.pen.label(key, 32)
        row = self.pen.equation("loss", path, 50)
        row.fit(width - 1.5).at(left + 1.5, baseline)
        word.next_to(row, LEFT, buff=0.35).align_to(row.parts[0], DOWN)
        return VGroup(VGroup(word, row.parts[0]), row.parts[1])

    def multiply(
        self, parameter: str, way: tuple[VMobject, VMobject], local: Row, y: float, above: Row | None = None
    ) -> Row:
        """The two slopes fly from the picture into the product; the gradient is a question before it is a number.

        `way` is the gradient arrow and the thin edge whose place it takes; the product stands flush with the one
        `above`.
        """
        row = self.pen.row(f"chain_{parameter}", 46, k=0)
        row.fit(min(self.bench.width, self.bench.width - 1.0 if self.layout.is_wide else self.bench.width)).centered(
            self.bench.x, y - 0.14
        )
        if above is not None:
            row.at(float(above.get_left()[0]), y - 0.14)
        result = row.parts[9]
        digits = result.sign_and_digits
        ask = question_box(max(0.7, float(digits.width)), 0.7, self.theme).move_to(digits)
        ask.shift(RIGHT * max(0.0, float(digits.get_left()[0] - ask.get_left()[0]) - 0.06))  # clear of the relation
        arrow, edge = way
        self.play(Create(arrow), FadeOut(edge), FadeIn(local), run_time=1.0)
        self.play(FadeIn(*row.parts[:6]), run_time=0.8)
        self.play(
            Fly(self.upstream, row.parts[6]),
            FadeIn(row.parts[7]),
            Fly(local.parts[-1], row.parts[8]),
            FadeIn(result.relation_sign, ask),
            run_time=1.3,
        )
        self.wait(0.9)
        self.play(FadeOut(ask), FadeIn(result.sign_and_digits, scale=1.3), run_time=0.7)
        self.remove(result.relation_sign, result.sign_and_digits)
        self.add(row)
        return row

    upstream: Value


_PAIR = ("weight", "bias")
