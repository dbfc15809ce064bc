"""A frame as the encoder wants it: ITU-R BT.709, one luma for each pixel and two chromas for each four (yuv420p)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scenes.render.quick import brush

Pixels = NDArray[np.uint8]
Spans = NDArray[np.uint8]

BAND, CELL = 16, 32  # rows and columns of the cells that frames are compared by
# Recommendation ITU-R BT.709-6 (2015), items 3.2 to 3.4, from 0..255 to 16..235 and 16..240, in 65536ths.
_LUMA = (11966, 40254, 4064)
_CHROMA = ((-6596, -22189, 28784), (28784, -26145, -2639))


def no_spans(width: int, height: int) -> Spans:
    """A byte for each cell of a frame, 1 where it is meant; here nowhere."""
    return np.zeros((-(-height // BAND), -(-width // CELL)), dtype=np.uint8)


def all_spans(width: int, height: int) -> Spans:
    """All cells."""
    return no_spans(width, height) + np.uint8(1)


class Picture:
    """A frame of even sides, kept up to date: `planes` is luma (height x width) and under it both chromas."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.planes: Pixels = np.empty((height * 3 // 2, width), dtype=np.uint8)

    def take(self, pixels: Pixels, spans: Spans) -> bool:
        """The pixels (RGBA, height x width x 4) in these cells are new; whether that changes the picture."""
        if brush.compiled is not None:
            return bool(brush.compiled.convert(pixels, self.planes, self.width, self.height, spans))
        changed = False
        luma = self.planes[: self.height]
        chromas = self.planes[self.height :].reshape(2, self.height // 2, self.width // 2)
        for band, cells in enumerate(spans):
            if cells.any():
                meant = np.flatnonzero(cells)  # and what is between
                rows = slice(band * BAND, (band + 1) * BAND)
                columns = slice(meant[0] * CELL, min((meant[-1] + 1) * CELL, self.width))
                part = pixels[rows, columns, :3].astype(np.int32)
                changed |= _put(luma[rows, columns], (part @ _LUMA + 1081344) >> 16)
                four = part[::2, ::2] + part[1::2, ::2] + part[::2, 1::2] + part[1::2, 1::2]
                half = slice(rows.start // 2, rows.stop // 2), slice(columns.start // 2, columns.stop // 2)
                for plane, weights in zip(chromas, _CHROMA, strict=True):
                    changed |= _put(plane[half], (four @ weights + 33685504) >> 18)
        return changed


class ClearPicture(Picture):
    """A frame without background: `planes` is red, green, blue and alpha of each pixel (height x width x 4), the
    colours not times alpha, as files want them."""

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self.planes: Pixels = np.zeros((height, width, 4), dtype=np.uint8)

    def take(self, pixels: Pixels, spans: Spans) -> bool:
        changed = False
        for band, cells in enumerate(spans):
            if cells.any():
                rows = slice(band * BAND, (band + 1) * BAND)
                new = straight(pixels[rows])
                if not np.array_equal(self.planes[rows], new):
                    self.planes[rows] = new
                    changed = True
        return changed


def straight(pixels: Pixels) -> Pixels:
    """Cairo's pixels, whose colours are times alpha, with colours that are not."""
    alpha = pixels[..., 3:].astype(np.uint16)
    divisor = np.maximum(alpha, 1)
    colours = np.minimum((pixels[..., :3] * np.uint16(255) + divisor // 2) // divisor, 255)
    return np.concatenate([colours, alpha], axis=-1).astype(np.uint8)


def _put(old: NDArray[np.uint8], new: NDArray[np.int32]) -> bool:
    """Whether the new numbers are others; they take the place of the old ones."""
    if np.array_equal(old, new):
        return False
    old[...] = new
    return True
