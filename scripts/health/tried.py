"""What became of things that were tried out in processes of their own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

PATIENCE = 20.0  # seconds for all of them


@dataclass(frozen=True)
class Answer:
    """What was found; or what went wrong instead."""

    found: str = ""
    fault: str = ""


class Tried:
    """Things being tried out, in order, since this was made. One that ends its process is known by that, and the next
    ones get another process."""

    def __init__(self, names: Sequence[str]) -> None:
        self._answers: dict[str, Answer] = {}
        self._process: subprocess.Popen[str] | None = None
        self._is_late = False
        self._thread = threading.Thread(target=self._try, args=[list(names)], daemon=True)
        self._thread.start()
        self._timer = threading.Timer(PATIENCE, self._late)
        self._timer.daemon = True
        self._timer.start()

    def answers(self) -> dict[str, Answer]:
        """All of them, by name, when they are there."""
        self._thread.join()
        self._timer.cancel()
        return self._answers

    def end(self) -> None:
        """Nobody asks any more."""
        self._timer.cancel()
        self._late()
        self._thread.join()

    def _late(self) -> None:
        self._is_late = True
        if self._process is not None:
            self._process.kill()

    def _try(self, names: list[str]) -> None:
        while names and not self._is_late:
            begun = names[0]
            with _probing(names) as process:
                self._process = process
                assert process.stdout is not None
                for told in _lines(process.stdout):
                    if "begins" in told:
                        begun = told["begins"]
                    else:
                        names.remove(told["name"])
                        self._answers[told["name"]] = Answer(told.get("found", ""), told.get("fault", ""))
            if begun in names:
                names.remove(begun)
                self._answers[begun] = Answer(fault=self._how_it_ended(process.returncode))
        for name in names:
            self._answers[name] = Answer(fault="not tried: what came before took too long")

    def _how_it_ended(self, code: int) -> str:
        if self._is_late:
            return f"it is not there after {PATIENCE:g} seconds"
        return f"it ends the whole process ({signal.Signals(-code).name if code < 0 else code})"


@contextmanager
def _probing(names: Sequence[str]) -> Iterator[subprocess.Popen[str]]:
    """A process that sees the same modules as this one."""
    path = os.pathsep.join(place or os.getcwd() for place in sys.path)
    with subprocess.Popen(
        [sys.executable, "-m", "scripts.health.probe", *names],
        env={**os.environ, "PYTHONPATH": path},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        yield process


def _lines(output: IO[str]) -> Iterator[dict[str, str]]:
    for line in output:
        try:
            yield json.loads(line)
        except ValueError:
            continue  # a process that was ended in the middle of it
