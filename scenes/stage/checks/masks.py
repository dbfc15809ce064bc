"""Ink: which pixels an outline covers, and how much of each; and small pictures of a part of the frame."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import cairo
import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import maximum_filter1d, minimum_filter1d

from scenes.stage.checks.looks import Look
from scenes.stage.checks.view import PixelBox, View

Mask = NDArray[np.uint8]  # (rows, columns), how much of a pixel is covered, of 255
Area = NDArray[np.bool_]
Picture = NDArray[np.float64]  # (rows, columns, 3), sRGB from 0 to 1

_INKED = 96  # of 255: a pixel that is covered by so much belongs to the ink


def ink(looks: Iterable[Look], view: View, box: PixelBox) -> Mask:
    """What these outlines cover together, fills and strokes."""
    return _drawn(looks, view, box, fills=True, strokes=True)


def fills(looks: Iterable[Look], view: View, box: PixelBox) -> Mask:
    """What their fills cover together."""
    return _drawn(looks, view, box, fills=True, strokes=False)


def strokes(looks: Iterable[Look], view: View, box: PixelBox) -> Mask:
    """What their strokes cover together; a stroke is a pixel wide at least."""
    return _drawn(looks, view, box, fills=False, strokes=True)


def halos(looks: Iterable[Look], view: View, box: PixelBox) -> Mask:
    """What the strokes behind their fills cover together."""
    context, surface = _begin(view, box)
    for look in looks:
        if look.halo_width > 0:
            look.trace(context)
            look.set_line(context, halo=True)
            context.stroke()
    return _pixels(surface)


def inked(mask: Mask) -> Area:
    """The pixels that belong to the ink."""
    return mask > _INKED


def area_of_text(mask: Mask, em: float) -> Area:
    """The area that a text takes: its ink, and the gaps in it of up to 0.44 em (`em` in pixels), but no rim around it.

    It is the morphological closing of the ink by a square, then a pixel less on every side.
    """
    reach = max(1, int(0.22 * em))
    width = 2 * reach + 1
    padded = np.pad(inked(mask), reach).astype(np.uint8)
    for axis in (0, 1):
        padded = maximum_filter1d(padded, width, axis=axis)
    for axis in (0, 1):
        padded = minimum_filter1d(padded, width + 2, axis=axis)
    return np.asarray(padded[reach:-reach, reach:-reach] > 0)


def paint(picture: Picture, looks: Sequence[Look], view: View, box: PixelBox) -> Picture:
    """A picture of a part of the frame with these outlines drawn on it, as the camera draws them."""
    if not looks:
        return picture
    rows, columns = picture.shape[:2]
    data = np.zeros((rows, columns, 4), dtype=np.uint8)
    data[:, :, :3] = np.round(picture[:, :, ::-1] * 255)
    surface = cairo.ImageSurface.create_for_data(data.data, cairo.FORMAT_RGB24, columns, rows)
    context = cairo.Context(surface)
    context.set_matrix(view.matrix(box))
    for look in looks:
        look.draw(context)
    surface.flush()
    return data[:, :, 2::-1] / 255.0


def _drawn(looks: Iterable[Look], view: View, box: PixelBox, fills: bool, strokes: bool) -> Mask:
    context, surface = _begin(view, box)
    least = 1 / view.scale
    for look in looks:
        fill, stroke = fills and look.is_filled, strokes and look.is_stroked
        if not (fill or stroke):
            continue
        look.trace(context)
        if fill:
            context.fill_preserve()
        if stroke:
            look.set_line(context, least)
            context.stroke_preserve()
    return _pixels(surface)


def _begin(view: View, box: PixelBox) -> tuple[cairo.Context, cairo.ImageSurface]:
    surface = cairo.ImageSurface(cairo.FORMAT_A8, box[2] - box[0], box[3] - box[1])
    context = cairo.Context(surface)
    context.set_matrix(view.matrix(box))
    context.set_source_rgba(1, 1, 1, 1)
    return context, surface


def _pixels(surface: cairo.ImageSurface) -> Mask:
    surface.flush()
    rows = np.frombuffer(surface.get_data(), np.uint8).reshape(surface.get_height(), surface.get_stride())
    return rows[:, : surface.get_width()]
