"""The numbers around a valley: a few ticks on its two axes, and the losses of some of its level lines."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import pairwise

import numpy as np
from manim import DOWN, LEFT, Line, VGroup, VMobject

from scenes.stage.declared import stands_for
from scenes.stage.drawings.plots.scales import Linear
from scenes.stage.drawings.plots.tick_labels import TickLabel, digit_height
from scenes.stage.drawings.plots.ticks import written
from scenes.stage.drawings.shapes import edge
from scenes.stage.neuron.valley import Valley
from scenes.stage.writing.pen import Pen

_TICKS, _LOSSES = 4, 3  # numbers on an axis, and on level lines, at most
_MARK = 0.09  # length of a tick, units of the scene
_AWAY = 0.17  # from an axis to its numbers
_APART = 0.2  # between numbers, at least
_WIDEST = 1.2  # of a number beside the axis that runs up
UP = 0.9  # where the losses stand: the share of the height of the picture


def margin(valley: Valley, pen: Pen) -> float:
    """How much room the numbers to the left of a valley take, and the symbol of its axis with them."""
    return max([0.45, *(_AWAY + float(label.width) for label in _labels(valley, 1, pen))])


def axes(valley: Valley, pen: Pen) -> VGroup:
    """The two axes along the lower and the left side: their symbols outside, at the ends, and a few numbers on each,
    or none where they are too long to stand there."""
    r = valley.region
    corner, low, high = np.array([r.left, r.bottom, 0]), np.array([r.right, r.bottom, 0]), np.array([r.left, r.top, 0])
    weight, bias = pen.symbol("weight", 40), pen.symbol("bias", 40)
    weight.next_to(low - [weight.width / 2, 0, 0], DOWN, buff=0.16)
    bias.next_to(high - [0, bias.height / 2, 0], LEFT, buff=0.16)
    drawn = VGroup(edge(corner, low, pen.theme.muted), edge(corner, high, pen.theme.muted), weight, bias)
    for label in _on_weight_axis(valley, pen, float(weight.get_left()[0]) - _APART):
        drawn.add(label, _mark([label.get_center()[0], r.bottom, 0], DOWN, pen))
    for label in _on_bias_axis(valley, pen, float(bias.get_bottom()[1]) - _APART):
        drawn.add(label, _mark([r.left, label.baseline + digit_height() / 2, 0], LEFT, pen))
    return drawn


def level_losses(valley: Valley, pen: Pen, side: int, taken: VMobject) -> VGroup:
    """A few level lines on one side of the valley (1: where the error is positive) with their losses, as many as stand
    clear of one another and of what is `taken`; the inner ones first."""
    shown, boxes = VGroup(), [taken] if len(taken) else []
    for tick in written([Fraction(0), *valley.losses])[1:]:
        label = stands_for(TickLabel(tick, pen), "loss")
        label.set_fill(pen.theme.of("loss"))
        placed = valley.on_level(label, side * math.sqrt(tick.number), up=UP)
        if len(placed) and all(_clear(placed, box) for box in boxes):
            shown.add(placed)
            boxes.append(placed)
        if len(shown) == _LOSSES:
            break
    return shown


def _labels(valley: Valley, axis: int, pen: Pen) -> list[TickLabel]:
    """A few numbers for the axis of the weight (0) or of the bias (1)."""
    half = (valley.region.width, valley.region.height)[axis] / 2 / valley.unit
    scale = Linear(*(Fraction(float(valley.center[axis] + way * half)) for way in (-1, 1)))
    labels = [TickLabel(tick, pen) for tick in scale.ticks(_TICKS)]
    return labels if all(label.width <= _WIDEST for label in labels) else []


def _on_weight_axis(valley: Valley, pen: Pen, right: float) -> list[TickLabel]:
    baseline = valley.region.bottom - _AWAY - digit_height()
    labels = _labels(valley, 0, pen)
    for label in labels:
        label.centered(float(valley.at(float(label.tick.number), 0.0)[0]), baseline)
    labels = [label for label in labels if label.get_right()[0] <= right]
    apart = all(b.get_left()[0] - a.get_right()[0] >= _APART for a, b in pairwise(labels))
    return labels if apart else []


def _on_bias_axis(valley: Valley, pen: Pen, top: float) -> list[TickLabel]:
    labels = _labels(valley, 1, pen)
    for label in labels:
        label.beside(valley.region.left - _AWAY, float(valley.at(0.0, float(label.tick.number))[1]))
    return [label for label in labels if label.get_top()[1] <= top]


def _mark(foot: object, way: np.ndarray, pen: Pen) -> Line:
    start = np.array(foot, dtype=np.float64)
    return Line(start, start + way * _MARK, stroke_color=pen.theme.muted, stroke_width=3)


def _clear(one: VMobject, other: VMobject) -> bool:
    """Whether two things stand apart, sideways or one above the other."""
    aside = abs(one.get_center()[0] - other.get_center()[0]) - (one.width + other.width) / 2
    above = abs(one.get_center()[1] - other.get_center()[1]) - (one.height + other.height) / 2
    return bool(max(aside, above) >= _APART)
