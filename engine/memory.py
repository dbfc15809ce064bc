"""Memory for large temporary arrays."""

from __future__ import annotations

import numpy as np

_LARGE = 2**21  # numbers, 16 MB


def keep_memory() -> None:
    """Let the process keep what large temporary arrays gave back. Otherwise the C library hands every one of them back
    to the system and takes it anew page by page, which costs as much as the arithmetic. It raises its own threshold
    when it frees a large block (mallopt(3), M_MMAP_THRESHOLD), which takes no time; elsewhere this does nothing."""
    np.empty(_LARGE)
