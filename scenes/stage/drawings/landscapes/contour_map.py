"""A landscape seen from above: bands of height, level lines, gradients across them, marks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import BackgroundRectangle, Line, Rectangle, VGroup, VMobject
from numpy.typing import NDArray

from engine import Levels, Surface
from scenes.stage.declared import overlapping, stands_for
from scenes.stage.drawings import outlines
from scenes.stage.drawings.landscapes import level_labels, marks
from scenes.stage.drawings.landscapes.ground import Points, plane_of
from scenes.stage.drawings.landscapes.ramp import level_colors, line_color
from scenes.stage.drawings.landscapes.relief import relief_of
from scenes.stage.drawings.plots.scales import Linear
from scenes.stage.drawings.plots.tick_labels import digit_height, labels_in_a_column, labels_in_a_row
from scenes.stage.drawings.shapes import gradient_arrow
from scenes.stage.frame.region import Point, Region
from scenes.stage.look.oklab import hexadecimal, oklab_of
from scenes.stage.look.theme import Theme
from scenes.stage.writing.fitting import LEAST_SIZE
from scenes.stage.writing.pen import Pen

Place = tuple[float, float]
LINE_WIDTH = 2.0
LINE_OPACITY = 0.6
AXIS_WIDTH = 3.0
RIM_WIDTH = 2.0
TIP = 0.16  # units of the scene, as are those below
BEYOND = 0.12  # an axis reaches out of the ground
TICK = 0.08
NAME = 0.33  # from the end of the ground to the middle of the symbol


class ContourMap(VGroup):
    """A surface as a map. Both coordinates have one scale, so that gradients cross level lines at a right angle, unless
    it is `stretched` to fill the region (see `plane.equal_scale`).

    `lines[k]` are the level lines of `levels.values[k]`, of those below `top`. What lies above the highest is one plain
    band; where the surface is not finite the ground is hatched. `symbols` are the names of the two coordinates, set at
    the ends of their axes. Raises ValueError for a surface that is nowhere finite, and for a region without room.
    """

    def __init__(
        self,
        region: Region,
        pen: Pen,
        surface: Surface,
        levels: Levels,
        symbols: Sequence[VMobject] = (),
        *,
        top: float | None = None,
        stretched: bool = False,
    ) -> None:
        super().__init__()
        self.theme = pen.theme
        self.region = region
        self.plane = plane_of(surface, region, stretched)
        self.relief = relief_of(surface, levels, self.plane, top)
        self.colors = level_colors(pen.theme, len(self.relief.levels.values) + 1)
        self.holes = self._holes()
        self.bands = VGroup(*self._bands())
        self.lines = VGroup(*self._lines())
        self.frame = VGroup(*self._axes(), *self._named(symbols))
        self.ticks = VGroup(*self._ticks(pen))
        self.labels = VGroup()
        self.marks = VGroup()
        self.rim = self._ground().set_stroke(self.theme.faint, width=RIM_WIDTH)
        self.add(self.holes, self.bands, self.lines, self.rim, self.frame, self.ticks, self.labels, self.marks)

    # -- places -----------------------------------------------------------------------

    def at(self, first: float, second: float) -> Point:
        """The place of a pair of coordinates. Raises ValueError where one is not finite."""
        return self.plane.at(first, second)

    def height_at(self, first: float, second: float) -> float:
        """The height of the surface there, as drawn: straight between the points of its grid, and cut at the top."""
        return float(self.relief.heights(self.at(first, second)[:2]))

    def lifted(self, places: Points, heights: Points | None = None) -> Points:
        """Points of the plane, shape (n, 2), as points of the picture, shape (n, 3)."""
        return np.column_stack([places, np.zeros(len(places))])

    def seen(self, places: Points, heights: Points | None = None) -> NDArray[np.bool_]:
        """From above nothing is hidden."""
        return np.ones(len(places), dtype=bool)

    # -- what stands on it ------------------------------------------------------------

    def uphill(self, place: Place, gradient: Place, length: float = 0.9) -> VGroup:
        """The direction of a gradient: an arrow of this length across the level line, shorter where the map ends;
        nothing where the gradient is zero."""
        start = self.at(*place)
        direction = np.array([*(np.array(gradient, dtype=np.float64) * self.plane.unit), 0.0])
        size = float(np.linalg.norm(direction))
        if size == 0:
            return VGroup()
        inside = self.plane.plot.clip(start, start + direction / size * length)
        return stands_for(gradient_arrow(*inside, self.theme), "gradient") if inside else VGroup()

    def to_scale(self, place: Place, gradient: Place, times: float = 1.0) -> VGroup:
        """A gradient as an arrow of its own length, in the units of the coordinates, times a number. One that runs out
        of the map has no head: it goes on."""
        start = self.at(*place)
        end = start + np.array([*(np.array(gradient, dtype=np.float64) * times * self.plane.unit), 0.0])
        inside = self.plane.plot.clip(start, end)
        if inside is None:
            return VGroup()
        if np.allclose(inside[1], end):
            return stands_for(gradient_arrow(start, end, self.theme), "gradient")
        shaft = Line(*inside, stroke_color=self.theme.gradient, stroke_width=11)
        return stands_for(VGroup(shaft), "gradient")

    def right_angle(self, place: Place, gradient: Place, size: float = 0.2) -> VGroup:
        """The mark of the right angle between a gradient and its level line; nothing without one scale for both
        coordinates."""
        direction = np.array([*(np.array(gradient, dtype=np.float64) * self.plane.unit), 0.0])
        length = float(np.linalg.norm(direction))
        if length == 0 or not self.plane.equal_scale:
            return VGroup()
        up = direction / length * size
        side = np.array([-up[1], up[0], 0.0])
        foot = self.at(*place)
        corner = VMobject(stroke_color=self.theme.ink, stroke_width=3)
        return VGroup(corner.set_points_as_corners([foot + up, foot + up + side, foot + side]))

    def mark(self, kind: str, place: Place) -> VGroup:
        """Mark a `start`, a `minimum` or a `saddle`; the mark is part of the map. Raises KeyError for another kind."""
        made = marks.MARKS[kind](self.theme).move_to(self.at(*place))
        self.marks.add(made)
        return made

    def label_levels(
        self, pen: Pen, labels: Sequence[VMobject | None] | None = None, avoid: Sequence[Place] = ()
    ) -> VGroup:
        """Write heights on level lines: `labels[k]` on the line of `levels.values[k]`, or numbers of its own. Each
        stands on a patch of ground, away from the places to `avoid`; one for which there is no room is left out."""
        levels = self.relief.levels
        wanted = list(labels) if labels is not None else level_labels.numbers(pen, levels, LEAST_SIZE)
        sizes = [None if label is None else (float(label.width), float(label.height)) for label in wanted]
        spots = self.plane.places(np.array([*avoid]).reshape(-1, 2))
        lines, ground = self.relief.lines(), oklab_of(self.theme.background)
        for k, place in enumerate(level_labels.places(lines, sizes, self.plane.plot, spots)):
            label = wanted[k]
            if label is None or place is None:
                continue
            label.move_to(np.append(place, 0.0))
            tint = hexadecimal(0.42 * (self.colors[k : k + 1] + self.colors[k + 1]) + 0.16 * ground)[0]
            patch = BackgroundRectangle(label, color=tint, fill_opacity=0.92, buff=0.06, corner_radius=0.06)
            overlapping(label, self.lines, why="a height on its level line")
            self.labels.add(VGroup(patch, label))
        return self.labels

    # -- what it is drawn from --------------------------------------------------------

    def _bands(self) -> list[VMobject]:
        tints = hexadecimal(self.colors)
        bands = []
        for patch in self.relief.bands():
            band = VMobject(fill_color=tints[patch.band], fill_opacity=1, stroke_width=0)
            outlines.draw(band, patch.rings)
            bands.append(band)
        return bands

    def _lines(self) -> list[VMobject]:
        made = []
        for level in self.relief.lines():
            line = level_line(self.theme)
            outlines.draw(line, level)
            made.append(line)
        return made

    def _axes(self) -> list[VMobject]:
        """Along the lower and the left side."""
        plot = self.plane.plot
        corner = np.array([plot.left, plot.bottom])
        made = []
        for end in ([plot.right + BEYOND, plot.bottom], [plot.left, plot.top + BEYOND]):
            line = VMobject(stroke_color=self.theme.muted, stroke_width=AXIS_WIDTH)
            outlines.draw(line, [np.array([corner, end])])
            tip = VMobject(fill_color=self.theme.muted, fill_opacity=1, stroke_width=0)
            outlines.draw(tip, [outlines.head(np.array(end), np.array(end) - corner, TIP)])
            made += [line, tip]
        return made

    def _ticks(self, pen: Pen) -> list[VMobject]:
        """Round numbers along both axes, each below or beside a short line."""
        plot = self.plane.plot
        made: list[VMobject] = []
        row = labels_in_a_row(Linear(*self.plane.first), plot.width, pen, LEAST_SIZE)
        column = labels_in_a_column(Linear(*self.plane.second), plot.height, pen, LEAST_SIZE)
        for label in (*row, *column):
            below = label in row
            number = float(label.tick.number)
            foot = self.at(number, self.plane.second[0]) if below else self.at(self.plane.first[0], number)
            end = foot - [0, TICK, 0] if below else foot - [TICK, 0, 0]
            made.append(Line(foot, end, stroke_color=self.theme.muted, stroke_width=2))
            if below:
                label.centered(end[0], end[1] - TICK - digit_height(LEAST_SIZE))
            else:
                label.beside(end[0] - TICK, end[1])
            made.append(label)
        return made

    def _named(self, symbols: Sequence[VMobject]) -> list[VMobject]:
        plot = self.plane.plot
        ends = np.array([[plot.right + NAME, plot.bottom, 0.0], [plot.left, plot.top + NAME, 0.0]])
        for symbol, end in zip(symbols, ends, strict=False):
            self.region.keep(symbol.move_to(end))
        return list(symbols)

    def _ground(self) -> Rectangle:
        plot = self.plane.plot
        return Rectangle(width=plot.width, height=plot.height, stroke_width=0).move_to(np.array([plot.x, plot.y, 0.0]))

    def _holes(self) -> VGroup:
        if self.relief.surface.finite:
            return VGroup()
        ground = self._ground().set_fill(self.theme.panel, opacity=1)
        hatching = VMobject(stroke_color=self.theme.faint, stroke_width=2)
        outlines.draw(hatching, self.relief.hatching())
        return VGroup(ground, hatching)


def level_line(theme: Theme) -> VMobject:
    """A level line that is yet to be drawn."""
    return VMobject(stroke_color=line_color(theme), stroke_width=LINE_WIDTH, stroke_opacity=LINE_OPACITY)
