"""What a message repeats of a text: short, on one line, and with the nearest of the names that there are."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

_SHOWN = 60  # characters of a text
_WRITTEN = 80  # characters that these may take with their escapes
_LISTED = 180  # characters of names
_PATH = 200  # characters of a path: its end, where its name is


def quoted(text: str) -> str:
    """The beginning of a text in quotation marks, with escapes for what cannot be printed.

    >>> quoted("a" * 70)[-8:], quoted("a\\nb")
    ("aaaa'...", "'a\\\\nb'")
    """
    shown = repr(text[:_SHOWN])
    if len(shown) > _WRITTEN:  # of escapes, each of which takes up to ten characters
        return f"{shown[:_WRITTEN]}{shown[0]}..."
    return f"{shown}{'...' if len(text) > _SHOWN else ''}"


def path_shown(path: str) -> str:
    """A path in a message: as it is where it can be printed, and its end where it is long.

    >>> path_shown("a" * 300 + ".csv")[:5], path_shown("a\\nb.csv")
    ('...aa', "'a\\\\nb.csv'")
    """
    text = path if path.isprintable() else repr(path)
    return text if len(text) <= _PATH else f"...{text[3 - _PATH :]}"


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
    return f"no {kind} {quoted(name)}; the nearest is {nearest(name, known)}; there are: {listed(known)}"


def listed(names: Iterable[str]) -> str:
    """Names with commas, as many as a message has room for, and how many more there are.

    >>> listed(f"parameter{k}" for k in range(40))[-23:]
    'parameter16 and 23 more'
    """
    known, shown = list(names), list[str]()
    for name in known:
        if sum(map(len, shown)) + len(name) > _LISTED:
            return f"{', '.join(shown)} and {len(known) - len(shown)} more"
        shown.append(name)
    return ", ".join(shown)
