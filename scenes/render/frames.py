"""Frames of finished videos as pictures."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import av
from av.video.reformatter import Colorspace
from PIL import Image


def last_frame_png(video: Path) -> bytes:
    """The last frame of a video as a PNG: what stands on the screen when it is over, to the pixel."""
    with av.open(str(video)) as container:
        *_, last = container.decode(video=0)
    picture = last.to_ndarray(format="rgb24", src_colorspace=Colorspace.ITU709)
    file = BytesIO()
    Image.fromarray(picture).save(file, format="PNG", optimize=True)
    return file.getvalue()
