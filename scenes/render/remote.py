"""Shots drawn on another machine: what a worker of the cluster is asked for, and the process that does it there.

Manim's configuration belongs to a whole process, and a worker of dask has threads; so each task starts a process of
its own. A line between both carries request and answer; when the worker is gone, or nobody wants the shots any more,
the line is closed, and the process stops.
"""

from __future__ import annotations

import errno
import os
import pickle
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection

from engine.files.scratch import WORK, Scratch
from scenes.lessons import index
from scenes.render import stopping
from scenes.render.clip_key import keys
from scenes.render.clips import Clips, Parcel
from scenes.render.code import code_of
from scenes.render.edition import Edition
from scenes.render.farm import Farm, ProcessDied, can_fork, sendable
from scenes.stage.writing.toml_text import LessonError
from scenes.stage.writing.words import WordsError

LOOK_EVERY = 0.2  # seconds
PATIENCE = 5.0  # seconds: so long a process that is to stop may take for it


@dataclass(frozen=True)
class Request:
    """Neighbouring shots of one lesson: their keys, and a sum over the code that is to draw them. Of plain parts, so
    that it can be read wherever the code is another one; `edition` is pickled for that."""

    lesson: str
    code: str
    keys: dict[str, str]
    edition: bytes

    def __reduce__(self) -> tuple[object, ...]:
        """What loads it calls `draw_shots`: so nothing but `pickle.loads` and bytes is seen by the scheduler, which
        unpacks each task, and need not have this package."""
        return draw_shots, ((self.lesson, self.code, self.keys, self.edition),)


def draw_shots(request: tuple[str, str, dict[str, str], bytes]) -> bytes:
    """Called in a thread of a worker: the answer to a request, as pickle writes it: a Parcel or a fault for each shot.

    Raises ProcessDied if the process that drew was ended by something.
    """
    from distributed import Reschedule, get_worker
    from distributed.core import Status

    worker = get_worker()
    task = worker.get_current_task()

    def is_wanted() -> bool:
        known = worker.state.tasks.get(task)
        is_ending = worker.status in (Status.closing, Status.closed, Status.failed)
        return known is not None and known.state != "cancelled" and not is_ending

    ours, theirs = Pipe()
    with ours:
        with theirs:
            process = subprocess.Popen(
                [sys.executable, "-m", __name__, str(theirs.fileno()), worker.address],
                env={**os.environ, "PYTHONHASHSEED": "0"},
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,
            )
        try:
            ours.send(request)
            while not ours.poll(LOOK_EVERY):
                if not is_wanted():
                    raise Reschedule
            return ours.recv_bytes()
        except (EOFError, OSError):
            code = process.wait()
            raise ProcessDied(-code if code < 0 else code << 8) from None
        finally:
            ours.close()
            try:
                process.wait(2 * PATIENCE)
            except subprocess.TimeoutExpired:
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _answer(
    lesson: str, code: str, wanted: dict[str, str], edition: bytes, worker: str
) -> dict[str, Parcel | BaseException]:
    """What became of each shot. Where they would become other ones here, none is drawn."""
    needed = lesson
    try:
        if code_of(lesson) != code:
            return dict.fromkeys(wanted, _differs(worker, "another backreel"))
        asked: Edition = pickle.loads(edition)
        for needed in asked.chapter.lessons if asked.chapter is not None else ():
            index.find(needed)  # the cards of a film say their titles
        known = keys(asked)
    except (index.UnknownLesson, LessonError):
        return dict.fromkeys(wanted, _differs(worker, f"no lesson {needed} that can be drawn"))
    except WordsError as fault:
        return dict.fromkeys(wanted, _differs(worker, f"other words ({fault})"))
    if {shot: known.get(shot) for shot in wanted} != wanted:
        return dict.fromkeys(wanted, _differs(worker, "another Python or other libraries"))
    return _drawn(asked, wanted)


def _differs(worker: str, what: str) -> OSError:
    return OSError(errno.EPROTO, f"the worker {worker} has {what}; install there what is installed here", worker)


def _drawn(edition: Edition, wanted: dict[str, str]) -> dict[str, Parcel | BaseException]:
    from scenes.render.draw import draw

    with Scratch(tempfile.gettempdir(), WORK) as folder:
        clips = Clips(folder)
        rest: Exception = RuntimeError("it did not come")
        with Farm(1) if can_fork() else nullcontext() as farm:
            try:
                draw(edition, list(wanted), clips, lambda *told: None, farm)
            except Exception as fault:
                rest = fault
        faults = farm.faults if farm is not None else {}
        answer: dict[str, Parcel | BaseException] = {}
        for shot, key in wanted.items():
            if clips.find(key) is not None:
                answer[shot] = clips.parcel(key)
            else:
                answer[shot] = sendable(faults.get(f"{edition.lesson}.{shot}", rest))
        return answer


def _stop_with(line: Connection) -> None:
    """Wait for the end of the line, and stop this process and all that it started."""
    with suppress(EOFError, OSError):
        line.recv_bytes()
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(PATIENCE)
    os.killpg(0, signal.SIGKILL)


def main(arguments: Sequence[str]) -> None:
    """The process that draws: `arguments` are the number of its line, and the worker that it belongs to."""
    number, worker = arguments
    stopping.listen()
    line = Connection(int(number))
    try:
        request = line.recv()
        threading.Thread(target=_stop_with, args=[line], daemon=True).start()
        answer = pickle.dumps(_answer(*request, worker))
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # when the answer is there the line may end
        with suppress(OSError):
            line.send_bytes(answer)
    except KeyboardInterrupt:
        sys.exit(1)


if __name__ == "__main__":
    main(sys.argv[1:])
