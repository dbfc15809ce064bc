"""How keys, texts and the defaults of parameters are written in TOML.

By hand: a lesson file to start from is mostly comments, and what TOML escapes in a text JSON escapes alike.
"""

from __future__ import annotations

import json
import re

from scenes.stage.parameters import NumberParameter, Parameter, TableParameter

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_NUMBER = re.compile(r"[+-]?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")


def text(written: str) -> str:
    """A string of TOML on one line; what cannot be seen is written as an escape, a space that does not break too.

    >>> print(text('a "b"\\n'), text("5\\u00a0шагов"))
    "a \\"b\\"\\n" "5\\u00a0шагов"
    """
    quoted = json.dumps(written, ensure_ascii=False)
    return "".join(char if char.isprintable() else _escaped(char) for char in quoted)


def _escaped(char: str) -> str:
    return f"\\u{ord(char):04x}" if ord(char) < 0x10000 else f"\\U{ord(char):08x}"


def key(*parts: str) -> str:
    """A dotted key.

    >>> key("words", "en", "gradient.length")
    'words.en."gradient.length"'
    """
    return ".".join(part if _BARE.fullmatch(part) else text(part) for part in parts)


def default(parameter: Parameter) -> str:
    """The default of a parameter."""
    if isinstance(parameter, TableParameter):
        rows = (", ".join(map(number, row.split(","))) for row in parameter.default.split(";") if row.strip())
        return f"[{', '.join(f'[{row}]' for row in rows)}]"
    return number(parameter.default) if isinstance(parameter, NumberParameter) else text(parameter.default)


def number(written: str) -> str:
    """A number as it is written; a text where TOML has no such number.

    >>> number("2.1"), number("1/3")
    ('2.1', '"1/3"')
    """
    return written.strip() if _NUMBER.fullmatch(written.strip()) else text(written.strip())
