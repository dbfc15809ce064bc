"""Files that are there whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from engine.files.scratch import Scratch


def write_whole(file: str | os.PathLike[str], written: bytes) -> None:
    """Write a file under exactly this name. It appears there whole or not at all, in place of what was there. Raises
    OSError where the folder cannot be written to."""
    place = Path(file)
    with Scratch(place.parent, ".backreel-") as folder:
        made = folder / "whole"
        with made.open("wb") as output:
            output.write(written)
            output.flush()
            os.fsync(output.fileno())
        os.replace(made, place)
