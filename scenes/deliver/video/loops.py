"""GIF and animated WebP: pictures that go round by themselves, with few colours, exactly as they were drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache
from pathlib import Path

import av
import numpy as np
from PIL import Image

from scenes.deliver.video.pictures import TICKS, pictures

Size = tuple[int, int]  # width and height
_SAMPLES = 24  # pictures that the colours are taken from
_LOOP = {"loop": "0"}


class Table:
    """Few colours for all pictures of a film. No dither: flat grounds stay flat, and what stands costs nothing."""

    def __init__(self, sample: Image.Image, count: int) -> None:
        """Cells of the cube of colours, whatever their share, as numbers and symbols have their colours on few pixels;
        of each cell the colour that is most frequent, so that the ground has its own."""
        cells = np.asarray(sample.quantize(count, method=Image.Quantize.FASTOCTREE), dtype=np.uint32).ravel()
        red, green, blue = np.asarray(sample, dtype=np.uint32).reshape(-1, 3).T
        found, times = np.unique(cells << 24 | red << 16 | green << 8 | blue, return_counts=True)
        found = found[np.argsort(times, kind="stable")]  # the most frequent one last: it stays
        self.colours = np.zeros((256, 3), dtype=np.uint8)
        self.colours[found >> 24] = np.stack([found >> 16 & 255, found >> 8 & 255, found & 255], axis=-1)
        self._image = Image.new("P", (1, 1))
        # Pillow looks for what is nearest to the lowest corner of a cube of 4 x 4 x 4 colours: so that it be the middle
        self._image.putpalette((np.maximum(self.colours[:count], 2) - 2).tobytes())

    def places(self, picture: np.ndarray) -> np.ndarray:
        """Where the nearest colour of each pixel is in the table."""
        return np.asarray(Image.fromarray(picture).quantize(palette=self._image, dither=Image.Dither.NONE))


class Colours:
    """The colours of a film, looked up in pictures from all over it."""

    def __init__(self, videos: Sequence[Path], size: Size) -> None:
        seen: list[np.ndarray] = []
        each = 1
        for place, (array, _, _) in enumerate(_changes(videos, "rgb24", size, 1)):
            if place % each == 0:
                seen.append(array)
            if len(seen) > 2 * _SAMPLES:  # of a long film rather fewer, and never all
                seen, each = seen[::2], 2 * each
        self._sample = Image.fromarray(np.concatenate(seen[:: -(-len(seen) // _SAMPLES)]))
        self.table = cache(self._table)

    def _table(self, count: int) -> Table:
        return Table(self._sample, count)


def gif(videos: Sequence[Path], path: Path, size: Size, fps: int, table: Table, most: int | None) -> None:
    """Given up as soon as it is larger than `most` bytes."""
    palette = np.full((256, 4), 255, dtype=np.uint8)  # alpha first
    palette[:, 1:] = table.colours
    written = 0
    with av.open(str(path), "w", format="gif", options=_LOOP) as film:
        stream = film.add_stream("gif", rate=TICKS)
        stream.width, stream.height = size
        stream.pix_fmt = "pal8"
        for picture, tick in _to_the_end(_places(videos, size, fps, table)):
            frame = av.VideoFrame.from_ndarray((picture, palette), format="pal8")
            frame.pts, frame.time_base = tick, Fraction(1, TICKS)
            for packet in stream.encode(frame):
                written += packet.size
                film.mux(packet)
            if most is not None and written > most:
                return


def webp(videos: Sequence[Path], path: Path, size: Size, fps: int, table: Table) -> None:
    """Loses nothing but colours. (What its lossy kind leaves of pictures before is to be seen on dark grounds.)"""
    shown = ((table.colours[places], begins, ends) for places, begins, ends in _places(videos, size, fps, table))
    _webp(shown, path, size, "rgb24", {"lossless": "1", "quality": "50"})


def webp_with_alpha(videos: Sequence[Path], path: Path, size: Size, fps: int, quality: int) -> None:
    """Alpha loses nothing, the colours do."""
    _webp(_changes(videos, "rgba", size, fps), path, size, "rgba", {"quality": str(quality)})


def _webp(
    shown: Iterator[tuple[np.ndarray, int, int]], path: Path, size: Size, pixels: str, options: dict[str, str]
) -> None:
    ends = 0
    with av.open(str(path), "w", format="webp", options=_LOOP) as film:
        stream = film.add_stream("libwebp_anim", rate=TICKS, options={**options, "compression_level": "2"})
        stream.width, stream.height = size
        stream.pix_fmt = "bgra"
        for picture, begins, until in shown:
            frame = av.VideoFrame.from_ndarray(picture, format=pixels).reformat(format="bgra")
            frame.pts, frame.time_base = begins, Fraction(1, TICKS)
            film.mux(stream.encode(frame))
            ends = until
        film.mux(stream.encode())
    _last_until(path, ends * 1000 // TICKS)


def _last_until(path: Path, end: int) -> None:
    """Let the last picture of a WebP stand to this millisecond: libwebp guesses how long.

    WebP Container Specification, Animation: chunks ANMF, in each twelve bytes of place and size, then three of time.
    """
    with path.open("r+b") as file:
        place, last, lasted = 12, 0, 0
        size = path.stat().st_size
        while place < size:
            file.seek(place)
            name, length = file.read(4), int.from_bytes(file.read(4), "little")
            if name == b"ANMF":
                last = place + 8 + 12
                file.seek(last)
                stands = int.from_bytes(file.read(3), "little")
                lasted += stands
            place += 8 + length + length % 2
        if last:
            file.seek(last)
            file.write((end - (lasted - stands)).to_bytes(3, "little"))


def _to_the_end(shown: Iterator[tuple[np.ndarray, int, int]]) -> Iterator[tuple[np.ndarray, int]]:
    """Each picture and when it comes; the last one comes once more, a tick before the end."""
    for picture, begins, until in shown:
        yield picture, begins
        last, ends = begins, until
    if ends - 1 > last:
        yield picture, ends - 1


def _places(videos: Sequence[Path], size: Size, fps: int, table: Table) -> Iterator[tuple[np.ndarray, int, int]]:
    return _apart(
        (table.places(picture), begins, ends) for picture, begins, ends in _changes(videos, "rgb24", size, fps)
    )


def _changes(videos: Sequence[Path], pixels: str, size: Size, fps: int) -> Iterator[tuple[np.ndarray, int, int]]:
    return _apart((frame.to_ndarray(), begins, ends) for frame, begins, ends in pictures(videos, pixels, size, fps))


def _apart(shown: Iterator[tuple[np.ndarray, int, int]]) -> Iterator[tuple[np.ndarray, int, int]]:
    """Each picture that differs from the one before, with its ticks."""
    standing: tuple[np.ndarray, int, int] | None = None
    for array, begins, ends in shown:
        if standing is not None and np.array_equal(standing[0], array):
            standing = standing[0], standing[1], ends
            continue
        if standing is not None:
            yield standing
        standing = array, begins, ends
    if standing is not None:
        yield standing
