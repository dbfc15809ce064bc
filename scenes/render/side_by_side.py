"""Jobs done side by side, each in a process of its own."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing import forkserver
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Generic, TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")
Progress = Callable[[float], None]


@dataclass(frozen=True)
class Event(Generic[Result]):
    """What happened to the job of this number: a share of it is done, or it has a result, or its process died."""

    number: int
    share: float = 0.0
    result: Result | None = None
    died: bool = False

    @property
    def is_end(self) -> bool:
        """Whether nothing more will be heard of this job."""
        return self.died or self.result is not None


@dataclass
class _Worker:
    process: BaseProcess
    connection: Connection
    groups: set[Hashable] = field(default_factory=set)
    number: int | None = None


def side_by_side(
    work: Callable[[Task, Progress], Result],
    tasks: Sequence[Task],
    processes: int,
    preload: str,
    group: Callable[[Task], Hashable],
) -> Iterator[Event[Result]]:
    """Do tasks in this many processes. `work` is found in the module `preload`, which is loaded once for all of them;
    tasks of one `group` go to one process where that keeps nobody waiting.

    With one process all is done in this one. The processes end when the iteration does, however it ends.
    """
    if min(processes, len(tasks)) <= 1:
        yield from _one_by_one(work, tasks)
        return
    context = _context(preload)
    waiting = list(range(len(tasks)))
    workers: list[_Worker] = []
    groups = [group(task) for task in tasks]

    def give(worker: _Worker) -> None:
        number = _next(worker, workers, waiting, groups)
        waiting.remove(number)
        _give(worker, number, tasks[number], groups[number])

    try:
        while waiting or workers:
            while waiting and len(workers) < processes:
                workers.append(_start(context, work))
                give(workers[-1])
            by_connection = {worker.connection: worker for worker in workers}
            for connection in wait(list(by_connection)):
                worker = by_connection[connection]
                assert isinstance(connection, Connection)
                try:
                    share, result = connection.recv()
                except (EOFError, OSError):
                    workers.remove(worker)
                    if worker.number is not None:
                        yield Event(worker.number, died=True)
                    continue
                assert worker.number is not None
                yield Event(worker.number, share, result)
                if result is None:
                    continue
                worker.number = None
                if waiting:
                    give(worker)
                else:
                    worker.connection.close()
                    worker.process.join()
                    workers.remove(worker)
    finally:
        for worker in workers:
            worker.process.terminate()
            worker.process.join()


def _one_by_one(work: Callable[[Task, Progress], Result], tasks: Sequence[Task]) -> Iterator[Event[Result]]:
    for number, task in enumerate(tasks):
        yield Event(number)
        yield Event(number, 1.0, work(task, lambda share: None))


def _context(preload: str) -> multiprocessing.context.BaseContext:
    """Processes that are forked from one in which the module is loaded, where the system can do that."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([preload])
    # What it forks from must not hear Ctrl-C while it loads the module: it would answer with a traceback.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return context


def _start(context: multiprocessing.context.BaseContext, work: Callable[..., object]) -> _Worker:
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, work), daemon=True)  # type: ignore[attr-defined]
    process.start()
    theirs.close()
    return _Worker(process, ours)


def _give(worker: _Worker, number: int, task: object, group: Hashable) -> None:
    worker.groups.add(group)
    worker.number = number
    worker.connection.send(task)


def _next(worker: _Worker, workers: Sequence[_Worker], waiting: Sequence[int], groups: Sequence[Hashable]) -> int:
    """The task for a worker: one of a group that it knows, or else of a group that nobody has begun."""
    begun = set[Hashable]().union(*(other.groups for other in workers))
    return min(waiting, key=lambda number: (groups[number] not in worker.groups, groups[number] in begun, number))


def _serve(connection: Connection, work: Callable[[Task, Progress], Result]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes; the first one ends the others
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    while True:
        try:
            task = connection.recv()
        except EOFError:
            return
        result = work(task, lambda share: connection.send((share, None)))
        connection.send((1.0, result))
