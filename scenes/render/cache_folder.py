"""Where the cache is. Loads nothing of what films need."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from platformdirs import user_cache_path

FOLDER = "BACKREEL_CACHE"  # in the environment: another folder than the usual one


def folder() -> Path:
    """Where the cache is. Raises OSError where this user has no home."""
    named = os.environ.get(FOLDER)
    if named:
        return Path(named)
    try:
        return user_cache_path("backreel")
    except RuntimeError:
        hint = "no home folder is known"
        raise FileNotFoundError(errno.ENOENT, hint) from None
