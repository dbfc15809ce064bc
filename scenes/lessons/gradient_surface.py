"""Lesson 3, second act: two parameters. Cuts through the surface, the arrow of both slopes, why it stands across the
level line, and steps against it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from manim import (
    DOWN,
    PI,
    UP,
    Create,
    Dot,
    FadeIn,
    FadeOut,
    GrowFromEdge,
    LaggedStart,
    Line,
    Rectangle,
    ReplacementTransform,
    Rotate,
    TransformFromCopy,
    VGroup,
    VMobject,
)

from engine import Levels, Surface, function_surface
from scenes.lessons.gradient_curve import GradientCurve
from scenes.lessons.numbers import gradient as numbers
from scenes.lessons.numbers.gradient_functions import ground_values
from scenes.lessons.numbers.gradient_windows import ground_window
from scenes.stage.declared import stands_for
from scenes.stage.drawings.landscapes.descent_path import DescentPath
from scenes.stage.drawings.landscapes.ground import room
from scenes.stage.drawings.landscapes.surface import SurfacePicture
from scenes.stage.frame.region import Point, Region
from scenes.stage.gradient.arrows import LiveArrow
from scenes.stage.gradient.gradient_map import GradientMap
from scenes.stage.gradient.levels import round_levels
from scenes.stage.gradient.ring import RingBoard, nudge_arrow
from scenes.stage.gradient.slices import NAMES, SlicePlot, cut
from scenes.stage.gradient.step_count import StepCount
from scenes.stage.look.theme import Theme
from scenes.stage.motion.live import Live
from scenes.stage.motion.moves import Fly
from scenes.stage.writing.rows import Row

_GRID = 97  # points of a surface along each side
_BLOCK, _MAP = (4.0, 10), (3.0, 12)  # where hills are cut, and about how many levels there are
_MEASURED = 2  # steps after the first whose gradient is drawn
_DIM = 0.4
_LEG = 0.45  # opacity of the legs beside the arrow
_FOLDS = (None, 6)  # where an update and its numbers may be cut into two lines
_FIRST = (1.2, 0.8, 0.8, 0.5)  # seconds that the first steps take
_NEAR = 1.7  # the map close up reaches so many nudges around the place


class GradientSurface(GradientCurve):
    """The shots on the surface. `map` is the map, `left` and `right` the two parts of the stage."""

    map: GradientMap

    # -- where things stand ----------------------------------------------------------

    def halves(self) -> list[Region]:
        """The ground, and beside or below it what is worked out about it."""
        stage = self.layout.stage
        return stage.rows(1.25, 1.0, gap=0.3) if self.layout.is_tall else stage.columns(1.2, 1.0, gap=0.4)

    @property
    def here(self) -> tuple[float, float]:
        """The weight and the bias of the start, for drawing."""
        return self.float("step.0.weight"), self.float("step.0.bias")

    @property
    def slopes(self) -> tuple[float, float]:
        """The two slopes there, for drawing."""
        return self.float("step.0.gradient.weight"), self.float("step.0.gradient.bias")

    @property
    def is_flat(self) -> bool:
        """Whether both are zero."""
        return not any(self.number(f"step.0.gradient.{name}") for name in NAMES)

    def ground(self, region: Region, path: bool = False, uphill: float = 1.2) -> Surface:
        """The surface in the shape of a region's room: around the start with some of the hillside behind it, or around
        the path of the descent."""
        inner, states = room(region), numbers.descent(self.values)
        shown = states[1:] if path else ()
        ratio = inner.width / inner.height
        return self._surface(*ground_window(numbers.ground_of(self.values), states[0], ratio, shown, uphill))

    def close_up(self, region: Region) -> Surface:
        """The same around the start alone, a few nudges wide."""
        half, inner = _NEAR * self.float("ring.size"), room(region)
        ratio = inner.width / inner.height
        reach = half * max(ratio, 1.0), half / min(ratio, 1.0)
        return self._surface(*((at - by, at + by) for at, by in zip(self.here, reach, strict=True)))

    def _surface(self, weights: tuple[float, float], biases: tuple[float, float]) -> Surface:
        ground = numbers.ground_of(self.values)
        axes = np.linspace(*weights, _GRID), np.linspace(*biases, _GRID)
        return function_surface(lambda w, b: ground_values(ground, w, b), *axes)

    def levels(self, surface: Surface, cut: float, count: int) -> tuple[Levels, float | None]:
        """Its levels, and where its hills are cut: so many times as high over the lowest place as the start."""
        low, loss = float(surface.values.min()), self.float("step.0.loss")
        top = low + cut * (loss - low)
        if not low < loss or top >= float(surface.values.max()):
            return round_levels(surface.values, count), None
        return round_levels(np.minimum(surface.values, top), count), top

    def gradient_map(self, region: Region, surface: Surface) -> GradientMap:
        """A map of the surface with its axes named; smaller where the numbers on its axes are long."""
        levels, top = self.levels(surface, *_MAP)

        def within(room: Region) -> GradientMap:
            symbols = [self.pen.symbol(name, 38) for name in NAMES]
            return GradientMap(room, self.pen, surface, levels, symbols, top=top)

        made = within(region)
        over = region.left - float(made.ticks.get_left()[0])
        if over <= 0:
            return made
        return within(Region(region.left + 1.3 * over, region.bottom, region.right, region.top))

    # -- the shots -------------------------------------------------------------------

    def surface(self) -> None:
        """The surface is cut along each parameter; each cut becomes a curve with a tangent and its slope."""
        self.left, self.right = self.halves()
        top_line, self.right_below = self.right.rows(0.6, self.right.height - 0.6)
        surface = self.ground(self.left, uphill=0.3)
        levels, top = self.levels(surface, *_BLOCK)
        symbols = [self.pen.symbol(name, 38) for name in (*NAMES, "loss")]
        self.block = SurfacePicture(self.left, self.pen, surface, levels, symbols, top=top, cells=26)
        spot = Dot(self.block.at(*self.here), radius=0.12, color=self.theme.ink).set_z_index(3)
        self.play(*(FadeOut(mobject) for mobject in self.clear_stage()), run_time=0.6)
        self.play(FadeIn(self.block), run_time=1.0)
        self.play(FadeIn(spot, scale=0.4), run_time=0.6)
        self.formula = self.pen.row(f"surface_{self.values['surface']}", 40).fit(top_line.width)
        self.formula.centered(top_line.x, top_line.y - 0.14)
        self.play(FadeIn(self.formula), run_time=0.6)
        self.slice_plots = self.plots(surface, top)
        self.slope_rows = [self.under(name, k) for k, name in enumerate(NAMES)]
        window = (surface.first[0], surface.first[-1]), (surface.second[0], surface.second[-1])
        (w0, w1), (b0, b1) = window
        weight, bias = self.here
        ends = (((w0, bias), (w1, bias)), ((weight, b0), (weight, b1)))
        self.cuts = [
            cut(self.block, [list(map(float, end)) for end in pair], name)
            for pair, name in zip(ends, NAMES, strict=True)
        ]
        for line, plot in zip(self.cuts, self.slice_plots, strict=True):
            self.play(Create(line), FadeIn(plot.axes), run_time=1.0)
            self.play(TransformFromCopy(line[1], plot.curve), TransformFromCopy(spot, plot.dot), run_time=1.2)
        self.answer()
        for plot, row in zip(self.slice_plots, self.slope_rows, strict=True):
            self.play(Create(plot.tangent), Fly(plot.dot, row), run_time=1.1)
        self.spot = spot

    def slice_rooms(self) -> list[list[Region]]:
        """For each parameter the room of its plot and of its slope."""
        if self.layout.is_tall:
            return [cell.rows(2.4, 1.0, gap=0.1) for cell in self.right_below.columns(1, 1, gap=0.5)]
        cells = self.right_below.rows(1, 1, gap=0.25)
        if self.right.width > 4.9:
            return [cell.columns(1.7, 1.0, gap=0.3) for cell in cells]
        return [cell.rows(2.3, 1.0, gap=0.1) for cell in cells]

    def plots(self, surface: Surface, top: float | None) -> list[SlicePlot]:
        """The two cuts as plots, with one scale of the loss."""
        ground, (weight, bias) = numbers.ground_of(self.values), self.here
        heights = float(surface.values.min()), float(surface.values.max() if top is None else top)
        axes = (surface.first, surface.second)
        along = (lambda w: ground_values(ground, w, bias), lambda b: ground_values(ground, weight, b))
        made = []
        for name, axis, losses, cell in zip(NAMES, axes, along, self.slice_rooms(), strict=True):
            window = float(axis[0]), float(axis[-1])
            place = self.number(f"step.0.{name}"), self.number("step.0.loss")
            slope = self.number(f"step.0.gradient.{name}")
            made.append(SlicePlot(cell[0], self.pen, name, window, heights, losses, place, slope))
        return made

    def under(self, name: str, place: int) -> Row:
        """The slope along a parameter, beside or below its plot."""
        room = self.slice_rooms()[place][1]
        row = self.pen.row(f"partial_{name}", 46 if room.height > 1 else 36, k=0).fit(room.width)
        return row.centered(room.x, room.y - 0.14)

    def arrow(self) -> None:
        """The surface becomes a map; the two slopes become the legs of one arrow, across the level line."""
        surface = self.ground(self.left)
        self.map = m = self.gradient_map(self.left, surface)
        here, slopes = self.here, self.slopes
        spot = Dot(m.at(*here), radius=0.12, color=self.theme.ink).set_z_index(4)
        plot = m.plane.plot
        cuts = [
            Line([plot.left, spot.get_y(), 0], [plot.right, spot.get_y(), 0], stroke_color=self.theme.weight),
            Line([spot.get_x(), plot.bottom, 0], [spot.get_x(), plot.top, 0], stroke_color=self.theme.bias),
        ]
        for line, name in zip(cuts, NAMES, strict=True):
            stands_for(line.set_stroke(width=3).set_z_index(1), name)
        values = [self.pen.value(f"step.0.gradient.{name}", 34).fit(1.3) for name in NAMES]
        labels = m.beside_legs(values, here, slopes)
        name = m.named(self.pen.symbol("gradient", 40), here, slopes, labels)
        loss = self.float("step.0.loss")
        busy = self.busy(m, [*labels, name])
        written = [point for label in (*labels, name) for point in around(label)]
        own = m.on_level(self.pen.equation("loss", "step.0.loss", 32), loss, [*self.on_arrow(m), *written])
        crossed = [point for line in cuts for point in np.linspace(line.get_start(), line.get_end(), 40)]
        m.label_others(self.pen, loss, [m.plane.read(point) for point in [*busy, *around(own), *crossed]])
        self.play(FadeOut(self.block), FadeIn(m.holes, m.bands, m.lines, m.rim, m.frame, m.ticks), run_time=0.9)
        moves = [ReplacementTransform(a[1], b) for a, b in zip(self.cuts, cuts, strict=True)]
        self.play(
            *moves, *(FadeOut(line[0]) for line in self.cuts), ReplacementTransform(self.spot, spot), run_time=1.0
        )
        level = m.level_through(loss).set_z_index(1)
        self.play(FadeIn(m.labels), *([Create(level)] if len(level.points) else []), run_time=1.0)
        if len(own):
            self.play(FadeIn(own[0]), Fly(self.spot, own[1]), run_time=0.7)
        legs = m.legs(here, slopes)
        for leg, label, plot, row in zip(legs, labels, self.slice_plots, self.slope_rows, strict=True):
            if len(leg.points):
                self.play(ReplacementTransform(along(plot.tangent, self.theme), leg), run_time=0.9)
            if len(label):
                self.play(FadeIn(label[0]), Fly(row.parts[1], label[1]), run_time=0.7)
        self.answer()
        self.spot, self.notes = spot, VGroup(own, name, *labels)
        if self.is_flat:
            self.play(FadeOut(*cuts), run_time=0.6)
            return
        uphill = m.gradient(here, slopes).set_z_index(3)
        corner = m.right_angle(here, slopes).set_z_index(2)
        drawn = [leg for leg in legs if len(leg.points)]
        self.play(
            TransformFromCopy(drawn[0], uphill),
            *(leg.animate.set_fill(opacity=_LEG) for leg in drawn),
            FadeOut(*cuts),
            run_time=1.2,
        )
        if len(level.points):
            self.play(Create(corner), *([FadeIn(name)] if len(name) else []), run_time=0.6)

    def busy(self, m: GradientMap, labels: Sequence[VGroup] = ()) -> list[Point]:
        """Places of a map where no height may stand: the level line through the place, the arrow and its legs,
        labels."""
        written = [point for label in labels for point in around(label)]
        return [*self.on_arrow(m), *written, *m.points_of_level(self.float("step.0.loss"))]

    def on_arrow(self, m: GradientMap) -> list[Point]:
        """Places along the arrow of the gradient and its legs."""
        start, tip = m.at(*self.here), m.tip(self.here, self.slopes)
        corner = np.array([tip[0], start[1], 0.0])
        ways = [np.linspace(a, b, 8) for a, b in ((start, tip), (start, corner), (corner, tip))]
        return [point for way in ways for point in way]

    def turn(self) -> None:
        """Close up: eight nudges of one length, and what each of them does to the loss."""
        left, right = self.left, self.right
        near = self.gradient_map(left, self.close_up(left))
        here = near.at(*self.here)
        border = Rectangle(width=near.plane.plot.width, height=near.plane.plot.height, stroke_color=self.theme.ink)
        border.move_to([near.plane.plot.x, near.plane.plot.y, 0])
        small = border.copy().scale(max(0.02, self.map.plane.unit[0] / near.plane.unit[0])).move_to(self.spot)
        words = [part for part in (self.map.labels, self.notes) if part.family_members_with_points()]
        self.play(Create(small), *map(FadeOut, words), run_time=0.7)
        old = self.clear_stage(self.spot, small)
        self.play(
            ReplacementTransform(small, border),
            *(FadeOut(mobject) for mobject in old),
            self.spot.animate.move_to(here),
            FadeIn(near.bands, near.lines, near.ticks, near.frame, near.rim),
            run_time=1.3,
        )
        places = [near.at(self.float(f"ring.{k}.weight"), self.float(f"ring.{k}.bias")) for k in range(numbers.AROUND)]
        loss = self.float("step.0.loss")
        avoid = [near.plane.read(here + share * (place - here)) for place in places for share in (0.0, 0.5, 1.0, 1.2)]
        near.label_others(self.pen, loss, [*avoid, *map(near.plane.read, near.points_of_level(loss))])
        self.play(FadeIn(near.labels), run_time=0.4)
        arrows = [nudge_arrow(self.theme, here, place).set_z_index(2) for place in places]
        self.play(LaggedStart(*(FadeIn(arrow, scale=0.6) for arrow in arrows), lag_ratio=0.12), run_time=1.4)
        changes = [self.float(f"ring.{k}.change") for k in range(numbers.AROUND)]
        directions = [(place - here) / max(float(np.linalg.norm(place - here)), 1e-9) for place in places]
        board = RingBoard(right.inset(0.1, 0.1), self.pen, changes, directions)
        self.play(Create(board.zero), FadeIn(board.symbol), run_time=0.5)
        icons = [TransformFromCopy(arrow, icon) for arrow, icon in zip(arrows, board.icons, strict=True)]
        self.play(LaggedStart(*icons, lag_ratio=0.15), run_time=1.6)
        bars = [GrowFromEdge(bar, DOWN if change >= 0 else UP) for bar, change in zip(board.bars, changes, strict=True)]
        self.play(LaggedStart(*bars, lag_ratio=0.25), run_time=2.4)
        self.play(*(FadeIn(value) for value in board.values), run_time=0.6)
        self.answer()
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
        ways = [np.linspace(a, b, 6) for a, b in pairwise(path.states[:20])]
        on_path = [tuple(place) for way in ways for place in way]
        m.label_levels(self.pen, avoid=[*on_path, *map(m.plane.read, self.busy(m))])
        self.play(FadeIn(m), FadeIn(path), run_time=0.9)
        self.board = self.right
        lines = self.cells((1.1, 0.8), (1.1, 0.8), (1.0,), columns=(1.0, 1.4))
        rows = [
            self.write(self.pen.row(f"update_{name}{kind}", size), lines[2 * k + below], fold=_FOLDS[below])
            for k, name in enumerate(NAMES)
            for below, (kind, size) in enumerate((("", 46), ("_numbers", 42)))
        ]
        if not self.is_flat:
            self.play(Create(uphill), run_time=0.7)
        self.play(FadeIn(rows[0], rows[2], shift=UP * 0.1), run_time=0.9)
        self.play(FadeIn(rows[1], rows[3], shift=UP * 0.1), run_time=1.0)
        count = StepCount(lines[4], self.pen, int(self.number("steps")), not self.is_column)
        self.play(FadeIn(count), run_time=0.5)
        if not self.is_flat:
            turned = uphill.copy()
            self.play(Rotate(turned, PI, about_point=m.at(*here)), uphill.animate.set_fill(opacity=_DIM), run_time=1.2)
            self.play(FadeOut(turned), run_time=0.01)
        for k in range(int(self.number("steps"))):
            if k == 1:
                self.play(*(row.animate.set_opacity(_DIM) for row in rows), run_time=0.3)
            if 0 < k <= _MEASURED:
                uphill = self.uphill_at(k)
                self.play(Create(uphill), run_time=0.6)
            if k == int(self.number("steps")) - 1:
                self.answer()
            self.one_step(path, count, k, uphill)

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
        count.show(k + 1)


def around(mobject: VGroup) -> list[Point]:
    """Places that stand for all of a mobject; none for an empty one."""
    if not len(mobject):
        return []
    half = np.array([mobject.width, mobject.height, 0.0]) / 2
    return [mobject.get_center() + half * [x, y, 0] for x in (-1, -0.5, 0, 0.5, 1) for y in (-1, 0, 1)]


def along(tangent: VMobject, theme: Theme) -> LiveArrow:
    """A tangent as an arrow that points uphill, as long as it."""
    low, high = sorted((tangent.get_start(), tangent.get_end()), key=lambda point: float(point[1]))
    return LiveArrow(theme, thickness=0.09).span(low, high)
