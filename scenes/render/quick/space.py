"""Manim's camera for three dimensions: all outlines of a frame are turned, lit and sorted at once.

Faces of surfaces, which are closed outlines of a few curves, are drawn by the brush itself (faces.c) and not by cairo,
by cairo's rules of coverage. Frames are Manim's but for fewer than one pixel in 2000. Those are 1 of 255 off, as cairo
reckons gradients in 65536ths of a unit of the frame and the brush does not; and where a stroke bends within its own
width (a face seen from its edge), a pixel or two may be covered otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

import numpy as np
from manim import Mobject, ThreeDCamera

from scenes.render.quick import brush
from scenes.render.quick.camera import QuickCamera, is_outline
from scenes.render.quick.picture import no_spans
from scenes.render.quick.shading import Floats, Places
from scenes.render.quick.solids import ENDS, Solids

_MANIMS = (
    *("project_points", "transform_points_pre_display", "modified_rgbas", "get_stroke_rgbas", "get_fill_rgbas"),
    *("get_mobjects_to_display", "display_vectorized", "display_multiple_vectorized_mobjects"),
)


class QuickSpaceCamera(QuickCamera):
    """Stands before a ThreeDCamera, or a camera made from it, and draws as that does."""

    _solids: Solids | None = None

    def capture_mobjects(self, mobjects: Iterable[Mobject], **kwargs: Any) -> None:
        if brush.compiled is None or not _is_manims(type(self)):
            super().capture_mobjects(mobjects, **kwargs)
            return
        self.reset_rotation_matrix()
        found = QuickCamera.get_mobjects_to_display(self, mobjects, **kwargs)
        light = np.array(self.light_source.points[0])
        if self._solids is None or not self._solids.is_of(found, light, self.should_apply_shading):
            self._solids = Solids(found, light, self.should_apply_shading)
        order = self._order(found, self._solids)
        under = self._lay_ground()
        made = self._draw([found[place] for place in order.tolist()], self._solids.rows[order], self._solids)
        self.outlines = None if made is None else under + made

    def _lay_ground(self) -> bytes:
        """The canvas without what was drawn on it; which outlines that shows."""
        canvas, self.canvas = self.canvas, None
        if canvas is None:
            return b""
        if canvas.before is None:
            self.set_pixel_array(canvas.ground)
            return canvas.under
        cells = no_spans(self.pixel_width, self.pixel_height)
        brush.compiled.changes(canvas.before, canvas.under, self.pixel_width, self.pixel_height, cells)
        brush.compiled.copy(self.pixel_array, canvas.ground, self.pixel_width, self.pixel_height, cells)
        return canvas.under

    def _order(self, found: Sequence[Mobject], solids: Solids) -> Places:
        """From far to near; what is not shaded in 3D comes last, in the order in which it was added."""
        turn = self.get_rotation_matrix().T
        depths = np.full(len(found), np.inf)
        # One product for each place, as Manim's: where two are equally far, rounding says which comes first.
        depths[solids.rows >= 0] = np.matmul(solids.centres[:, None, :], turn)[:, 0, 2]
        for place in solids.asked:
            if not solids.flat[place]:
                depths[place] = np.dot(found[place].get_z_index_reference_point(), turn)[2]
        depths[solids.flat] = np.inf
        order = np.argsort(depths, kind="stable")
        return order[solids.seen[order]]

    def _draw(self, found: Sequence[Mobject], rows: Places, solids: Solids) -> bytes | None:
        """Draw mobjects in order; what was drawn, if that is known."""
        projected, looks = self._projected(solids)
        drawn: list[bytes] | None = []
        after = 0
        for is_row, group in groupby((rows >= 0).tolist()):
            first, after = after, after + len(list(group))
            if is_row:
                made: bytes | None = self._brush("faces", projected, solids.ends, looks, rows[first:after])
            else:
                made = self._draw_others(found[first:after])
            drawn = None if drawn is None or made is None else [*drawn, made]
        return None if drawn is None else b"".join(drawn)

    def _draw_others(self, mobjects: Sequence[Mobject]) -> bytes | None:
        drawn: list[bytes] | None = []
        for as_outline, group in groupby(mobjects, is_outline):
            if as_outline:
                made = self._paint(group, None)
                drawn = None if drawn is None else [*drawn, made]
            else:
                for kind, same in groupby(group, self.type_or_raise):
                    self.display_funcs[kind](list(same), self.pixel_array)
                drawn = None
        return None if drawn is None else b"".join(drawn)

    def _projected(self, solids: Solids) -> tuple[Floats, Floats]:
        """All points as they are seen, and the looks with where gradients begin and end."""
        ramps = solids.ramps()
        points = self.project_points(solids.points)
        ends = self.project_points(ramps.reshape(-1, 3)).reshape(-1, 2, 3)
        if self.fixed_in_frame_mobjects or self.fixed_orientation_mobjects:
            for row, one in enumerate(solids.outlines):
                if one in self.fixed_in_frame_mobjects or one in self.fixed_orientation_mobjects:
                    part = slice(solids.firsts[row], solids.ends[row])
                    points[part] = self.transform_points_pre_display(one, solids.points[part])
                    ends[row] = self.transform_points_pre_display(one, ramps[row])
        solids.looks[:, ENDS : ENDS + 4] = ends[:, :, :2].reshape(-1, 4)
        return points, solids.looks


def _is_manims(kind: type) -> bool:
    """Whether this camera turns and lights outlines as Manim's own does."""
    return all(getattr(kind, name) is getattr(ThreeDCamera, name) for name in _MANIMS)
