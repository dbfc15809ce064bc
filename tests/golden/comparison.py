"""A picture against a golden one: what may differ, and what may not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

# Cairo's rounding may move an edge by part of a pixel from one version to the next, so pictures are compared after a
# blur of one pixel: a channel may be off by 12 of 255, and one pixel in two thousand by more.
CHANNEL = 12
SHARE = 1 / 2000


@dataclass(frozen=True)
class Difference:
    """The share of pixels that differ visibly, and a picture of them."""

    share: float
    picture: Image.Image

    @property
    def is_small(self) -> bool:
        """Whether the pictures are the same for people."""
        return self.share <= SHARE


def difference(picture: Image.Image, golden: Image.Image) -> Difference:
    """How two pictures of the same size differ; ValueError for other sizes."""
    if picture.size != golden.size:
        raise ValueError(f"the picture is {picture.size}, the golden one {golden.size}")
    off = np.abs(_soft(picture) - _soft(golden)).max(axis=2)
    seen = off > CHANNEL
    return Difference(float(seen.mean()), Image.fromarray((255 * seen).astype(np.uint8)))


def _soft(picture: Image.Image) -> NDArray[np.int64]:
    return np.asarray(picture.convert("RGB").filter(ImageFilter.BoxBlur(1)), dtype=np.int64)
