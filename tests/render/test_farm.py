"""Shots drawn side by side are the shots drawn one after another; one that fails stops nothing else."""

import os
import signal
import time
from pathlib import Path

import pytest

from scenes.deliver.drawn import How, Unfinished
from scenes.deliver.lesson import Delivery, deliver
from scenes.lessons.numbers import neuron
from scenes.render.advance import Advance
from scenes.render.clip_key import keys
from scenes.render.clips import Clips
from scenes.render.draw import _Board
from scenes.render.edition import Edition
from scenes.render.encoder import Planes
from scenes.render.farm import Farm, ShotsFailed, can_fork

pytestmark = pytest.mark.skipif(not can_fork(), reason="shots are drawn side by side on Linux only")
EDITION = Edition("neuron", neuron.defaults(), "ru", "l")


def _nobody(advance: Advance) -> None:
    """Looks at no progress."""


def _sick(shot: str, monkeypatch: pytest.MonkeyPatch, harm: object) -> None:
    """In the middle of this shot `harm` is called."""
    well = _Board.write

    def write(self: _Board, planes: Planes | None, repeat: int) -> None:
        well(self, planes, repeat)
        if self.shot == shot and self.encoder is not None and self.encoder.frames > 20:
            harm()  # type: ignore[operator]

    monkeypatch.setattr(_Board, "write", write)


def test_two_processes_make_byte_for_byte_the_film_of_one(film: Delivery, tmp_path: Path):
    heard: list[Advance] = []
    made = deliver(EDITION, tmp_path, heard.append, How(jobs=2))
    assert made.timeline == film.timeline
    for alone, beside in zip(film.outputs, made.outputs, strict=True):
        assert alone.read_bytes() == beside.read_bytes(), alone.name
    assert max(len(advance.shots) for advance in heard) == 2
    assert heard[-1].done == heard[-1].total == film.timeline.frames


def test_a_shot_that_fails_is_named_and_all_others_are_finished(
    cache_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def full() -> None:
        raise OSError(28, "No space left on device")

    well = _Board.write
    _sick("slope", monkeypatch, full)
    with pytest.raises(ShotsFailed, match=r"^neuron\.slope could not be drawn: No space left on device$") as failed:
        deliver(EDITION, tmp_path, _nobody, How(jobs=2))
    assert not failed.value.is_ours
    kept = Clips(cache_folder)
    wanted = keys(EDITION)
    assert [shot for shot, key in wanted.items() if kept.find(key) is None] == ["slope"]
    assert not list(kept.halves.iterdir())
    monkeypatch.setattr(_Board, "write", well)
    assert deliver(EDITION, tmp_path, _nobody, How(jobs=2)).drawn == ("neuron.slope",)


def test_a_process_that_is_killed_is_named_and_all_others_are_finished(
    cache_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    _sick("loss", monkeypatch, lambda: os.kill(os.getpid(), signal.SIGKILL))
    with pytest.raises(ShotsFailed, match=r"^neuron\.loss could not be drawn: its process was ended by SIGKILL$"):
        deliver(EDITION, tmp_path, _nobody, How(jobs=2))
    kept = Clips(cache_folder)
    assert [shot for shot, key in keys(EDITION).items() if kept.find(key) is None] == ["loss"]


def test_a_fault_of_ours_is_told_apart_from_one_of_the_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    _sick("loss", monkeypatch, lambda: [][1])
    with pytest.raises(ShotsFailed, match=r"neuron\.loss could not be drawn: list index out of range") as failed:
        deliver(EDITION, tmp_path, _nobody, How(jobs=2))
    assert failed.value.is_ours


def test_a_wish_to_stop_ends_all_processes_and_keeps_what_is_finished(cache_folder: Path, tmp_path: Path):
    kept = Clips(cache_folder)

    def stop(advance: Advance) -> None:
        if len(list(kept.keys.iterdir())) >= 2 and len(advance.shots) == 2:
            raise KeyboardInterrupt

    with pytest.raises(Unfinished) as stopped:
        deliver(EDITION, tmp_path, stop, How(jobs=2))
    found = [kept.find(key.name) for key in kept.keys.iterdir()]
    assert None not in found
    assert len(found) == stopped.value.shots
    assert not list(kept.halves.iterdir())
    assert not list(tmp_path.iterdir())
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_a_worker_notices_that_nobody_waits_for_it(tmp_path: Path):
    """A process that forks and is killed: its worker ends by itself."""
    process = os.fork()
    if not process:
        farm = Farm(1)
        if farm.begin("shot", lambda *told: None, lambda process: None):
            (tmp_path / "worker").write_text(str(os.getpid()))
            try:
                while True:
                    farm.tell(1)
                    time.sleep(0.05)
            except BrokenPipeError as broken:
                farm.end(broken)
        os.kill(os.getpid(), signal.SIGKILL)
    os.waitpid(process, 0)
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        told = tmp_path / "worker"
        if told.exists() and told.read_text() and not _is_running(int(told.read_text())):
            return
        time.sleep(0.05)
    pytest.fail("the worker goes on")


def _is_running(process: int) -> bool:
    status = Path(f"/proc/{process}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"


def test_shots_of_one_name_in_two_lessons_are_told_apart():
    with Farm(2) as farm:
        for lesson in ("chain", "neuron"):
            if farm.begin(f"{lesson}.summary", lambda *told: None, lambda process: None):
                farm.end(OSError(28, "No space left on device"))
    assert sorted(farm.faults) == ["chain.summary", "neuron.summary"]
