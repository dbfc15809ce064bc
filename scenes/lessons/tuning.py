"""Lesson 2: turn the knobs by hand. Its acts are one neuron (tuning_tries.py) and a network of many knobs
(tuning_many.py); here are the lesson itself, the map of the tries between them, and the summary."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from manim import (
    DOWN,
    Create,
    FadeIn,
    FadeOut,
    LaggedStart,
    Mobject,
    ReplacementTransform,
    TransformFromCopy,
    VGroup,
    VMobject,
)

from scenes.lessons.numbers import tuning as numbers
from scenes.lessons.numbers import tuning_claims as claims
from scenes.lessons.tuning_many import TuningMany
from scenes.stage.motion.moves import Fly, pulse
from scenes.stage.tuning.summary import KnobSummary
from scenes.stage.tuning.try_map import TryMap
from scenes.stage.writing.values import Number


class TuningLesson(TuningMany):
    """x = 2.1, target 4, w = 1, b = 0 unless told otherwise, and five tries; loss (prediction - target)^2."""

    name: ClassVar[str] = "tuning"
    poster_shot: ClassVar[str] = "summary"
    numbers = numbers
    claims = claims

    def arrives(self) -> Mobject:
        return self.picture.loss_node

    def leaves(self) -> Mobject:
        return self.summed_up.knobs[0][1]

    def state(self, weight: Number, bias: Number) -> Mapping[str, Number]:
        return numbers.state(self.values, weight, bias)

    # -- what the tries say ------------------------------------------------------------

    def map(self) -> None:
        """The rows of the list become points of a map; from the best of them nobody knows the way."""
        left, right = self.places.map_and_list(self.layout)
        best = int(self.number("best"))
        narrow = not (self.layout.is_wide or self.layout.is_tall)  # the map needs the room of what it shows itself
        if narrow:
            left = replace(left, right=left.right + self.history.slack)
        chart = TryMap(left, self.pen, self.last_try, best)
        listed = VGroup(*self.listed_rows())
        self.remove(*listed)  # out of the groups in which they came
        self.add(*listed)
        gone = self.clear_stage(*listed)
        self.play(*(FadeOut(mobject) for mobject in gone), run_time=0.6)
        if abs(float(listed.get_center()[1]) - right.y) > 1.0:
            self.play(listed.animate.move_to([right.x, right.y, 0]), run_time=0.7)
        heads, plot = self.history.header, FadeIn(chart.axes.lines, chart.axes.labels, chart.axes.grid)
        ends = [Fly(heads[column], end) for column, end in zip((1, 2), chart.axes.ends, strict=True)]
        if narrow:  # the columns of weight and bias become the axes
            self.play(*ends, run_time=0.8)
            self.play(FadeOut(*self.history.knob_columns), run_time=0.4)
            self.play(*self.history.close_up(self.frame), run_time=0.6)
            self.play(plot, run_time=0.6)
        else:
            self.play(plot, *ends, run_time=1.0)
        for k, dot in enumerate(chart.dots):
            moves = [FadeIn(dot, scale=0.3)]
            if len(chart.squares[k]):
                moves.append(TransformFromCopy(self.history.bars[k], chart.squares[k][0]))
            if len(chart.labels[k]):
                moves.append(Fly(self.history.rows[k][0], chart.labels[k][0]))
            if k and len(chart.paths[k - 1]):
                moves.append(Create(chart.paths[k - 1]))
            self.play(*moves, run_time=self.brisk(0.8 if k < 2 else 0.5))
        self.play(Create(chart.ring), run_time=0.5)
        self.play(LaggedStart(*(FadeIn(ask, scale=0.6) for ask in chart.asks), lag_ratio=0.2), run_time=1.2)
        self.answer()
        if self.number("best.loss") == 0:
            self.play(FadeOut(chart.asks), run_time=0.8)
        else:
            self.play(LaggedStart(*(pulse(ask[1], 1.3) for ask in chart.asks), lag_ratio=0.15), run_time=1.4)

    def summary(self) -> None:
        """Two knobs and their tries beside the many: which way to turn each?"""
        left, right = self.two_regions(even=True)
        best = int(self.number("best"))
        self.summed_up = board = KnobSummary(
            left,
            right,
            self.pen,
            self.last_try,
            best,
            lambda name: self.turned(name, self.number(f"try.{best}.{name}")),
        )
        rows = board.tries
        self.many_to_its_side(board)
        self.play(FadeIn(board.few), *(FadeIn(knob, scale=0.8) for knob in board.knobs), run_time=0.8)
        lines = zip(rows.rows, rows.feet, rows.bars, strict=True)
        self.play(
            FadeIn(rows.header, rows.rule),
            LaggedStart(*(FadeIn(*line, shift=DOWN * 0.1) for line in lines), lag_ratio=0.3),
            run_time=1.6,
        )
        self.play(Create(board.frame), *([FadeIn(board.word)] if len(board.word) else []), run_time=0.6)
        self.play(
            board.network.network.highlight(board.asked),
            LaggedStart(*(FadeIn(knob[0], scale=0.5) for knob in board.asking), lag_ratio=0.2),
            run_time=1.0,
        )
        arrows = [arrow for knob in board.asking for arrow in knob[1]]
        self.play(LaggedStart(*(Create(arrow) for arrow in arrows), lag_ratio=0.15), run_time=1.4)
        self.play(FadeIn(board.ask, scale=0.8), run_time=0.6)

    def many_to_its_side(self, board: KnobSummary) -> None:
        """The network and the number of its knobs go to their place in the summary."""
        old, new = self.knobs_drawn, board.network
        pieces = [
            *((getattr(old.network, name), getattr(new.network, name)) for name in ("edges", "neurons", "gaps")),
            *zip(self.rings, board.rings, strict=True),
            *zip(old.widths, new.widths, strict=False),  # where the new one has none, they go
            (self.knobs_counted.word, board.many.word),
            (self.knobs_counted.number, board.many.number),
        ]
        stays = [piece for piece, _ in pieces if len(piece.get_family()) > 1 or piece.has_points()]
        self.remove(*stays)  # out of the groups in which they came
        self.add(*stays)
        self.play(
            *(FadeOut(mobject) for mobject in self.clear_stage(*stays)),
            *(ReplacementTransform(piece, place) for piece, place in pieces if piece in stays),
            run_time=1.4,
        )

    def listed_rows(self) -> list[VMobject]:
        """What of the list is on the screen."""
        rows = self.history
        return [rows.header, rows.rule, *rows.rows, *rows.feet, *rows.bars, self.frame, self.word]
