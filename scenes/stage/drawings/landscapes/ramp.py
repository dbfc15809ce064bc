"""Tints for heights: even steps from the colour of the lowest to that of the highest, in a space where equal steps look
equal, and a soft light on them."""

from __future__ import annotations

import numpy as np

from scenes.stage.look.oklab import Colors, oklab_of
from scenes.stage.look.theme import Theme


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
