"""The pictures of finished shots, one after another, as those who make other files of them want them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import ceil
from pathlib import Path

import av
from av.video.reformatter import Colorspace, Interpolation

TICKS = 100  # in a second: GIF counts in them


def pictures(
    videos: Sequence[Path], pixels: str, size: tuple[int, int] | None = None, fps: int | None = None
) -> Iterator[tuple[av.VideoFrame, int, int]]:
    """Each picture in this format of pixels, and from which tick to which it is shown; `size` and `fps` are those of
    the videos where none are named. With fewer pictures a second each is the one that stands when its time comes."""
    place, shown = 0, 0
    rate = wanted = Fraction(1)
    standing: av.VideoFrame | None = None  # from the slot `shown` on
    passed: av.VideoFrame | None = None  # the last one, where it stands at the begin of no slot
    for video in videos:
        with av.open(str(video)) as container:
            stream = container.streams.video[0]
            rate = Fraction(stream.average_rate or 1)
            wanted = Fraction(fps or rate)
            for frame in container.decode(stream):
                slot, following = (ceil(at * wanted / rate) for at in (place, place + 1))
                place += 1
                if slot == following:
                    passed = frame
                    continue
                if standing is not None:
                    yield standing, _tick(shown, wanted), _tick(slot, wanted)
                standing, shown, passed = _as_wanted(frame, pixels, size), slot, None
    if standing is None:
        return
    end = round(TICKS * place / rate)
    if passed is not None:  # how a film ends is always seen
        last = ceil(place * wanted / rate) - 1
        if last > shown:
            yield standing, _tick(shown, wanted), _tick(last, wanted)
        standing, shown = _as_wanted(passed, pixels, size), last
    yield standing, _tick(shown, wanted), end


def _tick(slot: int, fps: int | Fraction) -> int:
    return round(Fraction(TICKS * slot) / fps)


def _as_wanted(frame: av.VideoFrame, pixels: str, size: tuple[int, int] | None) -> av.VideoFrame:
    width, height = size or (frame.width, frame.height)
    return frame.reformat(
        width, height, pixels, src_colorspace=Colorspace.ITU709, interpolation=Interpolation.AREA, threads=1
    )
