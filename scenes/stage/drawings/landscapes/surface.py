"""A landscape in three dimensions, drawn by a projection of our own, so that it lays itself out in a region, text keeps
facing the viewer, and a map can rise into it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple
from typing import TypeVar

import numpy as np
from manim import Mobject, VGroup, VMobject
from numpy.typing import NDArray

from engine import Levels, Surface
from scenes.stage.declared import stands_for
from scenes.stage.drawings import outlines
from scenes.stage.drawings.landscapes import level_labels, marks
from scenes.stage.drawings.landscapes.block import Block
from scenes.stage.drawings.landscapes.block_axes import BESIDE, BlockAxes
from scenes.stage.drawings.landscapes.contour_map import RIM_WIDTH, TICK, Place, level_line
from scenes.stage.drawings.landscapes.ground import Points, plane_of, room
from scenes.stage.drawings.landscapes.projection import ASIDE, View, seen
from scenes.stage.drawings.landscapes.ramp import level_colors, lit
from scenes.stage.drawings.landscapes.relief import relief_of
from scenes.stage.drawings.landscapes.walls import OUTWARD
from scenes.stage.drawings.shapes import gradient_arrow
from scenes.stage.frame.region import Point, Region
from scenes.stage.look.oklab import oklab_of, to_rgb
from scenes.stage.writing.fitting import LEAST_SIZE
from scenes.stage.writing.pen import Pen

Carried = TypeVar("Carried", bound=VMobject)

_SEAM = 1.0  # the border of a cell in its own colour, so that nothing shines through between two
_PAD = 0.5  # units of the scene that the block keeps from the region's border when it is seen from the side
_LIGHT = np.array([-0.55, -0.3, 0.78])  # from the upper left, in front: right, away, up as the viewer has it
_DIMMEST, _BRIGHTEST = 0.1, 1.6  # beside the light on level ground
_WALLS = 0.35, 0.9  # the same for walls


class SurfacePicture(VGroup):
    """A surface as a block, with the bands and the level lines of its map. From `ABOVE` and not `risen` it is the map.

    `stand`, `turn` and `rise` set what it is seen like, at once and in place: nothing is added or taken away, and the
    picture depends on view and share alone. Hills are cut at `top`; `relief` is how high the block is beside the longer
    side of its ground; it is painted in about `cells` cells along each side, from the back to the front. Level lines
    lie on top, without what hills hide. `symbols` are the names of the two coordinates and, third, of the height; the
    axes stand in front for an azimuth from -90 to 0.

    Raises ValueError for a surface that is nowhere finite, for a top that is not above its lowest point, and for a
    region without room.
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
        self._block = Block(self.relief, cells)
        panel = oklab_of(pen.theme.panel)  # last, where the band of holes, -1, finds it
        self._colors = np.concatenate([level_colors(pen.theme, len(self.relief.levels.values) + 1), panel])
        self._left = 0.0
        self._carried: list[tuple[list[tuple[Mobject, Points]], Points]] = []
        self.cells = VGroup(*(VMobject(fill_opacity=1, stroke_width=_SEAM) for _ in self._block.cells.band))
        self.walls = VGroup(*(VMobject(fill_opacity=1, stroke_width=_SEAM) for _ in self._block.walls))
        self.lines = VGroup(*(level_line(pen.theme) for _ in self._block.lines))
        self.rim = VMobject(stroke_color=pen.theme.faint, stroke_width=RIM_WIDTH)
        self.axes = BlockAxes(pen.theme, region, self._block.half, symbols)
        self.hatching = VMobject(stroke_color=pen.theme.faint, stroke_width=2)
        self.add(self.cells, self.walls, self.hatching, self.lines, self.rim, self.axes)
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

    # -- places -----------------------------------------------------------------------

    def at(self, first: float, second: float, height: float | None = None) -> Point:
        """The point of the picture at a height over a pair of coordinates, cut at the top; on the surface if no height
        is given. Raises ValueError where a number is not finite."""
        if height is not None and not np.isfinite(height):
            raise ValueError(f"height: must be finite, got {height}")
        place = self.plane.at(first, second)[np.newaxis, :2]
        return np.asarray(self.lifted(place, None if height is None else np.array([height]))[0])

    def lifted(self, places: Points, heights: Points | None = None) -> Points:
        """Points of the plane, shape (n, 2), as points of the picture, shape (n, 3): at these heights, cut at the top,
        or on the surface."""
        return self._screen(self._block.spots(places, heights))

    def seen(self, places: Points, heights: Points | None = None) -> NDArray[np.bool_]:
        """Which of these points no hill hides."""
        return self._seen(self._block.spots(places, heights))

    def seen_from(self, view: View, places: Points) -> NDArray[np.bool_]:
        """Which of these places of the fully risen surface no hill would hide from there."""
        return self._seen_as(self._block.spots(places), view, self.full_height)

    # -- what stands on it ------------------------------------------------------------

    def label_heights(self, pen: Pen, labels: Sequence[VMobject | None] | None = None) -> VGroup:
        """Write heights beside the upright axis: `labels[k]` at that of `levels.values[k]`, or numbers of its own; as
        many as stand apart in this view, fully risen. They come and go with the length of the axis."""
        levels = self.relief.levels
        risen, self._left, self.risen = self.risen, BESIDE, 1.0
        self._fit()
        foot, end = self._screen(np.array([[0.0, 0.0, 0.0], [0.0, 0.0, 1.0]]))
        length = float(end[1] - foot[1])
        shares = self._block.share(levels.values).tolist()
        if labels is None:
            within = [k for k, share in enumerate(shares) if self.axes.has_height(share, length)]
            shown = Levels(levels.values[within], levels.scale)
            numbers = iter(level_labels.numbers(pen, shown, LEAST_SIZE, self.axes.room_for(length)))
            labels = [next(numbers) if k in within else None for k in range(len(shares))]
        wanted = [(label, share) for label, share in zip(labels, shares, strict=True) if label is not None]
        self._left = max([BESIDE, *(float(label.width) + 2 * TICK for label, _ in wanted)])
        self.axes.take_heights(wanted, length)
        self.rise(risen)
        return self.axes.heights

    def mark(self, kind: str, place: Place) -> VMobject:
        """Mark a `start`, a `minimum` or a `saddle`; a hill can hide the mark. Raises KeyError for another kind."""
        return self.carry(marks.MARKS[kind](self.theme), place)

    def carry(self, mobject: Carried, place: Place) -> Carried:
        """Let a mobject stand on the surface, with its middle there, however it is turned; a hill can hide it."""
        parts = [(part, part.points - mobject.get_center()) for part in mobject.family_members_with_points()]
        self._carried.append((parts, self.plane.at(*place)[:2]))
        self.add(mobject)
        self._redraw()
        return mobject

    def uphill(self, place: Place, gradient: Place, length: float = 0.9) -> VMobject:
        """A gradient as an arrow on the slope, as the picture is now: this long on the unturned map, as steep as the
        surface; nothing where it is zero."""
        slope = np.array(gradient, dtype=np.float64)
        direction = slope * self.plane.unit
        size = float(np.linalg.norm(direction))
        if size == 0:
            return VGroup()
        step = direction / size * length / self.plane.unit
        height = float(self.relief.heights(self.plane.at(*place)[:2]))
        start = self.at(*place)
        end = self.at(place[0] + step[0], place[1] + step[1], height + float(slope @ step))
        return stands_for(gradient_arrow(start, end, self.theme), "gradient")

    # -- block and screen -------------------------------------------------------------

    @property
    def _standing(self) -> Points:
        """Makes points of the block stand: it takes their heights from shares to units of the scene."""
        return np.array([1.0, 1.0, self.full_height * self.risen])

    def _screen(self, points: Points) -> Points:
        flat = self._shift + self._scale * self.view.project(points * self._standing)
        return np.column_stack([flat, np.zeros(len(flat))])

    def _seen(self, points: Points) -> NDArray[np.bool_]:
        return self._seen_as(points, self.view, float(self._standing[2]))

    def _seen_as(self, points: Points, view: View, height: float) -> NDArray[np.bool_]:
        """Which points of the block are seen from there while it stands so high."""
        if height == 0:
            return np.ones(len(points), dtype=bool)

        def over(places: Points) -> Points:
            return self._block.over(places) * height

        return seen(points * np.array([1.0, 1.0, height]), view, over, height, self._block.half)

    def _fit(self) -> None:
        """The scale and the shift with which the block stands in the middle of its room, as large as fits: from above
        that is the room of a map, from the side there are no ticks but heights beside the upright axis."""
        spots = self.view.project(self._block.extent * self._standing)
        low, high = spots.min(axis=0), spots.max(axis=0)
        aside = self.region.inset(_PAD)
        sides = zip(astuple(room(self.region)), astuple(aside), (self._left, 0.0, 0.0, 0.0), strict=True)
        tilt = float(np.hypot(*self.view.to_viewer[:2]))
        inner = Region(*(above + (beside + more - above) * tilt for above, beside, more in sides))
        self._scale = float(min(inner.width / (high[0] - low[0]), inner.height / max(high[1] - low[1], 1e-9)))
        self._shift = np.array([inner.x, inner.y]) - self._scale * (low + high) / 2

    # -- drawing ----------------------------------------------------------------------

    def _redraw(self) -> SurfacePicture:
        self._fit()
        self._draw_cells()
        self._draw_walls()
        self._draw_lines()
        self.axes.redraw(self._screen, self._seen)
        for parts, place in self._carried:
            point, visible = self.lifted(place[np.newaxis])[0], self.seen(place[np.newaxis])[0]
            for part, outline in parts:
                part.points = outline + point if visible else np.zeros((0, 3))
        return self

    def _draw_cells(self) -> None:
        """Each mobject of `cells` is one place in the order of painting, and is given the patch whose turn it is."""
        cells = self._block.cells
        screen = self._screen(cells.points)
        curves = outlines.curves(screen[cells.starts], screen[cells.starts + 1])
        slopes = cells.slopes * self._standing[2]
        light = self._light(np.column_stack([-slopes, np.ones(len(slopes))]))
        light = np.clip(light, _DIMMEST, _BRIGHTEST)
        colors = to_rgb(lit(self._colors[cells.band], light[cells.cell]))
        turn = np.empty(len(cells.middles), dtype=np.intp)
        turn[self.view.from_behind(cells.middles)] = np.arange(len(turn))
        for slot, patch in zip(self.cells, np.argsort(turn[cells.cell], kind="stable").tolist(), strict=True):
            slot.points = curves[4 * cells.sides[patch] : 4 * cells.sides[patch + 1]]
            _tint(slot, colors[patch])

    def _draw_walls(self) -> None:
        """Those that face the viewer; nothing of the surface is before them."""
        light = np.clip(self._light(np.column_stack([OUTWARD, np.zeros(4)])), *_WALLS)
        facing = (OUTWARD @ self.view.to_viewer[:2] > 1e-9) & (self.risen > 0)
        for slot, wall in zip(self.walls, self._block.walls, strict=True):
            outlines.draw(slot, [self._screen(wall.ring)] if facing[wall.side] else [])
            side = slice(wall.side, wall.side + 1)
            _tint(slot, to_rgb(lit(self._colors[wall.band : wall.band + 1], light[side]))[0])

    def _draw_lines(self) -> None:
        """The seen parts of the level lines, of the rim and of what hatches holes."""
        all_strands = [*self._block.lines, self._block.rim, self._block.hatching]
        drawn = (*self.lines, self.rim, self.hatching)
        points = np.concatenate([strands.points for strands in all_strands])
        cuts = np.cumsum([len(strands.points) for strands in all_strands])[:-1]
        screens, visibles = np.split(self._screen(points), cuts), np.split(self._seen(points), cuts)
        for line, strands, screen, visible in zip(drawn, all_strands, screens, visibles, strict=True):
            pieces = zip(np.split(screen, strands.begins[1:]), np.split(visible, strands.begins[1:]), strict=True)
            outlines.draw(line, [run for piece, kept in pieces for run in outlines.runs(piece, kept)])

    def _light(self, normals: Points) -> Points:
        """How much light falls on each direction, 1 on level ground, shape (n,)."""
        azimuth = np.radians(self.view.azimuth)
        right, away = np.array([np.cos(azimuth), np.sin(azimuth)]), np.array([-np.sin(azimuth), np.cos(azimuth)])
        direction = np.array([*(_LIGHT[0] * right + _LIGHT[1] * away), _LIGHT[2]])
        return np.asarray(normals @ direction / np.linalg.norm(normals, axis=1) / _LIGHT[2])


def _tint(slot: VMobject, color: Points) -> None:
    """Give a mobject a colour and leave its opacity to whoever fades it."""
    slot.fill_rgbas[:, :3] = color
    slot.stroke_rgbas[:, :3] = color
