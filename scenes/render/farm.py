"""Shots drawn side by side: the process that runs through a lesson forks at the begin of each wanted shot.

What is forked draws that shot and ends; the other one passes it over, and comes to the next. So everything before a
shot is made once, and each shot begins in the same state as if all were drawn one after another.
"""

from __future__ import annotations

import gc
import os
import pickle
import random
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait

from scenes.render.stopping import WISHES, heed, undisturbed
from scenes.stage.writing.toml_text import LessonError

TELL_EVERY = 0.1  # seconds


def can_fork() -> bool:
    """Whether shots can be drawn side by side on this system. macOS can fork, but its own libraries do not bear it."""
    return sys.platform == "linux"


def fork() -> int:
    """As os.fork. The new process goes on with the same random numbers; Python would give it others. Asked to stop, it
    ends without a word, from its first moment on: who started it says what there is to say."""
    chance = random.getstate()
    with undisturbed():
        process = os.fork()
        if not process:
            for wish in WISHES:
                signal.signal(wish, signal.SIG_DFL)
            random.setstate(chance)
    return process


class ShotsFailed(Exception):
    """Shots that could not be drawn; all others are finished and kept."""

    def __init__(self, faults: dict[str, BaseException]) -> None:
        shot, first = next(iter(faults.items()))
        what = f"{first.strerror}" if isinstance(first, OSError) and first.strerror else f"{first}"
        more = f" (and {len(faults) - 1} more: {', '.join(list(faults)[1:])})" if len(faults) > 1 else ""
        super().__init__(f"{shot} could not be drawn: {what}{more}")
        self.faults = faults

    @property
    def is_ours(self) -> bool:
        """Whether it is a fault of the lesson or the renderer, not of the machine."""
        return not all(isinstance(fault, OSError | ProcessDied | LessonError) for fault in self.faults.values())


class ProcessDied(Exception):
    """Something ended the process that drew a shot."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status

    def __str__(self) -> str:
        if os.WIFSIGNALED(self.status):
            return f"its process was ended by {signal.Signals(os.WTERMSIG(self.status)).name}"
        return "its process died"


@dataclass
class _Worker:
    process: int
    shot: str
    drawn: Callable[[int, bool], None]
    left: Callable[[int], None]  # clears away what a process of this number left behind when it failed


class Farm:
    """Up to `size` processes that draw. Use it as a context: its end waits for them, and a wish to stop ends them."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.faults: dict[str, BaseException] = {}
        self._workers: dict[Connection, _Worker] = {}
        self._line: Connection | None = None  # to the process that forked this one
        self._last_told, self._frames = 0.0, 0

    def __enter__(self) -> Farm:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: object) -> None:
        try:
            if fault is None or isinstance(fault, Exception):
                while self._workers:
                    self._hear(None)
        finally:
            self._end()

    @property
    def is_worker(self) -> bool:
        """Whether this is a process that was forked to draw a shot."""
        return self._line is not None

    def begin(self, shot: str, drawn: Callable[[int, bool], None], left: Callable[[int], None]) -> bool:
        """Fork for a shot, as soon as one of the places is free. True in the process that is to draw it, which calls
        `end` when it has. `shot` is its name in a fault; `drawn` hears how many frames there are, and whether that is
        all of it."""
        while len(self._workers) >= self.size:
            self._hear(None)
        self._hear(0)
        ours, theirs = Pipe(duplex=False)
        sys.stdout.flush()
        sys.stderr.flush()
        gc.freeze()  # a worker does not look through what it shares, which would copy all of it
        with undisturbed():  # whoever is forked is known
            process = fork()
            if process:
                self._workers[ours] = _Worker(process, shot, drawn, left)
        if process:
            gc.unfreeze()
            theirs.close()
            return False
        for line in (ours, *self._workers):
            line.close()
        self._workers.clear()
        self._line = theirs
        gc.disable()  # nor through what it makes: it ends with its shot
        return True

    def tell(self, frames: int) -> None:
        """Called by a worker: so many frames are drawn."""
        assert self._line is not None
        self._frames = frames
        now = time.monotonic()
        if now - self._last_told >= TELL_EVERY:
            self._last_told = now
            self._line.send(frames)

    def end(self, fault: BaseException | None = None) -> None:
        """Called by a worker: its shot is finished, or could not be. It ends here."""
        assert self._line is not None
        try:
            self._line.send((sendable(fault) if fault is not None else None, self._frames))
            self._line.close()
        finally:
            os._exit(0 if fault is None else 1)

    def _hear(self, timeout: float | None) -> None:
        """Take in what the workers have to say; wait for it so long (None: until there is something)."""
        for line in wait(list(self._workers), timeout):
            heed()
            assert isinstance(line, Connection)
            worker = self._workers[line]
            try:
                said = line.recv()
            except (EOFError, OSError):
                self._gone(line, worker, None)
                continue
            if isinstance(said, int):
                worker.drawn(said, False)
            else:
                self._gone(line, worker, said)

    def _gone(self, line: Connection, worker: _Worker, said: tuple[BaseException | None, int] | None) -> None:
        del self._workers[line]
        line.close()
        _, status = os.waitpid(worker.process, 0)
        fault, frames = said if said is not None else (ProcessDied(status), 0)
        if fault is None:
            worker.drawn(frames, True)
        else:
            self.faults[worker.shot] = fault
            worker.left(worker.process)

    def _end(self) -> None:
        for worker in self._workers.values():
            os.kill(worker.process, signal.SIGTERM)
        for line, worker in self._workers.items():
            line.close()
            os.waitpid(worker.process, 0)
            worker.left(worker.process)
        self._workers.clear()


def sendable(fault: BaseException) -> BaseException:
    """A fault that another process can take in: this one, or one that says the same."""
    try:
        pickle.loads(pickle.dumps(fault))
    except Exception:
        return RuntimeError(f"{type(fault).__name__}: {fault}")
    return fault
