"""Lesson 3, third act: two parameters. Cuts through the surface, and the arrow of both slopes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import (
    Create,
    Dot,
    FadeIn,
    FadeOut,
    Line,
    ReplacementTransform,
    TransformFromCopy,
    VGroup,
    VMobject,
)

from engine import Levels, Surface, function_surface
from scenes.lessons.gradient_step import GradientStep
from scenes.lessons.numbers import gradient as numbers
from scenes.lessons.numbers.gradient_functions import ground_values
from scenes.lessons.numbers.gradient_windows import ground_window
from scenes.stage.declared import stands_for
from scenes.stage.drawings.landscapes.gradient_map import GradientMap
from scenes.stage.drawings.landscapes.ground import room
from scenes.stage.drawings.landscapes.live_arrow import LiveArrow
from scenes.stage.drawings.landscapes.projection import ABOVE
from scenes.stage.drawings.landscapes.round_levels import round_levels
from scenes.stage.drawings.landscapes.surface import SurfacePicture
from scenes.stage.frame.region import Point, Region
from scenes.stage.gradient.slices import NAMES, SlicePlot, cut
from scenes.stage.look.theme import Theme
from scenes.stage.motion.live import Live
from scenes.stage.motion.moves import Fly
from scenes.stage.writing.rows import Row

_GRID = 97  # points of a surface along each side
_BLOCK, _MAP = (4.0, 12), (3.0, 12)  # where hills are cut, and about how many levels there are
_BEHIND = 0.8  # of half the block: how much hillside it shows uphill from the place
_LEG = 0.45  # opacity of the legs beside the arrow
_NEAR = 1.7  # the map close up reaches so many nudges around the place


class GradientSurface(GradientStep):
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

    def gradient_map(self, region: Region, surface: Surface, cut: tuple[float, int] = _MAP) -> GradientMap:
        """A map of the surface with its axes named; smaller where the numbers on its axes are long."""
        levels, top = self.levels(surface, *cut)

        def within(room: Region) -> GradientMap:
            symbols = [self.pen.symbol(name, 38) for name in NAMES]
            return GradientMap(room, self.pen, surface, levels, symbols, top=top)

        made = within(region)
        over = region.left - float(made.ticks.get_left()[0])
        if over > 0:
            made = within(Region(region.left + 1.3 * over, region.bottom, region.right, region.top))
        if levels.scale != "linear":
            made.say_over(self.pen.label("uneven", 26))
        return made

    # -- the shots -------------------------------------------------------------------

    def surface(self) -> None:
        """The surface is cut along each parameter; each cut becomes a curve with a tangent and its slope."""
        self.left, self.right = self.halves()
        top_line, self.right_below = self.right.rows(0.6, self.right.height - 0.6)
        surface = self.ground(self.left, uphill=_BEHIND)
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
        self.cut_ends = [[[w0, bias], [w1, bias]], [[weight, b0], [weight, b1]]]
        self.cuts = [cut(self.block, ends, name) for ends, name in zip(self.cut_ends, NAMES, strict=True)]
        for line, plot in zip(self.cuts, self.slice_plots, strict=True):
            self.play(Create(line), FadeIn(plot.axes), run_time=1.0)
            self.play(TransformFromCopy(line[1], plot.curve), TransformFromCopy(spot, plot.dot), run_time=1.2)
        self.answer()
        for plot, row in zip(self.slice_plots, self.slope_rows, strict=True):
            self.play(Create(plot.tangent), Fly(plot.dot, row), run_time=1.1)
        self.spot = spot

    def turn_upwards(self) -> None:
        """The block is seen from higher and higher and sinks, until it is its own map; cuts and place go along."""
        block, first = self.block, self.block.view
        for line in self.cuts:
            line.set_z_index(1)  # the map comes in below them
        moving = Live(lambda share: {})

        def now(block: SurfacePicture) -> SurfacePicture:
            share = float(moving.share.get_value())
            return block.stand(first.toward(ABOVE, share), 1 - share)

        moving.shape(block, now)
        for line, ends, name in zip(self.cuts, self.cut_ends, NAMES, strict=True):
            moving.shape(line, lambda line, ends=ends, name=name: follow(line, cut(block, ends, name)))
        moving.shape(self.spot, lambda spot: spot.move_to(block.at(*self.here)))
        self.play(moving.share.animate.set_value(1.0), run_time=1.5)
        moving.stop()

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
        surface = self.ground(self.left, uphill=_BEHIND)
        self.map = m = self.gradient_map(self.left, surface, _BLOCK)
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
        self.turn_upwards()
        self.play(FadeOut(self.block), FadeIn(m.holes, m.bands, m.lines, m.rim, m.frame, m.ticks), run_time=0.5)
        moves = [ReplacementTransform(a[1], b) for a, b in zip(self.cuts, cuts, strict=True)]
        self.play(
            *moves, *(FadeOut(line[0]) for line in self.cuts), ReplacementTransform(self.spot, spot), run_time=0.5
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
        """The place, and places around the arrow of the gradient and its legs."""
        arrows = [m.gradient(self.here, self.slopes), *m.legs(self.here, self.slopes)]
        return [m.at(*self.here), *(point for arrow in arrows for point in arrow.outline())]


def follow(line: VGroup, there: VGroup) -> None:
    """Let a cut take the shape of another one."""
    for part, other in zip(line, there, strict=True):
        part.points = other.points


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
