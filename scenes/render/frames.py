"""Frames of finished videos as pictures."""

from __future__ import annotations

from fractions import Fraction
from io import BytesIO
from pathlib import Path

import av
from av.video.reformatter import Colorspace
from PIL import Image


def frame_png(video: Path, number: int) -> bytes:
    """A frame of a video, counted from 0 (-1: the last one), as a PNG: what stands on the screen, to the pixel."""
    with av.open(str(video)) as container:
        stream = container.streams.video[0]
        assert stream.time_base is not None
        assert stream.average_rate is not None
        stream.thread_type = "AUTO"
        number %= stream.frames
        wanted = round(Fraction(number) / stream.average_rate / stream.time_base)
        container.seek(wanted, stream=stream)  # the key picture before it
        found = next(frame for frame in container.decode(stream) if frame.pts is not None and frame.pts >= wanted)
    picture = found.to_ndarray(format="rgb24", src_colorspace=Colorspace.ITU709)
    file = BytesIO()
    Image.fromarray(picture).save(file, format="PNG")
    return file.getvalue()


def last_frame_png(video: Path) -> bytes:
    """The last frame of a video as a PNG: what stands on the screen when it is over, to the pixel."""
    return frame_png(video, -1)
