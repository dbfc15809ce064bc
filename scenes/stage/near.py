"""What a message repeats of a text: short, on one line, and with the nearest of the names that there are."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

_SHOWN = 60  # characters


def quoted(text: str) -> str:
    """The beginning of a text in quotation marks, with escapes for what cannot be printed.

    >>> quoted("a" * 70)[-8:], quoted("a\\nb")
    ("aaaa'...", "'a\\\\nb'")
    """
    return f"{text[:_SHOWN]!r}{'...' if len(text) > _SHOWN else ''}"


def nearest(name: str, names: Iterable[str]) -> str:
    """The nearest of the names.

    >>> nearest("inptu", ["bias", "input"])
    'input'
    """
    known = list(names)
    return get_close_matches(name[:_SHOWN].lower(), known, n=1, cutoff=0.0)[0]


def no_such(kind: str, name: str, names: Iterable[str]) -> str:
    """That there is no such thing, in words, with the nearest and all others.

    >>> no_such("shot", "los", ["loss", "slope"])
    "no shot 'los'; the nearest is loss; there are: loss, slope"
    """
    known = list(names)
    return f"no {kind} {quoted(name)}; the nearest is {nearest(name, known)}; there are: {', '.join(known)}"
