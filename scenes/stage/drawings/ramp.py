"""Tints for heights: even steps from the colour of the lowest to that of the highest, in a space where equal steps look
equal (OKLab, Ottosson 2020), and a soft light on them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from scenes.stage.look.theme import Theme

Colors = NDArray[np.float64]

# Ottosson 2020, "A perceptual color space for image processing": linear sRGB to cones, their cube roots to Lab.
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


def level_colors(theme: Theme, count: int) -> Colors:
    """OKLab colours of a landscape's bands in a theme, from the lowest."""
    return tints(theme.level_low, theme.level_high, count)


def line_color(theme: Theme) -> str:
    """The colour of level lines."""
    return theme.level_line


def tints(low: str, high: str, count: int) -> Colors:
    """OKLab colours from the lowest band to the highest, shape (count, 3); `low` and `high` are hexadecimal."""
    ends = np.concatenate([oklab_of(low), oklab_of(high)])
    shares = np.linspace(0, 1, count)[:, np.newaxis] if count > 1 else np.zeros((1, 1))
    return np.asarray(ends[0] + (ends[1] - ends[0]) * shares)


def lit(colors: Colors, light: Colors, strength: float = 0.55) -> Colors:
    """OKLab colours under a light, shape (n, 3): `light` is 1 where it falls as on level ground, and they stay as they
    are; they go towards black below 1 and grow brighter, but not beyond white, above it."""
    brighter = np.minimum(1 + strength * (light - 1), 1 / np.maximum(colors[:, 0], 1e-9))
    return np.asarray(colors * brighter[:, np.newaxis])


def to_oklab(rgb: Colors) -> Colors:
    """sRGB between 0 and 1, shape (n, 3), as OKLab."""
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return np.asarray(np.cbrt(linear @ _CONES.T) @ _LAB.T)


def to_rgb(oklab: Colors) -> Colors:
    """OKLab as sRGB, cut to between 0 and 1."""
    linear = ((oklab @ np.linalg.inv(_LAB).T) ** 3) @ np.linalg.inv(_CONES).T
    linear = np.clip(linear, 0, 1)
    return np.asarray(np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055))


def oklab_of(color: str) -> Colors:
    """A hexadecimal colour as OKLab, shape (1, 3)."""
    return to_oklab(_rgb(color)[np.newaxis])


def hexadecimal(oklab: Colors) -> list[str]:
    """OKLab colours as hexadecimal strings."""
    whole = np.round(to_rgb(oklab) * 255).astype(int)
    return [f"#{red:02X}{green:02X}{blue:02X}" for red, green, blue in whole.tolist()]


def _rgb(hexadecimal: str) -> Colors:
    return np.array([int(hexadecimal[place : place + 2], 16) for place in (1, 3, 5)]) / 255
