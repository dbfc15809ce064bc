"""Standard input, output and error, where a caller has closed them."""

from __future__ import annotations

import os
import sys


def open_closed_ones() -> None:
    """Nothing is read from them, and what is written there is dropped. Left closed, the next file that is opened would
    take their place, and get what libraries have to say."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # gets the lowest number that is free
            os.set_inheritable(number, True)
    if sys.stderr is None:
        sys.stderr = os.fdopen(2, "w", closefd=False)
    if sys.stdout is None:
        sys.stdout = os.fdopen(1, "w", closefd=False)
