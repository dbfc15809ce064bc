"""Being asked to stop, heard for certain.

Python raises KeyboardInterrupt wherever it happens to be. Where that is inside of a callback that may not raise (a
destructor, a hook of a library in C), it is printed and dropped, and the work would go on. So the wish is remembered,
and long work asks for it again and again.
"""

from __future__ import annotations

import atexit
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

WISHES = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
INTERRUPTED = 130  # the exit code
_PATIENCE = 3.0  # seconds
_asked: float | None = None  # when, by a clock that nobody sets


def listen() -> None:
    """From now on Ctrl-C, and any other request to end, is remembered. For the main thread of a process of ours."""
    for wish in WISHES:
        signal.signal(wish, _ask)
    sys.unraisablehook = _dropped
    # At its very end Python hears nothing any more, and any wish would end it as if it had not been finished.
    atexit.register(signal.pthread_sigmask, signal.SIG_BLOCK, WISHES)


def heed() -> None:
    """Raise KeyboardInterrupt if this process was asked to stop."""
    if _asked is not None:
        raise KeyboardInterrupt


def what_is_left(shots: int) -> str:
    """What is said of a call that was stopped when so many shots were finished."""
    if not shots:
        return "stopped; nothing half-made is left, call again to start over"
    return f"stopped; {shots} finished {'shot is' if shots == 1 else 'shots are'} kept, call again to go on"


def leave() -> NoReturn:
    """Exit as one who was asked to. A wish that was heard while a text was run as code is forgotten by Python when the
    next such text is run; before that, it would end this process as if nobody had heard."""
    exec("")
    sys.exit(INTERRUPTED)


@contextmanager
def undisturbed() -> Iterator[None]:
    """What is asked within it is heard at its end."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    try:
        signal.pthread_sigmask(signal.SIG_BLOCK, WISHES)
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _ask(number: int, frame: object) -> None:
    """The same wish again is not raised again, so that what clears away is not disturbed; unless it does not come to an
    end."""
    global _asked
    now = time.monotonic()
    if _asked is None or now - _asked > _PATIENCE:
        _asked = now
        raise KeyboardInterrupt


def _dropped(told: sys.UnraisableHookArgs) -> None:
    if _asked is None or not issubclass(told.exc_type, KeyboardInterrupt):  # that one is heeded soon, and says its line
        sys.__unraisablehook__(told)
