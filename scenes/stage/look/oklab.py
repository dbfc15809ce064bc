"""Colours in OKLab, where equal steps look equal (B. Ottosson, A perceptual color space for image processing, 2020)."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Colors = NDArray[np.float64]

# Linear sRGB to cones, their cube roots to Lab.
_CONES = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
_LAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)


def linear_light(rgb: ArrayLike) -> Colors:
    """Linear light of sRGB colours between 0 and 1, any shape (IEC 61966-2-1)."""
    given = np.asarray(rgb, dtype=float)
    return np.where(given <= 0.04045, given / 12.92, ((given + 0.055) / 1.055) ** 2.4)


def oklab_of_light(linear: Colors) -> Colors:
    """Linear light, shape (..., 3), as OKLab."""
    return np.asarray(np.cbrt(linear @ _CONES.T) @ _LAB.T)


def to_oklab(rgb: ArrayLike) -> Colors:
    """sRGB between 0 and 1, shape (..., 3), as OKLab."""
    return oklab_of_light(linear_light(rgb))


def to_rgb(oklab: Colors) -> Colors:
    """OKLab as sRGB, cut to between 0 and 1."""
    linear = ((oklab @ np.linalg.inv(_LAB).T) ** 3) @ np.linalg.inv(_CONES).T
    linear = np.clip(linear, 0, 1)
    return np.asarray(np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055))


def oklab_of(color: str) -> Colors:
    """A hexadecimal colour as OKLab, shape (1, 3)."""
    return to_oklab([[int(color[place : place + 2], 16) / 255 for place in (1, 3, 5)]])


def hexadecimal(oklab: Colors) -> list[str]:
    """OKLab colours, shape (n, 3), as hexadecimal strings."""
    whole = np.round(to_rgb(oklab) * 255).astype(int)
    return [f"#{red:02X}{green:02X}{blue:02X}" for red, green, blue in whole.tolist()]
