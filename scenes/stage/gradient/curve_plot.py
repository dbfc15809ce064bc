"""A loss over one weight as a plot to walk on: its curve, lit around a place or whole, tangents, nudges, arrows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

import numpy as np
from manim import DL, DR, LEFT, ORIGIN, RIGHT, UL, UP, UR, Circle, DashedLine, Dot, Line, VGroup, VMobject
from numpy.typing import NDArray

from scenes.stage.declared import stands_for
from scenes.stage.drawings import outlines
from scenes.stage.drawings.clearance import spread
from scenes.stage.drawings.landscapes.live_arrow import LiveArrow
from scenes.stage.drawings.plots.axes import Axes
from scenes.stage.drawings.plots.live_curve import LiveCurve
from scenes.stage.drawings.plots.polyline import pieces
from scenes.stage.drawings.plots.scales import Linear
from scenes.stage.drawings.plots.tangent import Tangent
from scenes.stage.frame.region import Point, Region
from scenes.stage.writing.pen import Pen
from scenes.stage.writing.values import Number

Array = NDArray[np.float64]
_POINTS = 1200  # so that a wave of many periods is still one
_ABOVE, _BELOW = 0.16, 0.2  # of the heights: air over the highest place and under the lowest
_DOT = 0.13  # radius, units of the scene, as all lengths that follow
_DASHES = (0.14, 0.09)
_TANGENT = 2.6
_LONGEST_ARROW = 1.9
_ARROW_LIFT = 0.2  # above the axis


class CurvePlot(VGroup):
    """`losses` gives the loss at many weights; `places` are the losses that must lie in the picture."""

    def __init__(
        self,
        region: Region,
        pen: Pen,
        window: tuple[Fraction, Fraction],
        losses: Callable[[Array], Array],
        places: Sequence[Number],
    ) -> None:
        super().__init__()
        self.theme = pen.theme
        self.window = window
        self.weights = np.linspace(float(window[0]), float(window[1]), _POINTS + 1)
        self.losses = losses(self.weights)
        self.axes = Axes(
            region,
            pen,
            Linear(*window),
            self._heights(places),
            x_end=pen.symbol("weight", 42),
            y_end=pen.symbol("loss", 42),
        )
        self.axes.grid.set_stroke(opacity=0.45)
        self.curve = LiveCurve(self.axes, "loss", 6).through(self.weights, self.losses)
        self._points = self.axes.places(self.weights, self.losses)

    def _heights(self, places: Sequence[Number]) -> Linear:
        top = max(map(Fraction, places))
        seen = self.losses[np.isfinite(self.losses)]
        bottom = min(Fraction(float(seen.min())), *map(Fraction, places))
        if top == bottom:
            top = max(top, Fraction(float(seen.max())))
        span = top - bottom or abs(top) or Fraction(1)
        return Linear(bottom - span * Fraction(_BELOW), top + span * Fraction(_ABOVE))

    # -- places ----------------------------------------------------------------------

    def at(self, weight: Number, loss: Number) -> Point:
        """The place of a weight and its loss."""
        return self.axes.at(weight, loss)

    def shows(self, weight: Number) -> bool:
        """Whether a weight lies in the picture."""
        return self.window[0] <= weight <= self.window[1]

    def reach(self, start: tuple[Number, Number], end: tuple[Number, Number]) -> float:
        """How far two places of the curve are from one another on the screen."""
        return float(np.linalg.norm(self.at(*end) - self.at(*start)))

    # -- what stands on it -------------------------------------------------------------

    def dot(self, weight: Number, loss: Number, hollow: bool = False) -> VMobject:
        """A place on the curve; hollow: where one was."""
        color = self.theme.weight
        dot = Dot(self.at(weight, loss), radius=_DOT, color=color).set_z_index(4)
        if hollow:
            dot = Circle(radius=_DOT, fill_color=self.theme.background, fill_opacity=1, stroke_color=color)
            dot.set_stroke(width=4).move_to(self.at(weight, loss)).set_z_index(3)
        return stands_for(dot, "weight")

    def lit(self, curve: LiveCurve, weight: Number, loss: Number, radius: float) -> LiveCurve:
        """Let a curve show only the piece that a light of this radius around a place reaches."""
        points = np.vstack([self._points, self.at(weight, loss)])
        points = points[np.argsort(points[:, 0], kind="stable")]
        near = np.hypot(*(points - self.at(weight, loss))[:, :2].T) <= radius
        here = int(np.flatnonzero(np.all(points == self.at(weight, loss), axis=1))[0])
        pieces = [run for run in outlines.runs(points, near) if np.any(np.all(run == points[here], axis=1))]
        return curve.run(pieces[0] if pieces else points[:0])

    def light(self, weight: Number, loss: Number, radius: float) -> VMobject:
        """The ground that the light falls on, as far as it lies in the plot."""
        plot, middle = self.axes.plot, self.at(weight, loss)
        angles = np.linspace(0, 2 * np.pi, _POINTS // 10)
        ring = middle + radius * np.column_stack([np.cos(angles), np.sin(angles), np.zeros(len(angles))])
        ring[:, 0], ring[:, 1] = np.clip(ring[:, 0], plot.left, plot.right), np.clip(ring[:, 1], plot.bottom, plot.top)
        ground = VMobject(fill_color=self.theme.panel, fill_opacity=1, stroke_color=self.theme.faint, stroke_width=2)
        return ground.set_points_as_corners([*ring]).set_z_index(-1)

    def tangent(self, weight: Number, loss: Number, slope: Number, length: float = _TANGENT) -> Tangent:
        """The line that touches the curve there."""
        return Tangent(self.axes, weight, loss, slope, length=length).set_z_index(2)

    def straight(self, start: tuple[Number, Number], weight: Number, promise: Number) -> VMobject:
        """The tangent from where it touches on to another weight, where it stands at the promised loss; cut where the
        picture ends."""
        line = VMobject(stroke_color=self.theme.gradient, stroke_width=4)
        points = self.axes.places([start[0], weight], [start[1], promise])
        outlines.draw(line, [cut for run in pieces(points, self.axes.plot) for cut in outlines.dashed(run, _DASHES)])
        return stands_for(line, "gradient")

    def gap(self, landing: tuple[Number, Number], promise: Number) -> VMobject:
        """From what the tangent promised up or down to the curve; cut where the picture ends."""
        line = VMobject(stroke_color=self.theme.loss, stroke_width=5)
        points = self.axes.places([landing[0]] * 2, [promise, landing[1]])
        outlines.draw(line, pieces(points, self.axes.plot))
        return stands_for(line, "loss")

    def legs(self, start: tuple[Number, Number], end: tuple[Number, Number]) -> VGroup:
        """What a nudge changes: across the weight, upright the loss."""
        corner = self.at(end[0], start[1])
        across = Line(self.at(*start), corner, stroke_color=self.theme.weight, stroke_width=6)
        upright = Line(corner, self.at(*end), stroke_color=self.theme.loss, stroke_width=6)
        return VGroup(stands_for(across, "weight"), stands_for(upright, "loss")).set_z_index(1)

    def name_legs(self, legs: VGroup, names: Sequence[VMobject], radius: float) -> VGroup:
        """The names of both changes beside their legs, on the side away from the curve; one without room in the light
        of this radius is left out."""
        across, upright = legs
        up = 1.0 if upright.get_end()[1] <= upright.get_start()[1] else -1.0
        named = VGroup(names[0].next_to(across, UP * up, buff=0.12), names[1].next_to(upright, RIGHT, buff=0.14))
        roomy = (across.get_length() > float(names[0].width), upright.get_length() > float(names[1].height))
        lit = legs[0].get_start()
        free = (room and self._is_free(name, lit, radius) for name, room in zip(named, roomy, strict=True))
        return VGroup(*(name if room else VMobject() for name, room in zip(named, free, strict=True)))

    def _is_free(self, label: VMobject, lit: Point, radius: float) -> bool:
        """Whether a label stands in the light, clear of the curve."""
        corners = [label.get_corner(corner) for corner in (UL, UR, DL, DR)]
        return all(np.linalg.norm(corner - lit) < radius - 0.05 for corner in corners) and self.is_clear(label)

    def is_clear(self, label: VMobject, *lines: VMobject) -> bool:
        """Whether a label stands in the plot, clear of the curve and of straight lines."""
        plot, half = self.axes.plot.inset(0.08), np.array([label.width, label.height]) / 2 + 0.06
        if not all(plot.holds(label.get_corner(corner)) for corner in (UL, UR, DL, DR)):
            return False
        middle = label.get_center()[:2]
        straight = [np.array([line.get_start(), line.get_end()]) for line in lines if len(line.points)]
        drawn = [*pieces(self._points, self.axes.plot), *straight]
        near = (np.abs(spread(piece, 0.05) - middle) < half for piece in drawn)
        return not any(np.all(close, axis=1).any() for close in near)

    def name_arrows(
        self, words: Sequence[VMobject], arrows: Sequence[VMobject], tangent: VMobject, *besides: VMobject
    ) -> list[VMobject]:
        """A word over or beside each arrow along the axis, clear of a tangent and of what stands there besides; none at
        all where one has no room."""
        besides = tuple(other for other in besides if other.family_members_with_points())
        named: list[VMobject] = []
        for word, arrow in zip(words, arrows, strict=True):
            if not len(arrow.points):
                return []
            others = [*besides, *(other for other in arrows if other is not arrow), *named]
            for side, edge in ((UP, ORIGIN), (UP, LEFT), (UP, RIGHT), (RIGHT, ORIGIN), (LEFT, ORIGIN)):
                word.next_to(arrow, side, buff=0.08, aligned_edge=edge).shift(-0.12 * edge)
                if self.is_clear(word, tangent) and all(_apart(word, other) for other in others):
                    break
            else:
                return []
            named.append(word)
        return named

    def foot(self, weight: Number) -> Point:
        """Where the arrow of a weight begins, just above the axis."""
        return np.array([self.axes.x_place(weight), self.axes.plot.bottom + _ARROW_LIFT, 0.0])

    def drop(self, weight: Number, loss: Number) -> VMobject:
        """From a place of the curve down to its weight."""
        start, end = self.at(weight, loss), self.foot(weight)
        if np.linalg.norm(end - start) < 0.1:
            return VMobject()
        return DashedLine(start, end, dash_length=0.07, stroke_color=self.theme.muted, stroke_width=2.5)

    def slope_arrow(
        self, arrow: LiveArrow, weight: Number, slope: Number, steepest: Number, lift: float = 0.0
    ) -> LiveArrow:
        """Let an arrow along the axis point uphill, as long as the slope beside the steepest one says; it is cut where
        the picture ends. `lift` is how much higher it stands."""
        foot = self.foot(weight) + np.array([0, lift, 0])
        return arrow.span(foot, np.array([self._reach(weight, slope, steepest), foot[1], 0.0]))

    def overlap(self, first: tuple[Number, Number], second: tuple[Number, Number], steepest: Number) -> bool:
        """Whether the arrows at two places, each a weight and its slope, would lie on one another."""
        ends = [sorted((float(self.foot(w)[0]), self._reach(w, slope, steepest))) for w, slope in (first, second)]
        return ends[0][0] < ends[1][1] and ends[1][0] < ends[0][1]

    def _reach(self, weight: Number, slope: Number, steepest: Number) -> float:
        share = float(Fraction(slope) / abs(Fraction(steepest))) if steepest else 0.0
        room = min(_LONGEST_ARROW, 0.3 * self.axes.plot.width)
        end = float(self.foot(weight)[0]) + float(np.clip(share, -1.0, 1.0)) * room
        return float(np.clip(end, self.axes.plot.left, self.axes.plot.right))

    def step_arrow(self, arrow: LiveArrow, weight: Number, landing: Number) -> LiveArrow:
        """Let an arrow along the axis reach from a weight to the next one."""
        plot, end = self.axes.plot, self.foot(landing)
        return arrow.span(self.foot(weight), np.array([np.clip(end[0], plot.left, plot.right), end[1], 0.0]))


def _apart(one: VMobject, other: VMobject) -> bool:
    """Whether the boxes of two mobjects stand clear of one another."""
    away = np.abs(one.get_center() - other.get_center())[:2]
    return bool(np.any(away > np.array([one.width + other.width, one.height + other.height]) / 2 + 0.05))
