"""Which kinds of files a film can be, and which of them are what for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scenes.stage.near import no_such, quoted

KINDS = {
    "mp4": "H.264: plays everywhere",
    "webm": "VP9, for the web; --transparent has alpha",
    "mov": "ProRes 4444 with alpha, for those who edit; --transparent alone",
    "gif": "see --max-size",
    "webp": "animated, a quarter smaller than gif; see --max-size",
    "png": "a folder with a picture for each frame: as the mp4 shows it; with --transparent exactly as it is drawn",
}
SMALL = ("gif", "webp")
LEAST = 10_000  # bytes; no film of a shot is smaller
SOUNDS = {"mp4": "aac", "webm": "opus", "mov": "aac"}  # and how it is coded
_WITH_ALPHA = ("webm", "mov", "webp", "png")
_UNITS = {"": 1, "b": 1, "kb": 10**3, "mb": 10**6, "gb": 10**9, "kib": 2**10, "mib": 2**20, "gib": 2**30}


@dataclass(frozen=True)
class Wish:
    """Files of these kinds, the small ones of at most so many bytes; of these shots, each by itself, or of all as one;
    with soft subtitles inside or without."""

    kinds: tuple[str, ...] = ("mp4",)
    most: int | None = None
    shots: tuple[str, ...] = ()
    with_subtitles: bool = False


MP4 = Wish()


def kinds_of(written: str | None, is_transparent: bool) -> tuple[str, ...]:
    """The kinds of a list with commas. Raises ValueError, with what is wrong."""
    if written is None:
        return ("webm", "mov") if is_transparent else ("mp4",)
    kinds = tuple(dict.fromkeys(kind.strip() for kind in written.split(",") if kind.strip()))
    if not kinds:
        raise ValueError(f"say which kinds; there are: {', '.join(KINDS)}")
    for kind in kinds:
        if kind not in KINDS:
            raise ValueError(no_such("kind", kind, KINDS))
        if is_transparent and kind not in _WITH_ALPHA:
            why = "its pixels are there or not, edges would be ragged" if kind == "gif" else "H.264 has no alpha"
            raise ValueError(f"{kind} cannot be transparent ({why}); {', '.join(_WITH_ALPHA)} can")
        if not is_transparent and kind == "mov":
            raise ValueError("mov is what --transparent makes; the same film is in mp4")
    return kinds


def bytes_of(written: str) -> int:
    """A size as people write it. Raises ValueError.

    >>> bytes_of("8MB"), bytes_of("1.5 MiB"), bytes_of("500k")
    (8000000, 1572864, 500000)
    """
    match = re.fullmatch(r"(\d{1,12}(?:[.,]\d{1,12})?)\s*([kmg]?i?b?)", written.strip().lower())
    unit = match[2] if match is not None else ""
    if unit and not unit.endswith("b"):
        unit += "b"
    size = int(float(match[1].replace(",", ".")) * _UNITS[unit]) if match is not None and unit in _UNITS else 0
    if size < 1:
        raise ValueError(f"{quoted(written)} is no size; say 8MB")
    if size < LEAST:
        raise ValueError(f"{written!r} is too little for a film; say at least {LEAST // 1000}kB")
    return size
