"""Standard output kept free for an answer."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout


@contextmanager
def nothing_on_stdout() -> Iterator[None]:
    """What a scene prints within it, and what the programs that it starts do, goes to standard error."""
    if sys.__stdout__ is None:  # closed
        with redirect_stdout(sys.stderr):
            yield
        return
    sys.__stdout__.flush()
    stdout = os.dup(1)
    os.dup2(2, 1)
    try:
        with redirect_stdout(sys.stderr):
            yield
    finally:
        sys.__stdout__.flush()
        os.dup2(stdout, 1)
        os.close(stdout)
