"""Manim's camera with a brush that draws all outlines of a frame in one call, and that remembers what it drew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from operator import attrgetter
from typing import Any

import numpy as np
from manim import Mobject, PMobject, ThreeDCamera, VMobject
from manim.camera.camera import CAP_STYLE_MAP, LINE_JOIN_MAP, Camera
from manim.mobject.types.image_mobject import AbstractImageMobject

from scenes.render.quick import brush
from scenes.render.quick.picture import Pixels

# By the value of Manim's kinds: hashing the kinds themselves takes longer than all the rest of an outline.
_JOINS = {kind.value: int(join) for kind, join in LINE_JOIN_MAP.items()}
_CAPS = {kind.value: int(cap) for kind, cap in CAP_STYLE_MAP.items()}
_NO_RAMP = (0.0, 0.0, 0.0, 0.0)
_NO_COLOUR = np.zeros((0, 4))
_z_index = attrgetter("z_index")


@dataclass(frozen=True)
class Canvas:
    """What a frame is drawn on: `ground`, which shows the outlines `under`. `before` are those that the camera's pixels
    show (None: not known)."""

    ground: Pixels
    under: bytes
    before: bytes | None


class QuickCamera(Camera):
    """Draws the same pixels as Manim's, also where a class of cameras stands between (see `quick_camera`).

    With a `canvas` the next capture draws a whole frame, and only what is not there already. `outlines` says what the
    last capture drew, outline by outline, with those of its ground (None: not known).
    """

    canvas: Canvas | None = None
    outlines: bytes | None = None

    def init_background(self) -> None:
        super().init_background()
        if self.background_opacity == 0:
            self.background[...] = 0  # cairo's colours are times alpha: what is left of one would shine through

    def get_mobjects_to_display(
        self, mobjects: Iterable[Mobject], include_submobjects: bool = True, excluded_mobjects: list[Any] | None = None
    ) -> list[Mobject]:
        if not include_submobjects or excluded_mobjects:
            return list(super().get_mobjects_to_display(mobjects, include_submobjects, excluded_mobjects))
        found: list[Mobject] = []
        if brush.compiled is not None:
            found = brush.compiled.shown(list(mobjects))
        else:
            for mobject in mobjects:
                _with_points(mobject, found)
        found = list(dict.fromkeys(reversed(found)))[::-1]  # Manim draws what is there twice at its last place
        if self.use_z_index and any(map(_z_index, found)):
            found.sort(key=_z_index)
        return found

    def capture_mobjects(self, mobjects: Iterable[Mobject], **kwargs: Any) -> None:
        if brush.compiled is None:
            super().capture_mobjects(mobjects, **kwargs)
            return
        canvas, self.canvas = self.canvas, None
        seen = filter(is_seen, self.get_mobjects_to_display(mobjects, **kwargs))
        groups = [(as_outline, list(group)) for as_outline, group in groupby(seen, is_outline)]
        if all(as_outline for as_outline, _ in groups):
            self.outlines = self._paint(groups[0][1] if groups else (), canvas)
            return
        if canvas is not None:
            self.set_pixel_array(canvas.ground)
        for as_outline, group in groups:
            if as_outline:
                self._paint(group, None)
            else:
                for kind, same in groupby(group, self.type_or_raise):
                    self.display_funcs[kind](list(same), self.pixel_array)
        self.outlines = None

    def _paint(self, outlines: Iterable[VMobject], canvas: Canvas | None) -> bytes:
        ground = (canvas.ground, canvas.under, canvas.before) if canvas is not None else (None, b"", None)
        return self._brush("paint", list(self._items(outlines)), *ground)

    def _brush(self, name: str, *given: object) -> bytes:
        matrix = self.get_cairo_context(self.pixel_array).get_matrix()
        draw, size = getattr(brush.compiled, name), (self.pixel_width, self.pixel_height)
        made: bytes = draw(self.pixel_array, *size, tuple(matrix), self.cairo_line_width_multiple, *given)
        return made

    def _items(self, outlines: Iterable[VMobject]) -> Iterator[tuple[object, ...]]:
        moves_points = type(self).transform_points_pre_display is not Camera.transform_points_pre_display
        for one in outlines:
            points = self.transform_points_pre_display(one, one.points) if moves_points else one.points
            width, back_width, fill, stroke = self._looks(one)
            back = self.get_stroke_rgbas(one, background=True) if back_width else _NO_COLOUR
            several = len(fill) > 1 or (width and len(stroke) > 1) or len(back) > 1
            yield (
                _rows(points),
                one.tolerance_for_point_equality,
                back_width,
                _rows(back),
                _rows(fill),
                width,
                _rows(stroke),
                _JOINS[one.joint_type._value_],
                _CAPS[one.cap_style._value_],
                self._ramp(one) if several else _NO_RAMP,
            )

    def _looks(self, one: VMobject) -> tuple[float, float, np.ndarray, np.ndarray]:
        """Its widths and colours; without a detour through methods that only hand them on."""
        told = one.__dict__
        if _is_plain(type(self), type(one)) and "fill_rgbas" in told and "stroke_rgbas" in told:
            width, back_width = told["stroke_width"], told["background_stroke_width"]
            if type(width) is not str:
                return max(0.0, width), max(0.0, back_width), told["fill_rgbas"], told["stroke_rgbas"]
        width, back_width = one.get_stroke_width(), one.get_stroke_width(background=True)
        return width, back_width, self.get_fill_rgbas(one), self.get_stroke_rgbas(one)

    def _ramp(self, outline: VMobject) -> tuple[float, ...]:
        """Where a gradient of colours begins and ends."""
        ends = self.transform_points_pre_display(outline, np.array(outline.get_gradient_start_and_end_points()))
        return tuple(float(value) for end in ends for value in end[:2])


@cache
def _is_plain(camera: type[Camera], kind: type[VMobject]) -> bool:
    """Whether neither works out colours or widths of its own."""
    return (
        (camera.get_fill_rgbas, camera.get_stroke_rgbas) == (Camera.get_fill_rgbas, Camera.get_stroke_rgbas)
        and (kind.get_fill_rgbas, kind.get_stroke_rgbas) == (VMobject.get_fill_rgbas, VMobject.get_stroke_rgbas)
        and kind.get_stroke_width == VMobject.get_stroke_width
    )


@cache
def quick_camera(kind: type[Camera]) -> type[Camera]:
    """A camera class that draws as this one does, in less time."""
    if kind is Camera:
        return QuickCamera
    if issubclass(kind, ThreeDCamera):
        from scenes.render.quick.space import QuickSpaceCamera

        return type(f"Quick{kind.__name__}", (QuickSpaceCamera, kind, QuickCamera), {})
    return type(f"Quick{kind.__name__}", (kind, QuickCamera), {})


def is_seen(mobject: Mobject) -> bool:
    """Not so what only keeps a number (Manim's trackers of values)."""
    return isinstance(mobject, VMobject | PMobject | AbstractImageMobject)


def is_outline(mobject: Mobject) -> bool:
    return isinstance(mobject, VMobject) and not mobject.get_background_image()


def _with_points(mobject: Mobject, found: list[Mobject]) -> None:
    if len(mobject.points):
        found.append(mobject)
    for part in mobject.submobjects:
        _with_points(part, found)


def _rows(array: np.ndarray) -> np.ndarray:
    """The same numbers as the brush wants them."""
    if array.dtype == np.float64 and array.flags.c_contiguous:
        return array
    return np.ascontiguousarray(array, dtype=np.float64)
