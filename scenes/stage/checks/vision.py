"""How colours look: contrast (WCAG 2.2), and distance in OKLab (Ottosson 2020) for normal and colour-deficient eyes
(Machado, Oliveira and Fernandes 2009, severity 1). Colours are sRGB, shape (..., 3), from 0 to 1."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scenes.stage.look.oklab import linear_light, oklab_of_light

Colours = NDArray[np.float64]

VISIONS: dict[str, Colours] = {
    "normal": np.eye(3),
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritan": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
_LUMINANCE = np.array([0.2126, 0.7152, 0.0722])


def luminance(colours: ArrayLike) -> Colours:
    """Relative luminance (WCAG 2.2), shape (...)."""
    return linear_light(colours) @ _LUMINANCE


def contrast(first: ArrayLike, second: ArrayLike) -> Colours:
    """Contrast ratio (WCAG 2.2), from 1 to 21, shape (...)."""
    one, other = luminance(first), luminance(second)
    return (np.maximum(one, other) + 0.05) / (np.minimum(one, other) + 0.05)


def oklab(colours: ArrayLike, vision: str = "normal") -> Colours:
    """Colours in OKLab as eyes of this kind see them."""
    return oklab_of_light(np.clip(linear_light(colours) @ VISIONS[vision].T, 0, 1))


def distance(first: ArrayLike, second: ArrayLike, vision: str = "normal") -> float:
    """How far apart two colours look, in OKLab."""
    return float(np.linalg.norm(oklab(first, vision) - oklab(second, vision)))


def least_distance(first: ArrayLike, second: ArrayLike) -> tuple[float, str]:
    """How far apart two colours look at least, and to which eyes."""
    return min((distance(first, second, vision), vision) for vision in VISIONS)
