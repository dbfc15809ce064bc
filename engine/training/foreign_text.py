"""What bytes that are no text in UTF-8 look like, so that an error can say what to do about them."""

from __future__ import annotations

from itertools import pairwise

_KINDS = {  # how files begin that are no text
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"%PDF": "a PDF document",
    b"PK\x03\x04": "a zip, such as a workbook of a spreadsheet",
    b"\xd0\xcf\x11\xe0": "an old workbook of a spreadsheet",
    b"\x1f\x8b": "a gzip archive",
    b"SQLite format 3": "a database",
    b"\x7fELF": "a program",
}
_WIDE = {
    b"\xff\xfe\0\0": "UTF-32",
    b"\0\0\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}
_LOOKED_AT = 10_000  # bytes
_SHARE = 0.3  # of zero bytes in letters and digits that take two bytes each


def foreign(whole: bytes) -> str | None:
    """What the bytes are, for `must be text in UTF-8, ...`, and what to do; None for what may be such text.

    >>> foreign("x,y".encode("utf-16-le"))
    'and looks like UTF-16; save the file as UTF-8'
    """
    for start, kind in _KINDS.items():
        if whole.startswith(start):
            return f"and is {kind}; export the table as CSV in UTF-8"
    for start, kind in _WIDE.items():
        if whole.startswith(start):
            return f"and is {kind}; save the file as UTF-8"
    seen = whole[:_LOOKED_AT]
    for evens, odds in ((seen[::2], seen[1::2]), (seen[1::2], seen[::2])):
        if odds.count(0) > _SHARE * max(1, len(odds)) and evens.count(0) * 10 < odds.count(0):
            return "and looks like UTF-16; save the file as UTF-8"
    return None


def single_byte(whole: bytes) -> str:
    """The encoding of one byte a letter that it looks like: words of Cyrillic letters are rows of high bytes."""
    seen = whole[:_LOOKED_AT]
    high = sum(byte >= 0xC0 for byte in seen)
    in_rows = sum(a >= 0xC0 and b >= 0xC0 for a, b in pairwise(seen))
    return "Windows-1251" if high and in_rows >= high / 2 else "Windows-1252 or Latin-1"
