"""What a film is called whose lesson file is called so: a name that every system takes for a file beside others."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from scenes.lessons import index

LONGEST = 120  # bytes: language, shape and suffixes come after it, and a name has 255
_SIGNS = "+()=,@- "  # and no point: there a name's language begins
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)")  # names of devices of Windows, with any suffix


def film_name(path: Path) -> str:
    """The name of the file without its suffix, each sign that is none of a name replaced; "" where nothing is left. One
    that is a lesson's gets an ending, as that lesson has files of its own.

    >>> film_name(Path("мой курс.toml")), film_name(Path("-a<b>\\n.toml")), film_name(Path("..toml"))
    ('мой курс', 'a_b', '')
    >>> film_name(Path("neuron.toml"))
    'neuron_film'
    """
    written = unicodedata.normalize("NFC", path.stem.encode(errors="replace").decode())
    plain = "".join(char if _is_of_a_name(char) else "_" for char in written)
    name = plain.encode()[:LONGEST].decode(errors="ignore").strip(" _-")
    if _is_of_a_lesson(name.lower()):  # some file systems take both for one name
        return f"{name}_film"
    return f"{name}_" if _RESERVED.fullmatch(name) else name


def _is_of_a_lesson(name: str) -> bool:
    from scenes.lessons.outside import packages

    return name in index.known() or name in packages.names()


def _is_of_a_name(char: str) -> bool:
    return char.isalnum() or char in _SIGNS or unicodedata.category(char) in ("Mn", "Mc")
