"""Where the cache is. Loads nothing of what films need."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_cache_path

FOLDER = "BACKREEL_CACHE"  # in the environment: another folder than the usual one


def folder() -> Path:
    """Where the cache is."""
    named = os.environ.get(FOLDER)
    return Path(named) if named else user_cache_path("backreel")
