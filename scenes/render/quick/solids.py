"""What a frame's outlines look like, as arrays for the brush."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
from manim import Mobject, VMobject
from manim.camera.camera import CAP_STYLE_MAP, LINE_JOIN_MAP
from manim.mobject.graphing import coordinate_systems

from scenes.render.quick import brush
from scenes.render.quick.camera import is_seen
from scenes.render.quick.shading import Floats, Places, end_corners, shaded

# Columns of what the brush is told of an outline (paint.c).
FILL, STROKE, WIDTH, ENDS, CLOSENESS, JOIN, CAP, FILLS, STROKES, LOOKS = 0, 8, 16, 17, 21, 22, 23, 24, 25, 26
_JOINS = {kind: int(join) for kind, join in LINE_JOIN_MAP.items()}
_CAPS = {kind: int(cap) for kind, cap in CAP_STYLE_MAP.items()}
_RAMP = "get_gradient_start_and_end_points"
_ASKED = (
    *("get_fill_rgbas", "get_stroke_rgbas", "get_num_points", "get_anchors", "get_center", "get_critical_point"),
    *("get_points_defining_boundary", "get_z_index_reference_point", "get_stroke_width"),
)


class Solids:
    """The outlines among mobjects that can be told in one row each: `points` (of all), `firsts` and `ends` (where those
    of each begin and end), `looks` (a row for each), `centres` (by which they are sorted), and `rows` (for each mobject
    its row, or -1), `flat` and `seen` (whether it is not sorted by depth, and whether it is drawn at all)."""

    def __init__(self, mobjects: Sequence[Mobject], light: Floats, is_lit: bool) -> None:
        self._mobjects, self._light, self._is_lit = mobjects, light, is_lit
        is_row = [_is_solid(one, is_lit) for one in mobjects]
        self.rows: Places = np.where(is_row, np.cumsum(is_row) - 1, -1)
        self.outlines = outlines = [one for one, solid in zip(mobjects, is_row, strict=True) if solid]
        self._known = set(outlines)
        self._state = brush.compiled.state(outlines)
        points = [one.points for one in outlines]
        counts: Places = np.fromiter(map(len, points), np.int64, len(points))
        self.points = np.concatenate(points, dtype=np.float64) if points else np.zeros((0, 3))
        self.ends: Places = np.cumsum(counts)
        self.firsts: Places = self.ends - counts
        self._seconds = end_corners(self.firsts, counts)
        self._knowing = [row for row, one in enumerate(outlines) if _RAMP in one.__dict__]
        self._are_axes = all(
            outlines[row].__dict__[_RAMP].__module__ == coordinate_systems.__name__ for row in self._knowing
        )
        self._ramps: Floats | None = None
        self.asked = [place for place, one in enumerate(mobjects) if self.rows[place] < 0 or not self._is_all_of(one)]
        self.seen = np.array([is_seen(one) for one in mobjects], dtype=bool)
        self.flat = np.array([not getattr(one, "shade_in_3d", False) for one in mobjects], dtype=bool)
        self.looks = self._lit(_told(outlines, is_lit), counts)
        self.centres = self._centres()

    def _is_all_of(self, outline: Mobject) -> bool:
        """Whether the place by which an outline is sorted depends on these outlines alone."""
        if not outline.submobjects:
            return not hasattr(outline, "z_index_group")
        family = outline.family_members_with_points()
        return not hasattr(outline, "z_index_group") and self._known.issuperset(family)

    def is_of(self, mobjects: Sequence[Mobject], light: Floats, is_lit: bool) -> bool:
        """Whether these are the same mobjects, and none has changed."""
        return (
            mobjects == self._mobjects
            and is_lit == self._is_lit
            and np.array_equal(light, self._light)
            and self._state is not None
            and self._state == brush.compiled.state(self.outlines)
        )

    def ramps(self) -> Floats:
        """Where gradients begin and end (outlines x 2 x 3): at two corners, or where an outline itself says, as the
        parts of axes do."""
        if self._ramps is None or not self._are_axes:
            self._ramps = np.stack([self.points[self.firsts], self.points[self._seconds]], axis=1)
            self._ramps[self._knowing] = _said_ramps([self.outlines[row] for row in self._knowing])
        return self._ramps

    def _lit(self, looks: Floats, counts: Places) -> Floats:
        lit = looks[:, FILLS] == 2
        for at in (FILL, STROKE):
            colours = looks[lit, at : at + 8].reshape(-1, 2, 4)
            found = shaded(colours, self.points, self.firsts[lit], counts[lit], self._light)
            looks[lit, at : at + 8] = found.reshape(-1, 8)
        return looks

    def _centres(self) -> Floats:
        """The middle of the box around each outline's anchors."""
        if not self.outlines:
            return np.zeros((0, 3))
        shown = self.points.reshape(-1, 4, 3)[:, ::3].reshape(-1, 3)
        begins = self.firsts // 2
        made = (np.minimum.reduceat(shown, begins) + np.maximum.reduceat(shown, begins)) / 2
        for row, one in enumerate(self.outlines):
            if one.submobjects and one.shade_in_3d:
                made[row] = one.get_z_index_reference_point()
        return np.asarray(made)


