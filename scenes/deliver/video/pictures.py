"""The pictures of finished shots, one after another, as those who make other files of them want them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import av
from av.video.reformatter import Colorspace, Interpolation

TICKS = 100  # in a second: GIF counts in them


def pictures(
    videos: Sequence[Path], pixels: str, size: tuple[int, int] | None = None, fps: int | None = None
) -> Iterator[tuple[av.VideoFrame, int, int]]:
    """Each picture in this format of pixels, and from which tick to which it is shown; `size` and `fps` are those of
    the videos where none are named. With fewer pictures a second each is the one that stands when its time comes."""
    begins, shown = 0, -1
    rate = Fraction(1)
    last: av.VideoFrame | None = None
    for video in videos:
        with av.open(str(video)) as container:
            stream = container.streams.video[0]
            rate = Fraction(stream.average_rate or 1)
            wanted = fps or rate
            for place, frame in enumerate(container.decode(stream)):
                slot = int((begins + place) * wanted / rate)
                if slot == shown and last is not None:
                    continue
                if last is not None:
                    yield last, _tick(shown, wanted), _tick(slot, wanted)
                last, shown = _as_wanted(frame, pixels, size), slot
            begins += stream.frames
    if last is not None:
        yield last, _tick(shown, fps or rate), round(TICKS * begins / rate)


def _tick(slot: int, fps: int | Fraction) -> int:
    return round(Fraction(TICKS * slot) / fps)


def _as_wanted(frame: av.VideoFrame, pixels: str, size: tuple[int, int] | None) -> av.VideoFrame:
    width, height = size or (frame.width, frame.height)
    return frame.reformat(
        width, height, pixels, src_colorspace=Colorspace.ITU709, interpolation=Interpolation.AREA, threads=1
    )
