"""How a leaf of the scene looks: its outline, as the camera draws it, and its fill and strokes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, cached_property
from itertools import chain

import cairo
import numpy as np
from manim import Camera, VMobject
from manim.camera.camera import CAP_STYLE_MAP, LINE_JOIN_MAP
from numpy.typing import NDArray

from scenes.stage.checks.recent import Recent
from scenes.stage.checks.view import Box

_WIDTH_UNIT = 0.01  # units of the scene in a unit of stroke width (Camera.cairo_line_width_multiple)
_UNSEEN = 0.02
_POINT = 1e-6  # units of the scene
Points = NDArray[np.float64]
NOWHERE: Box = (np.inf, np.inf, -np.inf, -np.inf)


class Look:
    """One outline with its style. Leaves that look the same share one, so it is the same object at the next instant."""

    def __init__(self, leaf: VMobject, camera: Camera, points: NDArray[np.float64]) -> None:
        self.is_finite = bool(np.isfinite(leaf.points).all())
        self.points = points if self.is_finite else np.zeros((0, 3))
        # Copies: Manim changes these arrays in place.
        self.fill = np.array(camera.get_fill_rgbas(leaf), dtype=float)
        self.stroke = np.array(camera.get_stroke_rgbas(leaf), dtype=float)
        self.halo = np.array(camera.get_stroke_rgbas(leaf, background=True), dtype=float)
        self.stroke_width = float(leaf.get_stroke_width()) * _WIDTH_UNIT
        self.halo_width = float(leaf.get_stroke_width(background=True)) * _WIDTH_UNIT
        self._joint, self._cap = LINE_JOIN_MAP[leaf.joint_type], CAP_STYLE_MAP[leaf.cap_style]
        self._ends: NDArray[np.float64] | None = None
        if max(len(self.fill), len(self.stroke), len(self.halo)) > 1 and len(self.points):
            ends = np.array(leaf.get_gradient_start_and_end_points())
            self._ends = camera.transform_points_pre_display(leaf, ends)

    @cached_property
    def fill_opacity(self) -> float:
        """Opacity of the fill; 0 for none."""
        return float(self.fill[0, 3]) if len(self.fill) else 0.0

    @cached_property
    def stroke_opacity(self) -> float:
        """Opacity of the stroke; 0 for none."""
        return float(self.stroke[0, 3]) if self.stroke_width > 0 and len(self.stroke) else 0.0

    @cached_property
    def opacity(self) -> float:
        """Of fill or stroke, whichever is more."""
        return max(self.fill_opacity, self.stroke_opacity)

    @property
    def is_filled(self) -> bool:
        """Whether its fill can be seen."""
        return self.fill_opacity > _UNSEEN

    @property
    def is_stroked(self) -> bool:
        """Whether its stroke can be seen."""
        return self.stroke_opacity > _UNSEEN

    @cached_property
    def is_visible(self) -> bool:
        """Whether anything of it can be seen."""
        # An outline that is about to be drawn is a point still.
        return self.opacity > _UNSEEN and max(self._size) > _POINT

    @property
    def has_area(self) -> bool:
        """Whether it is more than a straight line along or up."""
        return min(self._size) > _POINT

    @cached_property
    def fill_colour(self) -> NDArray[np.float64]:
        """The fill's colour (3,), of a gradient the mean."""
        return _mean_colour(self.fill)

    @cached_property
    def stroke_colour(self) -> NDArray[np.float64]:
        """The stroke's colour (3,), of a gradient the mean."""
        return _mean_colour(self.stroke)

    @property
    def colour(self) -> NDArray[np.float64]:
        """The colour that one sees first: of a filled outline without a stroke the fill, else the stroke."""
        return self.fill_colour if self.is_filled and not self.is_stroked else self.stroke_colour

    @cached_property
    def box(self) -> Box:
        """The box of its control points and half its stroke, a little more than its ink."""
        if len(self.points) == 0:
            return NOWHERE
        more = self.stroke_width / 2 if self.is_stroked else 0.0
        left, bottom, right, top = self._bounds
        return (left - more, bottom - more, right + more, top + more)

    @cached_property
    def _size(self) -> tuple[float, float]:
        if len(self.points) < 2:
            return (0.0, 0.0)
        left, bottom, right, top = self._bounds
        return (right - left, top - bottom)

    @cached_property
    def share_of_box(self) -> float:
        """The area inside the outline, as a share of its box; about, for its curves count as straight."""
        width, height = self._size
        if not width or not height:
            return 0.0
        x, y = (self.points[::4, :2] - self.points[0, :2]).T
        return float(abs((x * np.roll(y, -1) - np.roll(x, -1) * y).sum()) / 2 / (width * height))

    @cached_property
    def _bounds(self) -> Box:
        """Around the control points."""
        (left, bottom), (right, top) = self.points[:, :2].min(axis=0).tolist(), self.points[:, :2].max(axis=0).tolist()
        return (left, bottom, right, top)

    @cached_property
    def extents(self) -> Box:
        """The box of its ink."""
        context = _blank()
        context.append_path(self.path)
        left, bottom, right, top = context.path_extents()
        context.new_path()
        more = self.stroke_width / 2 if self.is_stroked else 0.0
        return (left - more, bottom - more, right + more, top + more)

    @cached_property
    def path(self) -> cairo.Path:
        """Its outline, made by the camera's own code."""
        context, carrier = _blank(), _carrier()
        context.new_path()
        carrier.points = self.points
        _pencil().set_cairo_context_path(context, carrier)
        path = context.copy_path()
        context.new_path()
        return path

    def trace(self, context: cairo.Context) -> None:
        """Put the outline into a context."""
        context.new_path()
        context.append_path(self.path)

    def set_line(self, context: cairo.Context, least: float = 0.0, halo: bool = False) -> None:
        """Set the stroke's width (at least `least` units of the scene), joint and cap."""
        context.set_line_width(max(self.halo_width if halo else self.stroke_width, least))
        context.set_line_join(self._joint)
        context.set_line_cap(self._cap)

    def draw(self, context: cairo.Context) -> None:
        """Draw it in its colours, as the camera does: the halo, the fill, the stroke."""
        self.trace(context)
        if self.halo_width > 0:
            context.set_source(self._pattern(self.halo))
            self.set_line(context, halo=True)
            context.stroke_preserve()
        context.set_source(self._pattern(self.fill))
        context.fill_preserve()
        if self.stroke_width > 0:
            context.set_source(self._pattern(self.stroke))
            self.set_line(context)
            context.stroke_preserve()

    def _pattern(self, rgbas: NDArray[np.float64]) -> cairo.Pattern:
        if len(rgbas) == 1 or self._ends is None:
            return cairo.SolidPattern(*rgbas[0])
        pattern = cairo.LinearGradient(*chain(*(end[:2] for end in self._ends)))
        for offset, rgba in zip(np.linspace(0, 1, len(rgbas)), rgbas, strict=True):
            pattern.add_color_stop_rgba(offset, *rgba)
        return pattern