def _told(outlines: Sequence[VMobject], is_lit: bool) -> Floats:
    """What outlines say of themselves, before there is light on them; the second colour is the first one's copy where
    there is but one."""
    made = np.zeros((len(outlines), LOOKS))
    if not outlines:
        return made
    for at, rgbas in ((FILL, "fill_rgbas"), (STROKE, "stroke_rgbas")):
        found = [getattr(one, rgbas) for one in outlines]
        made[:, at : at + 4] = [one[0] for one in found]
        made[:, at + 4 : at + 8] = [one[:2][-1] for one in found]
    made[:, WIDTH] = [one.get_stroke_width() for one in outlines]
    made[:, CLOSENESS] = [one.tolerance_for_point_equality for one in outlines]
    made[:, JOIN] = [_JOINS[one.joint_type] for one in outlines]
    made[:, CAP] = [_CAPS[one.cap_style] for one in outlines]
    made[:, FILLS] = made[:, STROKES] = [2 if one.shade_in_3d and is_lit else 1 for one in outlines]
    return made


def _said_ramps(outlines: Sequence[VMobject]) -> Floats:
    known: dict[object, object] = {}  # all pieces of an axis ask the same of it
    found = []
    for one in outlines:
        key = _same(one.get_gradient_start_and_end_points)
        if key not in known:
            known[key] = one.get_gradient_start_and_end_points()
        found.append(known[key])
    return np.array(found, dtype=np.float64).reshape(-1, 2, 3)


def _same(function: Any) -> object:
    """What is the same for functions that differ in nothing but that they were made apart."""
    closure = getattr(function, "__closure__", None)
    if closure is None:
        return id(function)
    return function.__code__, function.__defaults__, tuple(id(cell.cell_contents) for cell in closure)


def _is_solid(mobject: Mobject, is_lit: bool) -> bool:
    if not _is_plain(type(mobject)):
        return False
    said = mobject.__dict__
    points, fill, stroke = said.get("points"), said.get("fill_rgbas"), said.get("stroke_rgbas")
    if fill is None or stroke is None or len(points) < 4 or len(points) % 4 or len(fill) < 1 or len(stroke) < 1:
        return False
    if mobject.get_background_image() or mobject.background_stroke_width or not said.keys().isdisjoint(_ASKED):
        return False
    return (is_lit and bool(mobject.shade_in_3d)) or len(fill) == len(stroke) == 1


@cache
def _is_plain(kind: type) -> bool:
    """Whether its mobjects answer what Manim's camera asks as every VMobject does."""
    return issubclass(kind, VMobject) and all(
        getattr(kind, name) is getattr(VMobject, name) for name in (*_ASKED, _RAMP)
    )
