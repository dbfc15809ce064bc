"""Films for where no video is played: GIF and animated WebP, under a size if one is named."""

from __future__ import annotations

import errno
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av

from scenes.deliver.video.loops import Colours, gif, webp, webp_with_alpha


@dataclass(frozen=True)
class Made:
    """How large: the shorter side in pixels, pictures a second; how fine: how many colours, or the quality of a WebP
    with alpha."""

    lines: int
    fps: int
    fineness: int
    is_of_colours: bool = True

    def __str__(self) -> str:
        fineness = f"{self.fineness} colours" if self.is_of_colours else f"quality {self.fineness}"
        return f"{self.lines} lines, {self.fps} pictures a second, {fineness}"


# From the best to what is just bearable. Rates go into hundredths of a second, by which GIF counts. Sharp lines come
# before smooth movement: most of what is shown stands. Each way made a smaller file than the one before, with six shots
# of five lessons in three shapes; a file that is too large is left in no case.
_LINES_AND_RATES = (
    *((720, 25), (720, 20), (600, 20), (540, 20)),
    *((480, 20), (480, 10), (360, 10), (300, 10), (270, 10), (240, 5), (180, 5)),
)
_COLOURS, _QUALITIES = (128, 64), (80, 60, 40)
_PLAIN = 4  # without a size: the first of 480 lines
_SAMPLED = 360  # lines of the pictures that the colours are taken from


class TooLarge(OSError):
    """No size, rate and fineness makes it small enough."""


def made_small(kind: str, videos: Sequence[Path], path: Path, most: int | None, is_transparent: bool = False) -> Made:
    """Write a GIF or a WebP of at most so many bytes, as large and fine as may be; says what was chosen. Raises
    TooLarge."""
    ways = _ways(videos, not is_transparent)
    colours = None if is_transparent else Colours(videos, _size(videos, min(ways[0].lines, _SAMPLED)))

    def write(way: Made, file: Path) -> bool:
        """Whether it is small enough."""
        size = _size(videos, way.lines)
        if colours is None:
            webp_with_alpha(videos, file, size, way.fps, way.fineness)
        elif kind == "webp":
            webp(videos, file, size, way.fps, colours.table(way.fineness))
        else:
            gif(videos, file, size, way.fps, colours.table(way.fineness), most)
        return most is None or file.stat().st_size <= most

    if most is None:
        plain = next((way for way in ways if way.lines <= _LINES_AND_RATES[_PLAIN][0]), ways[-1])
        write(plain, path)
        return plain
    best = _first(ways, write, path)
    if best is None:
        least = ways[-1]
        raise TooLarge(
            errno.EFBIG,
            f"does not fit into {_in_words(most)}, not even with {least.lines} lines and {least.fps} pictures a second;"
            " allow more, or name shots (--shots)",
            path.name,
        )
    return best


def _in_words(size: int) -> str:
    return f"{size / 1e6:g} MB" if size >= 1000 else f"{size} bytes"


def _ways(videos: Sequence[Path], is_of_colours: bool) -> list[Made]:
    with av.open(str(videos[0])) as first:
        stream = first.streams.video[0]
        lines, fps = min(stream.width, stream.height), int(stream.average_rate or 1)
    finenesses = _COLOURS if is_of_colours else _QUALITIES
    ways: list[Made] = []
    for step, (height, rate) in enumerate(_LINES_AND_RATES):
        fineness = finenesses[step * len(finenesses) // len(_LINES_AND_RATES)]
        way = Made(min(lines, height), min(fps, rate), fineness, is_of_colours)
        if way not in ways:
            ways.append(way)
    return ways


def _first(ways: Sequence[Made], write: Callable[[Made, Path], bool], path: Path) -> Made | None:
    """The first that fits, where all after one that fits do too; its file is what is left there."""
    attempt = path.with_name(f"{path.name}.attempt")
    low, high = 0, len(ways)
    while low < high:
        middle = (low + high) // 2
        if write(ways[middle], attempt):
            attempt.replace(path)
            high = middle
        else:
            low = middle + 1
    attempt.unlink(missing_ok=True)
    return ways[high] if high < len(ways) else None


def _size(videos: Sequence[Path], lines: int) -> tuple[int, int]:
    with av.open(str(videos[0])) as first:
        stream = first.streams.video[0]
        part = Fraction(lines, min(stream.width, stream.height))
        return 2 * round(stream.width * part / 2), 2 * round(stream.height * part / 2)