class Looks:
    """The looks of the leaves on the screen."""

    def __init__(self) -> None:
        self._recent: Recent[tuple[object, ...], Look] = Recent()

    def of(self, leaves: Sequence[VMobject], camera: Camera) -> list[Look]:
        """The look of each leaf, as this camera shows it; of one that looks as some leaf did just before, the same
        object."""
        self._recent.turn()
        # A camera that looks from the front and gives no shade is the usual one, and needs no sums.
        if type(camera).transform_points_pre_display is Camera.transform_points_pre_display:
            return [self._of(leaf, camera, leaf.points, leaf.fill_rgbas, leaf.stroke_rgbas) for leaf in leaves]
        return [
            self._of(
                leaf,
                camera,
                np.asarray(camera.transform_points_pre_display(leaf, leaf.points)),
                camera.get_fill_rgbas(leaf),
                camera.get_stroke_rgbas(leaf),
            )
            for leaf in leaves
        ]

    def _of(self, leaf: VMobject, camera: Camera, points: Points, fill: Points, stroke: Points) -> Look:
        key = (
            points.tobytes(),
            fill.tobytes(),
            stroke.tobytes(),
            leaf.stroke_width,
            leaf.background_stroke_width,
            leaf.sheen_factor,
        )
        return self._recent.get(key, lambda: Look(leaf, camera, np.array(points, dtype=float)))


def _mean_colour(rgbas: Points) -> Points:
    return rgbas[0, :3] if len(rgbas) == 1 else np.asarray(rgbas[:, :3].mean(axis=0))


@cache
def _blank() -> cairo.Context:
    return cairo.Context(cairo.ImageSurface(cairo.FORMAT_A8, 1, 1))


@cache
def _carrier() -> VMobject:
    return VMobject()


@cache
def _pencil() -> Camera:
    return object.__new__(Camera)  # its path code needs nothing of a camera that was set up
