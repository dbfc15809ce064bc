"""Lesson 3, fourth act: nudges all around a place, and steps against the gradient."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from manim import (
    DOWN,
    PI,
    UP,
    Create,
    FadeIn,
    FadeOut,
    GrowFromEdge,
    LaggedStart,
    Rectangle,
    ReplacementTransform,
    Rotate,
    TransformFromCopy,
)

from scenes.lessons.gradient_surface import GradientSurface
from scenes.lessons.numbers import gradient as numbers
from scenes.stage.declared import stands_for
from scenes.stage.drawings.landscapes.descent_path import DescentPath
from scenes.stage.drawings.landscapes.live_arrow import LiveArrow
from scenes.stage.frame.region import Region
from scenes.stage.gradient.ring import RingBoard, nudge_arrow
from scenes.stage.gradient.slices import NAMES
from scenes.stage.gradient.step_count import StepCount
from scenes.stage.motion.live import Live
from scenes.stage.writing.rows import Row

_MEASURED = 2  # steps after the first whose gradient is drawn
_DIM = 0.4
_FOLDS = (None, 6)  # where an update and its numbers may be cut into two lines
_PLACE = 2.6  # units of the scene for a number that changes at every step
_FIGURES = 4  # of it
_FIRST = (1.2, 0.8, 0.8, 0.5)  # seconds that the first steps take


class GradientDescent(GradientSurface):
    """The shots that walk on the map."""

    def turn(self) -> None:
        """Close up: eight nudges of one length, and what each of them does to the loss."""
        left, right = self.left, self.right
        near = self.gradient_map(left, self.close_up(left))
        here = near.at(*self.here)
        border = Rectangle(width=near.plane.plot.width, height=near.plane.plot.height, stroke_color=self.theme.ink)
        border.move_to([near.plane.plot.x, near.plane.plot.y, 0])
        small = border.copy().scale(max(0.02, self.map.plane.unit[0] / near.plane.unit[0])).move_to(self.spot)
        whole = self.map.plane.plot  # it stays on the map, also where the close-up reaches beyond
        small.points[:, 0] = np.clip(small.points[:, 0], whole.left, whole.right)
        small.points[:, 1] = np.clip(small.points[:, 1], whole.bottom, whole.top)
        words = [part for part in (self.map.labels, self.notes) if part.family_members_with_points()]
        self.play(Create(small), *map(FadeOut, words), run_time=0.7)
        old = self.clear_stage(self.spot, small)
        self.play(
            ReplacementTransform(small, border),
            *(FadeOut(mobject) for mobject in old),
            self.spot.animate.move_to(here),
            FadeIn(near.bands, near.lines, near.frame, near.rim),
            run_time=1.3,
        )
        places = [near.at(self.float(f"ring.{k}.weight"), self.float(f"ring.{k}.bias")) for k in range(numbers.AROUND)]
        loss = self.float("step.0.loss")
        arrows = [nudge_arrow(self.theme, here, place).set_z_index(2) for place in places]
        on_arrows = [point for arrow in arrows for point in arrow.outline()]
        busy = [here, *on_arrows, *near.points_of_level(loss)]
        near.label_others(self.pen, loss, [near.plane.read(point) for point in busy])
        self.play(FadeIn(near.ticks, near.labels), run_time=0.4)
        self.play(LaggedStart(*(FadeIn(arrow, scale=0.6) for arrow in arrows), lag_ratio=0.12), run_time=1.4)
        changes = [self.float(f"ring.{k}.change") for k in range(numbers.AROUND)]
        directions = [(place - here) / max(float(np.linalg.norm(place - here)), 1e-9) for place in places]
        board = RingBoard(right.inset(0.1, 0.1), self.pen, changes, directions)
        self.play(Create(board.zero), FadeIn(board.symbol), run_time=0.5)
        icons = [TransformFromCopy(arrow, icon) for arrow, icon in zip(arrows, board.icons, strict=True)]
        self.play(LaggedStart(*icons, lag_ratio=0.15), run_time=1.6)
        self.answer()
        bars = [GrowFromEdge(bar, DOWN if change >= 0 else UP) for bar, change in zip(board.bars, changes, strict=True)]
        self.play(LaggedStart(*bars, lag_ratio=0.25), run_time=2.0)
        self.play(*(FadeIn(value) for value in board.values), run_time=0.6)
        self.spot.set_z_index(4)
        if self.caption_variant("turn") == "clear":
            level = near.level_through(loss).set_z_index(1)
            half = numbers.AROUND // 2
            marked = [(arrows[0], board.icons[0], "gradient"), (arrows[half], board.icons[half], None)]
            lights = [
                ReplacementTransform(part, stands_for(part.copy().set_fill(self.theme.of(meaning)), meaning))
                for *parts, meaning in marked
                for part in parts
            ]
            self.play(Create(level), *lights, run_time=1.0)
            self.play(Create(near.right_angle(self.here, self.slopes).set_z_index(3)), run_time=0.5)

    def descend(self) -> None:
        """The gradient turns round and becomes a step of both parameters; then it is measured again, and again."""
        self.play(*(FadeOut(mobject) for mobject in self.clear_stage()), run_time=0.6)
        self.map = m = self.gradient_map(self.left, self.ground(self.left, path=True))
        here, slopes = self.here, self.slopes
        path = DescentPath(m, self.pen, [[float(s.weight), float(s.bias)] for s in numbers.descent(self.values)])
        path.upto(0).set_z_index(2)
        uphill = m.gradient(here, slopes).set_z_index(3)
        cut = [m.plane.plot.clip(m.at(*a), m.at(*b)) for a, b in pairwise(path.states.tolist())]
        on_path = [point for ends in cut if ends is not None for point in np.linspace(*ends, 40)]
        turned = uphill.copy().rotate(PI, about_point=m.at(*here))
        later = [self.uphill_at(k) for k in range(1, min(_MEASURED + 1, int(self.number("steps"))))]
        on_arrows = [point for arrow in (turned, *later) for point in arrow.outline()]
        m.label_levels(self.pen, avoid=[m.plane.read(point) for point in [*on_path, *on_arrows, *self.busy(m)]])
        self.play(FadeIn(m), FadeIn(path), run_time=0.9)
        self.board = self.right
        lines = self.cells((1.1, 0.8), (1.1, 0.8), (1.0,), columns=(1.0, 1.4))
        rows = [
            self.write(self.pen.row(f"update_{name}{kind}", size), lines[2 * k + below], fold=_FOLDS[below])
            for k, name in enumerate(NAMES)
            for below, (kind, size) in enumerate((("", 46), ("_numbers", 42)))
        ]
        count = StepCount(lines[4], self.pen, int(self.number("steps")), not self.is_column)
        drawn = [] if self.is_flat else [Create(uphill)]
        self.play(*drawn, FadeIn(rows[0], rows[2], shift=UP * 0.1), run_time=0.9)
        self.play(FadeIn(rows[1], rows[3], shift=UP * 0.1), FadeIn(count), run_time=1.0)
        if not self.is_flat:
            turned = uphill.copy()
            self.play(Rotate(turned, PI, about_point=m.at(*here)), uphill.animate.set_fill(opacity=_DIM), run_time=1.0)
            self.shorten(turned)
        places = [self.place_row(name, lines[2 * k + 1]) for k, name in enumerate(NAMES)]
        for k in range(int(self.number("steps"))):
            if k == 1:  # what was worked out was the first step; from here on only where it has come to
                self.play(FadeOut(rows[1], rows[3]), FadeIn(*places), run_time=0.5)
            if 0 < k <= _MEASURED:
                uphill = self.uphill_at(k)
                self.play(Create(uphill), run_time=0.6)
            if k == min(1, int(self.number("steps")) - 1):
                self.answer()
            self.one_step(path, count, k, uphill)
            for name, row in zip(NAMES, places, strict=True):
                self.tell(row, name, k + 1)

    def shorten(self, turned: LiveArrow) -> None:
        """The gradient, turned round, becomes as long as the step, as far as that lies in the picture."""
        m = self.map
        inside = m.plane.plot.clip(m.at(*self.here), m.at(self.float("step.1.weight"), self.float("step.1.bias")))
        if inside is None:
            self.play(FadeOut(turned), run_time=0.4)
            return
        step = LiveArrow(self.theme, "ink", turned.thickness).span(*inside).set_z_index(3)
        self.play(ReplacementTransform(turned, step), run_time=0.6)
        self.play(FadeOut(step), run_time=0.3)

    def place_row(self, name: str, line: Region) -> Row:
        """Where the descent has come to along one parameter."""
        wide = min(line.width, _PLACE)
        left = line.left if self.is_column else line.x - wide / 2
        within = Region(left, line.bottom, left + wide, line.top)
        return self.write(self.pen.equation(name, f"step.1.{name}", 46, most=_FIGURES), within, flush=True)

    def tell(self, row: Row, name: str, step: int) -> None:
        """The number of this step."""
        path = f"step.{step}.{name}"
        row.parts[1].bind(path, self.number(path))

    def uphill_at(self, step: int) -> LiveArrow:
        """The gradient at a step, as long beside the first one as it is beside it, but long enough to be seen."""
        slopes = self.float(f"step.{step}.gradient.weight"), self.float(f"step.{step}.gradient.bias")
        share = float(np.hypot(*slopes)) / max(float(np.hypot(*self.slopes)), 1e-300)
        place = self.float(f"step.{step}.weight"), self.float(f"step.{step}.bias")
        if not self.map.plane.plot.holds(self.map.at(*place)):
            return LiveArrow(self.theme)
        first = float(np.linalg.norm(self.map.tip(self.here, self.slopes) - self.map.at(*self.here)))
        arrow = self.map.gradient(place, slopes, float(np.clip(share * first, 0.4, 1.9)), 0.11)
        return arrow.set_z_index(3)

    def time_of(self, step: int) -> float:
        """The first steps take their time; all the others together no more than a few seconds."""
        if step < len(_FIRST):
            return _FIRST[step]
        return max(0.07, min(0.3, 2.0 / (int(self.number("steps")) - len(_FIRST))))

    def one_step(self, path: DescentPath, count: StepCount, k: int, uphill: LiveArrow) -> None:
        """A step of the path; then the loss is that of the place that it has come to."""
        moving = Live(lambda share: {})
        moving.shape(path, lambda path: path.upto(k + moving.share.get_value()))
        gone = [FadeOut(uphill)] if k <= _MEASURED and len(uphill.points) else []
        self.play(moving.share.animate.set_value(1.0), *gone, run_time=self.time_of(k))
        moving.stop()
        count.tell(k + 1)
