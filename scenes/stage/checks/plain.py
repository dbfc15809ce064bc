"""The words of a text's source, without its marks."""

from __future__ import annotations

import re

_TYPST_CALL = re.compile(r"#(?:box\(rect\([^)]*\)\)|\w+(?:\([^)]*\)|\s+\w+)*)")
_TYPST_LABEL = re.compile(r"<\w+>")


def plain(source: str) -> str:
    """Typst markup or TeX without its marks, as near to the text as is simple.

    >>> plain("$ #box(rect(width: 1pt)) w x + b $"), plain("[one] two")
    ('w x + b', 'one two')
    """
    text = _TYPST_LABEL.sub("", _TYPST_CALL.sub("", source)).replace("$", " ")
    return " ".join(re.sub(r"\\(?=\W)|[\[\]{}]", "", text).split())
