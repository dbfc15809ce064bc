"""A film as a folder of pictures, one for each frame."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import av
import numpy as np
from av.video.reformatter import Colorspace
from PIL import Image


def png_sequence(videos: Sequence[Path], folder: Path, is_transparent: bool) -> None:
    """Write 000001.png, 000002.png and so on. What stands is packed once."""
    folder.mkdir()
    pixels = "rgba" if is_transparent else "rgb24"
    place = 0
    before: np.ndarray | None = None
    packed = b""
    for video in videos:
        with av.open(str(video)) as container:
            for frame in container.decode(video=0):
                picture = frame.to_ndarray(format=pixels, src_colorspace=Colorspace.ITU709)
                place += 1
                file = folder / f"{place:06}.png"
                if before is not None and np.array_equal(before, picture):
                    file.write_bytes(packed)
                    continue
                Image.fromarray(picture).save(file, format="PNG", compress_level=3)
                before, packed = picture, file.read_bytes()
