"""What users wrote, as text of formats that would take some of its characters for marks."""

from __future__ import annotations

import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$&^!@])")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_NOTHING = "\N{WORD JOINER}"  # takes no room, and no line is cut there


def as_markdown(text: str) -> str:
    """Markdown that shows exactly this text, on one line, after something else on it.

    >>> as_markdown("<b>Mine</b> & $x$")
    '\\\\<b\\\\>Mine\\\\</b\\\\> \\\\& \\\\$x\\\\$'
    """
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def without_tags(text: str) -> str:
    """The same text to the eye, with nothing in it that looks like a tag of HTML: for formats that know tags and have
    no way to write that something is none.

    >>> ascii(without_tags("2 < 3, <b>5</b>"))
    "'2 < 3, <\\\\u2060b>5<\\\\u2060/b>'"
    """
    return _TAG.sub(f"<{_NOTHING}", text)
