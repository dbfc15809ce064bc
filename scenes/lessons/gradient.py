"""Lesson 3: which way is down? The slope of a loss over one weight (gradient_curve.py) and steps against it
(gradient_step.py), the gradient over a weight and a bias (gradient_surface.py) and the way down (gradient_descent.py);
here are the lesson itself and its last picture."""

from __future__ import annotations

from typing import ClassVar

from manim import Create, Dot, FadeIn, FadeOut, GrowFromPoint, Mobject, TransformFromCopy

from scenes.lessons.gradient_descent import GradientDescent
from scenes.lessons.numbers import gradient as numbers
from scenes.lessons.numbers import gradient_claims as claims
from scenes.stage.drawings.landscapes.live_arrow import LiveArrow
from scenes.stage.gradient.slices import NAMES


class GradientLesson(GradientDescent):
    """The neuron's loss over its weight from w = 1, and a bowl from w = 2, b = 0, unless told otherwise."""

    name: ClassVar[str] = "gradient"
    poster_shot: ClassVar[str] = "summary"
    numbers = numbers
    claims = claims

    def placeholders(self, text: str) -> str:
        return text.replace("{final.", f"{{step.{self.number('steps')}.") if "{final." in text else text

    def arrives(self) -> Mobject:
        return self.dot

    def leaves(self) -> Mobject:
        return self.last_dot

    def summary(self) -> None:
        """Left the slope and the step against it, right the gradient across the level line and the step against it."""
        stage = self.layout.stage
        cut = stage.rows if self.layout.is_tall else stage.columns
        halves = [half.rows(3.4, 1.0, gap=0.15) for half in cut(1, 1, gap=0.5)]
        (plot_room, formula), (map_room, formulas) = halves
        p = self.curve_plot(plot_room, *self.near())
        start, slope = self.place("start"), self.number("start.gradient")
        self.last_dot = dot = p.dot(*start)
        tangent, drop = p.tangent(*start, slope), p.drop(*start)
        arrow = p.slope_arrow(LiveArrow(self.theme), start[0], slope, slope)
        step = p.step_arrow(LiveArrow(self.theme, "weight"), start[0], self.number("step.weight"))
        update = self.pen.row("update", 46).fit(formula.width)
        update.centered(formula.x, formula.y - 0.14)
        m = self.gradient_map(map_room, self.ground(map_room, uphill=0.7))
        spot = Dot(m.at(*self.here), radius=0.12, color=self.theme.ink).set_z_index(4)
        uphill = m.gradient(self.here, self.slopes).set_z_index(3)
        level = m.level_through(self.float("step.0.loss")).set_z_index(1)
        corner = m.right_angle(self.here, self.slopes).set_z_index(2)
        landing = m.at(self.float("step.1.weight"), self.float("step.1.bias"))
        inside = m.plane.plot.clip(m.at(*self.here), landing)
        downhill = LiveArrow(self.theme, "ink", 0.12).set_z_index(3)
        if inside is not None:
            downhill.span(*inside)
        avoid = [m.plane.read(point) for point in [*self.busy(m), *downhill.outline()]]
        m.label_others(self.pen, self.float("step.0.loss"), avoid)
        rows = [self.pen.row(f"update_{name}", 40).fit(formulas.width / 2 - 0.2) for name in NAMES]
        for row, cell in zip(rows, formulas.columns(1, 1), strict=True):
            row.centered(cell.x, cell.y - 0.14)
        self.play(*(FadeOut(mobject) for mobject in self.clear_stage()), run_time=0.6)
        self.play(FadeIn(p.axes, p.curve, m), run_time=0.9)
        lines = [Create(line) for line in (tangent, level) if len(line.points)]
        self.play(FadeIn(dot, drop, spot), *lines, run_time=1.0)
        up = [(arrow, p.foot(start[0])), (uphill, m.at(*self.here))]
        risen = [GrowFromPoint(arrow, foot) for arrow, foot in up if len(arrow.points)]
        if risen:
            self.play(*risen, run_time=0.9)
        if len(corner) and len(level.points):
            self.play(Create(corner), run_time=0.5)
        down = [(arrow, step, update), (uphill, downhill, rows)]
        words = [self.pen.label(key, 30) for key in ("uphill", "against")]
        named = [FadeIn(word) for word in p.name_arrows(words, [arrow, step], tangent, drop)]
        steps = [TransformFromCopy(a, b) for a, b, _ in down if len(a.points) and len(b.points)]
        self.play(*steps, *named, FadeIn(update, *rows), run_time=1.4)
