"""Films for where no video is played: GIF and animated WebP, under a size if one is named."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from PIL import Image

from scenes.deliver.video.pictures import TICKS, pictures


@dataclass(frozen=True)
class Made:
    """How large: the shorter side in pixels, pictures a second; how fine: colours of a GIF, quality of a WebP."""

    lines: int
    fps: int
    fineness: int


# From the best to what is just bearable. Rates go into hundredths of a second, by which GIF counts. Sharp lines come
# before smooth movement: most of what is shown stands.
_LINES_AND_RATES = (
    *((720, 25), (720, 20), (600, 20), (540, 20)),
    *((480, 20), (480, 10), (360, 10), (300, 10), (270, 10), (240, 5), (180, 5)),
)
_FINENESS = {"gif": (128, 64, 32), "webp": (80, 60, 40)}
_PLAIN = 4  # without a size: the first of 480 lines
_SAMPLES = 24  # pictures that the colours are taken from


class TooLarge(OSError):
    """No size, rate and fineness makes it small enough."""


def made_small(kind: str, videos: Sequence[Path], path: Path, most: int | None) -> Made:
    """Write a GIF or a WebP of at most so many bytes, as large and fine as may be; says what was chosen. Raises
    TooLarge."""
    write = _gif if kind == "gif" else _webp
    ways = _ways(kind, videos)
    if most is None:
        plain = next((way for way in ways if way.lines <= _LINES_AND_RATES[_PLAIN][0]), ways[-1])
        write(videos, path, plain, None)
        return plain
    best = _first(ways, lambda way: write(videos, path, way, most))
    if best is None:
        least = ways[-1]
        raise TooLarge(
            errno.EFBIG,
            f"does not fit into {most / 1e6:g} MB, not even with {least.lines} lines and {least.fps} pictures a second;"
            " allow more, or name shots (--shots)",
            path.name,
        )
    write(videos, path, best, most)  # what was tried last may have been another one
    return best


def _ways(kind: str, videos: Sequence[Path]) -> list[Made]:
    with av.open(str(videos[0])) as first:
        stream = first.streams.video[0]
        lines, fps = min(stream.width, stream.height), int(stream.average_rate or 1)
    ways: list[Made] = []
    for step, (height, rate) in enumerate(_LINES_AND_RATES):
        fineness = _FINENESS[kind][min(2, step * 3 // len(_LINES_AND_RATES))]
        way = Made(min(lines, height), min(fps, rate), fineness)
        if way not in ways:
            ways.append(way)
    return ways


def _first(ways: Sequence[Made], fits: Callable[[Made], bool]) -> Made | None:
    """The first that fits, where all after one that fits do too."""
    low, high = 0, len(ways)
    while low < high:
        middle = (low + high) // 2
        if fits(ways[middle]):
            high = middle
        else:
            low = middle + 1
    return ways[low] if low < len(ways) else None


def _size(videos: Sequence[Path], lines: int) -> tuple[int, int]:
    with av.open(str(videos[0])) as first:
        stream = first.streams.video[0]
        part = Fraction(lines, min(stream.width, stream.height))
        return 2 * round(stream.width * part / 2), 2 * round(stream.height * part / 2)


def _changes(videos: Sequence[Path], way: Made, pixels: str) -> Iterator[tuple[np.ndarray, int, int]]:
    """Each picture that differs from the one before, with its ticks."""
    standing: tuple[np.ndarray, int, int] | None = None
    for frame, begins, ends in pictures(videos, pixels, _size(videos, way.lines), way.fps):
        array = frame.to_ndarray()
        if standing is not None and np.array_equal(standing[0], array):
            standing = standing[0], standing[1], ends
            continue
        if standing is not None:
            yield standing
        standing = array, begins, ends
    if standing is not None:
        yield standing


def _gif(videos: Sequence[Path], path: Path, way: Made, most: int | None) -> bool:
    """One table of colours for all, no dither: flat grounds stay flat, and what stands costs nothing. Given up as soon
    as it is too large."""
    table = _colours(videos, way)
    palette = np.zeros((256, 4), dtype=np.uint8)
    colours = np.array(table.getpalette(), dtype=np.uint8).reshape(-1, 3)
    palette[: len(colours), :3], palette[:, 3] = colours, 255
    palette = np.ascontiguousarray(palette[:, [3, 0, 1, 2]])  # alpha first
    written = 0
    before: np.ndarray | None = None
    ends = last = 0
    with av.open(str(path), "w", format="gif", options={"loop": "0"}) as film:
        stream = film.add_stream("gif", rate=TICKS)
        stream.width, stream.height = _size(videos, way.lines)
        stream.pix_fmt = "pal8"

        def add(picture: np.ndarray, tick: int) -> None:
            nonlocal written
            frame = av.VideoFrame.from_ndarray((picture, palette), format="pal8")
            frame.pts, frame.time_base = tick, Fraction(1, TICKS)
            for packet in stream.encode(frame):
                written += packet.size
                film.mux(packet)

        for pixels, begins, until in _changes(videos, way, "rgb24"):
            picture = np.asarray(Image.fromarray(pixels).quantize(palette=table, dither=Image.Dither.NONE))
            if before is None or not np.array_equal(before, picture):
                add(picture, begins)
                before, last = picture, begins
            ends = until
            if most is not None and written > most:
                return False
        if before is not None and ends - 1 > last:
            add(before, ends - 1)  # the last one stands to the end
    return most is None or path.stat().st_size <= most


def _colours(videos: Sequence[Path], way: Made) -> Image.Image:
    """A table of the colours of pictures taken all over the film."""
    seen = [array for array, _, _ in _changes(videos, Made(way.lines, 1, 0), "rgb24")]
    chosen = seen[:: max(1, len(seen) // _SAMPLES)]
    return Image.fromarray(np.concatenate(chosen)).quantize(way.fineness, method=Image.Quantize.MEDIANCUT)


def _webp(videos: Sequence[Path], path: Path, way: Made, most: int | None) -> bool:
    """Whatever does not change is left out by the encoder; alpha is kept."""
    last = ends = -1
    with av.open(str(path), "w", format="webp", options={"loop": "0"}) as film:
        options = {"quality": str(way.fineness), "compression_level": "2"}
        stream = film.add_stream("libwebp_anim", rate=TICKS, options=options)
        stream.width, stream.height = _size(videos, way.lines)
        stream.pix_fmt = "bgra"
        picture: np.ndarray | None = None
        for changed, begins, until in _changes(videos, way, "bgra"):
            film.mux(stream.encode(_at(changed, begins)))
            picture, last, ends = changed, begins, until
        if picture is not None and ends - 1 > last:
            film.mux(stream.encode(_at(picture, ends - 1)))  # the last one stands to the end
        film.mux(stream.encode())
    return most is None or path.stat().st_size <= most


def _at(picture: np.ndarray, tick: int) -> av.VideoFrame:
    frame = av.VideoFrame.from_ndarray(picture, format="bgra")
    frame.pts, frame.time_base = tick, Fraction(1, TICKS)
    return frame
