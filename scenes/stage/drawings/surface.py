"""A landscape in three dimensions, drawn by a projection of our own, so that it lays itself out in a region, text keeps
facing the viewer, and a map can rise into it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple
from typing import TypeVar

import numpy as np
from manim import VGroup, VMobject
from numpy.typing import NDArray

from engine import Levels, Surface
from scenes.stage.drawings import level_labels, marks, outlines
from scenes.stage.drawings.contour_map import (
    AXIS_WIDTH,
    BEYOND,
    LINE_OPACITY,
    LINE_WIDTH,
    NAME,
    RIM_WIDTH,
    TICK,
    TIP,
)
from scenes.stage.drawings.ground import Points, plane_of, room
from scenes.stage.drawings.projection import ASIDE, View, seen
from scenes.stage.drawings.ramp import level_colors, line_color, lit, to_rgb
from scenes.stage.drawings.relief import relief_of
from scenes.stage.drawings.walls import OUTWARD, edge, strata
from scenes.stage.frame.region import Point, Region
from scenes.stage.writing.fitting import LEAST_SIZE
from scenes.stage.writing.pen import Pen

Carried = TypeVar("Carried", bound=VMobject)

_SEAM = 1.0  # the border of a cell in its own colour, so that nothing shines through between two
_BASE = 0.07  # of the height of the block: what it stands on below its lowest point
_PAD = 0.5  # units of the scene that the block keeps from the region's border when it is seen from the side
_LIGHT = np.array([-0.55, -0.3, 0.78])  # from the upper left, in front: right, away, up as the viewer has it
_WALL_LIGHT = 0.35, 0.9  # the least and the most that falls on a wall
_BESIDE = 0.45  # units of the scene that heights take to the left
_ABOVE_FOOT, _LEADING = 0.4, 0.34  # from the foot of the upright axis to the lowest height, and from one to the next
_AXIS_SHOWN = 0.7, 1.3  # units of the scene: the upright axis shows from this length on, and wholly from that
_HEIGHTS_SHOWN = 0.75, 0.95  # of the length of the axis for which they were chosen


class SurfacePicture(VGroup):
    """A surface as a block, with the bands and the level lines of its map. From `ABOVE` and not `risen` it is the map.

    `stand`, `turn` and `rise` set what it is seen like, at once and in place. Hills are cut at `top`; `relief` is how
    high the block is beside the longer side of its ground, `cells` how many it is painted in along each side. `symbols` are the names of the two coordinates and, third,
    of the height. Cells are painted from the back to the front; level lines lie on top, without what hills hide.
    """

    def __init__(
        self,
        region: Region,
        pen: Pen,
        surface: Surface,
        levels: Levels,
        symbols: Sequence[VMobject] = (),
        *,
        view: View = ASIDE,
        risen: float = 1.0,
        top: float | None = None,
        relief: float = 0.5,
        cells: int = 30,
        stretched: bool = False,
    ) -> None:
        super().__init__()
        self.theme = pen.theme
        self.region = region
        self.plane = plane_of(surface, region, stretched)
        self.relief = relief_of(surface, levels, self.plane, top)
        self.full_height = relief * max(self.plane.plot.width, self.plane.plot.height)
        self.view, self.risen = view, risen
        self._colors = level_colors(pen.theme, len(levels.values) + 1)
        self._measure(cells)
        self.cells = VGroup(*(VMobject(fill_opacity=1, stroke_width=_SEAM) for _ in self._patches))
        self.walls = VGroup(*(VMobject(fill_opacity=1, stroke_width=_SEAM) for _ in self._strata))
        self.lines = VGroup(*(self._line(line_color(self.theme), LINE_WIDTH, LINE_OPACITY) for _ in levels.values))
        self.rim = self._line(self.theme.faint, RIM_WIDTH, 1.0)
        self.axes = VGroup(*(self._axis() for _ in range(3)))
        self.symbols = VGroup(*symbols)
        self.heights = VGroup()
        self._heights: list[tuple[VMobject, VMobject, float]] = []
        self._left, self._length = 0.0, 1.0
        self._carried: list[tuple[list[tuple[VMobject, Points]], Points]] = []
        self.add(self.cells, self.walls, self.lines, self.rim, self.axes, self.symbols, self.heights)
        self._redraw()

    # -- what it is seen like ---------------------------------------------------------

    def stand(self, view: View, risen: float) -> SurfacePicture:
        """See it from there, risen to a share of its full height."""
        self.view, self.risen = view, risen
        return self._redraw()

    def turn(self, view: View) -> SurfacePicture:
        """See it from there."""
        return self.stand(view, self.risen)

    def rise(self, share: float) -> SurfacePicture:
        """Let it rise to a share of its full height; 0 is flat."""
        return self.stand(self.view, share)

    # -- what stands on it ------------------------------------------------------------

    def label_heights(self, pen: Pen, labels: Sequence[VMobject | None] | None = None) -> VGroup:
        """Write heights beside the upright axis: `labels[k]` at that of `levels.values[k]`, or numbers of its own; as
        many as stand apart as the picture is now, fully risen. They come and go with the axis."""
        levels = self.relief.levels.values.tolist()
        wanted = list(labels) if labels is not None else level_labels.numbers(pen, self.relief.levels, LEAST_SIZE, 99)
        self._left = _BESIDE
        self._fit()
        apart = self._scale * self.full_height * self._tilt
        self._length = apart * (1 + _BASE)
        lowest = _ABOVE_FOOT
        for level, label in zip(levels, wanted, strict=True):
            up = float(self._share(np.array(level))) * apart
            if label is not None and up >= lowest and level <= self.relief.top:
                tick = self._line(self.theme.muted, 2, 1.0)
                self.heights.add(tick, label)
                self._heights.append((tick, label, level))
                lowest = up + _LEADING
        self._redraw()
        return self.heights

    def mark(self, kind: str, place: tuple[float, float]) -> VGroup:
        """Mark a `start`, a `minimum` or a `saddle`; a hill can hide the mark. Raises KeyError for another kind."""
        return self.carry(marks.MARKS[kind](self.theme), place)

    def carry(self, mobject: Carried, place: tuple[float, float]) -> Carried:
        """Let a mobject stand on the surface, with its middle there, however it is turned; a hill can hide it."""
        parts = [(part, part.points - mobject.get_center()) for part in mobject.family_members_with_points()]
        self._carried.append((parts, self.plane.at(*place)[:2]))
        self.add(mobject)
        self._redraw()
        return mobject

    # -- places -----------------------------------------------------------------------

    def at(self, first: float, second: float, height: float | None = None) -> Point:
        """The point of the picture at a height over a pair of coordinates, on the surface if no height is given.
        Raises ValueError where a number is not finite."""
        if height is not None and not np.isfinite(height):
            raise ValueError(f"height: must be finite, got {height}")
        place = self.plane.at(first, second)[np.newaxis, :2]
        return np.asarray(self.lifted(place, None if height is None else np.array([height]))[0])

    def lifted(self, places: Points, heights: Points | None = None) -> Points:
        """Points of the plane, shape (n, 2), as points of the picture, shape (n, 3): at these heights, cut at the top,
        or on the surface."""
        return self._screen(self._model(places, heights))

    def seen(self, places: Points, heights: Points | None = None) -> NDArray[np.bool_]:
        """Which of these points no hill hides."""
        return self._seen(self._model(places, heights))

    # -- geometry that stays ----------------------------------------------------------

    def _measure(self, cells: int) -> None:
        self._patches, self._middles = self.relief.cells(cells)
        rings = [ring for patch in self._patches for ring in patch.rings]
        self._places = np.concatenate(rings)
        self._shares = self._share(self.relief.heights(self._places))
        ends = np.cumsum([len(ring) for ring in rings])
        starts = np.delete(np.arange(len(self._places)), ends - 1)  # each ring ends where it starts
        self._starts = starts
        segments = np.array([sum(len(ring) - 1 for ring in patch.rings) for patch in self._patches])
        self._slices = np.concatenate([[0], np.cumsum(4 * segments)])
        self._cell_of = np.array([patch.cell for patch in self._patches])
        self._band_of = np.array([patch.band for patch in self._patches])
        self._slopes = self._cell_slopes(cells)
        self._outer = self._outline()
        self._strata = strata(self.relief)
        self._level_lines = self._line_points()
        self._rim_points = self._rim()

    def _rim(self) -> tuple[Points, NDArray[np.intp]]:
        """The border of the surface, and the upright edges of the block, likewise."""
        plot = self.plane.plot
        corners = np.array([[x, y] for x in (plot.left, plot.right) for y in (plot.bottom, plot.top)])
        border = np.concatenate([edge(self.relief, side)[:: 1 if side < 2 else -1] for side in range(4)])
        strands = [np.column_stack([border, self._share(self.relief.heights(border))])]
        for corner, share in zip(corners, self._share(self.relief.heights(corners)).tolist(), strict=True):
            upright = np.linspace(-_BASE, share, 30)
            strands.append(np.column_stack([np.tile(corner, (30, 1)), upright]))
        begins = np.cumsum([0, *(len(strand) for strand in strands)])[:-1]
        return np.concatenate(strands), begins

    def _share(self, heights: Points) -> Points:
        """Heights as shares of the block's height."""
        relief = self.relief
        return np.asarray((np.clip(heights, relief.bottom, relief.top) - relief.bottom) / (relief.top - relief.bottom))

    def _outline(self) -> Points:
        """What must find room: the points of the surface and the corners of the base, for a height of 1."""
        grid = np.stack(np.meshgrid(self.relief.x, self.relief.y, indexing="ij"), axis=-1).reshape(-1, 2)
        half = np.array([self.plane.plot.width, self.plane.plot.height]) / 2
        corners = np.array([[x * half[0], y * half[1], -_BASE] for x in (-1, 1) for y in (-1, 1)])
        axis = [[-half[0], half[1], 1.0]]
        heights = self._share(self.relief.heights(grid))
        return np.concatenate([np.column_stack([grid - self._center(), heights]), corners, axis])

    def _line_points(self) -> list[tuple[Points, NDArray[np.intp]]]:
        """For each level all points of its lines, places and shares of the height, and where each line begins."""
        found = []
        for level, pieces in zip(self.relief.levels.values.tolist(), self.relief.lines(), strict=True):
            places = np.concatenate([np.zeros((0, 2)), *pieces])
            begins = np.cumsum([0, *(len(piece) for piece in pieces)])[:-1]
            share = float(self._share(np.array(level)))
            found.append((np.column_stack([places, np.full(len(places), share)]), begins))
        return found

    def _cell_slopes(self, cells: int) -> Points:
        """How much the fully risen surface rises along both directions in the middle of each cell, shape (n, 2)."""
        half = np.array([self.plane.plot.width, self.plane.plot.height]) / (2 * cells)
        slopes = []
        for axis in (0, 1):
            step = np.zeros(2)
            step[axis] = half[axis]
            ahead, behind = (self._share(self.relief.heights(self._middles + sign * step)) for sign in (1, -1))
            slopes.append((ahead - behind) * self.full_height / (2 * half[axis]))
        return np.column_stack(slopes)

    # -- model and screen -------------------------------------------------------------

    @property
    def _height(self) -> float:
        return self.full_height * self.risen

    def _center(self) -> Points:
        return np.array([self.plane.plot.x, self.plane.plot.y])

    def _model(self, places: Points, heights: Points | None = None) -> Points:
        """Points in space, around the middle of the ground, in units of the unturned map."""
        shares = self._share(self.relief.heights(places) if heights is None else heights)
        return np.column_stack([places - self._center(), shares * self._height])

    def _fit(self) -> None:
        """The scale and the shift with which the block stands in the middle of its room, as large as fits."""
        spots = self.view.project(self._outer * [1, 1, self._height])
        low, high = spots.min(axis=0), spots.max(axis=0)
        inner, tilt = room(self.region), self._tilt
        sides = zip(astuple(inner), astuple(self._aside()), strict=True)
        inner = Region(*(above + (aside - above) * tilt for above, aside in sides))
        self._scale = float(min(inner.width / (high[0] - low[0]), inner.height / max(high[1] - low[1], 1e-9)))
        self._shift = np.array([inner.x, inner.y]) - self._scale * (low + high) / 2

    def _aside(self) -> Region:
        """The room that it has seen from the side: no ticks, but heights beside the upright axis."""
        inner = self.region.inset(_PAD)
        return Region(inner.left + self._left, inner.bottom, inner.right, inner.top)

    @property
    def _tilt(self) -> float:
        """0 from above, 1 from the side."""
        return float(np.hypot(*self.view.to_viewer[:2]))

    def _screen(self, points: Points) -> Points:
        flat = self._shift + self._scale * self.view.project(points)
        return np.column_stack([flat, np.zeros(len(flat))])

    def _seen(self, points: Points) -> NDArray[np.bool_]:
        if self.risen == 0:
            return np.ones(len(points), dtype=bool)
        half = np.array([self.plane.plot.width, self.plane.plot.height]) / 2

        def height_over(places: Points) -> Points:
            return self._share(self.relief.heights(places + self._center())) * self._height

        return seen(points, self.view, height_over, self._height, half)

    # -- drawing ----------------------------------------------------------------------

    def _redraw(self) -> SurfacePicture:
        self._fit()
        self._draw_cells()
        self._draw_walls()
        self._draw_lines()
        self._draw_axes()
        for parts, place in self._carried:
            point, seen = self.lifted(place[np.newaxis])[0], self.seen(place[np.newaxis])[0]
            for part, outline in parts:
                part.points = outline + point if seen else np.zeros((0, 3))
        return self

    def _draw_cells(self) -> None:
        model = np.column_stack([self._places - self._center(), self._shares * self._height])
        screen = self._screen(model)
        curves = outlines.curves(screen[self._starts], screen[self._starts + 1])
        light = self._light(np.column_stack([-self._slopes * self.risen, np.ones(len(self._slopes))]))
        colors = to_rgb(lit(self._colors[self._band_of], light[self._cell_of]))
        rank = np.empty(len(self._middles), dtype=np.intp)
        rank[self.view.from_behind(self._middles)] = np.arange(len(self._middles))
        for slot, patch in zip(self.cells, np.argsort(rank[self._cell_of], kind="stable").tolist(), strict=True):
            slot.points = curves[self._slices[patch] : self._slices[patch + 1]]
            _tint(slot, colors[patch])

    def _draw_walls(self) -> None:
        light = np.clip(self._light(np.column_stack([OUTWARD, np.zeros(4)])), *_WALL_LIGHT)
        facing = OUTWARD @ self.view.to_viewer[:2] > 1e-9
        for slot, stratum in zip(self.walls, self._strata, strict=True):
            if not facing[stratum.side] or self.risen == 0:
                slot.points = np.zeros((0, 3))
                continue
            model = self._model(stratum.ring[:, :2], stratum.ring[:, 2])
            model[:, 2] -= _BASE * self._height * stratum.foot
            outlines.draw(slot, [self._screen(model)])
            _tint(slot, to_rgb(lit(self._colors[stratum.band : stratum.band + 1], light[stratum.side : stratum.side + 1]))[0])

    def _light(self, normals: Points) -> Points:
        """How much light falls on each direction, 1 on level ground, shape (n,)."""
        azimuth = np.radians(self.view.azimuth)
        right, away = np.array([np.cos(azimuth), np.sin(azimuth)]), np.array([-np.sin(azimuth), np.cos(azimuth)])
        direction = np.array([*(_LIGHT[0] * right + _LIGHT[1] * away), _LIGHT[2]])
        return np.asarray(np.clip(normals @ direction / np.linalg.norm(normals, axis=1) / _LIGHT[2], 0.1, 1.6))

    def _draw_lines(self) -> None:
        """The seen parts of the level lines and of the rim."""
        strands = [*self._level_lines, self._rim_points]
        points = np.concatenate([points for points, _ in strands])
        model = (points - [*self._center(), 0]) * [1, 1, self._height]
        screen, visible = self._screen(model), self._seen(model)
        ends = np.cumsum([0, *(len(points) for points, _ in strands)])
        for line, (_, begins), begin, end in zip([*self.lines, self.rim], strands, ends, ends[1:], strict=False):
            pieces = zip(np.split(screen[begin:end], begins[1:]), np.split(visible[begin:end], begins[1:]), strict=True)
            outlines.draw(line, [run for piece, kept in pieces for run in outlines.runs(piece, kept)])

    def _draw_axes(self) -> None:
        half = np.array([self.plane.plot.width, self.plane.plot.height]) / 2
        base = -_BASE * self._height
        corner = np.array([-half[0], -half[1], base])
        upright = np.array([-half[0], half[1], base])
        ends = corner + [2 * half[0], 0, 0], corner + [0, 2 * half[1], 0], upright + [0, 0, self._height - base]
        for k, (axis, end) in enumerate(zip(self.axes, ends, strict=True)):
            way = np.linspace(upright if k == 2 else corner, end, 60)
            visible = self._seen(way)
            screen = self._screen(way)
            direction = screen[-1] - screen[0]
            along = direction / max(float(np.linalg.norm(direction)), 1e-9)
            screen[-1] += BEYOND * along
            line, tip = axis
            outlines.draw(line, outlines.runs(screen, visible))
            pointed = visible[-1] and np.linalg.norm(direction) > TIP
            outlines.draw(tip, [outlines.head(screen[-1, :2], along[:2], TIP)] if pointed else [])
            if k < len(self.symbols):
                self.symbols[k].move_to(screen[-1] + (NAME - BEYOND) * along)
                self.region.keep(self.symbols[k])
        length = self._scale * self._tilt * (self._height - base)
        shown = _fading(length, *_AXIS_SHOWN)
        self.axes[2].set_opacity(shown)
        for symbol in self.symbols[2:]:
            symbol.set_opacity(shown)
        apart = _fading(length / self._length, *_HEIGHTS_SHOWN)
        for tick, label, level in self._heights:
            up = np.array([0, 0, float(self._share(np.array(level))) * self._height - base])
            point = self._screen((upright + up)[np.newaxis])[0]
            outlines.draw(tick, [np.array([point, point - [TICK, 0, 0]])])
            label.move_to(point - [2 * TICK + float(label.width) / 2, 0, 0])
            tick.set_stroke(opacity=apart)
            label.set_opacity(apart)

    # -- parts ------------------------------------------------------------------------

    def _line(self, color: str, width: float, opacity: float) -> VMobject:
        return VMobject(stroke_color=color, stroke_width=width, stroke_opacity=opacity)

    def _axis(self) -> VGroup:
        tip = VMobject(fill_color=self.theme.muted, fill_opacity=1, stroke_width=0)
        return VGroup(self._line(self.theme.muted, AXIS_WIDTH, 1.0), tip)


def _fading(size: float, none: float, whole: float) -> float:
    """The opacity of what shows from a size on, and wholly from a larger one."""
    return float(np.clip((size - none) / (whole - none), 0, 1))


def _tint(slot: VMobject, color: Points) -> None:
    """Give a mobject a colour and leave its opacity to whoever fades it."""
    slot.fill_rgbas[:, :3] = color
    slot.stroke_rgbas[:, :3] = color
