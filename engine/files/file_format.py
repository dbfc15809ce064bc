"""What the files that Backreel writes have in common: a format's name, its version, and errors of one line."""

from __future__ import annotations

from typing import Any


def check_version(kind: str, newest: int, name: object, version: object) -> None:
    """Raises ValueError, naming what is wanted and what is there, for another format than `backreel.KIND` or another
    version than the newest."""
    wanted = f"backreel.{kind}"
    if name != wanted:
        raise ValueError(f"not a {kind}: the format must be {wanted} (version {newest}), got {shown(name)}")
    if isinstance(version, bool) or version != newest:
        newer = isinstance(version, int) and version > newest
        mend = "; a newer Backreel is needed" if newer else ""
        raise ValueError(f"a {kind} of version {shown(version)}, and this Backreel reads version {newest}{mend}")


def shown(thing: Any) -> str:
    """Anything in one short line, for an error."""
    return f"{thing!r:.60}"


def one_line(wrong: Exception) -> str:
    """Another library's error in one line, or its kind if it says nothing."""
    return " ".join(str(wrong).split())[:200] or type(wrong).__name__
