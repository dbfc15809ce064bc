"""Jobs side by side: each gets its result, whatever becomes of the others, and nobody is left behind."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from scenes.render.side_by_side import Event, side_by_side

Progress = Callable[[float], None]


def square(number: int, progress: Progress) -> int:
    progress(0.5)
    return number * number


def process(name: str, progress: Progress) -> int:
    time.sleep(0.3)
    return os.getpid()


def die(number: int, progress: Progress) -> int:
    if number == 2:
        os._exit(3)
    return number


def wait_long(path: str, progress: Progress) -> int:
    Path(path).write_text(str(os.getpid()), encoding="utf-8")
    time.sleep(60)
    return 1


def _results(events: list[Event[int]]) -> dict[int, int | None]:
    return {event.number: event.result for event in events if event.is_end}


def _alike(task: object) -> object:
    return 0


@pytest.mark.parametrize("processes", [1, 2, 8])
def test_every_job_has_its_result(processes: int):
    events = list(side_by_side(square, range(5), processes, "json", _alike))
    assert _results(events) == {0: 0, 1: 1, 2: 4, 3: 9, 4: 16}
    assert sum(event.is_end for event in events) == 5


def test_progress_is_heard():
    events = list(side_by_side(square, [3, 4], 2, "json", _alike))
    assert {(event.number, event.share) for event in events if not event.is_end} == {(0, 0.5), (1, 0.5)}


def test_a_process_that_dies_takes_only_its_own_job_along():
    events = list(side_by_side(die, [1, 2, 3, 4], 2, "json", _alike))
    assert _results(events) == {0: 1, 1: None, 2: 3, 3: 4}
    assert [event.number for event in events if event.died] == [1]


def test_jobs_of_a_group_go_to_one_process():
    names = ["en 1", "en 2", "ru 1", "ru 2"]
    found = _results(list(side_by_side(process, names, 2, "json", lambda name: name[:2])))
    assert found[0] == found[1]
    assert found[2] == found[3]
    assert found[0] != found[2]


def test_who_stops_listening_leaves_no_process_behind(tmp_path: Path):
    notes = [str(tmp_path / "a"), str(tmp_path / "b")]
    events = side_by_side(wait_long, [*notes, *notes], 2, "json", _alike)
    with pytest.raises(KeyboardInterrupt):
        _stop_when_both_run(events, notes)
    events.close()
    for note in notes:
        with pytest.raises(ProcessLookupError):
            _signal(int(Path(note).read_text(encoding="utf-8")))


def _stop_when_both_run(events: object, notes: list[str]) -> None:
    import signal

    def stop(number: int, frame: object) -> None:
        if all(Path(note).exists() and Path(note).read_text(encoding="utf-8") for note in notes):
            signal.setitimer(signal.ITIMER_REAL, 0)
            raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, 0.2, 0.2)
    try:
        next(events)  # type: ignore[call-overload]
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _signal(process: int) -> None:
    for _ in range(50):  # the system takes a moment to bury it
        os.kill(process, 0)
        time.sleep(0.1)
