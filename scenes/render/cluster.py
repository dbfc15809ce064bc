"""Shots drawn by the workers of a dask.distributed cluster, which share nothing with this machine but the network."""

from __future__ import annotations

import errno
import gc
import logging
import pickle
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING
from uuid import uuid4

from scenes.lessons import index
from scenes.render.clip_key import keys
from scenes.render.clips import Clips
from scenes.render.code import code_of
from scenes.render.edition import Edition
from scenes.render.remote import Request
from scenes.render.stopping import heed
from scenes.stage.writing.toml_text import LessonError

if TYPE_CHECKING:
    from distributed import Client, Future

PATIENCE = 10.0  # seconds: so long a scheduler may take to answer, and so long it may have no worker
_LOOK_EVERY = 0.5
_GROUPS = 4  # so many for each place where one can be drawn; more of them share work better, and run up to it oftener

Drawn = Callable[[Edition, str, int, bool], None]  # a shot of an edition, its frames so far, whether that is all of it
_Group = tuple[Edition, dict[str, str]]  # neighbouring shots of one lesson, with their keys


def draw_on_cluster(
    address: str, missing: Sequence[tuple[Edition, Sequence[str]]], clips: Clips, drawn: Drawn
) -> dict[str, BaseException]:
    """Have these shots drawn by the workers of the scheduler at this address (tcp://HOST:PORT), and put what comes back
    among the clips. Faults are returned by LESSON.SHOT; all other shots are finished then.

    Shots go out without being begun here, so one that begins as one began that is among the clips already is drawn all
    the same; `draw` would notice. Raises OSError where there is no scheduler, or no worker.
    """
    for edition, _ in missing:
        _make_sure_of(edition)
    faults: dict[str, BaseException] = {}
    with _client(address) as client:
        groups = {_submit(client, group): group for group in _groups(missing, _places(client))}
        try:
            for future in _finished(client, address, list(groups)):
                edition, wanted = groups[future]
                for shot, fault in _taken_in(future, wanted, clips).items():
                    if fault is not None:
                        faults[f"{edition.lesson}.{shot}"] = fault
                    else:
                        drawn(edition, shot, clips.get(wanted[shot]).frames, True)
        except BaseException:
            if client.status == "running":
                client.cancel(list(groups))
            raise
    return faults


def _make_sure_of(edition: Edition) -> None:
    """Raises LessonError for a lesson that no other machine can have: this one, or one of the same film, whose title
    its cards say."""
    lessons = edition.chapter.lessons if edition.chapter is not None else ()
    for lesson in dict.fromkeys([edition.lesson, *lessons]):
        source = index.find(lesson).source if lesson != index.FILM else None
        if source is not None and not source.is_installed:
            raise LessonError(
                f"{source.called}: a cluster draws lessons that are installed on its machines, not files; make a"
                f" package of {lesson} and install it there too"
            )


@contextmanager
def _client(address: str) -> Iterator[Client]:
    """Somebody at the scheduler who has seen a worker. Raises OSError."""
    try:
        from distributed import Client
    except ImportError:
        raise OSError('--cluster needs dask.distributed; get it with: pip install "backreel[cluster]"') from None
    _hush()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of other versions there: whether that matters is what a worker looks at
        client = _connected(address, Client)
        if client is None:
            # One that did not get through stops its loop when it is cleared away. Dask's lock for loops is not held
            # here; where another client is just starting, that would wait for it for ever.
            gc.collect()
            raise OSError(errno.EHOSTUNREACH, "no scheduler of dask answers there", address)
        with client, client.as_current():
            try:
                client.wait_for_workers(1, timeout=PATIENCE)
            except TimeoutError:
                raise _nobody(address) from None
            yield client


def _connected(address: str, kind: type[Client]) -> Client | None:
    try:
        return kind(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError, ImportError):
        return None


def _hush() -> None:
    """What dask says while it works is not for the terminal: faults are said in one line, as all are."""
    for name in ("distributed", "distributed.client", "distributed.gc", "tornado", "tornado.application", "asyncio"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [logging.NullHandler()], False


def _nobody(address: str) -> OSError:
    return OSError(errno.EHOSTUNREACH, f"the scheduler has no worker; start one: dask worker {address}", address)


def _places(client: Client) -> int:
    return max(1, sum(client.nthreads().values()))


def _groups(missing: Sequence[tuple[Edition, Sequence[str]]], places: int) -> list[_Group]:
    """Neighbouring shots, as many together as leave some groups for each place: whoever draws one has to run through
    the lesson up to it."""
    size = max(1, sum(len(shots) for _, shots in missing) // (_GROUPS * places))
    groups: list[_Group] = []
    for edition, shots in missing:
        known = keys(edition)
        for first in range(0, len(shots), size):
            groups.append((edition, {shot: known[shot] for shot in shots[first : first + size]}))
    return groups


def _submit(client: Client, group: _Group) -> Future:
    edition, wanted = group
    request = Request(edition.lesson, code_of(edition.lesson), wanted, pickle.dumps(edition))
    name = f"{edition.lesson}.{'+'.join(wanted)}-{uuid4().hex}"
    return client.submit(pickle.loads, pickle.dumps(request), key=name, pure=False)


def _finished(client: Client, address: str, pending: list[Future]) -> Iterator[Future]:
    """The tasks, each when it is finished. Raises OSError when the scheduler is gone, or all workers are."""
    from distributed import CancelledError, wait

    seen = time.monotonic()
    while pending:
        heed()
        try:
            done = wait(pending, timeout=_LOOK_EVERY, return_when="FIRST_COMPLETED").done
        except TimeoutError:
            done = set()
        except CancelledError:
            done = {future for future in pending if future.status in ("finished", "error")}
        yield from done
        pending = [future for future in pending if future not in done]
        if client.status != "running" or any(future.status in ("cancelled", "lost") for future in pending):
            raise OSError(errno.ECONNRESET, "the scheduler is gone; call again to go on", address)
        now = time.monotonic()
        if client.nthreads():
            seen = now
        elif now - seen > PATIENCE:
            raise _nobody(address)


def _taken_in(future: Future, wanted: dict[str, str], clips: Clips) -> dict[str, BaseException | None]:
    """Put what a finished task has brought among the clips; the fault of each shot that it has not."""
    fault = _fault(future)
    if fault is not None:
        return dict.fromkeys(wanted, fault)
    answer = pickle.loads(future.result())
    future.release()
    faults: dict[str, BaseException | None] = {}
    for shot, key in wanted.items():
        brought = answer[shot]
        faults[shot] = brought if isinstance(brought, BaseException) else None
        if faults[shot] is None:
            clips.take_in(key, brought)
    return faults


def _fault(future: Future) -> BaseException | None:
    from distributed import KilledWorker

    fault = future.exception()
    if isinstance(fault, KilledWorker):
        return OSError(errno.EIO, "every worker that drew it died")
    if isinstance(fault, ImportError):
        return OSError(errno.ENOPKG, f"a worker has no backreel, or another one ({fault}); install there what is here")
    return fault
