"""A map of a surface that a lesson walks on: its axes named, heights on its level lines, hills cut where they would
leave the valleys without lines."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import VMobject

from engine import Levels, Surface
from scenes.stage.drawings.landscapes.contour_map import Place
from scenes.stage.drawings.landscapes.gradient_map import GradientMap
from scenes.stage.drawings.landscapes.ground import room
from scenes.stage.drawings.landscapes.projection import View
from scenes.stage.drawings.landscapes.round_levels import round_levels
from scenes.stage.drawings.landscapes.surface import SurfacePicture
from scenes.stage.frame.region import Region
from scenes.stage.landscape.views import VIEWS, best_view
from scenes.stage.writing.pen import Pen

NAMES = ("weight", "bias")
PLANE = ("first_direction", "second_direction")
_SYMBOL = 38
_CELLS = 24  # of a block, along each side
_CUT, _LOW_CUT = 3.0, 2.2  # hills are cut so many times as high over the lowest place as what matters: maps, blocks


def ratio_of(region: Region) -> float:
    """How many times as wide as high the ground in a region is."""
    inner = room(region)
    return inner.width / inner.height


def cut_levels(surface: Surface, highest: float, count: int, cut: float = _CUT) -> tuple[Levels, float | None]:
    """About `count` levels, and where hills are cut: well above the highest loss that matters; None for nowhere."""
    heights = surface.values[np.isfinite(surface.values)]
    low, high = float(heights.min()), float(heights.max())
    top = low + cut * (highest - low)
    if not low < highest or top >= high:
        return round_levels(heights, count), None
    return round_levels(np.minimum(heights, top), count), top


def terrain_map(
    region: Region, pen: Pen, surface: Surface, highest: float, count: int = 12, names: Sequence[str] = NAMES
) -> GradientMap:
    """A map of the surface in a region, narrower where the numbers on its axes are long."""
    levels, top = cut_levels(surface, highest, count)

    def within(region: Region) -> GradientMap:
        return GradientMap(region, pen, surface, levels, symbols(pen, names), top=top)

    made = within(region)
    over = region.left - float(made.ticks.get_left()[0]) if len(made.ticks) else 0.0
    if over > 0:
        made = within(Region(region.left + 1.3 * over, region.bottom, region.right, region.top))
    return made


def block(
    region: Region,
    pen: Pen,
    surface: Surface,
    highest: float,
    count: int = 12,
    names: Sequence[str] = NAMES,
    *,
    shows: Sequence[Place] = (),
    views: Sequence[View] = VIEWS,
) -> SurfacePicture:
    """The same as a block, with heights beside its upright axis, seen from where none of the places that it `shows` is
    hidden."""
    levels, top = cut_levels(surface, highest, count, _LOW_CUT)

    def made(names: Sequence[str]) -> SurfacePicture:
        picture = SurfacePicture(region, pen, surface, levels, symbols(pen, names), top=top, cells=_CELLS)
        return picture.turn(best_view(picture, shows, views))

    picture = made((*names, "loss"))
    picture.label_heights(pen)
    faint = picture.axes.symbols[2].family_members_with_points()[0].get_fill_opacity() < 1
    return made(names) if faint else picture  # the upright axis is too short to bear its name and heights


def symbols(pen: Pen, names: Sequence[str]) -> list[VMobject]:
    """The names of the axes."""
    return [pen.symbol(name, _SYMBOL) for name in names]
