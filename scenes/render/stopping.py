"""Being asked to stop, heard for certain.

Python raises KeyboardInterrupt wherever it happens to be. Where that is inside of a callback that may not raise (a
destructor, a hook of a library in C), it is printed and dropped, and the work would go on. So the wish is remembered,
and long work asks for it again and again.
"""

from __future__ import annotations

import signal
import sys

WISHES = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_asked = False


def listen() -> None:
    """From now on Ctrl-C, and any other request to end, is remembered. For the main thread of a process of ours."""
    for wish in WISHES:
        signal.signal(wish, _ask)
    sys.unraisablehook = _dropped


def heed() -> None:
    """Raise KeyboardInterrupt if this process was asked to stop."""
    if _asked:
        raise KeyboardInterrupt


def _ask(number: int, frame: object) -> None:
    global _asked
    _asked = True
    raise KeyboardInterrupt


def _dropped(told: sys.UnraisableHookArgs) -> None:
    if not (_asked and issubclass(told.exc_type, KeyboardInterrupt)):  # that one is heeded soon, and says its line then
        sys.__unraisablehook__(told)
