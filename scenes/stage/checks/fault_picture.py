"""A picture of a fault: the frame as it was drawn, with a box around what is wrong."""

from __future__ import annotations

from io import BytesIO

import numpy as np
from PIL import Image, ImageDraw

from scenes.stage.checks.view import Box, View

_MARGIN = 0.05  # of the shorter side, around the frame: a fault may lie outside of it
_OUTSIDE = (112, 112, 112)
_AROUND = 5  # pixels between what is wrong and the box
_LINES = (((0, 0, 0), 5), ((255, 64, 64), 3))  # red with a black rim: it can be seen on every ground


def picture(pixels: np.ndarray, view: View, box: Box | None) -> bytes:
    """A PNG of a frame (rows, columns, 3) of 0 to 255 with a box, in units of the scene, drawn on it."""
    rows, columns = pixels.shape[:2]
    margin = round(_MARGIN * min(rows, columns))
    image = Image.new("RGB", (columns + 2 * margin, rows + 2 * margin), _OUTSIDE)
    image.paste(Image.fromarray(np.ascontiguousarray(pixels)), (margin, margin))
    if box is not None:
        corners = _in_picture(box, view, margin, image.size)
        draw = ImageDraw.Draw(image)
        for colour, width in _LINES:
            draw.rectangle(corners, outline=colour, width=width)
    file = BytesIO()
    image.save(file, format="PNG")
    return file.getvalue()


def _in_picture(box: Box, view: View, margin: int, size: tuple[int, int]) -> tuple[float, float, float, float]:
    """The corners of a box in the picture; of a box that lies outside of it, at its edge."""
    left, _, _, top = view.box
    x0, x1 = (margin + (x - left) * view.scale for x in (box[0] - _AROUND / view.scale, box[2] + _AROUND / view.scale))
    y0, y1 = (margin + (top - y) * view.scale for y in (box[3] + _AROUND / view.scale, box[1] - _AROUND / view.scale))
    width, height = size
    x0, y0 = min(max(x0, 0), width - 12), min(max(y0, 0), height - 12)
    return (x0, y0, max(min(x1, width - 1), x0 + 11), max(min(y1, height - 1), y0 + 11))
