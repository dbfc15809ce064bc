"""Frames of finished videos as pictures."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import av
from av.video.reformatter import Colorspace
from PIL import Image


def last_frame(video: Path) -> Image.Image:
    """The last frame of a video: what stands on the screen when it is over, to the pixel."""
    with av.open(str(video)) as container:
        stream = container.streams.video[0]
        if stream.duration is not None:
            container.seek(stream.duration, stream=stream)  # back to the last key picture: those before are not needed
        *_, last = container.decode(stream)
    return Image.fromarray(last.to_ndarray(format="rgb24", src_colorspace=Colorspace.ITU709))


def last_frame_png(video: Path) -> bytes:
    """The last frame of a video as a PNG."""
    file = BytesIO()
    last_frame(video).save(file, format="PNG", optimize=True)
    return file.getvalue()
