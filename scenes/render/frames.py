"""Frames of finished videos as pictures."""

from __future__ import annotations

from fractions import Fraction
from io import BytesIO
from pathlib import Path

import av
from av.video.reformatter import Colorspace
from PIL import Image


def frame(video: Path, number: int) -> Image.Image:
    """A frame of a video, counted from 0 (-1: the last one): what stands on the screen, to the pixel."""
    with av.open(str(video)) as container:
        stream = container.streams.video[0]
        assert stream.time_base is not None
        assert stream.average_rate is not None
        stream.thread_type = "AUTO"
        number %= stream.frames
        wanted = round(Fraction(number) / stream.average_rate / stream.time_base)
        container.seek(wanted, stream=stream)  # back to the key picture before it: those before are not needed
        found = next(one for one in container.decode(stream) if one.pts is not None and one.pts >= wanted)
    return Image.fromarray(found.to_ndarray(format="rgb24", src_colorspace=Colorspace.ITU709))


def last_frame(video: Path) -> Image.Image:
    """The last frame of a video: what stands on the screen when it is over."""
    return frame(video, -1)


def frame_png(video: Path, number: int) -> bytes:
    """A frame of a video as a PNG."""
    file = BytesIO()
    frame(video, number).save(file, format="PNG")
    return file.getvalue()
