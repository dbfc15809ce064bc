"""Two words of a finished MP4 or QuickTime file that libavformat does not let one say."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

Box = tuple[int, int]  # where its content begins and ends


def settle(path: Path) -> None:
    """Subtitles are off until somebody switches them on, and the chapters' titles are in the film's language:
    libavformat has the first track of each kind on, and calls all chapters English.

    ISO/IEC 14496-12, 8.3.2 (track header), 8.4.2 (media header), 8.4.3 (handler). Raises ValueError where a track has
    none of these.
    """
    with path.open("r+b") as file:
        film: bytes | None = None
        for track in _boxes(file, (0, path.stat().st_size), b"moov", b"trak"):
            (header,), (times,), (handler,) = (
                list(_boxes(file, track, *names)) for names in ((b"tkhd",), (b"mdia", b"mdhd"), (b"mdia", b"hdlr"))
            )
            language = times[0] + (32 if _read(file, times[0], 1) == b"\1" else 20)
            kind = _read(file, handler[0] + 8, 4)
            if kind == b"vide":
                film = _read(file, language, 2)
            elif kind == b"sbtl":
                (flags,) = _read(file, header[0] + 3, 1)
                _write(file, header[0] + 3, bytes([flags & ~1]))
            elif kind == b"text" and film is not None:
                _write(file, language, film)


def _boxes(file: BinaryIO, inside: Box, *names: bytes) -> Iterator[Box]:
    """The boxes of the last of these names, in those of the names before."""
    begin, end = inside
    while begin < end:
        size, name = struct.unpack(">I4s", _read(file, begin, 8))
        content = begin + 8
        if size == 1:
            (size,), content = struct.unpack(">Q", _read(file, content, 8)), content + 8
        box = content, begin + size
        if name == names[0]:
            if names[1:]:
                yield from _boxes(file, box, *names[1:])
            else:
                yield box
        begin += size


def _read(file: BinaryIO, place: int, count: int) -> bytes:
    file.seek(place)
    return file.read(count)


def _write(file: BinaryIO, place: int, content: bytes) -> None:
    file.seek(place)
    file.write(content)
